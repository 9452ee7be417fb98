// QUIC on the wire: what all versions have in common (RFC 8999 5), and long headers as versions 1 and 2 have them
// (RFC 9000 17.2, RFC 9369 3.2). Short headers say nothing without keys.
//
//   long header  first byte | version 4 | length 1, destination id | length 1, source id | …
//   Initial      … | token (a length before it) | length | packet number 1–4 | payload, tag 16
//   0-RTT, Handshake … | length | packet number | payload, tag
//   Retry        … | token to the end | integrity tag 16
//
// Several packets may stand in one datagram, one behind the other (RFC 9000 12.2).
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "dissectors/quic/versions.h"
#include "dissectors/tls/wire.h"

namespace wstrace::quic {

inline constexpr std::uint8_t kLongForm = 0x80;
inline constexpr std::uint8_t kFixedBit = 0x40;
inline constexpr unsigned kTypeShift = 4;
inline constexpr std::uint8_t kTypeMask = 0x03;
inline constexpr std::size_t kVersionAt = 1;
inline constexpr std::size_t kIdsAt = 5;
inline constexpr std::size_t kLongestId = 20;
inline constexpr std::size_t kShortestFirstId =
    8;  ///< RFC 9000 7.2: what a client makes up for a server that it does not know
/// A client's datagram with an Initial in it is filled up to this (RFC 9000 14.1).
inline constexpr std::size_t kLeastDatagram = 1200;
inline constexpr std::size_t kTag = 16;

inline bool is_long(Bytes packet) { return !packet.empty() && (packet[0] & kLongForm) != 0; }

/// RFC 9000 16: the first two bits say in how many bytes the number stands.
inline std::uint64_t read_varint(tls::Reader& reader) {
  constexpr unsigned kLengthShift = 6;
  constexpr std::uint8_t kFirstBits = 0x3f;
  const std::uint8_t first = reader.u8();
  std::uint64_t value = first & kFirstBits;
  for (std::size_t more = (std::size_t{1} << (first >> kLengthShift)) - 1; more > 0; --more)
    value = value << 8 | reader.u8();
  return value;
}

/// A connection id, kept.
class Id {
 public:
  Id() = default;
  /// At most kLongestId bytes.
  explicit Id(Bytes id) : size_(static_cast<std::uint8_t>(std::min(id.size(), kLongestId))) {
    std::copy_n(id.begin(), size_, bytes_.begin());
  }

  Bytes bytes() const { return Bytes(bytes_).first(size_); }
  bool is(Bytes id) const { return std::equal(id.begin(), id.end(), bytes_.begin(), bytes_.begin() + size_); }

 private:
  std::array<std::uint8_t, kLongestId> bytes_{};
  std::uint8_t size_ = 0;
};

struct LongHeader {
  std::uint32_t version = 0;  ///< 0: this is a Version Negotiation
  Bytes destination;
  Bytes source;
  std::size_t size = 0;  ///< with the ids
};

inline std::optional<LongHeader> read_long_header(Bytes packet) {
  if (!is_long(packet)) return std::nullopt;
  tls::Reader reader(packet.subspan(kVersionAt));
  LongHeader header;
  header.version = reader.number(4);
  header.destination = reader.vector(1);
  header.source = reader.vector(1);
  header.size = packet.size() - reader.rest().size();
  const bool fits = header.destination.size() <= kLongestId && header.source.size() <= kLongestId;
  return reader.ok() && fits ? std::optional(header) : std::nullopt;
}

/// A packet with a long header, of a version that is known.
struct Packet {
  PacketType type = PacketType::initial;
  LongHeader header;
  Bytes token;
  std::size_t number_at = 0;  ///< offset of the (protected) packet number
  std::size_t size = 0;       ///< as it says; a snap length may have cut it
};

/// Nothing when it ends before its length. (The fixed bit says nothing: RFC 9287 lets both sides clear it.)
inline std::optional<Packet> read_packet(Bytes bytes, const LongHeader& header, const Version& version) {
  Packet packet;
  packet.type = version.types[bytes[0] >> kTypeShift & kTypeMask];
  packet.header = header;
  tls::Reader reader(bytes.subspan(header.size));
  if (packet.type == PacketType::retry) {
    if (reader.rest().size() < kTag) return std::nullopt;
    packet.token = reader.rest().first(reader.rest().size() - kTag);
    packet.size = bytes.size();
    return packet;
  }
  if (packet.type == PacketType::initial) packet.token = reader.take(read_varint(reader));
  const std::uint64_t length = read_varint(reader);
  packet.number_at = bytes.size() - reader.rest().size();
  packet.size = packet.number_at + length;
  return reader.ok() ? std::optional(packet) : std::nullopt;
}

}  // namespace wstrace::quic
