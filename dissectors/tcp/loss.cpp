// Segments that do not come in order: a hole before one, bytes that were overtaken on the way, and bytes that were sent
// again (RFC 6298, RFC 5681 3.2), needed or not.
#include "dissectors/tcp/tracker.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "dissectors/tcp/definitions.h"
#include "seam/connection_service.h"

namespace wstrace::tcp {
namespace {

/// A segment that fills a hole later than this (or the handshake's RTT) was sent again; sooner, it came out of order.
constexpr Duration kReorderingTime = 3 * kMillisecond;

/// RFC 6298 2.4 asks for a second at least, but systems do with less: Linux's TCP_RTO_MIN.
constexpr Duration kShortestTimeout = 200 * kMillisecond;

/// RFC 7323 2.3: no window can be larger than this.
constexpr std::int64_t kUnknownWindow = std::int64_t{1} << 30;

}  // namespace

std::optional<std::uint32_t> Tracker::clock() const {
  return options_.timestamps ? std::optional(options_.timestamp) : std::nullopt;
}

void Tracker::on_payload(const Segment& s, Role role) {
  Side& sender = side(s.dir);
  const std::int64_t begin = begin_of(s);
  const std::int64_t end = begin + static_cast<std::int64_t>(s.length);
  if (s.header.has(kUrg)) {
    context_.emit(unit(s), event::urgent, Fields().add(field::urgent_pointer, s.header.urgent_pointer));
  }
  if (role == Role::keep_alive) return;
  if (role == Role::zero_window_probe) {
    if (s.length == 0) return;
    sender.probe_at = begin;
  }
  const bool sends_on = s.length > 0 && begins_half_close(s);
  // Whether it is more than a close_notify, only the layer knows that can read it.
  const bool reported_later = context_.connection().is_protected();
  if (s.length > 0) {
    emit_window_full(s, end);
    if (sends_on && !reported_later) emit_half_close(s, end);
    const bool probed = sender.probe_at && *sender.probe_at == begin;
    if (begin < sender.furthest() && !(probed && s.length > 1)) judge_repeated(s, begin, end);
    sender.history.sent({begin, end, context_.now(), s.packet});
  }
  if (role != Role::zero_window_probe) advance(s, begin, end);
  if (sender.claimed <= sender.next_number()) sender.acked = std::max(sender.acked, sender.claimed);
  if (s.length > 0) {
    sender.reassembly.push(begin, s.payload, s.length, s.packets(), context_.now(), *this);
  }
  if (sends_on && reported_later) emit_half_close(s, end);
}

void Tracker::advance(const Segment& s, std::int64_t begin, std::int64_t end) {
  Side& sender = side(s.dir);
  const bool further = end > sender.furthest();
  if (s.length > 0) {
    if (further) sender.last_payload = context_.now();
    if (further && sender.acked >= sender.sent_end) sender.retries.on_first(context_.now());
    sender.sent_end = std::max(sender.sent_end, end);
  } else if (further && !sender.fin_at && is_plausible(s, begin)) {
    sender.ahead = end;
  }
  if (!further || sender.furthest() != end) return;
  sender.last_sent = context_.now();
  sender.last_clock = clock();
}

/// What a bare acknowledgement claims to have sent before is believed as far as it could be.
bool Tracker::is_plausible(const Segment& s, std::int64_t begin) const {
  if (s.length > 0 || s.header.has(kFin)) return true;
  const Side& sender = side(s.dir);
  const Side& receiver = side(opposite(s.dir));
  const std::int64_t allowed =
      scale_known() && receiver.window.known() ? static_cast<std::int64_t>(receiver.window.bytes()) : kUnknownWindow;
  return begin <= std::max({receiver.latest_ack, sender.acked, sender.claimed}) + allowed + 1;
}

void Tracker::emit_hole(const Segment& s, std::int64_t begin) {
  const Side& sender = side(s.dir);
  const std::int64_t expected = sender.next_number();
  if (begin <= expected || !is_plausible(s, begin)) return;
  Fields fields;
  fields.add(field::seq, s.header.sequence).add(field::length, static_cast<std::uint64_t>(begin - expected));
  context_.emit(unit(s), event::hole, fields);
}

/// Bytes that fill a hole: were they on their way all the time, or sent again? The sender's own clock (RFC 7323 3) says
/// so when it has ticked between the two segments; otherwise time decides.
bool Tracker::was_overtaken(const Segment& s, std::int64_t begin) const {
  const Side& sender = side(s.dir);
  const std::optional<std::uint32_t> now = clock();
  if (now && sender.last_clock && *now != *sender.last_clock) {
    return static_cast<std::int32_t>(*now - *sender.last_clock) < 0;
  }
  return !is_fast_retransmission(s, begin) && context_.now() - sender.last_sent < std::max(kReorderingTime, rtt_);
}

/// What comes sooner after the first duplicate ACK than that can have reached the sender does not answer it.
bool Tracker::is_fast_retransmission(const Segment& s, std::int64_t begin) const {
  const Side& receiver = side(opposite(s.dir));
  return receiver.latest_ack == begin && receiver.duplicate_acks.call_for(context_.now(), side(s.dir).distance / 2);
}

/// True when the capture has these bytes already.
bool Tracker::was_seen(const Side& sender, std::int64_t begin, std::int64_t end) {
  return !sender.history.has_given_up(begin, end) && sender.reassembly.holds(begin, end);
}

/// Bytes at or before what was already sent: sent again, or overtaken on the way.
void Tracker::judge_repeated(const Segment& s, std::int64_t begin, std::int64_t end) {
  Side& sender = side(s.dir);
  const std::int64_t repeated_end = std::min(end, sender.furthest());
  const bool seen = was_seen(sender, begin, repeated_end);
  const bool late = !seen && repeated_end <= sender.reassembly.next();
  Fields fields;
  fields.add(field::seq, s.header.sequence);
  fields.add(field::length, static_cast<std::uint64_t>(repeated_end - begin));
  if (!seen && was_overtaken(s, begin)) {
    context_.emit(unit(s), event::out_of_order, fields.add_if(late, field::late));
    return;
  }
  const Sent* const before = seen ? sender.history.when_sent(begin) : nullptr;
  const Duration after = before != nullptr ? context_.now() - before->at : 0;
  const bool spurious = end <= sender.acked;
  const bool fast = !spurious && is_fast_retransmission(s, begin);
  // Who waits for the timer sends the first unacknowledged byte, and no duplicate ACKs have called for it.
  const bool timer = !spurious && !fast && begin == sender.acked && side(opposite(s.dir)).duplicate_acks.count() == 0 &&
                     after >= std::max(kShortestTimeout, rtt_);
  fields.add(field::lost, std::uint64_t{!seen}).add_if(fast, field::fast).add_if(timer, field::timer);
  fields.add_if(spurious, field::spurious).add_if(late, field::late);
  fields.add_if(end > repeated_end, field::fresh, static_cast<std::uint64_t>(end - repeated_end));
  fields.add_if(before != nullptr, field::after_us, to_micros(after));
  context_.emit(unit(s), event::retransmission, fields);
  if (seen && !spurious) sender.retries.on_repeat(context_.now());
  if (!spurious) sender.history.sent_again({begin, repeated_end, context_.now(), s.packet});
}

/// Since when this side has sent the same bytes again and again, while nothing at all came from the other host.
std::optional<Time> Tracker::unanswered_since(Direction dir) const {
  const Side& sender = side(dir);
  const bool outstanding = established_ && sender.acked < sender.sent_end && sender.claimed <= sender.acked;
  return outstanding ? sender.retries.unanswered_since(side(opposite(dir)).last_heard) : std::nullopt;
}

/// At the end, or when that side gives up by a reset.
void Tracker::emit_unacknowledged(Direction dir) {
  const std::optional<Time> unanswered = unanswered_since(dir);
  if (!unanswered) return;
  const Side& sender = side(dir);
  const Side& other = side(opposite(dir));
  const Duration waited = sender.retries.last() - *unanswered;
  const Session* const session = context_.session();
  const bool known = session != nullptr && session->facts.outcome.state != "open";
  const bool explained = known || (sender.fin_at && receiver_.explains_reset(dir));
  const Time start = session != nullptr ? session->facts.start : context_.connection().info().first_seen;
  const std::string heard = fmt::format("{:.3f} s", static_cast<double>(other.last_heard - start) / kSecond);
  Fields fields;
  fields.add(field::length, static_cast<std::uint64_t>(sender.sent_end - sender.acked));
  fields.add(field::count, sender.retries.count()).add(field::waited_us, to_micros(waited));
  Fields reported;
  reported.add(field::party, party(dir))
      .add(field::peer, party(opposite(dir)))
      .add(field::since, std::string_view(heard));
  reported.add(field::times, sender.retries.count()).add(field::waited_us, to_micros(waited));
  const Note notes[] = {{&note::unacknowledged, reported}};
  context_.emit({dir, {}}, event::unacknowledged, fields, explained ? std::span<const Note>{} : notes);
}

}  // namespace wstrace::tcp
