#include "dissectors/tls/record_protection.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/params.h>

#include <algorithm>

#include "dissectors/tls/key_schedule.h"

namespace wstrace::tls {
namespace {

constexpr std::size_t kNonce = 12;
constexpr std::size_t kExplicitNonce = 8;  // RFC 5288 3, RFC 6655 3
constexpr std::size_t kBlock = 16;

const EVP_CIPHER* cipher_of(const Suite& suite) {
  const bool long_key = suite.key_length == 32;
  switch (suite.cipher) {
    case Cipher::gcm: return long_key ? EVP_aes_256_gcm() : EVP_aes_128_gcm();
    case Cipher::ccm:
    case Cipher::ccm_8: return long_key ? EVP_aes_256_ccm() : EVP_aes_128_ccm();
    case Cipher::chacha20_poly1305: return EVP_chacha20_poly1305();
    case Cipher::cbc: return long_key ? EVP_aes_256_cbc() : EVP_aes_128_cbc();
  }
  return nullptr;
}

const char* digest_name(Hash hash) { return hash == Hash::sha1 ? "SHA1" : hash == Hash::sha256 ? "SHA256" : "SHA384"; }

int size_in_int(Bytes bytes) { return static_cast<int>(bytes.size()); }

/// RFC 5246 6.2.3.1 and 6.2.3.3: what is authenticated besides the content.
std::array<std::uint8_t, 13> associated_data(const RecordHeader& header, std::uint64_t number, std::size_t length) {
  std::array<std::uint8_t, 13> data{};
  for (std::size_t i = 0; i < 8; ++i) data[i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
  data[8] = static_cast<std::uint8_t>(header.type);
  data[9] = static_cast<std::uint8_t>(header.version >> 8);
  data[10] = static_cast<std::uint8_t>(header.version);
  data[11] = static_cast<std::uint8_t>(length >> 8);
  data[12] = static_cast<std::uint8_t>(length);
  return data;
}

}  // namespace

bool RecordProtection::start(const Suite& suite, Bytes secret) {
  if (suite.cipher == Cipher::cbc || secret.size() != size_of(suite.hash)) return false;
  std::array<std::uint8_t, 32> key{};
  const std::span<std::uint8_t> used = std::span(key).first(suite.key_length);
  expand_label(suite.hash, secret, "key", used);
  expand_label(suite.hash, secret, "iv", iv_);
  tls13_ = true;
  return start_with_key(suite, used);
}

bool RecordProtection::start(const Suite& suite, Bytes master_secret, Bytes client_random, Bytes server_random,
                             bool of_client, bool encrypt_then_mac) {
  const KeyBlock block = key_block(suite, master_secret, client_random, server_random, of_client);
  iv_ = block.iv;
  tls13_ = false;
  encrypt_then_mac_ = encrypt_then_mac;
  if (!start_with_key(suite, Bytes(block.key).first(suite.key_length))) return false;
  return suite.cipher != Cipher::cbc || set_up_mac(Bytes(block.mac).first(size_of(suite.mac)));
}

bool RecordProtection::start_with_key(const Suite& suite, Bytes key) {
  suite_ = suite;
  cipher_.reset(EVP_CIPHER_CTX_new());
  EVP_CIPHER_CTX* const ctx = cipher_.get();
  bool good = ctx != nullptr && EVP_DecryptInit_ex(ctx, cipher_of(suite), nullptr, nullptr, nullptr) == 1;
  if (suite.cipher != Cipher::cbc) {
    good = good && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, kNonce, nullptr) == 1;
  }
  if (suite.cipher == Cipher::ccm || suite.cipher == Cipher::ccm_8) {
    const int tag = suite.cipher == Cipher::ccm ? 16 : 8;
    good = good && EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, tag, nullptr) == 1;
  }
  good = good && EVP_DecryptInit_ex(ctx, nullptr, nullptr, key.data(), nullptr) == 1;
  if (good && suite.cipher == Cipher::cbc) EVP_CIPHER_CTX_set_padding(ctx, 0);
  if (!good) cipher_.reset();
  return good;
}

bool RecordProtection::set_up_mac(Bytes key) {
  EVP_MAC* const hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  mac_.reset(hmac != nullptr ? EVP_MAC_CTX_new(hmac) : nullptr);
  EVP_MAC_free(hmac);
  // OpenSSL takes the name as a string that it could write to, and does not.
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(digest_name(suite_.mac)), 0),
      OSSL_PARAM_construct_end()};
  if (mac_ == nullptr || EVP_MAC_init(mac_.get(), key.data(), key.size(), params) != 1) cipher_.reset();
  return ready();
}

std::optional<Bytes> RecordProtection::open(const RecordHeader& header, Bytes fragment, std::uint64_t number,
                                            std::vector<std::uint8_t>& room) {
  if (!ready()) return std::nullopt;
  if (room.size() < fragment.size() + kBlock) room.resize(fragment.size() + kBlock);
  return suite_.cipher == Cipher::cbc ? open_cbc(header, fragment, number, room)
                                      : open_aead(header, fragment, number, room);
}

