#include "transport/causal_order.h"

#include <utility>

namespace wstrace {

CausalOrder::Waiting CausalOrder::Queue::take() {
  Waiting taken = std::move(waiting[first++]);
  bytes -= static_cast<std::int64_t>(taken.bytes);
  if (!empty()) return taken;
  waiting.clear();
  first = 0;
  return taken;
}

void CausalOrder::on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) {
  if (empty() && !tcp_.lacks_acknowledged(opposite(dir))) {
    if (at == trace_.now()) return to_.take_data(dir, bytes, packets);
    Waiting late;
    late.dir = dir;
    late.time = at;
    late.packets = packets;
    return hand_on(late, bytes);
  }
  Waiting& kept = keep(Waiting::Kind::data, dir, bytes.size());
  kept.data.assign(bytes.begin(), bytes.end());
  kept.packets = packets;
  // Bytes that waited for earlier ones: what their segment acknowledged is not known any more, only when it came.
  if (at != kept.time) kept.needs = 0;
  kept.time = at;
  if (queue(dir).bytes > static_cast<std::int64_t>(trace_.limits().out_of_order)) release_all();
}

void CausalOrder::on_gap(Direction dir, std::uint64_t n) {
  if (empty()) return to_.take_gap(dir, n);
  // It lies before whatever came after it.
  Waiting& kept = keep(Waiting::Kind::gap, dir, n);
  kept.needs = 0;
}

void CausalOrder::on_end(Direction dir, End how, Time at) {
  const bool waits = how == End::fin && lacks(opposite(dir));
  // What waits in the other direction waits for this.
  if (queue(dir).empty() && !waits) return to_.take_end(dir, how);
  Waiting& kept = keep(Waiting::Kind::end, dir, 0);
  kept.end = how;
  kept.time = at;
}

CausalOrder::Waiting& CausalOrder::keep(Waiting::Kind kind, Direction dir, std::uint64_t bytes) {
  Queue& queue = queues_[index(dir)];
  queue.bytes += static_cast<std::int64_t>(bytes);
  Waiting kept;
  kept.kind = kind;
  kept.dir = dir;
  kept.time = trace_.now();
  kept.bytes = bytes;
  kept.needs = tcp_.acknowledged(opposite(dir));
  return queue.waiting.emplace_back(std::move(kept));
}

/// What the first one of this direction is a consequence of has been handed on.
bool CausalOrder::may_go(Direction dir) const {
  if (queue(dir).empty()) return false;
  const Direction other = opposite(dir);
  const std::int64_t handed_on = tcp_.next_offset(other) - queue(other).bytes;
  // A FIN that was acknowledged and not captured comes before what its receiver answers with, and so does its end.
  if (queue(dir).front().kind == Waiting::Kind::end && tcp_.lacks_fin_only(other)) return false;
  const bool will_not_come = queue(other).empty() && !tcp_.lacks_acknowledged(other);
  return handed_on >= queue(dir).front().needs || will_not_come;
}

bool CausalOrder::lacks(Direction dir) const { return tcp_.lacks_acknowledged(dir) || tcp_.lacks_fin_only(dir); }

bool CausalOrder::earlier_than_other(Direction dir) const {
  const Queue& other = queue(opposite(dir));
  return other.empty() || queue(dir).front().time <= other.front().time;
}

/// False when nothing may go. `all`: or is left.
bool CausalOrder::hand_on_next(bool all) {
  const bool client = may_go(Direction::c2s);
  const bool server = may_go(Direction::s2c);
  const bool waits = lacks(Direction::c2s) || lacks(Direction::s2c);
  if (empty() || (!client && !server && waits && !all)) return false;
  // Where each waits for the other, or neither does, time decides.
  Direction dir = client ? Direction::c2s : Direction::s2c;
  if (client == server) {
    dir = queue(Direction::c2s).empty() || !earlier_than_other(Direction::c2s) ? Direction::s2c : Direction::c2s;
  }
  const Waiting next = queues_[index(dir)].take();
  hand_on(next, next.data);
  return true;
}

void CausalOrder::release() {
  while (hand_on_next(false)) {
  }
}

void CausalOrder::release_all() {
  while (hand_on_next(true)) {
  }
}

/// It happened when it was captured.
void CausalOrder::hand_on(const Waiting& first, Bytes bytes) {
  const Time now = trace_.exchange_now(first.time);
  switch (first.kind) {
    case Waiting::Kind::data: to_.take_data(first.dir, bytes, first.packets); break;
    case Waiting::Kind::gap: to_.take_gap(first.dir, first.bytes); break;
    case Waiting::Kind::end: to_.take_end(first.dir, first.end); break;
  }
  trace_.exchange_now(now);
}

}  // namespace wstrace
