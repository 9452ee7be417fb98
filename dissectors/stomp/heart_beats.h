// What two sides have agreed on with their heart-beat headers (STOMP 1.2, Heart-beating), and when each was last heard.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#include "model/event.h"

namespace wstrace::stomp {

class HeartBeats {
 public:
  /// `text`: "<can send every ms>,<wants to receive every ms>". What is something else counts as none.
  void offer(Direction by, std::string_view text) {
    Offer& offer = offers_[index(by)];
    const std::size_t comma = text.find(',');
    offer = {};
    if (comma == std::string_view::npos) return;
    offer.sends = number(text.substr(0, comma));
    offer.wants = number(text.substr(comma + 1));
  }
  /// So often something comes in this direction; 0 when nothing was agreed on.
  Duration interval(Direction of) const {
    const std::uint64_t sends = offers_[index(of)].sends;
    const std::uint64_t wants = offers_[index(opposite(of))].wants;
    return sends == 0 || wants == 0 ? 0 : static_cast<Duration>(std::max(sends, wants)) * kMillisecond;
  }
  void heard(Direction of, Time now) { heard_[index(of)] = now; }
  Time last(Direction of) const { return heard_[index(of)]; }

 private:
  struct Offer {
    std::uint64_t sends = 0;
    std::uint64_t wants = 0;
  };

  /// A week is more than anybody wants.
  static constexpr std::uint64_t kMost = 7ULL * 24 * 3600 * 1000;

  static std::uint64_t number(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    std::uint64_t n = 0;
    for (const char c : text) {
      if (c < '0' || c > '9') return 0;
      n = std::min(n * 10 + static_cast<std::uint64_t>(c - '0'), kMost);
    }
    return n;
  }

  std::array<Offer, 2> offers_{};
  std::array<Time, 2> heard_{};
};

}  // namespace wstrace::stomp
