// Linux "cooked" captures (LINKTYPE_LINUX_SLL and _SLL2, tcpdump.org): what `-i any` records instead of a link header.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::linux_cooked {

inline constexpr std::size_t kHeaderV1 = 16;
inline constexpr std::size_t kTypeAtV1 = 14;
inline constexpr std::size_t kHeaderV2 = 20;
inline constexpr std::size_t kTypeAtV2 = 0;
/// In place of an EtherType: an 802.2 LLC header follows (Linux's ETH_P_802_2).
inline constexpr std::uint16_t kLlc = 0x0004;

inline std::optional<LinkView> read_v1(Bytes frame) {
  if (frame.size() < kHeaderV1) return std::nullopt;
  return LinkView{static_cast<EtherType>(load_be16(frame, kTypeAtV1)), kHeaderV1};
}

inline std::optional<LinkView> read_v2(Bytes frame) {
  if (frame.size() < kHeaderV2) return std::nullopt;
  return LinkView{static_cast<EtherType>(load_be16(frame, kTypeAtV2)), kHeaderV2};
}

}  // namespace wstrace::linux_cooked
