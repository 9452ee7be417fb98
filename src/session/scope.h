// The session that a subtree of layers belongs to.
#pragma once

#include <cstdint>

namespace wstrace {

struct Carrier;
struct Session;

/// A connection's, an HTTP exchange's, an HTTP/2 stream's.
struct Scope {
  Session* session = nullptr;
  std::uint32_t stream = 0;    ///< HTTP/2 stream id
  Carrier* carrier = nullptr;  ///< that the subtree ends with; null for the connection
};

}  // namespace wstrace
