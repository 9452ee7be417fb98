// The words by which outputs name what core types number: contract words for scripts, never translated or changed.
#pragma once

#include <string_view>

#include "model/definitions.h"

namespace wstrace {

inline constexpr std::string_view name_of(Direction d) { return d == Direction::c2s ? "c2s" : "s2c"; }

inline constexpr std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::none: return "none";
    case Severity::note: return "note";
    case Severity::warning: return "warning";
    case Severity::error: return "error";
  }
  return "none";
}

}  // namespace wstrace
