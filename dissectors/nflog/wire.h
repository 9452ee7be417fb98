// NFLOG (LINKTYPE_NFLOG): packets that Linux's firewall logs (`tcpdump -i nflog:5`), each in a list of attributes.
//
//   family (1) · version (1) · resource (2), then attributes: length (2) with this header · type (2) · value, padded to 4
// The attributes' lengths and types are in the capturing host's byte order.
#pragma once

#include <optional>

#include "core/bytes.h"

namespace wstrace::nflog {

inline constexpr std::size_t kHeader = 4;
inline constexpr std::size_t kAttribute = 4;
inline constexpr std::size_t kTypeAt = 2;
inline constexpr std::size_t kPayload = 9;  // NFULA_PAYLOAD
inline constexpr std::size_t kMostAttributes = 64;

/// The packet is an IP packet.
struct View {
  std::size_t begin = 0;
  std::size_t size = 0;  ///< as captured
};

/// Nothing when an attribute does not fit, or none is a packet.
inline std::optional<View> read(Bytes frame, bool little) {
  std::size_t at = kHeader;
  for (std::size_t n = 0; n < kMostAttributes && frame.size() >= at + kAttribute; ++n) {
    const auto number = [&](std::size_t where) {
      return std::size_t{little ? load_le16(frame, where) : load_be16(frame, where)};
    };
    const std::size_t length = number(at);
    const std::size_t type = number(at + kTypeAt);
    if (length < kAttribute) return std::nullopt;
    const std::size_t left = frame.size() - at - kAttribute;
    if (type == kPayload) return View{at + kAttribute, length - kAttribute < left ? length - kAttribute : left};
    at += (length + kAttribute - 1) / kAttribute * kAttribute;
  }
  return std::nullopt;
}

inline std::optional<View> read(Bytes frame) {
  const auto view = read(frame, true);
  return view ? view : read(frame, false);
}

}  // namespace wstrace::nflog
