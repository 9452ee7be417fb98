// Three-way handshake (RFC 9293 3.5): SYNs that are repeated, that cross each other, that carry data (RFC 7413), that
// nobody answers.
#include "dissectors/tcp/tracker.h"

#include <utility>

#include "dissectors/tcp/definitions.h"
#include "seam/connection_service.h"

namespace wstrace::tcp {
namespace {

/// RFC 7323 2.3: 65535 bytes, scaled by 14 at most.
constexpr std::int64_t kLargestWindow = std::int64_t{1} << 30;
constexpr std::int64_t kLargestUnscaled = 65535;

std::string_view text(FastOpen option) { return option == FastOpen::request ? "cookie requested" : "cookie"; }

}  // namespace

bool Tracker::is_other_connection(const Segment& s) const {
  if (!s.header.has(kSyn) || s.header.has(kRst)) return false;
  const Side& sender = side(s.dir);
  const bool repeated = sender.from_syn && sender.first_data == s.header.sequence + 1;
  if (s.header.has(kAck)) return over() && !repeated;
  if (over() || established_ || sender.from_syn) return !repeated;
  // Captured behind its answer, which said where the data begins, or behind what data the SYN carries.
  const bool answered = sender.known && !sender.seen && sender.first_data - (s.header.sequence + 1) <= s.length;
  return sender.known && !answered;
}

/// A client that asks several times may be answered by several (a server that keeps no state, another one behind the same
/// address): each begins with a number of its own.
bool Tracker::is_other_answer(const Segment& s) const {
  const Side& sender = side(s.dir);
  return s.header.has(kAck) && sender.from_syn && sender.first_data != s.header.sequence + 1;
}

/// The first acknowledgement says which answer the client took.
void Tracker::choose_answer(const Segment& s) {
  Side& answering = side(opposite(s.dir));
  if (established_ || !answering.other_first_data || !s.header.has(kAck) || s.header.has(kSyn | kRst)) return;
  const std::uint32_t ack = s.header.acknowledgement;
  if (ack - *answering.other_first_data < ack - answering.first_data) {
    std::swap(answering.first_data, *answering.other_first_data);
  }
}

/// The sender's SYN says which numbers can be this connection's.
bool Tracker::is_before_connection(const Segment& s) const {
  const Side& sender = side(s.dir);
  if (!sender.from_syn) return false;
  const std::int64_t begin = begin_of(s);
  const std::int64_t window = established_ ? kLargestWindow : kLargestUnscaled;
  return begin < (established_ ? -1 : 0) || begin > sender.furthest() + window;
}

/// Before the connection's first number or beyond any window, or data in answer to a SYN that acknowledges something else.
bool Tracker::is_of_earlier_connection(const Segment& s) const {
  if (!s.header.has(kSyn | kRst) && is_before_connection(s)) return true;
  const Side& other = side(opposite(s.dir));
  const bool first_answer = other.from_syn && other.state == State::syn_sent && other.latest_ack < 0;
  if (established_ || !first_answer || s.length == 0 || s.header.has(kSyn | kRst) || !s.header.has(kAck)) return false;
  const std::int64_t ack = acknowledged_by(s);
  return ack < 0 || ack > static_cast<std::int64_t>(other.syn_data);
}

void Tracker::on_syn(const Segment& s) {
  Side& sender = side(s.dir);
  Side& other = side(opposite(s.dir));
  if (++sender.syns == 1) sender.first_syn = context_.now();
  if (sender.from_syn) {
    if (is_other_answer(s) && !established_) sender.other_first_data = s.header.sequence + 1;
    on_syn_again(s);
    if (!established_ && !s.header.has(kAck)) syn_time_ = context_.now();
    sender.last_syn = context_.now();
    return;
  }
  sender.last_syn = context_.now();
  if (s.header.has(kAck) && other.syns == 1) sender.distance = sender.last_syn - other.last_syn;
  crossed_ = !s.header.has(kAck) && other.state == State::syn_sent && !established_;
  sender.known = sender.from_syn = true;
  sender.first_data = s.header.sequence + 1;
  sender.last_sent = context_.now();
  sender.syn_data = s.length;
  sender.scale = options_.has_window_scale ? std::optional(options_.window_scale) : std::nullopt;
  if (s.header.has(kAck) && !other.known) {
    // The SYN is not in the capture. What answers it says where its sender's data begins.
    other.known = true;
    other.first_data = s.header.acknowledgement;
  }
  if (s.header.has(kAck)) {
    stimulate(s.dir, Stimulus::send_syn_ack, Stimulus::receive_syn_ack);
  } else {
    stimulate(s.dir, Stimulus::send_syn, Stimulus::receive_syn);
    if (first_syn_ == 0) first_syn_ = context_.now();
    syn_time_ = context_.now();
  }
  if (crossed_) sender.state = next(sender.state, Stimulus::receive_syn);
  emit_syn(s);
  if (s.dir == Direction::c2s && !s.header.has(kAck)) receiver_.on_asked();
  if (crossed_) context_.emit(unit(s), event::simultaneous_open, {});
}

/// After SYNs that crossed, both sides send theirs once more, as the acknowledgement (RFC 9293 figure 7).
void Tracker::on_syn_again(const Segment& s) {
  Side& sender = side(s.dir);
  if (crossed_ && s.header.has(kAck) && !established_ && sender.syns == 2) {
    emit_syn(s);
    return;
  }
  Fields fields;
  fields.add(field::seq, s.header.sequence).add(field::what, s.header.has(kAck) ? "SYN-ACK" : "SYN");
  fields.add(field::count, sender.syns).add(field::after_us, to_micros(context_.now() - sender.last_syn));
  fields.add_if(side(opposite(s.dir)).latest_ack >= 0, field::spurious);
  context_.emit(unit(s), event::retransmission, fields);
}

void Tracker::emit_syn(const Segment& s) {
  const Side& other = side(opposite(s.dir));
  const bool answer = s.header.has(kAck);
  const bool judges_data = answer && other.syn_data > 0;
  const bool accepted = judges_data && acknowledged_by(s) > 0;
  Fields fields;
  fields.add(field::seq, s.header.sequence);
  fields.add_if(options_.mss != 0, field::mss, options_.mss);
  fields.add_if(options_.has_window_scale, field::window_scale, options_.window_scale);
  fields.add(field::sack, std::uint64_t{options_.sack_permitted});
  fields.add(field::timestamps, std::uint64_t{options_.timestamps});
  if (options_.fast_open != FastOpen::none) fields.add(field::fast_open, text(options_.fast_open));
  fields.add_if(s.length > 0, field::data, s.length);
  fields.add_if(accepted, field::data_accepted).add_if(judges_data && !accepted, field::data_refused);
  fields.add_if(s.reused_ports && !answer, field::reused_ports);
  const Note missing[] = {{&note::syn_missing, {}}};
  const bool lacks_syn = answer && !other.from_syn;
  context_.emit(unit(s), answer ? event::syn_ack : event::syn, fields,
                lacks_syn ? std::span<const Note>(missing) : std::span<const Note>{});
}

/// Called for each acknowledgement until the handshake is complete.
void Tracker::complete_handshake(const Segment& s) {
  Side& sender = side(s.dir);
  Side& answering = side(opposite(s.dir));
  if (!established_ && sender.state == State::syn_sent && !answering.from_syn && !s.header.has(kSyn)) {
    // Who acknowledges has got a SYN, ACK: the capture lost it.
    return establish_silently(s);
  }
  // Or has sent the SYN that the SYN, ACK answers.
  const bool lacks_syn = answering.from_syn && !sender.from_syn && !s.header.has(kSyn);
  if (!established_ && lacks_syn && acknowledged_by(s) >= 0) return establish_silently(s);
  if (established_ || !side(opposite(s.dir)).from_syn || acknowledged_by(s) < 0) return;
  stimulate(s.dir, Stimulus::receive_syn_ack, Stimulus::receive_ack_of_syn);
  const bool both =
      side(Direction::c2s).state == State::established && side(Direction::s2c).state == State::established;
  if (both) on_established(s);
}

void Tracker::establish_silently(const Segment& s) {
  for (const Direction dir : {Direction::c2s, Direction::s2c}) side(dir).state = State::established;
  established_ = true;
  receiver_.on_established(s.packets());
}

void Tracker::on_established(const Segment& s) {
  established_ = true;
  Fields fields;
  if (syn_time_ != 0) {
    rtt_ = context_.now() - syn_time_;
    const Side& other = side(opposite(s.dir));
    if (other.syns == 1) side(s.dir).distance = context_.now() - other.last_syn;
    context_.handshake({&protocol, "TCP", context_.now() - first_syn_});
    fields.add(field::rtt_us, to_micros(rtt_));
  }
  context_.emit(unit(s), event::established, fields);
  receiver_.on_established(s.packets());
}

/// RFC 9293 figure 9: the other side still knows an earlier connection on these ports, and says where that one is.
void Tracker::emit_old_connection(const Segment& s) {
  Side& sender = side(s.dir);
  Fields reported;
  const Note notes[] = {{&note::old_connection, reported.add(field::party, party(s.dir))}};
  context_.emit(unit(s), event::challenge_ack, Fields().add(field::ack, s.header.acknowledgement), notes);
  sender.known = false;
  sender.last_role = Role::challenge_ack;
}

/// One SYN without an answer may be the last packet of the capture; who asks again has waited in vain.
void Tracker::emit_no_answer() {
  const Side& client = side(Direction::c2s);
  if (client.syns < 2 || side(Direction::s2c).known || reset_) return;
  const std::string server = context_.connection().info().server.to_string();
  const std::uint64_t waited = to_micros(client.last_syn - client.first_syn);
  Fields fields;
  fields.add(field::count, client.syns).add(field::waited_us, waited);
  Fields reported;
  reported.add(field::server, std::string_view(server)).add(field::count, client.syns).add(field::waited_us, waited);
  const NoteDef& why = receiver_.accepted_before() ? note::no_longer_answers : note::no_answer;
  const Note notes[] = {{&why, reported}};
  context_.emit({Direction::c2s, {}}, event::no_answer, fields, notes);
  receiver_.on_outcome({"timeout", "unknown", "the server did not answer", why.code});
}

}  // namespace wstrace::tcp
