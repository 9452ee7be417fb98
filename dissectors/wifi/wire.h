// IEEE 802.11 data frames (IEEE 802.11-2020 9.3.2), what monitor mode records, with or without a radiotap or PPI header
// in front of them. Multi-byte fields are little-endian here.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "model/encapsulation.h"
#include "model/packet.h"

namespace wstrace::wifi {

inline constexpr std::size_t kFlagsAt = 1;
inline constexpr std::size_t kAddress1At = 4;
inline constexpr std::size_t kAddress2At = 10;
inline constexpr std::size_t kAddress3At = 16;
inline constexpr std::size_t kSequenceAt = 22;  // fragment number in the lower four bits
inline constexpr std::size_t kThreeAddresses = 24;
inline constexpr std::size_t kFourthAddress = 6;
inline constexpr std::size_t kQosControl = 2;
inline constexpr std::size_t kHtControl = 4;
inline constexpr std::size_t kControlFrame = 10;  // the shortest frame: frame control, duration, one address

inline constexpr std::uint8_t kVersion = 0x03;
inline constexpr std::uint8_t kType = 0x0c;
inline constexpr std::uint8_t kData = 0x08;
inline constexpr std::uint8_t kNoData = 0x40;  // subtype bits: a null frame
inline constexpr std::uint8_t kQos = 0x80;

inline constexpr std::uint8_t kToDs = 0x01;
inline constexpr std::uint8_t kFromDs = 0x02;
inline constexpr std::uint8_t kMoreFragments = 0x04;
inline constexpr std::uint8_t kProtected = 0x40;
inline constexpr std::uint8_t kHtControlPresent = 0x80;  // "+HTC", where the frame is a QoS one

inline constexpr std::uint8_t kAggregate = 0x80;  // of the QoS control field: the body is an A-MSDU

inline constexpr EncapsulationDef encapsulation{
    .name = "802.11", .number = "bssid", .form = EncapsulationDef::Number::mac, .ref = "IEEE 802.11-2020 9.3.2"};

/// Between access points: the frame names no network.
inline constexpr EncapsulationDef distribution{
    .name = "802.11 WDS", .form = EncapsulationDef::Number::none, .ref = "IEEE 802.11-2020 9.3.2"};

struct View {
  bool data = false;  ///< the rest is set only then, and the frame has a body
  bool protected_frame = false;
  bool fragment = false;
  bool aggregate = false;       ///< several packets, each with a header of its own
  bool between_points = false;  ///< four addresses: between access points, and no BSSID
  std::uint64_t bssid = 0;
  std::size_t header = 0;
};

inline std::uint64_t load_mac(Bytes bytes, std::size_t at) {
  return std::uint64_t{load_be16(bytes, at)} << 32 | load_be32(bytes, at + 2);
}

/// Which address is the network's depends on the way (Table 9-30).
inline std::uint64_t bssid_of(Bytes frame) {
  switch (frame[kFlagsAt] & (kToDs | kFromDs)) {
    case kToDs: return load_mac(frame, kAddress1At);
    case kFromDs: return load_mac(frame, kAddress2At);
    default: return load_mac(frame, kAddress3At);
  }
}

inline std::optional<View> read(Bytes frame) {
  if (frame.size() < kControlFrame || (frame[0] & kVersion) != 0) return std::nullopt;
  View view;
  if ((frame[0] & kType) != kData || (frame[0] & kNoData) != 0) return view;
  if (frame.size() < kThreeAddresses) return std::nullopt;
  const std::uint8_t flags = frame[kFlagsAt];
  const bool qos = (frame[0] & kQos) != 0;
  view.data = true;
  view.between_points = (flags & (kToDs | kFromDs)) == (kToDs | kFromDs);
  view.bssid = view.between_points ? 0 : bssid_of(frame);
  view.protected_frame = (flags & kProtected) != 0;
  view.fragment = (flags & kMoreFragments) != 0 || (frame[kSequenceAt] & 0x0f) != 0;
  const std::size_t addresses = kThreeAddresses + (view.between_points ? kFourthAddress : 0);
  view.header = addresses + (qos ? kQosControl : 0) + (qos && (flags & kHtControlPresent) != 0 ? kHtControl : 0);
  if (frame.size() < view.header) return std::nullopt;
  view.aggregate = qos && (frame[addresses] & kAggregate) != 0;
  return view;
}

/// One packet of an A-MSDU (9.3.2.2.2): two addresses and its length; the next one begins at a multiple of four.
inline constexpr std::size_t kSubframe = 14;
inline constexpr std::size_t kSubframeLengthAt = 12;

}  // namespace wstrace::wifi

namespace wstrace::radiotap {

inline constexpr std::size_t kSmallest = 8;
inline constexpr std::size_t kLengthAt = 2;
inline constexpr std::size_t kPresentAt = 4;
inline constexpr std::uint32_t kTimerPresent = 0x00000001;  // eight bytes, aligned to eight
inline constexpr std::uint32_t kFlagsPresent = 0x00000002;
inline constexpr std::uint32_t kMorePresent = 0x80000000;
inline constexpr std::size_t kTimer = 8;

inline constexpr std::uint8_t kFcsAtEnd = 0x10;
inline constexpr std::uint8_t kPadded = 0x20;  // the 802.11 header is filled up to a multiple of four
inline constexpr std::uint8_t kBadFcs = 0x40;
inline constexpr std::size_t kFcs = 4;

struct View {
  std::uint8_t flags = 0;
  std::size_t header = 0;
};

inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kSmallest || bytes[0] != 0) return std::nullopt;
  View view{0, load_le16(bytes, kLengthAt)};
  if (view.header < kSmallest || view.header > bytes.size()) return std::nullopt;
  const Bytes header = bytes.first(view.header);
  const std::uint32_t present = load_le32(header, kPresentAt);
  std::size_t at = kPresentAt;
  for (std::uint32_t word = present; (word & kMorePresent) != 0; word = load_le32(header, at)) {
    at += 4;
    if (header.size() < at + 4) return std::nullopt;
  }
  at += 4;
  if ((present & kTimerPresent) != 0) at = (at + kTimer - 1) / kTimer * kTimer + kTimer;
  if ((present & kFlagsPresent) == 0) return view;
  if (at >= header.size()) return std::nullopt;
  view.flags = header[at];
  return view;
}

}  // namespace wstrace::radiotap

namespace wstrace::ppi {

inline constexpr std::size_t kSmallest = 8;
inline constexpr std::size_t kLengthAt = 2;
inline constexpr std::size_t kLinkAt = 4;

struct View {
  LinkType link = LinkType::ieee802_11;
  std::size_t header = 0;
};

/// Per-packet information (LINKTYPE_PPI): its fields are not looked at.
inline std::optional<View> read(Bytes bytes) {
  if (bytes.size() < kSmallest || bytes[0] != 0) return std::nullopt;
  const View view{static_cast<LinkType>(load_le32(bytes, kLinkAt)), load_le16(bytes, kLengthAt)};
  if (view.header < kSmallest || view.header > bytes.size()) return std::nullopt;
  return view;
}

}  // namespace wstrace::ppi
