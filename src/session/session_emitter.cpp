#include "session/session_emitter.h"

namespace wstrace {

void SessionEmitter::emit(const Unit& unit, const EventDef& def, std::span<const Field> fields,
                          std::span<const Note> notes) {
  if (!wants(def)) return;
  Event event;
  event.time = now();
  event.def = &def;
  event.has_direction = true;
  event.dir = unit.dir;
  event.carried = unit.carried;
  event.packets = unit.packets;
  event.fields = fields;
  event.notes = notes;
  event.raw = unit.raw;
  run_.emit(event, nullptr, &session_);
}

void SessionEmitter::handshake(Handshake done) {
  done.end = now();
  session_.facts.add_handshake(done);
}

}  // namespace wstrace
