// EncryptedRecords: records of one direction that were not decrypted, as far as they can be known without keys.
#pragma once

#include <cstdint>

#include "model/event.h"

namespace wstrace::tls {

struct EncryptedRecords {
  std::uint64_t count = 0;
  std::uint64_t bytes = 0;            ///< of their fragments
  std::uint64_t after_handshake = 0;  ///< records since the handshake was done (TLS 1.3: as far as that is known)
  std::uint16_t last_length = 0;      ///< of the last one's fragment, in bytes
  PacketRange packets;

  void add(std::uint16_t length, const PacketRange& its_packets, bool handshake_done) {
    ++count;
    bytes += length;
    last_length = length;
    packets = packets.joined(its_packets);
    if (handshake_done) ++after_handshake;
  }
};

}  // namespace wstrace::tls
