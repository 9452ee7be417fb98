// ClosePayload: what a close frame says (RFC 6455 5.5.1), and whether it may.
#pragma once

#include "core/bytes.h"
#include "dissectors/websocket/close_code.h"
#include "model/notes.h"

namespace wstrace::websocket {

struct ClosePayload {
  unsigned code = kNoStatus;
  Bytes reason;  ///< of the payload; may be no text
};

ClosePayload parse_close(Bytes payload);
/// Notes what is wrong with a close frame's payload (5.5.1, 7.4, 8.1).
void check_close(Bytes payload, Notes& notes);

}  // namespace wstrace::websocket
