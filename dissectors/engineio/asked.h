// What was asked of a server, and which one it seems to be: what an answer is judged by.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/event.h"

namespace wstrace::engineio {

/// Implementations by the name that they have in SessionFacts::server_software.
inline constexpr std::string_view kPython = "python-engineio";

/// A body of fewer bytes is within any limit that people set.
inline constexpr std::uint64_t kNotSmall = 10'000;

/// What was asked when the refusal came.
struct Asked {
  bool websocket = false;  ///< the transport
  bool upgrade = false;    ///< with an Upgrade header
  bool overlaps = false;   ///< while another poll of the session was waiting
  bool post = false;
  std::uint64_t posted = 0;   ///< bytes of the request's body, as announced
  Duration waited = 0;        ///< since the request
  bool lacks_cookie = false;  ///< without the cookie that the session's opening set
};

}  // namespace wstrace::engineio
