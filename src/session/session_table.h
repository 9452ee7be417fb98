// The sessions that are alive, and which connections serve which.
//
// A session is found by its key (an Engine.IO sid). One capture may hold the same session twice, on both sides of a
// proxy: these are two sessions with one key, told apart by the server that their connections lead to.
//
// A session is over when its last connection is gone, no exchange holds it and it does not linger (a polling client
// comes back on a new connection). A kept-alive connection that goes on to serve others lets go of one that has ended.
// It is reported to the sinks then, and forgotten; who gave out its key is remembered for a while.
#pragma once

#include <tsl/robin_map.h>

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "seam/connection_service.h"
#include "seam/dissector.h"

namespace wstrace {

class LastStage;
class Run;
struct Connection;

class SessionTable {
 public:
  SessionTable(Run& run, LastStage& last_stage) : run_(run), last_stage_(last_stage) {}

  Session& open(const SessionType& type, Time now);
  /// The session with this key at the connection's server that began with something later than now, because what is reported
  /// now was waited for. Null when there is none.
  Session* begun_later(std::string_view key, const ConnectionInfo& connection);
  /// The session with this key that `connection`, which asks for `request`, is part of. Null when none that is alive is.
  Session* find(std::string_view key, const ConnectionInfo& connection, std::string_view request);
  /// The session asks for this now. Shows which side of a proxy is nearer to the client, where that is not known.
  void asks(Session& session, std::string_view request);
  /// Context::pair_request.
  void pair_request(Session& session, std::string_view request, const ConnectionInfo& connection);
  /// From now on the key finds this session, for connections to this one's server. `given_out`: by it, just now.
  void set_key(Session& session, std::string_view key, const ConnectionInfo& connection, bool given_out);
  /// Context::pair_session and Context::closed_across.
  void pair(Session& session, std::string_view key, const ConnectionInfo& connection, Time asked);
  std::string_view closed_across(const Session& session, Direction by, Time at) const;
  /// The server gave out the session's key.
  void note_issuer(const Session& session, const Endpoint& server);
  const Issued* issuer(std::string_view key) const;

  /// A request with this target from this client belongs to the session.
  void await(const Session& session, const IpAddress& client, std::string_view target);
  /// The session that awaits such a request, and awaits it no more; null for none.
  Session* awaiting(const IpAddress& client, std::string_view target);

  /// This end begins to close the connection.
  void closes(const Connection& connection, Direction by);
  /// Context::session_signs.
  Signs signs(const Session& session, Direction dir) const;
  /// It did so a moment ago on another side of this session, or that side is over.
  bool just_left_beyond(const Session& session, Direction who) const;

  /// An HTTP exchange begins on the connection; `claimed`: it belongs to a session.
  void exchange_begins(Connection& connection, bool claimed);
  /// The connection serves the session from now on, and what it carries is counted for it.
  void attach(Session& session, Connection& connection);
  /// The connection has left HTTP for good.
  static void upgraded(Connection& connection);
  /// Bytes of a connection were lost, perhaps a request of any session between the same hosts: calls `tell` for each of
  /// those that polls, or did.
  template <class Tell>
  void for_polling_between(const ConnectionInfo& about, Tell report);
  /// A stream of the connection ended, which served the session and has released it. The session goes with the last one,
  /// unless it may go on in another.
  void stream_over(Session& session, Connection& connection, const Outcome& outcome);
  /// The session is not over before as many releases.
  void hold(Session& session);
  void release(Session& session);
  /// The connection is gone: reports the sessions that it was the last one of, or itself as a bare one.
  void connection_gone(Connection& connection, End how);
  /// Reports the sessions that lingered for long enough.
  void expire(Time now);
  /// Reports what is left, in order of the numbers.
  void finish();

  /// Sessions so far, bare connections included.
  std::uint32_t count() const { return last_number_; }

 private:
  /// Something that a session asked for.
  struct Request {
    std::uint64_t hash = 0;
    Time asked = 0;
  };
  static constexpr std::size_t kRequestsKept = 4;

