// What a CONNECT opens in its stream (RFC 9113 8.5): with a protocol, a WebSocket (RFC 8441). The request, the answer that accepts
// or refuses it, and what DATA alone shows.
#pragma once

#include <string>
#include <string_view>

#include "core/bytes.h"
#include "dissectors/http/upgrade.h"
#include "dissectors/http2/stream.h"

namespace wstrace::http2 {

/// Of an extended CONNECT, whose method, target and protocol the stream has: what it asks for.
http::UpgradeRequest upgrade_request(Stream& stream);

/// The answer's head has come, with a status of 2xx: reports it, and hands the stream over to what was agreed on.
void open_tunnel(Context& ctx, Stream& stream);

/// The answer's head has come, with another status: what the WebSocket's session ends with. The answer is not reported yet.
void refuse_tunnel(Context& ctx, Stream& stream);

/// DATA of a stream whose heads are not known: true when it shows a WebSocket's frames. Then the stream is handed over.
bool infer_tunnel(Context& ctx, Stream& stream, Direction dir, Bytes content);

}  // namespace wstrace::http2
