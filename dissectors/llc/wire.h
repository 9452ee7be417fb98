// IEEE 802.2 logical link control with SNAP (RFC 1042): what 802.3 length frames, 802.11 data frames and some Linux
// cooked packets begin with.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::llc {

inline constexpr std::size_t kHeader = 3;  // DSAP, SSAP, control
inline constexpr std::size_t kWithSnap = 8;
inline constexpr std::uint8_t kSnap = 0xaa;        // SAP of the Subnetwork Access Protocol
inline constexpr std::uint8_t kUnnumbered = 0x03;  // control: unnumbered information
inline constexpr std::size_t kOrganisationAt = 3;  // 24 bits
inline constexpr std::size_t kTypeAt = 6;
inline constexpr std::uint32_t kEthernet = 0x000000;      // the type is an EtherType (RFC 1042)
inline constexpr std::uint32_t kBridgeTunnel = 0x0000f8;  // the same (IEEE 802.1H)

/// Nothing when the header does not lead to an EtherType: spanning tree, NetBIOS and the like.
inline std::optional<LinkView> read(Bytes bytes) {
  if (bytes.size() < kWithSnap || bytes[0] != kSnap || bytes[1] != kSnap || bytes[2] != kUnnumbered)
    return std::nullopt;
  const std::uint32_t organisation = load_be32(bytes, kOrganisationAt - 1) & 0xffffff;
  if (organisation != kEthernet && organisation != kBridgeTunnel) return std::nullopt;
  return LinkView{static_cast<EtherType>(load_be16(bytes, kTypeAt)), kWithSnap};
}

}  // namespace wstrace::llc
