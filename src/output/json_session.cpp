// The session record of the NDJSON output.
#include <algorithm>
#include <array>

#include "core/community_id.h"
#include "model/connecting.h"
#include "output/json.h"
#include "output/names.h"
#include "output/phrases.h"

namespace wstrace {
namespace {

/// The layers whose headers and framing are counted, always all of them.
constexpr std::array<std::pair<std::size_t, std::string_view>, 6> kLayers = {
    {{2, "2"}, {3, "3"}, {4, "4"}, {5, "5"}, {6, "6"}, {7, "7"}}};

}  // namespace

void JsonSink::on_session(const SessionFacts& session) {
  if (!options_.sessions.contain(session.number)) return;
  open_record("session");
  session_head(session);
  session_connecting(session);
  handshakes(session.handshakes);
  session_traffic(session.traffic);
  session_events(session.events);
  if (session.events_uncounted != 0) number("events_uncounted", session.events_uncounted);
  session_heartbeats(session.heartbeats);
  if (session.polls != 0) number("polls", session.polls);
  if (session.previous.session != 0) {
    number("previous", session.previous.session);
    number("attempt", session.previous.attempt);
    number("pause_us", to_micros(session.previous.pause));
  }
  session_other_sides(session.other_sides);
  session_outcome(session.outcome);
  session_notes(session.notes, session.proxy, session.primary_note());
  close_record();
}

void JsonSink::session_head(const SessionFacts& session) {
  number("session", session.number);
  word("name", session_title(session));
  word("kind", session.type->name);
  session_stack(session);
  if (!session.sid.empty()) text("sid", session.sid);
  if (!session.connections.empty()) {
    word("client", session.first_connection().client.to_string());
    word("server", session.first_connection().server.to_string());
  }
  if (!session.path.empty()) text("path", session.path);
  if (!session.server_software.empty()) word("server_software", session.server_software);
  json_.key("connections");
  json_.open_array();
  for (const ConnectionRef& connection : session.connections) json_.number(connection.number);
  json_.close_array();
  session_attempts(session.connections);
  json_.key("transports");
  json_.open_array();
  for (const std::string_view transport : session.transports) json_.word(transport);
  json_.close_array();
  session_encapsulations(session.encapsulations);
  json_.key("start");
  json_.time(session.start);
  number("duration_us", to_micros(session.end - session.start));
}

void JsonSink::on_connection(const ConnectionFacts& connection) {
  const auto& sessions = connection.sessions;
  const bool wanted = options_.sessions.contain_any(sessions);
  if (options_.only_sessions || !wanted || (connection.bare && !options_.all)) return;
  open_record("connection");
  number("connection", connection.number);
  json_.key("sessions");
  json_.open_array();
  for (const std::uint32_t session : sessions) json_.number(session);
  json_.close_array();
  if (connection.sessions_unlisted != 0) number("sessions_unlisted", connection.sessions_unlisted);
  word("client", connection.client.to_string());
  word("server", connection.server.to_string());
  word("community_id", community_id(connection.client, connection.server));
  json_.key("start");
  json_.time(connection.start);
  number("duration_us", to_micros(connection.end - connection.start));
  handshakes(connection.handshakes);
  session_traffic(connection.traffic);
  session_outcome(connection.outcome);
  close_record();
}

void JsonSink::handshakes(const std::vector<Handshake>& handshakes) {
  json_.key("handshakes");
  json_.open_array();
  for (const Handshake& each : handshakes) {
    json_.open_object();
    if (each.protocol != nullptr) word("proto", each.protocol->name);
    text("label", each.label);
    number("time_us", to_micros(each.took));
    json_.close_object();
  }
  json_.close_array();
}

/// What lies on what, from TCP up.
void JsonSink::session_stack(const SessionFacts& session) {
  json_.key("stack");
  json_.open_array();
  for (const StackLayer& layer : session.stack.layers()) {
    if (session.stack.is_left(layer)) continue;
    json_.open_object();
    word("proto", layer.protocol->name);
    if (!layer.version.empty()) word("version", layer.version);
    json_.close_object();
  }
  json_.close_array();
}

/// Those of the connections that were refused before the next one got through at another address.
void JsonSink::session_attempts(const std::vector<ConnectionRef>& connections) {
  const auto refused = [](const ConnectionRef& each) { return each.attempt; };
  if (std::none_of(connections.begin(), connections.end(), refused)) return;
  json_.key("attempts");
  json_.open_array();
  for (const ConnectionRef& each : connections)
    if (each.attempt) json_.number(each.number);
  json_.close_array();
}

void JsonSink::session_encapsulations(const std::vector<std::string>& encapsulations) {
  if (encapsulations.empty()) return;
  json_.key("encapsulations");
  json_.open_array();
  for (const std::string& each : encapsulations) json_.word(each);
  json_.close_array();
}

void JsonSink::session_connecting(const SessionFacts& session) {
  const std::optional<Connecting> connecting = connecting_of(session);
  if (!connecting) return;
  number("usable_us", to_micros(connecting->total));
  const auto share = [&](Duration part) {
    json_.key("share");
    json_.decimal(static_cast<double>(part) / static_cast<double>(connecting->total), 3);
  };
  json_.key("connecting");
  json_.open_object();
  number("total_us", to_micros(connecting->total));
  if (connecting->opened_before > 0) number("opened_before_us", to_micros(connecting->opened_before));
  json_.key("handshakes");
  json_.open_array();
  for (const Connecting::Part& part : connecting->parts) {
    json_.open_object();
    text("label", part.label);
    number("took_us", to_micros(part.took));
    share(part.took);
    json_.close_object();
  }
  json_.close_array();
  json_.key("between");
  json_.open_object();
  number("took_us", to_micros(connecting->between));
  share(connecting->between);
  json_.close_object();
  json_.close_object();
}

void JsonSink::session_traffic(const Traffic& traffic) {
  both("packets", traffic.packets);
  json_.key("bytes");
  json_.open_object();
  number("c2s", traffic.bytes[index(Direction::c2s)]);
  number("s2c", traffic.bytes[index(Direction::s2c)]);
  json_.key("layers");
  json_.open_object();
  for (const auto& [layer, key] : kLayers) number(key, traffic.layers[layer]);
  json_.close_object();
  traffic_protocols(traffic);
  number("application", traffic.payload);
  if (traffic.saved != 0) number("saved", traffic.saved);
  json_.close_object();
  traffic_duplicates(traffic);
}

void JsonSink::traffic_duplicates(const Traffic& traffic) {
  if (traffic.duplicates.packets == 0) return;
  json_.key("duplicates");
  json_.open_object();
  number("packets", traffic.duplicates.packets);
  number("bytes", traffic.duplicates.bytes);
  json_.close_object();
}

void JsonSink::traffic_protocols(const Traffic& traffic) {
  if (traffic.protocols.front().protocol == nullptr) return;
  json_.key("protocols");
  json_.open_object();
  for (const ProtocolBytes& each : traffic.protocols)
    if (each.protocol != nullptr) number(each.protocol->name, each.bytes);
  json_.close_object();
}

void JsonSink::session_events(const std::vector<NamedCount>& events) {
  json_.key("events");
  json_.open_array();
  for (const NamedCount& counted : events) {
    json_.open_object();
    text("nsp", counted.nsp);
    text("name", counted.name);
    word("dir", name_of(counted.dir));
    number("count", counted.count);
    number("asked", counted.asked);
    number("acked", counted.acked);
    if (counted.acked != 0) round_trips(counted.rtt_us);
    number("bytes", counted.bytes);
    if (counted.broadcast != 0) number("broadcast", counted.broadcast);
    json_.close_object();
  }
  json_.close_array();
}

void JsonSink::round_trips(const Quantiles& rtt_us) {
  json_.key("rtt_us");
  json_.open_object();
  number("p50", rtt_us.at(0.5));
  number("p90", rtt_us.at(0.9));
  number("p99", rtt_us.at(0.99));
  number("max", rtt_us.max());
  json_.close_object();
}

void JsonSink::session_heartbeats(const Heartbeats& heartbeats) {
  if (heartbeats.pings == 0 && heartbeats.pongs == 0) return;
  json_.key("heartbeats");
  json_.open_object();
  number("pings", heartbeats.pings);
  number("pongs", heartbeats.pongs);
  if (heartbeats.rtt_us.count() != 0) round_trips(heartbeats.rtt_us);
  json_.close_object();
}

void JsonSink::session_other_sides(const std::vector<std::uint32_t>& sessions) {
  if (sessions.empty()) return;
  json_.key("other_sides");
  json_.open_array();
  for (const std::uint32_t session : sessions) json_.number(session);
  json_.close_array();
}

void JsonSink::session_outcome(const Outcome& outcome) {
  json_.key("outcome");
  json_.open_object();
  word("state", outcome.state);
  word("by", outcome.by);
  if (!outcome.reason.empty()) repaired("reason", outcome.reason);
  if (!outcome.code.empty()) word("code", outcome.code);
  if (!outcome.client_word.empty() || !outcome.server_word.empty()) {
    json_.key("words");
    json_.open_object();
    if (!outcome.client_word.empty()) word("client", outcome.client_word);
    if (!outcome.server_word.empty()) word("server", outcome.server_word);
    json_.close_object();
  }
  json_.close_object();
}

/// The first note of the kind that says why the session ended is the primary one.
void JsonSink::session_notes(const std::vector<SessionNote>& notes, Proxy proxy, const NoteDef* primary) {
  json_.key("notes");
  json_.open_array();
  for (const SessionNote& note : notes) {
    note_head(*note.def, note.text, proxy, note.def == primary);
    if (note.def == primary) primary = nullptr;
    if (note.count > 1) number("count", note.count);
    if (note.others != 0) number("others", note.others);
    json_.close_object();
  }
  not_utf8_notes();
  json_.close_array();
}

}  // namespace wstrace
