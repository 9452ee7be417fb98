// Flow control (RFC 9113 5.2, 6.9): what a side may still send, and for how long it may not.
#pragma once

#include "dissectors/http2/wire.h"
#include "model/event.h"

namespace wstrace::http2 {

class SendWindow {
 public:
  /// A shut window that is opened sooner is part of any large transfer.
  static constexpr Duration kLongShut = 200 * kMillisecond;
  /// Who was kept from sending goes on at once.
  static constexpr Duration kAtOnce = 50 * kMillisecond;

  void start(std::int64_t size) { left_ = size; }
  /// SETTINGS_INITIAL_WINDOW_SIZE changed by so much.
  void shift(std::int64_t by, Time now) { grant(by, now); }
  void grant(std::int64_t bytes, Time now) {
    const bool was_shut = left_ <= 0;
    left_ += bytes;
    if (!was_shut || left_ <= 0 || shut_since_ == 0) return;
    waited_ = now - shut_since_;
    opened_ = now;
    shut_since_ = 0;
  }
  /// Returns for how long the sender was kept waiting before this, where it was long.
  Duration send(std::int64_t bytes, Time now) {
    const bool held_back = opened_ != 0 && waited_ >= kLongShut && now - opened_ <= kAtOnce;
    opened_ = 0;
    left_ -= bytes;
    if (left_ <= 0 && bytes > 0) shut_since_ = now;
    return held_back ? waited_ : 0;
  }

 private:
  std::int64_t left_ = kDefaultWindow;
  Time shut_since_ = 0;  // 0 while it is open
  Time opened_ = 0;      // the last time that it was shut before
  Duration waited_ = 0;
};

}  // namespace wstrace::http2
