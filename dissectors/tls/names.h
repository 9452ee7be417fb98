// The names of TLS's code points, as the IANA registries have them.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/arena.h"
#include "dissectors/tls/wire.h"

namespace wstrace::tls {

/// "TLS 1.3". An unknown code gives "0x7f1c", here and below.
std::string_view version_name(std::uint16_t code, Arena& arena);
/// The same without "TLS": "1.3".
std::string_view version_number(std::uint16_t code, Arena& arena);
/// Of a suite: "TLS_AES_128_GCM_SHA256".
std::string_view cipher_name(std::uint16_t code, Arena& arena);
/// Of a key exchange's group: "x25519".
std::string_view group_name(std::uint16_t code, Arena& arena);
/// "ServerKeyExchange"
std::string_view handshake_name(HandshakeType type, Arena& arena);

/// The names of a list of 16-bit codes, joined by ", "; reserved values (GREASE) are left out.
std::string_view list_names(Bytes codes, std::string_view (*name)(std::uint16_t, Arena&), Arena& arena);

/// "h2, http/1.1": the names of an ALPN list (RFC 7301 3.1), without reserved ones.
std::string_view alpn_names(Bytes list, Arena& arena);

/// "0a1b": as a key log writes it.
std::string_view hex(Bytes bytes, Arena& arena);

}  // namespace wstrace::tls
