// VXLAN (RFC 7348 5): Ethernet frames in UDP, told apart by a VXLAN network identifier (VNI). And its Generic Protocol
// Extension (draft-ietf-nvo3-vxlan-gpe 3), which can carry IP without an Ethernet header.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "model/encapsulation.h"

namespace wstrace::vxlan {

inline constexpr std::size_t kHeader = 8;
inline constexpr std::size_t kFlagsAt = 0;
inline constexpr std::size_t kNextProtocolAt = 3;  // GPE
inline constexpr std::size_t kVniAt = 4;           // 24 bits, then a reserved byte

inline constexpr std::uint8_t kVniIsValid = 0x08;  // the I flag: must be set
inline constexpr std::uint8_t kGpeNext = 0x04;     // the P flag: a next protocol is named
inline constexpr std::uint8_t kGpeVersion = 0x30;
inline constexpr std::uint8_t kGpeOperations = 0x01;  // the O flag: management, no traffic

/// GPE's next protocol.
enum class Next : std::uint8_t { ipv4 = 1, ipv6 = 2, ethernet = 3, other = 0xff };

inline constexpr EncapsulationDef encapsulation{
    .name = "VXLAN", .number = "vni", .layer = Layer::network, .over_ip = true, .ref = "RFC 7348 5"};

struct View {
  std::uint32_t vni = 0;
  Next next = Next::ethernet;
};

/// Nothing when it cannot be VXLAN: RFC 7348 wants the I flag. The other flags are reserved, but extensions use them
/// (group policy, Cisco's), so that they are no reason to refuse what a registered port says.
inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kHeader || (bytes[kFlagsAt] & kVniIsValid) == 0) return std::nullopt;
  return View{load_be32(bytes, kVniAt) >> 8, Next::ethernet};
}

/// On a port that others use too: all reserved bits must be zero.
inline std::optional<View> read_strict(Bytes bytes) {
  const std::optional<View> view = read(bytes);
  if (!view || load_be32(bytes, kFlagsAt) != std::uint32_t{kVniIsValid} << 24 || bytes[kVniAt + 3] != 0) {
    return std::nullopt;
  }
  return view;
}

inline std::optional<View> read_gpe(Bytes bytes) {
  std::optional<View> view = read(bytes);
  if (!view || (bytes[kFlagsAt] & kGpeVersion) != 0) return std::nullopt;
  if ((bytes[kFlagsAt] & kGpeOperations) != 0) {
    view->next = Next::other;
  } else if ((bytes[kFlagsAt] & kGpeNext) != 0) {
    const std::uint8_t stated = bytes[kNextProtocolAt];
    view->next = stated >= 1 && stated <= 3 ? static_cast<Next>(stated) : Next::other;
  }
  return view;
}

}  // namespace wstrace::vxlan
