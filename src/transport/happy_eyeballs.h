// HappyEyeballs: connections that were refused, and wait for their client to get through at another address of the server.
//
// "localhost" is two addresses, ::1 and 127.0.0.1. A client tries one after the other (RFC 8305 5), and where the server
// listens on one of them only, the refusal of the other one is no failure: it is an attempt of the connection that
// follows. That both belong together is certain of loopback addresses alone: there, client and server are one host
// whatever the address. The connections wait no longer than they are kept after their end (Limits::linger).
#pragma once

#include <deque>
#include <set>

#include "session/connection.h"
#include "session/trace.h"

namespace wstrace {

class HappyEyeballs {
 public:
  explicit HappyEyeballs(Trace& trace) : trace_(trace) {}

  void on_asked(Connection& connection);
  void on_refused(Connection& connection);
  /// Its server listens: what was refused before it is excused, and reported so.
  void on_established(Connection& connection, PacketRange packets);
  void on_gone(Connection& connection);
  /// Some connection to this server was established before.
  bool accepted(const Endpoint& server) const { return accepted_.find(server) != accepted_.end(); }

 private:
  void claim(Connection& connection);
  void note_accepted(const Endpoint& server);
  void report(const Connection& attempt, Connection& connection, PacketRange packets);

  Trace& trace_;
  std::set<Endpoint> accepted_;
  std::deque<Endpoint> accepted_order_;
  std::deque<Connection*> waiting_;  // in the order in which they were refused
};

}  // namespace wstrace
