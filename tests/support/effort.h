// How much of what could be tried is tried. Built with the address sanitizer, under which everything takes ten times as
// long, a part stands for the whole: the optimised build has tried it all, and the sanitizer needs each way once.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace wstrace::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// How far it is from one of `all` places to the next: to each of them, or sanitized to `few`.
inline std::size_t step_of(std::size_t all, std::size_t few) {
  return kSanitized ? std::max<std::size_t>(1, (all + few - 1) / few) : 1;
}

/// How many of what is made at random are tried: `few` every day, and `all` with WSTRACE_THOROUGH in the environment.
inline std::size_t number_of(std::size_t all, std::size_t few) {
  if (std::getenv("WSTRACE_THOROUGH") != nullptr) return all;
  return kSanitized ? std::max<std::size_t>(1, few / 10) : few;
}

}  // namespace wstrace::test
