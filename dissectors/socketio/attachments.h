// A binary packet that waits for its attachments: the next binary packets of its direction.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "seam/dissector.h"

namespace wstrace::socketio {

class Attachments {
 public:
  /// Begins to wait. The text is copied: the packet that brought it will be gone.
  void begin(const Message& message, std::uint64_t announced);
  /// The next binary packet. Past the limits, or when it is cut off, it is counted and not kept.
  void add(const Message& message, const Limits& limits);
  /// The packet is dealt with.
  void end();

  bool waiting() const { return waiting_; }
  bool complete() const { return received_ >= announced_; }
  bool over_limit() const { return over_limit_; }
  std::string_view text() const { return text_; }
  PacketRange packets() const { return packets_; }
  /// All of the messages.
  const Carried& carried() const { return carried_; }
  std::uint64_t announced() const { return announced_; }
  std::uint64_t received() const { return received_; }
  /// Bytes of all that came, kept or not.
  std::uint64_t size() const { return size_; }

  /// Those that were kept.
  std::size_t count() const { return ends_.size(); }
  Bytes operator[](std::size_t i) const;

 private:
  bool waiting_ = false;
  bool over_limit_ = false;
  std::uint64_t announced_ = 0;
  std::uint64_t received_ = 0;
  std::uint64_t size_ = 0;
  PacketRange packets_;
  Carried carried_;
  std::string text_;
  std::vector<std::uint8_t> bytes_;  // one behind the other
  std::vector<std::size_t> ends_;    // of each in bytes_
};

}  // namespace wstrace::socketio
