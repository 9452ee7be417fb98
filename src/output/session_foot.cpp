#include "output/session_foot.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/number_ranges.h"
#include "model/describe.h"
#include "output/cost.h"
#include "output/events_table.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

constexpr std::size_t kFootIndent = 15;
/// The quantile that is the least value.
constexpr double kLeast = 1e-9;

/// What the applications see of the end: each side's close code, or the reason that its "disconnect" handlers get, unless
/// the outcome's reason quotes it already.
std::string handlers_text(const SessionFacts& session) {
  const Outcome& outcome = session.outcome;
  const bool raw = !session.type->outlives_connections;
  const std::string client = raw ? outcome.client_word : fmt::format("\"{}\"", outcome.client_word);
  const std::string server = raw ? outcome.server_word : fmt::format("\"{}\"", outcome.server_word);
  const auto is_said = [&](std::string_view word, const std::string& quoted) {
    return word.empty() || (!raw && outcome.reason.find(quoted) != std::string::npos);
  };
  if (is_said(outcome.client_word, client) && is_said(outcome.server_word, server)) return {};
  const std::string_view sees = raw ? " sees close code " : " \"disconnect\" reason: ";
  if (outcome.server_word.empty()) return fmt::format("client{}{}", sees, client);
  if (outcome.client_word.empty()) return fmt::format("server{}{}", sees, server);
  if (client == server)
    return raw ? "both sides see close code " + client : "\"disconnect\" reason on both sides: " + client;
  return fmt::format("client{}{}; server{}{}", sees, client, raw ? sees : std::string_view(": "), server);
}

void print_ended(TextWriter& writer, const SessionFacts& session) {
  LineBuilder line = writer.line();
  line.space(2).put("ended", Style::faint).pad_to(kFootIndent);
  for (const std::string& phrase : {session.outcome.reason, handlers_text(session)}) {
    if (phrase.empty()) continue;
    writer.paragraph(line, phrase);
    line.clear();
    line.pad_to(kFootIndent);
  }
}

/// "4 pings, RTT 200–900 µs", "4 pings, 3 answered, RTT 200–900 µs"
std::string heartbeat_text(const Heartbeats& heartbeats) {
  const bool asked = heartbeats.pings != 0;  // the questions may lie outside of the capture
  std::string phrase = asked ? counted(heartbeats.pings, "ping") : counted(heartbeats.pongs, "pong");
  if (asked && heartbeats.pongs == 0) return phrase + ", none answered";
  if (heartbeats.pongs < heartbeats.pings) phrase += fmt::format(", {} answered", heartbeats.pongs);
  if (heartbeats.rtt_us.count() == 0) return phrase;
  const auto rtt = [&heartbeats](double q) { return static_cast<Duration>(heartbeats.rtt_us.at(q)) * kMicrosecond; };
  return phrase + ", RTT " + human_range(rtt(kLeast), rtt(1));
}

void print_heartbeats(TextWriter& writer, const Heartbeats& heartbeats) {
  if (heartbeats.pings + heartbeats.pongs != 0) writer.items("heartbeats", {heartbeat_text(heartbeats)}, kFootIndent);
}

void print_traffic(TextWriter& writer, const SessionFacts& session) {
  const Traffic& traffic = session.traffic;
  if (traffic.packets[0] + traffic.packets[1] == 0) return;
  std::vector<std::string> items;
  for (const Direction d : {Direction::c2s, Direction::s2c})
    items.push_back(fmt::format("{} {}, {}", d == Direction::c2s ? "──▶" : "◀──",
                                counted(traffic.packets[index(d)], "packet"), human_size(traffic.bytes[index(d)])));
  if (traffic.duplicates.packets != 0)
    items.push_back(
        fmt::format("ignored: {}, {}",
                    traffic.duplicates.packets == 1 ? "1 copy" : fmt::format("{} copies", traffic.duplicates.packets),
                    human_size(traffic.duplicates.bytes)));
  writer.items("traffic", items, kFootIndent);
  print_cost(writer, session, kFootIndent);
}

