#include "seam/dissector.h"

#include <algorithm>
#include <utility>

namespace wstrace {
namespace {

std::string_view value_of(std::span<const Pair> headers, std::string_view name) {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [name](const Pair& each) { return each.first == name; });
  return found == headers.end() ? std::string_view{} : found->second;
}

}  // namespace

std::string_view RequestHead::header(std::string_view name) const { return value_of(headers, name); }

std::string_view ResponseHead::header(std::string_view name) const { return value_of(headers, name); }

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

Session::Session() = default;
Session::~Session() = default;

void Session::end_packets(EventContext& ctx, End how) {
  if (packets == nullptr || std::exchange(packets_ended, true)) return;
  packets->on_session_over(ctx, how);
}

}  // namespace wstrace
