// The sessions that are alive, and which connection serves which.
//
// A session is found by its key (an Engine.IO sid). It is over when its last connection is gone; it is reported to the
// sinks then, and forgotten.
#pragma once

#include <tsl/robin_map.h>

#include <memory>
#include <string>

#include "core/session.h"

namespace wstrace {

class Trace;
struct Connection;

class SessionTable {
 public:
  explicit SessionTable(Trace& trace) : trace_(trace) {}

  Session& open(SessionKind kind, Connection& connection);
  /// Null when no session that is alive has the key.
  Session* find(std::string_view key);
  /// From now on the key finds this session.
  void set_key(Session& session, std::string_view key);
  /// The connection serves the session from now on (also).
  void attach(Session& session, Connection& connection);
  /// The connection is gone: reports the sessions that it was the last one of, or itself as a bare one.
  void connection_gone(Connection& connection);

  /// Sessions so far, bare connections included.
  std::uint32_t count() const { return last_number_; }

 private:
  struct Entry : Session {
    std::uint32_t connections_alive = 0;
  };

  void forget_key(const Session& session);
  void report(Entry& session);
  void report_bare(Connection& connection);
  void release(std::uint32_t connection);

  Trace& trace_;
  std::uint32_t last_number_ = 0;
  tsl::robin_map<std::uint32_t, std::unique_ptr<Entry>> sessions_;
  tsl::robin_map<std::string, std::uint32_t> by_key_;
  /// Who still speaks of a connection: the sessions that it serves.
  tsl::robin_map<std::uint32_t, std::uint32_t> references_;
};

}  // namespace wstrace
