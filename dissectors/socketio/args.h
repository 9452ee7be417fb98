// The arguments of an event or an acknowledgement, as one JSON array.
#pragma once

#include "core/arena.h"
#include "dissectors/socketio/attachments.h"
#include "dissectors/socketio/payload.h"

namespace wstrace::socketio {

struct Args {
  std::string_view json;         ///< valid as long as the payload's source and the arena
  std::size_t sent = 0;          ///< bytes of it as the application sent them
  std::size_t left_as_sent = 0;  ///< placeholders that no attachment was put in for
};

/// `[` the elements' source `]`; each placeholder becomes {"$binary":"<base64>"} with its attachment's bytes. One that
/// names no attachment, or the same one again, stays as it was sent. `attachments` is null where there can be none.
Args make_args(Arena& arena, const Payload& payload, bool after_name, const Attachments* attachments);

}  // namespace wstrace::socketio
