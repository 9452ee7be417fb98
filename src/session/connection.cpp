#include "session/connection.h"

namespace wstrace {

void Connection::add_handshake(std::string_view label, Duration took) {
  if (scope.session == nullptr) {
    handshakes.push_back({std::string(label), took});
  } else {
    scope.session->facts.add_handshake(label, took);
  }
}

void Connection::ends(std::string_view state, std::string_view by, std::string_view reason) {
  if (outcome.state == "open") outcome = {state, by, std::string(reason)};
}

}  // namespace wstrace
