// GTP-U version 1 (3GPP TS 29.281 5): what mobile networks carry a phone's IP packets in.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "model/encapsulation.h"

namespace wstrace::gtp {

inline constexpr std::size_t kSmallest = 8;
inline constexpr std::size_t kTypeAt = 1;
inline constexpr std::size_t kTunnelAt = 4;
inline constexpr std::uint8_t kVersion1 = 0x30;  // version 1, protocol type GTP
inline constexpr std::uint8_t kVersionBits = 0xf0;
inline constexpr std::uint8_t kOptional = 0x07;  // E, S or PN: four more bytes
inline constexpr std::uint8_t kExtension = 0x04;
inline constexpr std::uint8_t kUserData = 255;  // message type "G-PDU"
inline constexpr std::size_t kOptionalFields = 4;
inline constexpr std::size_t kMostExtensions = 8;

inline constexpr EncapsulationDef encapsulation{
    .name = "GTP-U", .number = "teid", .layer = Layer::network, .over_ip = true, .ref = "3GPP TS 29.281 5.1"};

struct View {
  std::uint32_t tunnel = 0;
  bool user_data = false;
  std::size_t header = 0;
};

inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kSmallest || (bytes[0] & kVersionBits) != kVersion1) return std::nullopt;
  View view{load_be32(bytes, kTunnelAt), bytes[kTypeAt] == kUserData, kSmallest};
  if ((bytes[0] & kOptional) == 0) return view;
  view.header += kOptionalFields;
  if (bytes.size() < view.header) return std::nullopt;
  // TS 29.281 5.2: each extension header ends with the type of the next one; its length counts four bytes at a time.
  bool more = (bytes[0] & kExtension) != 0 && bytes[view.header - 1] != 0;
  for (std::size_t n = 0; more; ++n) {
    if (n == kMostExtensions || bytes.size() <= view.header || bytes[view.header] == 0) return std::nullopt;
    view.header += std::size_t{bytes[view.header]} * 4;
    if (bytes.size() < view.header) return std::nullopt;
    more = bytes[view.header - 1] != 0;
  }
  return view;
}

}  // namespace wstrace::gtp
