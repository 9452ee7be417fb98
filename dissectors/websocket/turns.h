// How regularly a side spoke before it fell silent: it answered each message of the other side, or sent one every so often.
// The protocol promises neither, so only what was regular says something.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "model/event.h"

namespace wstrace::websocket {

class Turns {
 public:
  enum class Kind : std::uint8_t { none, answered, pushed };
  /// A silence that breaks with what was before.
  struct Silence {
    Kind kind = Kind::none;
    Duration lasted = 0;
    std::uint64_t times = 0;  ///< that it had answered, or sent
    Duration longest = 0;     ///< of its answers, or between two of what it sent
    std::uint64_t asked = 0;  ///< messages that are not answered
  };

  /// The other side sent a message.
  void asked(Time now) {
    if (waiting_++ == 0) since_ = now;
  }
  /// The side that is watched sent one.
  void spoke(Time now) {
    if (waiting_ > 0) {
      ++answers_;
      slowest_ = std::max(slowest_, now - since_);
      waiting_ = 0;
    }
    if (last_ != 0) {
      const Duration pause = now - last_;
      shortest_ = pauses_ == 0 ? pause : std::min(shortest_, pause);
      longest_ = std::max(longest_, pause);
      ++pauses_;
    }
    last_ = now;
  }

  Silence silence(Time now) const {
    if (waiting_ > 0 && answers_ >= kTurns && now - since_ >= std::max(kSilent, kFactor * slowest_))
      return {Kind::answered, now - since_, answers_, slowest_, waiting_};
    const bool regular = pauses_ > kTurns && longest_ <= kEven * shortest_;
    if (waiting_ == 0 && regular && now - last_ >= std::max(kSilent, kFactor * longest_))
      return {Kind::pushed, now - last_, pauses_ + 1, longest_, 0};
    return {};
  }

 private:
  static constexpr std::uint64_t kTurns = 3;
  static constexpr Duration kSilent = 2 * kSecond;
  static constexpr int kFactor = 5;
  static constexpr int kEven = 2;

  std::uint64_t waiting_ = 0;
  Time since_ = 0;  // the first of them
  std::uint64_t answers_ = 0;
  Duration slowest_ = 0;
  Time last_ = 0;
  std::uint64_t pauses_ = 0;
  Duration shortest_ = 0;
  Duration longest_ = 0;
};

/// What the server's silence before the client closed is like, in words; empty for none. `acknowledged`: the server's TCP had
/// acknowledged all that came.
std::string describe(const Turns::Silence& silence, bool acknowledged);

}  // namespace wstrace::websocket
