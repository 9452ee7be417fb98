#include "packet/packet_walk.h"

#include "dissectors/ip/definitions.h"
#include "dissectors/ipoib/wire.h"
#include "dissectors/link/definitions.h"
#include "dissectors/linux_cooked/wire.h"
#include "dissectors/llc/wire.h"
#include "dissectors/loopback/wire.h"
#include "dissectors/nflog/wire.h"
#include "dissectors/pktap/wire.h"
#include "dissectors/udp/wire.h"

namespace wstrace {

void PacketWalk::from_link() { run(by_link(packet_.link)); }

void PacketWalk::from_subframe() { run({&PacketWalk::wifi_subframe}); }

void PacketWalk::run(Step step) {
  for (unsigned n = 0; step.read != nullptr; ++n) {
    if (n == limits_.packet_headers || view_.encapsulations.full()) {
      step = not_followed("more nested headers than the limit", ip::note::nesting);
    } else {
      step = (this->*step.read)();
    }
  }
}

void PacketWalk::take(std::size_t n) {
  bytes_ = after(bytes_, n);
  wire_ -= n < wire_ ? n : wire_;
}

void PacketWalk::take_network(std::size_t n) {
  view_.network_bytes += n;
  take(n);
}

PacketWalk::Step PacketWalk::not_followed(std::string_view what, const NoteDef& note) {
  view_.kind = PacketView::Kind::not_followed;
  view_.what = what;
  view_.note = &note;
  return {};
}

PacketWalk::Step PacketWalk::not_followed(std::string_view what) { return not_followed(what, ip::note::not_followed); }

PacketWalk::Step PacketWalk::unreadable(std::string_view what) {
  view_.kind = PacketView::Kind::unreadable;
  view_.what = what;
  view_.note = &ip::note::unreadable;
  return {};
}

PacketWalk::Step PacketWalk::unknown_link() { return not_followed("unknown link type", link::note::unknown_type); }

PacketWalk::Step PacketWalk::by_link(LinkType type) {
  view_.link = type;
  switch (type) {
    case LinkType::ethernet: return ethernet();
    case LinkType::linux_sll: return linux_cooked(linux_cooked::read_v1(bytes_));
    case LinkType::linux_sll2: return linux_cooked(linux_cooked::read_v2(bytes_));
    case LinkType::null:
    case LinkType::loop: return link(loopback::read(bytes_));
    case LinkType::raw_bsd:
    case LinkType::raw_openbsd:
    case LinkType::raw:
    case LinkType::ipv4:
    case LinkType::ipv6: return link(loopback::read_raw(bytes_));
    case LinkType::ppp: return {&PacketWalk::ppp_frame};
    case LinkType::ppp_hdlc:
    case LinkType::cisco_hdlc: return {&PacketWalk::hdlc};
    case LinkType::ppp_ether: return {&PacketWalk::pppoe};
    case LinkType::ieee802_11: return {&PacketWalk::wifi};
    case LinkType::ieee802_11_radiotap: return {&PacketWalk::radiotap};
    case LinkType::ppi: return {&PacketWalk::per_packet_information};
    case LinkType::user2:
    case LinkType::pktap: return {&PacketWalk::pktap};
    case LinkType::nflog: return {&PacketWalk::nflog};
    case LinkType::ipoib: return link(ipoib::read(bytes_));
  }
  return unknown_link();
}

PacketWalk::Step PacketWalk::pktap() {
  const auto view = pktap::read(bytes_);
  const bool nested = view && (view->link == LinkType::pktap || view->link == LinkType::user2);
  if (!view && view_.link == LinkType::user2) return unknown_link();
  if (!view || nested) return unreadable("PKTAP header");
  take(view->header);
  return by_link(view->link);
}

PacketWalk::Step PacketWalk::nflog() {
  const auto view = nflog::read(bytes_);
  if (!view) return unreadable("NFLOG header");
  take(view->begin);
  bytes_ = first(bytes_, view->size);
  return {&PacketWalk::ip};
}

PacketWalk::Step PacketWalk::link(const std::optional<LinkView>& view) {
  if (!view) return unreadable("link header");
  take(view->header);
  return by_ether_type(view->type);
}

PacketWalk::Step PacketWalk::ethernet() { return link(ethernet::read(bytes_)); }

PacketWalk::Step PacketWalk::linux_cooked(const std::optional<LinkView>& view) {
  if (!view || static_cast<std::uint16_t>(view->type) != linux_cooked::kLlc) return link(view);
  take(view->header);
  return {&PacketWalk::llc};
}

PacketWalk::Step PacketWalk::by_ether_type(EtherType type) {
  switch (type) {
    case EtherType::ipv4: return {&PacketWalk::ipv4};
    case EtherType::ipv6: return {&PacketWalk::ipv6};
    case EtherType::vlan:
    case EtherType::qinq:
    case EtherType::qinq_old: return {&PacketWalk::vlan};
    case EtherType::mpls:
    case EtherType::mpls_multicast: return {&PacketWalk::mpls};
    case EtherType::pppoe_session: return {&PacketWalk::pppoe};
    case EtherType::bridged: return {&PacketWalk::ethernet};
    case EtherType::ppp: return {&PacketWalk::ppp_frame};
    default: return ethernet::is_length(type) ? Step{&PacketWalk::llc} : other();
  }
}

/// Not every 802.3 length frame carries an EtherType: spanning tree and its like are nothing that wstrace traces.
PacketWalk::Step PacketWalk::llc() {
  const auto view = llc::read(bytes_);
  return view ? link(view) : other();
}

PacketWalk::Step PacketWalk::vlan() {
  const auto tag = ethernet::read_tag(bytes_);
  if (!tag) return unreadable("link header");
  if (tag->id != 0) view_.encapsulations.push(ethernet::vlan, tag->id);
  take(ethernet::kTag);
  return by_ether_type(tag->type);
}

/// Where nothing names the version, the packet's first bits do.
PacketWalk::Step PacketWalk::ip() { return link(loopback::read_raw(bytes_)); }

PacketWalk::Step PacketWalk::ipv4() {
  const auto view = ip::read_v4(bytes_, wire_);
  return view ? ip_content(*view) : unreadable("IPv4 header");
}

PacketWalk::Step PacketWalk::ipv6() {
  const auto view = ip::read_v6(bytes_, wire_);
  return view ? ip_content(*view) : unreadable("IPv6 header");
}

PacketWalk::Step PacketWalk::ip_content(const ip::View& ip) {
  view_.source = {ip.source, 0};
  view_.destination = {ip.destination, 0};
  view_.network_bytes += ip.header;
  const Bytes packet = bytes_;
  bytes_ = first(after(packet, ip.header), ip.payload);
  wire_ = ip.payload;
  view_.ip = {first(packet, ip.header), bytes_, wire_, ip.identification, ip.hop_limit, ip.dont_fragment};
  return ip.fragment ? fragment(ip) : by_protocol(ip.protocol);
}

PacketWalk::Step PacketWalk::fragment(const ip::View& ip) {
  if (fragments_ == nullptr) return not_followed(ip.source.v6 ? "IPv6 fragment" : "IPv4 fragment");
  const ip::Cost cost{view_.packets, view_.packet_count, view_.wire_bytes, view_.network_bytes};
  const ip::Fragment part{ip, bytes_, wire_, cost, packet_.time};
  if (!ip::Fragments::possible(part)) return unreadable("IP fragment");
  const ip::Datagram* const datagram = fragments_->add(part);
  if (datagram != nullptr) return joined(*datagram);
  view_.kind = PacketView::Kind::fragment;
  return {};
}

/// Goes on with the whole datagram: all of its packets are this packet's now.
PacketWalk::Step PacketWalk::joined(const ip::Datagram& datagram) {
  view_.packets = datagram.cost.packets;
  view_.packet_count = datagram.cost.count;
  view_.wire_bytes = datagram.cost.wire_bytes;
  view_.network_bytes = datagram.cost.network_bytes;
  view_.joined.fragments += datagram.fragments;
  view_.joined.length = datagram.length();
  view_.joined.depth = view_.encapsulations.size();
  view_.joined.overlap_differs = view_.joined.overlap_differs || datagram.overlap_differs;
  bytes_ = datagram.content();
  wire_ = datagram.length();
  view_.ip.content = bytes_;
  view_.ip.content_wire = wire_;
  ip::View inner;
  inner.protocol = datagram.protocol;
  if (!datagram.key.source.v6) return by_protocol(inner.protocol);
  // In IPv6, further extension headers may stand in what was fragmented.
  if (!ip::skip_extensions(bytes_, inner) || inner.fragment) return unreadable("IPv6 header");
  take_network(inner.header);
  return by_protocol(inner.protocol);
}

PacketWalk::Step PacketWalk::by_protocol(ip::Protocol protocol) {
  switch (protocol) {
    case ip::Protocol::tcp: return tcp();
    case ip::Protocol::udp: return udp();
    case ip::Protocol::icmp:
    case ip::Protocol::icmpv6: view_.kind = PacketView::Kind::icmp; return {};
    case ip::Protocol::ipv4: return ip_in_ip(false);
    case ip::Protocol::ipv6: return ip_in_ip(true);
    case ip::Protocol::gre: return {&PacketWalk::gre};
    case ip::Protocol::mpls: return {&PacketWalk::mpls};
    case ip::Protocol::esp: return not_followed("IPsec (ESP)", ip::note::encrypted);
    default: return other();
  }
}

PacketWalk::Step PacketWalk::ip_in_ip(bool v6) {
  push(ip::tunnel(view_.source.address.v6, v6), 0, false);
  return {v6 ? &PacketWalk::ipv6 : &PacketWalk::ipv4};
}

PacketWalk::Step PacketWalk::tcp() {
  const auto header = tcp::read(bytes_);
  if (!header || header->length > wire_) return unreadable("TCP header");
  view_.kind = PacketView::Kind::tcp;
  view_.source.port = header->source_port;
  view_.destination.port = header->destination_port;
  view_.tcp = *header;
  view_.payload_wire = wire_ - header->length;
  view_.payload = first(after(bytes_, header->length), view_.payload_wire);
  return {};
}

PacketWalk::Step PacketWalk::udp() {
  const auto header = udp::read(bytes_);
  if (!header) return other();
  view_.kind = PacketView::Kind::udp;
  view_.source.port = header->source_port;
  view_.destination.port = header->destination_port;
  const std::size_t stated = header->length < udp::kHeader ? wire_ : header->length;
  view_.payload_wire = (stated < wire_ ? stated : wire_) - udp::kHeader;
  view_.payload = first(after(bytes_, udp::kHeader), view_.payload_wire);
  return udp_content(header->destination_port);
}

void PacketWalk::push(const EncapsulationDef& tunnel, std::uint64_t number, bool numbered) {
  view_.encapsulations.push(tunnel, number, numbered, view_.source.address, view_.destination.address);
  // What the tunnel itself was is no part of what it carries.
  view_.kind = PacketView::Kind::other;
  view_.payload = {};
  view_.payload_wire = 0;
}

}  // namespace wstrace
