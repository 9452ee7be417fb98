// Keys by which the two sides of a proxy find each other (Context::pair_session) where Sec-WebSocket-Key does not tell:
// the head of one of the client's frames, with its random masking key. Such a key is compared as the frame comes, so
// the side that is asked first is the near one.
#pragma once

#include <string_view>

namespace wstrace {

/// No Sec-WebSocket-Key has a colon (base64).
inline constexpr std::string_view kFrameKey = "frame:";

}  // namespace wstrace
