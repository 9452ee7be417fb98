// How often each event name came, found by hash and bounded.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/session.h"

namespace wstrace {

/// Longer names are neither counted nor kept; a peer could otherwise fill the memory with them.
inline constexpr std::size_t kLongestName = 1024;
/// The number of what is not counted one by one.
inline constexpr std::uint32_t kUncounted = UINT32_MAX;

/// Finds an event's row in SessionFacts::events by direction, namespace and name. The rows themselves hold the keys.
class EventCounts {
 public:
  explicit EventCounts(std::size_t limit) : limit_(limit) {}

  /// Counts one event. Its row's number, or kUncounted past the limit.
  std::uint32_t count(SessionFacts& facts, Direction dir, std::string_view nsp, std::string_view name);

 private:
  std::size_t slot_of(const SessionFacts& facts, Direction dir, std::string_view nsp, std::string_view name) const;
  void grow(const SessionFacts& facts);

  std::size_t limit_;
  std::vector<std::uint32_t> slots_;  // open addressing; a power of two, at most half full
};

}  // namespace wstrace
