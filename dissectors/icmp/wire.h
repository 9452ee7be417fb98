// ICMP (RFC 792) and ICMPv6 (RFC 4443) error messages, and what can be read of the packet that they quote.
//
// A router returns the beginning of the packet that it could not pass on: the IP header and at least 8 bytes behind it,
// which for TCP are the ports and the sequence number, and for UDP the ports and its length. That is enough to find the connection.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "core/endpoint.h"

namespace wstrace::icmp {

inline constexpr std::size_t kTypeAt = 0;
inline constexpr std::size_t kCodeAt = 1;
inline constexpr std::size_t kV4MtuAt = 6;  ///< of "fragmentation needed" (RFC 1191 4): 16 bits
inline constexpr std::size_t kV6MtuAt = 4;  ///< of "packet too big" (RFC 4443 3.2): 32 bits
inline constexpr std::size_t kQuotedAt = 8;

enum class V4Type : std::uint8_t {
  destination_unreachable = 3,
  source_quench = 4,
  redirect = 5,
  time_exceeded = 11,
  parameter_problem = 12,
};
inline constexpr std::uint8_t kFragmentationNeeded = 4;  ///< code of "destination unreachable"

enum class V6Type : std::uint8_t {
  destination_unreachable = 1,
  packet_too_big = 2,
  time_exceeded = 3,
  parameter_problem = 4,
};

struct Message {
  bool v6 = false;
  std::uint8_t type = 0;
  std::uint8_t code = 0;
  std::uint32_t mtu = 0;  ///< 0: not stated
  Bytes quoted;           ///< the beginning of the packet that it is about, from its IP header on
};

/// The TCP segment, or the UDP datagram, that an error is about.
struct Quoted {
  Endpoint source;
  Endpoint destination;
  std::optional<std::uint32_t> sequence;  ///< of TCP; absent when the quotation ends before it
};

/// An error message. Nothing for queries, answers, neighbour discovery and what is too short to quote anything.
std::optional<Message> read_error(Bytes message, bool v6);

/// Nothing when what is quoted is no TCP, or ends before the ports.
std::optional<Quoted> read_quoted_tcp(Bytes quoted, bool v6);
/// The same of UDP.
std::optional<Quoted> read_quoted_udp(Bytes quoted, bool v6);

}  // namespace wstrace::icmp
