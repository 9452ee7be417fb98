#include "output/timeline.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/describe.h"
#include "output/hexdump.h"
#include "output/phrases.h"
#include "output/row_formatter.h"

namespace wstrace {
namespace {

std::string seconds_since(Time origin, Time time) {
  const Duration d = time - origin;
  const Duration size = d < 0 ? -d : d;
  return fmt::format("{}{}.{:06}", d < 0 ? "-" : "", size / kSecond, size % kSecond / kMicrosecond);
}

}  // namespace

void Timeline::heading() {
  headed_ = true;
  if (layout_.blank_before) writer_.blank();
  LineBuilder line = writer_.line();
  line.put_right(layout_.time_of_day ? "time" : "time s", layout_.time_width, Style::faint);
  line.put_right("Δ", delta_end(), Style::faint).pad_to(label_at());
  if (layout_.label_width != 0) line.put(layout_.label_heading, Style::faint, layout_.label_width);
  line.pad_to(layer_at()).put("OSI", Style::faint).pad_to(protocol_at()).put("protocol", Style::faint);
  writer_.print(line);
}

void Timeline::add(const LoggedEvent& event) {
  if (!headed_) heading();
  if (event.heartbeat) return count_heartbeat(event);
  finish();
  row(event);
  for (const LoggedNote& each : event.notes) note(each);
  if (options_.hex) print_hexdump(writer_, event.raw, event.raw_size);
}

void Timeline::count_heartbeat(const LoggedEvent& event) {
  ++heartbeats_.by_direction[index(event.dir)];
  if (!event.has_rtt) return;
  heartbeats_.least_us = heartbeats_.has_rtt ? std::min(heartbeats_.least_us, event.rtt_us) : event.rtt_us;
  heartbeats_.most_us = std::max(heartbeats_.most_us, event.rtt_us);
  heartbeats_.has_rtt = true;
}

void Timeline::finish() {
  // A heartbeat is a question one way and its answer the other; either may lie outside of the capture.
  const std::uint64_t n = std::max(heartbeats_.by_direction[0], heartbeats_.by_direction[1]);
  if (n == 0) return;
  std::string text = counted(n, "heartbeat");
  if (heartbeats_.has_rtt) {
    text += ", RTT ";
    text += human_range(static_cast<Duration>(heartbeats_.least_us) * kMicrosecond,
                        static_cast<Duration>(heartbeats_.most_us) * kMicrosecond);
  }
  LineBuilder line = writer_.line();
  line.pad_to(layout_.time_width + 1).put("⋮", Style::faint).space(kApart).put(text, Style::faint);
  writer_.print(line);
  heartbeats_ = {};
}

/// The two columns of time, which stay empty while one packet goes on to say more.
void Timeline::when(LineBuilder& line, const LoggedEvent& event) {
  const bool same_packet = any_row_ && event.packet != 0 && event.packet == last_packet_ && event.time == last_time_;
  if (!same_packet) {
    line.put_right(layout_.time_of_day ? time_of_day(event.time) : seconds_since(layout_.origin, event.time),
                   layout_.time_width);
    if (line.column() > layout_.time_width) line.space(1);  // a clock that was set back: minus an hour, say
    if (any_row_) line.put_right(human_duration(event.time - last_time_), delta_end(), Style::faint);
  }
  any_row_ = true;
  last_time_ = event.time;
  last_packet_ = event.packet;
}

void Timeline::row(const LoggedEvent& event) {
  LineBuilder line = writer_.line();
  when(line, event);
  const Style style = style_of(event.def->layer);
  line.pad_to(label_at());
  if (layout_.label_width != 0) line.put(layout_.label(event), Style::plain, layout_.label_width);
  line.pad_to(layer_at()).put(fmt::format("L{}", static_cast<int>(event.def->layer)), style);
  line.pad_to(protocol_at()).put(event.def->protocol->title, style, arrow_at() - protocol_at() - 1);
  line.pad_to(arrow_at());
  if (event.has_direction) line.put_safe(event.dir == Direction::c2s ? "──▶" : "◀──", Style::faint);
  line.pad_to(arrow_at() + 4);
  text(std::move(line), event);
}

void Timeline::text(LineBuilder line, const LoggedEvent& event) {
  const std::size_t wanted = columns_of(event.title) + kApart + columns_of(event.summary);
  if (options_.verbosity > 0 && wanted > line.room()) {
    const char* gap = event.summary.empty() ? "" : "   ";
    return writer_.paragraph(std::move(line), fmt::format("{}{}{}", event.title, gap, event.summary));
  }
  one_line(line, event);
  writer_.print(line);
}

/// Cuts the title before the summary has no room at all, and the summary where the line ends. Summaries stand under each
/// other, but for those behind a longer title.
void Timeline::one_line(LineBuilder& line, const LoggedEvent& event) {
  if (event.summary.empty()) {
    line.put(event.title);
    return;
  }
  const std::size_t at = line.column();
  const std::size_t room = line.room();
  const std::size_t kept = std::min(columns_of(event.summary), room / 3) + kApart;
  line.put(event.title, Style::plain, room > kept ? room - kept : room);
  const std::size_t nearest = event.title.empty() ? at : line.column() + kApart;
  line.pad_to(std::max(nearest, at + kTitleColumns)).put(event.summary);
}

void Timeline::note(const LoggedNote& note) {
  LineBuilder line = writer_.line();
  line.pad_to(layer_at()).put_safe(note.def->severity > Severity::note ? "! " : "· ", style_of(note.def->severity));
  line.put(text_for(note.def->severity), style_of(note.def->severity)).space(2);
  const bool first = layout_.advice && advised_.insert(note.def).second;
  const std::string said = sentences(note.text, first ? note.def->advice_for(note.proxy) : "");
  writer_.paragraph(std::move(line), fmt::format("{} [{}]", said, note.def->code));
}

}  // namespace wstrace
