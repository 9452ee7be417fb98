// Which answers are slow enough to report.
#pragma once

#include "core/quantiles.h"
#include "model/event.h"

namespace wstrace {

/// Where enough is known of what is usual (microseconds), five times that; but never less than `least`.
inline std::uint64_t slow_from(const Quantiles& usual, Duration least) {
  constexpr std::size_t kEnough = 20;
  constexpr std::uint64_t kTimesUsual = 5;
  const std::uint64_t always = to_micros(least);
  return usual.count() < kEnough ? always : std::max(always, kTimesUsual * usual.at(0.5));
}

}  // namespace wstrace
