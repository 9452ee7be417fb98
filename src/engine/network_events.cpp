#include "engine/network_events.h"

#include <algorithm>
#include <utility>

#include "dissectors/ip/definitions.h"
#include "dissectors/link/definitions.h"

namespace wstrace {
namespace {

Event event_of(const EventDef& def, PacketRange packets, std::span<const Field> fields, std::span<const Note> notes) {
  Event event;
  event.def = &def;
  event.packets = packets;
  event.fields = fields;
  event.notes = notes;
  return event;
}

void emit(Trace& trace, Connection& connection, Direction dir, Event event) {
  event.has_direction = true;
  event.dir = dir;
  trace.emit(event, &connection, connection.scope.session);
}

/// The connection was found by the ports in the datagram's head.
Direction direction_of(const Connection& connection, const ip::Datagram& lost) {
  const Endpoint source{lost.key.source, load_be16(lost.head(), tcp::kSourcePortAt)};
  return source == connection.info.client ? Direction::c2s : Direction::s2c;
}

}  // namespace

void emit_encapsulations(Trace& trace, Connection& connection, const PacketView& view, Direction dir) {
  const Encapsulations& path = view.encapsulations;
  connection.encapsulation = path.key();
  const auto known = [&](const EncapsulationSeen& seen) { return seen.key == path.key(); };
  auto& reported = connection.encapsulations;
  if (path.empty() || reported.size() == trace.limits().encapsulations) return;
  if (std::any_of(reported.begin(), reported.end(), known)) return;
  const bool reversed = dir == Direction::s2c;
  const std::string text = path.text(reversed);
  const std::string layers = path.json(reversed);
  reported.push_back({path.key(), text});
  for (Session* session : connection.sessions) session->facts.add_encapsulation(text);
  const bool network = path.layer() == Layer::network;
  const Field fields[] = {make_field(network ? ip::field::path : link::field::path, std::string_view(text)),
                          make_field(network ? ip::field::layers : link::field::layers, std::string_view(layers))};
  emit(trace, connection, dir,
       event_of(network ? ip::event::encapsulation : link::event::encapsulation, view.packets, fields, {}));
}

void emit_joined(Trace& trace, Connection& connection, const PacketView& view, Direction dir) {
  const Field fields[] = {make_field(ip::field::fragments, view.joined.fragments),
                          make_field(ip::field::length, view.joined.length)};
  Note notes[2];
  std::size_t n = 0;
  const bool tunnel = view.joined.depth < view.encapsulations.size();
  if (!std::exchange(connection.fragmented, true)) {
    notes[n++] = {tunnel ? &ip::note::tunnel_fragmented : &ip::note::fragmented, {}};
  }
  if (view.joined.overlap_differs) notes[n++] = {&ip::note::overlap, {}};
  emit(trace, connection, dir, event_of(ip::event::fragments, view.packets, fields, {notes, n}));
}

void count_lost(Connection& connection, const ip::Datagram& lost) {
  const Direction dir = direction_of(connection, lost);
  Traffic& traffic = connection.traffic;
  const std::uint64_t network = lost.cost.network_bytes + lost.received();
  traffic.packets[index(dir)] += lost.cost.count;
  traffic.bytes[index(dir)] += lost.cost.wire_bytes;
  traffic.layers[index(Layer::network)] += network;
  traffic.layers[index(Layer::data_link)] += lost.cost.wire_bytes - std::min(network, lost.cost.wire_bytes);
}

void emit_lost(Trace& trace, Connection* connection, const ip::Datagram& lost) {
  const std::string source = lost.key.source.to_string();
  const std::string destination = lost.key.destination.to_string();
  const std::string lacks = lost.lacks();
  const Field fields[] = {
      make_field(ip::field::source, std::string_view(source)),
      make_field(ip::field::destination, std::string_view(destination)),
      make_field(ip::field::identification, lost.key.identification),
      make_field(ip::field::fragments, lost.fragments),
      make_field(ip::field::length, lost.received()),
      make_field(ip::field::lacks, std::string_view(lacks)),
      make_field(ip::field::reason, lost.reason),
  };
  const Note notes[] = {{&ip::note::missing, fields}};
  const Event event = event_of(ip::event::fragments_missing, lost.cost.packets, fields, notes);
  if (connection == nullptr) return trace.emit(event, nullptr, nullptr);
  emit(trace, *connection, direction_of(*connection, lost), event);
}

}  // namespace wstrace
