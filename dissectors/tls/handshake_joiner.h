// HandshakeJoiner: the messages of the handshake in one direction, which may span records (RFC 8446 5.1, RFC 5246 6.2.1).
//
// fragments of records ──▶ add(), then next() until it returns nothing ──▶ messages
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/bytes.h"
#include "dissectors/tls/wire.h"
#include "model/event.h"

namespace wstrace::tls {

/// A message, valid until the joiner is called again.
struct HandshakeMessage {
  Bytes raw;  ///< header and body; empty when it is too long
  PacketRange packets;
  std::size_t length = 0;  ///< of the body in bytes, as the header has it
  bool too_long = false;   ///< … and more than is kept: it is not read

  HandshakeType type() const { return static_cast<HandshakeType>(raw[0]); }
  Bytes body() const { return raw.subspan(kHandshakeHeader); }
};

class HandshakeJoiner {
 public:
  /// The next record's fragment. It has to stay valid until next() has returned nothing: only what is left over is copied.
  void add(Bytes fragment, const PacketRange& packets);
  /// The next whole message. One with a body of more than `longest` bytes is reported and not read, nor is the rest of
  /// its record.
  std::optional<HandshakeMessage> next(std::size_t longest);

  /// Bytes are missing, or were no records: a message that had begun is dropped. Only records that whole messages fill are
  /// read, until one does.
  void lose();

 private:
  void keep_rest();

  std::vector<std::uint8_t> bytes_;  ///< of a message that has begun in an earlier record
  PacketRange packets_;              ///< of those bytes
  Bytes unread_;                     ///< within bytes_, or within the fragment
  PacketRange last_packets_;         ///< of the fragment
  bool reading_ = false;             ///< between add() and the end of its messages
  bool lost_ = false;
};

}  // namespace wstrace::tls
