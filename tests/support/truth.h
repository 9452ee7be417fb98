// What the applications logged themselves (truth.ndjson) against what the trace says: both are brought into one form,
// an Account, and compared. captures/README.md describes the truth files.
//
// A side logs what it gets. So what the server logged travelled c2s, what the client logged s2c.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/definitions.h"
#include "support/ndjson.h"

namespace wstrace::test {

/// One thing that was received.
struct Said {
  Direction dir = Direction::c2s;
  std::string what;    ///< `event / "hello" [1,2]`
  std::string client;  ///< which client it was about, by its first Socket.IO sid; empty where there is only one
};

struct Account {
  std::vector<Said> said;
  bool by_client = false;  ///< the log tells several clients apart
};

/// `family` is the folder of the case (socketio, engineio, websocket, tcp, http): it says what the log is about.
Account account_of_truth(std::string_view family, const std::vector<Line>& truth);
/// `by_client` as the truth has it.
Account account_of_trace(std::string_view family, const std::vector<Line>& trace, bool by_client);

enum class Compare {
  whole,  ///< the same, and in each direction (of each client) in the same order
  part,   ///< the trace has some of it, and nothing else
};

/// In what they differ, a line each; empty when they agree.
std::vector<std::string> differences(const Account& truth, const Account& trace, Compare how = Compare::whole);

}  // namespace wstrace::test
