// TimeScale: from a capture file's ticks to nanoseconds since 1970.
#pragma once

#include <cstdint>

#include "model/event.h"

namespace wstrace::capture {

class TimeScale {
 public:
  /// `resolution` as pcapng's if_tsresol has it (draft-ietf-opsawg-pcapng 4.2): the low seven bits are the exponent, of
  /// 10 when the top bit is clear and of 2 when it is set, and a tick is one second divided by that power.
  /// `offset_seconds` is if_tsoffset.
  explicit TimeScale(std::uint8_t resolution = kMicroseconds, std::int64_t offset_seconds = 0);

  static constexpr std::uint8_t kMicroseconds = 6;
  static constexpr std::uint8_t kNanoseconds = 9;

  /// Exact down to the nanosecond; finer parts are cut off. A time that does not fit (after the year 2262) becomes the
  /// nearest one that does.
  Time to_time(std::uint64_t ticks) const {
    if (ticks <= exact_limit_) return static_cast<Time>(ticks * factor_) + offset_;
    return slow_to_time(ticks);
  }

 private:
  Time slow_to_time(std::uint64_t ticks) const;

  std::uint64_t factor_ = 0;       ///< nanoseconds per tick, where that is a whole number
  std::uint64_t exact_limit_ = 0;  ///< up to here the product and the sum fit
  Duration offset_ = 0;
  unsigned exponent_ = 0;
  bool binary_ = false;
};

}  // namespace wstrace::capture
