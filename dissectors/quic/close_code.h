// Why a connection is closed (RFC 9000 20.1): the transport's error codes, and TLS alerts among them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/arena.h"

namespace wstrace::quic {

inline constexpr std::uint64_t kNoError = 0x00;
inline constexpr std::uint64_t kConnectionRefused = 0x02;
inline constexpr std::uint64_t kFirstCryptoError = 0x0100;
inline constexpr std::uint64_t kLastCryptoError = 0x01ff;

/// CRYPTO_ERROR: its low byte is a TLS alert (RFC 9001 4.8).
inline constexpr bool is_tls_alert(std::uint64_t code) { return code >= kFirstCryptoError && code <= kLastCryptoError; }

/// The client's verdict on a certificate (RFC 8446 6.2: bad_certificate to unknown_ca).
bool is_about_certificate(std::uint64_t code);

/// "CONNECTION_REFUSED", "TLS alert handshake_failure"; an unknown one gives "0x1234".
std::string_view close_name(std::uint64_t code, Arena& arena);

}  // namespace wstrace::quic
