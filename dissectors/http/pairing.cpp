#include "dissectors/http/pairing.h"

#include <algorithm>

namespace wstrace::http {

void Pairing::settle() {
  while (!pipelined_ && !queue_.empty() && queue_.front().doubtful) queue_.pop_front();
}

/// An answer to the first request that comes after the second one was asked. (By the order of packets: an answer may be
/// reported late, when a hole before it was waited for.)
void Pairing::notice_pipelining(PacketRange answer) {
  if (queue_.size() > 1 && answer.first > queue_[1].packets.last) pipelined_ = true;
}

Exchange* Pairing::match(PacketRange answer) {
  if (queue_.empty()) return nullptr;
  if (!lossy_) {
    notice_pipelining(answer);
    return &queue_.front();
  }
  Exchange* const asked = match_by_packets(answer);
  if (asked != nullptr) return asked;
  // It was an answer to something.
  for (Exchange& each : queue_) each.doubtful = each.doubtful || each.packets.first < answer.first;
  return nullptr;
}

Exchange* Pairing::match_by_packets(PacketRange answer) {
  if (pipelined_) return nullptr;
  const auto later = std::find_if(queue_.begin(), queue_.end(),
                                  [answer](const Exchange& each) { return each.packets.first >= answer.first; });
  if (later == queue_.begin()) return nullptr;
  const auto asked = later - 1;
  // One that waits although nothing was lost since: this client asks ahead.
  pipelined_ = std::any_of(queue_.begin(), asked, [](const Exchange& each) { return !each.doubtful; });
  // The answer to a lost request would look the same.
  if (pipelined_ || (asked->doubtful && asked->others_behind)) return nullptr;
  queue_.erase(queue_.begin(), asked);
  return &queue_.front();
}

Exchange Pairing::take() {
  Exchange asked = std::move(queue_.front());
  queue_.pop_front();
  return asked;
}

void Pairing::lose(Direction dir) {
  lossy_ = true;
  if (dir == Direction::s2c) {
    for (Exchange& each : queue_) each.doubtful = true;
  } else if (!queue_.empty()) {
    queue_.back().others_behind = true;
  }
}

}  // namespace wstrace::http
