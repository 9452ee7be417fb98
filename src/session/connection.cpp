#include "session/connection.h"

#include <algorithm>

namespace wstrace {

void Carrier::ends(const Outcome& how) {
  if (outcome.state == "open") outcome = how;
}

void Connection::serves(const SessionFacts& session) {
  constexpr std::size_t kListed = 4096;
  asked_about = true;
  if (std::find(served_sessions.begin(), served_sessions.end(), session.number) != served_sessions.end()) return;
  if (served_sessions.size() == kListed) {
    ++served_unlisted;
  } else {
    served_sessions.push_back(session.number);
  }
}

}  // namespace wstrace