void print_other_sides(TextWriter& writer, const std::vector<std::uint32_t>& others) {
  if (others.empty()) return;
  NumberRanges numbers;
  for (const std::uint32_t number : others) numbers.add(number);
  LineBuilder line = writer.line();
  line.space(2).put("other side", Style::faint).pad_to(kFootIndent);
  writer.paragraph(std::move(line), numbers.text("session") + (others.size() == 1 ? " is" : " are") +
                                        " the same session on the other side of a proxy");
}

/// Which of the session's connections it was, when there are several.
std::string place_of(const SessionNote& note, const SessionFacts& session) {
  if (session.connections.size() < 2) return {};
  for (std::size_t i = 0; i < session.connections.size(); ++i)
    if (session.connections[i].number == note.connection) return connection_letter(i) + ": ";
  return {};
}

/// Where a note's words begin: "! 1 warning" leaves room, "! 12 warnings" needs two columns more.
std::size_t note_indent(const SessionNote& note) {
  constexpr std::size_t kBefore = 4;
  const std::size_t counted_to =
      kBefore + counted(std::max<std::uint64_t>(note.count, 1), text_for(note.def->severity)).size() + 2;
  return std::max(kFootIndent, counted_to);
}

void print_advice(TextWriter& writer, std::string_view advice, std::size_t indent) {
  LineBuilder line = writer.line();
  line.pad_to(indent).put_safe("→ ");
  writer.paragraph(std::move(line), advice);
}

void print_note(TextWriter& writer, const SessionNote& note, const SessionFacts& session) {
  const Severity severity = note.def->severity;
  LineBuilder line = writer.line();
  line.space(2).put_safe(severity > Severity::note ? "! " : "· ", style_of(severity));
  line.put(counted(std::max<std::uint64_t>(note.count, 1), text_for(severity)), style_of(severity));
  line.pad_to(note_indent(note));
  std::string ref = note.def->ref.empty() ? "" : fmt::format(", {}", note.def->ref);
  writer.paragraph(std::move(line),
                   fmt::format("{}{} [{}{}]", place_of(note, session), note.text, note.def->code, ref));
  if (note.others == 0) return;
  LineBuilder more = writer.line();
  more.pad_to(note_indent(note));
  writer.paragraph(std::move(more), fmt::format("and {} more of this kind", note.others));
}

/// All of one kind, and what to do about it once.
void print_kind(TextWriter& writer, const NoteDef& def, const SessionFacts& session) {
  std::size_t indent = kFootIndent;
  for (const SessionNote& note : session.notes) {
    if (note.def != &def) continue;
    print_note(writer, note, session);
    indent = note_indent(note);
  }
  const std::string_view advice = def.advice_for(session.proxy);
  if (def.severity > Severity::note && !advice.empty()) print_advice(writer, advice, indent);
}

void print_notes(TextWriter& writer, const SessionFacts& session, Severity least) {
  std::vector<const NoteDef*> printed;
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (severity < least) break;
    for (const SessionNote& note : session.notes) {
      const bool done = std::find(printed.begin(), printed.end(), note.def) != printed.end();
      if (note.def->severity != severity || done) continue;
      printed.push_back(note.def);
      print_kind(writer, *note.def, session);
    }
  }
}

}  // namespace

void print_session_foot(TextWriter& writer, const SessionFacts& session, int verbosity) {
  print_ended(writer, session);
  print_events(writer, session, kFootIndent, verbosity);
  print_heartbeats(writer, session.heartbeats);
  print_traffic(writer, session);
  if (session.polls != 0) writer.items("polls", {counted(session.polls, "HTTP request")}, kFootIndent);
  print_other_sides(writer, session.other_sides);
  print_notes(writer, session, Severity::note);
}

void print_session_problems(TextWriter& writer, const SessionFacts& session) {
  const auto is_problem = [](const SessionNote& note) { return note.def->severity > Severity::note; };
  if (std::none_of(session.notes.begin(), session.notes.end(), is_problem)) return;
  print_ended(writer, session);
  print_notes(writer, session, Severity::warning);
}

}  // namespace wstrace
