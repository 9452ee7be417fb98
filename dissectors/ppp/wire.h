// PPP (RFC 1661 2) and HDLC-like framing (RFC 1662 3.1, Cisco's HDLC): down to the protocol that a frame carries.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::ppp {

/// IANA PPP numbers.
enum class Protocol : std::uint16_t {
  ipv4 = 0x0021,
  multilink = 0x003d,
  ipv6 = 0x0057,
  compressed = 0x00fd,  // also what MPPE encrypts (RFC 3078 2)
  mpls = 0x0281,
};

inline constexpr std::uint8_t kAllStations = 0xff;  // HDLC's address
inline constexpr std::uint8_t kUnnumbered = 0x03;   // and its control field
inline constexpr std::size_t kFraming = 2;

struct View {
  Protocol protocol = Protocol::ipv4;
  std::size_t header = 0;
};

/// The address and control fields may be left out, and so may the protocol's first byte when it is zero (RFC 1661 6.5,
/// 6.6): a protocol's last byte alone is odd.
inline std::optional<View> read(Bytes bytes) {
  View view;
  if (bytes.size() >= kFraming && bytes[0] == kAllStations && bytes[1] == kUnnumbered) view.header = kFraming;
  const Bytes rest = after(bytes, view.header);
  if (rest.empty()) return std::nullopt;
  if ((rest[0] & 1U) != 0) {
    view.protocol = static_cast<Protocol>(rest[0]);
    view.header += 1;
    return view;
  }
  if (rest.size() < 2) return std::nullopt;
  view.protocol = static_cast<Protocol>(load_be16(rest, 0));
  view.header += 2;
  return view;
}

}  // namespace wstrace::ppp

namespace wstrace::cisco_hdlc {

inline constexpr std::size_t kHeader = 4;
inline constexpr std::uint8_t kUnicast = 0x0f;
inline constexpr std::uint8_t kMulticast = 0x8f;
inline constexpr std::size_t kTypeAt = 2;

inline std::optional<LinkView> read(Bytes bytes) {
  if (bytes.size() < kHeader || (bytes[0] != kUnicast && bytes[0] != kMulticast)) return std::nullopt;
  return LinkView{static_cast<EtherType>(load_be16(bytes, kTypeAt)), kHeader};
}

}  // namespace wstrace::cisco_hdlc
