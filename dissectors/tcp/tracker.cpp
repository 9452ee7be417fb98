#include "dissectors/tcp/tracker.h"

#include <algorithm>

#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {
namespace {

/// A segment that fills a hole later than this (or the handshake's RTT) was sent again; sooner, it came out of order.
constexpr Duration kReorderingTime = 3 * kMillisecond;

/// Duplicate ACKs call for a fast retransmission (RFC 5681 3.2); one that comes soon after them answers them. Two are
/// enough to be sure of here: the third may have been lost.
constexpr unsigned kCallingAcks = 2;
constexpr Duration kFastRetransmissionTime = 20 * kMillisecond;

std::optional<std::uint32_t> clock_of(const Segment& s) {
  const Options options = read_options(s.header.options);
  return options.timestamps ? std::optional(options.timestamp) : std::nullopt;
}

std::string closed_by(Direction d) { return "the " + std::string(party(d)) + " closed the TCP connection"; }

}  // namespace

Tracker::Tracker(const Limits& limits, Context& context, Receiver& receiver)
    : limits_(limits),
      context_(context),
      receiver_(receiver),
      sides_{{Direction::c2s, limits}, {Direction::s2c, limits}} {
  side(Direction::s2c).state = State::listen;
}

Unit Tracker::unit(const Segment& s) const { return {s.dir, s.packets(), s.payload}; }

/// Sequence numbers wrap at 2^32; offsets do not. The nearest one to what is expected next is meant (RFC 9293 3.4).
std::int64_t Tracker::offset_of(const Side& s, std::uint32_t sequence) const {
  const std::int64_t expected = s.reassembly.next();
  const std::uint32_t expected_sequence = s.first_data + static_cast<std::uint32_t>(expected);
  return expected + static_cast<std::int32_t>(sequence - expected_sequence);
}

std::uint64_t Tracker::scaled_window(const Segment& s) const {
  const bool scaled = side(Direction::c2s).scale_stated && side(Direction::s2c).scale_stated && !s.header.has(kSyn);
  return std::uint64_t{s.header.window} << (scaled ? side(s.dir).scale : 0);
}

void Tracker::stimulate(Direction sender, Stimulus sent, Stimulus received) {
  side(sender).state = next(side(sender).state, sent);
  side(opposite(sender)).state = next(side(opposite(sender)).state, received);
}

bool Tracker::over() const {
  return reset_ || (is_over(side(Direction::c2s).state) && is_over(side(Direction::s2c).state) && fin_seen_);
}

bool Tracker::is_other_connection(const Segment& s) const {
  if (!s.header.has(kSyn) || s.header.has(kRst)) return false;
  const Side& sender = side(s.dir);
  const bool repeated = sender.from_syn && sender.first_data == s.header.sequence + 1;
  if (s.header.has(kAck)) return over() && !repeated;
  return over() || established_ || sender.from_syn ? !repeated : sender.known;
}

void Tracker::on_segment(const Segment& s) {
  if (reset_) return;  // late segments of a connection that is gone
  current_ = &s;
  dispatch(s);
  current_ = nullptr;
}

void Tracker::dispatch(const Segment& s) {
  if (s.header.has(kSyn)) {
    on_syn(s);
  } else {
    learn_base(s);
  }
  if (s.header.has(kRst)) {
    on_rst(s);
    return;
  }
  if (s.header.has(kAck)) on_ack(s);
  on_window(s);
  on_payload(s);
  if (s.header.has(kFin)) on_fin(s);
  check_holes();
  try_end(s.dir);
  try_closed(s);
}

/// Without its SYN, a direction is counted from the first byte that the capture shows.
void Tracker::learn_base(const Segment& s) {
  Side& sender = side(s.dir);
  Side& receiver = side(opposite(s.dir));
  const bool nothing_known = !sender.known && !receiver.known;
  if (!sender.known && !(s.header.has(kRst) && s.length == 0 && receiver.from_syn)) {
    sender.known = true;
    sender.first_data = s.header.sequence;
  }
  if (!receiver.known && s.header.has(kAck)) {
    receiver.known = true;
    receiver.first_data = s.header.acknowledgement;
  }
  if (nothing_known && !s.header.has(kRst)) {
    established_ = true;
    sender.state = receiver.state = State::established;
    context_.emit(unit(s), mid_stream, {});
  }
}

