// How long one side has sent the same bytes again and again, and whether anybody is still there (RFC 9293 3.8.1).
#pragma once

#include <cstdint>
#include <optional>

#include "model/event.h"

namespace wstrace::tcp {

class Retries {
 public:
  /// It sends while everything before was acknowledged.
  void on_first(Time now) { unacked_since_ = now; }
  /// More of it was acknowledged.
  void on_progress(Time now) {
    progress_ = now;
    count_ = 0;
  }
  void on_repeat(Time now) {
    ++count_;
    last_ = now;
  }

  /// Since when the other host, whose last segment came at `heard`, has sent nothing at all, though it was asked often
  /// and for long.
  std::optional<Time> unanswered_since(Time heard) const;

  std::uint64_t count() const { return count_; }
  Time last() const { return last_; }
  /// 0: never.
  Time unacked_since() const { return unacked_since_; }
  Time last_progress() const { return progress_; }

 private:
  std::uint64_t count_ = 0;  // since there was progress
  Time last_ = 0;
  Time unacked_since_ = 0;
  Time progress_ = 0;
};

/// Duplicate ACKs in a row (RFC 5681 2), of the side that sends them.
class DuplicateAcks {
 public:
  void reset() { count_ = 0; }
  /// Returns which one in the row it is.
  unsigned add(Time now) {
    if (++count_ == 1) since_ = now;
    last_ = now;
    return count_;
  }
  unsigned count() const { return count_; }
  /// Do they call for what is sent again now (RFC 5681 3.2)? `reach`: what the first one takes to its receiver.
  bool call_for(Time now, Duration reach) const;

 private:
  unsigned count_ = 0;
  Time since_ = 0;
  Time last_ = 0;
};

}  // namespace wstrace::tcp
