// The receipts that a client has asked for.
#pragma once

#include <cstdint>
#include <string>

#include "dissectors/stomp/pending.h"
#include "dissectors/stomp/wire.h"
#include "model/event.h"

namespace wstrace::stomp {

struct AskedReceipt {
  Time since = 0;
  PacketRange packets;
  Command command = Command::unknown;
  std::string of;             ///< "SEND /queue/a"
  std::uint32_t counted = 0;  ///< row of the destination (EventCounts), or kUncounted
};

using Receipts = Pending<AskedReceipt>;

}  // namespace wstrace::stomp
