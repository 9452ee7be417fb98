// One packet's way inwards, header by header (the loop of packet_path.h). A reader takes its header off the bytes, notes
// in the view what it says, and answers with the reader of what stands next.
#pragma once

#include "dissectors/ethernet/wire.h"
#include "dissectors/ip/fragments.h"
#include "dissectors/ppp/wire.h"
#include "model/limits.h"
#include "packet/packet_view.h"

namespace wstrace {

class PacketWalk {
 public:
  /// Packets of the same frame beside the one that is being read.
  struct Rest {
    Bytes bytes;
    std::size_t wire = 0;
    Encapsulations outer;  ///< what the frame itself came in
  };

  /// Without `fragments`, those are not put together.
  PacketWalk(PacketView& view, const Packet& packet, const Limits& limits, Rest& rest, ip::Fragments* fragments)
      : view_(view),
        packet_(packet),
        limits_(limits),
        rest_(rest),
        fragments_(fragments),
        bytes_(packet.bytes),
        wire_(packet.wire_length) {}

  void from_link();
  /// One of several packets in an 802.11 frame.
  void from_subframe();

 private:
  struct Step {
    Step (PacketWalk::*read)() = nullptr;  // null: that was all
  };

  void run(Step first);
  void take(std::size_t n);
  void take_network(std::size_t n);

  // What stands next, by the number that the header before it names.
  Step by_link(LinkType link);
  Step unknown_link();
  Step by_ether_type(EtherType type);
  Step by_protocol(ip::Protocol protocol);
  Step by_ppp(ppp::Protocol protocol);

  // Ends.
  Step other() { return {}; }
  Step not_followed(std::string_view what);
  Step not_followed(std::string_view what, const NoteDef& note);
  Step unreadable(std::string_view what);

  // Link layers: packet_walk.cpp and packet_wifi.cpp.
  Step ethernet();
  Step link(const std::optional<LinkView>& view);
  Step linux_cooked(const std::optional<LinkView>& view);
  Step llc();
  Step vlan();
  Step ppp_frame();
  Step hdlc();
  Step radiotap();
  Step per_packet_information();
  Step pktap();
  Step nflog();
  Step wifi();
  Step wifi_subframe();

  // Between link and IP, and over IP: packet_tunnels.cpp.
  Step mpls();
  Step mpls_content();
  Step pppoe();
  Step gre();
  Step pptp(std::uint32_t call, std::size_t header);
  Step erspan();
  Step vxlan();
  Step vxlan_gpe();
  Step geneve();
  Step gtp();

  // The network and what it carries.
  Step ip();
  Step ipv4();
  Step ipv6();
  Step ip_content(const ip::View& ip);
  Step fragment(const ip::View& ip);
  Step joined(const ip::Datagram& datagram);
  Step ip_in_ip(bool v6);
  Step tcp();
  Step udp();
  Step udp_content(std::uint16_t port);

  void push(const EncapsulationDef& tunnel, std::uint64_t number, bool numbered = true);

  PacketView& view_;
  const Packet& packet_;
  const Limits& limits_;
  Rest& rest_;
  ip::Fragments* fragments_;
  Bytes bytes_;          // from the next header on, as captured
  std::size_t wire_;     // their length on the wire
  bool padded_ = false;  // radiotap: the 802.11 header is filled up
};

}  // namespace wstrace
