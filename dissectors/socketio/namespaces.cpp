#include "dissectors/socketio/namespaces.h"

namespace wstrace::socketio {

std::uint32_t Namespaces::number(std::string_view nsp) {
  const auto known = numbers_.find(nsp);
  if (known != numbers_.end()) return known->second;
  if (known_.size() >= limit_ || nsp.size() > kLongestName) return kUncounted;
  const auto number = static_cast<std::uint32_t>(known_.size());
  known_.emplace_back().name = nsp;
  numbers_.emplace(std::string(nsp), number);
  return number;
}

}  // namespace wstrace::socketio
