// Builds WebSocket frames for tests, and a Dialogue that begins after the upgrade.
#pragma once

#include "support/dialogue.h"

namespace wstrace::test {

struct FrameSpec {
  std::uint8_t flags = 0x81;  ///< FIN, RSV and opcode
  bool masked = false;
  int form = 0;  ///< 126 or 127 forces the longer length
};

inline std::string frame(const FrameSpec& spec, std::string_view payload) {
  std::string out(1, static_cast<char>(spec.flags));
  const std::size_t n = payload.size();
  const int form = spec.form != 0 ? spec.form : n < 126 ? static_cast<int>(n) : n <= 0xffff ? 126 : 127;
  out += static_cast<char>(form | (spec.masked ? 0x80 : 0));
  for (int i = form == 126 ? 1 : form == 127 ? 7 : -1; i >= 0; --i) out += static_cast<char>(n >> (8 * i));
  constexpr std::string_view kKey = "\x37\xfa\x21\x3d";
  if (spec.masked) out += kKey;
  for (std::size_t i = 0; i < n; ++i) out += static_cast<char>(payload[i] ^ (spec.masked ? kKey[i % 4] : 0));
  return out;
}

/// As a client should send it.
inline std::string from_client(std::uint8_t flags, std::string_view payload) { return frame({flags, true}, payload); }
/// As a server should send it.
inline std::string from_server(std::uint8_t flags, std::string_view payload) { return frame({flags}, payload); }

inline Offer websocket_offer(std::string_view extensions = "", std::string_view subprotocol = "") {
  Offer offer;
  offer.kind = Offer::Kind::upgrade;
  offer.protocol = "websocket";
  offer.target = "/chat?x=1";
  offer.extensions = extensions;
  offer.subprotocol = subprotocol;
  return offer;
}

/// A Dialogue whose `open` event has been heard already.
class Socket : public Dialogue {
 public:
  explicit Socket(std::string_view extensions = "", const Limits& limits = {}, int verbosity = 0)
      : Dialogue(websocket_offer(extensions), limits, verbosity) {
    heard();
  }
};

}  // namespace wstrace::test
