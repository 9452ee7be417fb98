// The usual resolutions (decimal, up to nanoseconds) cost one multiplication; all others go through 128 bits.
#include "capture/time_scale.h"

#include <algorithm>
#include <limits>

namespace wstrace::capture {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint8_t kBinaryFlag = 0x80;
constexpr unsigned kNanosecondExponent = 9;
// The years 2116 and 1823. Half of the range, so that the difference of two times, and a time and a time-out added up,
// still are in it.
constexpr Time kLatest = std::numeric_limits<Time>::max() / 2;
constexpr Time kEarliest = -kLatest;

// 10^38 is the last power of ten below 2^128.
constexpr unsigned kLargestDecimalExponent = 38;

Wide power_of_ten(unsigned exponent) {
  Wide power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

Duration seconds_to_duration(std::int64_t seconds) {
  constexpr std::int64_t most = kLatest / kSecond;
  return std::clamp(seconds, -most, most) * kSecond;
}

Time add_saturated(Time time, Duration offset) {
  if (offset > 0 && time > kLatest - offset) return kLatest;
  if (offset < 0 && time < kEarliest - offset) return kEarliest;
  return time + offset;
}

}  // namespace

TimeScale::TimeScale(std::uint8_t resolution, std::int64_t offset_seconds)
    : offset_(seconds_to_duration(offset_seconds)),
      exponent_(resolution & ~kBinaryFlag & 0xffU),
      binary_((resolution & kBinaryFlag) != 0) {
  if (binary_ || exponent_ > kNanosecondExponent) {
    factor_ = 0;
    exact_limit_ = 0;
    return;
  }
  factor_ = static_cast<std::uint64_t>(power_of_ten(kNanosecondExponent - exponent_));
  exact_limit_ = static_cast<std::uint64_t>(kLatest - std::max<Duration>(offset_, 0)) / factor_;
}

Time TimeScale::slow_to_time(std::uint64_t ticks) const {
  Wide nanoseconds = 0;
  if (binary_) {
    nanoseconds = Wide{ticks} * static_cast<std::uint64_t>(kSecond) >> exponent_;
  } else if (exponent_ <= kNanosecondExponent) {
    nanoseconds = Wide{ticks} * factor_;
  } else if (exponent_ - kNanosecondExponent <= kLargestDecimalExponent) {
    nanoseconds = Wide{ticks} / power_of_ten(exponent_ - kNanosecondExponent);
  }
  const Time time = nanoseconds > static_cast<std::uint64_t>(kLatest) ? kLatest : static_cast<Time>(nanoseconds);
  return add_saturated(time, offset_);
}

}  // namespace wstrace::capture
