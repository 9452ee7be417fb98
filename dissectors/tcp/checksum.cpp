#include "dissectors/tcp/checksum.h"

#include "core/checksum.h"

namespace wstrace::tcp {
namespace {

constexpr std::uint16_t kProtocol = 6;

std::uint64_t pseudo_header_sum(const IpAddress& from, const IpAddress& to, std::size_t length) {
  const std::size_t n = from.v6 ? 16 : 4;
  return sum16(Bytes(from.bytes).first(n)) + sum16(Bytes(to.bytes).first(n)) + kProtocol + (length >> 16) +
         (length & 0xffff);
}

}  // namespace

bool checksum_is_right(Bytes segment, const IpAddress& from, const IpAddress& to) {
  return folded(pseudo_header_sum(from, to, segment.size()) + sum16(segment)) == 0xffff;
}

bool checksum_is_partial(std::uint16_t checksum, const IpAddress& from, const IpAddress& to, std::size_t length) {
  return checksum == folded(pseudo_header_sum(from, to, length)) || checksum == folded(pseudo_header_sum(from, to, 0));
}

}  // namespace wstrace::tcp
