// The same message to several sessions at nearly the same time: a broadcast, as far as a capture shows it.
//
// Nobody on the wire says "broadcast". What is recognised is one event (namespace, name, arguments and acknowledgement id
// alike) that comes to several sessions within a moment. How many there are is known only afterwards: the first recipient
// learns nothing, the second that it is the second. The summaries, at the end, have all.
//
// Clients that do the same at the same time get the same answers. So recipients that had all just sent the same are none
// before another one, which had not, gets the message, too, or one that had sent it at quite another time.
#pragma once

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace {

/// What makes two messages the same: a hash of their parts, in order.
class MessageKey {
 public:
  MessageKey& with(std::string_view part);
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

class Broadcasts {
 public:
  /// Recipients of one message come within this of the first one.
  static constexpr Duration kMoment = 250 * kMillisecond;

  struct Limits {
    std::size_t messages = 4096;                    ///< within a moment; the oldest gives way
    std::size_t recipients = std::size_t{1} << 18;  ///< of all of them; further ones are not counted
    std::size_t labels = 256;                       ///< further ones have no summary
    std::size_t label_length = 1024;
  };

  /// Who receives a message.
  struct Recipient {
    explicit(false) Recipient(std::uint32_t number) : session(number) {}

    std::uint32_t session;
    Time began = 0;                                   ///< a session that began later than the message is no recipient
    std::uint64_t prompt = 0;                         ///< what it had just sent, as a hash; 0 for nothing
    Time prompted = 0;                                ///< … and when
    std::span<const std::uint32_t> other_sides = {};  ///< the same session on other sides of a proxy
  };

  /// Which recipient of the message this one is.
  struct Place {
    std::uint32_t nth = 1;
    Duration since_first = 0;
  };

  /// All broadcasts of one label.
  struct Summary {
    std::string label;
    std::uint64_t times = 0;
    std::uint64_t receptions = 0;
    std::uint32_t most = 0;  ///< recipients of one
    Duration widest = 0;     ///< from the first to the last recipient of one
  };

  Broadcasts();
  explicit Broadcasts(const Limits& limits);

  /// A session receives a message. A session that receives the same one twice within the moment begins a new one.
  Place add(const Recipient& recipient, Time now, std::string_view label, MessageKey message);

  /// In order of first occurrence.
  const std::vector<Summary>& summaries() const { return summaries_; }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Message {
    std::uint64_t key = 0;
    Time first = 0;
    std::uint32_t first_session = 0;
    std::uint32_t nth = 0;
    std::uint64_t prompt = 0;  // of the first session
    Time prompted = 0;
    bool proven = false;   // it is more than answers to the same
    bool counted = false;  // in its summary
    std::uint32_t serial = 0;
    std::uint32_t summary = kNone;
    std::uint32_t older = kNone;
    std::uint32_t newer = kNone;
    std::vector<std::uint32_t> others;  // sessions after the first
  };

  static bool proves(const Message& message, const Recipient& recipient, Time now);
  Place first(std::uint64_t key, const Recipient& recipient, Time now);
  bool has(const Message& message, std::uint32_t session) const;
  void summarise(Message& message, std::string_view label, Duration since_first);
  std::uint32_t summary_of(std::string_view label);
  void expire(Time now);
  void drop(std::uint32_t number);
  std::uint32_t free_message();
  static std::uint64_t reception(const Message& message, std::uint32_t session);

  /// Receptions of one message differ in their low bits alone, and these repeat with the next message.
  struct ReceptionHash {
    std::size_t operator()(std::uint64_t reception) const {
      return static_cast<std::size_t>(((reception >> 32) * 0xD6E8FEB86659FD93 ^ reception) * 0x9E3779B97F4A7C15 >> 16);
    }
  };
  struct LabelHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  Limits limits_;
  std::uint32_t serial_ = 0;  // tells messages apart that follow each other in one place
  std::vector<Message> messages_;
  std::vector<std::uint32_t> free_;
  std::uint32_t oldest_ = kNone;
  std::uint32_t newest_ = kNone;
  tsl::robin_map<std::uint64_t, std::uint32_t> by_key_;
  tsl::robin_set<std::uint64_t, ReceptionHash> receptions_;  // message and session, for recipients after the first
  std::vector<Summary> summaries_;
  tsl::robin_map<std::string, std::uint32_t, LabelHash, std::equal_to<>> by_label_;
};

}  // namespace wstrace
