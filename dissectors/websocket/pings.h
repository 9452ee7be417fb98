// Pings that wait for their pongs. A pong carries its ping's payload; a receiver may answer only the newest of several
// (RFC 6455 5.5.3), so a match settles the older ones too.
#pragma once

#include <array>
#include <cstring>
#include <optional>

#include "core/event.h"
#include "dissectors/websocket/wire.h"

namespace wstrace::websocket {

class Pings {
 public:
  void sent(Bytes payload, Time at) {
    if (count_ == kMost) drop(1);
    Ping& ping = pings_[count_++];
    ping.at = at;
    ping.length = first(payload, kLongestControl).size();
    if (ping.length > 0) std::memcpy(ping.payload.data(), payload.data(), ping.length);
  }

  /// When the ping that this pong answers was sent; nothing when it answers none.
  std::optional<Time> answered(Bytes payload) {
    for (std::size_t i = count_; i-- > 0;) {
      if (as_text(payload) != as_text(Bytes(pings_[i].payload).first(pings_[i].length))) continue;
      const Time at = pings_[i].at;
      drop(i + 1);
      return at;
    }
    return {};
  }

 private:
  /// More are not awaited at once; the oldest gives way.
  static constexpr std::size_t kMost = 16;

  struct Ping {
    Time at = 0;
    std::size_t length = 0;
    std::array<std::uint8_t, kLongestControl> payload{};
  };

  void drop(std::size_t n) {
    for (std::size_t i = n; i < count_; ++i) pings_[i - n] = pings_[i];
    count_ -= n;
  }

  std::array<Ping, kMost> pings_{};
  std::size_t count_ = 0;
};

}  // namespace wstrace::websocket
