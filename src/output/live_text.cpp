#include "output/live_text.h"

#include <fmt/format.h>

#include "model/describe.h"
#include "output/phrases.h"
#include "output/session_foot.h"
#include "output/session_header.h"

namespace wstrace {
namespace {

/// Rows that wait for one connection. One that has not become a session's after so many is dull and starts anew.
constexpr std::size_t kHeld = 256;

/// Columns before a row's words.
constexpr std::size_t kRowHead = 55;

std::string label(const LoggedEvent& event) {
  if (event.connection == 0) return event.session == 0 ? std::string() : fmt::format("{}", event.session);
  const std::string stream = event.stream != 0 ? fmt::format(".{}", event.stream) : std::string();
  return event.session == 0 ? fmt::format("–/{}{}", event.connection, stream)
                            : fmt::format("{}/{}{}", event.session, event.connection, stream);
}

TimelineLayout live_layout() {
  TimelineLayout layout;
  layout.time_of_day = true;
  layout.time_width = 15;
  layout.advice = true;
  layout.label_width = 7;
  layout.label_heading = "session";
  layout.label = label;
  return layout;
}

}  // namespace

LiveText::LiveText(Output& output, const Terminal& terminal, const TextOptions& options)
    : writer_(output, terminal),
      options_(options),
      text_(options, terminal.width, kRowHead),
      held_(options.log),
      timeline_(writer_, options, live_layout()) {}

void LiveText::on_event(const Event& event) {
  if (options_.quiet || is_of_another(event)) return;
  // Asked of every event: one that is not shown says all the same whose the connection is.
  const bool waits = must_wait(event);
  const Shown shown = shown_as(event, options_);
  if (shown == Shown::hidden) return;
  if (waits) return hold(event.connection->number, text_.of(event, shown));
  if (event.connection != nullptr) show_held(event.connection->number);
  timeline_.add(text_.of(event, shown));
}

/// True when the event belongs to a session that the user did not ask for. Then what its connection reported before, and
/// did not say whose it is, belongs to that one, too.
bool LiveText::is_of_another(const Event& event) {
  if (event.session == 0 || options_.sessions.contain(event.session)) return false;
  if (event.connection != nullptr) held_.drop(EventLog::of_connection(event.connection->number));
  return true;
}

bool LiveText::must_wait(const Event& event) {
  if (event.connection == nullptr) return false;
  if (!options_.sessions.choose_all()) return event.session == 0;
  if (options_.all) return false;
  if (event.session != 0) in_session_.insert(event.connection->number);
  return !in_session_.contains(event.connection->number);
}

void LiveText::hold(std::uint32_t connection, const LoggedEvent& event) {
  const EventLog::Key key = EventLog::of_connection(connection);
  if (held_.count(key) >= kHeld) held_.drop(key);
  held_.append(key, event);
}

void LiveText::show_held(std::uint32_t connection) {
  const EventLog::Key key = EventLog::of_connection(connection);
  if (held_.count(key) == 0) return;
  held_.replay({key}, [this](const LoggedEvent& event) { timeline_.add(event); });
  held_.drop(key);
}

void LiveText::on_session(const SessionFacts& session) {
  tally_.add(session);
  if (!options_.sessions.contain(session.number)) return;
  if (options_.sessions.choose_all() && session.bare() && !options_.all) return;
  if (options_.quiet) return print_whole(session);
  timeline_.finish();
  const std::string trouble = trouble_text(session);
  const Predecessor& before = session.previous;
  const std::string again = before.session == 0 || before.in_order
                                ? std::string()
                                : fmt::format(" · attempt {}, {} after session {}", before.attempt,
                                              human_duration(before.pause), before.session);
  const std::string over = session_line(session) + again + (trouble.empty() ? "" : " · " + trouble);
  writer_.paragraph(writer_.line(), over, Style::strong);
  print_session_problems(writer_, session);
}

/// Without rows, a session's block is what the timeline of a capture would show of it.
void LiveText::print_whole(const SessionFacts& session) {
  print_session_header(writer_, session, options_.verbosity);
  writer_.blank();
  print_session_foot(writer_, session, options_.verbosity);
  writer_.blank();
}

void LiveText::on_connection_gone(std::uint32_t number) {
  in_session_.erase(number);
  held_.drop(EventLog::of_connection(number));
}

void LiveText::on_end(const EndFacts& end) {
  timeline_.finish();
  if (!timeline_.empty()) writer_.blank();
  if (tally_.sessions != 0) {
    writer_.paragraph(writer_.line(),
                      fmt::format("{} in {}.", counted(tally_.sessions, "session"), counted(end.packets, "packet")));
  }
  print_closing(writer_, end, tally_, options_);
}

}  // namespace wstrace
