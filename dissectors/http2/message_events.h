// The events of requests and answers.
#pragma once

#include "dissectors/http2/stream.h"

namespace wstrace::http2 {

/// The request (c2s) or the answer (s2c), as far as it has come. Once for each message.
void emit_message(Context& ctx, Stream& stream, Direction dir);

/// The stream or its connection ended, by this side, while the request waited for its answer: what that means for its session, and
/// an event where it is news.
void emit_unanswered(Context& ctx, Stream& stream, Direction by);

}  // namespace wstrace::http2
