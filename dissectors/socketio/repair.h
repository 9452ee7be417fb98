// JSON that JavaScript takes and RapidJSON refuses: copies of the same length that it reads, so that offsets stay true.
#pragma once

#include <string>
#include <string_view>

namespace wstrace::socketio {

/// Some senders cut strings between the halves of a surrogate pair. JavaScript writes and reads such an escape, while
/// it stands for no character. Copies `source` to `to` with \ufffd in the place of each, or returns false when there
/// is none.
bool repair_surrogates(std::string_view source, std::string& to);

/// Numbers that no double holds are valid JSON (JavaScript reads infinity). Makes them small ones of the same length.
/// What is no number before is none afterwards.
void tame_numbers(std::string& json);

}  // namespace wstrace::socketio
