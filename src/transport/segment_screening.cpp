#include "transport/segment_screening.h"

#include <algorithm>

#include "core/checksum.h"
#include "dissectors/ip/definitions.h"
#include "dissectors/ip/wire.h"
#include "dissectors/tcp/checksum.h"
#include "dissectors/tcp/definitions.h"
#include "session/definitions.h"

namespace wstrace {
namespace {

constexpr std::size_t kIpv4ChecksumAt = 10;
/// So many copies of segments with something in them, and the connection is known to come twice.
constexpr unsigned kSureCopies = 2;

/// The bytes of a link header that say between which interfaces a frame travelled.
std::size_t addresses_of(LinkType link) {
  switch (link) {
    case LinkType::ethernet: return 12;
    case LinkType::linux_sll: return 14;
    case LinkType::linux_sll2: return 20;
    default: return 0;
  }
}

/// Where the packet was captured: a copy that was captured elsewhere has another value.
std::uint64_t place_of(const Packet& packet, const PacketView& view) {
  constexpr std::uint64_t kMixer = 0x9e3779b97f4a7c15;
  std::uint64_t place = view.encapsulations.key();
  const auto mix = [&place](std::uint64_t word) {
    place = (place ^ word) * kMixer;
    place ^= place >> 32;
  };
  mix(std::uint64_t{packet.interface_id} << 8 | view.ip.hop_limit);
  for (const std::uint8_t byte : first(packet.bytes, addresses_of(packet.link))) mix(byte);
  return place;
}

std::uint16_t checksum_of(const PacketView& view) {
  return view.ip.content.size() >= tcp::kSmallest ? load_be16(view.ip.content, tcp::kChecksumAt) : std::uint16_t{0};
}

}  // namespace

bool SegmentScreening::admits(const Packet& packet, const PacketView& view) {
  const Bytes header = view.ip.header;
  if (!verify_ || view.source.address.v6 || header.size() < ip::v4::kSmallest) return true;
  // Zero: segments that a network card cuts get their headers from it.
  if (load_be16(header, kIpv4ChecksumAt) == 0 || checksum_is_right(header)) return true;
  if (++damaged_ > trace_.limits().max_individual_reports) return false;
  const std::string from = view.source.address.to_string();
  const Field fields[] = {make_field(ip::field::from, std::string_view(from))};
  const Note notes[] = {{&ip::note::bad_checksum, fields}};
  Event event;
  event.def = &ip::event::bad_checksum;
  event.packets = {packet.number, packet.number};
  event.fields = fields;
  event.notes = notes;
  event.raw = header;
  trace_.emit(event, nullptr, nullptr);
  return false;
}

bool SegmentScreening::admits(TrackedConnection& connection, const Packet& packet, const PacketView& view,
                              const tcp::Segment& segment) {
  // First of all: what was damaged must not stand for the good one that follows.
  if (verify_ && !is_sound(connection, view, segment)) return false;
  Arrival& arrival = connection.arrival;
  Sighting sighting;
  sighting.connection = connection.info.number;
  sighting.dir = segment.dir;
  sighting.tcp = view.tcp;
  sighting.checksum = checksum_of(view);
  sighting.checksum_partial =
      tcp::checksum_is_partial(sighting.checksum, view.source.address, view.destination.address, view.ip.content_wire);
  sighting.payload = view.payload;
  sighting.length = view.payload_wire;
  sighting.identification = view.ip.identification;
  sighting.place = place_of(packet, view);
  sighting.answers = arrival.segments[index(opposite(segment.dir))];
  sighting.doubled = arrival.sure_copies >= kSureCopies;
  sighting.time = packet.time;
  sighting.packet = packet.number;
  if (const CopyOf copy = finder_.find(sighting)) {
    count_copy(connection, packet, segment, copy);
    return false;
  }
  ++arrival.segments[index(segment.dir)];
  return true;
}

void SegmentScreening::count_copy(TrackedConnection& connection, const Packet& packet, const tcp::Segment& segment,
                                  CopyOf copy) {
  Arrival& arrival = connection.arrival;
  ++duplicates_;
  ++connection.traffic.duplicates.packets;
  connection.traffic.duplicates.bytes += packet.wire_length;
  if (copy.same_place && (segment.length != 0 || segment.header.has(tcp::kSyn | tcp::kFin))) ++arrival.sure_copies;
  bool& reported = arrival.copies_reported[copy.same_place ? 1 : 0];
  if (reported) return;
  reported = true;
  const Field fields[] = {make_field(capture::field::copy_of, copy.packet),
                          make_field(capture::field::elsewhere, std::uint64_t{!copy.same_place})};
  report(connection, segment, capture::event::duplicate, fields,
         copy.same_place ? capture::note::duplicates_here : capture::note::duplicates_elsewhere);
}

/// A wrong checksum is damage only when this direction has shown right ones: otherwise the sender leaves it to its network
/// card, and to drop its segments would lose the conversation.
bool SegmentScreening::is_sound(TrackedConnection& connection, const PacketView& view, const tcp::Segment& segment) {
  const Bytes bytes = view.ip.content;
  if (bytes.size() != view.ip.content_wire) return true;  // cut by the snap length: nobody can tell
  const IpAddress& from = view.source.address;
  const IpAddress& to = view.destination.address;
  bool& proven = connection.arrival.checksums_proven[index(segment.dir)];
  if (tcp::checksum_is_right(bytes, from, to)) {
    proven = true;
    return true;
  }
  if (tcp::checksum_is_partial(checksum_of(view), from, to, bytes.size())) {
    emit_offload(connection, segment, tcp::note::offload);
    return true;
  }
  if (!proven) {
    emit_offload(connection, segment, tcp::note::unproven);
    return true;
  }
  ++damaged_;
  const Field fields[] = {make_field(tcp::field::seq, segment.header.sequence),
                          make_field(tcp::field::length, segment.length),
                          make_field(tcp::field::checksum, checksum_of(view))};
  report(connection, segment, tcp::event::bad_checksum, fields, tcp::note::bad_checksum);
  return false;
}

void SegmentScreening::emit_offload(TrackedConnection& connection, const tcp::Segment& segment, const NoteDef& note) {
  bool& reported = connection.arrival.offload_reported[index(segment.dir)];
  if (!reported) report(connection, segment, tcp::event::checksum_offload, {}, note);
  reported = true;
}

void SegmentScreening::report(TrackedConnection& connection, const tcp::Segment& segment, const EventDef& def,
                              std::span<const Field> fields, const NoteDef& note) {
  const Note notes[] = {{&note, {}}};
  Event event;
  event.def = &def;
  event.has_direction = true;
  event.dir = segment.dir;
  event.packets = {segment.packet, segment.packet};
  event.fields = fields;
  event.notes = notes;
  event.raw = segment.payload;
  trace_.emit(event, &connection, connection.scope.session);
}

}  // namespace wstrace
