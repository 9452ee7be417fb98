#include "dissectors/quic/claim.h"

#include "dissectors/quic/packet_protection.h"

namespace wstrace::quic {
namespace {

bool has_known_version(Bytes versions) {
  for (tls::Reader reader(versions); reader.rest().size() >= kVersionSize;)
    if (find_version(reader.number(kVersionSize)) != nullptr) return true;
  return false;
}

bool proves_itself(const Packet& packet, const Version& version, Bytes bytes) {
  InitialKeys keys;
  std::vector<std::uint8_t> room;
  return keys.start(version, packet.header.destination, Direction::c2s) && keys.open(packet, bytes, room).has_value();
}

}  // namespace

bool is_negotiation(const LongHeader& header, Bytes datagram) {
  const std::size_t versions = datagram.size() - header.size;
  return header.version == 0 && versions != 0 && versions % kVersionSize == 0;
}

bool is_first_initial(const Datagram& datagram, const LongHeader& header) {
  if ((datagram.bytes[0] & kFixedBit) == 0 || datagram.length < kLeastDatagram) return false;
  if (header.destination.size() < kShortestFirstId) return false;
  const Version* const version = find_version(header.version);
  if (version == nullptr) return is_reserved(header.version) || is_draft(header.version);
  const auto packet = read_packet(datagram.bytes, header, *version);
  if (!packet || packet->type != PacketType::initial || packet->size > datagram.length) return false;
  return packet->size > datagram.bytes.size() || proves_itself(*packet, *version, datagram.bytes);
}

bool answers_first(const Datagram& datagram, const LongHeader& header) {
  return is_negotiation(header, datagram.bytes) && header.source.size() >= kShortestFirstId &&
         has_known_version(after(datagram.bytes, header.size));
}

}  // namespace wstrace::quic
