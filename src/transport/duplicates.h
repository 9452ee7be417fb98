// Packets that were captured twice: on two interfaces (`-i any`), on both sides of a router or a tunnel, by a mirror port
// that copies both directions, or because the network itself delivered a frame twice. TCP must not take the copy for a
// retransmission.
//
// A copy is distinguished from a segment that was sent again by evidence, and in doubt nothing is hidden:
//   * IPv4 identification. A sender numbers its packets, so a segment that is sent again has another number (Linux counts
//     for each socket, Windows for each host). The same number and the same TCP header are the same packet.
//   * Without a number (IPv6; IPv4 packets that must not be fragmented may all have 0) the TCP header must be the same,
//     options, timestamps and checksum included, within a time in which no sender repeats itself. At the same place of
//     capture it must also carry data, SYN or FIN, and the other side must have been silent in between: a fast
//     retransmission answers duplicate ACKs, and ACKs and resets are alike when they are sent twice.
#pragma once

#include <cstdint>
#include <memory>

#include "dissectors/tcp/wire.h"
#include "model/event.h"

namespace wstrace {

/// One captured segment, as far as it matters here.
struct Sighting {
  std::uint32_t connection = 0;
  Direction dir = Direction::c2s;
  tcp::Header tcp;
  std::uint16_t checksum = 0;
  bool checksum_partial =
      false;               ///< left to the network card: a copy that was captured elsewhere may have the right one
  Bytes payload;           ///< as captured
  std::size_t length = 0;  ///< of the payload on the wire
  std::uint32_t identification = 0;  ///< of IPv4; 0 for IPv6
  std::uint64_t place = 0;           ///< where it was captured: interface, link addresses, hops left, tunnels around it
  std::uint64_t answers = 0;         ///< segments of the other side until now
  bool doubled = false;              ///< the connection's segments are known to come twice from one place
  Time time = 0;
  std::uint64_t packet = 0;
};

/// Of which packet something is a copy.
struct CopyOf {
  std::uint64_t packet = 0;  ///< 0: of none
  bool same_place = false;

  explicit operator bool() const { return packet != 0; }
};

/// Remembers the segments of all connections for a short while, in a table of fixed size.
class DuplicateFinder {
 public:
  /// All zero, which the system has at hand for nothing.
  DuplicateFinder() : entries_(std::make_unique<Entry[]>(kSets * kWays)) {}

  CopyOf find(const Sighting& sighting);

 private:
  struct Entry {
    std::uint64_t fingerprint;
    std::uint64_t place;
    Time time;
    std::uint64_t packet;
    std::uint64_t answers;
    std::size_t captured;
    std::uint16_t checksum;
    bool checksum_partial;
    bool copied;
  };

  static constexpr std::size_t kSets = 2048;
  static constexpr std::size_t kWays = 4;

  static std::uint64_t fingerprint_of(const Sighting& s);
  static bool is_copy(const Sighting& s, const Entry& first);
  static bool is_numbered_copy(const Sighting& s, const Entry& first);
  static bool is_unnumbered_copy(const Sighting& s, const Entry& first);
  static bool checksums_agree(const Sighting& s, const Entry& first);

  std::unique_ptr<Entry[]> entries_;
};

}  // namespace wstrace
