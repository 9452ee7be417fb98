// WebSocketStream: bytes that were not captured.
//
// Within the frame whose header was seen, the next frame's place is known. Elsewhere, and where the capture begins inside the
// WebSocket, it has to be looked for (frame_search.h); what lies before it is skipped, and said to be.
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/frame_events.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {

void WebSocketStream::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  if (l.lost) return;
  l.search.miss(n);
  if (l.search.seeking()) return ctx.upper().message_gap(dir);
  const std::optional<FramePart> part = ctx.gap_is_vague() ? std::nullopt : l.frames.skip_to(ctx.position(dir));
  if (!part) return begin_seeking(ctx, dir);
  emit_gap(ctx, l, note::lost_bytes, {});
  // Its header still says what it was part of.
  if (part->begins) l.begin_frame({});
  l.damage();
  if (l.is_data()) ctx.upper().message_gap(dir);
  if (part->ends) end_frame(ctx, dir, {});
}

/// From here on nobody knows what comes: the rest of a message, perhaps of one whose beginning was never seen.
void WebSocketStream::begin_seeking(Context& ctx, Direction dir) {
  lane(dir).lose_place();
  ctx.upper().message_gap(dir);
}

/// Nothing when the window begins with a frame.
std::optional<Step> WebSocketStream::seek(Context& ctx, Direction dir, Window window) {
  const FrameSearch::Answer answer = lane(dir).search.look(window.bytes);
  switch (answer.kind) {
    case FrameSearch::Answer::Kind::need: return Step::need(answer.n);
    case FrameSearch::Answer::Kind::skip: return Step::took(answer.n);
    case FrameSearch::Answer::Kind::found: break;
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
  const Loss& loss = l.search.loss();
  if (loss.any()) emit_gap(ctx, l, loss.missing > 0 ? note::found_place : note::begins_inside, packets);
}

}  // namespace wstrace::websocket
