#include "output/session_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "output/session_foot.h"
#include "output/session_header.h"
#include "output/words.h"

namespace wstrace {
namespace {

/// Events that belong to no connection: about the capture as a whole.
constexpr EventLog::Key kUnattached = 0;

}  // namespace

/// The times need more room once a session lasts 100 seconds.
TimelineLayout SessionText::layout_of(const Waiting& session) {
  TimelineLayout layout;
  layout.origin = session.start;
  layout.blank_before = true;
  layout.time_width =
      std::max<std::size_t>(9, fmt::formatted_size(" {}.000000", (session.end - session.start) / kSecond));
  if (session.connections.size() < 2) return layout;
  layout.label_width = connection_letter(session.connections.size() - 1).size();
  std::unordered_map<std::uint32_t, std::string> letters;
  for (std::size_t i = 0; i < session.connections.size(); ++i)
    letters.emplace(session.connections[i], connection_letter(i));
  layout.label = [letters = std::move(letters)](const LoggedEvent& event) {
    const auto known = letters.find(event.connection);
    return known == letters.end() ? std::string() : known->second;
  };
  return layout;
}

void SessionText::on_event(const Event& event) {
  const Shown shown = shown_as(event, options_.verbosity);
  if (shown == Shown::hidden || options_.quiet) return;
  const std::uint32_t connection = event.connection != nullptr ? event.connection->number : 0;
  const EventLog::Key key =
      event.session != 0 ? EventLog::of_session(event.session) : EventLog::of_connection(connection);
  log_.append(key, words_.of(event, shown));
}

bool SessionText::is_wanted(const SessionFacts& session) const {
  if (options_.only_session != 0) return session.number == options_.only_session;
  return options_.all || !session.bare();
}

void SessionText::on_session(const SessionFacts& session) {
  tally_.add(session);
  if (is_wanted(session)) {
    keep(session);
  } else {
    log_.drop(EventLog::of_session(session.number));
    waiting_.emplace(session.number, nullptr);
  }
  print_ready();
}

void SessionText::keep(const SessionFacts& session) {
  auto waiting = std::make_unique<Waiting>(Waiting{session.number, session.start, session.end, {}});
  for (const ConnectionRef& connection : session.connections) {
    ++connections_[connection.number].waiting;
    waiting->connections.push_back(connection.number);
  }
  MemoryOutput head;
  MemoryOutput foot;
  Page head_page(head, page_.terminal());
  Page foot_page(foot, page_.terminal());
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
  log_.drop(EventLog::of_session(session.number));
  log_.drop(EventLog::of_block(session.number));
  for (const std::uint32_t connection : session.connections) {
    --connections_[connection].waiting;
    release(connection);
  }
}

void SessionText::on_connection_gone(std::uint32_t number) {
  connections_[number].gone = true;
  release(number);
}

void SessionText::release(std::uint32_t connection) {
  const auto use = connections_.find(connection);
  if (use == connections_.end() || !use->second.gone || use->second.waiting != 0) return;
  log_.drop(EventLog::of_connection(connection));
  connections_.erase(use);
}

void SessionText::print(const Waiting& session) {
  if (any_block_) page_.blank();
  any_block_ = true;
  found_ = found_ || session.number == options_.only_session;
  log_.replay({EventLog::of_block(session.number)}, [&](const LoggedEvent& block) {
    page_.print_block(block.title);
    if (!options_.quiet) print_rows(session);
    if (!block.summary.empty()) page_.blank();
    page_.print_block(block.summary);
  });
}

void SessionText::print_rows(const Waiting& session) {
  std::vector<EventLog::Key> keys = {EventLog::of_session(session.number)};
  for (const std::uint32_t connection : session.connections) keys.push_back(EventLog::of_connection(connection));
  Timeline timeline(page_, options_, layout_of(session));
  log_.replay(keys, [&timeline](const LoggedEvent& event) { timeline.add(event); });
  timeline.finish();
}

void SessionText::print_unattached() {
  if (log_.count(kUnattached) == 0) return;
  if (any_block_) page_.blank();
  any_block_ = true;
  Line title = page_.line();
  title.put("About the capture as a whole", Style::strong);
  page_.print(title);
  TimelineLayout layout;
  layout.time_of_day = true;
  layout.time_width = 16;
  Timeline timeline(page_, options_, layout);
  log_.replay({kUnattached}, [&timeline](const LoggedEvent& event) { timeline.add(event); });
  timeline.finish();
}

void SessionText::on_end(const EndFacts& end) {
  // Every session has ended by now; a number that never came must not keep the others back.
  for (const auto& [number, session] : waiting_)
    if (session != nullptr) settle(*session);
  waiting_.clear();
  print_unattached();
  if (any_block_) page_.blank();
  if (options_.only_session == 0) return print_closing(page_, end, tally_, options_.all);
  if (!found_)
    page_.paragraph(page_.line(),
                    fmt::format("No session {} in this capture; --list shows which there are.", options_.only_session));
  page_.flush();
}

}  // namespace wstrace
