#include "session/trace.h"

#include "core/describe.h"
#include "session/connection.h"

namespace wstrace {
namespace {

/// Adds to the count when the kind of note is known; only the first occurrence's words are made.
void count_note(std::vector<SessionNote>& notes, const Note& note, Time time, std::uint32_t connection) {
  for (SessionNote& known : notes) {
    if (known.def != note.def) continue;
    ++known.count;
    return;
  }
  notes.push_back({note.def, filled(note.def->text, note.fields), time, connection, 1});
}

}  // namespace

void Trace::emit(Event event, Connection* connection, Session* session) {
  if (event.time == 0) event.time = now_;
  if (connection != nullptr) event.connection = &connection->info;
  if (session != nullptr) {
    event.session = session->facts.number;
    event.sid = session->facts.sid;
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

}  // namespace wstrace
