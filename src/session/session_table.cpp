#include "session/session_table.h"

#include <algorithm>

#include "session/connection.h"
#include "session/trace.h"

namespace wstrace {

Session& SessionTable::open(SessionKind kind, Connection& connection) {
  auto entry = std::make_unique<Entry>();
  Entry& session = *entry;
  session.facts.number = ++last_number_;
  session.facts.kind = kind;
  session.facts.start = connection.info.first_seen;
  sessions_.emplace(session.facts.number, std::move(entry));
  attach(session, connection);
  return session;
}

Session* SessionTable::find(std::string_view key) {
  const auto number = by_key_.find(std::string(key));
  return number == by_key_.end() ? nullptr : sessions_.at(number->second).get();
}

void SessionTable::set_key(Session& session, std::string_view key) {
  if (!session.facts.sid.empty()) forget_key(session);
  session.facts.sid = key;
  by_key_[session.facts.sid] = session.facts.number;
}

void SessionTable::forget_key(const Session& session) {
  const auto known = by_key_.find(session.facts.sid);
  // A newer session may have taken the key over.
  if (known != by_key_.end() && known->second == session.facts.number) by_key_.erase(known);
}

void SessionTable::attach(Session& session, Connection& connection) {
  auto& served = connection.sessions;
  if (std::find(served.begin(), served.end(), &session) != served.end()) return;
  served.push_back(&session);
  ++sessions_.at(session.facts.number)->connections_alive;
  SessionFacts& facts = session.facts;
  facts.connections.push_back({connection.info.number, connection.info.client, connection.info.server});
  facts.start = std::min(facts.start, connection.info.first_seen);
  for (const Handshake& handshake : connection.handshakes) facts.add_handshake(handshake.label, handshake.took);
  for (const SessionNote& note : connection.notes) facts.add_note(note);
  ++references_[connection.info.number];
}

void SessionTable::connection_gone(Connection& connection) {
  const std::uint32_t number = connection.info.number;
  ++references_[number];
  // What the application asked to send is no framing. (Compressed, it can be more than was on the wire.)
  std::uint64_t& framing = connection.traffic.layers[index(Layer::application)];
  framing -= std::min(framing, connection.traffic.payload);
  if (connection.sessions.empty()) report_bare(connection);
  for (Session* session : connection.sessions) {
    session->facts.traffic += connection.traffic;
    session->facts.end = std::max(session->facts.end, connection.last_seen);
    Entry& entry = *sessions_.at(session->facts.number);
    if (--entry.connections_alive > 0) continue;
    session->facts.ends(connection.outcome.state, connection.outcome.by, connection.outcome.reason);
    report(entry);
  }
  connection.sessions.clear();
  release(number);
}

void SessionTable::report(Entry& session) {
  const SessionFacts& facts = session.facts;
  for (Sink* sink : trace_.sinks()) sink->on_session(facts);
  for (const ConnectionRef& connection : facts.connections) release(connection.number);
  if (!facts.sid.empty()) forget_key(session);
  sessions_.erase(facts.number);
}

void SessionTable::report_bare(Connection& connection) {
  SessionFacts facts;
  facts.number = ++last_number_;
  facts.kind = connection.kind;
  facts.start = connection.info.first_seen;
  facts.end = connection.last_seen;
  facts.connections.push_back({connection.info.number, connection.info.client, connection.info.server});
  facts.handshakes = std::move(connection.handshakes);
  facts.notes = std::move(connection.notes);
  facts.traffic = connection.traffic;
  facts.outcome = connection.outcome;
  for (Sink* sink : trace_.sinks()) sink->on_session(facts);
}

/// A connection is gone for the outputs when it has ended and every session that it served was reported.
void SessionTable::release(std::uint32_t connection) {
  const auto known = references_.find(connection);
  if (known == references_.end() || --known.value() > 0) return;
  references_.erase(known);
  for (Sink* sink : trace_.sinks()) sink->on_connection_gone(connection);
}

}  // namespace wstrace
