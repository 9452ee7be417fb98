#include "session/session_table.h"

#include <algorithm>
#include <utility>

#include "seam/frame_key.h"
#include "session/connection.h"
#include "session/definitions.h"
#include "session/last_stage.h"
#include "session/run.h"
#include "session/session_emitter.h"

namespace wstrace {
namespace {

/// How many keys are remembered with who gave them out.
constexpr std::size_t kIssuedKept = 4096;
/// … and requests that clients were sent to make elsewhere: they do so at once.
constexpr std::size_t kAwaitedKept = 64;
/// … and first requests that may be passed on by a proxy.
constexpr std::size_t kAskingKept = 256;
/// A proxy passes on a request within this time, if not at once: its server may be busy.
constexpr Duration kForwarded = 10 * kSecond;
/// A proxy passes on within this time that its client has left.
constexpr Duration kPassedOn = 500 * kMillisecond;

/// A longer one is no Sec-WebSocket-Key (RFC 6455 4.1: 24 characters), and more legs with one key are no proxies.
constexpr std::size_t kLongestKey = 64;
constexpr std::size_t kMostLegs = 8;

void add_side(SessionFacts& facts, std::uint32_t other) {
  std::vector<std::uint32_t>& sides = facts.other_sides;
  if (std::find(sides.begin(), sides.end(), other) == sides.end()) sides.push_back(other);
}

/// What the application asked to send is no framing, and TLS has a layer of its own. (Compressed, the first can be more
/// than was on the wire.)
void split_above_tcp(Traffic& traffic) {
  std::uint64_t& above_tcp = traffic.layers[index(Layer::application)];
  above_tcp -= std::min(above_tcp, traffic.payload + traffic.layers[index(Layer::presentation)]);
  std::uint64_t& session = traffic.layers[index(Layer::session)];
  for (const ProtocolBytes& each : traffic.protocols) {
    if (each.protocol != nullptr && each.protocol->events().front()->layer == Layer::session) session += each.bytes;
  }
  session = std::min(session, above_tcp);
  above_tcp -= session;
}

bool is_upgraded(const SessionFacts& facts) {
  return std::any_of(facts.connections.begin(), facts.connections.end(),
                     [](const auto& each) { return each.upgraded; });
}

/// For its first answer.
bool waits(const SessionFacts& facts) {
  return facts.outcome.state == "open" && facts.last_spoke[index(Direction::s2c)] == 0;
}

/// Where a WebSocket opens, the side behind the proxy opens first; of requests in vain, whichever is reported first.
bool neither_opens(const Session& one, const Session& other) {
  return one.facts.type->level == Level::upgrade && other.facts.type->level == Level::upgrade;
}

bool is_refused(const SessionFacts& facts) { return facts.outcome.state == "refused"; }

/// When the client first asked for it, at whichever address.
Time began(const Connection& connection) {
  return connection.attempts.empty() ? connection.info.first_seen : connection.attempts.front()->info.first_seen;
}

}  // namespace

Session& SessionTable::open(const SessionType& type, Time now) {
  auto entry = std::make_unique<Entry>();
  Entry& session = *entry;
  session.facts.number = ++last_number_;
  session.facts.type = &type;
  session.facts.start = session.facts.end = session.facts.begun = now;
  sessions_.emplace(session.facts.number, std::move(entry));
  return session;
}

Session* SessionTable::find(std::string_view key, const ConnectionInfo& connection, std::string_view request) {
  const auto known = by_key_.find(std::string(key));
  if (known == by_key_.end()) return nullptr;
  const std::vector<std::uint32_t>& numbers = known->second;
  for (const std::uint32_t number : numbers)
    if (Entry& session = *sessions_.at(number); session.server == connection.server) return &session;
  // Another server. Where the capture lost bytes, the key may have been given out there, too: on a proxy's other side.
  if (run_.missing().between(connection.client.address, connection.server)) return nullptr;
  // So it may where the capture began later, or where what is asked for is just being waited for on each known side.
  const bool issued =
      std::any_of(numbers.begin(), numbers.end(), [&](std::uint32_t n) { return sessions_.at(n)->given_out; });
  if (!issued || (!request.empty() && goes_on_behind(numbers, identity_hash(request)))) return nullptr;
  // Or behind a proxy that has several to choose from, so on the side that learnt the key first.
  return sessions_.at(numbers.front()).get();
}

bool SessionTable::Entry::asked_for(std::uint64_t request, Time since) const {
  return std::any_of(requests.begin(), requests.end(),
                     [&](const Request& each) { return each.hash == request && each.asked >= since; });
}

bool SessionTable::goes_on_behind(const std::vector<std::uint32_t>& sides, std::uint64_t request) const {
  return std::all_of(sides.begin(), sides.end(), [&](std::uint32_t number) {
    return sessions_.at(number)->asked_for(request, run_.now() - kForwarded);
  });
}

void SessionTable::order_sides(Entry& near, Entry& far) {
  const bool behind_another = near.sides_ordered && !near.facts.near_client;
  near.facts.near_client = !behind_another;
  far.facts.near_client = false;
  near.sides_ordered = far.sides_ordered = true;
}

void SessionTable::asks(Session& session, std::string_view request) {
  if (request.empty()) return;
  Entry& own = entry_of(session);
  const std::uint64_t hash = identity_hash(request);
  for (const std::uint32_t number : session.facts.other_sides) {
    const auto other = sessions_.find(number);
    if (other == sessions_.end() || own.sides_ordered) continue;
    if (other->second->asked_for(hash, run_.now() - kForwarded)) order_sides(*other.value(), own);
  }
  own.requests[own.next_request++ % kRequestsKept] = {hash, run_.now()};
}

/// Connections that a proxy could not open for the request that waits at it.
void SessionTable::pair_refused(SessionFacts& facts) {
  const ConnectionRef& tried = facts.first_connection();
  const Leg own{facts.number, tried.client, tried.server, facts.start};
  for (const Asking& each : asking_) {
    const auto other = sessions_.find(each.leg.session);
    const bool there = each.leg.server.address == tried.client.address && each.leg.may_lead_to(own);
    const bool alive = other != sessions_.end();
    const bool in_vain = alive ? waits(other->second->facts) || is_refused(other->second->facts) : each.refused_at != 0;
    const bool meanwhile = alive || facts.start <= each.refused_at;
    if (!there || !in_vain || !meanwhile || facts.start - each.leg.asked > kForwarded) continue;
    add_side(facts, each.leg.session);
  }
  if (facts.other_sides.size() > 1) facts.other_sides.clear();  // whose it is, nobody knows
}

/// Only one that waits can be: of several that ask the same proxy for the same, nobody knows whose this is.
void SessionTable::pair_request(Session& session, std::string_view request, const ConnectionInfo& connection) {
  Entry& own = entry_of(session);
  const Asking asking{
      identity_hash(request), {session.facts.number, connection.client, connection.server, run_.now()}, 0};
  std::vector<const Leg*> near;
  for (const Asking& each : asking_) {
    const auto other = sessions_.find(each.leg.session);
    if (each.request != asking.request || other == sessions_.end() || other->second.get() == &own) continue;
    if (waits(other->second->facts) && each.leg.may_lead_to(asking.leg)) near.push_back(&each.leg);
  }
  const auto same_server = [&](const Leg* leg) {
    return std::count_if(near.begin(), near.end(), [&](const Leg* other) { return other->server == leg->server; }) > 1;
  };
  if (std::none_of(near.begin(), near.end(), same_server))
    for (const Leg* leg : near) add_sides(*leg, asking.leg);
  asking_.push_back(asking);
  if (asking_.size() > kAskingKept) asking_.pop_front();
}

Session* SessionTable::begun_later(std::string_view key, const ConnectionInfo& connection) {
  const auto known = by_key_.find(std::string(key));
  if (known == by_key_.end()) return nullptr;
  for (const std::uint32_t number : known->second)
    if (Entry& session = *sessions_.at(number); session.server == connection.server && session.facts.begun > run_.now())
      return &session;
  return nullptr;
}

void SessionTable::set_key(Session& session, std::string_view key, const ConnectionInfo& connection, bool given_out) {
  if (!session.facts.sid.empty()) forget_key(session);
  session.facts.sid = key;
  Entry& own = entry_of(session);
  own.server = connection.server;
  own.given_out = given_out;
  std::vector<std::uint32_t>& numbers = by_key_[session.facts.sid];
  // The same server gives it out again: a new session takes it over.
  std::erase_if(numbers, [&](std::uint32_t n) { return sessions_.at(n)->server == connection.server; });
  for (const std::uint32_t number : numbers) {
    add_side(sessions_.at(number)->facts, session.facts.number);
    add_side(session.facts, number);
    // An answer comes from the server's side, a request from the client's.
    if (given_out) order_sides(own, *sessions_.at(number));
  }
  if (!given_out && !numbers.empty() && !sessions_.at(numbers.front())->sides_ordered)
    sessions_.at(numbers.front())->facts.near_client = true;
  numbers.push_back(session.facts.number);
}

void SessionTable::forget_key(Session& session) {
  const auto known = by_key_.find(session.facts.sid);
  if (known == by_key_.end()) return;
  std::erase(known.value(), session.facts.number);
  if (known->second.empty()) by_key_.erase(known);
}

/// A proxy asks its server while its client waits. (Clients that always send the same key are told from proxies by that,
/// and by asking the same server twice, or from the client's own address.)
bool SessionTable::Leg::may_lead_to(const Leg& behind) const {
  const bool meanwhile = asked != 0 && behind.asked >= asked;
  const bool same_client = behind.client.address == client.address && behind.client.address != server.address;
  return meanwhile && !same_client && behind.server != server;
}

void SessionTable::pair(Session& session, std::string_view key, const ConnectionInfo& connection, Time asked) {
  Entry& entry = entry_of(session);
  if (key.empty() || key.size() > kLongestKey) return;
  const bool content = key.starts_with(kFrameKey);
  if (content ? !session.facts.other_sides.empty() : !entry.leg_key.empty()) return;
  entry.asked_with_key = entry.asked_with_key || !content;
  if (!entry.leg_key.empty()) forget_leg(entry);
  std::vector<Leg>& legs = legs_[std::string(key)];
  if (legs.size() >= kMostLegs) return;
  const Leg own{session.facts.number, connection.client, connection.server, asked};
  const bool fresh = std::none_of(legs.begin(), legs.end(), [&](const Leg& leg) { return leg.server == own.server; });
  for (const Leg& leg : legs) {
    // Where both were asked for with a key, that has decided it.
    const bool keys = content && entry.asked_with_key && sessions_.at(leg.session)->asked_with_key;
    if (!fresh || keys || leg.session == own.session) continue;
    if (own.may_lead_to(leg)) {
      add_sides(own, leg);
    } else if ((content || neither_opens(session, *sessions_.at(leg.session))) && leg.may_lead_to(own)) {
      add_sides(leg, own);
    }
  }
  entry.leg_key = key;
  legs.push_back(own);
}

/// A session with a sid of its own is known by that on all sides.
void SessionTable::add_sides(const Leg& near, const Leg& far) {
  Entry& client_side = *sessions_.at(near.session);
  Entry& server_side = *sessions_.at(far.session);
  add_side(client_side.facts, far.session);
  add_side(server_side.facts, near.session);
  order_sides(client_side, server_side);
}

void SessionTable::forget_leg(const Entry& session) {
  const auto known = legs_.find(session.leg_key);
  if (known == legs_.end()) return;
  std::erase_if(known.value(), [&](const Leg& leg) { return leg.session == session.facts.number; });
  if (known->second.empty()) legs_.erase(known);
}

std::string_view SessionTable::closed_across(const Session& session, Direction by, Time at) const {
  const auto known = legs_.find(sessions_.at(session.facts.number)->leg_key);
  const std::vector<std::uint32_t>& sides = session.facts.other_sides;
  if (known == legs_.end() || sides.empty()) return {};
  const auto is_side = [&](const Leg& leg) {
    return leg.session == session.facts.number || std::find(sides.begin(), sides.end(), leg.session) != sides.end();
  };
  const Leg* nearest = nullptr;
  const Leg* farthest = nullptr;
  const Leg* first = nullptr;
  FirstClose close;
  for (const Leg& leg : known->second) {
    if (!is_side(leg)) continue;
    if (nearest == nullptr || leg.asked < nearest->asked) nearest = &leg;
    if (farthest == nullptr || leg.asked >= farthest->asked) farthest = &leg;
    const FirstClose own =
        leg.session == session.facts.number ? FirstClose{at, by} : sessions_.at(leg.session)->first_close;
    if (own.time == 0 || (first != nullptr && own.time >= close.time)) continue;
    first = &leg;
    close = own;
  }
  if (first == nullptr || nearest->session == farthest->session) return {};
  if (close.by == Direction::c2s) return first == nearest ? "client" : "proxy";
  return first == farthest ? "server" : "proxy";
}

void SessionTable::note_issuer(const Session& session, const Endpoint& server) {
  const std::string& key = session.facts.sid;
  if (issued_.find(key) != issued_.end()) return;  // from the server itself; a proxy only passes it on
  issued_.emplace(key, Issued{session.facts.number, server, run_.now()});
  issued_order_.push_back(key);
  if (issued_order_.size() <= kIssuedKept) return;
  issued_.erase(issued_order_.front());
  issued_order_.pop_front();
}

const Issued* SessionTable::issuer(std::string_view key) const {
  const auto known = issued_.find(std::string(key));
  return known == issued_.end() ? nullptr : &known->second;
}

void SessionTable::await(const Session& session, const IpAddress& client, std::string_view target) {
  awaited_.push_back({session.facts.number, client, std::string(target)});
  if (awaited_.size() > kAwaitedKept) awaited_.pop_front();
}

Session* SessionTable::awaiting(const IpAddress& client, std::string_view target) {
  const auto found = std::find_if(awaited_.begin(), awaited_.end(),
                                  [&](const Awaited& each) { return each.client == client && each.target == target; });
  if (found == awaited_.end()) return nullptr;
  const auto session = sessions_.find(found->session);
  awaited_.erase(found);
  return session == sessions_.end() ? nullptr : session->second.get();
}

void SessionTable::closes(const Connection& connection, Direction by) {
  for (Session* each : connection.sessions) {
    entry_of(*each).closed[index(by)] = run_.now();
    if (connection.upgraded && each->facts.left == 0) each->facts.left = run_.now();
  }
}

bool SessionTable::just_left_beyond(const Session& session, Direction who) const {
  const auto left = [&](std::uint32_t number) {
    const auto other = sessions_.find(number);
    if (other == sessions_.end()) return true;
    const Time closed = other->second->closed[index(who)];
    return closed != 0 && run_.now() - closed <= kPassedOn;
  };
  const auto& sides = session.facts.other_sides;
  return std::any_of(sides.begin(), sides.end(), left);
}

/// What was counted since the last time belongs to the session that the connection served, or to none.
void SessionTable::settle(Connection& connection) {
  Session* const session = connection.scope.session;
  (session != nullptr ? session->facts.traffic : connection.other_traffic) += connection.traffic;
  connection.settled += connection.traffic;
  connection.traffic = {};
  const std::array<Time, 2> last_data = std::exchange(connection.last_data, {});
  if (session == nullptr) return;
  for (const Direction d : {Direction::c2s, Direction::s2c}) {
    Time& last = session->facts.last_data[index(d)];
    last = std::max(last, last_data[index(d)]);
  }
}

void SessionTable::exchange_begins(Connection& connection, bool claimed) {
  connection.other_use = connection.other_use || connection.unclaimed;
  connection.unclaimed = !claimed;
  if (!connection.shared && !claimed) return;
  // A page that came over this connection before is no part of the session; its opening is.
  if (connection.scope.session != nullptr || connection.other_use) settle(connection);
  if (!claimed) connection.scope.session = nullptr;
  connection.shared = true;
}

void SessionTable::attach(Session& session, Connection& connection) {
  Entry& entry = entry_of(session);
  if (entry.deadline != 0) {
    lingering_.erase({entry.deadline, session.facts.number});
    entry.deadline = 0;
  }
  entry.last_served = run_.now();
  if (connection.scope.session != nullptr && connection.scope.session != &session) settle(connection);
  connection.scope.session = &session;
  auto& served = connection.sessions;
  if (std::find(served.begin(), served.end(), &session) != served.end()) return;
  leave_ended(connection, session);
  const bool first = !std::exchange(connection.served, true);
  served.push_back(&session);
  connection.serves(session.facts);
  entry.alive.push_back(&connection);
  SessionFacts& facts = session.facts;
  const auto known = [&](const ConnectionRef& each) { return each.number == connection.info.number; };
  if (std::none_of(facts.connections.begin(), facts.connections.end(), known)) {
    facts.connections.push_back({.number = connection.info.number,
                                 .client = connection.info.client,
                                 .server = connection.info.server,
                                 .upgraded = connection.upgraded,
                                 .opened = connection.info.first_seen});
    ++references_[connection.info.number];
  }
  for (const EncapsulationSeen& each : connection.encapsulations) facts.add_encapsulation(each.text);
  facts.stack.add(connection.stack);
  facts.decrypted = facts.decrypted || connection.decrypted;
  if (first && !connection.other_use) take_beginning(facts, connection);
  if (facts.connections.size() == 1) last_stage_.begun(facts);
}

/// The connection was opened for the session. (A further one may have been opened ahead of use, before the session was.)
void SessionTable::take_beginning(SessionFacts& facts, Connection& connection) {
  if (facts.connections.size() == 1) facts.start = std::min(facts.start, began(connection));
  list_attempts(facts, connection);
  for (const Connection* each : connection.attempts) ++references_[each->info.number];
  for (const Handshake& handshake : connection.handshakes) facts.add_handshake(handshake);
  for (const SessionNote& note : connection.notes) facts.add_note(note);
}

/// Before the connection itself, which is the last one so far.
void SessionTable::list_attempts(SessionFacts& facts, Connection& connection) {
  for (Connection* each : connection.attempts) {
    const ConnectionInfo& info = each->info;
    facts.connections.insert(facts.connections.end() - 1, {info.number, info.client, info.server, false, true});
    for (const EncapsulationSeen& seen : each->encapsulations) facts.add_encapsulation(seen.text);
    facts.traffic += each->traffic;
    each->settled += each->traffic;
    each->traffic = {};
    each->listed = true;
    each->serves(facts);
  }
}

void SessionTable::upgraded(Connection& connection) {
  connection.upgraded = true;
  if (connection.scope.session == nullptr) return;
  for (ConnectionRef& each : connection.scope.session->facts.connections)
    each.upgraded = each.upgraded || each.number == connection.info.number;
}

void SessionTable::stream_over(Session& session, Connection& connection, const Outcome& outcome) {
  Entry& entry = entry_of(session);
  const auto& served = connection.sessions;
  if (entry.holds > 0 || std::find(served.begin(), served.end(), &session) == served.end()) return;
  // One that polls goes on with the next request.
  if (session.linger > 0 && session.facts.outcome.state == "open") return;
  entry.last_outcome = outcome;
  if (connection.scope.session == &session) settle(connection);
  detach(session, connection);
}

/// A connection that goes on to serve another session lets go of those that need it no more.
void SessionTable::leave_ended(Connection& connection, const Session& stays) {
  const Time now = run_.now();
  for (std::size_t i = connection.sessions.size(); i-- > 0;) {
    Session& session = *connection.sessions[i];
    const Entry& entry = entry_of(session);
    if (&session == &stays || entry.holds > 0) continue;
    const bool ended = session.facts.outcome.state != "open";
    const bool silent = session.linger > 0 && entry.last_served + session.linger < now;
    if (ended || silent) detach(session, connection);
  }
}

void SessionTable::detach(Session& session, Connection& connection) {
  std::erase(connection.sessions, &session);
  if (connection.scope.session == &session) connection.scope.session = nullptr;
  Entry& entry = entry_of(session);
  entry.facts.end = std::max(entry.facts.end, entry.last_served);
  let_go(entry, connection);
  maybe_over(entry, End::idle);
}

void SessionTable::let_go(Entry& session, const Connection& connection) {
  std::erase(session.alive, &connection);
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Signs showed = connection.signs(dir);
    showed.unacked_since = 0;  // nobody waits for that any more
    session.gone_showed[index(dir)] += showed;
  }
}

