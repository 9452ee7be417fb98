// Is this STOMP?
#pragma once

#include "seam/dissector.h"

namespace wstrace::stomp {

Claim claim(const Offer& offer, const Heads& heads);

}  // namespace wstrace::stomp
