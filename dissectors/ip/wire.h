// IPv4 (RFC 791) and IPv6 with its extension headers (RFC 8200): from bytes to what the packet carries.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "core/endpoint.h"
#include "model/encapsulation.h"

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
  mpls = 137,
  hip = 139,
  shim6 = 140,
};

struct View {
  IpAddress source;
  IpAddress destination;
  Protocol protocol = Protocol::tcp;
  bool fragment = false;        ///< only a part of the packet: its payload does not stand alone
  bool more_fragments = false;  ///< … and not the last one
  bool dont_fragment = false;
  std::uint8_t hop_limit = 0;
  std::uint32_t identification = 0;
  std::size_t fragment_at = 0;  ///< where this part begins in the whole packet's payload
  std::size_t header = 0;       ///< bytes of IP header, options and extension headers
  std::size_t payload = 0;      ///< bytes behind it on the wire (may be more than were captured)
};

/// IP in IP (RFC 2003), and what people call its mixed forms (RFC 4213 3, RFC 2473).
inline constexpr EncapsulationDef ipip{.name = "IP-in-IP",
                                       .form = EncapsulationDef::Number::none,
                                       .layer = Layer::network,
                                       .over_ip = true,
                                       .ref = "RFC 2003"};
inline constexpr EncapsulationDef six_in_four{.name = "6in4",
                                              .form = EncapsulationDef::Number::none,
                                              .layer = Layer::network,
                                              .over_ip = true,
                                              .ref = "RFC 4213 3"};
inline constexpr EncapsulationDef four_in_six{.name = "4in6",
                                              .form = EncapsulationDef::Number::none,
                                              .layer = Layer::network,
                                              .over_ip = true,
                                              .ref = "RFC 2473"};
inline constexpr EncapsulationDef six_in_six{.name = "6in6",
                                             .form = EncapsulationDef::Number::none,
                                             .layer = Layer::network,
                                             .over_ip = true,
                                             .ref = "RFC 2473"};

inline const EncapsulationDef& tunnel(bool outer_v6, bool inner_v6) {
  if (outer_v6) return inner_v6 ? six_in_six : four_in_six;
  return inner_v6 ? six_in_four : ipip;
}

namespace v4 {
inline constexpr std::size_t kSmallest = 20;
inline constexpr std::size_t kTotalLengthAt = 2;
inline constexpr std::size_t kIdentificationAt = 4;
inline constexpr std::size_t kFragmentAt = 6;
inline constexpr std::size_t kTimeToLiveAt = 8;
inline constexpr std::size_t kProtocolAt = 9;
inline constexpr std::size_t kSourceAt = 12;
inline constexpr std::size_t kDestinationAt = 16;
inline constexpr std::uint16_t kDontFragment = 0x4000;
inline constexpr std::uint16_t kMoreFragments = 0x2000;
inline constexpr std::uint16_t kFragmentOffset = 0x1fff;  // in units of eight bytes
}  // namespace v4

namespace v6 {
inline constexpr std::size_t kHeader = 40;
inline constexpr std::size_t kPayloadLengthAt = 4;
inline constexpr std::size_t kNextHeaderAt = 6;
inline constexpr std::size_t kHopLimitAt = 7;
inline constexpr std::size_t kSourceAt = 8;
inline constexpr std::size_t kDestinationAt = 24;
inline constexpr std::size_t kMostExtensions = 16;  // more is an attack, not a packet
/// The fragment header (4.5).
inline constexpr std::size_t kFragmentHeader = 8;
inline constexpr std::size_t kFragmentAt = 2;
inline constexpr std::size_t kIdentificationAt = 4;
inline constexpr std::uint16_t kFragmentOffset = 0xfff8;  // in bytes as it stands
inline constexpr std::uint16_t kMoreFragments = 0x0001;
}  // namespace v6

/// `wire` is the length of the packet on the wire from its IP header on.
std::optional<View> read_v4(Bytes packet, std::size_t wire);
std::optional<View> read_v6(Bytes packet, std::size_t wire);

/// Steps over extension headers from `view.protocol` on, which stands `view.header` bytes into `packet`: up to what the
/// packet carries or, with `view.fragment`, behind the fragment header. False when they do not fit.
bool skip_extensions(Bytes packet, View& view);

}  // namespace wstrace::ip