Signs SessionTable::signs(const Session& session, Direction dir) const {
  const Entry& entry = entry_of(session);
  Signs all = entry.gone_showed[index(dir)];
  for (const Connection* each : entry.alive) {
    const bool for_others = each->scope.session != &session && each->last_stream == 0;
    if (!for_others) all += each->signs(dir);
  }
  return all;
}

void SessionTable::hold(Session& session) { ++entry_of(session).holds; }

void SessionTable::release(Session& session) {
  Entry& entry = entry_of(session);
  entry.last_served = run_.now();
  --entry.holds;
}

void SessionTable::connection_gone(Connection& connection, End how) {
  const std::uint32_t number = connection.info.number;
  ++references_[number];
  connection.ends(connection.tcp_outcome);
  settle(connection);
  const bool bare = connection.sessions.empty() || connection.other_traffic.any();
  if (bare && !connection.listed) report_bare(connection);
  report_connection(connection);
  const std::vector<Session*> served = std::move(connection.sessions);
  const Session* const last = connection.scope.session;
  connection.scope.session = nullptr;
  connection.sessions.clear();
  for (Session* session : served) {
    Entry& entry = entry_of(*session);
    const bool its_own = served.size() == 1 || session == last;
    entry.facts.end = std::max(entry.facts.end, its_own ? connection.last_seen : entry.last_served);
    // Once a WebSocket carries the session, the end of a connection that was polled on is not its end.
    if (connection.upgraded || !is_upgraded(entry.facts)) entry.last_outcome = connection.outcome;
    let_go(entry, connection);
    maybe_over(entry, how);
  }
  unreference(number);
}

