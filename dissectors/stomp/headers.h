// A frame's headers as an event has them: escape sequences undone (STOMP 1.2, Value Encoding), the passcode hidden.
#pragma once

#include <span>
#include <string_view>

#include "core/arena.h"
#include "dissectors/stomp/frame_reader.h"

namespace wstrace::stomp {

inline constexpr std::string_view kPasscode = "passcode";
inline constexpr std::string_view kHidden = "(hidden)";

struct Headers {
  std::span<const Pair> pairs;  ///< without those that repeat an earlier name
  std::string_view bad_escape;  ///< name of a header with an undefined escape sequence

  std::string_view get(std::string_view name) const;
  bool has(std::string_view name) const;
};

/// Of a version that is not known, escape sequences are undone where they are defined.
Headers headers_of(Arena& arena, const Frame& frame, Version version);

/// The bytes of what is no valid frame, with the value of a passcode header hidden.
std::string_view without_passcode(Arena& arena, std::string_view text);

}  // namespace wstrace::stomp
