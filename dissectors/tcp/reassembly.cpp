#include "dissectors/tcp/reassembly.h"

#include <algorithm>

namespace wstrace::tcp {

void Reassembly::push(std::int64_t begin, Bytes bytes, std::size_t wire, PacketRange packets, Time at,
                      StreamReceiver& to) {
  const std::int64_t wire_end = begin + static_cast<std::int64_t>(wire);
  if (wire_end <= next_) return;
  if (begin > next_) {
    hold(begin, bytes, packets, at);
    const bool too_much = held_bytes_ > limits_->out_of_order || held_.size() > limits_->out_of_order_segments;
    if (too_much) skip_hole(to);
    return;
  }
  const auto old = static_cast<std::size_t>(next_ - begin);
  if (old < bytes.size()) deliver(bytes.subspan(old), packets, at, to);
  release(at, to);
  // The snap length cut the segment: its end will not come, whatever the peer acknowledges.
  if (bytes.size() < wire) skip_to(wire_end, to);
}

void Reassembly::deliver(Bytes bytes, PacketRange packets, Time at, StreamReceiver& to) {
  // When held bytes came first, they stand: deliver only up to them, release() does the rest.
  while (!bytes.empty()) {
    const auto room = held_.empty() ? static_cast<std::int64_t>(bytes.size()) : held_.begin()->first - next_;
    const auto n = std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(std::max<std::int64_t>(room, 0)));
    next_ += static_cast<std::int64_t>(n);
    if (n > 0) to.on_data(dir_, bytes.first(n), packets, at);
    if (n == bytes.size()) return;
    const std::int64_t rest_at = next_;
    release(at, to);
    bytes = after(bytes.subspan(n), static_cast<std::size_t>(next_ - rest_at));
  }
}

void Reassembly::hold(std::int64_t begin, Bytes bytes, PacketRange packets, Time at) {
  auto following = held_.lower_bound(begin);
  if (following != held_.begin()) {
    const auto before = std::prev(following);
    const std::int64_t covered = before->second.end(before->first) - begin;
    if (covered > 0) {
      bytes = after(bytes, static_cast<std::size_t>(covered));
      begin += covered;
    }
  }
  while (!bytes.empty()) {
    const std::int64_t limit = following == held_.end() ? INT64_MAX : following->first;
    const auto n =
        static_cast<std::size_t>(std::min<std::int64_t>(limit - begin, static_cast<std::int64_t>(bytes.size())));
    if (n > 0) {
      held_.emplace_hint(following, begin,
                         Held{{bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(n)}, packets, at});
      held_bytes_ += n;
    }
    if (following == held_.end()) return;
    const std::int64_t resume = following->second.end(following->first);
    bytes = after(bytes, static_cast<std::size_t>(resume - begin));
    begin = resume;
    ++following;
  }
}

/// What was held is handed on. Where a retransmission filled the hole, the receiver could read it only then.
void Reassembly::release(Time not_before, StreamReceiver& to) {
  while (!held_.empty() && held_.begin()->first <= next_) {
    auto node = held_.extract(held_.begin());
    const Held& held = node.mapped();
    held_bytes_ -= held.bytes.size();
    const auto old = static_cast<std::size_t>(next_ - node.key());
    const Bytes fresh = after(held.bytes, old);
    next_ += static_cast<std::int64_t>(fresh.size());
    if (!fresh.empty()) to.on_data(dir_, fresh, held.packets, std::max(held.at, not_before));
  }
}

void Reassembly::skip_hole(StreamReceiver& to) {
  if (!held_.empty()) skip_to(held_.begin()->first, to);
}

void Reassembly::skip_to(std::int64_t end, StreamReceiver& to) {
  if (end <= next_) return;
  if (!held_.empty() && held_.begin()->first < end) end = held_.begin()->first;
  const auto n = static_cast<std::uint64_t>(end - next_);
  next_ = end;
  to.on_gap(dir_, n);
  release(std::numeric_limits<Time>::min(), to);
}

bool Reassembly::holds(std::int64_t begin, std::int64_t end) const {
  begin = std::max(begin, next_);
  auto at = held_.upper_bound(begin);
  if (at != held_.begin()) --at;
  for (; at != held_.end() && at->first <= begin && begin < end; ++at)
    begin = std::max(begin, at->second.end(at->first));
  return begin >= end;
}

}  // namespace wstrace::tcp
