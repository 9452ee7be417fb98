// TLS (RFC 8446 and RFC 5246): the handshake as far as it is readable, alerts, and how much was encrypted.
//
// Claims a TCP stream that begins with a ClientHello (or, when that was not captured, a ServerHello), and one whose
// middle is a chain of records. Messages of the handshake are joined across records; certificates are read by
// OpenSSL's libcrypto. A handshake that failed makes the connection a session of its own, with the reason.
// See README.md for what is left out.
#pragma once

#include "seam/dissector.h"

namespace wstrace::tls {

extern const DissectorDef dissector;

}  // namespace wstrace::tls
