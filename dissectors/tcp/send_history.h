// What one side sent last, what it sent again, and what the capture gave up waiting for. Offsets are those of its stream.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "model/event.h"

namespace wstrace::tcp {

/// The last few of something, in room that is fixed.
template <class T, std::size_t N>
class Ring {
 public:
  void push(const T& value) { values_[next_++ % N] = value; }
  /// The newest that fulfils the condition; null when none does.
  template <class Condition>
  const T* find(Condition condition) const {
    for (std::size_t back = 1; back <= N && back <= next_; ++back) {
      const T& value = values_[(next_ - back) % N];
      if (condition(value)) return &value;
    }
    return nullptr;
  }
  /// The oldest one.
  template <class Condition>
  T* find_oldest(Condition condition) {
    for (std::size_t back = N < next_ ? N : next_; back > 0; --back) {
      T& value = values_[(next_ - back) % N];
      if (condition(value)) return &value;
    }
    return nullptr;
  }

 private:
  std::array<T, N> values_{};
  std::size_t next_ = 0;
};

/// Bytes [begin, end) that were sent (again), or that are missing, and when.
struct Sent {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  Time at = 0;
  std::uint64_t packet = 0;
};

class SendHistory {
 public:
  void sent(const Sent& bytes) {
    if (log_ == nullptr) log_ = std::make_unique<Log>();
    log_->sent.push(bytes);
  }
  void sent_again(const Sent& bytes) {
    if (log_ != nullptr) log_->again.push(bytes);
  }
  /// They were not waited for any longer.
  void gave_up(const Sent& bytes) { given_up_.push(bytes); }

  /// When the byte was sent, the last time; null when that is long ago.
  const Sent* when_sent(std::int64_t offset) const {
    if (log_ == nullptr) return nullptr;
    return log_->sent.find([=](const Sent& each) { return each.begin <= offset && offset < each.end; });
  }
  bool has_given_up(std::int64_t begin, std::int64_t end) const {
    return given_up_.find([=](const Sent& each) { return each.begin < end && begin < each.end; }) != nullptr;
  }
  /// The packet that sent some of these bytes again, the oldest that was not asked for before.
  std::optional<std::uint64_t> take_sent_again(std::int64_t begin, std::int64_t end) {
    if (log_ == nullptr) return std::nullopt;
    Sent* const again = log_->again.find_oldest([=](const Sent& each) { return each.begin < end && begin < each.end; });
    if (again == nullptr) return std::nullopt;
    const std::uint64_t packet = again->packet;
    *again = {};
    return packet;
  }

 private:
  struct Log {
    Ring<Sent, 16> sent;
    Ring<Sent, 8> again;
  };
  std::unique_ptr<Log> log_;  // from the first byte on: many connections carry none
  Ring<Sent, 4> given_up_;
};

}  // namespace wstrace::tcp
