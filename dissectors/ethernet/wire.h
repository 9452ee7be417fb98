// Ethernet II with IEEE 802.1Q tags (also stacked: 802.1ad, "QinQ"): from bytes to what the frame carries.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "model/encapsulation.h"

namespace wstrace {

/// IEEE 802 numbers, EtherType registry.
enum class EtherType : std::uint16_t {
  ipv4 = 0x0800,
  arp = 0x0806,
  erspan_3 = 0x22eb,  // GRE only: ERSPAN type III
  bridged = 0x6558,   // GRE, Geneve: Transparent Ethernet Bridging, a whole Ethernet frame
  vlan = 0x8100,
  ipv6 = 0x86dd,
  ppp = 0x880b,
  mpls = 0x8847,
  mpls_multicast = 0x8848,
  pppoe_discovery = 0x8863,
  pppoe_session = 0x8864,
  qinq = 0x88a8,
  erspan = 0x88be,    // GRE only: ERSPAN types I and II
  qinq_old = 0x9100,  // before 802.1ad was finished
};

/// What a link-layer header says of the bytes behind it.
struct LinkView {
  EtherType type = EtherType::ipv4;
  std::size_t header = 0;  ///< bytes of link-layer header, without tags
};

namespace ethernet {

inline constexpr std::size_t kTypeAt = 12;
inline constexpr std::size_t kHeader = 14;
/// Values below this are an 802.3 length, not a type (IEEE 802.3 3.2.6).
inline constexpr std::uint16_t kSmallestType = 0x0600;

inline constexpr std::size_t kTag = 4;            // tag control information, then the next EtherType
inline constexpr std::uint16_t kVlanId = 0x0fff;  // the rest are priority bits (IEEE 802.1Q 9.6)

inline constexpr EncapsulationDef vlan{.name = "VLAN", .number = "id", .ref = "IEEE 802.1Q 9.6"};

inline bool is_tag(EtherType type) {
  return type == EtherType::vlan || type == EtherType::qinq || type == EtherType::qinq_old;
}
inline bool is_length(EtherType type) { return static_cast<std::uint16_t>(type) < kSmallestType; }

inline std::optional<LinkView> read(Bytes frame) {
  if (frame.size() < kHeader) return std::nullopt;
  return LinkView{static_cast<EtherType>(load_be16(frame, kTypeAt)), kHeader};
}

struct Tag {
  std::uint16_t id = 0;  ///< 0: the tag says only a priority
  EtherType type = EtherType::ipv4;
};

/// A tag, from behind the EtherType that announced it.
inline std::optional<Tag> read_tag(Bytes bytes) {
  if (bytes.size() < kTag) return std::nullopt;
  return Tag{static_cast<std::uint16_t>(load_be16(bytes, 0) & kVlanId), static_cast<EtherType>(load_be16(bytes, 2))};
}

}  // namespace ethernet
}  // namespace wstrace
