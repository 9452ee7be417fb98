// The namespaces of a session, found by name and bounded.
#pragma once

#include <tsl/robin_map.h>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event_counts.h"

namespace wstrace::socketio {

/// What is known of one namespace of a session.
struct Namespace {
  std::string name;
  std::optional<Time> asked;  ///< a CONNECT that waits for its answer
  PacketRange asked_in;       ///< that CONNECT
  std::string sid;            ///< that the server gave the client in it
  std::string pid;            ///< of the state that this CONNECT asks to recover
  bool with_offset = false;   ///< it says what the client had received last
  bool offsets = false;       ///< the server adds them to its events: it recovers connections
  std::optional<Time> left;   ///< by a DISCONNECT
  bool joined = false;
  bool seen_from_start = false;  ///< its CONNECT is in the trace
  std::array<std::optional<std::uint64_t>, 2>
      asked_last{};  ///< by direction: the id of the last event that asked for an ACK
};

class Namespaces {
 public:
  explicit Namespaces(std::size_t limit) : limit_(limit) {}

  /// The namespace's number, a new one when it is new; kUncounted past the limit.
  std::uint32_t number(std::string_view nsp);
  Namespace& operator[](std::uint32_t number) { return known_[number]; }
  std::size_t size() const { return known_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  std::size_t limit_;
  tsl::robin_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<Namespace> known_;
};

}  // namespace wstrace::socketio
