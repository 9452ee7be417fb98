// The way of one packet through the packet layers: link, tags, tunnels, IP and the TCP header, from the outside in.
//
// A bounded loop: each header reads itself through its protocol's view (dissectors/<protocol>/wire.h) and says which
// one stands next. Nothing is kept from one packet to the next, except the fragments of datagrams that are not whole
// yet. Nothing is allocated for a packet.
#pragma once

#include "model/limits.h"
#include "packet/packet_walk.h"

namespace wstrace {

class PacketPath {
 public:
  explicit PacketPath(const Limits& limits) : limits_(limits), fragments_(limits) {}

  /// The view is valid until the next packet is read.
  PacketView read(const Packet& packet);
  /// A frame may hold several packets (802.11 A-MSDU): makes `view` the next one of the frame; false when there is none.
  bool next(PacketView& view);

  /// Time passes, or the capture ends: what fragments are still missing will not come.
  void on_time(Time now) { fragments_.next_packet(now); }
  void finish() { fragments_.finish(); }
  /// Datagrams that could not be put together, as was found since the packet before.
  const std::list<ip::Datagram>& lost() const { return fragments_.lost(); }

 private:
  Limits limits_;
  ip::Fragments fragments_;
  Packet packet_;
  PacketWalk::Rest rest_;  // of the present frame: packets beside the one that was read
};

/// A packet that stands alone: fragments are not put together.
PacketView read_packet(const Packet& packet);

}  // namespace wstrace
