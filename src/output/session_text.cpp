#include "output/session_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "output/phrases.h"
#include "output/session_foot.h"
#include "output/session_header.h"

namespace wstrace {
namespace {

/// Events that belong to no connection: about the capture as a whole.
constexpr EventLog::Key kUnattached = 0;

/// Notes that need to be shown once only, all of which the session's timeline has shown.
bool were_reported(const std::vector<LoggedNote>& notes, std::vector<const NoteDef*>& reported) {
  bool all = true;
  for (const LoggedNote& note : notes) {
    const bool known = std::find(reported.begin(), reported.end(), note.def) != reported.end();
    if (!known) reported.push_back(note.def);
    all = all && known && note.def->once;
  }
  return all;
}

}  // namespace

/// Which connection, where there are several, and which of its streams: "A", "A.5", "5".
void SessionText::label_rows(TimelineLayout& layout, const Waiting& session, bool several) {
  constexpr std::string_view kHeading = "stream";
  std::unordered_map<std::uint32_t, std::string> letters;
  for (std::size_t i = 0; several && i < session.connections.size(); ++i)
    letters.emplace(session.connections[i], connection_letter(i));
  layout.label_width = several ? connection_letter(session.connections.size() - 1).size() : 0;
  if (session.last_stream != 0) {
    layout.label_width += (several ? 1 : 0) + fmt::formatted_size("{}", session.last_stream);
    layout.label_width = std::max(layout.label_width, kHeading.size());
    layout.label_heading = kHeading;
  }
  layout.label = [letters = std::move(letters)](const LoggedEvent& event) {
    const auto known = letters.find(event.connection);
    std::string label = known == letters.end() ? std::string() : known->second;
    if (event.stream != 0) label += fmt::format("{}{}", label.empty() ? "" : ".", event.stream);
    return label;
  };
}

/// The times need more room once a session lasts 100 seconds.
TimelineLayout SessionText::layout_of(const Waiting& session) {
  TimelineLayout layout;
  layout.origin = session.start;
  layout.blank_before = true;
  layout.time_width =
      std::max<std::size_t>(9, fmt::formatted_size(" {}.000000", (session.end - session.start) / kSecond));
  const bool several = session.connections.size() > 1;
  if (several || session.last_stream != 0) label_rows(layout, session, several);
  return layout;
}

void SessionText::on_event(const Event& event) {
  if (options_.quiet) return;
  const EventLog::Key key = key_of(event);
  if (options_.verbosity == 0 && is_repeated(event)) return;
  const Shown shown = is_beside_the_point(event) ? Shown::hidden : shown_as(event, options_);
  if (shown != Shown::hidden) log_.append(key, text_.of(event, shown));
}

/// What a stream of HTTP/2 brings that is of no session, such as a page, stands in the connection's own block, which is not
/// printed as a rule.
bool SessionText::is_beside_the_point(const Event& event) const {
  return event.session == 0 && event.stream != 0 && !options_.all && options_.sessions.choose_all();
}

/// Asked of every event, shown or not: whose a connection is must not depend on what is shown.
EventLog::Key SessionText::key_of(const Event& event) {
  if (event.connection == nullptr) return event.session == 0 ? kUnattached : EventLog::of_session(event.session);
  ConnectionUse& use = connections_[event.connection->number];
  if (use.owner == 0 && event.session != 0) own(event.connection->number, event.session);
  if (event.session != 0) return EventLog::of_session(event.session);
  if (event.stream != 0) {
    if (use.others == 0) use.others = ++last_stretch_;
    return EventLog::of_stretch(use.others);
  }
  if (use.owner != 0) return EventLog::of_session(use.owner);
  if (use.stretch == 0) use.stretch = ++last_stretch_;
  return EventLog::of_stretch(use.stretch);
}

/// One of many events of the connection with the same note, which was shown with the first of them.
bool SessionText::is_repeated(const Event& event) {
  if (event.connection == nullptr || event.notes.size() != 1 || !event.notes.front().def->once) return false;
  std::vector<const NoteDef*>& reported = connections_[event.connection->number].reported;
  const NoteDef* const note = event.notes.front().def;
  if (std::find(reported.begin(), reported.end(), note) != reported.end()) return true;
  reported.push_back(note);
  return false;
}

/// What the connection has reported so far, and nobody's yet, is the session's.
void SessionText::own(std::uint32_t connection, std::uint32_t session) {
  ConnectionUse& use = connections_[connection];
  use.owner = session;
  if (use.stretch != 0) stretches_[session].push_back(EventLog::of_stretch(use.stretch));
  use.stretch = 0;
}

/// The session owns no connection any more. Gives the keys of all of its events.
std::vector<EventLog::Key> SessionText::end_of(const SessionFacts& session) {
  for (const ConnectionRef& connection : session.connections) {
    ConnectionUse& use = connections_[connection.number];
    if (use.owner == 0) own(connection.number, session.number);
    if (use.owner == session.number) use.owner = 0;
    if (session.bare() && use.others != 0) {
      stretches_[session.number].push_back(EventLog::of_stretch(std::exchange(use.others, 0)));
    }
  }
  std::vector<EventLog::Key> keys = {EventLog::of_session(session.number)};
  if (const auto stretches = stretches_.extract(session.number))
    keys.insert(keys.end(), stretches.mapped().begin(), stretches.mapped().end());
  return keys;
}

bool SessionText::is_wanted(const SessionFacts& session) const {
  if (!options_.sessions.choose_all()) return options_.sessions.contain(session.number);
  return options_.all || !session.bare();
}

void SessionText::on_session(const SessionFacts& session) {
  tally_.add(session);
  std::vector<EventLog::Key> keys = end_of(session);
  if (is_wanted(session)) {
    keep(session, std::move(keys));
  } else {
    for (const EventLog::Key key : keys) log_.drop(key);
    waiting_.emplace(session.number, nullptr);
  }
  print_ready();
}

void SessionText::keep(const SessionFacts& session, std::vector<EventLog::Key> keys) {
  auto waiting = std::make_unique<Waiting>(
      Waiting{session.number, session.start, session.end, session.last_stream, {}, {}, {}, 0, std::move(keys)});
  if (!session.connections.empty()) waiting->first = session.first_connection().number;
  for (const ConnectionRef& connection : session.connections) {
    waiting->connections.push_back(connection.number);
    if (connection.upgraded) waiting->upgraded.push_back(connection.number);
    if (connection.attempt) waiting->attempts.push_back(connection.number);
  }
  MemoryOutput head;
  MemoryOutput foot;
  TextWriter head_page(head, writer_.terminal());
  TextWriter foot_page(foot, writer_.terminal());
  print_session_header(head_page, session, options_.verbosity);
  print_session_foot(foot_page, session, options_.verbosity);
  LoggedEvent block;
  block.title = head.text();
  block.summary = foot.text();
  log_.append(EventLog::of_block(session.number), block);
  waiting_.emplace(session.number, std::move(waiting));
}

void SessionText::print_ready() {
  for (auto first = waiting_.begin(); first != waiting_.end() && first->first <= next_; first = waiting_.begin()) {
    if (first->second != nullptr) settle(*first->second);
    next_ = first->first + 1;
    waiting_.erase(first);
  }
}

/// Prints a session and lets go of what only it still needed.
void SessionText::settle(const Waiting& session) {
  print(session);
  log_.drop(EventLog::of_block(session.number));
  for (const EventLog::Key key : session.keys) log_.drop(key);
}

void SessionText::on_connection_gone(std::uint32_t number) {
  const auto use = connections_.find(number);
  if (use == connections_.end()) return;
  for (const std::uint32_t stretch : {use->second.stretch, use->second.others})
    if (stretch != 0) log_.drop(EventLog::of_stretch(stretch));
  connections_.erase(use);
}

void SessionText::print(const Waiting& session) {
  if (any_block_) writer_.blank();
  any_block_ = true;
  log_.replay({EventLog::of_block(session.number)}, [&](const LoggedEvent& block) {
    writer_.print_block(block.title);
    if (!options_.quiet) print_rows(session);
    if (!block.summary.empty()) writer_.blank();
    writer_.print_block(block.summary);
  });
}

/// How a connection opens and closes in detail is shown once; the others do it in the same way. So is how a client got to
/// the address that answers.
bool SessionText::is_folded(const Waiting& session, const LoggedEvent& event,
                            std::vector<const NoteDef*>& reported) const {
  const auto among = [&event](const std::vector<std::uint32_t>& some) {
    return std::find(some.begin(), some.end(), event.connection) != some.end();
  };
  if (options_.verbosity > 0 || event.connection == 0) return false;
  if (among(session.attempts)) return event.connection != session.attempts.front();
  const Fold fold = event.fold;
  if (!event.notes.empty()) return fold == Fold::step && were_reported(event.notes, reported);
  if (event.connection == session.first) return false;
  return fold == Fold::step || (fold == Fold::edge && !among(session.upgraded));
}

void SessionText::print_rows(const Waiting& session) {
  Timeline timeline(writer_, options_, layout_of(session));
  std::vector<const NoteDef*> reported;
  // What a connection did before it served the session, such as bringing the page, is no part of it.
  const auto before = [&](const LoggedEvent& event) {
    return options_.verbosity == 0 && !options_.all && event.session == 0 && event.time < session.start;
  };
  log_.replay(session.keys, [&](const LoggedEvent& event) {
    if (!before(event) && !is_folded(session, event, reported)) timeline.add(event);
  });
  timeline.finish();
}

void SessionText::print_unattached() {
  if (log_.count(kUnattached) == 0) return;
  if (any_block_) writer_.blank();
  any_block_ = true;
  LineBuilder title = writer_.line();
  title.put("About the capture as a whole", Style::strong);
  writer_.print(title);
  TimelineLayout layout;
  layout.time_of_day = true;
  layout.time_width = 16;
  layout.advice = true;
  Timeline timeline(writer_, options_, layout);
  log_.replay({kUnattached}, [&timeline](const LoggedEvent& event) { timeline.add(event); });
  timeline.finish();
}

void SessionText::on_end(const EndFacts& end) {
  // Every session has ended by now; a number that never came must not keep the others back.
  for (const auto& [number, session] : waiting_)
    if (session != nullptr) settle(*session);
  waiting_.clear();
  print_unattached();
  if (any_block_) writer_.blank();
  print_closing(writer_, end, tally_, options_);
}

}  // namespace wstrace
