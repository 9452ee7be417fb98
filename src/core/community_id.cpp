// The specification's pseudo-packet, hashed: seed, lower and higher address, protocol, padding, lower and higher port.
#include "core/community_id.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace wstrace {
namespace {

constexpr std::uint8_t kTcp = 6;  // IANA's protocol number
constexpr std::size_t kSha1Size = 20;

void put16(std::vector<std::uint8_t>& out, std::uint16_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8));
  out.push_back(static_cast<std::uint8_t>(value));
}

void put(std::vector<std::uint8_t>& out, const IpAddress& address) {
  const std::span bytes(address.bytes);
  const auto used = bytes.first(address.v6 ? 16 : 4);
  out.insert(out.end(), used.begin(), used.end());
}

}  // namespace

std::string community_id(const Endpoint& one, const Endpoint& other) {
  const auto& [low, high] = std::minmax(one, other);
  std::vector<std::uint8_t> input;
  put16(input, 0);  // the seed
  put(input, low.address);
  put(input, high.address);
  input.push_back(kTcp);
  input.push_back(0);
  put16(input, low.port);
  put16(input, high.port);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(input.data(), input.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1) return {};
  // 4 characters per 3 bytes, and the NUL that EVP_EncodeBlock adds.
  std::array<unsigned char, (kSha1Size + 2) / 3 * 4 + 1> text{};
  const int written = EVP_EncodeBlock(text.data(), digest.data(), kSha1Size);
  return "1:" + std::string(text.begin(), text.begin() + written);
}

}  // namespace wstrace
