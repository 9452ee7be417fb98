// Values of options as people type them: numbers and sizes, one of several words. What is wrong is said in a few words, with
// what was typed shortened and made safe for a terminal.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace {

/// What was typed, for a message: in quotation marks, shortened, safe for a terminal.
std::string quoted(std::string_view word);

struct NumberRange {
  std::uint64_t least = 0;
  std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  bool size = false;  ///< of bytes: K, M and G may follow, in steps of 1024
};

struct NumberRead {
  std::uint64_t value = 0;
  std::string error;  ///< "'0' is too small: the least is 1"; empty when all is well
};

NumberRead read_number(std::string_view word, const NumberRange& range);

struct DurationRead {
  Duration value = 0;
  std::string error;
};

/// "500ms", "1.5s", "2min"; a number alone is of seconds.
DurationRead read_duration(std::string_view word);

/// "'xml' is none of text, json, list"; empty when it is one.
std::string choice_error(std::string_view word, const std::vector<std::string>& choices);

}  // namespace wstrace
