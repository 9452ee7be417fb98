// The MPLS label stack (RFC 3032 2.1). Nothing in it says what it carries: the first nibble behind it does (RFC 4928 3),
// and for pseudowires a control word (RFC 4385 3).
#pragma once

#include "dissectors/llc/wire.h"

namespace wstrace::mpls {

inline constexpr std::size_t kEntry = 4;  // label, traffic class, bottom of stack, time to live
inline constexpr std::uint32_t kBottom = 0x0100;
inline constexpr std::size_t kControlWord = 4;

inline constexpr std::uint32_t kIpv4ExplicitNull = 0;
inline constexpr std::uint32_t kIpv6ExplicitNull = 2;

inline constexpr EncapsulationDef encapsulation{.name = "MPLS", .number = "label", .ref = "RFC 3032 2.1"};
inline constexpr EncapsulationDef pseudowire{
    .name = "pseudowire", .form = EncapsulationDef::Number::none, .ref = "RFC 4448 4"};

struct Entry {
  std::uint32_t label = 0;
  bool bottom = false;
};

inline std::optional<Entry> read(Bytes bytes) {
  if (bytes.size() < kEntry) return std::nullopt;
  const std::uint32_t entry = load_be32(bytes, 0);
  return Entry{entry >> 12, (entry & kBottom) != 0};
}

/// What stands behind the bottom of the stack.
enum class Content : std::uint8_t { ipv4, ipv6, ethernet, control_word_and_ethernet, channel, unknown };

/// True when the bytes look like an Ethernet frame with something that wstrace follows, or one of its neighbours.
inline bool looks_like_ethernet(Bytes bytes) {
  const auto frame = ethernet::read(bytes);
  if (!frame) return false;
  switch (frame->type) {
    case EtherType::ipv4:
    case EtherType::arp:
    case EtherType::ipv6:
    case EtherType::vlan:
    case EtherType::qinq:
    case EtherType::mpls:
    case EtherType::pppoe_session: return true;
    default: return ethernet::is_length(frame->type) && llc::read(after(bytes, frame->header)).has_value();
  }
}

inline bool looks_like_ipv4(Bytes bytes) {
  constexpr std::size_t kSmallest = 20;
  return bytes.size() >= kSmallest && (bytes[0] & 0x0f) >= 5 && load_be16(bytes, 2) >= kSmallest;
}

inline Content content_of(Bytes bytes) {
  if (bytes.empty()) return Content::unknown;
  switch (bytes[0] >> 4) {
    case 4:
      if (looks_like_ipv4(bytes)) return Content::ipv4;
      break;
    case 6: return looks_like_ethernet(bytes) && load_be16(bytes, 4) > bytes.size() ? Content::ethernet : Content::ipv6;
    case 0:
      // A control word, or an address that begins with a zero: what a frame carries tells.
      if (looks_like_ethernet(after(bytes, kControlWord))) return Content::control_word_and_ethernet;
      break;
    case 1:
      if (!looks_like_ethernet(bytes)) return Content::channel;  // RFC 4385 5: management of the pseudowire
      break;
    default: break;
  }
  return looks_like_ethernet(bytes) ? Content::ethernet : Content::unknown;
}

}  // namespace wstrace::mpls
