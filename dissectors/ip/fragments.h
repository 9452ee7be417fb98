// Fragments put together again (RFC 791 3.2, RFC 8200 4.5).
//
// Datagrams are told apart by source, destination, identification and, for IPv4, protocol. What waits is bounded, and
// leaves when the time that receivers grant is over. Entries and their buffers are used again, so that fragments cost
// no allocation once there have been some.
//
// Where fragments overlap, the bytes that came first stand (IPv4), or the datagram is discarded (IPv6: RFC 5722 3). A
// fragment that comes twice is harmless.
#pragma once

#include <tsl/robin_map.h>

#include <array>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "dissectors/ip/wire.h"
#include "model/limits.h"

namespace wstrace::ip {

/// What the packets of a datagram cost, as far as they were counted.
struct Cost {
  PacketRange packets;
  std::uint64_t count = 1;
  std::uint64_t wire_bytes = 0;
  std::size_t network_bytes = 0;

  void add(const Cost& other);
};

/// One part of a datagram: `bytes` were captured of `wire`.
struct Fragment {
  const View& ip;
  Bytes bytes;
  std::size_t wire = 0;
  Cost cost;
  Time time = 0;
};

struct FragmentKey {
  IpAddress source;
  IpAddress destination;
  std::uint32_t identification = 0;
  Protocol protocol = Protocol::hop_by_hop;  // IPv6: always the same; its first fragment alone says what follows

  friend bool operator==(const FragmentKey&, const FragmentKey&) = default;
};

struct FragmentKeyHash {
  std::size_t operator()(const FragmentKey& key) const noexcept;
};

/// A datagram of which some fragments have come.
class Datagram {
 public:
  /// What is kept of one that was put together: whose it was. Late copies of its fragments may come.
  struct Completed {
    FragmentKey key;
    Protocol protocol = Protocol::tcp;
    std::array<std::uint8_t, 4> ports{};
  };

  /// `before`: one with this key was put together just now; null when not.
  void begin(const FragmentKey& key, Time time, const Completed* before);
  Completed completed() const;
  /// Takes a fragment. False when the datagram cannot be put together any more (`reason`).
  bool add(const Fragment& fragment);
  bool whole() const { return total_ != 0 && received_ == total_; }
  void give_up(std::string_view reason);

  /// As captured: shorter than length() when the snap length cut a fragment.
  Bytes content() const;
  std::size_t length() const { return total_; }
  std::size_t received() const { return received_; }
  /// The bytes from the datagram's beginning on, as far as they came; of late copies at least TCP's ports.
  Bytes head() const;
  /// "bytes 1480 to 2959", "all from byte 2960 on": the first part that is missing.
  std::string lacks() const;

  FragmentKey key;
  Protocol protocol = Protocol::tcp;  ///< that the first fragment names
  Time begun = 0;
  Cost cost;
  std::uint32_t fragments = 0;
  bool overlap_differs = false;
  bool again = false;       ///< one with this identification was put together just before: these are late copies
  std::string_view reason;  ///< why it was given up; empty when it was not. Static text

 private:
  /// Bytes that have come, of one fragment; kept in order and without overlaps.
  struct Piece {
    std::size_t begin;
    std::size_t end;
  };

  bool fits_end(const Fragment& fragment, std::size_t end);
  bool is_copy(std::size_t begin, std::size_t end, Bytes bytes) const;
  bool same(std::size_t begin, Bytes bytes, std::size_t from, std::size_t to) const;
  void fill(std::size_t begin, std::size_t end, Bytes bytes);
  void store(std::vector<Piece>::iterator before, std::size_t begin, std::size_t end, Bytes bytes);

  std::vector<Piece> pieces_;
  std::array<std::uint8_t, 4> ports_{};
  std::vector<std::uint8_t> buffer_;
  std::size_t received_ = 0;
  std::size_t total_ = 0;            // 0 until the last fragment has come
  std::size_t captured_ = SIZE_MAX;  // behind this byte the snap length cut one
};

class Fragments {
 public:
  explicit Fragments(const Limits& limits) : limits_(limits) {}

  /// Call before each packet: what the last one completed or lost is void, what waited for too long is lost.
  void next_packet(Time now) {
    if (!waiting_.empty() || !done_.empty() || !lost_.empty()) tidy(now);
  }
  /// False when the fragment cannot be a part of any datagram.
  static bool possible(const Fragment& fragment);
  /// The datagram that this fragment completes, valid until the next packet; null when others are missing.
  const Datagram* add(const Fragment& fragment);
  /// No more packets will come.
  void finish();

  /// Datagrams that were given up since the last packet began.
  const std::list<Datagram>& lost() const { return lost_; }

 private:
  using Place = std::list<Datagram>::iterator;

  void tidy(Time now);
  void recycle(std::list<Datagram>& used);
  Place find_or_begin(const Fragment& fragment);
  void lose(Place datagram, std::string_view reason);
  const Datagram::Completed* lately(const FragmentKey& key) const;
  void keep_within_limits();

  Limits limits_;
  std::list<Datagram> waiting_;  // oldest first
  std::list<Datagram> done_;
  std::list<Datagram> lost_;
  std::list<Datagram> free_;
  tsl::robin_map<FragmentKey, Place, FragmentKeyHash> by_key_;
  std::size_t bytes_ = 0;  // that wait
  static constexpr std::size_t kRemembered = 64;
  std::array<Datagram::Completed, kRemembered> completed_;
  std::size_t completions_ = 0;
};

}  // namespace wstrace::ip
