// One captured packet, as a reader hands it to the engine.
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "model/event.h"

namespace wstrace {

/// The link-layer header types that wstrace reads, by their numbers in the tcpdump.org link-type registry.
enum class LinkType : std::uint32_t {
  null = 0,  // BSD loopback: 4 bytes of address family, the capturing host's byte order
  ethernet = 1,
  ppp = 9,
  raw_bsd = 12,  // raw IP, as some BSDs number it
  raw_openbsd = 14,
  ppp_hdlc = 50,   // PPP in HDLC-like framing, or Cisco HDLC
  ppp_ether = 51,  // PPPoE without its Ethernet header
  raw = 101,
  cisco_hdlc = 104,
  ieee802_11 = 105,
  loop = 108,                 // OpenBSD loopback: as null, network byte order
  linux_sll = 113,            // Linux "cooked" v1
  ieee802_11_radiotap = 127,  // 802.11 behind a radiotap header
  user2 = 149,                // for anybody's own use: PKTAP, on macOS
  ppi = 192,                  // per-packet information, then another link type
  ipv4 = 228,
  ipv6 = 229,
  nflog = 239,       // Linux's firewall log
  ipoib = 242,       // IP over InfiniBand
  pktap = 258,       // macOS: a header with another link type
  linux_sll2 = 276,  // Linux "cooked" v2
};

struct Packet {
  std::uint64_t number = 0;  ///< from 1, over all files
  Time time = 0;
  LinkType link = LinkType::ethernet;
  std::uint32_t interface_id = 0;  ///< index into the capture's list of interfaces
  std::uint32_t wire_length = 0;   ///< length on the wire; more than bytes.size() when the snap length cut it
  Bytes bytes;                     ///< what was captured; valid until the next packet is read
};

}  // namespace wstrace
