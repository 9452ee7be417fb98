#include "seam/session_service.h"

#include <algorithm>

#include "host/layer.h"

namespace wstrace {

Session& SessionService::open(const SessionType& type) {
  Session* const session = layer_.scope_.session;
  if (session == nullptr) {
    layer_.enter(layer_.table().open(type, layer_.now()));
  } else {
    session->facts.rise_to(type);
  }
  return *layer_.scope_.session;
}

Session& SessionService::join(const SessionType& type, std::string_view key, std::string_view request) {
  SessionTable& table = layer_.table();
  const ConnectionInfo& info = layer_.connection_.info;
  Session* session = table.find(key, info, request);
  if (session == nullptr) {
    Session* const own = layer_.scope_.session;
    const bool free = own != nullptr && own->facts.sid.empty();
    session = free ? own : &table.open(type, layer_.now());
    table.set_key(*session, key, info, false);
  }
  table.asks(*session, request);
  session->facts.rise_to(type);
  layer_.enter(*session);
  return *session;
}

Session& SessionService::name(const SessionType& type, std::string_view key) {
  SessionTable& table = layer_.table();
  const ConnectionInfo& info = layer_.connection_.info;
  Session* const own = layer_.scope_.session;
  if (own != nullptr && own->facts.sid == key) return *own;
  if (Session* const later = table.begun_later(key, info); later != nullptr) {
    later->facts.start = std::min(later->facts.start, info.first_seen);
    layer_.enter(*later);
    return *later;
  }
  if (own == nullptr || !own->facts.sid.empty()) layer_.enter(table.open(type, layer_.now()));
  Session& session = *layer_.scope_.session;
  table.set_key(session, key, info, true);
  table.note_issuer(session, info.server);
  session.facts.rise_to(type);
  return session;
}

void SessionService::await_request(std::string_view target) {
  Session* const session = layer_.scope_.session;
  if (session != nullptr) layer_.table().await(*session, layer_.connection_.info.client.address, target);
}

bool SessionService::resume(std::string_view target) {
  Session* const session = layer_.table().awaiting(layer_.connection_.info.client.address, target);
  if (session != nullptr) layer_.enter(*session);
  return session != nullptr;
}

const Issued* SessionService::issuer(std::string_view key) { return layer_.table().issuer(key); }

void SessionService::pair(std::string_view key, Time asked) {
  Session* const session = layer_.scope_.session;
  if (session != nullptr) layer_.table().pair(*session, key, layer_.connection_.info, asked);
}

void SessionService::pair_request(std::string_view request) {
  Session* const session = layer_.scope_.session;
  if (session != nullptr) layer_.table().pair_request(*session, request, layer_.connection_.info);
}

std::string_view SessionService::closed_across(Direction by, Time at) const {
  const Session* const session = layer_.scope_.session;
  return session != nullptr ? layer_.table().closed_across(*session, by, at) : std::string_view{};
}

bool SessionService::just_left_beyond(Direction who) const {
  const Session* const session = layer_.scope_.session;
  return session != nullptr && layer_.table().just_left_beyond(*session, who);
}

Signs SessionService::signs(Direction dir) const {
  const Session* const session = layer_.scope_.session;
  return session != nullptr ? layer_.table().signs(*session, dir) : layer_.connection_.signs(dir);
}

void SessionService::end_packets(End how) {
  if (Session* const session = layer_.scope_.session) session->end_packets(layer_, how);
}

}  // namespace wstrace
