// Geneve (RFC 8926 3.4): a header with options, then a frame or packet that an EtherType names.
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::geneve {

inline constexpr std::size_t kSmallest = 8;
inline constexpr std::size_t kFlagsAt = 1;
inline constexpr std::size_t kTypeAt = 2;
inline constexpr std::size_t kVniAt = 4;            // 24 bits, then a reserved byte
inline constexpr std::uint8_t kOptionWords = 0x3f;  // of the first byte; above it the version
inline constexpr std::uint8_t kControl = 0x80;      // the O bit: for the tunnel's ends alone

inline constexpr EncapsulationDef encapsulation{
    .name = "Geneve", .number = "vni", .layer = Layer::network, .over_ip = true, .ref = "RFC 8926 3.4"};

struct View {
  std::uint32_t vni = 0;
  EtherType type = EtherType::bridged;
  bool control = false;
  std::size_t header = 0;  ///< with options
};

inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kSmallest || bytes[0] >> 6 != 0) return std::nullopt;
  const std::size_t header = kSmallest + std::size_t{bytes[0] & std::size_t{kOptionWords}} * 4;
  if (bytes.size() < header) return std::nullopt;
  return View{load_be32(bytes, kVniAt) >> 8, static_cast<EtherType>(load_be16(bytes, kTypeAt)),
              (bytes[kFlagsAt] & kControl) != 0, header};
}

}  // namespace wstrace::geneve