void SessionTable::maybe_over(Entry& session, End how) {
  if (!session.alive.empty() || session.holds > 0) return;
  const bool comes_back = session.linger > 0 && session.facts.outcome.state == "open";
  if (!comes_back || how == End::capture_end) {
    report(session, how);
  } else {
    linger(session);
  }
}

void SessionTable::linger(Entry& session) {
  session.deadline = run_.running() + session.linger;
  lingering_.emplace(session.deadline, session.facts.number);
  if (lingering_.size() <= run_.limits().sessions) return;
  give_way(*sessions_.at(lingering_.begin()->second));
}

void SessionTable::give_way(Entry& session) {
  SessionEmitter closing(run_, session);
  const Field fields[] = {make_field(stream::field::sessions, run_.limits().sessions)};
  const Note notes[] = {{&stream::note::sessions, fields}};
  closing.emit({}, stream::event::limit, fields, notes);
  report(session, End::capture_end);
}

void SessionTable::expire(Time now) {
  while (!lingering_.empty() && lingering_.begin()->first < now) {
    report(*sessions_.at(lingering_.begin()->second), End::idle);
  }
}

void SessionTable::finish() {
  std::vector<Entry*> rest;
  rest.reserve(sessions_.size());
  for (const auto& entry : sessions_) rest.push_back(entry.second.get());
  std::sort(rest.begin(), rest.end(), [](const auto* a, const auto* b) { return a->facts.number < b->facts.number; });
  for (Entry* session : rest) report(*session, End::capture_end);
}

