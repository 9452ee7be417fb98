// IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200): from bytes to what the packet carries.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "core/endpoint.h"

namespace wstrace::ip {

/// IANA protocol numbers; for IPv6 also those of extension headers.
enum class Protocol : std::uint8_t {
  hop_by_hop = 0,
  icmp = 1,
  ipv4 = 4,
  tcp = 6,
  udp = 17,
  ipv6 = 41,
  routing = 43,
  fragment = 44,
  gre = 47,
  esp = 50,
  authentication = 51,
  icmpv6 = 58,
  destination_options = 60,
  mobility = 135,
  hip = 139,
  shim6 = 140,
};

struct View {
  IpAddress source;
  IpAddress destination;
  Protocol protocol = Protocol::tcp;
  bool fragment = false;    ///< only a part of the packet: its payload does not stand alone
  std::size_t header = 0;   ///< bytes of IP header, options and extension headers
  std::size_t payload = 0;  ///< bytes behind it on the wire (may be more than were captured)
};

namespace v4 {
inline constexpr std::size_t kSmallest = 20;
inline constexpr std::size_t kTotalLengthAt = 2;
inline constexpr std::size_t kFragmentAt = 6;
inline constexpr std::size_t kProtocolAt = 9;
inline constexpr std::size_t kSourceAt = 12;
inline constexpr std::size_t kDestinationAt = 16;
inline constexpr std::uint16_t kMoreFragments = 0x2000;
inline constexpr std::uint16_t kFragmentOffset = 0x1fff;
}  // namespace v4

namespace v6 {
inline constexpr std::size_t kHeader = 40;
inline constexpr std::size_t kPayloadLengthAt = 4;
inline constexpr std::size_t kNextHeaderAt = 6;
inline constexpr std::size_t kSourceAt = 8;
inline constexpr std::size_t kDestinationAt = 24;
inline constexpr std::size_t kMostExtensions = 16;  // more is an attack, not a packet
}  // namespace v6

/// `wire` is the length of the packet on the wire from its IP header on.
std::optional<View> read_v4(Bytes packet, std::size_t wire);
std::optional<View> read_v6(Bytes packet, std::size_t wire);

}  // namespace wstrace::ip
