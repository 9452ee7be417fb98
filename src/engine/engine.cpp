#include "engine/engine.h"

#include <algorithm>
#include <utility>

#include "capture/link_types.h"
#include "dissectors/ip/definitions.h"
#include "dissectors/link/definitions.h"
#include "engine/network_events.h"
#include "session/definitions.h"
#include "transport/orientation.h"

namespace wstrace {
namespace {

/// Packets of several processors may overtake one another by less than this; nobody's trace suffers.
constexpr Duration kOrderTolerance = kMillisecond;

std::string name_of_oddity(const PacketView& view) {
  if (view.note != &link::note::unknown_type) return std::string(view.what);
  const std::string name = capture::name_of_link(view.link);  // of one that has none: "link type 7"
  const auto number = std::to_string(static_cast<std::uint32_t>(view.link));
  return name.ends_with(number) ? name : "link type " + name + " (" + number + ")";
}

}  // namespace

void Engine::begin(const CaptureFacts& facts) {
  for (Sink* sink : trace_.sinks()) sink->on_capture(facts);
}

void Engine::on_packet(const Packet& packet) {
  trace_.arena().reset();
  trace_.set_now(packet.time);
  connections_.look_for_keys();
  connections_.expire();
  datagrams_.expire();
  if (totals_.packets != 0 && packet.time < last_time_ - kOrderTolerance) emit_time_back(packet);
  last_time_ = packet.time;
  ++totals_.packets;
  totals_.bytes += packet.wire_length;
  if (packet.bytes.size() < packet.wire_length) {
    ++totals_.cut;
    totals_.cut_to = std::max(totals_.cut_to, static_cast<std::uint32_t>(packet.bytes.size()));
  }
  PacketView view = path_.read(packet);
  on_lost_fragments();
  on_view(packet, view);
  while (path_.next(view)) on_view(packet, view);
}

void Engine::on_view(const Packet& packet, const PacketView& view) {
  switch (view.kind) {
    case PacketView::Kind::tcp: on_tcp(packet, view); break;
    case PacketView::Kind::fragment: break;
    case PacketView::Kind::icmp:
      if (!icmp_errors_.take(packet, view)) ++totals_.not_tcp;
      break;
    case PacketView::Kind::udp:
      if (!datagrams_.take(view)) ++totals_.not_tcp;
      break;
    case PacketView::Kind::other: ++totals_.not_tcp; break;
    case PacketView::Kind::not_followed:
    case PacketView::Kind::unreadable: on_oddity(packet, view); break;
  }
}

/// What the reader could not put into order.
void Engine::emit_time_back(const Packet& packet) {
  if (time_back_reported_) return;
  time_back_reported_ = true;
  const std::uint64_t back = to_micros(last_time_ - packet.time);
  const Field fields[] = {make_field(capture::field::back_us, back), make_field(capture::field::packet, packet.number)};
  const Note notes[] = {{&capture::note::time, fields}};
  Event event;
  event.def = &capture::event::time_back;
  event.packets = {packet.number, packet.number};
  event.fields = std::span(fields).first(1);
  event.notes = notes;
  trace_.emit(event, nullptr, nullptr);
}

void Engine::on_tcp(const Packet& packet, const PacketView& view) {
  if (!screening_.admits(packet, view)) return;
  tcp::Segment segment;
  segment.header = view.tcp;
  segment.payload = view.payload;
  segment.length = view.payload_wire;
  segment.packet = view.packets.last;
  segment.first_packet = view.packets.first;
  TrackedConnection& connection = connection_of(view, segment);
  if (!screening_.admits(connection, packet, view, segment)) return connections_.touch(connection);
  if (view.encapsulations.key() != connection.encapsulation) emit_encapsulations(trace_, connection, view, segment.dir);
  if (view.joined.fragments != 0) emit_joined(trace_, connection, view, segment.dir);
  connection.tcp.on_segment(segment);
  // Afterwards: a request decides whose packet it was.
  count(connection, view, segment.dir);
  connections_.touch(connection);
}

/// Told in the connection when it is known; otherwise once, and counted.
void Engine::on_lost_fragments() {
  for (const ip::Datagram& lost : path_.lost()) {
    TrackedConnection* const connection = connection_of(lost);
    if (connection != nullptr) count_lost(*connection, lost);
    if (lost.again) continue;  // copies of what was whole
    std::uint64_t& counted = totals_.not_followed[std::string(ip::kLostFragments)];
    const bool first = std::exchange(counted, counted + lost.cost.count) == 0;
    if (connection != nullptr || first) emit_lost(trace_, connection, lost);
  }
}

/// The first fragment names the ports; without it nobody knows whose the others are.
TrackedConnection* Engine::connection_of(const ip::Datagram& lost) {
  const Bytes head = lost.head();
  if (lost.protocol != ip::Protocol::tcp || head.size() < tcp::kSequenceAt) return nullptr;
  const Endpoint source{lost.key.source, load_be16(head, tcp::kSourcePortAt)};
  const Endpoint destination{lost.key.destination, load_be16(head, tcp::kDestinationPortAt)};
  return connections_.find(ConnectionKey::of(source, destination));
}

TrackedConnection& Engine::connection_of(const PacketView& view, tcp::Segment& segment) {
  const ConnectionKey key = ConnectionKey::of(view.source, view.destination);
  TrackedConnection* known = connections_.find(key);
  if (known != nullptr) {
    segment.dir = view.source == known->info.client ? Direction::c2s : Direction::s2c;
    if (!known->tcp.is_other_connection(segment)) return *known;
    connections_.remove(*known, End::idle);
    segment.reused_ports = true;
  }
  const bool client_sent = source_is_client(view, connections_);
  segment.dir = client_sent ? Direction::c2s : Direction::s2c;
  return client_sent ? connections_.add(key, view.source, view.destination)
                     : connections_.add(key, view.destination, view.source);
}

void Engine::count(Connection& connection, const PacketView& view, Direction dir) {
  Traffic& traffic = connection.traffic;
  traffic.packets[index(dir)] += view.packet_count;
  traffic.bytes[index(dir)] += view.wire_bytes;
  traffic.layers[index(Layer::data_link)] += view.link_bytes;
  traffic.layers[index(Layer::network)] += view.network_bytes;
  traffic.layers[index(Layer::transport)] += view.tcp.length;
  traffic.layers[index(Layer::application)] += view.payload_wire;
  // What comes once somebody has begun to close is no sign of life that anybody waits for.
  const bool says_something = view.payload_wire > 0 || view.tcp.has(tcp::kFin) || view.tcp.has(tcp::kRst);
  const Time closing = connection.closing.time;
  if (says_something && (closing == 0 || closing == trace_.now())) connection.last_data[index(dir)] = trace_.now();
}

/// Told once for each kind; the closing lines say how many there were.
void Engine::on_oddity(const Packet& packet, const PacketView& view) {
  const std::string what = name_of_oddity(view);
  if (totals_.not_followed[what]++ > 0) return;
  const bool unreadable = view.kind == PacketView::Kind::unreadable;
  const Field fields[] = {make_field(ip::field::what, std::string_view(what))};
  const Note notes[] = {{view.note, fields}};
  Event event;
  event.def = unreadable ? &ip::event::unreadable : &ip::event::not_followed;
  event.packets = {packet.number, packet.number};
  event.fields = fields;
  event.notes = notes;
  event.raw = packet.bytes;
  trace_.emit(event, nullptr, nullptr);
}

void Engine::on_idle(Time now) {
  trace_.arena().reset();
  if (now > trace_.now()) trace_.set_now(now);
  path_.on_time(trace_.now());
  on_lost_fragments();
  connections_.look_for_keys();
  connections_.expire();
  datagrams_.expire();
}

void Engine::finish(EndFacts end) {
  trace_.arena().reset();
  path_.finish();
  on_lost_fragments();
  connections_.finish();
  datagrams_.finish();
  end.packets = totals_.packets;
  end.bytes = totals_.bytes;
  end.not_tcp = totals_.not_tcp;
  end.not_followed = totals_.not_followed;
  end.cut = totals_.cut;
  end.cut_to = totals_.cut_to;
  end.duplicates = screening_.duplicates() + icmp_errors_.copies();
  end.damaged = screening_.damaged();
  end.icmp_elsewhere = icmp_errors_.elsewhere();
  end.icmp_untold = icmp_errors_.unreported();
  end.undecoded = datagrams_.facts();
  end.sessions = trace_.sessions().count();
  end.connections = connections_.count();
  end.causes = trace_.last_stage().causes();
  for (const Broadcasts::Summary& each : trace_.broadcasts().summaries())
    end.broadcasts.push_back({each.label, each.times, each.receptions, each.most, each.widest});
  for (Sink* sink : trace_.sinks()) sink->on_end(end);
}

}  // namespace wstrace
