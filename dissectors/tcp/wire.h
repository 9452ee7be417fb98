// The TCP header and its options (RFC 9293 3.1, 3.2; RFC 7323; RFC 2018; RFC 7413): from bytes to a checked view.
#pragma once

#include <array>
#include <optional>

#include "core/bytes.h"

namespace wstrace::tcp {

inline constexpr std::size_t kSmallest = 20;
inline constexpr std::size_t kSourcePortAt = 0;
inline constexpr std::size_t kDestinationPortAt = 2;
inline constexpr std::size_t kSequenceAt = 4;
inline constexpr std::size_t kAcknowledgementAt = 8;
inline constexpr std::size_t kDataOffsetAt = 12;
inline constexpr std::size_t kFlagsAt = 13;
inline constexpr std::size_t kWindowAt = 14;
inline constexpr std::size_t kUrgentPointerAt = 18;

enum Flag : std::uint8_t { kFin = 0x01, kSyn = 0x02, kRst = 0x04, kPsh = 0x08, kAck = 0x10, kUrg = 0x20 };

/// Option kinds (IANA TCP parameters).
enum class OptionKind : std::uint8_t {
  end = 0,
  no_operation = 1,
  maximum_segment_size = 2,
  window_scale = 3,
  sack_permitted = 4,
  sack = 5,
  timestamps = 8,
  fast_open = 34,
};

/// Bytes [left, right) that arrived ahead of a hole (RFC 2018 3).
struct SackBlock {
  std::uint32_t left = 0;
  std::uint32_t right = 0;
};

/// RFC 7413 4.1.1: without a cookie it asks for one.
enum class FastOpen : std::uint8_t { none, request, cookie };

/// RFC 2018 3: the option space has room for no more.
inline constexpr std::size_t kMostSackBlocks = 4;

struct Options {
  std::uint16_t mss = 0;  ///< 0: not stated
  bool has_window_scale = false;
  std::uint8_t window_scale = 0;
  bool sack_permitted = false;
  bool timestamps = false;
  std::uint32_t timestamp = 0;  ///< the sender's clock (TSval), when `timestamps`
  FastOpen fast_open = FastOpen::none;
  std::uint8_t sack_blocks = 0;  ///< how many of `sack` are there
  std::array<SackBlock, kMostSackBlocks> sack{};
};

struct Header {
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;
  std::uint32_t acknowledgement = 0;
  std::uint16_t window = 0;
  std::uint16_t urgent_pointer = 0;
  std::uint8_t flags = 0;
  std::size_t length = 0;  ///< with options
  Bytes options;           ///< as captured; may be cut by the snap length

  bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

std::optional<Header> read(Bytes segment);

/// Stops quietly at the first option that does not fit: what stands before it is certain.
Options read_options(Bytes options);

}  // namespace wstrace::tcp
