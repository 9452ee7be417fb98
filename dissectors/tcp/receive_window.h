// The room that one side announces for what the other one sends (RFC 9293 3.8.6, RFC 7323 2).
#pragma once

#include <cstdint>

#include "model/event.h"

namespace wstrace::tcp {

class ReceiveWindow {
 public:
  enum class Change : std::uint8_t {
    none,
    shut,         ///< for the first time
    shut_again,   ///< not for the first time
    still_shut,   ///< stated once more
    opened,       ///< for the first time, or after so long that somebody noticed
    opened_soon,  ///< once more, after a short time
  };

  /// The field of a segment's header, and what it means in bytes. A zero in a SYN or FIN announces nothing (`announces`).
  Change take(std::uint16_t field, std::uint64_t bytes, bool announces, Time now);
  /// Nothing more will come: it is shut no longer than until now.
  void end() { shut_ = false; }

  bool known() const { return known_; }
  bool shut() const { return shut_; }
  std::uint16_t field() const { return field_; }
  std::uint64_t bytes() const { return bytes_; }
  /// When it was shut, the last time.
  Time shut_since() const { return shut_since_; }
  /// When it had room again; 0 if it was never shut.
  Time opened_at() const { return opened_at_; }

 private:
  Change on_zero(Time now);
  Change on_room(Time now);

  bool known_ = false;
  bool shut_ = false;
  bool opened_before_ = false;
  std::uint16_t field_ = 0;
  std::uint64_t bytes_ = 0;
  Time shut_since_ = 0;
  Time opened_at_ = 0;
};

}  // namespace wstrace::tcp
