#include "dissectors/http2/wire.h"

#include <array>

namespace wstrace::http2 {
namespace {

struct Named {
  std::string_view name;
  std::string_view meaning;
};

constexpr std::array kErrors = std::to_array<Named>({
    {"NO_ERROR", "no error"},
    {"PROTOCOL_ERROR", "the other side violated the protocol"},
    {"INTERNAL_ERROR", "internal error"},
    {"FLOW_CONTROL_ERROR", "the other side sent more than the flow control window allows"},
    {"SETTINGS_TIMEOUT", "its SETTINGS were not acknowledged in time"},
    {"STREAM_CLOSED", "a frame arrived for a stream that had ended"},
    {"FRAME_SIZE_ERROR", "a frame had an invalid size"},
    {"REFUSED_STREAM", "the request was not processed; it can be sent again"},
    {"CANCEL", "the stream is no longer needed"},
    {"COMPRESSION_ERROR", "the state of the header compression is lost"},
    {"CONNECT_ERROR", "the connection opened by CONNECT was reset or closed abnormally"},
    {"ENHANCE_YOUR_CALM", "the other side sends too much, or too often"},
    {"INADEQUATE_SECURITY", "TLS does not meet the requirements of HTTP/2"},
    {"HTTP_1_1_REQUIRED", "this needs HTTP/1.1"},
});

constexpr std::uint8_t kAllFlags = 0xff;

/// What a frame of each type looks like (RFC 9113 6).
struct FrameShape {
  FrameType type;
  std::uint8_t flags;  ///< that it may have
  bool on_stream;      ///< else on the connection (stream 0)
  bool either;         ///< … or on both
  std::uint32_t least;
  std::uint32_t most;
};

constexpr std::array kShapes = std::to_array<FrameShape>({
    {FrameType::data, flag::kEndStream | flag::kPadded, true, false, 0, kMostFrameSize},
    {FrameType::headers, flag::kEndStream | flag::kEndHeaders | flag::kPadded | flag::kPriority, true, false, 1,
     kMostFrameSize},
    {FrameType::priority, 0, true, false, kPrioritySize, kPrioritySize},
    {FrameType::rst_stream, 0, true, false, kRstStreamSize, kRstStreamSize},
    {FrameType::settings, flag::kAck, false, false, 0, 32 * kSettingSize},
    {FrameType::push_promise, flag::kEndHeaders | flag::kPadded, true, false, kPromisedSize, kMostFrameSize},
    {FrameType::ping, flag::kAck, false, false, kPingSize, kPingSize},
    {FrameType::goaway, 0, false, false, kGoawaySize, kLeastFrameSize},
    {FrameType::window_update, 0, true, true, kWindowUpdateSize, kWindowUpdateSize},
    {FrameType::continuation, flag::kEndHeaders, true, false, 0, kMostFrameSize},
    {FrameType::altsvc, kAllFlags, true, true, 2, kLeastFrameSize},
    {FrameType::origin, kAllFlags, false, false, 0, kLeastFrameSize},
    {FrameType::priority_update, kAllFlags, false, false, 4, kLeastFrameSize},
});

}  // namespace

std::optional<FrameHeader> FrameHeader::parse(Bytes bytes) {
  if (bytes.size() < kHeaderSize) return std::nullopt;
  FrameHeader header;
  header.length = load_be32(bytes, 0) >> 8;
  header.type = bytes[kFlagsAt - 1];
  header.flags = bytes[kFlagsAt];
  header.stream = load_be32(bytes, kStreamAt) & kStreamMask;
  return header;
}

std::optional<Bytes> without_padding(const FrameHeader& header, Bytes payload) {
  if (!header.has(flag::kPadded)) return payload;
  if (payload.empty() || payload[0] >= payload.size()) return std::nullopt;
  return payload.subspan(1, payload.size() - 1 - payload[0]);
}

std::string_view name_of_type(std::uint8_t type) {
  switch (static_cast<FrameType>(type)) {
    case FrameType::data: return "DATA";
    case FrameType::headers: return "HEADERS";
    case FrameType::priority: return "PRIORITY";
    case FrameType::rst_stream: return "RST_STREAM";
    case FrameType::settings: return "SETTINGS";
    case FrameType::push_promise: return "PUSH_PROMISE";
    case FrameType::ping: return "PING";
    case FrameType::goaway: return "GOAWAY";
    case FrameType::window_update: return "WINDOW_UPDATE";
    case FrameType::continuation: return "CONTINUATION";
    case FrameType::altsvc: return "ALTSVC";
    case FrameType::origin: return "ORIGIN";
    case FrameType::priority_update: return "PRIORITY_UPDATE";
  }
  return {};
}

std::string_view name_of_error(std::uint32_t code) {
  return code < kErrors.size() ? kErrors[code].name : std::string_view{};
}

std::string_view meaning_of_error(std::uint32_t code) {
  return code < kErrors.size() ? kErrors[code].meaning : "an unknown error code";
}

bool is_plausible(const FrameHeader& header, Direction dir) {
  for (const FrameShape& shape : kShapes) {
    if (!header.is(shape.type)) continue;
    const bool placed = shape.either || (header.stream != 0) == shape.on_stream;
    const bool flagged = (header.flags & ~shape.flags) == 0;
    const bool pushed = header.is(FrameType::push_promise) && dir == Direction::c2s;
    return placed && flagged && !pushed && header.length >= shape.least && header.length <= shape.most;
  }
  return false;
}

}  // namespace wstrace::http2