void Tracker::on_syn(const Segment& s) {
  Side& sender = side(s.dir);
  if (sender.from_syn) {
    const Field fields[] = {make_field(field::seq, s.header.sequence)};
    context_.emit(unit(s), retransmission, fields);
    return;
  }
  sender.known = sender.from_syn = true;
  sender.first_data = s.header.sequence + 1;
  sender.last_sent = context_.now();
  const Options options = read_options(s.header.options);
  sender.scale_stated = options.has_window_scale;
  sender.scale = options.window_scale;
  if (s.header.has(kAck)) {
    stimulate(s.dir, Stimulus::send_syn_ack, Stimulus::receive_syn_ack);
  } else {
    stimulate(s.dir, Stimulus::send_syn, Stimulus::receive_syn);
    syn_time_ = context_.now();
  }
  Field fields[5] = {make_field(field::seq, s.header.sequence)};
  std::size_t n = 1;
  if (options.mss != 0) fields[n++] = make_field(field::mss, options.mss);
  if (options.has_window_scale) fields[n++] = make_field(field::window_scale, options.window_scale);
  fields[n++] = make_field(field::sack, std::uint64_t{options.sack_permitted});
  fields[n++] = make_field(field::timestamps, std::uint64_t{options.timestamps});
  context_.emit(unit(s), s.header.has(kAck) ? syn_ack : syn, {fields, n});
}

void Tracker::on_established(const Segment& s) {
  established_ = true;
  Field fields[1];
  std::size_t n = 0;
  if (syn_time_ != 0) {
    rtt_ = context_.now() - syn_time_;
    context_.handshake("TCP", rtt_);
    fields[n++] = make_field(field::rtt_us, to_micros(rtt_));
  }
  context_.emit(unit(s), established, {fields, n});
}

void Tracker::on_rst(const Segment& s) {
  Side& receiver = side(opposite(s.dir));
  const bool refused = receiver.state == State::syn_sent;
  const bool after_close = is_over(side(s.dir).state) && is_over(receiver.state) && fin_seen_;
  stimulate(s.dir, Stimulus::reset, Stimulus::reset);
  reset_ = true;
  const Field fields[] = {make_field(field::seq, s.header.sequence),
                          make_field(field::refused, std::uint64_t{refused})};
  tell_reset(s, fields, refused, after_close);
  if (refused) {
    receiver_.on_outcome("refused", party(s.dir), "nobody listens on the server's port");
  } else if (!after_close) {
    receiver_.on_outcome("reset", party(s.dir), "the " + std::string(party(s.dir)) + " reset the TCP connection");
  }
  finish(End::rst);
}

/// A reset is bad news unless the conversation was over.
void Tracker::tell_reset(const Segment& s, std::span<const Field> fields, bool refused, bool after_close) {
  const Session* const session = context_.session();
  const bool over = after_close || context_.connection_outcome().state != "open" ||
                    (session != nullptr && session->facts.outcome.state != "open");
  const std::string server = context_.connection() != nullptr ? context_.connection()->server.to_string() : "the port";
  const Field told[] = {make_field(field::party, party(s.dir)), make_field(field::server, std::string_view(server))};
  const Note notes[] = {{refused ? &refused_note : &reset_note, told}};
  context_.emit(unit(s), rst, fields, over ? std::span<const Note>{} : notes);
}

void Tracker::on_ack(const Segment& s) {
  Side& sender = side(s.dir);
  Side& acknowledged = side(opposite(s.dir));
  const std::int64_t ack = offset_of(acknowledged, s.header.acknowledgement);
  if (!established_ && acknowledged.from_syn && ack >= 0) {
    stimulate(s.dir, Stimulus::receive_syn_ack, Stimulus::receive_ack_of_syn);
    const bool both =
        side(Direction::c2s).state == State::established && side(Direction::s2c).state == State::established;
    if (both) on_established(s);
  }
  if (ack == sender.last_ack) {
    on_duplicate_ack(s);
  } else {
    sender.duplicate_acks = 0;
  }
  sender.last_ack = std::max(sender.last_ack, ack);
  acknowledged.acked = std::max(acknowledged.acked, ack);
  if (acknowledged.fin_at && ack > *acknowledged.fin_at) {
    acknowledged.state = next(acknowledged.state, Stimulus::receive_ack_of_fin);
  }
}

