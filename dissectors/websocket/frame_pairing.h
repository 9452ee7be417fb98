// FramePairing: by which keys the other side of a proxy is looked for. A proxy passes on a client's frames as they are, with their
// random masking keys (RFC 6455 5.3).
#pragma once

#include <optional>
#include <string>

#include "core/bytes.h"
#include "dissectors/websocket/wire.h"

namespace wstrace::websocket {

class FramePairing {
 public:
  /// The key of the client's next frame; nothing when it has no random one, or enough frames were looked for. `head`: the bytes
  /// of the header.
  std::optional<std::string> next(const FrameHeader& header, Bytes head);

 private:
  unsigned used_ = 0;  // frames that gave a key
};

}  // namespace wstrace::websocket
