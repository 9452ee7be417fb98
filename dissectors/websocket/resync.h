// Are these bytes WebSocket frames, and where does one begin? For streams whose place is not known: the upgrade was not
// captured, or a gap hides where the next frame begins.
//
// No mark says "here begins a frame", so a chain of them is followed from a candidate: each header must be one that may
// stand there (RFC 6455 5.2: opcode, reserved bits, mask by direction, shortest form of the length), text must be UTF-8,
// and the next frame must begin where the length says. What random bytes would pass by chance is counted in bits: n
// bits are evidence that 2^n random places would be needed to imitate.
//
// Records of other protocols are not random: they have lengths, too, and repeat themselves. Whether a stream is a WebSocket
// at all is therefore asked of both directions where both speak, and headers that were there before say next to nothing.
#pragma once

#include <memory>
#include <optional>

#include "core/bytes.h"
#include "model/event.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// Taken as frames when they begin with the first byte, and when that is one of many candidates.
inline constexpr unsigned kEnoughAtOnce = 12;
inline constexpr unsigned kEnoughSearched = 22;

/// How much speaks for a chain of frames from the first byte on; nothing when they cannot be frames, whatever follows.
/// Stops at `enough`. The stream is known to be a WebSocket.
std::optional<unsigned> weigh_frames(Bytes bytes, Direction dir, unsigned enough);

struct Search {
  bool found = false;
  std::size_t at = 0;  ///< found: where a frame begins; else every place before this one is refuted, whatever follows
};

/// Looks for the first place from `from` on where frames begin. `resumes`: the bytes are the first ones after those that
/// are missing, so that more speaks for their beginning than for any other place (a sender's segments begin with frames).
Search find_frames(Bytes bytes, Direction dir, std::size_t from, bool resumes);

/// For a stream that nothing else says to be a WebSocket.
std::unique_ptr<StreamSearch> make_search();

}  // namespace wstrace::websocket
