// Turns: what a silence says, in words.
#include "dissectors/websocket/turns.h"

#include <fmt/format.h>

#include "model/describe.h"

namespace wstrace::websocket {

std::string describe(const Turns::Silence& silence, bool acknowledged) {
  if (silence.kind == Turns::Kind::none) return {};
  const std::string lasted = human_duration(silence.lasted);
  const std::string longest = human_duration(silence.longest);
  if (silence.kind == Turns::Kind::pushed)
    return fmt::format(
        "the server sent nothing for {} before the client closed, after {} messages with at most {} "
        "between them",
        lasted, silence.times, longest);
  const std::string them =
      silence.asked == 1 ? "the client's last message" : fmt::format("the client's last {} messages", silence.asked);
  return fmt::format(
      "nothing answered {} for {} before the client closed, though the server had answered {} times, "
      "within {} at most{}",
      them, lasted, silence.times, longest, acknowledged ? "; its TCP acknowledged what came" : "");
}

}  // namespace wstrace::websocket
