// What tshark says of a capture, packet by packet: the second opinion of the differential tests.
//
// Its preferences are the defaults of a fresh installation, whatever the user's are, with one exception: by default it
// gives frames up whose segments changed places on the way.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "support/cases.h"

namespace wstrace::test {

struct TsharkFrame {
  std::uint64_t number = 0;
  std::uint64_t stream = 0;  ///< from 0, in order of first appearance
  std::uint16_t source_port = 0;
  unsigned flags = 0;  ///< of TCP
  /// What its expert analysis of TCP says, in wstrace's words: "retransmission", "duplicate-ack 2" …
  std::set<std::string> judgements;

  struct WebSocketFrame {
    unsigned opcode = 0;
    std::uint64_t length = 0;
  };
  std::vector<WebSocketFrame> websocket;  ///< frames that end in this packet

  bool has(unsigned flag) const { return (flags & flag) != 0; }
  bool judged(const char* as) const { return judgements.count(as) != 0; }
};

/// All TCP packets of the case, decoded as HTTP and what follows it. On a failure, tshark's absence among them, `error`
/// says what to do. The options of the case itself are those of its expectations.
std::vector<TsharkFrame> tshark_frames(const Case& one, std::string& error, bool with_options_of_case = true);

/// Options by which it decrypts TLS, of a case with keys.
std::vector<std::string> decryption_of(const Case& one);

}  // namespace wstrace::test
