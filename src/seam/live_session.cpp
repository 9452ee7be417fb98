#include "seam/live_session.h"

#include <utility>

#include "seam/message_dissector.h"

namespace wstrace {

Session::Session() = default;
Session::~Session() = default;

void Session::end_packets(EventContext& ctx, End how) {
  if (packets == nullptr || std::exchange(packets_ended, true)) return;
  packets->on_session_over(ctx, how);
}

}  // namespace wstrace
