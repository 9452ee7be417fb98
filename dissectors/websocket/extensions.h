// Sec-WebSocket-Extensions (RFC 6455 9.1): what is in force on the connection, and whether the two sides' headers fit
// together (RFC 7692 7.1).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "model/definitions.h"
#include "model/notes.h"

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

  const DeflateParameters& of(Direction dir) const { return by_dir[index(dir)]; }
};

Extensions parse_extensions(std::string_view answered);

/// What is wrong with the negotiation of permessage-deflate; empty where nothing is.
struct Negotiation {
  std::string bad_answer;  ///< "server_max_window_bits=16: window bits go from 8 to 15"
  std::string bad_offer;   ///< likewise
  std::string misfit;      ///< what the client did not offer, or asked for in vain

  void add_to(Notes& notes) const;
};

/// `offered` is empty when the request was not seen.
Negotiation judge_negotiation(std::string_view offered, std::string_view answered);

/// When the handshake was not captured: RSV1 can only mean permessage-deflate, and any window fits into the largest one.
Extensions possible_extensions();

}  // namespace wstrace::websocket
