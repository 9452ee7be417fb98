#include "dissectors/tls/key_schedule.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>

namespace wstrace::tls {
namespace {

using Block = std::vector<std::uint8_t>;

const EVP_MD* digest_of(Hash hash) {
  switch (hash) {
    case Hash::sha1: return EVP_sha1();
    case Hash::sha256: return EVP_sha256();
    case Hash::sha384: return EVP_sha384();
  }
  return EVP_sha256();
}

Block hmac(Hash hash, Bytes key, Bytes data) {
  Block out(size_of(hash));
  unsigned length = 0;
  HMAC(digest_of(hash), key.data(), static_cast<int>(key.size()), data.data(), data.size(), out.data(), &length);
  return out;
}

void append(Block& to, Bytes more) { to.insert(to.end(), more.begin(), more.end()); }

/// RFC 5246 5: P_hash.
Block expand12(Hash hash, Bytes secret, Bytes seed, std::size_t length) {
  Block out;
  Block a(seed.begin(), seed.end());
  while (out.size() < length) {
    a = hmac(hash, secret, a);
    Block input = a;
    append(input, seed);
    append(out, hmac(hash, secret, input));
  }
  out.resize(length);
  return out;
}

}  // namespace

std::vector<std::uint8_t> extract(Hash hash, Bytes salt, Bytes material) { return hmac(hash, salt, material); }

/// RFC 8446 7.1. One block of HKDF-Expand (RFC 5869 2.3) is enough for all that is asked of it.
void expand_label(Hash hash, Bytes secret, std::string_view label, std::span<std::uint8_t> out) {
  constexpr std::string_view kPrefix = "tls13 ";
  Block info = {0, static_cast<std::uint8_t>(out.size()), static_cast<std::uint8_t>(kPrefix.size() + label.size())};
  append(info, as_bytes(kPrefix));
  append(info, as_bytes(label));
  info.push_back(0);  // no context
  info.push_back(1);  // the block's number
  const Block block = hmac(hash, secret, info);
  std::copy_n(block.begin(), std::min(out.size(), block.size()), out.begin());
}

std::vector<std::uint8_t> next_secret(Hash hash, Bytes secret) {
  Block next(size_of(hash));
  expand_label(hash, secret, "traffic upd", next);
  return next;
}

std::size_t fixed_iv_length(const Suite& suite) {
  if (suite.cipher == Cipher::cbc) return 0;
  return suite.cipher == Cipher::chacha20_poly1305 ? 12 : 4;  // RFC 7905 2, RFC 5288 3
}

KeyBlock key_block(const Suite& suite, Bytes master_secret, Bytes client_random, Bytes server_random, bool of_client) {
  Block seed;
  append(seed, as_bytes("key expansion"));
  append(seed, server_random);
  append(seed, client_random);
  const std::size_t mac = suite.cipher == Cipher::cbc ? size_of(suite.mac) : 0;
  const std::size_t iv = fixed_iv_length(suite);
  const Block all = expand12(suite.hash, master_secret, seed, 2 * (mac + suite.key_length + iv));
  KeyBlock block;
  Reader reader(all);
  const auto take = [&](std::size_t length, std::span<std::uint8_t> out) {
    const Bytes client = reader.take(length);
    const Bytes server = reader.take(length);
    const Bytes mine = of_client ? client : server;
    std::copy(mine.begin(), mine.end(), out.begin());
  };
  take(mac, block.mac);
  take(suite.key_length, block.key);
  take(iv, block.iv);
  return block;
}

}  // namespace wstrace::tls
