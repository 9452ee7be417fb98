// FrameReader: the frames of one direction, read from its bytes (RFC 6455 5.2).
//
// A frame is read as a whole once the window holds all of it. The payload of one that is longer than may be asked for is read in
// pieces, behind its header. The reader keeps the header of the frame that it is in, and no payload.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"
#include "dissectors/websocket/wire.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// What stands at the front of a window: a frame, or a part of one.
struct FramePart {
  enum class Kind : std::uint8_t {
    need,        ///< nothing yet: the window must hold `n` bytes
    part,        ///< the first `n` bytes of the window
    unreadable,  ///< a length with its top bit set (5.2): nobody knows where the next frame begins
  };
  Kind kind = Kind::need;
  std::uint64_t n = 0;
  Bytes payload = {};      ///< what of the frame's payload is in the part, still masked; lies in the window
  std::uint64_t seen = 0;  ///< bytes of the payload before these
  bool begins = false;     ///< no part of the frame came before; its header is complete
  bool ends = false;       ///< the frame's last byte is in the part

  bool is_whole() const { return begins && ends; }
};

class FrameReader {
 public:
  /// Payloads of up to `longest_whole` bytes are read as a whole.
  explicit FrameReader(std::uint64_t longest_whole = 0) : longest_whole_(longest_whole) {}

  /// The next part. The window begins where the last part ended.
  FramePart read(Window window);
  /// What was shown and not taken is void, and so are the bytes before `offset` in the direction's stream: they were not captured.
  /// Nothing when that may be beyond the frame whose header was seen: the place of the next one is not known.
  std::optional<FramePart> skip_to(std::uint64_t offset);
  /// No more comes behind these bytes: the beginning of a frame that was waited for; nothing when its header is not complete.
  std::optional<FramePart> cut_off(Bytes unread) const;
  /// The place of the next frame is not known: the next window begins with one.
  void forget() { state_ = State::between; }

  /// No header has been seen of a frame that has not ended.
  bool between() const { return state_ == State::between; }
  /// The payload goes by in pieces, or some of it was not captured.
  bool in_payload() const { return state_ == State::payload; }
  /// Of the present frame, or of the last one.
  const FrameHeader& header() const { return header_; }
  /// Bytes of its payload that were read.
  std::uint64_t seen() const { return seen_; }

 private:
  enum class State : std::uint8_t {
    between,
    waiting,  ///< for the window to hold all of a frame
    payload,
  };

  FramePart read_frame(Window window);
  FramePart read_piece(Window window);
  /// The frame begins at the front of the window, and its place is known.
  FramePart take(Bytes window);

  std::uint64_t longest_whole_;
  State state_ = State::between;
  FrameHeader header_;
  std::uint64_t frame_end_ = 0;  ///< offset in the direction's stream
  std::uint64_t seen_ = 0;
};

}  // namespace wstrace::websocket
