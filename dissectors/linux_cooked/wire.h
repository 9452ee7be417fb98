// Linux "cooked" captures (LINKTYPE_LINUX_SLL and _SLL2, tcpdump.org): what `-i any` records instead of a link header.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::linux_cooked {

inline constexpr std::size_t kHeaderV1 = 16;
inline constexpr std::size_t kTypeAtV1 = 14;
inline constexpr std::size_t kHeaderV2 = 20;
inline constexpr std::size_t kTypeAtV2 = 0;

/// A VLAN tag that the kernel left in place stands behind the cooked header.
inline std::optional<LinkView> read_tags(Bytes frame, LinkView view) {
  while (ethernet::is_tag(view.type)) {
    if (frame.size() < view.header + ethernet::kTag) return std::nullopt;
    view.type = static_cast<EtherType>(load_be16(frame, view.header + 2));
    view.header += ethernet::kTag;
  }
  return view;
}

inline std::optional<LinkView> read_v1(Bytes frame) {
  if (frame.size() < kHeaderV1) return std::nullopt;
  return read_tags(frame, {static_cast<EtherType>(load_be16(frame, kTypeAtV1)), kHeaderV1});
}

inline std::optional<LinkView> read_v2(Bytes frame) {
  if (frame.size() < kHeaderV2) return std::nullopt;
  return read_tags(frame, {static_cast<EtherType>(load_be16(frame, kTypeAtV2)), kHeaderV2});
}

}  // namespace wstrace::linux_cooked
