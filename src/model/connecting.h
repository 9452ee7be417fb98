// Where the time went until a session could be used: from the client's first SYN (or the first packet of it that was
// captured) to the end of the last handshake that it needed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/session.h"

namespace wstrace {

struct Connecting {
  struct Part {
    std::string label;
    Duration took = 0;
  };
  Duration total = 0;
  std::vector<Part> parts;     ///< in the order in which they began; together with `between` they are the total
  Duration between = 0;        ///< while no handshake was under way
  Duration opened_before = 0;  ///< how long its first connection had been open for others; 0 when it was opened for it
};

/// Handshakes lie within one another (a WebSocket's upgrade within Engine.IO's opening) and beside one another (on several
/// connections): each moment counts for the one that began last. Nothing when the session never got so far, as far as
/// the capture knows.
std::optional<Connecting> connecting_of(const SessionFacts& session);

}  // namespace wstrace
