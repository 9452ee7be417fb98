// IP over InfiniBand (LINKTYPE_IPOIB): 20 bytes of the sender's and 20 of the receiver's hardware address (or zeros), then RFC
// 4391's header, an EtherType and two bytes that are reserved.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::ipoib {

inline constexpr std::size_t kTypeAt = 40;
inline constexpr std::size_t kHeader = 44;

inline std::optional<LinkView> read(Bytes frame) {
  if (frame.size() < kHeader) return std::nullopt;
  return LinkView{static_cast<EtherType>(load_be16(frame, kTypeAt)), kHeader};
}

}  // namespace wstrace::ipoib
