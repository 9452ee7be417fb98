#include "dissectors/socketio/acks.h"

#include "dissectors/socketio/namespaces.h"

namespace wstrace::socketio {

std::size_t PendingAcks::Hash::operator()(const AckKey& key) const {
  // Ids count up from 0: multiplying spreads them over the table.
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;
  return static_cast<std::size_t>((key.id * 2 + index(key.dir) + (std::uint64_t{key.nsp} << 40)) * kSpread >> 16);
}

void PendingAcks::add(const AckKey& key, const Asked& asked) {
  if (limit_ == 0) return;
  take(key);  // an id that is used again begins anew
  const std::uint32_t number = free_entry();
  Entry& entry = entries_[number];
  entry.key = key;
  entry.awaited.since = asked.since;
  entry.awaited.packets = asked.packets;
  entry.awaited.counted = asked.counted;
  entry.awaited.named = asked.name.size() <= kLongestName;
  entry.awaited.name.assign(entry.awaited.named ? asked.name : std::string_view{});
  link_newest(number);
  by_key_.emplace(key, number);
}

const Awaited* PendingAcks::take(const AckKey& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  const std::uint32_t number = found->second;
  by_key_.erase(found);
  unlink(number);
  free_.push_back(number);
  return &entries_[number].awaited;
}

PendingAcks::Oldest PendingAcks::take_oldest() {
  if (oldest_ == kNone) return {{}, nullptr};
  const AckKey key = entries_[oldest_].key;
  return {key, take(key)};
}

std::uint32_t PendingAcks::free_entry() {
  if (by_key_.size() >= limit_) {
    forgot_some_ = true;
    take(entries_[oldest_].key);
  }
  if (free_.empty()) {
    entries_.emplace_back();
    return static_cast<std::uint32_t>(entries_.size() - 1);
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

void PendingAcks::link_newest(std::uint32_t number) {
  entries_[number].older = newest_;
  entries_[number].newer = kNone;
  (newest_ == kNone ? oldest_ : entries_[newest_].newer) = number;
  newest_ = number;
}

void PendingAcks::unlink(std::uint32_t number) {
  const Entry& entry = entries_[number];
  (entry.older == kNone ? oldest_ : entries_[entry.older].newer) = entry.newer;
  (entry.newer == kNone ? newest_ : entries_[entry.newer].older) = entry.older;
}

}  // namespace wstrace::socketio
