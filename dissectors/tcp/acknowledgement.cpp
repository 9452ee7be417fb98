// What a segment acknowledges, and what one without payload is for: duplicate ACKs (RFC 5681), SACK and D-SACK (RFC 2018,
// 2883), keep-alives and zero-window probes and their answers (RFC 9293 3.8).
#include "dissectors/tcp/tracker.h"

#include <algorithm>
#include <charconv>

#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {

Role Tracker::role_of(const Segment& s) const {
  if (s.length > 1 || s.header.has(kSyn | kFin | kRst)) return Role::plain;
  const Side& other = side(opposite(s.dir));
  const std::int64_t begin = begin_of(s);
  if (is_zero_window_probe(s, begin)) return Role::zero_window_probe;
  if (is_keep_alive(s, begin)) return Role::keep_alive;
  if (s.length > 0 || !s.header.has(kAck)) return Role::plain;
  if (other.state == State::syn_sent && other.latest_ack < 0 && acknowledged_by(s) != 0) return Role::challenge_ack;
  return begin == side(s.dir).next_number() ? role_of_repeated_ack(s) : Role::plain;
}

/// RFC 9293 3.8.6.1 sends the next byte; Linux repeats the number before the first unacknowledged one, and no byte.
bool Tracker::is_zero_window_probe(const Segment& s, std::int64_t begin) const {
  const Side& sender = side(s.dir);
  if (!side(opposite(s.dir)).window.shut()) return false;
  return s.length == 1 ? begin == sender.next_number() : begin == sender.acked - 1;
}

bool Tracker::is_keep_alive(const Segment& s, std::int64_t begin) const {
  const Side& sender = side(s.dir);
  return s.length <= 1 && begin == sender.furthest() - 1 && !sender.fin_at && sender.acked == sender.furthest();
}

/// RFC 5681 2: a duplicate acknowledgement has no data, the same number and window, while data is outstanding.
Role Tracker::role_of_repeated_ack(const Segment& s) const {
  const Side& sender = side(s.dir);
  const Side& other = side(opposite(s.dir));
  const std::int64_t ack = acknowledged_by(s);
  const bool same = sender.window.known() && ack == sender.latest_ack;
  if (same && other.last_role == Role::doubtful_reset) return Role::challenge_ack;
  const bool took_probe = ack == sender.latest_ack + 1;
  if (s.header.window == 0) {
    const bool answers = other.last_role == Role::zero_window_probe && sender.window.shut() && (same || took_probe);
    return answers ? Role::zero_window_probe_ack : Role::plain;
  }
  if (!same) return Role::plain;
  if (s.header.window != sender.window.field()) return Role::window_update;
  if (other.last_role == Role::keep_alive) return Role::keep_alive_ack;
  return other.furthest() > other.acked ? Role::duplicate_ack : Role::plain;
}

void Tracker::on_ack(const Segment& s, Role role) {
  Side& sender = side(s.dir);
  complete_handshake(s);
  emit_unseen(s);
  if (acknowledged_by(s) != sender.latest_ack) sender.duplicate_acks.reset();
  emit_role(s, role);
  emit_d_sack(s);
  take_acknowledgement(s);
}

void Tracker::emit_role(const Segment& s, Role role) {
  const Field fields[] = {make_field(field::ack, s.header.acknowledgement)};
  switch (role) {
    case Role::keep_alive: context_.emit(unit(s), event::keep_alive, {}); break;
    case Role::keep_alive_ack: context_.emit(unit(s), event::keep_alive_ack, {}); break;
    case Role::zero_window_probe: context_.emit(unit(s), event::zero_window_probe, {}); break;
    case Role::zero_window_probe_ack: context_.emit(unit(s), event::zero_window_probe_ack, {}); break;
    case Role::duplicate_ack: emit_duplicate_ack(s); break;
    case Role::challenge_ack:
      context_.emit(unit(s), event::challenge_ack, fields);
      doubtful_reset_by_.reset();
      break;
    case Role::plain:
    case Role::window_update:
    case Role::doubtful_reset: break;
  }
}

