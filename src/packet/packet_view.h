// What the headers of one packet say: the innermost IP packet, what it carries, and the way that it came by.
#pragma once

#include <string_view>

#include "core/endpoint.h"
#include "dissectors/tcp/wire.h"
#include "model/encapsulation.h"
#include "model/packet.h"

namespace wstrace {

/// The innermost IP header that was read, for whoever verifies checksums, looks for duplicates or reads ICMP errors.
struct IpFacts {
  Bytes header;                      ///< with options and extension headers, as captured
  Bytes content;                     ///< what it carries (a TCP segment, an ICMP message), as captured and put together
  std::size_t content_wire = 0;      ///< its length on the wire
  std::uint32_t identification = 0;  ///< IPv4's (16 bits), or that of IPv6's fragment header
  std::uint8_t hop_limit = 0;        ///< IPv4 calls it time to live
  bool dont_fragment = false;        ///< the DF bit; always true for IPv6, which routers do not fragment
};

/// How a datagram was put together from fragments.
struct Joined {
  std::uint32_t fragments = 0;   ///< 0: it came whole
  std::size_t length = 0;        ///< of the datagram's content
  std::size_t depth = 0;         ///< within how many encapsulations it came: others may follow inside it
  bool overlap_differs = false;  ///< two fragments said different things about the same bytes
};

struct PacketView {
  enum class Kind : std::uint8_t {
    tcp,           ///< everything below is set
    udp,           ///< source, destination, payload and ip are set
    icmp,          ///< of version 4 or 6, as the addresses are: `ip.content` is the message
    other,         ///< well-formed, and nothing that wstrace traces
    fragment,      ///< part of a datagram: it is reported with the part that completes it
    not_followed,  ///< may carry what the user looks for, and wstrace does not look inside (`what`)
    unreadable,    ///< headers that do not fit together or were cut off (`what`)
  };
  Kind kind = Kind::other;
  std::string_view what;               ///< static text
  const NoteDef* note = nullptr;       ///< with `what`
  LinkType link = LinkType::ethernet;  ///< of the frame, or of the innermost one where its header names another
  Endpoint source;
  Endpoint destination;
  tcp::Header tcp;
  Bytes payload;                  ///< of TCP or UDP, as captured
  std::size_t payload_wire = 0;   ///< its length on the wire
  std::size_t link_bytes = 0;     ///< link headers, tags, labels and padding
  std::size_t network_bytes = 0;  ///< IP headers with options and extensions, and the headers of tunnels
  IpFacts ip;
  Encapsulations encapsulations;
  /// Of a datagram that came in fragments: all of their packets, how many, and their bytes on the wire.
  PacketRange packets;
  std::uint64_t packet_count = 1;
  std::uint64_t wire_bytes = 0;
  Joined joined;
};

}  // namespace wstrace
