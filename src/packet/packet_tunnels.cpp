// The walk through labels, sessions and tunnels. What a tunnel carries that is neither a frame nor IP is not followed.
#include "dissectors/geneve/wire.h"
#include "dissectors/gre/wire.h"
#include "dissectors/gtp/wire.h"
#include "dissectors/ip/definitions.h"
#include "dissectors/mpls/wire.h"
#include "dissectors/pppoe/wire.h"
#include "dissectors/udp/wire.h"
#include "dissectors/vxlan/wire.h"
#include "packet/packet_walk.h"

namespace wstrace {

PacketWalk::Step PacketWalk::mpls() {
  const auto entry = mpls::read(bytes_);
  if (!entry) return unreadable("MPLS label");
  // Explicit null labels (RFC 3032 2.1) say only which IP follows.
  const bool null = entry->label == mpls::kIpv4ExplicitNull || entry->label == mpls::kIpv6ExplicitNull;
  if (!null) view_.encapsulations.push(mpls::encapsulation, entry->label);
  take(mpls::kEntry);
  if (!entry->bottom) return {&PacketWalk::mpls};
  return mpls_content();
}

PacketWalk::Step PacketWalk::mpls_content() {
  const mpls::Content content = mpls::content_of(bytes_);
  switch (content) {
    case mpls::Content::ipv4: return {&PacketWalk::ipv4};
    case mpls::Content::ipv6: return {&PacketWalk::ipv6};
    case mpls::Content::channel: return other();
    case mpls::Content::unknown: return not_followed("MPLS with unknown contents");
    case mpls::Content::ethernet:
    case mpls::Content::control_word_and_ethernet: break;
  }
  view_.encapsulations.push(mpls::pseudowire);
  if (content == mpls::Content::control_word_and_ethernet) take(mpls::kControlWord);
  return {&PacketWalk::ethernet};
}

PacketWalk::Step PacketWalk::pppoe() {
  const auto view = pppoe::read(bytes_);
  if (!view) return unreadable("PPPoE header");
  view_.encapsulations.push(pppoe::encapsulation, view->session);
  take(pppoe::kHeader);
  return {&PacketWalk::ppp_frame};
}

PacketWalk::Step PacketWalk::ppp_frame() {
  const auto view = ppp::read(bytes_);
  if (!view) return unreadable("PPP header");
  take(view->header);
  return by_ppp(view->protocol);
}

PacketWalk::Step PacketWalk::by_ppp(ppp::Protocol protocol) {
  switch (protocol) {
    case ppp::Protocol::ipv4: return {&PacketWalk::ipv4};
    case ppp::Protocol::ipv6: return {&PacketWalk::ipv6};
    case ppp::Protocol::mpls: return {&PacketWalk::mpls};
    case ppp::Protocol::compressed: return not_followed("PPP, compressed or encrypted", ip::note::encrypted);
    case ppp::Protocol::multilink: return not_followed("PPP multilink");
    default: return other();
  }
}

/// LINKTYPE_PPP_HDLC is either of the two.
PacketWalk::Step PacketWalk::hdlc() {
  const auto cisco = cisco_hdlc::read(bytes_);
  return cisco ? link(cisco) : ppp_frame();
}

PacketWalk::Step PacketWalk::gre() {
  const auto view = gre::read(bytes_);
  if (!view) return unreadable("GRE header");
  if (view->version == 1) return pptp(gre::call_id(*view), view->header);
  if (view->version != 0 || view->routed) return not_followed("GRE with source routes or of another version");
  take_network(view->header);
  const bool mirrored = view->type == EtherType::erspan_3 || (view->type == EtherType::erspan && view->sequenced);
  if (mirrored) return {&PacketWalk::erspan};
  if (view->type == EtherType::erspan) {
    push(erspan::encapsulation, 0, false);
    return {&PacketWalk::ethernet};
  }
  if (gre::is_nvgre(*view)) {
    push(gre::nvgre, gre::virtual_subnet(*view));
  } else {
    push(gre::encapsulation, view->key, view->keyed);
  }
  return by_ether_type(view->type);
}

PacketWalk::Step PacketWalk::pptp(std::uint32_t call, std::size_t header) {
  take_network(header);
  if (bytes_.empty()) return other();  // an acknowledgement alone
  push(gre::pptp, call);
  return {&PacketWalk::ppp_frame};
}

PacketWalk::Step PacketWalk::erspan() {
  const auto view = erspan::read(bytes_);
  if (!view) return not_followed("ERSPAN of another version");
  push(erspan::encapsulation, view->session);
  take_network(view->header);
  return {view->ip ? &PacketWalk::ip : &PacketWalk::ethernet};
}

/// A port alone proves nothing: what does not look like the tunnel stays a UDP datagram.
PacketWalk::Step PacketWalk::udp_content(std::uint16_t port) {
  switch (port) {
    case udp::kVxlanPort:
    case udp::kOldVxlanPort: return vxlan();
    case udp::kVxlanGpePort: return vxlan_gpe();
    case udp::kGenevePort: return geneve();
    case udp::kGtpPort: return gtp();
    default: return {};
  }
}

PacketWalk::Step PacketWalk::vxlan() {
  const bool registered = view_.destination.port == udp::kVxlanPort;
  const auto view = registered ? vxlan::read(view_.payload) : vxlan::read_strict(view_.payload);
  if (!view) return {};
  push(vxlan::encapsulation, view->vni);
  take_network(udp::kHeader + vxlan::kHeader);
  return {&PacketWalk::ethernet};
}

PacketWalk::Step PacketWalk::vxlan_gpe() {
  const auto view = vxlan::read_gpe(view_.payload);
  if (!view) return {};
  push(vxlan::encapsulation, view->vni);
  take_network(udp::kHeader + vxlan::kHeader);
  switch (view->next) {
    case vxlan::Next::ipv4: return {&PacketWalk::ipv4};
    case vxlan::Next::ipv6: return {&PacketWalk::ipv6};
    case vxlan::Next::ethernet: return {&PacketWalk::ethernet};
    case vxlan::Next::other: break;
  }
  return not_followed("VXLAN-GPE with unknown contents");
}

PacketWalk::Step PacketWalk::geneve() {
  const auto view = geneve::read(view_.payload);
  if (!view || view->control) return {};
  push(geneve::encapsulation, view->vni);
  take_network(udp::kHeader + view->header);
  return by_ether_type(view->type);
}

PacketWalk::Step PacketWalk::gtp() {
  const auto view = gtp::read(view_.payload);
  if (!view || !view->user_data) return {};
  push(gtp::encapsulation, view->tunnel);
  take_network(udp::kHeader + view->header);
  return {&PacketWalk::ip};
}

}  // namespace wstrace
