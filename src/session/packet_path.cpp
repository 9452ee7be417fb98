#include "session/packet_path.h"

#include "dissectors/ethernet/wire.h"
#include "dissectors/ip/wire.h"
#include "dissectors/linux_cooked/wire.h"
#include "dissectors/loopback/wire.h"

namespace wstrace {
namespace {

/// UDP ports of tunnels (IANA): what they carry may be the user's traffic.
constexpr std::uint16_t kVxlanPort = 4789;
constexpr std::uint16_t kGenevePort = 6081;
constexpr std::size_t kUdpHeader = 8;

PacketView not_followed(std::string_view what) {
  PacketView view;
  view.kind = PacketView::Kind::not_followed;
  view.what = what;
  return view;
}

PacketView unreadable(std::string_view what) {
  PacketView view;
  view.kind = PacketView::Kind::unreadable;
  view.what = what;
  return view;
}

bool known_link(LinkType type) {
  switch (type) {
    case LinkType::null:
    case LinkType::ethernet:
    case LinkType::raw_bsd:
    case LinkType::raw_openbsd:
    case LinkType::raw:
    case LinkType::loop:
    case LinkType::linux_sll:
    case LinkType::ipv4:
    case LinkType::ipv6:
    case LinkType::linux_sll2: return true;
  }
  return false;
}

std::optional<LinkView> read_link(LinkType type, Bytes frame) {
  switch (type) {
    case LinkType::ethernet: return ethernet::read(frame);
    case LinkType::linux_sll: return linux_cooked::read_v1(frame);
    case LinkType::linux_sll2: return linux_cooked::read_v2(frame);
    case LinkType::null:
    case LinkType::loop: return loopback::read(frame);
    case LinkType::raw_bsd:
    case LinkType::raw_openbsd:
    case LinkType::raw:
    case LinkType::ipv4:
    case LinkType::ipv6: return loopback::read_raw(frame);
  }
  return std::nullopt;
}

PacketView read_udp(Bytes datagram) {
  if (datagram.size() < kUdpHeader) return {};
  switch (load_be16(datagram, 2)) {
    case kVxlanPort: return not_followed("VXLAN tunnel");
    case kGenevePort: return not_followed("Geneve tunnel");
    default: return {};
  }
}

PacketView read_tcp(const ip::View& ip, Bytes segment) {
  const auto header = tcp::read(segment);
  if (!header || header->length > ip.payload) return unreadable("TCP header");
  PacketView view;
  view.kind = PacketView::Kind::tcp;
  view.source = {ip.source, header->source_port};
  view.destination = {ip.destination, header->destination_port};
  view.tcp = *header;
  view.payload_wire = ip.payload - header->length;
  view.payload = first(after(segment, header->length), view.payload_wire);
  view.network_bytes = ip.header;
  return view;
}

PacketView read_ip_payload(const ip::View& ip, Bytes payload) {
  if (ip.fragment) return not_followed(ip.source.v6 ? "IPv6 fragment" : "IPv4 fragment");
  switch (ip.protocol) {
    case ip::Protocol::tcp: return read_tcp(ip, payload);
    case ip::Protocol::udp: return read_udp(payload);
    case ip::Protocol::ipv4: return not_followed("IP-in-IP tunnel");
    case ip::Protocol::ipv6: return not_followed("IPv6-in-IP tunnel");
    case ip::Protocol::gre: return not_followed("GRE tunnel");
    case ip::Protocol::esp: return not_followed("IPsec (ESP)");
    default: return {};
  }
}

PacketView read_network(EtherType type, Bytes packet, std::size_t wire) {
  switch (type) {
    case EtherType::ipv4:
    case EtherType::ipv6: {
      const auto ip = type == EtherType::ipv4 ? ip::read_v4(packet, wire) : ip::read_v6(packet, wire);
      if (!ip) return unreadable(type == EtherType::ipv4 ? "IPv4 header" : "IPv6 header");
      return read_ip_payload(*ip, after(packet, ip->header));
    }
    case EtherType::mpls:
    case EtherType::mpls_multicast: return not_followed("MPLS");
    case EtherType::pppoe_session: return not_followed("PPPoE session");
    default: return {};
  }
}

}  // namespace

PacketView read_packet(const Packet& packet) {
  if (!known_link(packet.link)) return not_followed("unknown link type");
  const auto link = read_link(packet.link, packet.bytes);
  if (!link) return unreadable("link header");
  const std::size_t wire = packet.wire_length > link->header ? packet.wire_length - link->header : 0;
  PacketView view = read_network(link->type, after(packet.bytes, link->header), wire);
  const std::size_t above = view.network_bytes + view.tcp.length + view.payload_wire;
  view.link_bytes = packet.wire_length > above ? packet.wire_length - above : 0;
  return view;
}

}  // namespace wstrace
