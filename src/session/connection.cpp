#include "session/connection.h"

namespace wstrace {

void Conduit::ends(const Outcome& how) {
  if (outcome.state == "open") outcome = how;
}

}  // namespace wstrace