void SessionTable::report(Entry& session, End how) {
  if (session.deadline != 0) lingering_.erase({session.deadline, session.facts.number});
  SessionFacts& facts = session.facts;
  SessionEmitter closing(run_, session);
  share_proxy(facts);
  if (session.state != nullptr) session.state->on_over(closing, facts, how, run_.now());
  session.end_packets(closing, how);
  // One that outlives its connections is not over when the capture ends: their end was not its own.
  const bool over = session.linger == 0 || how != End::capture_end;
  if (over) facts.ends(session.last_outcome);
  split_above_tcp(facts.traffic);
  report_last(session);
  for (Asking& each : asking_)
    if (each.leg.session == facts.number && is_refused(facts)) each.refused_at = facts.end;
  for (const ConnectionRef& connection : facts.connections) unreference(connection.number);
  if (!facts.sid.empty()) forget_key(session);
  if (!session.leg_key.empty()) forget_leg(session);
  sessions_.erase(facts.number);
}

/// One proxy lies between all sides of a session, whichever of them shows what it is.
void SessionTable::share_proxy(SessionFacts& facts) {
  for (const std::uint32_t number : facts.other_sides) {
    const auto other = sessions_.find(number);
    if (other == sessions_.end()) continue;
    facts.saw(other->second->facts.proxy);
    other.value()->facts.saw(facts.proxy);
  }
}

