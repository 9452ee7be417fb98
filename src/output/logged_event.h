// An event as its row needs it, and as the event log keeps it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace {

struct LoggedNote {
  const NoteDef* def = nullptr;
  std::string_view text;      ///< filled, not escaped
  Proxy proxy = Proxy::none;  ///< that the advice is for
};

/// An event as its row needs it. A view, as Event is: valid while it is appended or replayed.
struct LoggedEvent {
  const EventDef* def = nullptr;
  Time time = 0;
  std::uint64_t packet = 0;  ///< the last one; 0 when there is none
  std::uint64_t rtt_us = 0;
  std::uint32_t connection = 0;
  std::uint32_t session = 0;
  std::uint32_t stream = 0;  ///< of HTTP/2
  bool has_rtt = false;
  bool has_direction = false;
  bool heartbeat = false;  ///< to be counted, not shown
  Direction dir = Direction::c2s;
  Fold fold = Fold::never;
  std::string_view title;    ///< filled and escaped
  std::string_view summary;  ///< filled and escaped
  std::string_view raw;      ///< what a hexdump shows; empty when none was asked for
  std::uint64_t raw_size = 0;
  std::vector<LoggedNote> notes;
};

}  // namespace wstrace
