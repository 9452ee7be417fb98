// The last event of a WebSocket: who closed first, who answered, who closed TCP, and what is wrong with that.
#pragma once

#include <string>

#include "dissectors/websocket/close_judgement.h"
#include "model/definitions.h"
#include "seam/context.h"

namespace wstrace::websocket {

/// What is noted of an end.
struct EndNotes {
  const NoteDef* why = nullptr;  ///< null: nothing is wrong with it
  std::string story;             ///< its field, where it is not about close frames
  std::string silence;           ///< of the server before it, in words; empty for none
};

void emit_end(Context& ctx, const CloseJudgement& closing, const EndNotes& said);

}  // namespace wstrace::websocket
