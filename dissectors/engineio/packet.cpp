#include "dissectors/engineio/base64.h"
#include "dissectors/engineio/wire.h"

namespace wstrace::engineio {
namespace {

/// In text a type is a digit, in the binary form of version 3 it is the number itself.
std::optional<PacketType> type_from(std::uint8_t byte, std::uint8_t zero) {
  const unsigned number = static_cast<unsigned>(byte) - zero;
  if (number >= kPacketTypes) return std::nullopt;
  return static_cast<PacketType>(number);
}

std::optional<Packet> decode_binary(Bytes bytes, unsigned version) {
  if (version != kVersion3) return Packet{PacketType::message, true, bytes};
  if (bytes.empty()) return std::nullopt;
  const auto type = type_from(bytes[0], 0);
  if (!type) return std::nullopt;
  return Packet{*type, true, bytes.subspan(1)};
}

std::optional<Packet> decode_marked_base64(Bytes marked, unsigned version, Arena& arena) {
  Packet packet{PacketType::message, true, {}};
  if (version == kVersion3) {
    const auto type = marked.empty() ? std::nullopt : type_from(marked[0], '0');
    if (!type) return std::nullopt;
    packet.type = *type;
    marked = marked.subspan(1);
  }
  const auto data = decode_base64(as_text(marked), arena);
  if (!data) return std::nullopt;
  packet.data = *data;
  return packet;
}

}  // namespace

std::optional<Packet> decode_packet(Bytes bytes, bool binary, unsigned version, Arena& arena) {
  if (binary) return decode_binary(bytes, version);
  if (bytes.empty()) return std::nullopt;
  if (bytes[0] == kBase64Mark) return decode_marked_base64(bytes.subspan(1), version, arena);
  const auto type = type_from(bytes[0], '0');
  if (!type) return std::nullopt;
  return Packet{*type, false, bytes.subspan(1)};
}

}  // namespace wstrace::engineio