  struct Entry : Session {
    std::vector<const Connection*> alive;  // the connections that serve it
    std::array<Signs, 2> gone_showed;      // those that did
    std::uint32_t holds = 0;
    Time last_served = 0;
    Time deadline = 0;                              // of lingering; 0 when it does not
    Outcome last_outcome;                           // of the connection that went last
    Endpoint server;                                // that its key goes with
    std::array<Time, 2> closed{};                   // a connection of it, last, by this end
    std::string leg_key;                            // that it was paired by (Sec-WebSocket-Key)
    bool asked_with_key = false;                    // a Sec-WebSocket-Key
    bool given_out = false;                         // its key: by an answer in the capture
    bool sides_ordered = false;                     // which of its sides is nearer to the client is known for certain
    std::array<Request, kRequestsKept> requests{};  // the latest ones
    std::size_t next_request = 0;

    bool asked_for(std::uint64_t request, Time since) const;
  };

  /// One side of a WebSocket that a proxy passes on.
  struct Leg {
    std::uint32_t session = 0;
    Endpoint client;
    Endpoint server;
    Time asked = 0;

    bool may_lead_to(const Leg& behind) const;
  };

  Entry& entry_of(const Session& session) { return *sessions_.at(session.facts.number); }
  const Entry& entry_of(const Session& session) const { return *sessions_.at(session.facts.number); }
  void settle(Connection& connection);
  void take_beginning(SessionFacts& facts, Connection& connection);
  static void list_attempts(SessionFacts& facts, Connection& connection);
  void leave_ended(Connection& connection, const Session& stays);
  void detach(Session& session, Connection& connection);
  static void let_go(Entry& session, const Connection& connection);
  void maybe_over(Entry& session, End how);
  void linger(Entry& session);
  void give_way(Entry& session);
  void report(Entry& session, End how);
  void share_proxy(SessionFacts& facts);
  void report_last(Session& session);
  void report_connection(const Connection& connection);
  void report_bare(Connection& connection);
  void pair_refused(SessionFacts& facts);
  void forget_key(Session& session);
  void add_sides(const Leg& near, const Leg& far);
  void forget_leg(const Entry& session);
  void unreference(std::uint32_t connection);

  bool goes_on_behind(const std::vector<std::uint32_t>& sides, std::uint64_t request) const;
  static void order_sides(Entry& near, Entry& far);

  Run& run_;
  LastStage& last_stage_;
  std::uint32_t last_number_ = 0;
  tsl::robin_map<std::uint32_t, std::unique_ptr<Entry>> sessions_;
  /// Mostly one number each; several on both sides of a proxy, the one that was named first in front.
  tsl::robin_map<std::string, std::vector<std::uint32_t>> by_key_;
  /// By Sec-WebSocket-Key, those that are alive.
  tsl::robin_map<std::string, std::vector<Leg>> legs_;
  std::set<std::pair<Time, std::uint32_t>> lingering_;
  /// Who still speaks of a connection: the sessions that it serves.
  tsl::robin_map<std::uint32_t, std::uint32_t> references_;
  tsl::robin_map<std::string, Issued> issued_;
  std::deque<std::string> issued_order_;
  struct Awaited {
    std::uint32_t session = 0;
    IpAddress client;
    std::string target;
  };
  std::deque<Awaited> awaited_;  // the latest ones
  struct Asking {
    std::uint64_t request = 0;
    Leg leg;
    Time refused_at = 0;  // the session is over
  };
  std::deque<Asking> asking_;  // of sessions without a key, the latest ones
};

template <class Tell>
void SessionTable::for_polling_between(const ConnectionInfo& about, Tell report) {
  for (auto& entry : sessions_) {
    Entry& session = *entry.second;
    if (!session.polled() || session.server != about.server) continue;
    const SessionFacts& facts = session.facts;
    if (!facts.connections.empty() && facts.first_connection().client.address == about.client.address) report(session);
  }
}

}  // namespace wstrace
