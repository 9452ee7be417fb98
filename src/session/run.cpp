#include "session/run.h"

#include <algorithm>

#include "model/describe.h"
#include "seam/live_session.h"
#include "session/connection.h"

namespace wstrace {
namespace {

/// Behind the furthest time, the running clock goes on by this much for a packet at most: packets of several clocks that
/// disagree may take turns.
constexpr Duration kMostBehind = 10 * kSecond;

/// True where all notes of the kind say the same, or are counted as if they did: no words are needed to count them.
bool is_known(std::vector<SessionNote>& notes, const Note& note) {
  if (!note.def->once && !note.fields.empty()) return false;
  const auto same = [&note](const SessionNote& known) { return known.def == note.def; };
  const auto known = std::find_if(notes.begin(), notes.end(), same);
  if (known == notes.end()) return false;
  ++known->count;
  return true;
}

void count_note(std::vector<SessionNote>& notes, const Note& note, Time time, std::uint32_t connection) {
  if (!is_known(notes, note)) add_note(notes, {note.def, filled(note.def->text, note.fields), time, connection, 1});
}

}  // namespace

void Run::set_now(Time now) {
  if (!started_) {
    started_ = true;
    running_ = furthest_ = now;
  } else if (now >= furthest_) {
    running_ += now - furthest_;
    furthest_ = now;
  } else if (now > now_) {
    // A jump forward, back to where the time was before, is none of the clock that was set back.
    running_ += std::min(now - now_, kMostBehind);
  }
  now_ = now;
}

void Run::emit(Event event, Connection* connection, Session* session) {
  if (event.time == 0) event.time = now_;
  if (connection != nullptr) event.connection = &connection->info;
  if (session != nullptr) {
    event.session = session->facts.number;
    event.sid = session->facts.sid;
    event.proxy = session->facts.proxy;
  }
  const std::uint32_t number = connection != nullptr ? connection->info.number : 0;
  for (const Note& note : event.notes) {
    if (session != nullptr) {
      count_note(session->facts.notes, note, event.time, number);
    } else if (connection != nullptr) {
      count_note(connection->notes, note, event.time, number);
    }
  }
  for (Sink* sink : sinks_) sink->on_event(event);
}

/// A session that never polled has one connection, and what that brings is in causal order.
bool Run::awaits_bytes(const Session* session) const {
  if (session != nullptr && session->state != nullptr && session->state->in_doubt()) return true;
  if (session == nullptr || !session->polled() || session->facts.connections.empty()) return false;
  const ConnectionRef& last = session->facts.connections.back();
  return capture_gaps_.awaited(last.client.address, last.server);
}

}  // namespace wstrace
