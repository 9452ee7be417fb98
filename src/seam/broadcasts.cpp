#include "seam/broadcasts.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace wstrace {
namespace {

/// More room for recipients than this is given back when the message is dropped.
constexpr std::size_t kKept = 1024;
/// Prompts that lie so many times as far from each other as what followed were not what was answered.
constexpr Duration kTelling = 4;

}  // namespace

MessageKey& MessageKey::with(std::string_view part) {
  // The length keeps "ab","c" apart from "a","bc".
  constexpr std::uint64_t kSpread = 0x9E3779B97F4A7C15;
  value_ = (value_ ^ std::hash<std::string_view>{}(part)) * kSpread;
  value_ = (value_ ^ (value_ >> 29) ^ part.size()) * kSpread;
  return *this;
}

Broadcasts::Broadcasts() : Broadcasts(Limits{}) {}
Broadcasts::Broadcasts(const Limits& limits) : limits_(limits) {}

Broadcasts::Place Broadcasts::add(const Recipient& recipient, Time now, std::string_view label, MessageKey message) {
  expire(now);
  const auto known = by_key_.find(message.value());
  if (known == by_key_.end()) return first(message.value(), recipient, now);
  Message& m = messages_[known->second];
  if (has(m, recipient.session) || recipient.began > m.first) {
    drop(known->second);
    return first(message.value(), recipient, now);
  }
  const bool there = std::any_of(recipient.other_sides.begin(), recipient.other_sides.end(),
                                 [&](std::uint32_t side) { return has(m, side); });
  if (there || receptions_.size() >= limits_.recipients) return {};
  m.others.push_back(recipient.session);
  receptions_.insert(reception(m, recipient.session));
  ++m.nth;
  m.proven = m.proven || proves(m, recipient, now);
  if (!m.proven) return {};
  const Duration since = std::max<Duration>(now - m.first, 0);
  summarise(m, label, since);
  return {m.nth, since};
}

/// Answers are as far apart as what they answer.
bool Broadcasts::proves(const Message& message, const Recipient& recipient, Time now) {
  if (recipient.prompt == 0 || recipient.prompt != message.prompt) return true;
  const auto apart = [](Time a, Time b) { return a < b ? b - a : a - b; };
  return apart(recipient.prompted, message.prompted) >= kTelling * apart(now, message.first) + kMillisecond;
}

Broadcasts::Place Broadcasts::first(std::uint64_t key, const Recipient& recipient, Time now) {
  if (limits_.messages == 0) return {};
  const std::uint32_t number = free_message();
  Message& m = messages_[number];
  m.key = key;
  m.first = now;
  m.first_session = recipient.session;
  m.nth = 1;
  m.prompt = recipient.prompt;
  m.prompted = recipient.prompted;
  m.proven = m.counted = false;
  m.serial = ++serial_;
  m.summary = kNone;
  m.older = newest_;
  m.newer = kNone;
  (newest_ == kNone ? oldest_ : messages_[newest_].newer) = number;
  newest_ = number;
  by_key_.emplace(key, number);
  return {};
}

std::uint64_t Broadcasts::reception(const Message& message, std::uint32_t session) {
  return std::uint64_t{message.serial} << 32 | session;
}

bool Broadcasts::has(const Message& message, std::uint32_t session) const {
  return message.first_session == session || (message.nth > 1 && receptions_.contains(reception(message, session)));
}

/// Counts the recipient, and with the one that proves the broadcast also those before it.
void Broadcasts::summarise(Message& message, std::string_view label, Duration since_first) {
  const bool new_one = !std::exchange(message.counted, true);
  if (new_one) message.summary = summary_of(label);
  if (message.summary == kNone) return;
  Summary& summary = summaries_[message.summary];
  summary.times += new_one ? 1 : 0;
  summary.receptions += new_one ? message.nth : 1;
  summary.most = std::max(summary.most, message.nth);
  summary.widest = std::max(summary.widest, since_first);
}

std::uint32_t Broadcasts::summary_of(std::string_view label) {
  const auto known = by_label_.find(label);
  if (known != by_label_.end()) return known->second;
  if (summaries_.size() >= limits_.labels || label.size() > limits_.label_length) return kNone;
  const auto number = static_cast<std::uint32_t>(summaries_.size());
  summaries_.push_back({.label = std::string(label)});
  by_label_.emplace(std::string(label), number);
  return number;
}

void Broadcasts::expire(Time now) {
  while (oldest_ != kNone && now - messages_[oldest_].first > kMoment) drop(oldest_);
}

void Broadcasts::drop(std::uint32_t number) {
  Message& m = messages_[number];
  (m.older == kNone ? oldest_ : messages_[m.older].newer) = m.newer;
  (m.newer == kNone ? newest_ : messages_[m.newer].older) = m.older;
  for (const std::uint32_t session : m.others) receptions_.erase(reception(m, session));
  m.others.clear();
  if (m.others.capacity() > kKept) m.others.shrink_to_fit();
  by_key_.erase(m.key);
  free_.push_back(number);
}

std::uint32_t Broadcasts::free_message() {
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
