// Sec-WebSocket-Extensions as the server answered it (RFC 6455 9.1): what is in force on the connection.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/definitions.h"

namespace wstrace::websocket {

inline constexpr int kLeastWindowBits = 8;
inline constexpr int kMostWindowBits = 15;

/// permessage-deflate in one direction (RFC 7692 7.1).
struct DeflateParameters {
  bool no_context_takeover = false;
  int window_bits = kMostWindowBits;
};

struct Extensions {
  bool deflate = false;                       ///< permessage-deflate is in force
  std::array<DeflateParameters, 2> by_dir{};  ///< client_* govern client → server
  std::string unknown;                        ///< the first extension that wstrace cannot undo
  std::string bad_parameter;                  ///< the first parameter of permessage-deflate that makes no sense

  const DeflateParameters& of(Direction dir) const { return by_dir[index(dir)]; }
};

Extensions parse_extensions(std::string_view answered);

}  // namespace wstrace::websocket
