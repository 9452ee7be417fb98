// The way of one packet through the packet layers: link, VLAN, IP, the TCP header. Pure functions; nothing is kept.
#pragma once

#include <string_view>

#include "core/endpoint.h"
#include "core/packet.h"
#include "dissectors/tcp/wire.h"

namespace wstrace {

/// What a packet is, as far as its headers say.
struct PacketView {
  enum class Kind : std::uint8_t {
    tcp,           ///< everything below is set
    other,         ///< well-formed, and not TCP: nothing that wstrace traces
    not_followed,  ///< may carry what the user looks for, and wstrace does not look inside (`what`)
    unreadable,    ///< headers that do not fit together or were cut off (`what`)
  };
  Kind kind = Kind::other;
  std::string_view what;  ///< static text
  Endpoint source;
  Endpoint destination;
  tcp::Header tcp;
  Bytes payload;                  ///< of TCP, as captured
  std::size_t payload_wire = 0;   ///< its length on the wire
  std::size_t link_bytes = 0;     ///< link header, tags and padding
  std::size_t network_bytes = 0;  ///< IP header with options and extensions
};

PacketView read_packet(const Packet& packet);

}  // namespace wstrace
