// What everything shares during a run: the clock, the arena, the limits, the way to the outputs, and what is known of
// packets that were not captured. One Run per engine, on one thread.
#pragma once

#include <utility>
#include <vector>

#include "core/arena.h"
#include "model/event.h"
#include "model/limits.h"
#include "model/sink.h"
#include "seam/broadcasts.h"
#include "session/capture_gaps.h"

namespace wstrace {

struct Connection;
struct Session;

class Run {
 public:
  Run(const Limits& limits, int verbosity) : limits_(limits), verbosity_(verbosity) {}

  void add_sink(Sink& sink) { sinks_.push_back(&sink); }
  const std::vector<Sink*>& sinks() const { return sinks_; }

  Time now() const { return now_; }
  void set_now(Time now);
  /// For what is reported later than it happened: sets now() alone, and returns what it was.
  Time exchange_now(Time now) { return std::exchange(now_, now); }
  /// A clock for time-outs, in the same units: it never goes back, and goes on while the capture's clock, set back,
  /// makes up for what it lost.
  Time running() const { return running_; }
  Arena& arena() { return arena_; }
  const Limits& limits() const { return limits_; }
  CaptureGaps& missing() { return capture_gaps_; }
  Broadcasts& broadcasts() { return broadcasts_; }
  /// EventContext::awaits_bytes, of a session (null for none).
  bool awaits_bytes(const Session* session) const;

  bool wants(const EventDef& def) const { return def.verbosity <= verbosity_; }
  /// Gives an event (of now, unless it has a time) to every sink and counts its notes for the session, or, until there
  /// is one, for the connection.
  void emit(Event event, Connection* connection, Session* session);

 private:
  Limits limits_;
  int verbosity_;
  std::vector<Sink*> sinks_;
  Time now_ = 0;
  bool started_ = false;
  Time furthest_ = 0;
  Time running_ = 0;
  Arena arena_;
  CaptureGaps capture_gaps_;
  Broadcasts broadcasts_;
};

}  // namespace wstrace
