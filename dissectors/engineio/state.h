// What Engine.IO knows of a session as a whole, whichever of its connections said it (Session::state).
#pragma once

#include <array>
#include <optional>

#include "core/session.h"

namespace wstrace::engineio {

struct State final : SessionState {
  unsigned version = 0;  ///< 0 until the target, the open packet or the first heartbeat tells
  bool opened = false;   ///< the open packet was seen: the trace has the session from its beginning
  bool lossy = false;    ///< messages are missing from the capture
  /// When the heartbeat ping was sent that waits for its pong, by the ping's direction.
  std::array<std::optional<Time>, 2> pinged;
};

}  // namespace wstrace::engineio
