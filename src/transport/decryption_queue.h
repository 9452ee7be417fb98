// The connections whose layers wait for keys, over the whole run. What comes of each waits in its InputQueue.
//
// The keys of several connections come together as a rule, and so do the sessions that they carry (polling): what goes on
// does so in the order in which it came, over all of them. Waiting ends when a limit is met (Limits::keys_…), or the
// connection is gone.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "session/trace.h"

namespace wstrace {

/// What comes of one connection, while its layers wait for keys.
class HeldInput {
 public:
  virtual ~HeldInput() = default;
  virtual bool holds() const = 0;
  /// When that began, by the trace's running clock.
  virtual Time held_since() const = 0;
  /// Bytes of memory that it takes.
  virtual std::size_t room() const = 0;
  /// Of what goes on next, when it arrived (next_arrival); nothing when nothing does.
  virtual std::optional<std::uint64_t> next_order() const = 0;
  /// One piece goes on, or the layers try what they hold again.
  virtual void step() = 0;
  /// All that can has gone on.
  virtual void stepped() = 0;
  /// It goes on without the keys; `limit`: because it takes more room than that, 0 for another reason.
  virtual void give_up(std::size_t limit) = 0;
};

class DecryptionQueue {
 public:
  explicit DecryptionQueue(Trace& trace) : trace_(trace) {}

  /// Now and then: looks for keys, and gives up what has waited for too long.
  void on_time();
  /// Looks for keys at once.
  void look();

  void begin(HeldInput& input);
  void end(HeldInput& input);
  /// More waits in this one: gives up where that is too much.
  void limit(HeldInput& input);
  /// Numbers what arrives, over all connections.
  std::uint64_t next_arrival() { return arrivals_++; }

 private:
  void go_on();

  Trace& trace_;
  std::vector<HeldInput*> waiting_;  // longest first
  std::uint64_t arrivals_ = 0;
  std::uint64_t revision_ = 0;  // of the secrets, when what waits was last tried with them
  Time next_look_ = 0;
};

}  // namespace wstrace