/// RFC 5681 2: no data, no SYN or FIN, the same acknowledgement and window, while data is outstanding.
void Tracker::on_duplicate_ack(const Segment& s) {
  Side& sender = side(s.dir);
  const Side& acknowledged = side(opposite(s.dir));
  const bool bare = s.length == 0 && !s.header.has(kSyn | kFin | kRst);
  const bool outstanding = acknowledged.sent_end > acknowledged.acked;
  const bool in_place = offset_of(sender, s.header.sequence) == sender.sent_end;
  if (!bare || !outstanding || !in_place || s.header.window != sender.last_window) return;
  ++sender.duplicate_acks;
  sender.duplicate_ack_at = context_.now();
  const Field fields[] = {make_field(field::ack, s.header.acknowledgement),
                          make_field(field::count, sender.duplicate_acks)};
  context_.emit(unit(s), duplicate_ack, fields);
}

void Tracker::on_window(const Segment& s) {
  Side& sender = side(s.dir);
  const bool was_shut = sender.window_shut;
  const bool changed = sender.window_known && s.header.window != sender.last_window;
  const bool bare = s.length == 0 && !s.header.has(kSyn | kFin | kRst);
  sender.window_shut = s.header.window == 0 && !s.header.has(kSyn | kFin);
  sender.window_known = true;
  sender.last_window = s.header.window;
  const Field fields[] = {make_field(field::window, scaled_window(s))};
  if (sender.window_shut && !was_shut) {
    const Note notes[] = {{&window_closed, {}}};
    context_.emit(unit(s), zero_window, fields, notes);
  } else if (was_shut && changed && bare) {
    context_.emit(unit(s), window_update, fields);
  }
}

bool Tracker::is_keep_alive(const Segment& s, std::int64_t begin) const {
  const Side& sender = side(s.dir);
  return s.length <= 1 && !s.header.has(kSyn | kFin | kRst) && begin == sender.sent_end - 1 && !sender.fin_at &&
         sender.acked == sender.sent_end;
}

void Tracker::on_payload(const Segment& s) {
  Side& sender = side(s.dir);
  // RFC 9293 3.4: a SYN takes the first number, so data in the same segment begins one later (TCP Fast Open).
  const std::int64_t begin = offset_of(sender, s.header.sequence + (s.header.has(kSyn) ? 1U : 0U));
  const std::int64_t end = begin + static_cast<std::int64_t>(s.length);
  if (is_keep_alive(s, begin)) {
    context_.emit(unit(s), keep_alive, {});
    return;
  }
  if (s.length == 0) return;
  if (begin < sender.sent_end) judge_repeated(s, begin, end);
  if (end > sender.sent_end) {
    sender.sent_end = end;
    sender.last_sent = context_.now();
    sender.last_clock = clock_of(s);
  }
  sender.reassembly.push(begin, s.payload, s.length, s.packets(), *this);
}

/// Bytes that fill a hole: were they on their way all the time, or sent again? The sender's own clock (RFC 7323 3) says
/// so when it has ticked between the two segments; otherwise time decides.
bool Tracker::was_overtaken(const Segment& s, std::int64_t begin) const {
  const Side& sender = side(s.dir);
  const std::optional<std::uint32_t> clock = clock_of(s);
  if (clock && sender.last_clock && *clock != *sender.last_clock) {
    return static_cast<std::int32_t>(*clock - *sender.last_clock) < 0;
  }
  return !is_fast_retransmission(s, begin) && context_.now() - sender.last_sent < std::max(kReorderingTime, rtt_);
}

bool Tracker::is_fast_retransmission(const Segment& s, std::int64_t begin) const {
  const Side& receiver = side(opposite(s.dir));
  return receiver.duplicate_acks >= kCallingAcks && receiver.last_ack == begin &&
         context_.now() - receiver.duplicate_ack_at < kFastRetransmissionTime;
}

