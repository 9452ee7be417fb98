// Socket.IO on the wire: packet types and the view of one text packet's head.
//
//   <type>[<attachments>-][<namespace>,][<id>][<JSON>]        Socket.IO protocol, "Packet encoding"
//
// Without a namespace the packet belongs to "/". The comma may be absent where the packet ends.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wstrace::socketio {

/// Numbered as on the wire, the same in protocols 4 and 5 (which calls 4's ERROR "CONNECT_ERROR").
enum class PacketType : std::uint8_t { connect, disconnect, event, ack, connect_error, binary_event, binary_ack };
inline constexpr unsigned kPacketTypes = 7;

inline constexpr unsigned kProtocol4 = 4;  ///< Socket.IO 1.x and 2.x, on Engine.IO 3
inline constexpr unsigned kProtocol5 = 5;  ///< Socket.IO 3.x and 4.x, on Engine.IO 4

inline constexpr std::string_view kMainNamespace = "/";

inline constexpr bool is_binary(PacketType type) {
  return type == PacketType::binary_event || type == PacketType::binary_ack;
}

/// A packet's head, and what follows it. The views point into the packet.
struct Head {
  PacketType type = PacketType::connect;
  std::uint64_t attachments = 0;  ///< announced by a binary packet
  std::string_view nsp = kMainNamespace;
  std::optional<std::uint64_t> id;
  std::string_view payload;  ///< JSON, not looked at yet; may be empty
};

/// Nothing when the text does not begin as a packet does.
std::optional<Head> parse_head(std::string_view text);

/// A namespace and the query that protocol 4 lets a client put behind it: "/admin?token=x".
struct NamespaceQuery {
  std::string_view nsp;
  std::string_view query;  ///< without the '?'
};
NamespaceQuery split_query(std::string_view nsp);

/// True for a text that a session's first packet may be: a CONNECT.
bool looks_like_connect(std::string_view text);
/// A packet with a payload, which is JSON.
bool looks_like_packet(std::string_view text);

/// Names of the library's own notifications, which a packet of protocol 5 must not carry.
bool is_reserved(std::string_view event_name);

}  // namespace wstrace::socketio
