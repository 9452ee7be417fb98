#include "core/number_ranges.h"

#include <fmt/format.h>

#include <algorithm>

namespace wstrace {

void NumberRanges::add(std::uint32_t number) {
  ++count_;
  const auto above = [](std::uint32_t n, const Range& range) { return n < range.first; };
  auto next = std::upper_bound(ranges_.begin(), ranges_.end(), number, above);
  const auto before = next == ranges_.begin() ? ranges_.end() : next - 1;
  const bool follows = before != ranges_.end() && before->last + 1 == number;
  const bool leads = next != ranges_.end() && next->first == number + 1;
  if (follows && leads) {
    before->last = next->last;
    ranges_.erase(next);
  } else if (follows) {
    before->last = number;
  } else if (leads) {
    next->first = number;
  } else {
    ranges_.insert(next, {number, number});
    if (ranges_.size() > kKept) ranges_.pop_back();
  }
}

std::string NumberRanges::text(std::string_view one, std::size_t most) const {
  return fmt::format("{}{} {}", one, count_ == 1 ? "" : "s", list(most));
}

std::string NumberRanges::list(std::size_t most) const {
  std::string text;
  std::uint64_t named = 0;
  for (std::size_t i = 0; i < std::min(most, ranges_.size()); ++i) {
    const Range& range = ranges_[i];
    named += range.last - range.first + 1;
    text += fmt::format("{}{}", i == 0 ? "" : ", ", range.first);
    // Two in a row are as short one by one.
    if (range.last != range.first) text += fmt::format("{}{}", range.last == range.first + 1 ? ", " : "–", range.last);
  }
  return named == count_ ? text : text + fmt::format(" and {} more", count_ - named);
}

}  // namespace wstrace
