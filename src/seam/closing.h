// How what carries a conversation began to end.
#pragma once

#include <string>
#include <string_view>

#include "model/event.h"

namespace wstrace {

/// How a connection, or one substream of it, began to end.
struct Closing {
  static constexpr std::string_view kTcpConnection = "TCP connection";
  bool of_stream() const { return carrier != kTcpConnection; }

  Time time = 0;  ///< 0: nobody has begun
  Direction by = Direction::c2s;
  bool announced = false;  ///< by a close frame, not by TCP alone
  bool reset = false;
  unsigned code = 0;                          ///< that a close frame says
  std::string reason = {};                    ///< what it says, in words
  std::string_view carrier = kTcpConnection;  ///< what ends, in static words
  bool sound = true;                          ///< the close frame breaks no rule: its receiver takes it for one
};

}  // namespace wstrace
