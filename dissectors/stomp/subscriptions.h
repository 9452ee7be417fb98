// A client's subscriptions, and the messages that it has been given and has not acknowledged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dissectors/stomp/pending.h"
#include "model/event.h"

namespace wstrace::stomp {

enum class AckMode : std::uint8_t { automatic, client, individual };

inline AckMode ack_mode_of(std::string_view text) {
  if (text == "client") return AckMode::client;
  return text == "client-individual" ? AckMode::individual : AckMode::automatic;
}

struct Subscription {
  std::string destination;
  AckMode mode = AckMode::automatic;
  bool ended = false;  ///< by UNSUBSCRIBE; messages may still be on their way
};

/// By id, or by destination where a subscription has none (STOMP 1.0).
class Subscriptions {
 public:
  explicit Subscriptions(std::size_t limit) : limit_(limit) {}

  void add(std::string_view id, std::string_view destination, AckMode mode) {
    if (id.size() > kLongestName || destination.size() > kLongestName ||
        (by_id_.size() >= limit_ && find(id) == nullptr)) {
      forgot_some_ = true;
      return;
    }
    by_id_[std::string(id)] = {std::string(destination), mode, false};
  }
  void end(std::string_view id) {
    if (Subscription* const known = find(id)) known->ended = true;
  }
  Subscription* find(std::string_view id) {
    const auto found = by_id_.find(std::string(id));
    return found == by_id_.end() ? nullptr : &found->second;
  }
  /// One that is not found may have been there.
  bool forgot_some() const { return forgot_some_; }

 private:
  std::size_t limit_;
  bool forgot_some_ = false;
  std::unordered_map<std::string, Subscription> by_id_;
};

struct Delivery {
  Time since = 0;
  PacketRange packets;
  std::string subscription;
  std::string destination;
  std::uint32_t counted = 0;  ///< row of the destination (EventCounts), or kUncounted
};

/// By what ACK names: the message's ack header (1.2), or its message-id (1.0, 1.1).
using Deliveries = Pending<Delivery>;

}  // namespace wstrace::stomp
