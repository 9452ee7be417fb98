// The cipher suites that records can be opened of: which cipher, and which hash.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wstrace::tls {

enum class Cipher : std::uint8_t { gcm, ccm, ccm_8, chacha20_poly1305, cbc };
enum class Hash : std::uint8_t { sha1, sha256, sha384 };

struct Suite {
  std::uint16_t code = 0;
  Cipher cipher = Cipher::gcm;
  std::uint8_t key_length = 0;
  Hash hash = Hash::sha256;  ///< of the key schedule
  Hash mac = Hash::sha256;   ///< of each record, where the cipher does not authenticate by itself (CBC)
};

/// Null for a suite that is not read.
const Suite* find_suite(std::uint16_t code);

std::size_t size_of(Hash hash);

}  // namespace wstrace::tls
