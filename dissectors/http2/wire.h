// HTTP/2 on the wire (RFC 9113 4, 6, 7): frame headers, the constants by their names in the specification.
//
//   +-----------------------------------------------+
//   |                 Length (24)                   |
//   +---------------+---------------+---------------+
//   |   Type (8)    |   Flags (8)   |
//   +-+-------------+---------------+-------------------------------+
//   |R|                 Stream Identifier (31)                      |
//   +=+=============================================================+
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/bytes.h"
#include "model/definitions.h"

namespace wstrace::http2 {

/// What a client says first (RFC 9113 3.4).
inline constexpr std::string_view kPreface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

inline constexpr std::size_t kHeaderSize = 9;
inline constexpr std::size_t kFlagsAt = 4;
inline constexpr std::size_t kStreamAt = 5;
inline constexpr std::uint32_t kStreamMask = 0x7fffffff;

/// RFC 9113 6, and what was registered since.
enum class FrameType : std::uint8_t {
  data = 0x0,
  headers = 0x1,
  priority = 0x2,
  rst_stream = 0x3,
  settings = 0x4,
  push_promise = 0x5,
  ping = 0x6,
  goaway = 0x7,
  window_update = 0x8,
  continuation = 0x9,
  altsvc = 0xa,            ///< RFC 7838
  origin = 0xc,            ///< RFC 8336
  priority_update = 0x10,  ///< RFC 9218
};

namespace flag {
inline constexpr std::uint8_t kAck = 0x1;
inline constexpr std::uint8_t kEndStream = 0x1;
inline constexpr std::uint8_t kEndHeaders = 0x4;
inline constexpr std::uint8_t kPadded = 0x8;
inline constexpr std::uint8_t kPriority = 0x20;
}  // namespace flag

inline constexpr std::size_t kPrioritySize = 5;
inline constexpr std::size_t kRstStreamSize = 4;
inline constexpr std::size_t kWindowUpdateSize = 4;
inline constexpr std::size_t kPromisedSize = 4;
inline constexpr std::size_t kSettingSize = 6;
inline constexpr std::size_t kSettingValueAt = 2;
inline constexpr std::size_t kPingSize = 8;
inline constexpr std::size_t kGoawaySize = 8;
inline constexpr std::size_t kGoawayCodeAt = 4;

/// RFC 9113 6.5.2; RFC 8441 3; RFC 9218 2.1.
enum class SettingId : std::uint16_t {
  header_table_size = 0x1,
  enable_push = 0x2,
  max_concurrent_streams = 0x3,
  initial_window_size = 0x4,
  max_frame_size = 0x5,
  max_header_list_size = 0x6,
  enable_connect_protocol = 0x8,
  no_rfc7540_priorities = 0x9,
};

inline constexpr std::uint32_t kDefaultTableSize = 4096;
inline constexpr std::int64_t kDefaultWindow = 65535;
inline constexpr std::int64_t kLargestWindow = 0x7fffffff;
inline constexpr std::uint32_t kLeastFrameSize = 1U << 14;
inline constexpr std::uint32_t kMostFrameSize = (1U << 24) - 1;

/// RFC 9113 7.
enum class ErrorCode : std::uint32_t {
  no_error = 0x0,
  protocol_error = 0x1,
  internal_error = 0x2,
  flow_control_error = 0x3,
  settings_timeout = 0x4,
  stream_closed = 0x5,
  frame_size_error = 0x6,
  refused_stream = 0x7,
  cancel = 0x8,
  compression_error = 0x9,
  connect_error = 0xa,
  enhance_your_calm = 0xb,
  inadequate_security = 0xc,
  http_1_1_required = 0xd,
};

struct FrameHeader {
  std::uint32_t length = 0;  ///< of the payload
  std::uint8_t type = 0;     ///< may be none of FrameType's: such frames are to be ignored (4.1)
  std::uint8_t flags = 0;
  std::uint32_t stream = 0;

  /// Nothing while it is not whole.
  static std::optional<FrameHeader> parse(Bytes bytes);

  bool is(FrameType t) const { return type == static_cast<std::uint8_t>(t); }
  bool has(std::uint8_t f) const { return (flags & f) != 0; }
  /// Carries a header block, or a part of one.
  bool has_fields() const {
    return is(FrameType::headers) || is(FrameType::push_promise) || is(FrameType::continuation);
  }
};

/// A payload without its padding (6.1). Nothing when the padding is longer than the payload.
std::optional<Bytes> without_padding(const FrameHeader& header, Bytes payload);

struct Setting {
  std::uint16_t id = 0;
  std::uint32_t value = 0;
};

inline Setting setting_at(Bytes payload, std::size_t index) {
  const std::size_t at = index * kSettingSize;
  return {load_be16(payload, at), load_be32(payload, at + kSettingValueAt)};
}

/// "WINDOW_UPDATE"; "type 0x1f" has no name, and comes out empty.
std::string_view name_of_type(std::uint8_t type);
/// "CANCEL"; empty for one that has no name.
std::string_view name_of_error(std::uint32_t code);
/// What an error code means, in words that go on after a name.
std::string_view meaning_of_error(std::uint32_t code);

/// Whether bytes are a frame's header as it stands in real traffic: known type, a size and a stream that fit it, no flag that
/// the type does not have. Evidence where it is not known whether frames begin there.
bool is_plausible(const FrameHeader& header, Direction dir);

}  // namespace wstrace::http2