/// Bytes at or before what was already sent: sent again, or overtaken on the way.
void Tracker::judge_repeated(const Segment& s, std::int64_t begin, std::int64_t end) {
  const Side& sender = side(s.dir);
  const bool seen = sender.reassembly.holds(begin, std::min(end, sender.sent_end));
  const bool fast = is_fast_retransmission(s, begin);
  const bool overtaken = !seen && was_overtaken(s, begin);
  Field fields[4] = {make_field(field::seq, s.header.sequence), make_field(field::length, s.length)};
  if (overtaken) {
    context_.emit(unit(s), out_of_order, {fields, 2});
    return;
  }
  fields[2] = make_field(field::lost, std::uint64_t{!seen});
  fields[3] = make_field(field::fast, std::uint64_t{fast});
  context_.emit(unit(s), retransmission, std::span(fields).first(fast ? 4 : 3));
}

void Tracker::on_fin(const Segment& s) {
  Side& sender = side(s.dir);
  const std::int64_t at = offset_of(sender, s.header.sequence) + static_cast<std::int64_t>(s.length);
  if (sender.fin_at) {
    const Field fields[] = {make_field(field::seq, s.header.sequence)};
    if (s.length == 0) context_.emit(unit(s), retransmission, fields);
    return;
  }
  sender.fin_at = at;
  sender.sent_end = std::max(sender.sent_end, at);
  const Field fields[] = {make_field(field::seq, s.header.sequence),
                          make_field(field::first, std::uint64_t{!fin_seen_})};
  context_.emit(unit(s), fin_seen_ ? fin_too : fin, fields);
  if (!fin_seen_) {
    fin_seen_ = true;
    first_fin_ = context_.now();
    receiver_.on_outcome("closed", party(s.dir), closed_by(s.dir));
  }
  stimulate(s.dir, Stimulus::send_fin, Stimulus::receive_fin);
}

/// A hole that the receiver has acknowledged was filled for it: the capture lost the bytes. Packets may be captured in
/// another order than they were sent, so a few more segments are waited for.
void Tracker::check_holes() {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Side& sender = side(dir);
    const bool hole = sender.reassembly.has_hole() || (sender.fin_at && sender.reassembly.next() < *sender.fin_at);
    if (!hole || sender.acked <= sender.reassembly.next()) {
      sender.patience = 0;
      continue;
    }
    if (++sender.patience < limits_.gap_patience) continue;
    sender.patience = 0;
    sender.reassembly.skip_to(sender.acked, *this);
    try_end(dir);
  }
}

/// Bytes that will not come any more: says why, then tells the layers above.
void Tracker::on_gap(Direction dir, std::uint64_t n) {
  const bool cut = current_ != nullptr && current_->dir == dir && current_->payload.size() < current_->length;
  const bool acknowledged = side(dir).acked >= side(dir).reassembly.next();
  const Field fields[] = {make_field(field::length, n)};
  const Note notes[] = {{cut ? &cut_short : acknowledged ? &capture_gap : &unfilled_gap, fields}};
  const PacketRange packets = current_ != nullptr ? current_->packets() : PacketRange{};
  context_.emit({dir, packets}, gap, fields, notes);
  receiver_.on_gap(dir, n);
}

void Tracker::try_end(Direction dir) {
  Side& sender = side(dir);
  if (sender.ended || !sender.fin_at || sender.reassembly.next() < *sender.fin_at) return;
  sender.ended = true;
  receiver_.on_end(dir, End::fin);
}

void Tracker::try_closed(const Segment& s) {
  if (closed_told_ || reset_ || !fin_seen_ || !over()) return;
  closed_told_ = true;
  const Field fields[] = {make_field(field::closing_us, to_micros(context_.now() - first_fin_))};
  context_.emit({s.dir, s.packets()}, closed, fields);
}

void Tracker::finish(End how) {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    Side& sender = side(dir);
    while (sender.reassembly.has_hole()) sender.reassembly.skip_hole(*this);
    if (sender.ended) continue;
    sender.ended = true;
    receiver_.on_end(dir, how);
  }
}

}  // namespace wstrace::tcp
