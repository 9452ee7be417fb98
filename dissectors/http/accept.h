// Sec-WebSocket-Accept (RFC 6455 4.2.2): what it has to be, and what a wrong one was computed from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wstrace::http {

/// 16 bytes in base64.
bool is_key(std::string_view key);

/// What is wrong with a key that is none, in words that follow "which".
std::string_view flaw_of_key(std::string_view key);

/// Sec-WebSocket-Accept for a key: base64 of the SHA-1 of key and GUID.
std::string accept_for(std::string_view key);

/// What a wrong value was computed from, in words that follow "it is"; empty when that is not found out.
/// `earlier`: keys that were sent on the same connection before.
std::string_view origin_of_accept(std::string_view got, std::string_view key, const std::vector<std::string>& earlier);

}  // namespace wstrace::http
