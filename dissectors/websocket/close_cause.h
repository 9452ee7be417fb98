// What a close frame was most likely sent for (RFC 6455 7.4.1), of what the other side had sent.
#pragma once

#include "dissectors/websocket/lane.h"
#include "dissectors/websocket/violations.h"
#include "seam/offer.h"

namespace wstrace::websocket {

/// Of a close frame that is no answer. Empty for a code that a library does not close with by itself, and where nothing is known.
/// `other`: the side that is closed on. `offer`: what the upgrade negotiated.
Cause cause_of_close(unsigned code, const Lane& other, const Offer& offer);

}  // namespace wstrace::websocket
