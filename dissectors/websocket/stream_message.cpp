// WebSocketStream: whole messages, for the session or for the layer above.
#include "dissectors/websocket/frame_events.h"
#include "dissectors/websocket/stream.h"
#include "dissectors/websocket/utf8.h"

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
      emit_message(ctx, l, unit, false, inferred_);
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
  emit_message(ctx, lane(dir), unit, true, inferred_);
  if (unit.explained) {
    ctx.upper().message(dir, message);
  } else {
    if (Session* const session = ctx.session()) name_message(session->last_message[index(dir)], message);
    ctx.count_payload(m.payload().length());
  }
}

}  // namespace wstrace::websocket
