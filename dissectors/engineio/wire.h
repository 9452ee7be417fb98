// Engine.IO on the wire: packet types, marks and the view of one packet.
//
// A packet is the same whatever brings it: a WebSocket message, one part of a polling payload, a WebTransport frame.
// Taking packets out of those is the transports' business (dissector.h); here is only what a packet's bytes say.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/arena.h"
#include "core/bytes.h"

namespace wstrace::engineio {

/// Numbered as on the wire, the same in versions 3 and 4 (Engine.IO protocol, "Packet").
enum class PacketType : std::uint8_t { open, close, ping, pong, message, upgrade, noop };
inline constexpr unsigned kPacketTypes = 7;

inline constexpr unsigned kVersion3 = 3;
inline constexpr unsigned kVersion4 = 4;
/// Socket.IO's protocol that came with it.
inline constexpr std::string_view kSocketIoOfEngine4 = "5";

/// Before base64, where only text can be sent: version 3 "b4AQID" (with a type), version 4 "bAQID" (always a message).
inline constexpr char kBase64Mark = 'b';
/// What the ping and the pong that try out a new transport carry.
inline constexpr std::string_view kProbe = "probe";

struct Packet {
  PacketType type = PacketType::message;
  bool binary = false;
  Bytes data;  ///< into the packet's bytes, or into the arena when it was base64
};

/// What the bytes are as a packet; nothing when they are none. `binary` is the transport's word for them.
std::optional<Packet> decode_packet(Bytes bytes, bool binary, unsigned version, Arena& arena);

}  // namespace wstrace::engineio
