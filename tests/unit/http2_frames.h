// HTTP/2 in tests: frames, and header blocks without compression state (RFC 7541 6.2.2).
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "dissectors/http2/wire.h"

namespace wstrace::test {

std::string h2_frame(http2::FrameType type, std::uint8_t flags, std::uint32_t stream, std::string_view payload = {});

using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Each field as a literal that is not indexed.
std::string h2_block(Fields fields);
/// One field as a literal that goes into the dynamic table (6.2.1).
std::string h2_indexed(std::string_view name, std::string_view value);

std::string h2_headers(std::uint32_t stream, Fields fields, bool end_stream = false);
std::string h2_data(std::uint32_t stream, std::string_view content, bool end_stream = false);
std::string h2_settings(std::initializer_list<std::pair<http2::SettingId, std::uint32_t>> settings = {});
std::string h2_settings_ack();
std::string h2_reset(std::uint32_t stream, http2::ErrorCode code);
std::string h2_goaway(std::uint32_t last, http2::ErrorCode code, std::string_view debug = {});
std::string h2_window(std::uint32_t stream, std::uint32_t increment);

/// GET, whole.
std::string h2_get(std::uint32_t stream, std::string_view path);
/// An extended CONNECT for a WebSocket (RFC 8441 4).
std::string h2_connect(std::uint32_t stream, std::string_view path, Fields more = {});
/// 200 that opens a WebSocket.
std::string h2_accept(std::uint32_t stream, Fields more = {});

/// Preface and SETTINGS of the client.
std::string h2_client_begins();

}  // namespace wstrace::test
