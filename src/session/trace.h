// What every layer of every connection shares during a run, beside the Run itself: the sessions, and what is known
// beyond one connection.
#pragma once

#include "core/secrets.h"
#include "session/last_stage.h"
#include "session/multiplexed_connections.h"
#include "session/run.h"
#include "session/session_table.h"

namespace wstrace {

class Trace : public Run {
 public:
  Trace(const Limits& limits, int verbosity)
      : Run(limits, verbosity), last_stage_(limits), sessions_(*this, last_stage_) {}

  SessionTable& sessions() { return sessions_; }
  MultiplexedConnections& multiplexed_connections() { return multiplexed_connections_; }
  LastStage& last_stage() { return last_stage_; }
  /// Null when there are none, and none will come.
  Secrets* secrets() { return secrets_; }
  void use_secrets(Secrets& secrets) { secrets_ = &secrets; }

 private:
  MultiplexedConnections multiplexed_connections_;
  LastStage last_stage_;
  SessionTable sessions_;
  Secrets* secrets_ = nullptr;
};

}  // namespace wstrace
