#include "transport/input_queue.h"

#include <utility>

#include "session/definitions.h"

namespace wstrace {

InputQueue::Piece InputQueue::Queue::take() {
  Piece taken = std::move(pieces[first++]);
  bytes -= static_cast<std::int64_t>(taken.bytes);
  if (!empty()) return taken;
  pieces.clear();
  first = 0;
  return taken;
}

InputQueue::Piece InputQueue::piece(Piece::Kind kind, Direction dir, Time at) const {
  Piece made;
  made.kind = kind;
  made.dir = dir;
  made.time = at;
  made.order = holding_.next_arrival();
  made.needs = tcp_.acknowledged(opposite(dir));
  return made;
}

void InputQueue::on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) {
  Piece data = piece(Piece::Kind::data, dir, at);
  data.packets = packets;
  if (empty() && !tcp_.lacks_acknowledged(opposite(dir))) return hand_on(data, bytes);
  // Bytes that waited for earlier ones: what their segment acknowledged is not known any more, only when it came.
  if (at != trace_.now()) data.needs = 0;
  data.bytes = bytes.size();
  data.data.assign(bytes.begin(), bytes.end());
  keep(std::move(data));
  if (!hold_ && queue(dir).bytes > static_cast<std::int64_t>(trace_.limits().out_of_order)) release_all();
}

void InputQueue::on_gap(Direction dir, std::uint64_t n) {
  Piece gap = piece(Piece::Kind::gap, dir, trace_.now());
  gap.bytes = n;
  // It lies before whatever came after it.
  gap.needs = 0;
  if (empty()) return hand_on(gap, {});
  keep(std::move(gap));
}

void InputQueue::on_end(Direction dir, End how, Time at) {
  const bool waits = how == End::fin && lacks(opposite(dir));
  Piece end = piece(Piece::Kind::end, dir, at);
  end.end = how;
  // What waits in the other direction waits for this.
  if (!hold_ && queue(dir).empty() && !waits) {
    end.time = trace_.now();
    return hand_on(end, {});
  }
  keep(std::move(end));
}

void InputQueue::keep(Piece piece) {
  Queue& queue = queues_[index(piece.dir)];
  queue.bytes += static_cast<std::int64_t>(piece.bytes);
  room_ += piece.room();
  queue.pieces.push_back(std::move(piece));
  if (hold_) holding_.limit(*this);
}

/// What the first one of this direction is a consequence of has gone on.
bool InputQueue::may_go(Direction dir) const {
  if (queue(dir).empty()) return false;
  const Direction other = opposite(dir);
  const std::int64_t gone = tcp_.next_offset(other) - queue(other).bytes;
  // A FIN that was acknowledged and not captured comes before what its receiver answers with, and so does its end.
  if (queue(dir).front().kind == Piece::Kind::end && tcp_.lacks_fin_only(other)) return false;
  const bool will_not_come = queue(other).empty() && !tcp_.lacks_acknowledged(other);
  return gone >= queue(dir).front().needs || will_not_come;
}

bool InputQueue::lacks(Direction dir) const { return tcp_.lacks_acknowledged(dir) || tcp_.lacks_fin_only(dir); }

bool InputQueue::earlier_than_other(Direction dir) const {
  if (queue(opposite(dir)).empty()) return true;
  const Piece& own = queue(dir).front();
  const Piece& other = queue(opposite(dir)).front();
  return own.time != other.time ? own.time < other.time : own.order < other.order;
}

/// The direction whose first piece goes next; nothing when none may go. `all`: or is left.
std::optional<Direction> InputQueue::next(bool all) const {
  const bool client = may_go(Direction::c2s);
  const bool server = may_go(Direction::s2c);
  const bool waits = lacks(Direction::c2s) || lacks(Direction::s2c);
  const bool none = queue(Direction::c2s).empty() && queue(Direction::s2c).empty();
  if (none || (!client && !server && waits && !all)) return std::nullopt;
  if (client != server) return client ? Direction::c2s : Direction::s2c;
  // Where each waits for the other, or neither does, time decides.
  return queue(Direction::c2s).empty() || !earlier_than_other(Direction::c2s) ? Direction::s2c : Direction::c2s;
}

