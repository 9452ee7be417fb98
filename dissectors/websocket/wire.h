// A WebSocket frame on the wire (RFC 6455 5.2): named offsets and bits, and a checked view of the header.
//
//   byte 0   FIN RSV1 RSV2 RSV3 opcode(4)
//   byte 1   MASK length(7): itself, or 126 / 127 when 16 / 64 bits of length follow
//            [length, 2 or 8 bytes] [masking key, 4 bytes] payload
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace wstrace::websocket {

enum class Opcode : std::uint8_t { continuation = 0x0, text = 0x1, binary = 0x2, close = 0x8, ping = 0x9, pong = 0xa };

using MaskingKey = std::array<std::uint8_t, 4>;

inline constexpr std::uint8_t kFin = 0x80;
inline constexpr std::uint8_t kRsv1 = 0x40;
inline constexpr std::uint8_t kRsv2 = 0x20;
inline constexpr std::uint8_t kRsv3 = 0x10;
inline constexpr std::uint8_t kOpcodeBits = 0x0f;
inline constexpr std::uint8_t kControlBit = 0x08;
inline constexpr std::uint8_t kMask = 0x80;
inline constexpr std::uint8_t kLengthBits = 0x7f;
inline constexpr std::uint8_t kLength16 = 126;
inline constexpr std::uint8_t kLength64 = 127;
inline constexpr std::uint64_t kLongestLength16 = 0xffff;
inline constexpr std::uint64_t kLengthTopBit = std::uint64_t{1} << 63;

inline constexpr std::size_t kFlagsAt = 0;
inline constexpr std::size_t kLengthAt = 1;
inline constexpr std::size_t kExtendedAt = 2;
inline constexpr std::size_t kShortestHeader = 2;
inline constexpr std::size_t kLongestHeader = 14;
/// RFC 6455 5.5.
inline constexpr std::size_t kLongestControl = 125;
/// So many frames in a row with one key are no chance.
inline constexpr unsigned kSuspiciousKeys = 3;

struct FrameHeader {
  std::uint8_t flags = 0;  ///< byte 0
  std::uint8_t form = 0;   ///< the 7 bits of length, as they stand
  bool masked = false;
  MaskingKey key{};
  std::uint64_t length = 0;  ///< of the payload
  std::size_t size = 0;      ///< of the header itself

  /// What the header at the front of `bytes` takes, as far as those bytes show.
  static std::size_t size_of(Bytes bytes) {
    if (bytes.size() < kShortestHeader) return kShortestHeader;
    const std::uint8_t form = bytes[kLengthAt] & kLengthBits;
    const std::size_t extended = form == kLength16 ? 2 : form == kLength64 ? 8 : 0;
    const std::size_t key = (bytes[kLengthAt] & kMask) != 0 ? sizeof(MaskingKey) : 0;
    return kExtendedAt + extended + key;
  }

  /// Nothing while bytes of the header are missing.
  static std::optional<FrameHeader> parse(Bytes bytes) {
    FrameHeader h;
    h.size = size_of(bytes);
    if (bytes.size() < h.size) return {};
    h.flags = bytes[kFlagsAt];
    h.form = bytes[kLengthAt] & kLengthBits;
    h.masked = (bytes[kLengthAt] & kMask) != 0;
    h.length = h.form == kLength16   ? load_be16(bytes, kExtendedAt)
               : h.form == kLength64 ? load_be64(bytes, kExtendedAt)
                                     : h.form;
    for (std::size_t i = 0; h.masked && i < h.key.size(); ++i) h.key[i] = bytes[h.size - h.key.size() + i];
    return h;
  }

  bool fin() const { return (flags & kFin) != 0; }
  bool rsv1() const { return (flags & kRsv1) != 0; }
  bool rsv2_or_3() const { return (flags & (kRsv2 | kRsv3)) != 0; }
  Opcode opcode() const { return static_cast<Opcode>(flags & kOpcodeBits); }
  bool is_control() const { return (flags & kControlBit) != 0; }
  bool is_continuation() const { return opcode() == Opcode::continuation; }
  /// 3 to 7 and 11 to 15 (RFC 6455 11.8).
  bool is_reserved() const { return (flags & 0x07) > 2; }
  bool is_minimal() const {
    if (form == kLength16) return length >= kLength16;
    return form != kLength64 || length > kLongestLength16;
  }
};

}  // namespace wstrace::websocket
