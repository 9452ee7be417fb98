// Resets (RFC 9293 3.5.2): what one ends, what it says of data that came too late, and which ones the receiver is not to
// obey (RFC 5961 3.2).
#include "dissectors/tcp/tracker.h"

#include <string>

#include "dissectors/tcp/definitions.h"
#include "seam/connection_service.h"

namespace wstrace::tcp {
namespace {

/// Programs have read by then, and TCP delays no acknowledgement for longer (RFC 9293 3.8.6.3).
constexpr Duration kReadByThen = 50 * kMillisecond;
constexpr Duration kAcknowledgedByThen = 500 * kMillisecond;

}  // namespace

void Tracker::on_rst(const Segment& s) {
  Side& sender = side(s.dir);
  const std::int64_t by = misses_by(s);
  if (by != 0) {
    emit_doubtful_reset(s, by);
    return;
  }
  // RFC 9293 3.5.1: an answer for an earlier connection is refused with a reset of that one; the SYN is sent again.
  const bool refuses_old = sender.state == State::syn_sent && side(opposite(s.dir)).last_role == Role::challenge_ack;
  if (refuses_old || (!established_ && is_before_connection(s))) {
    context_.emit(unit(s), event::rst, Fields().add(field::seq, s.header.sequence).add(field::sense, "earlier"));
    return;
  }
  on_sound_reset(s);
}

/// How far the reset lies from where its receiver can expect it: between what it has acknowledged and what was sent. 0
/// when it fits, or when nothing is known.
std::int64_t Tracker::misses_by(const Segment& s) const {
  const Side& sender = side(s.dir);
  const Side& receiver = side(opposite(s.dir));
  if (!established_ || !sender.seen || receiver.latest_ack < 0) return 0;
  const std::int64_t begin = offset_of(sender, s.header.sequence);
  // Who has closed answers with the number that it is asked with, which may be that of its FIN.
  const std::int64_t expected = receiver.latest_ack - (sender.fin_at ? 1 : 0);
  const std::int64_t sent = std::max(sender.next_number(), receiver.latest_ack);
  if (begin < expected) return begin - expected;
  return begin > sent ? begin - sent : 0;
}

void Tracker::emit_doubtful_reset(const Segment& s, std::int64_t by) {
  const auto distance = static_cast<std::uint64_t>(by < 0 ? -by : by);
  Fields fields;
  fields.add(field::seq, s.header.sequence).add(field::doubtful, 1);
  Fields reported;
  reported.add(field::length, distance).add(field::where, by < 0 ? "behind" : "beyond");
  reported.add(field::why, by < 0 ? "either it is forged, or it belongs to an earlier connection"
                                  : "either it is forged, or the capture lost what was sent before it");
  const Note notes[] = {{&note::doubtful_reset, reported}};
  context_.emit(unit(s), event::rst, fields, notes);
  side(s.dir).last_role = Role::doubtful_reset;
  doubtful_reset_by_ = s.dir;
}

/// RFC 9293 3.10.7.1: a reset has the number 0 when it answers a segment without an acknowledgement, and none but a first
/// SYN is without one.
bool Tracker::answers_unseen_syn(const Segment& s) const {
  const bool nothing_seen = !side(Direction::c2s).seen && !side(Direction::s2c).seen;
  return nothing_seen && s.dir == Direction::s2c && s.header.has(kAck) && s.header.sequence == 0 && s.length == 0;
}

void Tracker::on_sound_reset(const Segment& s) {
  const Side& sender = side(s.dir);
  const Side& receiver = side(opposite(s.dir));
  const bool refused = receiver.state == State::syn_sent || answers_unseen_syn(s);
  const bool after_close = is_over(sender.state) && is_over(receiver.state) && fin_seen_;
  const bool harmless = interrupts_nothing(s);
  const bool unread = !harmless && leaves_unread(s);
  emit_reset(s, refused, after_close);
  // What it acknowledges, its sender has got, captured or not.
  if (established_ && s.header.has(kAck)) take_acknowledgement(s);
  stimulate(s.dir, Stimulus::reset, Stimulus::reset);
  end_by_reset(s.dir, refused, after_close, harmless, unread);
  reset_at_ = context_.now();
  if (!lacks_acknowledged(opposite(s.dir))) finish(End::rst);
}

/// Behind the reset: what it acknowledged may have been captured too late. The rest is nobody's any more.
void Tracker::on_late_segment(const Segment& s) {
  if (s.header.has(kRst)) {
    const Fields fields = Fields().add(field::seq, s.header.sequence).add(field::sense, "again");
    context_.emit(unit(s, Fold::routine), event::rst, fields);
  }
  const bool acknowledged = begin_of(s) + static_cast<std::int64_t>(s.length) <= acknowledged_end(s.dir);
  if (!ended() && s.length > 0 && acknowledged && context_.now() - reset_at_ < limits_.gap_time) {
    side(s.dir).reassembly.push(begin_of(s), s.payload, s.length, s.packets(), context_.now(), *this);
    if (!lacks_acknowledged(s.dir)) finish(End::rst);
  } else if (s.length > 0) {
    finish(End::rst);
    context_.emit(unit(s), event::after_reset, Fields().add(field::length, s.length));
  }
}

/// A reset is bad news unless the conversation was over. Of a refusal the host says when it is (tell_refusal).
void Tracker::emit_reset(const Segment& s, bool refused, bool after_close) {
  const Session* const session = context_.session();
  const bool over = after_close || context_.connection().outcome().state != "open" ||
                    (session != nullptr && session->facts.outcome.state != "open");
  const Side& peer = side(opposite(s.dir));
  const bool data_lost = side(s.dir).fin_at && peer.sent_end > peer.acked;
  Fields reported;
  reported.add(field::party, party(s.dir)).add(field::peer, party(opposite(s.dir)));
  const Note notes[] = {{data_lost          ? &note::data_after_close
                         : leaves_unread(s) ? &note::closed_unread
                                            : &note::reset,
                         reported}};
  Fields fields;
  fields.add(field::seq, s.header.sequence).add(field::refused, std::uint64_t{refused});
  fields.add_if(after_close, field::after_close).add_if(s.length > 0, field::length, s.length);
  const bool close_notify = data_lost && is_close_notify(opposite(s.dir), peer.acked, peer.sent_end);
  fields.add_if(close_notify, field::close_notify);
  const bool harmless = interrupts_nothing(s) || is_alone();
  const bool explained = !data_lost && receiver_.explains_reset(s.dir);
  const bool gave_up = !over && unanswered_since(s.dir).has_value();
  const bool quiet = refused || close_notify || (over && !data_lost) || harmless || explained || gave_up;
  reset_explained_ = quiet;
  if (!close_notify && !refused && !after_close && !harmless) fields.add(field::sense, "breaks");
  context_.emit(unit(s, close_notify ? std::optional(Fold::routine) : std::nullopt), event::rst, fields,
                quiet ? std::span<const Note>{} : notes);
  if (gave_up && !explained) emit_unacknowledged(s.dir);
}

/// Nothing else of the connection is in the capture, or only what nobody could read: what it ended, and whether it ended
/// anything, is not known.
bool Tracker::is_alone() const {
  return (!established_ && !sides_[0].seen && !sides_[1].seen) || (mid_stream_ && context_.session() == nullptr);
}

/// RFC 2525 2.17: who closes a socket with data in it that its program has not read resets the connection. Such data came just
/// before, and nothing was said since. (A server that does so interrupts its clients all the same.)
bool Tracker::leaves_unread(const Segment& s) const {
  const Side& sender = side(s.dir);
  const Side& peer = side(opposite(s.dir));
  const bool known = established_ && s.dir == Direction::c2s && s.header.has(kAck) && !sender.fin_at;
  if (!known || peer.last_payload == 0 || peer.last_payload < sender.last_payload) return false;
  const bool acknowledged = peer.acked >= peer.sent_end;
  return acknowledged_by(s) >= peer.sent_end &&
         context_.now() - peer.last_payload <= (acknowledged ? kReadByThen : kAcknowledgedByThen);
}

/// Some programs (HAProxy is one) end each connection that way once the exchange on it is complete.
bool Tracker::interrupts_nothing(const Segment& s) const {
  if (!established_ || !receiver_.at_rest()) return false;
  const Side& sender = side(s.dir);
  const Side& peer = side(opposite(s.dir));
  const std::int64_t received = s.header.has(kAck) ? std::max(peer.acked, acknowledged_by(s)) : peer.acked;
  // What a client sent last, and is no request, nobody misses.
  const bool delivered = s.dir == Direction::c2s || sender.acked >= sender.sent_end;
  return received >= peer.sent_end && delivered;
}

void Tracker::end_by_reset(Direction by, bool refused, bool after_close, bool harmless, bool unread) {
  reset_ = true;
  if (refused) {
    refused_in_ = current_->packets();
    listened_before_ = receiver_.accepted_before();
    receiver_.on_refused();
  } else if (harmless) {
    receiver_.on_outcome(
        {"closed", party(by), "the " + std::string(party(by)) + " closed the TCP connection, by a reset"});
  } else if (unread && !after_close) {
    receiver_.on_outcome(
        {"closed", party(by),
         "the " + std::string(party(by)) +
             " closed the TCP connection, by a reset just after data had come: its process ended, or it dropped "
             "the connection"});
  } else if (!after_close) {
    const bool alone = is_alone();
    receiver_.on_outcome({"reset", party(by), "the " + std::string(party(by)) + " reset the TCP connection",
                          alone                              ? std::string_view{}
                          : unanswered_since(by).has_value() ? note::unacknowledged.code
                                                             : note::reset.code});
  }
}

void Tracker::emit_refusal() {
  if (!refused_in_) return;
  const std::string server = context_.connection().info().server.to_string();
  Fields reported;
  const NoteDef& why = listened_before_ ? note::no_longer_listens : note::refused;
  const Note notes[] = {{&why, reported.add(field::server, std::string_view(server))}};
  context_.emit({Direction::s2c, *refused_in_}, event::refusal, {}, notes);
  receiver_.on_outcome(
      {"refused", party(Direction::s2c),
       std::string("connection refused: nothing listens on the server's port") + (listened_before_ ? " any more" : ""),
       why.code});
  refused_in_.reset();
}

}  // namespace wstrace::tcp
