// BSD loopback (LINKTYPE_NULL, LINKTYPE_LOOP): four bytes of address family, then the IP packet.
//
// The family's number and byte order are the capturing host's. AF_INET is 2 everywhere; AF_INET6 differs by system.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::loopback {

inline constexpr std::size_t kHeader = 4;

enum class Family : std::uint32_t {
  inet = 2,
  inet6_netbsd = 24,
  inet6_freebsd = 28,
  inet6_darwin = 30,
  inet6_linux = 10
};

inline std::optional<LinkView> read(Bytes frame) {
  if (frame.size() < kHeader) return std::nullopt;
  // A family fits in one byte, so whichever end is not zero tells the byte order.
  const std::uint32_t big = load_be32(frame, 0);
  switch (static_cast<Family>(big <= 0xffff ? big : load_le32(frame, 0))) {
    case Family::inet: return LinkView{EtherType::ipv4, kHeader};
    case Family::inet6_netbsd:
    case Family::inet6_freebsd:
    case Family::inet6_darwin:
    case Family::inet6_linux: return LinkView{EtherType::ipv6, kHeader};
  }
  return std::nullopt;
}

/// Raw IP has no link header at all: the version nibble says which one it is.
inline std::optional<LinkView> read_raw(Bytes packet) {
  if (packet.empty()) return std::nullopt;
  const unsigned version = packet[0] >> 4;
  if (version == 4) return LinkView{EtherType::ipv4, 0};
  if (version == 6) return LinkView{EtherType::ipv6, 0};
  return std::nullopt;
}

}  // namespace wstrace::loopback
