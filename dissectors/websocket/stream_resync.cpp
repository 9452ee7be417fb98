// WebSocketStream: where the next frame begins, when that is not known: after a gap that hides it, and where the capture
// begins inside the WebSocket. Frames are taken for frames on their own evidence (resync.h); what lies before them is
// skipped, and said to be.
#include <algorithm>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/resync.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {
namespace {

/// Longer than this the search does not look back.
constexpr std::size_t kLongestSearch = std::size_t{64} << 10;
/// After so many frames a stream is what its bytes were taken for.
constexpr unsigned kProven = 16;
/// A longer one is none where nothing but its bytes says that it is one.
constexpr std::uint64_t kLongestLikely = std::uint64_t{64} << 20;

}  // namespace

/// From here on nobody knows what comes: the rest of a message, perhaps of one whose beginning was never seen.
void WebSocketStream::begin_seeking(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  l.seeking = true;
  l.placed = false;
  l.incomplete = true;
  l.frames.forget();
  l.sought = l.shown = 0;
  l.message.open = l.message.damaged = true;
  l.inflater.lose_history();
  ctx.upper().message_gap(dir);
}

/// True when the window begins with a frame. `step` says what to do otherwise.
bool WebSocketStream::seek(Context& ctx, Direction dir, Window window, Step& step) {
  Lane& l = lane(dir);
  if (!l.placed) {
    const Search search = find_frames(window.bytes, dir, l.sought, l.skipped == 0);
    l.placed = search.found;
    l.sought = search.at;
  }
  if (l.placed && l.sought == 0) {
    found(ctx, dir, ctx.packets(dir, window.offset, window.offset + 1));
    return true;
  }
  const bool too_long = window.bytes.size() >= kLongestSearch;
  const std::size_t skip = l.placed ? l.sought : too_long ? std::max(l.sought, kLongestSearch / 2) : 0;
  l.sought -= std::min(l.sought, skip);
  l.skipped += skip;
  l.shown = window.bytes.size() - skip;
  step = skip > 0 ? Step::took(skip) : Step::need(window.bytes.size() + 1);
  return false;
}

/// No sender that keeps to the rules sends this, and nothing but its bytes says that the stream is a WebSocket.
bool WebSocketStream::refutes(Context& ctx, Direction dir, const FrameHeader& h) {
  if (offer_.kind != Offer::Kind::stream || sound_ >= kProven) return false;
  const Session* const session = ctx.session();
  if (session != nullptr && session->facts.type->level > Level::messages) return false;  // its messages say what it is
  ++sound_;
  const bool masked_wrong = h.masked != (dir == Direction::c2s);
  return h.rsv2_or_3() || h.is_reserved() || masked_wrong || !h.is_minimal() || h.length > kLongestLikely;
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
  l.seeking = false;
  if (!opened_) {
    offer_.packets = packets;
    open(ctx, dir);
  }
  if (l.gap > 0 || l.skipped > 0) emit_gap(ctx, dir, l.gap > 0 ? note::found_place : note::begins_inside, packets);
}

}  // namespace wstrace::websocket
