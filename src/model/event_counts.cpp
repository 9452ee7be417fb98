#include "model/event_counts.h"

#include <functional>
#include <string>

namespace wstrace {
namespace {

constexpr std::size_t kFirstSlots = 16;

std::size_t hash_of(Direction dir, std::string_view nsp, std::string_view name) {
  const std::hash<std::string_view> hash;
  return hash(name) ^ (hash(nsp) * 31 + index(dir));
}

}  // namespace

/// The slot that holds the row, or the free one where it belongs.
std::size_t EventCounts::slot_of(const SessionFacts& facts, Direction dir, std::string_view nsp,
                                 std::string_view name) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_of(dir, nsp, name) & mask;
  for (; slots_[slot] != kUncounted; slot = (slot + 1) & mask) {
    const NamedCount& row = facts.events[slots_[slot]];
    if (row.dir == dir && row.name == name && row.nsp == nsp) break;
  }
  return slot;
}

void EventCounts::grow(const SessionFacts& facts) {
  slots_.assign(slots_.empty() ? kFirstSlots : slots_.size() * 2, kUncounted);
  for (std::uint32_t row = 0; row < facts.events.size(); ++row) {
    const NamedCount& each = facts.events[row];
    slots_[slot_of(facts, each.dir, each.nsp, each.name)] = row;
  }
}

std::uint32_t EventCounts::count(SessionFacts& facts, Direction dir, std::string_view nsp, std::string_view name) {
  if (slots_.size() <= facts.events.size() * 2) grow(facts);
  std::uint32_t& row = slots_[slot_of(facts, dir, nsp, name)];
  if (row == kUncounted) {
    if (facts.events.size() >= limit_ || name.size() > kLongestName || nsp.size() > kLongestName) {
      ++facts.events_uncounted;
      return kUncounted;
    }
    row = static_cast<std::uint32_t>(facts.events.size());
    facts.events.push_back({std::string(nsp), std::string(name), dir, 0, 0, {}});
  }
  ++facts.events[row].count;
  return row;
}

}  // namespace wstrace
