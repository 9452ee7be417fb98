// Loads in the byte order of the machine that wrote the file, which a magic number tells.
#pragma once

#include "core/bytes.h"

namespace wstrace::capture {

struct ByteOrder {
  bool big = false;

  std::uint16_t load16(Bytes b, std::size_t at) const { return big ? load_be16(b, at) : load_le16(b, at); }
  std::uint32_t load32(Bytes b, std::size_t at) const { return big ? load_be32(b, at) : load_le32(b, at); }
  std::uint64_t load64(Bytes b, std::size_t at) const {
    const std::uint64_t one = load32(b, at);
    const std::uint64_t other = load32(b, at + 4);
    return big ? one << 32 | other : other << 32 | one;
  }
};

}  // namespace wstrace::capture
