// Builds WebSocket frames for tests, and a Dialogue that begins after the upgrade.
#pragma once

#include "support/dialogue.h"

namespace wstrace::test {

struct FrameSpec {
  std::uint8_t flags = 0x81;  ///< FIN, RSV and opcode
  bool masked = false;
  int form = 0;               ///< 126 or 127 forces the longer length
  std::string_view key = {};  ///< 4 bytes; a fresh one where none is given
};

/// Another one each time, as it should be.
inline std::string fresh_key() {
  static std::uint32_t key = 0x37fa213d;
  key = key * 1664525U + 1013904223U;
  std::string out;
  for (int i = 0; i < 4; ++i) out += static_cast<char>(key >> (8 * i));
  return out;
}

inline std::string frame(const FrameSpec& spec, std::string_view payload) {
  std::string out(1, static_cast<char>(spec.flags));
  const std::size_t n = payload.size();
  const int form = spec.form != 0 ? spec.form : n < 126 ? static_cast<int>(n) : n <= 0xffff ? 126 : 127;
  out += static_cast<char>(form | (spec.masked ? 0x80 : 0));
  for (int i = form == 126 ? 1 : form == 127 ? 7 : -1; i >= 0; --i) out += static_cast<char>(n >> (8 * i));
  const std::string key = spec.key.empty() ? fresh_key() : std::string(spec.key);
  if (spec.masked) out += key;
  for (std::size_t i = 0; i < n; ++i) out += static_cast<char>(payload[i] ^ (spec.masked ? key[i % 4] : 0));
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
