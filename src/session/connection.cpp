#include "session/connection.h"

namespace wstrace {

void Conduit::ends(std::string_view state, std::string_view by, std::string_view reason) {
  if (outcome.state == "open") outcome = {state, by, std::string(reason)};
}

}  // namespace wstrace
