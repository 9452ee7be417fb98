#include "dissectors/ip/fragments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace wstrace::ip {
namespace {

/// No length field can say more (RFC 791 3.1; RFC 8200 4.5).
constexpr std::size_t kLargest = 65535;
/// Every fragment but the last one is a multiple of this long.
constexpr std::size_t kUnit = 8;

constexpr std::string_view kTimedOut = "the rest did not arrive in time";
constexpr std::string_view kCaptureEnded = "the capture ended before the rest arrived";
constexpr std::string_view kLimit = "too many other datagrams were incomplete";
constexpr std::string_view kOverlap = "its fragments overlap, which IPv6 forbids";
constexpr std::string_view kContradiction = "its fragments disagree on where it ends";

FragmentKey key_of(const View& ip) {
  return {ip.source, ip.destination, ip.identification, ip.source.v6 ? Protocol::hop_by_hop : ip.protocol};
}

}  // namespace

void Cost::add(const Cost& other) {
  packets = packets.joined(other.packets);
  count += other.count;
  wire_bytes += other.wire_bytes;
  network_bytes += other.network_bytes;
}

std::size_t FragmentKeyHash::operator()(const FragmentKey& key) const noexcept {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15;
  std::uint64_t h = std::uint64_t{key.identification} << 8 | static_cast<std::uint64_t>(key.protocol);
  for (const IpAddress* address : {&key.source, &key.destination}) {
    for (std::size_t at = 0; at < address->bytes.size(); at += 8) {
      h = (h ^ load_be64(address->bytes, at)) * kOdd;
      h ^= h >> 32;
    }
  }
  return h;
}

void Datagram::begin(const FragmentKey& whose, Time time, const Completed* before) {
  pieces_.clear();
  buffer_.clear();
  received_ = total_ = 0;
  captured_ = SIZE_MAX;
  key = whose;
  begun = time;
  cost = Cost{.packets = {}, .count = 0};
  fragments = 0;
  overlap_differs = false;
  again = before != nullptr;
  if (again) {
    protocol = before->protocol;
    ports_ = before->ports;
  }
  reason = {};
}

bool Datagram::add(const Fragment& f) {
  cost.add(f.cost);
  ++fragments;
  if (!reason.empty()) return true;  // known to be beyond help
  const std::size_t begin = f.ip.fragment_at;
  const std::size_t end = begin + f.wire;
  if (begin == 0) protocol = f.ip.protocol;
  if (!fits_end(f, end)) {
    give_up(kContradiction);
    return false;
  }
  if (is_copy(begin, end, f.bytes)) return true;
  const std::size_t before = received_;
  if (f.bytes.size() < f.wire) captured_ = std::min(captured_, begin + f.bytes.size());
  fill(begin, end, f.bytes);
  const bool overlap = received_ - before < f.wire;
  if (!overlap || !key.source.v6) return true;
  give_up(kOverlap);
  return false;
}

/// The last fragment says where the datagram ends. All others must lie before that.
bool Datagram::fits_end(const Fragment& f, std::size_t end) {
  const std::size_t furthest = pieces_.empty() ? 0 : pieces_.back().end;
  if (f.ip.more_fragments) return total_ == 0 || end <= total_;
  if ((total_ != 0 && total_ != end) || furthest > end) return false;
  total_ = end;
  return true;
}

bool Datagram::same(std::size_t begin, Bytes bytes, std::size_t from, std::size_t to) const {
  to = std::min({to, begin + bytes.size(), captured_, buffer_.size()});
  return from >= to || std::memcmp(buffer_.data() + from, bytes.data() + (from - begin), to - from) == 0;
}

bool Datagram::is_copy(std::size_t begin, std::size_t end, Bytes bytes) const {
  const auto at = std::lower_bound(pieces_.begin(), pieces_.end(), begin,
                                   [](const Piece& piece, std::size_t where) { return piece.begin < where; });
  return at != pieces_.end() && at->begin == begin && at->end == end && same(begin, bytes, begin, end);
}

/// Stores what no earlier fragment has brought, and compares the rest with what they brought.
void Datagram::fill(std::size_t begin, std::size_t end, Bytes bytes) {
  const std::size_t first = begin;
  auto at = std::lower_bound(pieces_.begin(), pieces_.end(), begin,
                             [](const Piece& piece, std::size_t where) { return piece.end <= where; });
  while (begin < end) {
    const std::size_t until = at == pieces_.end() ? end : std::min(end, at->begin);
    if (begin < until) {
      const auto place = at - pieces_.begin();
      store(at, begin, until, after(bytes, begin - first));
      at = pieces_.begin() + place + 1;
      begin = until;
      continue;
    }
    const std::size_t overlap_end = std::min(end, at->end);
    overlap_differs = overlap_differs || !same(first, bytes, begin, overlap_end);
    begin = overlap_end;
    ++at;
  }
}