/// False when nothing went: none may, or the layers hold what they have.
bool InputQueue::hand_on_next(bool all) {
  if (hold_) return false;
  const std::optional<Direction> dir = next(all);
  if (!dir) return false;
  const Piece first = queues_[index(*dir)].take();
  room_ -= first.room();
  hand_on(first, first.data);
  return true;
}

void InputQueue::release() {
  while (hand_on_next(false)) {
  }
  note_waiting();
}

void InputQueue::release_all() {
  while (hand_on_next(true)) {
  }
}

void InputQueue::finish() {
  release_all();
  if (hold_) holding_.look();
  if (hold_) give_up(0);
  release_all();
  if (waits_) trace_.missing().awaits(connection_.info, false);
  waits_ = false;
}

/// It happened when it was captured.
void InputQueue::hand_on(const Piece& piece, Bytes bytes) {
  const Time now = trace_.exchange_now(piece.time);
  StreamLayer* const root = connection_.root.get();
  switch (piece.kind) {
    case Piece::Kind::data:
      if (root != nullptr) root->on_data(piece.dir, bytes, piece.packets);
      break;
    case Piece::Kind::gap:
      if (root != nullptr) root->on_gap(piece.dir, piece.bytes);
      break;
    case Piece::Kind::end: hand_on_end(piece.dir, piece.end); break;
  }
  trace_.exchange_now(now);
  if (!connection_.awaits_keys || hold_) return;
  hold_ = Hold{piece.time, piece.order, trace_.running()};
  holding_.begin(*this);
  note_waiting();
}

void InputQueue::hand_on_end(Direction dir, End how) {
  note_closing(dir, how);
  if (connection_.root != nullptr) connection_.root->on_end(dir, how);
}

void InputQueue::note_closing(Direction dir, End how) {
  Closing& closing = connection_.closing;
  if (closing.time != 0 || (how != End::fin && how != End::rst)) return;
  const bool reset = how == End::rst;
  const Outcome& outcome = connection_.tcp_outcome;
  // A reset ends both directions at once; its outcome says who sent it.
  const Direction by = !reset ? dir : outcome.by == "client" ? Direction::c2s : Direction::s2c;
  // One by which TCP just closed interrupts nobody.
  closing.time = trace_.now();
  closing.by = by;
  closing.reset = reset && outcome.state != "closed";
  trace_.sessions().closes(connection_, by);
}

void InputQueue::note_waiting() {
  const bool waits = tcp_.lacks_acknowledged(Direction::c2s) || tcp_.lacks_acknowledged(Direction::s2c) || !empty();
  if (waits == waits_) return;
  waits_ = waits;
  trace_.missing().awaits(connection_.info, waits);
}

std::optional<std::uint64_t> InputQueue::next_order() const {
  if (hold_) return hold_->order;
  const std::optional<Direction> dir = next(false);
  return dir ? std::optional(queue(*dir).front().order) : std::nullopt;
}

void InputQueue::step() {
  if (hold_) {
    retry();
  } else {
    hand_on_next(false);
  }
}

/// What is held again keeps its place.
void InputQueue::retry() {
  connection_.awaits_keys = false;
  const Time now = trace_.exchange_now(hold_->time);
  if (connection_.root != nullptr) connection_.root->go_on();
  trace_.exchange_now(now);
  if (connection_.awaits_keys) return;
  hold_.reset();
  holding_.end(*this);
}

void InputQueue::give_up(std::size_t limit) {
  if (limit != 0) {
    const Field fields[] = {make_field(stream::field::length, room_), make_field(stream::field::limit, limit)};
    const Note notes[] = {{&stream::note::keys, fields}};
    LayerContext(trace_, connection_, connection_.scope).emit({}, stream::event::limit, fields, notes);
  }
  connection_.keys_given_up = true;
  retry();
  release();
}

}  // namespace wstrace
