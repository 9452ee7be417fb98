// What the user asked of the text outputs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "output/event_log.h"
#include "select/event_choice.h"
#include "select/session_numbers.h"

namespace wstrace {

struct TextOptions {
  int verbosity = 0;             ///< 1 unfolds heartbeats and what an upper layer explains, 2 everything
  bool hex = false;              ///< a hexdump under every row
  bool all = false;              ///< connections without a session, too
  bool quiet = false;            ///< no rows: each session's head and foot only
  SessionNumbers sessions = {};  ///< only these
  EventChoice events = {};       ///< only these get rows
  LogRoom log = {};              ///< for events that wait
};

}  // namespace wstrace
