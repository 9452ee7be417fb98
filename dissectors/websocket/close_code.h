// Close codes (RFC 6455 7.4 and the IANA registry): what they say, and which may stand in a frame.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wstrace::websocket {

/// What a close frame without a payload is reported as. Never on the wire (RFC 6455 7.4.1).
inline constexpr unsigned kNoStatus = 1005;
/// What an application sees when no close frame came. Never on the wire either.
inline constexpr unsigned kAbnormal = 1006;
inline constexpr unsigned kTlsFailed = 1015;

inline constexpr unsigned kProtocolError = 1002;
inline constexpr unsigned kUnsupportedData = 1003;
inline constexpr unsigned kInvalidData = 1007;
inline constexpr unsigned kTooBig = 1009;
inline constexpr unsigned kExtensionMissing = 1010;
inline constexpr unsigned kInternalError = 1011;

/// A few plain words. Libraries that never registered their code (SockJS closes with 3000, "Go away!") say in the reason what they
/// mean by it: beside one, the registry's word for it is not said.
std::string_view meaning_of_close(unsigned code, bool with_reason = false);
/// True when an endpoint may send it.
bool may_be_sent(unsigned code);
/// Why it may not, in a few plain words.
std::string_view why_not_sent(unsigned code);
/// True of the codes that a library closes with by itself, for something that it received.
bool is_refusal(unsigned code);
/// "1006 (abnormal closure)": how applications see it.
std::string with_meaning(unsigned code, std::string_view meaning);

}  // namespace wstrace::websocket
