// What the user selects, as typed: lists of session numbers, layers and protocols. Each reader adds to a selection what
// `text` says, and returns what is wrong with it, in words; empty when all is well.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "select/event_choice.h"
#include "select/session_numbers.h"

namespace wstrace {

/// "1,3-5"
std::string read_sessions(std::string_view text, SessionNumbers& into);
/// "4,7", "2-4"
std::string read_layers(std::string_view text, EventChoice& into);
/// "tcp,socketio": names as in NDJSON, or as people write them ("Socket.IO")
std::string read_protocols(std::string_view text, std::span<const ProtocolDef* const> known, EventChoice& into);

}  // namespace wstrace
