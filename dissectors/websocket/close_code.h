// Close codes (RFC 6455 7.4 and the IANA registry): what they say, and which may stand in a frame.
#pragma once

#include <cstdint>
#include <string_view>

namespace wstrace::websocket {

/// What a close frame without a payload is reported as. Never on the wire (RFC 6455 7.4.1).
inline constexpr unsigned kNoStatus = 1005;

/// A few plain words.
std::string_view meaning_of_close(unsigned code);
/// True when an endpoint may send it.
bool may_be_sent(unsigned code);

}  // namespace wstrace::websocket
