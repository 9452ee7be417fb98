// One TCP connection: its two endpoints, the state of TCP, how it ended, and what was counted of it.
#pragma once

#include <array>
#include <vector>

#include "model/event.h"
#include "model/session.h"
#include "seam/connection_service.h"
#include "session/scope.h"

namespace wstrace {

namespace tcp {
class Tracker;
}

/// A way that a connection's packets came by.
struct EncapsulationSeen {
  std::uint64_t key = 0;
  std::string text;
};

/// What carries a conversation, and ends: a TCP connection, or one substream of it (HTTP/2).
struct Carrier {
  Outcome outcome;      ///< how its layers say that it ended
  Outcome tcp_outcome;  ///< how TCP (or HTTP/2) ended it: stands where nobody above says more
  Closing closing;
  const ProtocolDef* protocol = nullptr;   ///< that this is a substream of; null for a connection
  const NoteDef* end_explained = nullptr;  ///< what was said before its end, and explains that

  /// The first end stands, as in SessionFacts::ends.
  void ends(const Outcome& how);
};

struct Connection : Carrier {
  virtual ~Connection() = default;
  /// What TCP shows of the end that sends in this direction.
  virtual Signs signs(Direction) const { return {}; }

  ConnectionInfo info;
  Scope scope;
  const tcp::Tracker* tcp_state = nullptr;  ///< null where no segments are seen
  Traffic traffic;                          ///< since the last time that it was settled
  Traffic settled;                          ///< before that: together they are all of it
  Traffic other_traffic;  ///< of exchanges that no session claims, on a connection that also serves sessions
  Time last_seen = 0;
  std::array<Time, 2> last_data{};     ///< of segments with something in them, since the last time that it was settled
  std::array<bool, 2> acknowledged{};  ///< by direction: all that came before the present packet
  const SessionType* type = &kTcpConnection;  ///< what it is if no session claims it
  Stack stack;                                ///< what lies on it, but for what is in its substreams
  bool lingers = false;                       ///< closed; kept for late segments
  bool shared = false;                        ///< it carries exchanges that belong to sessions, each to its own
  bool unclaimed = false;                     ///< the exchange that began last belongs to no session, as far as known
  bool other_use = false;                     ///< so did earlier ones: the connection was not opened for a session
  bool upgraded = false;                      ///< it has left HTTP for good
  std::uint32_t last_stream = 0;              ///< highest number of its substreams
  bool multiplexes = false;                   ///< it carries substreams, or is about to
  bool served = false;                        ///< some session, by now perhaps another one
  bool fragmented = false;                    ///< it was reported that its segments come in IP fragments
  std::uint64_t encapsulation = 0;            ///< key of what the last packet came in
  bool awaits_keys = false;                   ///< its layers hold what they have (Step::Kind::hold)
  bool keys_given_up = false;                 ///< … and may do so no more
  bool has_undecrypted = false;               ///< bytes of what TLS carries were captured and not decrypted
  bool has_gaps = false;                      ///< … and others were not captured
  std::vector<EncapsulationSeen> encapsulations;  ///< those that were reported
  std::vector<Session*> sessions;                 ///< that it serves
  std::vector<std::uint32_t> served_sessions;     ///< the numbers of those that it ever served: the first of many
  std::uint64_t served_unlisted = 0;              ///< further ones
  std::vector<Connection*> attempts;  ///< of the same client at other addresses before, refused (HappyEyeballs)
  Connection* successor = nullptr;    ///< that has this one among its attempts
  bool waits = false;                 ///< it was refused, and has no successor yet
  bool excused = false;               ///< it was refused, but the successor was not: no failure
  bool asked_about = false;           ///< one of its sessions is not bare

  void serves(const SessionFacts& session);
  bool listed = false;  ///< as an attempt of a session, with the successor
  std::vector<Handshake> handshakes;
  bool decrypted = false;
  std::array<CloseNotify, 2> close_notifies;
  std::vector<SessionNote> notes;  ///< of events that came before its session was known

  void rise_to(const SessionType& to) { type = type->level < to.level ? &to : type; }
};

}  // namespace wstrace
