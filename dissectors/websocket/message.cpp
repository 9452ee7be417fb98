// WebSocketStream: data frames, joined to messages (RFC 6455 5.4, RFC 7692 6).
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "model/fields.h"

namespace wstrace::websocket {
namespace {

/// Of a message that is named by its beginning.
constexpr std::size_t kNameLength = 40;

/// A few words for a message; an upper layer may have better ones. (The room of `name` is used again.)
void name_message(std::string& name, const Message& message) {
  if (message.binary) {
    name.assign("a binary message");
    return;
  }
  const Bytes shown = whole_characters(first(message.payload, kNameLength));
  name.assign("\"").append(as_text(shown)).append(shown.size() < message.payload.size() ? "…\"" : "\"");
}

}  // namespace

void WebSocketStream::end_message(Context& ctx, Direction dir, Bytes raw) {
  Lane& l = lane(dir);
  const MessageFrames& frames = l.message.frames();
  if (!l.message.damaged()) {
    const Unit unit{dir, frames.packets, raw};
    if (l.message.finish()) {
      deliver(ctx, dir, unit);
    } else {
      emit_message(ctx, l, unit, false);
      ctx.upper().message_gap(dir);
    }
  }
  dir == Direction::c2s ? servers_.asked(ctx.now()) : servers_.spoke(ctx.now());
  l.last = {frames.packets, l.message.payload().length(), frames.binary, ctx.now()};
  l.message.close();
}

void WebSocketStream::deliver(Context& ctx, Direction dir, Unit unit) {
  const MessageAssembler& m = lane(dir).message;
  if (const std::uint64_t saved = m.saved()) ctx.count_saved(saved);
  lane(opposite(dir)).violations.tolerated();
  const Message message{.binary = m.frames().binary,
                        .truncated = m.payload().truncated(),
                        .payload = m.shown(),
                        .packets = m.frames().packets,
                        .carried = {m.payload().length(), m.frames().wire_length}};
  unit.explained = ctx.upper().wants(dir, message);
  emit_message(ctx, lane(dir), unit, true);
  if (unit.explained) {
    ctx.upper().message(dir, message);
  } else {
    if (Session* const session = ctx.session()) name_message(session->last_message[index(dir)], message);
    ctx.count_payload(m.payload().length());
  }
}

void WebSocketStream::emit_message(Context& ctx, Lane& l, const Unit& unit, bool decoded) {
  blame(unit.dir, l.message.notes(), unit.packets);
  if (!ctx.wants(event::message)) return;
  const MessageFrames& frames = l.message.frames();
  const Payload& payload = l.message.payload();
  const bool text = !frames.binary && payload.valid();
  Fields fields;
  fields.add(field::opcode, frames.binary ? "binary" : "text");
  fields.add_if(decoded, field::length, payload.length());
  fields.add(field::wire_length, frames.wire_length);
  fields.add(field::frames, frames.count);
  fields.add(field::compressed, frames.compressed);
  fields.add(field::masked, frames.masked);
  fields.add_if(frames.count > 1, field::fragmented);
  fields.add_if(inferred_, field::inferred);
  fields.add_if(decoded && payload.truncated(), field::truncated);
  if (decoded) fields.add(text ? field::payload : field::payload_bytes, l.message.shown());
  ctx.emit(unit, event::message, fields, l.message.notes().notes());
}

}  // namespace wstrace::websocket
