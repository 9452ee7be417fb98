// Pings that wait for their pongs. A pong carries its ping's payload; a receiver may answer only the newest of several
// (RFC 6455 5.5.3), so a match settles the older ones too.
#pragma once

#include <array>
#include <cstring>
#include <optional>
#include <vector>

#include "dissectors/websocket/wire.h"
#include "model/event.h"

namespace wstrace::websocket {

class Pings {
 public:
  /// The oldest ping that waits.
  struct Waiting {
    Time since = 0;
    std::uint64_t count = 0;  ///< with those after it
  };

  void sent(Bytes payload, Time at) {
    if (last_ != 0) interval_ = at - last_;
    last_ = at;
    if (waiting_.count++ == 0) waiting_.since = at;
    if (pings_.size() == kMost) drop(1);
    Ping& ping = pings_.emplace_back();
    ping.at = at;
    ping.length = first(payload, kLongestControl).size();
    if (ping.length > 0) std::memcpy(ping.payload.data(), payload.data(), ping.length);
  }

  /// When the ping that this pong answers was sent; nothing when it answers none.
  std::optional<Time> answered(Bytes payload, Time now) {
    for (std::size_t i = pings_.size(); i-- > 0;) {
      if (as_text(payload) != as_text(Bytes(pings_[i].payload).first(pings_[i].length))) continue;
      const Time at = pings_[i].at;
      drop(i + 1);
      waiting_ = {pings_.empty() ? 0 : pings_.front().at, pings_.size()};
      slowest_ = slowest_ > now - at ? slowest_ : now - at;
      return at;
    }
    waiting_ = {};  // many take any pong for an answer
    return {};
  }

  const Waiting& waiting() const { return waiting_; }
  /// The longest time that an answer took.
  Duration slowest() const { return slowest_; }
  /// Between the last two; 0 while there were not two.
  Duration interval() const { return interval_; }

 private:
  /// More are not awaited at once; the oldest gives way.
  static constexpr std::size_t kMost = 16;

  struct Ping {
    Time at = 0;
    std::size_t length = 0;
    std::array<std::uint8_t, kLongestControl> payload{};
  };

  void drop(std::size_t n) { pings_.erase(pings_.begin(), pings_.begin() + static_cast<std::ptrdiff_t>(n)); }

  std::vector<Ping> pings_;  // oldest first; its room stays, so that only the first ping allocates
  Waiting waiting_;
  Duration slowest_ = 0;
  Duration interval_ = 0;
  Time last_ = 0;
};

}  // namespace wstrace::websocket
