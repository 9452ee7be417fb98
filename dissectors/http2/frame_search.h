// Where frames go on in one direction whose place is lost: behind a gap, or where the capture begins inside a connection.
//
// A frame has no mark (RFC 9113 4.1). Its header must be one that may stand there, and its length must lead to another one, or
// to the end of the bytes that have come. Bytes in front of it are skipped and counted; after 64 kB the next best is given up.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/bytes.h"
#include "model/definitions.h"

namespace wstrace::http2 {

class FrameSearch {
 public:
  struct Result {
    enum class Kind : std::uint8_t {
      found,  ///< the bytes begin with a frame: the search is over
      take,   ///< no frame begins in the first `n` bytes
      need,   ///< what to do is not known before there are `n` bytes
    };
    Kind kind = Kind::need;
    std::size_t n = 0;
    std::uint64_t skipped = 0;  ///< when found: bytes that were taken since the search began
  };

  /// False when it goes on already.
  bool begin();
  bool active() const { return active_; }
  /// The bytes that come next, sent by this side. What was taken is not to be shown again.
  Result look(Bytes bytes, Direction dir);

 private:
  bool active_ = false;
  std::uint64_t skipped_ = 0;
};

}  // namespace wstrace::http2
