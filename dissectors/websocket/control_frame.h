// ControlFrame: the payload of the control frame that is being read in one direction (RFC 6455 5.5), which may come between the
// fragments of a message. Also what is noted of a frame that belongs to nothing.
#pragma once

#include "core/bytes.h"
#include "dissectors/websocket/frame_reader.h"
#include "dissectors/websocket/payload.h"
#include "dissectors/websocket/wire.h"
#include "model/notes.h"

namespace wstrace::websocket {

class ControlFrame {
 public:
  void begin();
  /// The next part of its payload, as it is on the wire. At most kLongestControl bytes are kept.
  void add(const FrameHeader& header, const FramePart& part);
  /// Bytes of it were not captured: it cannot be shown.
  void damage() { damaged_ = true; }

  bool damaged() const { return damaged_; }
  /// Unmasked; valid until the next one begins.
  Bytes payload() const { return payload_.bytes(); }
  Notes& notes() { return notes_; }
  const Notes& notes() const { return notes_; }

 private:
  Scratch payload_;
  bool damaged_ = false;
  Notes notes_;
};

}  // namespace wstrace::websocket
