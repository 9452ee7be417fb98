// What is noted of a close frame beside its payload (close_payload.h): that nothing explains it, that its code differs from the one
// that it answers, and what it was sent for.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/bytes.h"
#include "dissectors/websocket/close_judgement.h"
#include "dissectors/websocket/close_payload.h"
#include "model/definitions.h"
#include "model/event.h"
#include "model/notes.h"

namespace wstrace::websocket {

/// "keepalive ping timeout", "no pong", "heartbeat": the words of libraries that give up on a ping.
bool speaks_of_pings(Bytes reason);

/// A code that says that the other side broke the protocol, which it did not. Only of the first close frame.
void note_unexplained(Direction by, unsigned code, Notes& notes);
/// An answer with another code than that of the close frame that it answers.
void note_other_code(const CloseJudgement& closing, Direction by, unsigned code, Notes& notes);
/// That the side closed because of this, with the packet that brought it; 0 where there is none.
void note_because(const NoteDef& def, Direction by, std::string_view because, std::uint64_t packet, Notes& notes);
/// A code of the subprotocol, which says what failed.
void note_subprotocol_failure(const NoteDef& def, Direction by, const ClosePayload& close, Notes& notes);

}  // namespace wstrace::websocket
