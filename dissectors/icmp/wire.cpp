#include "dissectors/icmp/wire.h"

#include "dissectors/ip/wire.h"

namespace wstrace::icmp {
namespace {

using ip::Protocol;

constexpr std::size_t kPorts = 4;
constexpr std::size_t kPortsAndSequence = 8;
constexpr std::size_t kExtensionUnit = 8;
constexpr std::size_t kFragmentHeader = 8;
constexpr std::uint16_t kV6FragmentOffset = 0xfff8;  // RFC 8200 4.5

bool is_error(std::uint8_t type, bool v6) {
  if (v6) return type >= 1 && type <= 4;  // RFC 4443 2.1: errors are below 128; these are the defined ones
  switch (static_cast<V4Type>(type)) {
    case V4Type::destination_unreachable:
    case V4Type::source_quench:
    case V4Type::redirect:
    case V4Type::time_exceeded:
    case V4Type::parameter_problem: return true;
  }
  return false;
}

bool states_mtu(const Message& m) {
  if (m.v6) return m.type == static_cast<std::uint8_t>(V6Type::packet_too_big);
  return m.type == static_cast<std::uint8_t>(V4Type::destination_unreachable) && m.code == kFragmentationNeeded;
}

std::optional<Quoted> read_ports(Quoted quoted, Protocol protocol, Bytes segment) {
  if (segment.size() < kPorts) return std::nullopt;
  quoted.source.port = load_be16(segment, 0);
  quoted.destination.port = load_be16(segment, 2);
  const bool has_sequence = protocol == Protocol::tcp && segment.size() >= kPortsAndSequence;
  if (has_sequence) quoted.sequence = load_be32(segment, kPorts);
  return quoted;
}

std::optional<Quoted> read_v4(Bytes packet, Protocol wanted) {
  if (packet.size() < ip::v4::kSmallest || packet[0] >> 4 != 4) return std::nullopt;
  const std::size_t header = std::size_t{packet[0] & 0x0fU} * 4;
  if (header < ip::v4::kSmallest || static_cast<Protocol>(packet[ip::v4::kProtocolAt]) != wanted) return {};
  // Only a first fragment has the ports.
  if ((load_be16(packet, ip::v4::kFragmentAt) & ip::v4::kFragmentOffset) != 0) return std::nullopt;
  Quoted quoted;
  quoted.source.address = IpAddress::from_v4(packet.subspan(ip::v4::kSourceAt, 4));
  quoted.destination.address = IpAddress::from_v4(packet.subspan(ip::v4::kDestinationAt, 4));
  return read_ports(quoted, wanted, after(packet, header));
}

/// The length of an extension header that TCP or UDP may stand behind; 0 for what ends the chain.
std::size_t extension_length(Protocol p, Bytes header) {
  switch (p) {
    case Protocol::hop_by_hop:
    case Protocol::routing:
    case Protocol::destination_options: return (std::size_t{header[1]} + 1) * kExtensionUnit;
    case Protocol::authentication: return (std::size_t{header[1]} + 2) * 4;  // RFC 4302 2.2
    case Protocol::fragment: return (load_be16(header, 2) & kV6FragmentOffset) == 0 ? kFragmentHeader : 0;
    default: return 0;
  }
}

std::optional<Quoted> read_v6(Bytes packet, Protocol wanted) {
  if (packet.size() < ip::v6::kHeader || packet[0] >> 4 != 6) return std::nullopt;
  Quoted quoted;
  quoted.source.address = IpAddress::from_v6(packet.subspan(ip::v6::kSourceAt, 16));
  quoted.destination.address = IpAddress::from_v6(packet.subspan(ip::v6::kDestinationAt, 16));
  auto protocol = static_cast<Protocol>(packet[ip::v6::kNextHeaderAt]);
  Bytes rest = after(packet, ip::v6::kHeader);
  for (std::size_t n = 0; n < ip::v6::kMostExtensions; ++n) {
    if (protocol == wanted) return read_ports(quoted, wanted, rest);
    if (rest.size() < kPorts) return std::nullopt;
    const std::size_t length = extension_length(protocol, rest);
    if (length == 0) return std::nullopt;
    protocol = static_cast<Protocol>(rest[0]);
    rest = after(rest, length);
  }
  return std::nullopt;
}

}  // namespace

std::optional<Message> read_error(Bytes message, bool v6) {
  if (message.size() < kQuotedAt || !is_error(message[kTypeAt], v6)) return std::nullopt;
  Message m;
  m.v6 = v6;
  m.type = message[kTypeAt];
  m.code = message[kCodeAt];
  if (states_mtu(m)) m.mtu = v6 ? load_be32(message, kV6MtuAt) : load_be16(message, kV4MtuAt);
  m.quoted = after(message, kQuotedAt);
  return m;
}

std::optional<Quoted> read_quoted_tcp(Bytes quoted, bool v6) {
  return v6 ? read_v6(quoted, Protocol::tcp) : read_v4(quoted, Protocol::tcp);
}

std::optional<Quoted> read_quoted_udp(Bytes quoted, bool v6) {
  return v6 ? read_v6(quoted, Protocol::udp) : read_v4(quoted, Protocol::udp);
}

}  // namespace wstrace::icmp
