// What tshark says of a capture, packet by packet: the second opinion of the differential tests.
//
// Its preferences are the defaults of a fresh installation, whatever the user's are, with one exception: by default it
// gives frames up whose segments changed places on the way.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "support/cases.h"

namespace wstrace::test {

struct TsharkFrame {
  std::uint64_t number = 0;
  std::uint64_t stream = 0;  ///< from 0, in order of first appearance
  std::uint16_t source_port = 0;
  unsigned flags = 0;           ///< of TCP
  bool retransmission = false;  ///< of any kind: after a timeout, fast, spurious
  bool out_of_order = false;

  struct WebSocketFrame {
    unsigned opcode = 0;
    std::uint64_t length = 0;
  };
  std::vector<WebSocketFrame> websocket;  ///< frames that end in this packet

  bool has(unsigned flag) const { return (flags & flag) != 0; }
};

/// All TCP packets of the case, decoded as HTTP and what follows it. On a failure, tshark's absence among them, `error`
/// says what to do.
std::vector<TsharkFrame> tshark_frames(const Case& one, std::string& error);

}  // namespace wstrace::test
