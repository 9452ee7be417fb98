// WebSocket (RFC 6455) with permessage-deflate (RFC 7692): frames to messages, pings, pongs and the close handshake.
//
// Claims what an HTTP upgrade to "websocket" hands over, with the subprotocol and the extensions that the server
// answered: which bits mean something, and how messages are decompressed, is never guessed. Messages go up to a layer
// that claims them by the target or subprotocol (Engine.IO); a WebSocket of its own opens a session. Violations of the
// protocol are notes on the event where they stand, and reading goes on as long as frame boundaries are certain.
// See README.md for what is left out.
#pragma once

#include "seam/dissector.h"

namespace wstrace::websocket {

extern const DissectorDef dissector;

}  // namespace wstrace::websocket
