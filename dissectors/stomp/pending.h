// What waits for an answer that names it by a text, bounded: when there are too many, the oldest gives way.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "model/event_counts.h"

namespace wstrace::stomp {

template <class Value>
class Pending {
 public:
  explicit Pending(std::size_t limit) : limit_(limit) {}

  /// A key longer than kLongestName is not kept. One that is used again begins anew.
  void add(std::string_view key, Value value) {
    if (limit_ == 0 || key.empty() || key.size() > kLongestName) {
      forgot_some_ = true;
      return;
    }
    take(key);
    if (entries_.size() >= limit_) {
      forgot_some_ = true;
      erase(entries_.begin());
    }
    entries_.emplace_back(std::string(key), std::move(value));
    by_key_.emplace(entries_.back().first, std::prev(entries_.end()));
  }

  std::optional<Value> take(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return std::nullopt;
    Value value = std::move(found->second->second);
    erase(found->second);
    return value;
  }

  /// Null when nothing waits for it.
  const Value* find(std::string_view key) const {
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &found->second->second;
  }

  /// Takes all that are older than `key` and that `fits`, calling `each` with them.
  template <class Fits, class Each>
  void take_before(std::string_view key, Fits fits, Each each) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return;
    for (auto at = entries_.begin(); at != found->second;) {
      const auto here = at++;
      if (!fits(here->second)) continue;
      each(here->second);
      erase(here);
    }
  }

  std::optional<std::pair<std::string, Value>> take_oldest() {
    if (entries_.empty()) return std::nullopt;
    std::pair<std::string, Value> oldest = entries_.front();
    erase(entries_.begin());
    return oldest;
  }

  std::size_t size() const { return entries_.size(); }
  void clear() {
    by_key_.clear();
    entries_.clear();
  }
  /// One that is not found may have been there.
  bool forgot_some() const { return forgot_some_; }

 private:
  using Entries = std::list<std::pair<std::string, Value>>;

  void erase(typename Entries::iterator at) {
    by_key_.erase(at->first);
    entries_.erase(at);
  }

  std::size_t limit_;
  bool forgot_some_ = false;
  Entries entries_;  // oldest first
  std::unordered_map<std::string_view, typename Entries::iterator> by_key_;
};

}  // namespace wstrace::stomp
