#include "session/packet_path.h"

#include <algorithm>
#include <utility>

namespace wstrace {
namespace {

void count(PacketView& view, const Packet& packet, std::size_t bytes) {
  view.packets = {packet.number, packet.number};
  view.wire_bytes = bytes;
  // Whatever is neither network nor above belongs to the link.
  const std::size_t above = view.network_bytes + view.tcp.length + view.payload_wire;
  view.link_bytes = bytes > above ? bytes - above : 0;
}

}  // namespace

PacketView PacketPath::read(const Packet& packet) {
  PacketView view;
  packet_ = packet;
  rest_.bytes = {};
  rest_.wire = 0;
  PacketWalk(view, packet, limits_, rest_).from_link();
  count(view, packet_, packet.wire_length - std::min<std::size_t>(rest_.wire, packet.wire_length));
  return view;
}

bool PacketPath::next(PacketView& view) {
  if (rest_.bytes.empty()) return false;
  packet_.bytes = std::exchange(rest_.bytes, {});
  packet_.wire_length = static_cast<std::uint32_t>(std::exchange(rest_.wire, 0));
  view = PacketView();
  view.encapsulations = rest_.outer;
  PacketWalk(view, packet_, limits_, rest_).from_subframe();
  count(view, packet_, packet_.wire_length - std::min<std::size_t>(rest_.wire, packet_.wire_length));
  return true;
}

PacketView read_packet(const Packet& packet) { return PacketPath(Limits{}).read(packet); }

}  // namespace wstrace
