// QUIC packets by hand, for dialogues: frames, headers, and what protects them. Uses libcrypto's own HKDF, so that nothing here
// rests on the code under test; quic_protection_test.cpp holds it against the specifications' examples.
#pragma once

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <string>
#include <string_view>
#include <vector>

#include "support/dialogue.h"
#include "tls_records.h"

namespace wstrace::test::quic {

using tls::number;

inline const std::string kDestination = from_hex("8394c8f03e515708");
inline const std::string kSource = from_hex("c0ffee");
inline const std::string kServerId = from_hex("5e7ec7ed1d");

/// In as few bytes as possible, or in `width`.
inline std::string varint(std::uint64_t value, std::size_t width = 0) {
  if (width == 0) width = value < 64 ? 1 : value < 16384 ? 2 : value < (1U << 30) ? 4 : 8;
  std::string out;
  for (std::size_t i = width; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xff);
  out[0] = static_cast<char>(out[0] | (width == 1 ? 0 : width == 2 ? 0x40 : width == 4 ? 0x80 : 0xc0));
  return out;
}

inline std::string with_length(std::string_view bytes) { return varint(bytes.size()) + std::string(bytes); }

// ---- frames

inline std::string padding(std::size_t n) { return std::string(n, '\0'); }
inline std::string ping() { return "\x01"; }
inline std::string ack(std::uint64_t number) { return "\x02" + varint(number) + varint(0) + varint(0) + varint(0); }
inline std::string crypto(std::uint64_t offset, std::string_view data) {
  return "\x06" + varint(offset) + with_length(data);
}
inline std::string connection_close(std::uint64_t code, std::string_view reason = {}) {
  return "\x1c" + varint(code) + varint(0) + with_length(reason);
}

/// A ClientHello for this name that offers HTTP/3.
inline std::string hello(const std::string& name) {
  return tls::client_hello(tls::sni(name) + tls::versions() + tls::alpn("h3"));
}

// ---- versions

struct Version {
  std::uint32_t number;
  std::string salt;
  std::string label;
  unsigned initial;  ///< the type's two bits
  unsigned handshake;
  unsigned retry;
};

inline const Version kVersion1 = {1, from_hex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), "quic ", 0, 2, 3};
inline const Version kVersion2 = {0x6b3343cf, from_hex("0dede3def700a6db819381be6e269dcbf9bd2ed9"), "quicv2 ", 1, 3, 0};
inline const Version kDraft29 = {0xff00001d, from_hex("afbfec289993d24c9e9786f19c6111e04390a899"), "quic ", 0, 2, 3};

// ---- protection

inline std::string hkdf(int mode, const std::string& key, const std::string& other, std::size_t size) {
  EVP_KDF* const kdf = EVP_KDF_fetch(nullptr, "HKDF", nullptr);
  EVP_KDF_CTX* const ctx = EVP_KDF_CTX_new(kdf);
  std::string digest = "SHA256";
  std::string key_copy = key;
  std::string other_copy = other;
  const char* const what = mode == EVP_KDF_HKDF_MODE_EXTRACT_ONLY ? OSSL_KDF_PARAM_SALT : OSSL_KDF_PARAM_INFO;
  const OSSL_PARAM params[] = {OSSL_PARAM_construct_int(OSSL_KDF_PARAM_MODE, &mode),
                               OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
                               OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, key_copy.data(), key_copy.size()),
                               OSSL_PARAM_construct_octet_string(what, other_copy.data(), other_copy.size()),
                               OSSL_PARAM_construct_end()};
  std::string out(size, '\0');
  EVP_KDF_derive(ctx, reinterpret_cast<unsigned char*>(out.data()), size, params);
  EVP_KDF_CTX_free(ctx);
  EVP_KDF_free(kdf);
  return out;
}

inline std::string expand_label(const std::string& secret, const std::string& label, std::size_t size) {
  const std::string full = "tls13 " + label;
  const std::string info = number(size, 2) + tls::vector(1, full) + number(0, 1);
  return hkdf(EVP_KDF_HKDF_MODE_EXPAND_ONLY, secret, info, size);
}

inline const unsigned char* bytes_of(const std::string& s) { return reinterpret_cast<const unsigned char*>(s.data()); }

