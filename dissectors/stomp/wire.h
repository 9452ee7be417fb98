// STOMP's words as they are on the wire (STOMP 1.2, Frames and Headers).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wstrace::stomp {

enum class Command : std::uint8_t {
  connect,
  stomp,  ///< CONNECT under another name, which HTTP has not taken
  connected,
  send,
  subscribe,
  unsubscribe,
  ack,
  nack,
  begin,
  commit,
  abort,
  disconnect,
  message,
  receipt,
  error,
  unknown,
};

inline constexpr std::array<std::string_view, 15> kCommands = {
    "CONNECT", "STOMP",  "CONNECTED", "SEND",       "SUBSCRIBE", "UNSUBSCRIBE", "ACK",  "NACK",
    "BEGIN",   "COMMIT", "ABORT",     "DISCONNECT", "MESSAGE",   "RECEIPT",     "ERROR"};

inline constexpr std::size_t kLongestCommand = 11;  // UNSUBSCRIBE

inline Command command_of(std::string_view name) {
  for (std::size_t i = 0; i < kCommands.size(); ++i)
    if (kCommands[i] == name) return static_cast<Command>(i);
  return Command::unknown;
}

inline std::string_view name_of(Command command) {
  const auto number = static_cast<std::size_t>(command);
  return number < kCommands.size() ? kCommands[number] : std::string_view{};
}

inline bool opens(Command command) { return command == Command::connect || command == Command::stomp; }

/// Frames of a server; all others are a client's.
inline bool is_servers(Command command) {
  return command == Command::connected || command == Command::message || command == Command::receipt ||
         command == Command::error;
}

/// Only these may have a body (STOMP 1.2, Body).
inline bool may_have_body(Command command) {
  return command == Command::send || command == Command::message || command == Command::error;
}

enum class Version : std::uint8_t { unknown, v1_0, v1_1, v1_2 };

inline Version version_of(std::string_view text) {
  if (text == "1.0") return Version::v1_0;
  if (text == "1.1") return Version::v1_1;
  return text == "1.2" ? Version::v1_2 : Version::unknown;
}

inline constexpr char kNul = '\0';

}  // namespace wstrace::stomp
