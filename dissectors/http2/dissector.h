// HTTP/2 (RFC 9113) with WebSockets in its streams (RFC 8441): frames, heads, requests and answers.
//
// Claims what was negotiated as h2 (ALPN) or h2c (HTTP/1.1's Upgrade), what begins with the client's preface, and in the
// middle of a connection what frames prove by themselves. Each stream is an exchange of its own, with a session of its own;
// what an extended CONNECT opens goes up like the bytes behind a 101. See README.md for what is left out.
#pragma once

#include "seam/dissector.h"

namespace wstrace::http2 {

extern const DissectorDef dissector;

}  // namespace wstrace::http2
