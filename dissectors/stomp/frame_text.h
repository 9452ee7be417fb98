// Frames and their flaws in a few words. What is returned lives in the arena, in the frame, or is static.
#pragma once

#include <string_view>

#include "core/arena.h"
#include "dissectors/stomp/frame_reader.h"

namespace wstrace::stomp {

/// "SEND /queue/a"
std::string_view frame_text(Arena& arena, const Frame& frame, std::string_view about);
/// Why it is no valid frame.
std::string_view reason_of(Arena& arena, const Frame& frame);
std::string_view misplaced(Arena& arena, const Frame& frame);
std::string_view bad_escape(Arena& arena, std::string_view header);
/// The first line of a body that is text; empty where it is none.
std::string_view first_line(Bytes body);
/// Two lists of versions, separated by commas, have one in common. No list means 1.0.
bool has_in_common(std::string_view offered, std::string_view supported);
/// What the client accepts: 1.0 where it does not say.
std::string_view offered_text(std::string_view accept_version);

}  // namespace wstrace::stomp
