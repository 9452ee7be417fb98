// The connections whose layers wait for keys (input_queue.h), over the whole run.
//
// The keys of several connections come together as a rule, and so do the sessions that they carry (polling): what goes on
// does so in the order in which it came, over all of them. Waiting ends when a limit is met (Limits::keys_…), or the
// connection is gone.
#pragma once

#include <cstdint>
#include <vector>

#include "session/trace.h"

namespace wstrace {

class InputQueue;

class DecryptionQueue {
 public:
  explicit DecryptionQueue(Trace& trace) : trace_(trace) {}

  /// Now and then: looks for keys, and gives up what has waited for too long.
  void on_time();
  /// Looks for keys at once.
  void look();

  void begin(InputQueue& input);
  void end(InputQueue& input);
  /// More waits in this one: gives up where that is too much.
  void limit(InputQueue& input);
  /// Numbers what arrives, over all connections.
  std::uint64_t next_arrival() { return arrivals_++; }

 private:
  void go_on();
  void give_up(InputQueue& input, std::size_t limit);

  Trace& trace_;
  std::vector<InputQueue*> waiting_;  // longest first
  std::uint64_t arrivals_ = 0;
  std::uint64_t revision_ = 0;  // of the secrets, when what waits was last tried with them
  Time next_look_ = 0;
};

}  // namespace wstrace
