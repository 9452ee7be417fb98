// Limits for idle connections that proxies, balancers and firewalls are usually given.
#pragma once

#include "model/event.h"

namespace wstrace {

/// A shorter silence is no idle connection.
inline constexpr Duration kShortestIdle = 900 * kMillisecond;

/// True when a silence of that length, after which a connection was cut, fits such a limit. A hint, no proof: programs
/// also stop after round times.
bool is_usual_idle_limit(Duration quiet);

}  // namespace wstrace
