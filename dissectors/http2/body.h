// The body of a request or an answer: decoded while its DATA goes by, and given to the layer that claims the exchange.
#pragma once

#include <cstddef>

#include "dissectors/http2/stream.h"

namespace wstrace::http2 {

/// The body's content is decoded from here on (its head is known), and its first `most` bytes are kept.
void want_body(Context& ctx, HttpMessage& message, std::size_t most);

/// The body of the message that this side sends is over: whoever claims the exchange gets it. Where it was not wanted, it is empty.
void give_body(Context& ctx, Stream& stream, Direction dir);

}  // namespace wstrace::http2
