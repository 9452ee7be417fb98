// How a WebSocket ended, as far as it was seen: who closed first and was answered, and what TCP did then (RFC 6455 7.1).
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "dissectors/websocket/close_code.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// Whoever waits longer than this for the other side waits in vain: answers are made by libraries, at once.
inline constexpr Duration kPatience = kSecond;

struct Ending {
  struct Side {
    bool sent = false;     ///< its first close frame, of which the rest is
    bool valid = false;    ///< it breaks no rule
    bool refusal = false;  ///< for something that it received: it reads no further
    unsigned code = kNoStatus;
    std::string_view meaning;  ///< of the code
    Time at = 0;
    std::uint64_t sent_to = 0;  ///< behind it, in TCP's stream or further on
    bool unread = false;        ///< the other side's TCP never acknowledged it: its program did not read it
    std::optional<End> how;     ///< its direction's end
    Time ended_at = 0;
  };

  Side& of(Direction dir) { return sides[index(dir)]; }
  const Side& of(Direction dir) const { return sides[index(dir)]; }
  bool answered() const { return sides[0].sent && sides[1].sent; }
  bool over() const { return sides[0].how && sides[1].how; }
  /// True when TCP ended in both directions, and not only the capture.
  bool tcp_over() const {
    const auto real = [](const Side& s) { return s.how == End::fin || s.how == End::rst; };
    return real(sides[0]) && real(sides[1]);
  }
  /// When the last close frame was seen.
  Time closed_at() const { return std::max(sides[0].at, sides[1].at); }

  std::array<Side, 2> sides;
  std::optional<Direction> tcp_by;  ///< who began to close TCP, where that is known
  Time tcp_at = 0;                  ///< when; 0 while nobody has
  bool reset = false;
};

}  // namespace wstrace::websocket
