#include "seam/connection_service.h"

#include <algorithm>

namespace wstrace {

Signs& Signs::operator+=(const Signs& other) {
  heard = std::max(heard, other.heard);
  sent = std::max(sent, other.sent);
  acked = std::max(acked, other.acked);
  const bool waits = other.unacked_since != 0;
  if (waits && (unacked_since == 0 || other.unacked_since < unacked_since)) unacked_since = other.unacked_since;
  const auto shut = [](const Signs& s) { return s.shut_since != 0 && s.opened == 0; };
  const bool later = other.shut_since > shut_since;
  if (shut(other) == shut(*this) ? later : shut(other)) {
    shut_since = other.shut_since;
    opened = other.opened;
  }
  return *this;
}

}  // namespace wstrace
