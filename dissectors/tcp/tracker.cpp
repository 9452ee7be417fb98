#include "dissectors/tcp/tracker.h"

#include <algorithm>

#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {

Tracker::Tracker(const Limits& limits, Context& context, Receiver& receiver)
    : limits_(limits),
      context_(context),
      receiver_(receiver),
      sides_{{Direction::c2s, limits}, {Direction::s2c, limits}} {
  side(Direction::s2c).state = State::listen;
}

/// Sequence numbers wrap at 2^32; offsets do not. The nearest one to what is expected next is meant (RFC 9293 3.4).
std::int64_t Tracker::offset_of(const Side& s, std::uint32_t sequence) const {
  const std::int64_t expected = s.reassembly.next();
  const std::uint32_t expected_sequence = s.first_data + static_cast<std::uint32_t>(expected);
  return expected + static_cast<std::int32_t>(sequence - expected_sequence);
}

/// RFC 9293 3.4: a SYN takes the first number, so data in the same segment begins one later (TCP Fast Open).
std::int64_t Tracker::begin_of(const Segment& s) const {
  return offset_of(side(s.dir), s.header.sequence + (s.header.has(kSyn) ? 1U : 0U));
}

std::int64_t Tracker::acknowledged_by(const Segment& s) const {
  return offset_of(side(opposite(s.dir)), s.header.acknowledgement);
}

void Tracker::stimulate(Direction sender, Stimulus sent, Stimulus received) {
  side(sender).state = next(side(sender).state, sent);
  side(opposite(sender)).state = next(side(opposite(sender)).state, received);
}

Signs Tracker::signs(Direction dir) const {
  const Side& s = side(dir);
  const bool outstanding = s.acked < s.sent_end;
  return {.heard = s.last_heard,
          .sent = s.last_payload,
          .unacked_since = outstanding ? s.retries.unacked_since() : 0,
          .acked = s.retries.last_progress(),
          .shut_since = s.window.shut_since(),
          .opened = s.window.shut() ? 0 : s.window.opened_at()};
}

bool Tracker::over() const {
  return reset_ || (is_over(side(Direction::c2s).state) && is_over(side(Direction::s2c).state) && fin_seen_);
}

void Tracker::on_segment(const Segment& s) {
  current_ = &s;
  side(s.dir).last_heard = context_.now();
  options_ = read_options(s.header.options);
  dispatch(s);
  current_ = nullptr;
}

void Tracker::dispatch(const Segment& s) {
  if (reset_) return on_late_segment(s);
  choose_answer(s);
  if (is_of_earlier_connection(s)) {
    context_.emit(unit(s), event::of_earlier, Fields().add_if(s.length > 0, field::length, s.length));
    return;
  }
  if (s.header.has(kSyn)) {
    const bool other_answer = is_other_answer(s);
    on_syn(s);
    if (other_answer) return;
  } else {
    learn_base(s);
  }
  if (s.header.has(kRst)) {
    on_rst(s);
    return;
  }
  const Role role = role_of(s);
  if (doubtful_reset_by_ == s.dir) doubtful_reset_by_.reset();
  if (role == Role::challenge_ack && !established_) {
    emit_old_connection(s);
    return;
  }
  emit_hole(s, begin_of(s));
  if (s.header.has(kAck)) on_ack(s, role);
  on_window(s, role);
  on_payload(s, role);
  if (s.header.has(kFin)) on_fin(s);
  side(s.dir).seen = true;
  side(s.dir).last_role = role;
  check_holes();
  try_end(s.dir);
  try_closed(s);
}

/// Without its SYN, a direction is counted from the first byte that the capture shows.
void Tracker::learn_base(const Segment& s) {
  Side& sender = side(s.dir);
  Side& receiver = side(opposite(s.dir));
  const bool nothing_known = !sender.known && !receiver.known;
  // The acknowledgement that the base was taken from was captured before the bytes that it is for.
  const bool earlier = sender.known && !sender.seen && !sender.from_syn && offset_of(sender, s.header.sequence) < 0;
  const bool refuses = s.header.has(kRst) && s.length == 0 && receiver.from_syn;
  if ((!sender.known && !refuses) || (earlier && s.length > 1 && !s.header.has(kRst))) {
    if (earlier) {
      sender.acked = sender.first_data - s.header.sequence;
      receiver.latest_ack += sender.acked;
    }
    sender.known = true;
    sender.first_data = s.header.sequence;
  }
  if (!receiver.known && s.header.has(kAck)) {
    receiver.known = true;
    receiver.first_data = s.header.acknowledgement;
  }
  if (nothing_known && !s.header.has(kRst)) {
    established_ = mid_stream_ = true;
    began_ = context_.now();
    sender.state = receiver.state = State::established;
    context_.emit(unit(s), event::mid_stream, {});
    receiver_.on_mid_stream();
  }
}

void Tracker::finish(End how) {
  if (reset_) how = End::rst;
  emit_no_answer();
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    if (!closed_reported_) emit_still_shut(dir, how);
    if (!reset_) emit_unacknowledged(dir);
    Side& sender = side(dir);
    while (sender.reassembly.has_hole()) sender.reassembly.skip_hole(*this);
    if (lacks_fin_only(dir)) {
      infer_fin(dir);
    } else {
      give_up_to(dir, std::max(acknowledged_end(dir), sender.furthest()));
    }
  }
  if (doubtful_reset_by_ && !over()) end_by_reset(*doubtful_reset_by_, false, false, false);
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Side& sender = side(dir);
    if (sender.ended) continue;
    sender.ended = true;
    receiver_.on_end(dir, how, context_.now());
  }
}

}  // namespace wstrace::tcp
