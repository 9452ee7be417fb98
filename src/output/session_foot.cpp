#include "output/session_foot.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/describe.h"
#include "output/words.h"

namespace wstrace {
namespace {

constexpr std::size_t kIndent = 15;
constexpr std::size_t kEventsNamed = 12;

std::string event_words(const NamedCount& counted_event) {
  std::string words = counted_event.dir == Direction::c2s ? "──▶ " : "◀── ";
  if (!counted_event.nsp.empty() && counted_event.nsp != "/") words += counted_event.nsp + " ";
  words += fmt::format("\"{}\" {}×", counted_event.name, counted_event.count);
  if (counted_event.acked == 0) return words;
  words += fmt::format(", {} acknowledged in ", counted_event.acked);
  return words + human_range(static_cast<Duration>(counted_event.rtt_us.at(0.5)) * kMicrosecond,
                             static_cast<Duration>(counted_event.rtt_us.at(0.99)) * kMicrosecond);
}

void print_events(Page& page, const SessionFacts& session, int verbosity) {
  std::vector<std::string> items;
  const std::size_t named = verbosity > 0 ? session.events.size() : std::min(session.events.size(), kEventsNamed);
  for (std::size_t i = 0; i < named; ++i) items.push_back(event_words(session.events[i]));
  if (named < session.events.size()) items.push_back(fmt::format("… {} more names", session.events.size() - named));
  if (session.events_uncounted != 0)
    items.push_back(fmt::format("{} of further names", counted(session.events_uncounted, "event")));
  if (!items.empty()) page.items("events", items, kIndent);
}

void print_traffic(Page& page, const Traffic& traffic) {
  if (traffic.packets[0] + traffic.packets[1] == 0) return;
  std::vector<std::string> items;
  for (const Direction d : {Direction::c2s, Direction::s2c})
    items.push_back(fmt::format("{} {}, {}", d == Direction::c2s ? "──▶" : "◀──",
                                counted(traffic.packets[index(d)], "packet"), human_size(traffic.bytes[index(d)])));
  if (traffic.payload != 0) items.push_back("payload " + human_size(traffic.payload));
  page.items("traffic", items, kIndent);
}

/// Which of the session's connections it was, when there are several.
std::string place_of(const SessionNote& note, const SessionFacts& session) {
  if (session.connections.size() < 2) return {};
  for (std::size_t i = 0; i < session.connections.size(); ++i)
    if (session.connections[i].number == note.connection) return connection_letter(i) + ": ";
  return {};
}

void print_note(Page& page, const SessionNote& note, const SessionFacts& session) {
  const Severity severity = note.def->severity;
  Line line = page.line();
  line.space(2).put_safe(severity > Severity::note ? "! " : "· ", style_of(severity));
  line.put(counted(std::max<std::uint64_t>(note.count, 1), word_for(severity)), style_of(severity));
  if (line.column() + 2 <= kIndent)
    line.pad_to(kIndent);
  else
    line.space(2);
  std::string ref = note.def->ref.empty() ? "" : fmt::format(", {}", note.def->ref);
  page.paragraph(std::move(line), fmt::format("{}{} [{}{}]", place_of(note, session), note.text, note.def->code, ref));
}

}  // namespace

void print_session_foot(Page& page, const SessionFacts& session, int verbosity) {
  if (!session.outcome.reason.empty()) {
    Line line = page.line();
    line.space(2).put("ended", Style::faint).pad_to(kIndent);
    page.paragraph(std::move(line), session.outcome.reason);
  }
  print_events(page, session, verbosity);
  print_traffic(page, session.traffic);
  for (const Severity severity : {Severity::error, Severity::warn, Severity::note})
    for (const SessionNote& note : session.notes)
      if (note.def->severity == severity) print_note(page, note, session);
}

}  // namespace wstrace
