// The last stage before the outputs: what takes more than one session to see.
//
// It gets the facts of each session when that is over, in the order in which sessions are reported, and knows nothing else
// but which ones are still open. The same sessions in the same order give the same words, whoever traced them: nothing
// else in the engine may look from one session at another one, except to find out whose a packet is.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "model/event.h"
#include "model/limits.h"
#include "model/session.h"
#include "model/sink.h"
#include "session/causes.h"
#include "session/reconnects.h"
#include "session/silences.h"

namespace wstrace {

class LastStage {
 public:
  /// Says something of the session that is over, before it is reported.
  using Tell = std::function<void(const EventDef&, std::span<const Field>, const Note&)>;

  explicit LastStage(const Limits& limits) : reconnects_(limits), silences_(limits), causes_(limits) {}

  /// A session has got its first connection. The facts are referred to until over().
  void begun(const SessionFacts& facts) { reconnects_.begun(facts); }
  /// A session is about to be reported. (A bare connection need not have begun.)
  void over(SessionFacts& facts, const Tell& report);
  /// What went wrong, in all sessions that are over.
  std::vector<CauseFacts> causes() const;

 private:
  Reconnects reconnects_;
  Silences silences_;
  Causes causes_;
};

}  // namespace wstrace
