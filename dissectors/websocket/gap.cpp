// WebSocketStream: bytes that were not captured, and how a direction ends.
//
// Within the frame whose header was seen, the next frame's place is known; elsewhere it has to be looked for (stream_resync.cpp).
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {

void WebSocketStream::on_gap(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  if (l.lost) return;
  l.resync.miss(n);
  if (l.resync.seeking()) return ctx.upper().message_gap(dir);
  const std::optional<FramePart> part = ctx.gap_is_vague() ? std::nullopt : l.frames.skip_to(ctx.position(dir));
  if (!part) return begin_seeking(ctx, dir);
  emit_gap(ctx, dir, note::lost_bytes, {});
  // Its header still says what it was part of.
  if (part->begins) l.begin_frame({});
  l.damage();
  if (l.is_data()) ctx.upper().message_gap(dir);
  if (part->ends) end_frame(ctx, dir, {});
}

void WebSocketStream::emit_gap(Context& ctx, Direction dir, const NoteDef& why, PacketRange packets) {
  Lane& l = lane(dir);
  const Loss& loss = l.resync.loss();
  const Field both[] = {make_field(field::missing, loss.missing), make_field(field::skipped, loss.skipped)};
  const std::span<const Field> fields =
      std::span(both).subspan(loss.missing > 0 ? 0 : 1, loss.missing > 0 && loss.skipped > 0 ? 2 : 1);
  const Note notes[] = {{&why, fields}};
  l.incomplete = true;
  ctx.emit({dir, packets}, event::gap, fields, notes);
  l.resync.reported();
}

void WebSocketStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  if (mistaken_) return;
  Lane& l = lane(dir);
  const bool ended = how == End::fin || how == End::rst;
  l.resync.end(unread.bytes.size());
  if (l.resync.loss().any()) emit_gap(ctx, dir, note::lost_place, {});
  const bool open = l.message.open() && !l.message.damaged();
  const bool http = !l.lost && !l.resync.seeking() && !unread.bytes.empty() && end_http(ctx, dir, unread);
  if (!http && !l.lost && !l.resync.seeking() && (open || l.frames.in_payload() || !unread.bytes.empty())) {
    const std::uint64_t bytes =
        (open ? l.message.frames().wire_length : 0) + (l.frames.in_payload() ? l.frames.seen() : unread.bytes.size());
    const Field fields[] = {make_field(field::bytes, bytes)};
    const PacketRange packets = ctx.packets(dir, unread.offset, unread.offset + unread.bytes.size());
    Notes& notes = l.cut_off(unread.bytes, packets);
    if (!is_consequence(ctx, dir, how)) notes.add(ended ? note::cut_message : note::capture_ends);
    ctx.emit({dir, unread.bytes.empty() ? l.packets : packets, unread.bytes}, event::unfinished, fields, notes.notes());
  }
  note_end(ctx, dir, how);
}

}  // namespace wstrace::websocket
