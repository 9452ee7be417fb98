// Ethernet II with IEEE 802.1Q tags (also stacked: 802.1ad, "QinQ"): from bytes to what the frame carries.
#pragma once

#include <optional>

#include "core/bytes.h"

namespace wstrace {

/// IEEE 802 numbers, EtherType registry.
enum class EtherType : std::uint16_t {
  ipv4 = 0x0800,
  arp = 0x0806,
  vlan = 0x8100,
  ipv6 = 0x86dd,
  mpls = 0x8847,
  mpls_multicast = 0x8848,
  pppoe_discovery = 0x8863,
  pppoe_session = 0x8864,
  qinq = 0x88a8,
  qinq_old = 0x9100,  // before 802.1ad was finished
};

/// What a link-layer header says of the bytes behind it.
struct LinkView {
  EtherType type = EtherType::ipv4;
  std::size_t header = 0;  ///< bytes of link-layer header, tags included
};

namespace ethernet {

inline constexpr std::size_t kTypeAt = 12;
inline constexpr std::size_t kHeader = 14;
inline constexpr std::size_t kTag = 4;       // tag control information, then the next EtherType
inline constexpr std::size_t kMostTags = 8;  // more is no real frame
/// Values below this are an 802.3 length, not a type (IEEE 802.3 3.2.6).
inline constexpr std::uint16_t kSmallestType = 0x0600;

inline bool is_tag(EtherType type) {
  return type == EtherType::vlan || type == EtherType::qinq || type == EtherType::qinq_old;
}

inline std::optional<LinkView> read(Bytes frame) {
  if (frame.size() < kHeader) return std::nullopt;
  LinkView view{static_cast<EtherType>(load_be16(frame, kTypeAt)), kHeader};
  for (std::size_t tags = 0; is_tag(view.type); ++tags) {
    if (tags == kMostTags || frame.size() < view.header + kTag) return std::nullopt;
    view.type = static_cast<EtherType>(load_be16(frame, view.header + 2));
    view.header += kTag;
  }
  return view;
}

}  // namespace ethernet
}  // namespace wstrace
