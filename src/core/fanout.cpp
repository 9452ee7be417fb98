#include "core/fanout.h"

#include <algorithm>
#include <functional>

namespace wstrace {
namespace {

/// More room for recipients than this is given back when the message is dropped.
constexpr std::size_t kKept = 1024;

}  // namespace

MessageKey& MessageKey::with(std::string_view part) {
  // The length keeps "ab","c" apart from "a","bc".
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;
  value_ = (value_ ^ std::hash<std::string_view>{}(part)) * kSpread;
  value_ = (value_ ^ (value_ >> 29) ^ part.size()) * kSpread;
  return *this;
}

Fanout::Fanout() : Fanout(Limits{}) {}
Fanout::Fanout(const Limits& limits) : limits_(limits) {}

Fanout::Place Fanout::add(std::uint32_t session, Time now, std::string_view label, MessageKey message) {
  expire(now);
  const auto known = by_key_.find(message.value());
  if (known == by_key_.end()) return first(message.value(), session, now);
  Message& m = messages_[known->second];
  if (has(m, session)) {
    drop(known->second);
    return first(message.value(), session, now);
  }
  if (receptions_.size() >= limits_.recipients) return {};
  m.others.push_back(session);
  receptions_.insert(reception(m, session));
  ++m.nth;
  const Duration since = std::max<Duration>(now - m.first, 0);
  summarise(m, label, since);
  return {m.nth, since};
}

Fanout::Place Fanout::first(std::uint64_t key, std::uint32_t session, Time now) {
  if (limits_.messages == 0) return {};
  const std::uint32_t number = free_message();
  Message& m = messages_[number];
  m.key = key;
  m.first = now;
  m.first_session = session;
  m.nth = 1;
  m.serial = ++serial_;
  m.summary = kNone;
  m.older = newest_;
  m.newer = kNone;
  (newest_ == kNone ? oldest_ : messages_[newest_].newer) = number;
  newest_ = number;
  by_key_.emplace(key, number);
  return {};
}

std::uint64_t Fanout::reception(const Message& message, std::uint32_t session) {
  return std::uint64_t{message.serial} << 32 | session;
}

bool Fanout::has(const Message& message, std::uint32_t session) const {
  return message.first_session == session || (message.nth > 1 && receptions_.contains(reception(message, session)));
}

/// Counts the recipient, and with the second one also the first.
void Fanout::summarise(Message& message, std::string_view label, Duration since_first) {
  if (message.nth == 2) message.summary = summary_of(label);
  if (message.summary == kNone) return;
  Summary& summary = summaries_[message.summary];
  if (message.nth == 2) {
    ++summary.times;
    ++summary.receptions;
  }
  ++summary.receptions;
  summary.most = std::max(summary.most, message.nth);
  summary.widest = std::max(summary.widest, since_first);
}

std::uint32_t Fanout::summary_of(std::string_view label) {
  const auto known = by_label_.find(label);
  if (known != by_label_.end()) return known->second;
  if (summaries_.size() >= limits_.labels || label.size() > limits_.label_length) return kNone;
  const auto number = static_cast<std::uint32_t>(summaries_.size());
  summaries_.push_back({.label = std::string(label)});
  by_label_.emplace(std::string(label), number);
  return number;
}

void Fanout::expire(Time now) {
  while (oldest_ != kNone && now - messages_[oldest_].first > kMoment) drop(oldest_);
}

void Fanout::drop(std::uint32_t number) {
  Message& m = messages_[number];
  (m.older == kNone ? oldest_ : messages_[m.older].newer) = m.newer;
  (m.newer == kNone ? newest_ : messages_[m.newer].older) = m.older;
  for (const std::uint32_t session : m.others) receptions_.erase(reception(m, session));
  m.others.clear();
  if (m.others.capacity() > kKept) m.others.shrink_to_fit();
  by_key_.erase(m.key);
  free_.push_back(number);
}

std::uint32_t Fanout::free_message() {
  if (by_key_.size() >= limits_.messages) drop(oldest_);
  if (free_.empty()) {
    messages_.emplace_back();
    return static_cast<std::uint32_t>(messages_.size() - 1);
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  return number;
}

}  // namespace wstrace
