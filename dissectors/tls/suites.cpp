#include "dissectors/tls/suites.h"

#include <array>

namespace wstrace::tls {
namespace {

constexpr std::uint8_t k128 = 16;
constexpr std::uint8_t k256 = 32;

/// Suites that differ in the key exchange and the certificate alone are one to us.
constexpr std::array kSuites = std::to_array<Suite>({
    {0x1301, Cipher::gcm, k128, Hash::sha256},
    {0x1302, Cipher::gcm, k256, Hash::sha384},
    {0x1303, Cipher::chacha20_poly1305, k256, Hash::sha256},
    {0x1304, Cipher::ccm, k128, Hash::sha256},
    {0x1305, Cipher::ccm_8, k128, Hash::sha256},
    {0x009c, Cipher::gcm, k128, Hash::sha256},
    {0x009e, Cipher::gcm, k128, Hash::sha256},
    {0x00a2, Cipher::gcm, k128, Hash::sha256},
    {0xc02b, Cipher::gcm, k128, Hash::sha256},
    {0xc02f, Cipher::gcm, k128, Hash::sha256},
    {0x009d, Cipher::gcm, k256, Hash::sha384},
    {0x009f, Cipher::gcm, k256, Hash::sha384},
    {0x00a3, Cipher::gcm, k256, Hash::sha384},
    {0xc02c, Cipher::gcm, k256, Hash::sha384},
    {0xc030, Cipher::gcm, k256, Hash::sha384},
    {0xcca8, Cipher::chacha20_poly1305, k256, Hash::sha256},
    {0xcca9, Cipher::chacha20_poly1305, k256, Hash::sha256},
    {0xccaa, Cipher::chacha20_poly1305, k256, Hash::sha256},
    {0xc09c, Cipher::ccm, k128, Hash::sha256},
    {0xc09e, Cipher::ccm, k128, Hash::sha256},
    {0xc0ac, Cipher::ccm, k128, Hash::sha256},
    {0xc09d, Cipher::ccm, k256, Hash::sha256},
    {0xc09f, Cipher::ccm, k256, Hash::sha256},
    {0xc0ad, Cipher::ccm, k256, Hash::sha256},
    {0xc0a0, Cipher::ccm_8, k128, Hash::sha256},
    {0xc0a2, Cipher::ccm_8, k128, Hash::sha256},
    {0xc0ae, Cipher::ccm_8, k128, Hash::sha256},
    {0xc0a1, Cipher::ccm_8, k256, Hash::sha256},
    {0xc0a3, Cipher::ccm_8, k256, Hash::sha256},
    {0xc0af, Cipher::ccm_8, k256, Hash::sha256},
    {0x002f, Cipher::cbc, k128, Hash::sha256, Hash::sha1},
    {0x0032, Cipher::cbc, k128, Hash::sha256, Hash::sha1},
    {0x0033, Cipher::cbc, k128, Hash::sha256, Hash::sha1},
    {0xc009, Cipher::cbc, k128, Hash::sha256, Hash::sha1},
    {0xc013, Cipher::cbc, k128, Hash::sha256, Hash::sha1},
    {0x0035, Cipher::cbc, k256, Hash::sha256, Hash::sha1},
    {0x0038, Cipher::cbc, k256, Hash::sha256, Hash::sha1},
    {0x0039, Cipher::cbc, k256, Hash::sha256, Hash::sha1},
    {0xc00a, Cipher::cbc, k256, Hash::sha256, Hash::sha1},
    {0xc014, Cipher::cbc, k256, Hash::sha256, Hash::sha1},
    {0x003c, Cipher::cbc, k128, Hash::sha256, Hash::sha256},
    {0x0040, Cipher::cbc, k128, Hash::sha256, Hash::sha256},
    {0x0067, Cipher::cbc, k128, Hash::sha256, Hash::sha256},
    {0xc023, Cipher::cbc, k128, Hash::sha256, Hash::sha256},
    {0xc027, Cipher::cbc, k128, Hash::sha256, Hash::sha256},
    {0x003d, Cipher::cbc, k256, Hash::sha256, Hash::sha256},
    {0x006a, Cipher::cbc, k256, Hash::sha256, Hash::sha256},
    {0x006b, Cipher::cbc, k256, Hash::sha256, Hash::sha256},
    {0xc024, Cipher::cbc, k256, Hash::sha384, Hash::sha384},
    {0xc028, Cipher::cbc, k256, Hash::sha384, Hash::sha384},
});

}  // namespace

const Suite* find_suite(std::uint16_t code) {
  for (const Suite& suite : kSuites)
    if (suite.code == code) return &suite;
  return nullptr;
}

std::size_t size_of(Hash hash) {
  switch (hash) {
    case Hash::sha1: return 20;
    case Hash::sha256: return 32;
    case Hash::sha384: return 48;
  }
  return 0;
}

}  // namespace wstrace::tls