void Datagram::store(std::vector<Piece>::iterator before, std::size_t begin, std::size_t end, Bytes bytes) {
  if (buffer_.size() < end) buffer_.resize(end);
  const Bytes part = first(bytes, end - begin);
  std::copy(part.begin(), part.end(), buffer_.begin() + static_cast<std::ptrdiff_t>(begin));
  received_ += end - begin;
  pieces_.insert(before, {begin, end});
}

Datagram::Completed Datagram::completed() const {
  Completed about{key, protocol, {}};
  const Bytes beginning = first(content(), about.ports.size());
  std::copy(beginning.begin(), beginning.end(), about.ports.begin());
  return about;
}

void Datagram::give_up(std::string_view why) { reason = why; }

Bytes Datagram::content() const { return first(buffer_, std::min(captured_, total_)); }

Bytes Datagram::head() const {
  const bool there = !pieces_.empty() && pieces_.front().begin == 0;
  if (again) return ports_;
  return there ? first(buffer_, std::min(captured_, pieces_.front().end)) : Bytes{};
}

std::string Datagram::lacks() const {
  std::size_t at = 0;
  for (const Piece& piece : pieces_) {
    if (piece.begin > at) return fmt::format("bytes {} to {}", at, piece.begin - 1);
    at = piece.end;
  }
  if (total_ == 0) return fmt::format("everything from byte {}", at);
  return at < total_ ? fmt::format("bytes {} to {}", at, total_ - 1) : std::string();
}

bool Fragments::possible(const Fragment& f) {
  const bool aligned = !f.ip.more_fragments || (f.wire % kUnit == 0 && f.wire != 0);
  return aligned && f.ip.fragment_at + f.wire <= kLargest;
}

const Datagram* Fragments::add(const Fragment& fragment) {
  const Place datagram = find_or_begin(fragment);
  const std::size_t before = datagram->received();
  const bool sound = datagram->add(fragment);
  bytes_ += datagram->received() - before;
  if (!sound) {
    // What still comes of it is swallowed with it (RFC 5722 3), so its place is kept.
    lost_.push_back(*datagram);
    return nullptr;
  }
  if (!datagram->whole() || !datagram->reason.empty()) {
    keep_within_limits();
    return nullptr;
  }
  completed_[completions_++ % kRemembered] = datagram->completed();
  bytes_ -= datagram->received();
  by_key_.erase(datagram->key);
  done_.splice(done_.end(), waiting_, datagram);
  return &*datagram;
}

Fragments::Place Fragments::find_or_begin(const Fragment& fragment) {
  const FragmentKey key = key_of(fragment.ip);
  if (const auto known = by_key_.find(key); known != by_key_.end()) return known->second;
  if (free_.empty()) free_.emplace_back();
  free_.front().begin(key, fragment.time, lately(key));
  waiting_.splice(waiting_.end(), free_, free_.begin());
  const Place datagram = std::prev(waiting_.end());
  by_key_.emplace(key, datagram);
  return datagram;
}

/// Captures that see packets twice bring late copies of what is complete already.
const Datagram::Completed* Fragments::lately(const FragmentKey& key) const {
  const auto end = completed_.begin() + static_cast<std::ptrdiff_t>(std::min(completions_, kRemembered));
  const auto found = std::find_if(completed_.begin(), end, [&](const auto& each) { return each.key == key; });
  return found == end ? nullptr : &*found;
}

void Fragments::keep_within_limits() {
  while (waiting_.size() > limits_.fragmented_datagrams || bytes_ > limits_.fragment_bytes) {
    lose(waiting_.begin(), kLimit);
  }
}

/// Once: not when it was given up before.
void Fragments::lose(Place datagram, std::string_view reason) {
  const bool known = !datagram->reason.empty();
  datagram->give_up(reason);
  bytes_ -= datagram->received();
  by_key_.erase(datagram->key);
  (known ? free_ : lost_).splice(known ? free_.end() : lost_.end(), waiting_, datagram);
}

/// Some entries are kept with their buffers, the last one to be used first; more would only cost memory.
void Fragments::recycle(std::list<Datagram>& used) {
  constexpr std::size_t kKept = 16;
  free_.splice(free_.begin(), used);
  while (free_.size() > kKept) free_.pop_back();
}

void Fragments::tidy(Time now) {
  recycle(done_);
  recycle(lost_);
  while (!waiting_.empty() && waiting_.front().begun + limits_.fragment_wait < now) {
    lose(waiting_.begin(), kTimedOut);
  }
}

void Fragments::finish() {
  recycle(lost_);
  while (!waiting_.empty()) lose(waiting_.begin(), kCaptureEnded);
}

}  // namespace wstrace::ip
