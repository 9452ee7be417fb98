// QUIC (RFC 9000, RFC 9001; version 2: RFC 9369), recognised and named, not decoded.
//
// Claims a flow of UDP datagrams whose first one is a client's Initial packet that authenticates. Tells the version, the name
// (SNI) and the protocols (ALPN) of its ClientHello, whether the server answered, and why it refused. What follows the
// handshake's first packets is encrypted: it is counted by the host. See README.md.
#pragma once

#include "seam/datagram.h"

namespace wstrace::quic {

/// A client's first Initial, or the Version Negotiation that answers one.
DatagramClaim claim(const Datagram& first);

extern const DissectorDef dissector;

}  // namespace wstrace::quic
