// WebSocketStream: bytes that were not captured, and how a direction ends.
//
// The host says how many bytes are missing and forgets what it had shown; where the next bytes belong is told by their
// offset. A gap is therefore judged when they come: within the frame whose header was seen, or anywhere.
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {

void WebSocketStream::on_gap(Context&, Direction dir, std::uint64_t n) { lane(dir).gap += n; }

/// False when nobody knows where the next frame begins.
bool WebSocketStream::resume(Context& ctx, Direction dir, std::uint64_t offset) {
  Lane& l = lane(dir);
  const bool within = l.header_known && offset <= l.frame_end;
  tell_gap(ctx, dir, within ? note::lost_bytes : note::lost_place);
  if (!within) {
    ctx.message_gap(dir);
    return false;
  }
  damage(ctx, dir);
  l.in_payload = offset < l.frame_end;
  if (!l.in_payload) end_frame(ctx, dir, {});
  return true;
}

/// The frame that is being read lacks bytes. Its header still says what it was part of.
void WebSocketStream::damage(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  if (!l.in_payload) begin_frame(ctx, dir, {});
  if (l.header.is_control() || l.stray) {
    l.control.lost = true;
    return;
  }
  l.message.damaged = true;
  if (l.message.compressed) l.inflater.lose_history();
  ctx.message_gap(dir);
}

void WebSocketStream::tell_gap(Context& ctx, Direction dir, const NoteDef& why) {
  Lane& l = lane(dir);
  const Field fields[] = {make_field(field::missing, l.gap)};
  const Note notes[] = {{&why, fields}};
  l.incomplete = true;
  l.gap = 0;
  ctx.emit({dir, {}}, event::gap, fields, notes);
}

/// Who judges the end has to know that messages may be missing, also where no later bytes have shown yet what of.
void WebSocketStream::before_end(Context& ctx) {
  for (const Direction dir : {Direction::c2s, Direction::s2c})
    if (lane(dir).gap > 0) ctx.message_gap(dir);
}

void WebSocketStream::on_end(Context& ctx, Direction dir, End how, Window unread) {
  Lane& l = lane(dir);
  before_end(ctx);
  const bool ended = how == End::fin || how == End::rst;
  if (l.gap > 0) tell_gap(ctx, dir, note::lost_place);
  const bool open = l.message.open && !l.message.damaged;
  if (!l.lost && (open || l.in_payload || !unread.bytes.empty())) {
    const std::uint64_t bytes = (open ? l.message.wire_length : 0) + (l.in_payload ? l.seen : unread.bytes.size());
    const Field fields[] = {make_field(field::bytes, bytes)};
    const PacketRange packets = ctx.packets(dir, unread.offset, unread.offset + unread.bytes.size());
    Remarks& remarks = read_rest(ctx, dir, unread);
    remarks.add(ended ? note::cut_message : note::capture_ends);
    ctx.emit({dir, unread.bytes.empty() ? l.packets : packets, unread.bytes}, event::unfinished, fields,
             remarks.notes());
  }
  note_end(ctx, dir, how);
}

}  // namespace wstrace::websocket
