// EarlyData: what a client of TLS 1.3 sends with its ClientHello (0-RTT; RFC 8446 2.3, 4.2.10).
//
// It is held until the server has accepted it. If the server rejects it, the client sends it again behind the handshake.
#pragma once

#include <cstdint>
#include <vector>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace::tls {

class EarlyData {
 public:
  struct Held {
    std::vector<std::uint8_t> bytes;
    PacketRange packets;
  };

  /// What the ClientHello says: whether there will be any.
  void announce(bool any) { expected_ = any; }
  /// It was announced, and the server has not decided on it yet.
  bool is_expected() const { return expected_; }
  /// A record's content, if there is room for it.
  void hold(Bytes content, const PacketRange& packets);
  /// A record of it could not be opened.
  void pass_unread() { unread_ = true; }
  bool has_unread() const { return unread_; }
  /// The server's decision. What was held, if it was accepted; otherwise nothing.
  Held decide(bool accepted);

 private:
  Held held_;
  bool expected_ = false;
  bool unread_ = false;
};

}  // namespace wstrace::tls
