// Protects records as a side of TLS does, with AES-128-GCM: what the decryption under test has to open.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstdint>
#include <string>

#include "dissectors/tls/key_schedule.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls {

/// The cipher text with its tag behind it. `key` has 16 bytes, `nonce` 12.
inline std::string aes_128_gcm(Bytes key, Bytes nonce, const std::string& data, const std::string& text) {
  std::string out(text.size() + 16, '\0');
  auto* const to = reinterpret_cast<unsigned char*>(out.data());
  int n = 0;
  EVP_CIPHER_CTX* const ctx = EVP_CIPHER_CTX_new();
  EVP_EncryptInit_ex(ctx, EVP_aes_128_gcm(), nullptr, key.data(), nonce.data());
  EVP_EncryptUpdate(ctx, nullptr, &n, as_bytes(data).data(), static_cast<int>(data.size()));
  EVP_EncryptUpdate(ctx, to, &n, as_bytes(text).data(), static_cast<int>(text.size()));
  EVP_EncryptFinal_ex(ctx, to + n, &n);
  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, 16, to + text.size());
  EVP_CIPHER_CTX_free(ctx);
  return out;
}

/// A record of TLS 1.3 (RFC 8446 5.2) with TLS_AES_128_GCM_SHA256, by a traffic secret.
inline std::string protected13(const std::string& secret, std::uint64_t record_number, int type,
                               const std::string& content) {
  using wstrace::tls::Hash;
  std::array<std::uint8_t, 16> key{};
  std::array<std::uint8_t, 12> nonce{};
  wstrace::tls::expand_label(Hash::sha256, as_bytes(secret), "key", key);
  wstrace::tls::expand_label(Hash::sha256, as_bytes(secret), "iv", nonce);
  for (std::size_t i = 0; i < 8; ++i) nonce[11 - i] ^= static_cast<std::uint8_t>(record_number >> (8 * i));
  const std::string inner = content + number(static_cast<std::size_t>(type), 1);
  const std::string header = number(23, 1) + number(0x0303, 2) + number(inner.size() + 16, 2);
  return header + aes_128_gcm(key, nonce, header, inner);
}

/// A record of TLS 1.2 (RFC 5246 6.2.3.3, RFC 5288 3) with TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256.
inline std::string protected12(const wstrace::tls::KeyBlock& keys, std::uint64_t record_number, int type,
                               const std::string& content) {
  const std::string explicit_nonce = number(record_number, 8);
  const std::string nonce = std::string(as_text(keys.iv)).substr(0, 4) + explicit_nonce;
  const std::string head = number(static_cast<std::size_t>(type), 1) + number(0x0303, 2);
  const std::string data = number(record_number, 8) + head + number(content.size(), 2);
  return record(type, explicit_nonce + aes_128_gcm(Bytes(keys.key).first(16), as_bytes(nonce), data, content));
}

}  // namespace wstrace::test::tls
