#include "dissectors/ip/wire.h"

#include <algorithm>

namespace wstrace::ip {
namespace {

/// True when the header is an extension header whose length field follows RFC 8200 4 (or, for AH, RFC 4302 2.2).
bool is_extension(Protocol p) {
  switch (p) {
    case Protocol::hop_by_hop:
    case Protocol::routing:
    case Protocol::destination_options:
    case Protocol::authentication:
    case Protocol::mobility:
    case Protocol::hip:
    case Protocol::shim6: return true;
    default: return false;
  }
}

std::size_t extension_length(Protocol p, std::uint8_t length_field) {
  return p == Protocol::authentication ? (std::size_t{length_field} + 2) * 4 : (std::size_t{length_field} + 1) * 8;
}

/// RFC 8200 4.5. A fragment that is the whole packet ("atomic", RFC 6946) is none.
bool read_fragment_header(Bytes packet, View& view) {
  if (packet.size() < view.header + v6::kFragmentHeader) return false;
  const Bytes header = packet.subspan(view.header);
  const std::uint16_t where = load_be16(header, v6::kFragmentAt);
  view.protocol = static_cast<Protocol>(header[0]);
  view.fragment_at = where & v6::kFragmentOffset;
  view.more_fragments = (where & v6::kMoreFragments) != 0;
  view.fragment = view.fragment_at != 0 || view.more_fragments;
  view.identification = load_be32(header, v6::kIdentificationAt);
  view.header += v6::kFragmentHeader;
  return true;
}

}  // namespace

std::optional<View> read_v4(Bytes packet, std::size_t wire) {
  if (packet.size() < v4::kSmallest || packet[0] >> 4 != 4) return std::nullopt;
  const std::size_t header = std::size_t{packet[0] & 0x0fU} * 4;
  if (header < v4::kSmallest || header > packet.size()) return std::nullopt;
  // Hardware that cuts segments itself leaves the total length zero on the sender's capture.
  const std::size_t stated = load_be16(packet, v4::kTotalLengthAt);
  const std::size_t total = stated == 0 ? wire : std::min(stated, wire);
  if (total < header) return std::nullopt;
  View view;
  view.source = IpAddress::from_v4(packet.subspan(v4::kSourceAt, 4));
  view.destination = IpAddress::from_v4(packet.subspan(v4::kDestinationAt, 4));
  view.protocol = static_cast<Protocol>(packet[v4::kProtocolAt]);
  const std::uint16_t fragment = load_be16(packet, v4::kFragmentAt);
  view.fragment = (fragment & (v4::kMoreFragments | v4::kFragmentOffset)) != 0;
  view.more_fragments = (fragment & v4::kMoreFragments) != 0;
  view.dont_fragment = (fragment & v4::kDontFragment) != 0;
  view.fragment_at = std::size_t{fragment & std::size_t{v4::kFragmentOffset}} * 8;
  view.identification = load_be16(packet, v4::kIdentificationAt);
  view.hop_limit = packet[v4::kTimeToLiveAt];
  view.header = header;
  view.payload = total - header;
  return view;
}

std::optional<View> read_v6(Bytes packet, std::size_t wire) {
  if (packet.size() < v6::kHeader || packet[0] >> 4 != 6) return std::nullopt;
  const std::size_t stated = load_be16(packet, v6::kPayloadLengthAt);
  const std::size_t total = stated == 0 ? wire : std::min(stated + v6::kHeader, wire);
  View view;
  view.source = IpAddress::from_v6(packet.subspan(v6::kSourceAt, 16));
  view.destination = IpAddress::from_v6(packet.subspan(v6::kDestinationAt, 16));
  view.protocol = static_cast<Protocol>(packet[v6::kNextHeaderAt]);
  view.header = v6::kHeader;
  view.hop_limit = packet[v6::kHopLimitAt];
  view.dont_fragment = true;
  if (!skip_extensions(packet, view) || view.header > total) return std::nullopt;
  view.payload = total - view.header;
  return view;
}

bool skip_extensions(Bytes packet, View& view) {
  for (std::size_t n = 0; !view.fragment; ++n) {
    const bool fragment = view.protocol == Protocol::fragment;
    if (!fragment && !is_extension(view.protocol)) return true;
    if (n == v6::kMostExtensions || packet.size() < view.header + 2) return false;
    if (fragment) {
      if (!read_fragment_header(packet, view)) return false;
      continue;
    }
    const std::size_t length = extension_length(view.protocol, packet[view.header + 1]);
    view.protocol = static_cast<Protocol>(packet[view.header]);
    view.header += length;
  }
  return true;
}

}  // namespace wstrace::ip
