#include "packet/packet_path.h"

#include <algorithm>
#include <utility>

namespace wstrace {
namespace {

void begin(PacketView& view, const Packet& packet) {
  view.packets = {packet.number, packet.number};
  view.wire_bytes = packet.wire_length;
}

/// Whatever is neither network nor above belongs to the link.
void count_link(PacketView& view) {
  const std::size_t above = view.network_bytes + view.tcp.length + view.payload_wire;
  view.link_bytes = view.wire_bytes > above ? view.wire_bytes - above : 0;
}

}  // namespace

PacketView PacketPath::read(const Packet& packet) {
  PacketView view;
  begin(view, packet);
  packet_ = packet;
  rest_.bytes = {};
  fragments_.next_packet(packet.time);
  PacketWalk(view, packet_, limits_, rest_, &fragments_).from_link();
  count_link(view);
  return view;
}

bool PacketPath::next(PacketView& view) {
  if (rest_.bytes.empty()) return false;
  packet_.bytes = std::exchange(rest_.bytes, {});
  packet_.wire_length = static_cast<std::uint32_t>(rest_.wire);
  view = PacketView();
  begin(view, packet_);
  view.encapsulations = rest_.outer;
  PacketWalk(view, packet_, limits_, rest_, &fragments_).from_subframe();
  count_link(view);
  return true;
}

PacketView read_packet(const Packet& packet) {
  const Limits limits;
  PacketWalk::Rest rest;
  PacketView view;
  begin(view, packet);
  PacketWalk(view, packet, limits, rest, nullptr).from_link();
  count_link(view);
  return view;
}

}  // namespace wstrace