/// With what is to be said of it beside others.
void SessionTable::report_last(Session& session) {
  const auto report = [&](const EventDef& def, std::span<const Field> fields, const Note& note) {
    Event event;
    event.def = &def;
    event.time = session.facts.end;
    event.fields = fields;
    event.notes = {&note, 1};
    run_.emit(event, nullptr, &session);
  };
  last_stage_.over(session.facts, report);
  for (Sink* sink : run_.sinks()) sink->on_session(session.facts);
}

void SessionTable::report_connection(const Connection& connection) {
  ConnectionFacts facts;
  facts.number = connection.info.number;
  facts.client = connection.info.client;
  facts.server = connection.info.server;
  facts.sessions = connection.served_sessions;
  facts.sessions_unlisted = connection.served_unlisted;
  facts.bare = !connection.asked_about;
  facts.start = connection.info.first_seen;
  facts.end = connection.last_seen;
  facts.traffic = connection.settled;
  facts.handshakes = connection.handshakes;
  facts.outcome = connection.outcome;
  if (connection.excused && facts.outcome.state == "open")
    facts.outcome = {"refused", "server", "connection refused; the client connected at another address"};
  split_above_tcp(facts.traffic);
  for (Sink* sink : run_.sinks()) sink->on_connection(facts);
}

