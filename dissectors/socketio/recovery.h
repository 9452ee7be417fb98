// Connection state recovery: the offsets that servers put behind the arguments of their events.
#pragma once

#include <string_view>

#include "model/event.h"

namespace wstrace::socketio {

/// True for a text that a server's adapter makes as an event's offset at about this time. An offset holds the time, so an
/// application's own text is not taken for one.
///   in-memory adapter   yeast: milliseconds in base 64 (digits 0-9A-Za-z-_), "." and a counter within one millisecond
///   Redis streams       <milliseconds>-<counter>
bool looks_like_offset(std::string_view text, Time now);

}  // namespace wstrace::socketio
