#include "core/quantiles.h"

#include <algorithm>
#include <cmath>

namespace wstrace {

void Quantiles::add(std::uint64_t value) {
  max_ = std::max(max_, value);
  if (seen_++ % stride_ != 0) return;
  if (values_.size() == kSamples) {
    for (std::size_t i = 0; i < kSamples / 2; ++i) values_[i] = values_[2 * i];
    values_.resize(kSamples / 2);
    stride_ *= 2;
    if ((seen_ - 1) % stride_ != 0) return;
  }
  values_.push_back(value);
}

std::uint64_t Quantiles::at(double q) const {
  if (values_.empty()) return 0;
  std::vector<std::uint64_t> sorted = values_;
  const double rank = std::ceil(q * static_cast<double>(sorted.size()));
  const auto nth = sorted.begin() + static_cast<std::ptrdiff_t>(std::max(rank, 1.0)) - 1;
  std::nth_element(sorted.begin(), nth, sorted.end());
  return *nth;
}

}  // namespace wstrace
