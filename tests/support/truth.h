// What the applications logged themselves (truth.ndjson) against what the trace says: both are brought into one form,
// an Account, and compared.
//
// A side logs what it gets. So what the server logged travelled c2s, what the client logged s2c. Of a capture that holds
// both sides of a proxy, the server's log is compared with the side next to the server, the client's with the other.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/definitions.h"
#include "support/ndjson.h"
#include "support/truth_words.h"

namespace wstrace::test {

/// One thing that was received.
struct Said {
  Direction dir = Direction::c2s;
  std::string what;    ///< `event / "hello" [1,2]`
  std::string client;  ///< which client it was about, by its first Socket.IO sid; empty where there is only one
};

struct Account {
  std::vector<Said> said;
  std::set<std::pair<Topic, Direction>> topics;  ///< what the log is about
  std::set<std::string> clients;                 ///< that the log tells apart, by the same
};

Account account_of_truth(const std::vector<Line>& truth);
/// Of what the log is about, and by client as the log is. What it is not about is left out.
Account account_of_trace(const std::vector<Line>& trace, const Account& truth);

/// In what they differ, a line each; empty when they are the same, in each direction (of each client) in the same order.
std::vector<std::string> differences(const Account& truth, const Account& trace);

/// A session of the trace, by its number.
struct TracedSession {
  const Json* record = nullptr;
  std::string client;  ///< the first Socket.IO sid that it got
  bool near_client = true;
  bool near_server = true;  ///< both, unless the capture has the session on both sides of a proxy
};
std::map<std::uint64_t, TracedSession> sessions_of(const std::vector<Line>& trace);

/// The first Socket.IO sid of each client, by its number in the log; empty when it never got one.
std::map<std::uint64_t, std::string> clients_of(const std::vector<Line>& truth);

}  // namespace wstrace::test
