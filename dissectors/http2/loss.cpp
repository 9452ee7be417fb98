// Http2Connection: what is not in the capture, where frames go on, and ends.
#include <cstdint>
#include <span>

#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/http2/frame_checks.h"
#include "seam/connection_service.h"

namespace wstrace::http2 {
namespace {

/// After so many frames a connection is what its bytes were taken for.
constexpr unsigned kProven = 16;

}  // namespace

void Http2Connection::lose_place(Context& ctx, Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  for (Stream* const stream : streams_.in_order())
    if (stream->upper != nullptr && !is_done(stream->state, dir)) lose_content(*stream, dir, n, true);
  l.begun = true;
  l.lossy = true;
  l.first_frame = false;
  l.data.abandon();
  l.blocks.lose();
  whole_ = false;
  ctx.connection().lost_place(dir);
  if (!l.search.begin()) return;
  const Field fields[] = {make_field(field::missing, n)};
  const Note notes[] = {{&note::lost_place, fields}};
  ctx.emit({dir, {}}, event::gap, fields, notes);
}

void Http2Connection::emit_resumed(Context& ctx, Direction dir, Window window, std::uint64_t skipped) {
  if (offer_.mid_stream && skipped == 0) return;  // nothing was lost in between
  const Field fields[] = {make_field(field::skipped, skipped)};
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + kHeaderSize);
  ctx.emit({dir, packets}, event::resumed, std::span(fields).first(skipped > 0 ? 1 : 0));
}

/// No such frame occurs, and nothing but its bytes says that the connection speaks HTTP/2.
bool Http2Connection::refutes(Direction dir, const FrameHeader& header) {
  if (!offer_.mid_stream || !offer_.protocol.empty() || frames_judged_ >= kProven) return false;
  ++frames_judged_;
  return !is_possible(header, dir);
}

Step Http2Connection::withdraw(Context& ctx, Direction dir, Window window) {
  mistaken_ = true;
  const Note notes[] = {{&note::mistaken}};
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + kHeaderSize);
  ctx.emit({dir, packets, first(window.bytes, kHeaderSize)}, event::mistaken, {}, notes);
  streams_.clear();
  ctx.connection().was_mistaken(protocol);
  return Step::stop();
}

void Http2Connection::drop_oldest(Context& ctx) {
  Stream& oldest = streams_.oldest();
  const Field fields[] = {make_field(field::limit, ctx.limits().http2_streams)};
  const Note notes[] = {{&note::too_many_streams, fields}};
  Context& scope = oldest.upper != nullptr ? oldest.upper->context() : ctx;
  scope.emit({Direction::c2s, {}}, event::dropped, fields, notes);
  streams_.close(oldest.id);
}

void Http2Connection::on_end(Context& ctx, Direction dir, End how, Window) {
  const Lane& other = lane(opposite(dir));
  if (!other.ended) ended_first_ = dir;
  lane(dir).ended = true;
  for (Stream* const stream : streams_.in_order())
    if (stream->upper != nullptr) stream->upper->connection_ends(dir, how);
  if (!other.ended) return;
  const Direction by = ctx.closing().time != 0 ? ctx.closing().by : ended_first_;
  for (Stream* const stream : streams_.in_order()) {
    give_up(ctx, *stream, by, how);
    streams_.close(stream->id);
  }
}

}  // namespace wstrace::http2
