// GRE (RFC 2784, with RFC 2890's key and sequence number), its enhanced form for PPTP (RFC 2637 4.1), and what switches
// that mirror traffic put into it: ERSPAN types I, II and III (draft-foschiano-erspan 4).
#pragma once

#include "dissectors/ethernet/wire.h"

namespace wstrace::gre {

inline constexpr std::size_t kSmallest = 4;
inline constexpr std::size_t kTypeAt = 2;
inline constexpr std::uint16_t kChecksum = 0x8000;  // checksum and a reserved field follow
inline constexpr std::uint16_t kRouting = 0x4000;   // RFC 1701's source routes, taken out of GRE since
inline constexpr std::uint16_t kKey = 0x2000;
inline constexpr std::uint16_t kSequence = 0x1000;
inline constexpr std::uint16_t kAcknowledgement = 0x0080;  // enhanced GRE
inline constexpr std::uint16_t kVersion = 0x0007;          // 1: enhanced GRE
inline constexpr std::size_t kField = 4;

inline constexpr EncapsulationDef encapsulation{
    .name = "GRE", .number = "key", .layer = Layer::network, .over_ip = true, .ref = "RFC 2784, RFC 2890"};
inline constexpr EncapsulationDef nvgre{
    .name = "NVGRE", .number = "vsid", .layer = Layer::network, .over_ip = true, .ref = "RFC 7637 3.2"};
inline constexpr EncapsulationDef pptp{
    .name = "PPTP", .number = "call", .layer = Layer::network, .over_ip = true, .ref = "RFC 2637 4.1"};

struct View {
  EtherType type = EtherType::ipv4;
  std::uint8_t version = 0;
  bool routed = false;
  bool checksummed = false;
  bool keyed = false;
  bool sequenced = false;
  std::uint32_t key = 0;
  std::size_t header = 0;
};

inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kSmallest) return std::nullopt;
  const std::uint16_t flags = load_be16(bytes, 0);
  View view;
  view.type = static_cast<EtherType>(load_be16(bytes, kTypeAt));
  view.version = static_cast<std::uint8_t>(flags & kVersion);
  view.routed = (flags & kRouting) != 0;
  view.checksummed = (flags & kChecksum) != 0;
  view.keyed = (flags & kKey) != 0;
  view.sequenced = (flags & kSequence) != 0;
  std::size_t at = kSmallest + (view.checksummed || view.routed ? kField : 0);
  if (view.keyed) {
    if (bytes.size() < at + kField) return std::nullopt;
    view.key = load_be32(bytes, at);
    at += kField;
  }
  at += view.sequenced ? kField : 0;
  at += view.version == 1 && (flags & kAcknowledgement) != 0 ? kField : 0;
  if (bytes.size() < at) return std::nullopt;
  view.header = at;
  return view;
}

/// RFC 7637 3.2: a key, nothing else, and a frame behind it. The identifiers below 0x1000 are reserved, so that a plain
/// GRE tunnel with a small key is none.
inline bool is_nvgre(const View& view) {
  constexpr std::uint32_t kSmallestId = 0x1000;
  return view.type == EtherType::bridged && view.keyed && !view.checksummed && !view.sequenced &&
         view.key >> 8 >= kSmallestId;
}
inline std::uint32_t virtual_subnet(const View& view) { return view.key >> 8; }

/// Enhanced GRE's key is the payload's length and the call that it belongs to.
inline std::uint32_t call_id(const View& view) { return view.key & 0xffff; }

}  // namespace wstrace::gre

namespace wstrace::erspan {

inline constexpr std::size_t kHeader2 = 8;
inline constexpr std::size_t kHeader3 = 12;
inline constexpr std::size_t kSubheader = 8;  // type III, when its O bit says so
inline constexpr std::size_t kSessionAt = 2;
inline constexpr std::uint16_t kSession = 0x03ff;
inline constexpr std::size_t kFlags3At = 10;  // P, frame type, hardware id, direction, granularity, O
inline constexpr std::uint16_t kHasSubheader = 0x0001;
inline constexpr unsigned kVersion2 = 1;
inline constexpr unsigned kVersion3 = 2;

inline constexpr EncapsulationDef encapsulation{
    .name = "ERSPAN", .number = "session", .layer = Layer::network, .over_ip = true, .ref = "draft-foschiano-erspan 4"};

struct View {
  std::uint16_t session = 0;
  bool ip = false;  ///< type III: an IP packet, not a frame
  std::size_t header = 0;
};

/// Types II and III. (Type I has no header: GRE without a sequence number says that it is that.)
inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kHeader2) return std::nullopt;
  View view;
  view.session = load_be16(bytes, kSessionAt) & kSession;
  view.header = kHeader2;
  const unsigned version = bytes[0] >> 4;
  if (version == kVersion2) return view;
  if (version != kVersion3 || bytes.size() < kHeader3) return std::nullopt;
  const std::uint16_t flags = load_be16(bytes, kFlags3At);
  constexpr unsigned kFrame = 0;
  constexpr unsigned kIp = 2;
  const unsigned type = flags >> 10 & 0x1f;
  if (type != kFrame && type != kIp) return std::nullopt;
  view.ip = type == kIp;
  view.header = kHeader3 + ((flags & kHasSubheader) != 0 ? kSubheader : 0);
  return bytes.size() < view.header ? std::nullopt : std::optional(view);
}

}  // namespace wstrace::erspan
