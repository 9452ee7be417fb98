#include "http2_frames.h"

#include <vector>

namespace wstrace::test {
namespace {

void append_be(std::string& out, std::uint64_t value, unsigned bytes) {
  while (bytes-- > 0) out += static_cast<char>(value >> (8 * bytes) & 0xff);
}

std::string be32(std::uint32_t value) {
  std::string out;
  append_be(out, value, 4);
  return out;
}

/// A string of less than 127 bytes, or up to 254 (RFC 7541 5.1, 5.2).
void append_string(std::string& out, std::string_view text) {
  constexpr std::size_t kPrefix = 127;
  if (text.size() < kPrefix) {
    out += static_cast<char>(text.size());
  } else {
    out += static_cast<char>(kPrefix);
    out += static_cast<char>(text.size() - kPrefix);
  }
  out += text;
}

void append_literal(std::string& out, char form, std::string_view name, std::string_view value) {
  out += form;
  append_string(out, name);
  append_string(out, value);
}

std::string joined(Fields first, Fields more) { return h2_block(first) + h2_block(more); }

}  // namespace

std::string h2_frame(http2::FrameType type, std::uint8_t flags, std::uint32_t stream, std::string_view payload) {
  std::string out;
  append_be(out, payload.size(), 3);
  out += static_cast<char>(type);
  out += static_cast<char>(flags);
  append_be(out, stream, 4);
  return out.append(payload);
}

std::string h2_block(Fields fields) {
  std::string out;
  for (const auto& [name, value] : fields) append_literal(out, 0x00, name, value);
  return out;
}

std::string h2_indexed(std::string_view name, std::string_view value) {
  std::string out;
  append_literal(out, 0x40, name, value);
  return out;
}

std::string h2_headers(std::uint32_t stream, Fields fields, bool end_stream) {
  const auto flags = static_cast<std::uint8_t>(http2::flag::kEndHeaders | (end_stream ? http2::flag::kEndStream : 0));
  return h2_frame(http2::FrameType::headers, flags, stream, h2_block(fields));
}

std::string h2_data(std::uint32_t stream, std::string_view content, bool end_stream) {
  return h2_frame(http2::FrameType::data, end_stream ? http2::flag::kEndStream : 0, stream, content);
}

std::string h2_settings(std::initializer_list<std::pair<http2::SettingId, std::uint32_t>> settings) {
  std::string payload;
  for (const auto& [id, value] : settings) {
    append_be(payload, static_cast<std::uint16_t>(id), 2);
    append_be(payload, value, 4);
  }
  return h2_frame(http2::FrameType::settings, 0, 0, payload);
}

std::string h2_settings_ack() { return h2_frame(http2::FrameType::settings, http2::flag::kAck, 0); }

std::string h2_reset(std::uint32_t stream, http2::ErrorCode code) {
  return h2_frame(http2::FrameType::rst_stream, 0, stream, be32(static_cast<std::uint32_t>(code)));
}

std::string h2_goaway(std::uint32_t last, http2::ErrorCode code, std::string_view debug) {
  return h2_frame(http2::FrameType::goaway, 0, 0,
                  be32(last) + be32(static_cast<std::uint32_t>(code)) + std::string(debug));
}

std::string h2_window(std::uint32_t stream, std::uint32_t increment) {
  return h2_frame(http2::FrameType::window_update, 0, stream, be32(increment));
}

std::string h2_get(std::uint32_t stream, std::string_view path) {
  return h2_headers(stream, {{":method", "GET"}, {":scheme", "https"}, {":authority", "x"}, {":path", path}}, true);
}

std::string h2_connect(std::uint32_t stream, std::string_view path, Fields more) {
  const std::string block = joined(
      {{":method", "CONNECT"}, {":protocol", "websocket"}, {":scheme", "https"}, {":authority", "x"}, {":path", path}},
      more);
  return h2_frame(http2::FrameType::headers, http2::flag::kEndHeaders, stream, block);
}

std::string h2_accept(std::uint32_t stream, Fields more) {
  return h2_frame(http2::FrameType::headers, http2::flag::kEndHeaders, stream, joined({{":status", "200"}}, more));
}

std::string h2_client_begins() { return std::string(http2::kPreface) + h2_settings(); }

}  // namespace wstrace::test
