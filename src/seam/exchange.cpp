#include "seam/exchange.h"

#include <algorithm>

namespace wstrace {
namespace {

std::string_view value_of(std::span<const Pair> headers, std::string_view name) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [name](const Pair& each) { return each.first == name; });
  return found == headers.end() ? std::string_view{} : found->second;
}

}  // namespace

std::string_view RequestHead::header(std::string_view name) const { return value_of(headers, name); }

std::string_view ResponseHead::header(std::string_view name) const { return value_of(headers, name); }

}  // namespace wstrace
