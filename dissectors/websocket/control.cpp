// WebSocketStream: reports pings and pongs (RFC 6455 5.5.2, 5.5.3).
#include <array>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {
void WebSocketStream::end_control(Context& ctx, Direction dir, Bytes raw) {
  const Lane& l = lane(dir);
  const Unit unit{dir, l.packets, raw};
  switch (l.frames.header().opcode()) {
    case Opcode::ping: return on_ping(ctx, dir, unit);
    case Opcode::pong: return on_pong(ctx, dir, unit);
    case Opcode::close: return on_close(ctx, dir, unit);
    default: return;
  }
}

void WebSocketStream::on_ping(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload();
  l.pings.sent(payload, ctx.now());
  const Field fields[] = {make_field(field::length, l.frames.header().length),
                          text_or_bytes(field::payload, field::payload_bytes, payload)};
  l.blame_control(unit.packets);
  ctx.emit(unit, event::ping, std::span(fields).first(payload.empty() ? 1 : 2), l.control.notes().notes());
}

void WebSocketStream::on_pong(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload();
  std::array<Field, 3> fields;
  std::size_t count = 0;
  fields[count++] = make_field(field::length, l.frames.header().length);
  if (!payload.empty()) fields[count++] = text_or_bytes(field::payload, field::payload_bytes, payload);
  const std::optional<Time> asked = lane(opposite(dir)).pings.answered(payload, ctx.now());
  if (asked) {
    fields[count++] = make_field(field::rtt_us, to_micros(ctx.now() - *asked));
  } else if (!lane(opposite(dir)).incomplete) {
    fields[count++] = make_field(field::unsolicited, 1);
  }
  l.blame_control(unit.packets);
  ctx.emit(unit, event::pong, std::span(fields).first(count), l.control.notes().notes());
}

}  // namespace wstrace::websocket