/// Takes the part of the nonce that a record of TLS 1.2 brings off its front.
std::array<std::uint8_t, 12> RecordProtection::nonce_of(std::uint64_t number, Bytes& fragment) const {
  std::array<std::uint8_t, kNonce> nonce = iv_;
  if (has_explicit_nonce()) {
    std::copy_n(fragment.begin(), kExplicitNonce, nonce.begin() + (kNonce - kExplicitNonce));
    fragment = fragment.subspan(kExplicitNonce);
    return nonce;
  }
  // RFC 8446 5.3, RFC 7905 2.
  for (std::size_t i = 0; i < 8; ++i) nonce[kNonce - 1 - i] ^= static_cast<std::uint8_t>(number >> (8 * i));
  return nonce;
}

std::optional<Bytes> RecordProtection::open_aead(const RecordHeader& header, Bytes fragment, std::uint64_t number,
                                                 std::vector<std::uint8_t>& room) {
  if (fragment.size() < (has_explicit_nonce() ? kExplicitNonce : 0) + tag_length()) return std::nullopt;
  const std::array<std::uint8_t, kNonce> nonce = nonce_of(number, fragment);
  const std::array<std::uint8_t, 13> data12 = associated_data(header, number, fragment.size() - tag_length());
  const std::array<std::uint8_t, kRecordHeader> data13 = {data12[8], data12[9], data12[10],
                                                          static_cast<std::uint8_t>(header.length >> 8),
                                                          static_cast<std::uint8_t>(header.length)};
  return open_sealed(nonce, tls13_ ? Bytes(data13) : Bytes(data12), fragment, room);
}

std::optional<Bytes> RecordProtection::open_sealed(const std::array<std::uint8_t, kNonce>& nonce, Bytes data,
                                                   Bytes sealed, std::vector<std::uint8_t>& room) {
  if (!ready() || sealed.size() < tag_length()) return std::nullopt;
  const Bytes text = sealed.first(sealed.size() - tag_length());
  const Bytes tag = sealed.last(tag_length());
  if (room.size() < sealed.size()) room.resize(sealed.size());
  EVP_CIPHER_CTX* const ctx = cipher_.get();
  const bool ccm = suite_.cipher == Cipher::ccm || suite_.cipher == Cipher::ccm_8;
  int n = 0;
  if (EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, static_cast<int>(tag.size()),
                          const_cast<std::uint8_t*>(tag.data())) != 1 ||
      EVP_DecryptInit_ex(ctx, nullptr, nullptr, nullptr, nonce.data()) != 1)
    return std::nullopt;
  if (ccm && EVP_DecryptUpdate(ctx, nullptr, &n, nullptr, size_in_int(text)) != 1) return std::nullopt;
  if (EVP_DecryptUpdate(ctx, nullptr, &n, data.data(), size_in_int(data)) != 1) return std::nullopt;
  if (EVP_DecryptUpdate(ctx, room.data(), &n, text.data(), size_in_int(text)) != 1) return std::nullopt;
  if (!ccm && EVP_DecryptFinal_ex(ctx, room.data() + n, &n) != 1) return std::nullopt;
  return Bytes(room).first(text.size());
}

/// RFC 5246 6.2.3.2, and with the MAC outside RFC 7366 3.
std::optional<Bytes> RecordProtection::open_cbc(const RecordHeader& header, Bytes fragment, std::uint64_t number,
                                                std::vector<std::uint8_t>& room) {
  const std::size_t mac_length = size_of(suite_.mac);
  if (encrypt_then_mac_) {
    if (fragment.size() < mac_length) return std::nullopt;
    const Bytes text = fragment.first(fragment.size() - mac_length);
    if (!mac_fits(header, number, text, fragment.last(mac_length))) return std::nullopt;
    return decrypt_cbc(text, room);
  }
  const auto content = decrypt_cbc(fragment, room);
  if (!content || content->size() < mac_length) return std::nullopt;
  const Bytes text = content->first(content->size() - mac_length);
  return mac_fits(header, number, text, content->last(mac_length)) ? std::optional(text) : std::nullopt;
}

/// Without its IV and its padding.
std::optional<Bytes> RecordProtection::decrypt_cbc(Bytes fragment, std::vector<std::uint8_t>& room) {
  if (fragment.size() < 2 * kBlock || fragment.size() % kBlock != 0) return std::nullopt;
  const Bytes text = fragment.subspan(kBlock);
  EVP_CIPHER_CTX* const ctx = cipher_.get();
  int n = 0;
  if (EVP_DecryptInit_ex(ctx, nullptr, nullptr, nullptr, fragment.data()) != 1 ||
      EVP_DecryptUpdate(ctx, room.data(), &n, text.data(), size_in_int(text)) != 1)
    return std::nullopt;
  const std::size_t padding = std::size_t{room[text.size() - 1]} + 1;
  if (padding > text.size()) return std::nullopt;
  return Bytes(room).first(text.size() - padding);
}

bool RecordProtection::mac_fits(const RecordHeader& header, std::uint64_t number, Bytes content, Bytes mac) {
  const std::array<std::uint8_t, 13> data = associated_data(header, number, content.size());
  std::array<std::uint8_t, 64> own{};
  std::size_t length = 0;
  EVP_MAC_CTX* const ctx = mac_.get();
  // Without a key: once more with the one that it has.
  const bool good = EVP_MAC_init(ctx, nullptr, 0, nullptr) == 1 && EVP_MAC_update(ctx, data.data(), data.size()) == 1 &&
                    EVP_MAC_update(ctx, content.data(), content.size()) == 1 &&
                    EVP_MAC_final(ctx, own.data(), &length, own.size()) == 1;
  return good && length == mac.size() && CRYPTO_memcmp(own.data(), mac.data(), length) == 0;
}

}  // namespace wstrace::tls