inline std::string encrypted(const EVP_CIPHER* cipher, const std::string& key, const std::string& nonce,
                             const std::string& data, const std::string& text) {
  const bool sealed = !nonce.empty();
  EVP_CIPHER_CTX* const ctx = EVP_CIPHER_CTX_new();
  std::string out(text.size() + 32, '\0');
  auto* const to = reinterpret_cast<unsigned char*>(out.data());
  int n = 0;
  EVP_EncryptInit_ex(ctx, cipher, nullptr, bytes_of(key), sealed ? bytes_of(nonce) : nullptr);
  if (sealed) EVP_EncryptUpdate(ctx, nullptr, &n, bytes_of(data), static_cast<int>(data.size()));
  EVP_EncryptUpdate(ctx, to, &n, bytes_of(text), static_cast<int>(text.size()));
  if (sealed) EVP_EncryptFinal_ex(ctx, to + n, &n);
  if (sealed) EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, 16, to + text.size());
  EVP_CIPHER_CTX_free(ctx);
  out.resize(text.size() + (sealed ? 16 : 0));
  return out;
}

/// Protects a packet: `head` as it is without protection, up to the packet number in four bytes or fewer.
inline std::string protect(const Version& version, const std::string& id, bool by_client, std::string head,
                           std::uint64_t packet_number, const std::string& payload) {
  const std::string initial = hkdf(EVP_KDF_HKDF_MODE_EXTRACT_ONLY, id, version.salt, 32);
  const std::string secret = expand_label(initial, by_client ? "client in" : "server in", 32);
  std::string nonce = expand_label(secret, version.label + "iv", 12);
  for (std::size_t i = 0; i < 8; ++i)
    nonce[11 - i] = static_cast<char>(nonce[11 - i] ^ (packet_number >> (8 * i) & 0xff));
  const std::string key = expand_label(secret, version.label + "key", 16);
  const std::string body = encrypted(EVP_aes_128_gcm(), key, nonce, head, payload);
  const std::size_t width = (static_cast<unsigned>(head[0]) & 3) + 1;
  const std::string mask = encrypted(EVP_aes_128_ecb(), expand_label(secret, version.label + "hp", 16), "", "",
                                     (body + std::string(20, '\0')).substr(4 - width, 16));
  head[0] = static_cast<char>(head[0] ^ (mask[0] & 0x0f));
  for (std::size_t i = 0; i < width; ++i) {
    char& byte = head[head.size() - width + i];
    byte = static_cast<char>(byte ^ mask[1 + i]);
  }
  return head + body;
}

// ---- packets

struct Header {
  Version version = kVersion1;
  std::string destination = kDestination;
  std::string source = kSource;
  std::string token = {};
  std::string keys_id = kDestination;
  bool by_client = true;
  std::uint64_t number = 0;
};

inline std::string long_head(std::uint32_t version, unsigned type, const std::string& destination,
                             const std::string& source) {
  return std::string(1, static_cast<char>(0xc0 | type << 4)) + number(version, 4) + tls::vector(1, destination) +
         tls::vector(1, source);
}

inline std::string initial(const std::string& payload, const Header& h = {}) {
  std::string head = long_head(h.version.number, h.version.initial, h.destination, h.source);
  head[0] = static_cast<char>(head[0] | 1);  // a packet number of two bytes
  head += with_length(h.token) + varint(payload.size() + 2 + 16, 2) + number(h.number, 2);
  return protect(h.version, h.keys_id, h.by_client, head, h.number, payload);
}

/// The same, with PADDING so that the datagram has the size that a client's must have.
inline std::string padded_initial(const std::string& payload, const Header& h = {}) {
  const std::size_t size = initial(payload, h).size();
  return initial(payload + padding(size < 1200 ? 1200 - size : 0), h);
}

/// Of which nobody without keys sees more than the header.
inline std::string handshake(const std::string& destination, const std::string& source, const Version& v = kVersion1) {
  return long_head(v.number, v.handshake, destination, source) + varint(40, 2) + std::string(40, 'x');
}

inline std::string short_packet(const std::string& destination) { return "\x41" + destination + std::string(30, 'x'); }

inline std::string negotiation(const std::string& destination, const std::string& source,
                               const std::vector<std::uint32_t>& versions) {
  std::string out = long_head(0, 0, destination, source);
  for (const std::uint32_t each : versions) out += number(each, 4);
  return out;
}

}  // namespace wstrace::test::quic
