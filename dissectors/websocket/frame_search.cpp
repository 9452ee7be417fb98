// FrameSearch: looks for the next frame, window by window.
#include "dissectors/websocket/frame_search.h"

#include <algorithm>

#include "dissectors/websocket/resync.h"

namespace wstrace::websocket {
namespace {

/// A longer window is not kept: half of it is given up.
constexpr std::size_t kLongestWindow = std::size_t{64} << 10;

}  // namespace

void FrameSearch::start() {
  seeking_ = true;
  placed_ = false;
  refuted_ = shown_ = 0;
}

FrameSearch::Answer FrameSearch::look(Bytes window) {
  if (!placed_) {
    const Search search = find_frames(window, dir_, refuted_, loss_.skipped == 0);
    placed_ = search.found;
    refuted_ = search.at;
  }
  if (placed_ && refuted_ == 0) {
    seeking_ = false;
    return {Answer::Kind::found, 0};
  }
  const bool too_long = window.size() >= kLongestWindow;
  return leave_out(window.size(), placed_ ? refuted_ : too_long ? std::max(refuted_, kLongestWindow / 2) : 0);
}

FrameSearch::Answer FrameSearch::leave_out(std::size_t window, std::size_t n) {
  refuted_ -= std::min(refuted_, n);
  loss_.skipped += n;
  shown_ = window - n;
  if (n > 0) return {Answer::Kind::skip, n};
  return {Answer::Kind::need, window + 1};
}

void FrameSearch::miss(std::uint64_t n) {
  loss_.missing += n;
  if (!seeking_) return;
  loss_.skipped += shown_;
  start();
}

void FrameSearch::end(std::size_t n) {
  if (seeking_) loss_.skipped += n;
}

}  // namespace wstrace::websocket
