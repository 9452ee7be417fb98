#include "core/checksum.h"

namespace wstrace {

std::uint64_t sum16(Bytes bytes) {
  std::uint64_t sum = 0;
  std::size_t i = 0;
  // 32 bits at a time: the carries of 2^32 words fit into the sum.
  for (; i + 4 <= bytes.size(); i += 4) sum += load_be32(bytes, i);
  for (; i + 2 <= bytes.size(); i += 2) sum += load_be16(bytes, i);
  if (i < bytes.size()) sum += std::uint64_t{bytes[i]} << 8;
  return sum;
}

}  // namespace wstrace
