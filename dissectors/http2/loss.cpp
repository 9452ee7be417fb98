// Http2Connection: what is not in the capture, where frames go on, and ends.
#include <cstddef>
#include <cstdint>
#include <utility>

#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "seam/connection_service.h"

namespace wstrace::http2 {
namespace {

/// A frame that is to be found again is searched for in so many bytes before they are given up.
constexpr std::size_t kLongestSearch = std::size_t{64} << 10;
/// Beyond these, a number in the place of a stream's is likely to be something else.
constexpr std::uint32_t kLikelyStreamAfterLoss = 1U << 24;

/// After so many frames a connection is what its bytes were taken for.
constexpr unsigned kProven = 16;

bool is_likely(const FrameHeader& header, Direction dir) {
  return is_plausible(header, dir) && header.length <= kLeastFrameSize && header.stream < kLikelyStreamAfterLoss;
}

/// Frames from `at` on: how many there are, and whether they end where the bytes do. None when one is no frame.
struct ChainAfterLoss {
  std::size_t frames = 0;
  bool ends_with_bytes = false;
};

ChainAfterLoss chain_at(Bytes bytes, std::size_t at, Direction dir) {
  ChainAfterLoss chain;
  while (at + kHeaderSize <= bytes.size()) {
    const auto header = FrameHeader::parse(bytes.subspan(at));
    if (!is_likely(*header, dir)) return {};
    ++chain.frames;
    at += kHeaderSize + header->length;
  }
  chain.ends_with_bytes = at == bytes.size();
  return chain;
}

}  // namespace

FoundFrames find_frames(Bytes bytes, Direction dir) {
  for (std::size_t at = 0; at + kHeaderSize <= bytes.size(); ++at) {
    const ChainAfterLoss chain = chain_at(bytes, at, dir);
    if (chain.frames == 0) continue;
    return {at, true, chain.frames > 1 || chain.ends_with_bytes};
  }
  return {};
}

void Http2Connection::lose_content(Stream& stream, Direction dir, std::uint64_t n, bool vague) {
  HttpMessage& m = stream.message(dir);
  m.lossy = true;
  m.wanted = false;  // what was decoded before stays; what comes cannot be joined to it
  if (stream.tunnel) stream.upper->gap(dir, n, vague);
}

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
  if (std::exchange(l.seeking, true)) return;
  const Field fields[] = {make_field(field::missing, n)};
  const Note notes[] = {{&note::lost_place, fields}};
  ctx.emit({dir, {}}, event::gap, fields, notes);
}

/// True when the window begins with a frame, as far as that can be known; else `step` goes on towards one.
bool Http2Connection::found(Context& ctx, Direction dir, Window window, Step& step) {
  Lane& l = lane(dir);
  const FoundFrames frames = find_frames(window.bytes, dir);
  const bool undecided = frames.any && !frames.sure && window.bytes.size() - frames.at < kLongestSearch;
  if (frames.any && frames.sure && frames.at == 0) {
    l.seeking = false;
    const Field fields[] = {make_field(field::skipped, l.passed)};
    const PacketRange packets = ctx.packets(dir, window.offset, window.offset + kHeaderSize);
    const bool silent = offer_.mid_stream && l.passed == 0;
    if (!silent) ctx.emit({dir, packets}, event::resumed, std::span(fields).first(l.passed > 0 ? 1 : 0));
    l.passed = 0;
    return true;
  }
  const std::size_t kept = std::min(window.bytes.size(), kHeaderSize - 1);
  std::size_t past = frames.any ? frames.at : window.bytes.size() - kept;
  if (frames.any && !frames.sure && !undecided) past = frames.at + 1;
  l.passed += past;
  step = past > 0 ? Step::took(past) : Step::need(window.bytes.size() + 1);
  return false;
}

/// No such frame occurs, and nothing but its bytes says that the connection speaks HTTP/2.
bool Http2Connection::refutes(Direction dir, const FrameHeader& header) {
  if (!offer_.mid_stream || !offer_.protocol.empty() || sound_ >= kProven) return false;
  ++sound_;
  if (name_of_type(header.type).empty()) return header.length > kLeastFrameSize;
  FrameHeader any_flags = header;  // flags that mean nothing are to be ignored
  any_flags.flags = 0;
  return !is_plausible(any_flags, dir);
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
