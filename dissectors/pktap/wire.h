// PKTAP (LINKTYPE_PKTAP; DLT_USER2 in macOS's own files): what `tcpdump -i any` and `-i pktap` record on macOS.
//
//   0 length of this header · 4 type of what follows · 8 link type of what follows · 12 interface (24) · …
// Numbers are in the capturing host's byte order, which is little endian on all Macs of today.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "model/packet.h"

namespace wstrace::pktap {

inline constexpr std::size_t kTypeAt = 4;
inline constexpr std::size_t kLinkAt = 8;
/// Up to the command's name; later systems append more.
inline constexpr std::size_t kSmallest = 12;
inline constexpr std::size_t kLargest = 1024;
/// Of what follows: a packet.
inline constexpr std::uint32_t kPacket = 1;

struct View {
  LinkType link = LinkType::ethernet;
  std::size_t header = 0;
};

inline std::optional<View> read(Bytes frame) {
  if (frame.size() < kSmallest) return std::nullopt;
  const bool little = load_le32(frame, 0) <= kLargest;
  const auto number = [&](std::size_t at) { return little ? load_le32(frame, at) : load_be32(frame, at); };
  const std::uint32_t length = number(0);
  if (length < kSmallest || length > kLargest || length > frame.size() || number(kTypeAt) != kPacket)
    return std::nullopt;
  return View{static_cast<LinkType>(number(kLinkAt)), length};
}

}  // namespace wstrace::pktap
