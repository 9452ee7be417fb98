#include "transport/key_waits.h"

#include <algorithm>
#include <set>
#include <utility>

#include "session/definitions.h"

namespace wstrace {
namespace {

/// How often keys are looked for that nobody waits for any more.
constexpr Duration kLookInterval = 50 * kMillisecond;

}  // namespace

KeyWait::Piece KeyWait::piece(Piece::Kind kind, Direction dir) const {
  Piece made;
  made.kind = kind;
  made.dir = dir;
  made.time = all_.trace_.now();
  made.order = all_.pieces_++;
  return made;
}

void KeyWait::take_data(Direction dir, Bytes bytes, PacketRange packets) {
  if (empty()) {
    to_.take_data(dir, bytes, packets);
    return after_step();
  }
  Piece data = piece(Piece::Kind::data, dir);
  data.packets = packets;
  data.data.assign(bytes.begin(), bytes.end());
  keep(std::move(data));
}

void KeyWait::take_gap(Direction dir, std::uint64_t n) {
  if (empty()) {
    to_.take_gap(dir, n);
    return after_step();
  }
  Piece gap = piece(Piece::Kind::gap, dir);
  gap.gap = n;
  keep(std::move(gap));
}

void KeyWait::take_end(Direction dir, End how) {
  if (empty()) {
    to_.take_end(dir, how);
    return after_step();
  }
  Piece end = piece(Piece::Kind::end, dir);
  end.end = how;
  keep(std::move(end));
}

/// A layer may hold what it was just given.
void KeyWait::after_step() {
  if (!connection_.awaits_keys) return;
  all_.begin(*this);
  keep(piece(Piece::Kind::again, Direction::c2s));
}

void KeyWait::keep(Piece piece) {
  bytes_ += piece.size();
  all_.bytes_ += piece.size();
  kept_.push_back(std::move(piece));
  all_.kept(*this);
}

/// The first one. When a layer holds it again, it stays the first one.
void KeyWait::hand_on() {
  const Piece next = std::exchange(kept_[first_], {});
  connection_.awaits_keys = false;
  const Time now = all_.trace_.exchange_now(next.time);
  hand_on(next);
  all_.trace_.exchange_now(now);
  bytes_ -= next.size();
  all_.bytes_ -= next.size();
  if (!connection_.awaits_keys) {
    ++first_;
    return;
  }
  Piece again;
  again.time = next.time;
  again.order = next.order;
  bytes_ += again.size();
  all_.bytes_ += again.size();
  kept_[first_] = std::move(again);
}

void KeyWait::hand_on(const Piece& piece) {
  switch (piece.kind) {
    case Piece::Kind::again:
      if (connection_.root != nullptr) connection_.root->go_on();
      break;
    case Piece::Kind::data: to_.take_data(piece.dir, piece.data, piece.packets); break;
    case Piece::Kind::gap: to_.take_gap(piece.dir, piece.gap); break;
    case Piece::Kind::end: to_.take_end(piece.dir, piece.end); break;
  }
}

void KeyWait::give_up() {
  connection_.keys_given_up = true;
  while (!empty()) hand_on();
  all_.end(*this);
}

void KeyWait::finish() {
  if (empty()) return;
  all_.look();
  if (!empty()) give_up();
}

void KeyWaits::on_time() {
  while (!waiting_.empty() && waiting_.front()->since_ + trace_.limits().keys_wait < trace_.running())
    waiting_.front()->give_up();
  // What waits goes on before the next packet finds its keys by itself, and is told too early.
  if (waiting_.empty() && trace_.running() < next_look_) return;
  next_look_ = trace_.running() + kLookInterval;
  look();
}

void KeyWaits::look() {
  Secrets* const secrets = trace_.secrets();
  if (secrets == nullptr || !secrets->more_may_come() || !secrets->any_missing()) return;
  secrets->look();
  // A reader adds those that it comes across.
  if (std::exchange(revision_, secrets->revision()) != secrets->revision()) go_on();
}

/// Those that can, in the order in which it all came.
void KeyWaits::go_on() {
  const auto place = [](KeyWait* wait) { return std::pair(wait->kept_[wait->first_].order, wait); };
  std::set<std::pair<std::uint64_t, KeyWait*>> next;
  for (KeyWait* wait : waiting_) next.insert(place(wait));
  while (!next.empty()) {
    KeyWait* const first = next.extract(next.begin()).value().second;
    first->hand_on();
    if (first->connection_.awaits_keys) continue;
    if (first->empty()) {
      end(*first);
    } else {
      next.insert(place(first));
    }
  }
}

void KeyWaits::begin(KeyWait& wait) {
  wait.since_ = trace_.running();
  waiting_.push_back(&wait);
  trace_.missing().awaits(wait.connection_.info, true);
}

void KeyWaits::end(KeyWait& wait) {
  wait.kept_ = {};
  wait.first_ = 0;
  std::erase(waiting_, &wait);
  trace_.missing().awaits(wait.connection_.info, false);
}

void KeyWaits::kept(KeyWait& wait) {
  const Limits& limits = trace_.limits();
  if (wait.bytes_ > limits.keys_bytes) {
    give_up(wait, limits.keys_bytes);
  } else if (bytes_ > limits.keys_bytes_of_all) {
    give_up(*waiting_.front(), limits.keys_bytes_of_all);
  }
}

void KeyWaits::give_up(KeyWait& wait, std::size_t limit) {
  LayerContext host(trace_, wait.connection_, wait.connection_.scope);
  const Field fields[] = {make_field(stream::field::length, wait.bytes_), make_field(stream::field::limit, limit)};
  const Note notes[] = {{&stream::keys_note, fields}};
  host.emit({}, stream::keys_met, fields, notes);
  wait.give_up();
}

}  // namespace wstrace
