// One direction's bytes in order (RFC 9293 3.10.7.4), from segments in any order.
//
// In-order data passes through uncopied. What arrives ahead of a hole is copied and held, within limits; where copies
// overlap, the bytes that came first stand, as they would at most receivers. Offsets count bytes from the direction's
// first data byte (or from where the capture began) and do not wrap.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <vector>

#include "core/bytes.h"
#include "model/event.h"
#include "model/limits.h"

namespace wstrace::tcp {

/// Takes what reassembly yields: the engine's layers above TCP.
class StreamReceiver {
 public:
  virtual ~StreamReceiver() = default;
  /// `at`: when the bytes came, or, of bytes that waited for a retransmission, when they could be read.
  virtual void on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) = 0;
  virtual void on_gap(Direction dir, std::uint64_t n) = 0;
};

class Reassembly {
 public:
  Reassembly(Direction dir, const Limits& limits) : dir_(dir), limits_(&limits) {}

  /// A segment's data: `bytes` were captured of `wire` bytes at `begin`. A hole is given up when a limit is met.
  void push(std::int64_t begin, Bytes bytes, std::size_t wire, PacketRange packets, Time at, StreamReceiver& to);
  /// Gives the first hole up: reports it and goes on behind it.
  void skip_hole(StreamReceiver& to);
  /// The data up to `end` (exclusive), or up to what is held before that, is lost to the capture: goes on behind it.
  void skip_to(std::int64_t end, StreamReceiver& to);

  /// Offset of the next byte in order.
  std::int64_t next() const { return next_; }
  bool has_hole() const { return !held_.empty(); }
  /// True when every byte of [begin, end) was delivered or is held.
  bool holds(std::int64_t begin, std::int64_t end) const;

 private:
  struct Held {
    std::vector<std::uint8_t> bytes;
    PacketRange packets;
    Time at;
    std::int64_t end(std::int64_t begin) const { return begin + static_cast<std::int64_t>(bytes.size()); }
  };

  void deliver(Bytes bytes, PacketRange packets, Time at, StreamReceiver& to);
  void hold(std::int64_t begin, Bytes bytes, PacketRange packets, Time at);
  void release(Time not_before, StreamReceiver& to);

  Direction dir_;
  const Limits* limits_;
  std::int64_t next_ = 0;
  std::map<std::int64_t, Held> held_;  // by offset, without overlaps
  std::size_t held_bytes_ = 0;
};

}  // namespace wstrace::tcp
