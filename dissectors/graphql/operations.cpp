#include "dissectors/graphql/operations.h"

#include <utility>

#include "model/event_counts.h"

namespace wstrace::graphql {

void Operations::add(std::string_view id, Running operation) {
  if (id.size() > kLongestName || limit_ == 0) {
    forgot_some_ = true;
    return;
  }
  end(id);
  const std::uint32_t number = free_entry();
  Entry& entry = entries_[number];
  entry.id.assign(id);
  entry.running = std::move(operation);
  for (std::string* each : {&entry.running.name, &entry.running.field})
    if (each->size() > kLongestName) each->clear();
  link_newest(number);
  by_id_.emplace(entry.id, number);
}

Running* Operations::find(std::string_view id) {
  const auto found = by_id_.find(id);
  return found != by_id_.end() ? &entries_[found->second].running : nullptr;
}

void Operations::end(std::string_view id) { take(id); }

Operations::Oldest Operations::take_oldest() {
  if (oldest_ == kNone) return {{}, nullptr};
  const Entry& entry = entries_[take(entries_[oldest_].id)];
  return {entry.id, &entry.running};
}

/// Takes it out of the table; what it was stays readable until its entry is used again.
std::uint32_t Operations::take(std::string_view id) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return kNone;
  const std::uint32_t number = found->second;
  by_id_.erase(found);
  unlink(number);
  free_.push_back(number);
  return number;
}

std::uint32_t Operations::free_entry() {
  if (by_id_.size() >= limit_) {
    forgot_some_ = true;
    take(entries_[oldest_].id);
  }
  if (free_.empty()) {
    entries_.emplace_back();
    return static_cast<std::uint32_t>(entries_.size() - 1);
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

void Operations::link_newest(std::uint32_t number) {
  entries_[number].older = newest_;
  entries_[number].newer = kNone;
  (newest_ == kNone ? oldest_ : entries_[newest_].newer) = number;
  newest_ = number;
}

void Operations::unlink(std::uint32_t number) {
  const Entry& entry = entries_[number];
  (entry.older == kNone ? oldest_ : entries_[entry.older].newer) = entry.newer;
  (entry.newer == kNone ? newest_ : entries_[entry.newer].older) = entry.older;
}

}  // namespace wstrace::graphql
