// FrameSearch: one direction's way back to where a frame begins, after a gap that hides it, or where the capture begins
// inside the WebSocket.
//
// Frames are recognised by their own evidence (resync.h). What lies before the first one is skipped, and counted.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace::websocket {

/// Bytes of a direction that say nothing.
struct Loss {
  std::uint64_t missing = 0;  ///< not captured
  std::uint64_t skipped = 0;  ///< captured, but not understood: the rest of what was lost

  bool any() const { return missing > 0 || skipped > 0; }
};

class FrameSearch {
 public:
  struct Answer {
    enum class Kind : std::uint8_t {
      found,  ///< the window begins with a frame
      skip,   ///< no frame begins within its first `n` bytes
      need,   ///< the window must hold `n` bytes
    };
    Kind kind = Kind::need;
    std::size_t n = 0;
  };

  explicit FrameSearch(Direction dir) : dir_(dir) {}

  /// Where the next frame begins is not known from here on.
  void start();
  bool seeking() const { return seeking_; }
  /// Looks for a frame in the bytes that follow those that were skipped. Only while seeking, which ends with `found`.
  Answer look(Bytes window);
  /// `n` bytes were not captured. What was looked at and not skipped is void.
  void miss(std::uint64_t n);
  /// The direction ends with `n` bytes in which no frame was found.
  void end(std::size_t n);

  /// What was lost and has not been reported.
  const Loss& loss() const { return loss_; }
  void reported() { loss_ = {}; }

 private:
  Answer leave_out(std::size_t window, std::size_t n);

  Direction dir_;
  bool seeking_ = false;
  bool placed_ = false;      // a frame begins `refuted_` bytes into the window
  std::size_t refuted_ = 0;  // no frame begins at these first places of the window
  std::size_t shown_ = 0;    // bytes of the window that remain
  Loss loss_;
};

}  // namespace wstrace::websocket
