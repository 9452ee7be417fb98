// What the capture lost: bytes that the receiver has acknowledged and that were never recorded, and a FIN of that kind.
//
// Packets may be captured in another order than they were sent, so a hole is waited for (Limits::gap_patience) before it
// is given up; the end of the connection is the end of waiting.
#include "dissectors/tcp/tracker.h"

#include <algorithm>

#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {
namespace {

/// Acknowledgements of what was not captured must agree before the end of the connection proves them right.
constexpr unsigned kClaims = 2;

/// Nothing is on its way for longer.
constexpr Duration kOnItsWay = 2 * kSecond;

}  // namespace

/// How far the other side has this direction's bytes. A claim beyond what was captured counts while the claimant's
/// latest acknowledgement bears it out.
std::int64_t Tracker::acknowledged_end(Direction dir) const {
  const Side& sender = side(dir);
  const bool claim_holds = side(opposite(dir)).latest_ack >= sender.claimed;
  const std::int64_t end = claim_holds ? std::max(sender.acked, sender.claimed) : sender.acked;
  return sender.fin_at ? std::min(end, *sender.fin_at) : end;
}

/// One number is missing at the very end: a FIN takes one, and hardly anybody sends a single byte.
bool Tracker::lacks_fin_only(Direction dir) const {
  const Side& sender = side(dir);
  return established_ && !sender.fin_at && sender.sent_end == sender.reassembly.next() &&
         std::max(acknowledged_end(dir), sender.ahead) == sender.sent_end + 1;
}

bool Tracker::lacks_acknowledged(Direction dir) const {
  return acknowledged_end(dir) > side(dir).reassembly.next() && !lacks_fin_only(dir);
}

void Tracker::check_holes() {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Side& sender = side(dir);
    if (!lacks_acknowledged(dir)) {
      sender.patience = 0;
      continue;
    }
    if (sender.patience == 0) sender.missing_since = context_.now();
    const bool long_ago = context_.now() - sender.missing_since >= limits_.gap_time;
    const bool said_once = acknowledged_end(dir) > sender.next_number() && sender.claims < kClaims;
    if ((++sender.patience < limits_.gap_patience && !long_ago) || said_once) continue;
    sender.patience = 0;
    give_up_to(dir, acknowledged_end(dir));
    try_end(dir);
  }
}

void Tracker::give_up_to(Direction dir, std::int64_t end) {
  Side& sender = side(dir);
  while (sender.reassembly.next() < end) sender.reassembly.skip_to(end, *this);
  sender.sent_end = std::max(sender.sent_end, end);
}

void Tracker::infer_fin(Direction dir) {
  Side& sender = side(dir);
  sender.fin_at = sender.sent_end;
  Fields reported;
  const Note notes[] = {{&note::fin_missing, reported.add(field::party, party(dir))}};
  context_.emit({dir, {}}, event::gap, {}, notes);
  try_end(dir);
}

/// Nothing comes behind a FIN, whatever segments say.
void Tracker::on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) {
  if (!side(dir).ended) receiver_.on_data(dir, bytes, packets, at);
}

/// Where the capture begins inside the connection, what a side had sent just before may be acknowledged in it.
bool Tracker::was_on_its_way(Direction dir) const {
  return mid_stream_ && !side(dir).from_syn && context_.now() - began_ <= kOnItsWay;
}

/// Bytes that will not come any more: says why, then tells the layers above.
void Tracker::on_gap(Direction dir, std::uint64_t n) {
  Side& sender = side(dir);
  if (sender.ended) return;
  const std::int64_t end = sender.reassembly.next();
  const bool cut = current_ != nullptr && current_->dir == dir && current_->payload.size() < current_->length;
  const bool acknowledged = acknowledged_end(dir) >= end;
  const bool before = n == static_cast<std::uint64_t>(end) && was_on_its_way(dir);
  if (!cut) sender.history.gave_up({end - static_cast<std::int64_t>(n), end, context_.now(), 0});
  const Field fields[] = {make_field(field::length, n)};
  const Note notes[] = {{cut            ? &note::cut_short
                         : before       ? &note::sent_before_capture
                         : acknowledged ? &note::capture_gap
                                        : &note::unfilled_gap,
                         fields}};
  context_.emit({dir, current_ != nullptr ? current_->packets() : PacketRange{}}, event::gap, fields, notes);
  receiver_.on_gap(dir, n);
}

}  // namespace wstrace::tcp
