// HTTP/1.0 and HTTP/1.1 (RFC 9110, RFC 9112): requests, responses, and the upgrade to what follows them.
//
//   c2s  request ▸ request ▸ request + Upgrade ▸ (waits) ─┐
//   s2c  response ▸ response ▸ 101 ───────────────────────┴─▸ hand-over to the protocol that was agreed on
//
// Claims a stream whose first bytes are a request line or a status line, or whose ALPN name is http/1.1. Emits
// `request` and `response` when the message is whole, so that `length` is the true one; a message without a body at
// once. Bodies are not kept. See README.md for what is left out.
#pragma once

#include "seam/dissector.h"

namespace wstrace::http {

extern const DissectorDef dissector;

}  // namespace wstrace::http