void SessionTable::report_bare(Connection& connection) {
  Session session;
  SessionFacts& facts = session.facts;
  facts.number = ++last_number_;
  facts.type = connection.type;
  facts.start = connection.info.first_seen;
  facts.end = connection.last_seen;
  facts.connections.push_back(
      {.number = connection.info.number, .client = connection.info.client, .server = connection.info.server});
  facts.last_stream = connection.last_stream;
  facts.handshakes = connection.handshakes;
  facts.notes = std::move(connection.notes);
  for (const EncapsulationSeen& each : connection.encapsulations) facts.add_encapsulation(each.text);
  facts.stack = connection.stack;
  facts.decrypted = connection.decrypted;
  facts.traffic = connection.other_traffic;
  if (std::any_of(connection.attempts.begin(), connection.attempts.end(),
                  [](const auto* a) { return a->excused && !a->listed; })) {
    facts.start = began(connection);
    list_attempts(facts, connection);
  }
  split_above_tcp(facts.traffic);
  facts.outcome = connection.outcome;
  if (is_refused(facts)) pair_refused(facts);
  const bool asked_about = connection.asked_about || !facts.bare();
  connection.serves(facts);
  connection.asked_about = asked_about;
  report_last(session);
}

/// A connection is gone for the outputs when it has ended and every session that it served was reported.
void SessionTable::unreference(std::uint32_t connection) {
  const auto known = references_.find(connection);
  if (known == references_.end() || --known.value() > 0) return;
  references_.erase(known);
  for (Sink* sink : run_.sinks()) sink->on_connection_gone(connection);
}

}  // namespace wstrace
