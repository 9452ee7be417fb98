// ClaimCheck: whether a stream goes on like a WebSocket, where nothing but its bytes said that it is one.
#pragma once

#include "dissectors/websocket/wire.h"
#include "model/event.h"

namespace wstrace::websocket {

class ClaimCheck {
 public:
  /// The next header of either direction. True when no sender that keeps to the rules (RFC 6455 5.2) sends it: the stream is none.
  /// After 16 headers it is one, and false.
  bool refutes(Direction dir, const FrameHeader& header);

 private:
  unsigned checked_ = 0;  // headers
};

}  // namespace wstrace::websocket
