// The Internet checksum (RFC 1071): a sum of 16-bit words with the carries added in.
#pragma once

#include <cstdint>

#include "core/bytes.h"

namespace wstrace {

/// Not folded yet, so that sums of several parts can be added. An odd last byte is the upper half of a word, so only the
/// last part may have one.
std::uint64_t sum16(Bytes bytes);

constexpr std::uint16_t folded(std::uint64_t sum) {
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(sum);
}

/// Do bytes that hold their own checksum agree with it?
inline bool checksum_is_right(Bytes bytes) { return folded(sum16(bytes)) == 0xffff; }

}  // namespace wstrace
