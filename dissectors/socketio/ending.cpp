// The session is over: what was waited for in vain.
#include "dissectors/socketio/definitions.h"
#include "dissectors/socketio/dissector.h"

namespace wstrace::socketio {
namespace {

/// Missing acknowledgements are reported one by one up to here.
constexpr std::size_t kToldEach = 8;
/// An answer may well have been on its way when the session ended so soon after the question.
constexpr Duration kOnItsWay = 50 * kMillisecond;
/// Whoever has spoken for as long after a question, and not answered it, does not.
constexpr Duration kTimeToAnswer = kSecond;
/// A server that closes this soon after CONNECT does so because of it.
constexpr Duration kAtOnce = kSecond;
/// A client sends CONNECT as soon as the session is open: within one round trip.
constexpr Duration kPrompt = 200 * kMillisecond;

}  // namespace

void Dissector::on_end(Context& ctx, Direction, End how) { on_session_over(ctx, how); }

void Dissector::on_session_over(EventContext& ctx, End how) {
  if (std::exchange(over_, true)) return;
  // Where the trace merely stops, what is missing may have come later.
  const bool stopped = how == End::capture_end;
  for (const Direction each : {Direction::c2s, Direction::s2c})
    if (lane(each).attachments.waiting())
      finish(ctx, each, stopped || may_lack(ctx) ? &note::attachment_not_captured : &note::attachment_missing);
  if (stopped || may_lack(ctx)) return;
  // Handlers of a namespace that was never joined get nothing.
  if (opened_ != 0 && !any_joined_) facts_->outcome.client_word = facts_->outcome.server_word = {};
  if (facts_->outcome.by == party(Direction::s2c) && facts_->outcome.state != "open") {
    emit_unanswered(ctx);
    emit_unjoined(ctx);
  }
  emit_missing_acks(ctx, how != End::rst && facts_->outcome.state == "closed" && !server_died(ctx));
}

/// It ended its connection without closing the session, or a request failed: then nothing is answered any more.
bool Dissector::server_died(const EventContext& ctx) const {
  const Closing& closing = ctx.closing();
  const bool silent = closing.time != 0 && closing.by == Direction::s2c && !closing.announced;
  return (silent && facts_->outcome.by == party(Direction::s2c)) || facts_->outcome.client_word == "transport error";
}

/// The server never said anything, though the client asked.
void Dissector::emit_unanswered(EventContext& ctx) {
  // Refused, say, or explained otherwise: then there is a better reason.
  if (facts_->outcome.state != "closed" || !facts_->outcome.code.empty()) return;
  if (opened_ == 0 || lane(Direction::s2c).parser || tables_->namespaces.size() == 0) return;
  const Namespace& nsp = tables_->namespaces[0];
  if (!nsp.asked) return;
  const Field fields[] = {make_field(field::nsp, std::string_view(nsp.name)),
                          make_field(field::waited_us, to_micros(ctx.now() - *nsp.asked))};
  const bool msgpack = lane(Direction::c2s).parser == Parser::msgpack;
  const Field sides[] = {make_field(msgpack ? field::speaker : field::lone, party(Direction::c2s)),
                         make_field(field::silent, party(Direction::s2c))};
  // A server that cannot read the CONNECT closes at once; other reasons to say nothing take their time.
  const bool at_once = ctx.now() - *nsp.asked < kAtOnce && facts_->events.empty();
  const Note mismatch{&note::parser_mismatch, std::span(sides).first(msgpack ? 2 : 1)};
  const Note notes[] = {msgpack || at_once ? mismatch : Note{&note::connect_unanswered, fields}};
  ctx.emit({Direction::c2s, nsp.asked_in}, event::unanswered, fields, notes);
}

/// Up to Socket.IO 2 the server opens "/" by itself; later ones wait for the client's CONNECT.
void Dissector::emit_unjoined(EventContext& ctx) {
  announce();
  const bool silent = !lane(Direction::c2s).parser && !lane(Direction::s2c).parser;
  if (version_ == kProtocol4 || opened_ == 0 || !silent || ctx.now() - opened_ < kPrompt) return;
  const Field fields[] = {make_field(field::waited_us, to_micros(ctx.now() - opened_))};
  const Note notes[] = {{&note::no_namespace, fields}};
  ctx.emit({Direction::c2s, {}}, event::unjoined, fields, notes);
}

/// After a crash, or in a silence, everything is unanswered: what counts is whether the other side went on to speak.
bool Dissector::had_time(const PendingAcks::Oldest& ack) const {
  return facts_->last_spoke[index(opposite(ack.key.dir))] - ack.awaited->since >= kTimeToAnswer;
}

/// `in_order`: the session was closed, and both sides were there to its end.
void Dissector::emit_missing_acks(EventContext& ctx, bool in_order) {
  // Where the capture begins in the middle of polls, the answer to one of them may not be known as such.
  if (opened_ == 0 && facts_->polls > 0) return;
  PendingAcks& acks = tables_->acks;
  std::size_t reported = 0;
  std::uint64_t more = 0;
  for (PendingAcks::Oldest each = acks.take_oldest(); each.awaited != nullptr; each = acks.take_oldest()) {
    const Namespace& nsp = tables_->namespaces[each.key.nsp];
    const Duration waited = nsp.left.value_or(ctx.now()) - each.awaited->since;
    if (waited < kOnItsWay || !(in_order || had_time(each))) continue;
    if (++reported > kToldEach) {
      ++more;
    } else {
      emit_missing_ack(ctx, each, nsp, waited);
    }
  }
  if (more == 0) return;
  const Field fields[] = {make_field(field::more, more)};
  const Note notes[] = {{&note::ack_missing, fields}};
  ctx.emit({}, event::unacknowledged, fields, notes);
}

void Dissector::emit_missing_ack(EventContext& ctx, const PendingAcks::Oldest& ack, const Namespace& nsp,
                                 Duration waited) {
  Fields fields;
  fields.add(make_field(field::nsp, std::string_view(nsp.name)));
  fields.add(make_field(field::id, ack.key.id));
  if (ack.awaited->named) fields.add(make_field(field::name, std::string_view(ack.awaited->name)));
  fields.add(make_field(field::waited_us, to_micros(waited)));
  const Note notes[] = {{&note::ack_missing, fields}};
  ctx.emit({ack.key.dir, ack.awaited->packets}, event::unacknowledged, fields, notes);
}

}  // namespace wstrace::socketio
