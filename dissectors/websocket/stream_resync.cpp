// WebSocketStream: where the next frame begins, when that is not known: after a gap that hides it, and where the capture
// begins inside the WebSocket. Frames are taken for frames on their own evidence (resync.h); what lies before them is
// skipped, and said to be.
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {
/// From here on nobody knows what comes: the rest of a message, perhaps of one whose beginning was never seen.
void WebSocketStream::begin_seeking(Context& ctx, Direction dir) {
  lane(dir).lose_place();
  ctx.upper().message_gap(dir);
}

/// Nothing when the window begins with a frame.
std::optional<Step> WebSocketStream::seek(Context& ctx, Direction dir, Window window) {
  const Resynchronisation::Answer answer = lane(dir).resync.look(window.bytes);
  switch (answer.kind) {
    case Resynchronisation::Answer::Kind::need: return Step::need(answer.n);
    case Resynchronisation::Answer::Kind::skip: return Step::took(answer.n);
    case Resynchronisation::Answer::Kind::found: break;
  }
  found(ctx, dir, ctx.packets(dir, window.offset, window.offset + 1));
  return std::nullopt;
}

/// Only where nothing but its bytes says that the stream is a WebSocket.
bool WebSocketStream::refutes(const Context& ctx, Direction dir, const FrameHeader& header) {
  if (offer_.kind != Offer::Kind::stream) return false;
  const Session* const session = ctx.session();
  if (session != nullptr && session->facts.type->level > Level::messages) return false;  // its messages say what it is
  return claim_.refutes(dir, header);
}

Step WebSocketStream::withdraw(Context& ctx, Direction dir, Window window) {
  mistaken_ = true;
  for (Lane& l : lanes_) l.lost = true;
  const Note notes[] = {{&note::mistaken}};
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + kShortestHeader);
  ctx.emit({dir, packets, first(window.bytes, kLongestHeader)}, event::mistaken, {}, notes);
  ctx.connection().was_mistaken(protocol);
  return Step::stop();
}

void WebSocketStream::found(Context& ctx, Direction dir, PacketRange packets) {
  Lane& l = lane(dir);
  if (!opened_) {
    offer_.packets = packets;
    open(ctx, dir);
  }
  const Loss& loss = l.resync.loss();
  if (loss.any()) emit_gap(ctx, dir, loss.missing > 0 ? note::found_place : note::begins_inside, packets);
}

}  // namespace wstrace::websocket