void Tracker::emit_duplicate_ack(const Segment& s) {
  const unsigned nth = side(s.dir).duplicate_acks.add(context_.now());
  Fields fields;
  fields.add(field::ack, s.header.acknowledgement).add(field::count, nth);
  if (options_.sack_blocks > 0) fields.add(field::sack_blocks, sack_blocks());
  context_.emit(unit(s), event::duplicate_ack, fields);
}

/// "1449-2897 4345-5793", as on the wire.
std::string_view Tracker::sack_blocks() const {
  constexpr std::size_t kRoom = kMostSackBlocks * 22;  // two numbers of ten digits each, and what separates them
  const std::span<char> room = context_.arena().allocate<char>(kRoom);
  char* at = room.data();
  char* const end = at + room.size();
  for (std::size_t i = 0; i < options_.sack_blocks; ++i) {
    if (i > 0) *at++ = ' ';
    at = std::to_chars(at, end, options_.sack[i].left).ptr;
    *at++ = '-';
    at = std::to_chars(at, end, options_.sack[i].right).ptr;
  }
  return {room.data(), static_cast<std::size_t>(at - room.data())};
}

/// Takes note of how far the other side's bytes have arrived. What lies beyond everything that was captured is only
/// claimed: a forged or damaged number must not open a hole (missing.cpp).
void Tracker::take_acknowledgement(const Segment& s) {
  Side& sender = side(s.dir);
  Side& other = side(opposite(s.dir));
  const std::int64_t ack = acknowledged_by(s);
  // RFC 9293 3.8.6.1: the receiver may take the byte that a probe carried, or leave it.
  if (other.probe_at && ack > *other.probe_at) other.sent_end = std::max(other.sent_end, *other.probe_at + 1);
  const std::int64_t captured = other.next_number();
  if (std::min(ack, captured) > other.acked) other.retries.on_progress(context_.now());
  other.acked = std::max(other.acked, std::min(ack, captured));
  if (ack > captured) other.claimed = std::max(other.claimed, ack);
  other.claims = ack > captured && ack >= other.claimed ? other.claims + 1 : 0;
  if (other.fin_at && ack > *other.fin_at) other.state = next(other.state, Stimulus::receive_ack_of_fin);
  sender.latest_ack = ack;
}

/// Told once for each hole, and again when the number grows.
void Tracker::emit_unseen(const Segment& s) {
  Side& other = side(opposite(s.dir));
  const std::int64_t ack = acknowledged_by(s);
  const std::int64_t have =
      other.reassembly.next() + (other.fin_at && *other.fin_at == other.reassembly.next() ? 1 : 0);
  if (!other.seen || ack <= std::max(have, other.reported_unseen)) return;
  if (other.probe_at && ack == *other.probe_at + 1) return;
  Fields fields;
  fields.add(field::ack, s.header.acknowledgement);
  fields.add(field::length, static_cast<std::uint64_t>(ack - std::max(have, other.reported_unseen)));
  context_.emit(unit(s), event::ack_unseen, fields);
  other.reported_unseen = std::max(ack, other.next_number());
}

/// RFC 2883 4: the first block lies below the acknowledgement, or within the second one.
void Tracker::emit_d_sack(const Segment& s) {
  if (options_.sack_blocks == 0) return;
  Side& other = side(opposite(s.dir));
  const std::int64_t left = offset_of(other, options_.sack[0].left);
  const std::int64_t right = offset_of(other, options_.sack[0].right);
  const bool below = right <= acknowledged_by(s);
  const bool within = options_.sack_blocks > 1 && left >= offset_of(other, options_.sack[1].left) &&
                      right <= offset_of(other, options_.sack[1].right);
  if (left >= right || !(below || within)) return;
  Fields fields;
  fields.add(field::length, static_cast<std::uint64_t>(right - left)).add(field::sack_blocks, sack_blocks());
  const std::optional<std::uint64_t> again = other.history.take_sent_again(left, right);
  if (again) fields.add(field::packet, *again);
  context_.emit(unit(s, again ? Fold::never : Fold::routine), event::d_sack, fields);
}

}  // namespace wstrace::tcp
