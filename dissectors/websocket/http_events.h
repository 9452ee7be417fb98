// The events of HTTP where a frame is expected (http_text.h).
#pragma once

#include "dissectors/websocket/lane.h"
#include "model/event.h"
#include "seam/context.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// `text` is the response or the request, which begins as one: nothing that comes in this direction now is a frame, and that
/// explains what the other side makes of it. `opened_at`: when the WebSocket was. `inferred`: nothing but its bytes says that the
/// stream is one, so this says that it is none, and nobody is to blame.
void emit_http(Context& ctx, Lane& lane, Window text, Time opened_at, bool inferred);

}  // namespace wstrace::websocket
