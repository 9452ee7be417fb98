#include "host/stream_layer.h"

#include <algorithm>

#include "seam/decryption_service.h"
#include "session/connection.h"
#include "session/definitions.h"

namespace wstrace {
namespace {

/// Who has claimed nothing of this many bytes of a stream's beginning never will. In the middle of a stream a claim may
/// have to wait for the next unit to begin.
constexpr std::size_t kLongestClaim = 4096;
constexpr std::size_t kLongestLateClaim = std::size_t{64} << 10;
constexpr std::size_t kHeadShown = 32;

}  // namespace

StreamLayer::StreamLayer(Trace& trace, Connection& connection, Scope& scope, Offer offer)
    : LayerContext(trace, connection, scope), offer_(std::move(offer)) {
  choose();
}

StreamLayer::~StreamLayer() = default;

PacketRange StreamLayer::packets(Direction dir, std::uint64_t begin, std::uint64_t end) const {
  return lanes_[index(dir)].map.find(begin, end);
}

void StreamLayer::on_data(Direction dir, Bytes bytes, PacketRange packets) {
  if (child_ != nullptr) {
    child_->on_data(dir, bytes, packets);
    return;
  }
  Lane& l = lane(dir);
  l.received += bytes.size();
  l.map.add(l.received, packets);
  const std::uint64_t skipped = l.stopped ? bytes.size() : std::min<std::uint64_t>(l.skip, bytes.size());
  l.skip -= l.stopped ? 0 : skipped;
  consume(l, bytes, skipped);
  if (bytes.empty()) return;
  if (!decided_) {
    l.buffer.append(bytes);
    UpperSearch::is_for(offer_) ? search(dir) : choose();
  } else {
    show(dir, bytes);
    resume(dir);
  }
  report_ends();
}

void StreamLayer::on_gap(Direction dir, std::uint64_t n, bool vague) {
  if (child_ != nullptr) {
    child_->on_gap(dir, n, vague);
    return;
  }
  if (!decided_) {
    emit_unclaimed(dir);
    offer_.mid_stream = true;
    if (vague) search_.reset();  // its places are none any more
    lost_place(dir);             // nobody is there yet to say so
  }
  Lane& l = lane(dir);
  const std::uint64_t skipped = std::min(l.skip, n);
  l.skip -= skipped;
  l.received += n;
  // Whoever the other direction hands this one over to has to know that bytes are missing at its front.
  if (l.waiting || l.hole > 0) {
    l.hole += l.buffer.size() + n;
    l.hole_vague = l.hole_vague || vague;
  }
  forget(l);
  l.need = 1;
  l.waiting = false;
  vague_ = vague;
  if (skipped < n && dissector_ != nullptr && !l.stopped) dissector_->on_gap(*this, dir, n - skipped);
}

void StreamLayer::set_close_notify(Direction dir, CloseNotify bytes) {
  if (on_tcp_) connection_.close_notifies[index(dir)] = bytes;
}

void StreamLayer::open_plaintext(Offer&& offer) {
  connection_.has_undecrypted = connection_.has_undecrypted || offer.mid_stream;
  connection_.decrypted = true;
  if (plaintext_ == nullptr) plaintext_ = std::make_unique<StreamLayer>(trace_, connection_, scope_, std::move(offer));
}

void StreamLayer::plaintext(Direction dir, Bytes bytes, PacketRange packets) {
  if (plaintext_ != nullptr && !bytes.empty()) plaintext_->on_data(dir, bytes, packets);
}

void StreamLayer::plaintext_gap(Direction dir, std::uint64_t n, bool undecrypted) {
  (undecrypted ? connection_.has_undecrypted : connection_.has_gaps) = true;
  // Records have heads and tags of their own, and may be padded.
  if (plaintext_ != nullptr) plaintext_->on_gap(dir, n, true);
}

void StreamLayer::go_on() {
  if (child_ != nullptr) return child_->go_on();
  if (plaintext_ != nullptr) plaintext_->go_on();
  for (const Direction d : {Direction::c2s, Direction::s2c})
    if (decided_ && child_ == nullptr && !lane(d).buffer.empty()) run(d, lane(d).buffer.bytes(), true);
  report_ends();
}

bool StreamLayer::at_rest() const {
  if (child_ != nullptr) return child_->at_rest();
  if (plaintext_ != nullptr) return plaintext_->at_rest();
  const auto read = [](const Lane& l) { return l.buffer.empty() && l.hole == 0; };
  return dissector_ != nullptr && read(lanes_[0]) && read(lanes_[1]) && dissector_->at_rest();
}

bool StreamLayer::explains_reset(Direction by) {
  if (child_ != nullptr) return child_->explains_reset(by);
  if (plaintext_ != nullptr) return plaintext_->explains_reset(by);
  const bool whole = lanes_[0].hole == 0 && lanes_[1].hole == 0;
  return dissector_ != nullptr && whole && dissector_->explains_reset(*this, by);
}

void StreamLayer::on_end(Direction dir, End how) {
  Lane& l = lane(dir);
  if (l.end) return;
  l.end = how;
  if (child_ != nullptr) {
    child_->on_end(dir, how);
    return;
  }
  report_ends();
}

/// Shows fresh bytes together with what is left from before.
void StreamLayer::show(Direction dir, Bytes fresh) {
  Lane& l = lane(dir);
  if (l.buffer.empty() && !l.waiting) {
    run(dir, fresh, false);
  } else {
    l.buffer.append(fresh);
    run(dir, l.buffer.bytes(), true);
  }
}

void StreamLayer::run(Direction dir, Bytes window, bool in_buffer, std::size_t steps) {
  Lane& l = lane(dir);
  std::unique_ptr<Offer> offer;
  while (!window.empty() && window.size() >= l.need && !l.waiting && !l.stopped && offer == nullptr &&
         !connection_.awaits_keys && steps-- > 0) {
    Step step = dissector_->on_bytes(*this, dir, {window, l.offset});
    obey(dir, step, window);
    offer = std::move(step.offer);
  }
  if (in_buffer) {
    l.buffer.consume(l.buffer.size() - window.size());
  } else if (!window.empty()) {
    l.buffer.append(window);
  }
  if (l.waiting && l.buffer.size() > limits().unit) {
    over_limit(dir, l.buffer.size());
    forget(l);
  }
  if (offer != nullptr) hand_over(std::move(*offer), dir);
}

void StreamLayer::obey(Direction dir, Step& step, Bytes& window) {
  Lane& l = lane(dir);
  const std::uint64_t here = std::min<std::uint64_t>(step.n, window.size());
  switch (step.kind) {
    case Step::Kind::took:
    case Step::Kind::hand_over:
      consume(l, window, here);
      l.need = 1;
      break;
    case Step::Kind::skip:
      consume(l, window, here);
      l.skip = step.n - here;
      l.need = 1;
      break;
    case Step::Kind::need: ask_for(dir, std::max<std::uint64_t>(step.n, window.size() + 1)); break;
    case Step::Kind::wait: l.waiting = true; break;
    case Step::Kind::hold:
      connection_.awaits_keys = decryption().may_hold();
      l.stopped = !connection_.awaits_keys;
      break;
    case Step::Kind::stop: l.stopped = true; break;
  }
  // A dissector that takes nothing and asks for nothing would be shown the same window for ever.
  if (step.kind == Step::Kind::took && here == 0) l.stopped = true;
  if (l.stopped) consume(l, window, window.size());
}

void StreamLayer::consume(Lane& l, Bytes& window, std::uint64_t n) {
  window = window.subspan(n);
  if (n > 0) {
    l.hole = 0;
    l.hole_vague = false;
  }
  l.offset += n;
  l.map.consume(l.offset);
}

/// Gives up what waits to be consumed.
void StreamLayer::forget(Lane& l) {
  l.buffer.clear();
  l.offset = l.received;
  l.map.consume(l.offset);
}

void StreamLayer::ask_for(Direction dir, std::uint64_t n) {
  lane(dir).need = n;
  if (n > limits().unit) over_limit(dir, n);
}

/// One unit (or what waits for the other direction) would take more room than it may.
void StreamLayer::over_limit(Direction dir, std::uint64_t n) {
  Lane& l = lane(dir);
  l.stopped = true;
  l.waiting = false;
  const Field fields[] = {make_field(stream::field::length, n), make_field(stream::field::limit, limits().unit)};
  const Note notes[] = {{&stream::note::limit, fields}};
  emit({dir, packets(dir, l.offset, l.offset)}, stream::event::limit, fields, notes);
}

/// A direction may have waited for the other one to move; when it goes on, the other one may do so in turn.
void StreamLayer::resume(Direction moved) {
  for (Direction d = opposite(moved); child_ == nullptr && lane(d).waiting; d = opposite(d)) {
    Lane& l = lane(d);
    const std::uint64_t before = l.offset;
    l.waiting = false;
    run(d, l.buffer.bytes(), true);
    if (l.offset == before) return;
  }
}

void StreamLayer::choose() {
  if (UpperSearch::is_for(offer_)) return;
  const Heads heads{lane(Direction::c2s).buffer.bytes(), lane(Direction::s2c).buffer.bytes()};
  const Choice choice = choose_upper(offer_, heads);
  if (choice.kind == Choice::Kind::chosen) {
    take_over(*choice.dissector);
    return;
  }
  const std::size_t come = heads.c2s.size() + heads.s2c.size();
  const bool refused = choice.kind == Choice::Kind::nobody && come > 0;
  if (refused || come > kLongestClaim) nobody_claims();
}

/// In the middle of a stream only the bytes can say what they are.
void StreamLayer::search(Direction dir) {
  const auto look = [&](Direction d) -> const DissectorDef* {
    const Lane& l = lane(d);
    return l.buffer.empty() ? nullptr : search_->look(d, {l.buffer.bytes(), l.offset});
  };
  const DissectorDef* found = nullptr;
  if (search_ == nullptr) {
    search_ = std::make_unique<UpperSearch>();
    found = look(opposite(dir));  // which may have been there before the gap that made this the middle of a stream
  }
  if (found == nullptr) found = look(dir);
  if (found != nullptr) {
    take_over(*found);
  } else if (lane(Direction::c2s).buffer.size() + lane(Direction::s2c).buffer.size() > longest_claim()) {
    claim_later();
  }
}

void StreamLayer::take_over(const DissectorDef& chosen) {
  decided_ = true;
  search_.reset();
  connection_.rise_to(*chosen.connection_type);
  dissector_ = chosen.make_stream(offer_);
  dissector_->on_start(*this);
  run_in_order();
  for (const Direction d : {Direction::c2s, Direction::s2c}) {
    if (child_ == nullptr && !lane(d).buffer.empty()) run(d, lane(d).buffer.bytes(), true);
    resume(d);
  }
}

/// What was kept of both directions is shown as it was captured, unit by unit: who answers has heard the question. (The
/// windows hold all that came, since a dissector may have to look ahead to find the first unit.)
void StreamLayer::run_in_order() {
  std::array<bool, 2> goes_on{true, true};
  while (child_ == nullptr && plaintext_ == nullptr && !connection_.awaits_keys) {
    std::optional<Direction> next;
    for (const Direction d : {Direction::c2s, Direction::s2c}) {
      const Lane& l = lane(d);
      if (!goes_on[index(d)] || l.buffer.empty() || l.waiting || l.stopped) continue;
      if (!next || first_packet(d) < first_packet(*next)) next = d;
    }
    if (!next) return;
    const std::uint64_t before = lane(*next).offset;
    run(*next, lane(*next).buffer.bytes(), true, 1);
    goes_on[index(*next)] = lane(*next).offset != before;
  }
}

std::uint64_t StreamLayer::first_packet(Direction dir) const {
  const Lane& l = lanes_[index(dir)];
  return l.map.find(l.offset, l.offset + 1).last;
}

std::size_t StreamLayer::longest_claim() const { return claimed_late_ ? kLongestClaim : kLongestLateClaim; }

/// In the middle of a stream the next unit may begin after a long one: what comes later is shown by itself.
void StreamLayer::claim_later() {
  claimed_late_ = true;
  for (Lane& l : lanes_) {
    l.unclaimed += l.buffer.size();
    forget(l);
  }
}

void StreamLayer::nobody_claims() {
  decided_ = true;
  for (const Direction d : {Direction::c2s, Direction::s2c}) {
    lane(d).stopped = true;
    emit_unclaimed(d);
  }
}

/// What has waited to be claimed will not be.
void StreamLayer::emit_unclaimed(Direction dir) {
  Lane& l = lane(dir);
  if (l.buffer.empty() && l.unclaimed == 0) return;
  const Bytes head = first(l.buffer.bytes(), kHeadShown);
  const Field fields[] = {make_field(stream::field::length, l.unclaimed + l.buffer.size()),
                          make_field(stream::field::head, head)};
  emit({dir, packets(dir, l.offset, l.received), l.buffer.bytes()}, stream::event::unrecognised, fields, {});
  forget(l);
}

void StreamLayer::hand_over(Offer offer, Direction dir) {
  if (offer.kind == Offer::Kind::upgrade) SessionTable::upgraded(connection_);
  child_ = std::make_unique<StreamLayer>(trace_, connection_, scope_, std::move(offer));
  // What the other direction kept back is older than what follows the hand-over here.
  pass_to_child(opposite(dir));
  pass_to_child(dir);
  dissector_.reset();
}

void StreamLayer::pass_to_child(Direction dir) {
  Lane& l = lane(dir);
  if (l.hole > 0) child_->on_gap(dir, l.hole, l.hole_vague);
  const Bytes rest = l.buffer.bytes();
  l.map.for_each_piece(l.offset, l.received, [&](std::uint64_t begin, std::uint64_t end, PacketRange packets) {
    child_->on_data(dir, rest.subspan(begin - l.offset, end - begin), packets);
  });
  l.buffer.clear();
  if (l.end) child_->on_end(dir, *l.end);
}

/// Tells the dissector of ends. One that is waiting for the other direction is told when that has ended too.
void StreamLayer::report_ends() {
  if (child_ != nullptr || connection_.awaits_keys) return;
  for (const Direction d : {Direction::c2s, Direction::s2c}) {
    Lane& l = lane(d);
    if (!l.end || l.end_reported || (l.waiting && !lane(opposite(d)).end)) continue;
    if (!decided_) nobody_claims();
    l.end_reported = true;
    if (dissector_ != nullptr) dissector_->on_end(*this, d, *l.end, {l.buffer.bytes(), l.offset});
    if (plaintext_ != nullptr) plaintext_->on_end(d, *l.end);
    end_upper(d, *l.end);
    resume(d);
    if (child_ != nullptr || connection_.awaits_keys) return;
  }
}

}  // namespace wstrace
