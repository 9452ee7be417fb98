#include "select/session_numbers.h"

#include <fmt/format.h>

#include <algorithm>

namespace wstrace {

bool SessionNumbers::contain(std::uint32_t number) const {
  if (choose_all()) return true;
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [number](const Range& range) { return range.first <= number && number <= range.last; });
}

bool SessionNumbers::contain_any(const std::vector<std::uint32_t>& numbers) const {
  if (choose_all()) return true;
  return std::any_of(numbers.begin(), numbers.end(), [this](std::uint32_t number) { return contain(number); });
}

std::string SessionNumbers::missing(std::uint64_t sessions) const {
  std::string list;
  bool several = false;
  for (const Range& range : ranges_) {
    if (range.first <= sessions) continue;
    const bool one = range.first == range.last;
    several = several || !list.empty() || !one;
    list += list.empty() ? "" : ", ";
    list += one ? fmt::format("{}", range.first) : fmt::format("{}-{}", range.first, range.last);
  }
  return list.empty() ? list : (several ? "sessions " : "session ") + list;
}

}  // namespace wstrace
