// Quantiles of a stream of durations in bounded memory.
//
// Exact up to kSamples values; past that every second one is dropped and from then on only every second (fourth, …)
// one is taken. That is deterministic, so a capture gives the same figures on every run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace wstrace {

class Quantiles {
 public:
  static constexpr std::size_t kSamples = 1024;

  void add(std::uint64_t value);
  std::size_t count() const { return seen_; }
  /// The smallest kept value that at least `q` (0 < q <= 1) of the kept values do not exceed; 0 when there are none.
  std::uint64_t at(double q) const;
  /// The largest of all that were added; 0 when there are none.
  std::uint64_t max() const { return max_; }

 private:
  std::vector<std::uint64_t> values_;
  std::uint64_t max_ = 0;
  std::size_t seen_ = 0;
  std::size_t stride_ = 1;
};

}  // namespace wstrace
