// From secrets to keys: TLS 1.3 (RFC 8446 7) and TLS 1.2 (RFC 5246 5, 6.3).
#pragma once

#include <array>
#include <span>
#include <string_view>
#include <vector>

#include "dissectors/tls/suites.h"
#include "dissectors/tls/wire.h"

namespace wstrace::tls {

/// HKDF-Extract (RFC 5869 2.2).
std::vector<std::uint8_t> extract(Hash hash, Bytes salt, Bytes material);

/// HKDF-Expand-Label without a context; `out` is not longer than the hash.
void expand_label(Hash hash, Bytes secret, std::string_view label, std::span<std::uint8_t> out);

/// The secret that follows a KeyUpdate.
std::vector<std::uint8_t> next_secret(Hash hash, Bytes secret);

/// One direction's part of TLS 1.2's key block.
struct KeyBlock {
  std::array<std::uint8_t, 48> mac{};
  std::array<std::uint8_t, 32> key{};
  std::array<std::uint8_t, 12> iv{};
};

KeyBlock key_block(const Suite& suite, Bytes master_secret, Bytes client_random, Bytes server_random, bool of_client);

/// Bytes of a fixed IV in the key block: none where each record brings its own (CBC).
std::size_t fixed_iv_length(const Suite& suite);

}  // namespace wstrace::tls
