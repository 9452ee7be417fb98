// WebSocketStream: why it was closed, and the last word on how (RFC 6455 7.1).
//
// A raw WebSocket is its own session, so its end is judged here. A session of an upper layer is that layer's to judge.
#include "dissectors/websocket/ending.h"

#include <fmt/format.h>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "model/describe.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::websocket {

/// A close that is no answer has a cause; a library's own code says which kind (RFC 6455 7.4.1).
Cause WebSocketStream::cause_of_close(Direction by, unsigned code) {
  const bool answers = closed_first_ && (*closed_first_ == by || ending_.of(*closed_first_).sound);
  if (answers || !is_refusal(code)) return {};
  const Lane& l = lane(opposite(by));
  Cause cause = l.violations.cause_of(0);
  const bool by_kind = code == kTooBig || code == kUnsupportedData || code == kExtensionMissing;
  if (!by_kind) return l.violations.cause_of(code);
  if (!cause.text.empty()) return cause;
  if (code == kTooBig) return cause_of_size(opposite(by));
  if (code == kUnsupportedData && l.last.binary) return {"the binary message", l.last.packets.last, false};
  if (code == kExtensionMissing && !offer_.offered_extensions.empty() && offer_.extensions.empty())
    return {"the extensions that the server did not agree to", offer_.packets.last, false};
  return {};
}

Cause WebSocketStream::cause_of_size(Direction sender) {
  const Lane& l = lane(sender);
  const std::uint64_t length = (l.message.open() ? l.message.frames().wire_length : 0) + l.coming();
  if (length > 0) return {"the message of at least " + human_size(length), 0, false};
  if (l.last.length == 0) return {};
  return {"the message of " + human_size(l.last.length), l.last.packets.last, false};
}

/// Only when all that this side sent was seen and understood can it be told to be innocent.
void WebSocketStream::note_unexplained(Direction by, unsigned code, const Cause& cause, Notes& notes) {
  const Lane& l = lane(opposite(by));
  const bool judged = l.is_whole() && l.frames.between() && !l.message.open() && extensions_.unknown.empty();
  if (closed_first_ || !cause.text.empty() || !judged) return;
  if (code != kProtocolError && code != kInvalidData) return;
  notes.add(note::unexplained_close, {make_field(field::party, party(by)), make_field(field::close_code, code),
                                      make_field(field::other, other_party(by))});
}

/// For the other side of a proxy.
void WebSocketStream::note_first_close(Context& ctx) {
  Session* const session = ctx.session();
  const Closing& closing = ctx.closing();
  if (session == nullptr || session->first_close.time != 0 || closing.time == 0) return;
  session->first_close = {closing.time, closing.by};
}

void WebSocketStream::note_end(Context& ctx, Direction dir, End how) {
  note_first_close(ctx);
  Ending::Side& side = ending_.of(dir);
  side.how = how;
  side.ended_at = ctx.now();
  ending_.reset = ending_.reset || how == End::rst;
  if (ending_.tcp_at == 0 && (how == End::fin || how == End::rst)) {
    ending_.tcp_at = ctx.now();
    // A reset ends both directions at once; TCP knows who sent it, unless the session had an end before.
    const Outcome& tcp = ctx.connection().outcome();
    if (how == End::fin) ending_.tcp_by = dir;
    if (how == End::rst && tcp.state != "open") ending_.tcp_by = tcp.by == "client" ? Direction::c2s : Direction::s2c;
    // Late answers to a ping may still come.
    if (!closed_first_ && ending_.tcp_by) {
      silent_end_ = evidence_of(ctx, {ctx.now(), *ending_.tcp_by}, false, how == End::rst && tcp.state == "reset");
      silent_end_->unread = how == End::rst && tcp.state == "closed";
    }
  }
  if (!ending_.over()) return;
  for (const Direction sender : {Direction::c2s, Direction::s2c}) note_unread(ctx, sender);
  conclude(ctx);
}

/// A close frame for a side that closed TCP itself, without having acknowledged it: its program never read it. (One whose sender
/// breaks the connection off may have been read all the same: nothing acknowledges it any more.)
/// (Of what TLS carries, it is not known where in TCP's stream it stands.)
void WebSocketStream::note_unread(const Context& ctx, Direction sender) {
  if (ctx.connection().is_protected()) return;
  Ending::Side& side = ending_.of(sender);
  const auto delivery = ctx.connection().delivery(sender);
  const bool other_left = ending_.tcp_over() && ending_.tcp_by == opposite(sender);
  side.unread = side.sent && other_left && delivery && delivery->acknowledged < side.sent_to;
}

void WebSocketStream::conclude(Context& ctx) {
  Session* const session = ctx.session();
  if (session == nullptr) return;
  const bool ended = ending_.tcp_over();
  if (!opened_) {
    const std::string flaw = offer_.handshake_error.empty() ? "" : ": " + std::string(offer_.handshake_error);
    if (ended)
      ctx.connection().ends({"refused", "client", "the client rejected the server's response to the upgrade" + flaw});
    return;
  }
  if (!session->facts.type->outlives_connections) return conclude_raw(ctx, session->facts);
  // A close frame that was never answered still says why the connection ended.
  if (ended && closed_first_)
    ctx.connection().ends({"closed", party(*closed_first_), close_reason_ + ", not answered"});
  if (ended) emit_end(ctx, nullptr, {});
}

/// Of the close frame that came first. A proxy that is stopped sends one to both sides.
Outcome WebSocketStream::closed_outcome(const Context& ctx) const {
  const bool by_proxy = ctx.sessions().closed_across(*closed_first_, ending_.of(*closed_first_).at) == "proxy";
  const std::string_view by = by_proxy ? "proxy" : party(*closed_first_);
  if (ping_timeout_ == nullptr)
    return {"closed", by, close_reason_, failure_ != nullptr ? failure_->code : std::string_view{}};
  return {"timeout", party(*closed_first_), close_reason_, ping_timeout_->code};
}

/// Who has waited for the answer to its close frame for long, and then closed TCP; the other side has done nothing.
bool WebSocketStream::gave_up_waiting() const {
  return closed_first_ && !ending_.answered() && ending_.tcp_by == closed_first_ &&
         ending_.tcp_at - ending_.of(*closed_first_).at >= kPatience;
}

void WebSocketStream::conclude_raw(Context& ctx, SessionFacts& facts) {
  const NoteDef* why = nullptr;
  Outcome outcome;
  std::string story;
  if (ending_.answered()) {
    why = judge_answered(ctx, outcome);
  } else if (closed_first_ && (ending_.tcp_over() || gave_up_waiting())) {
    why = judge_unanswered(ctx, outcome);
  } else if (ending_.tcp_over() && ending_.tcp_by) {
    EndVerdict verdict = judge_silent();
    story = std::move(verdict.story);
    why = verdict.note;
    if (!verdict.state.empty()) outcome = {verdict.state, verdict.by, story};
    if (verdict.state == "reset" && !reset_explained_) outcome.code = ctx.connection().outcome().code;
  }
  if (const NoteDef* const explained = ctx.connection().end_explained()) {
    // What was wrong was said where it happened.
    if (outcome.state == "open" && ending_.tcp_by) outcome = ctx.connection().outcome();
    outcome.code = explained->code;
    why = nullptr;
  }
  if (outcome.state == "open") return;
  if (why != nullptr) outcome.code = why->code;
  ctx.connection().ends(outcome);
  facts.ends(outcome);
  // Behind a proxy, only the side that is near is known.
  if (facts.other_sides.empty() || facts.near_client) facts.outcome.client_word = text_for(Direction::c2s);
  if (facts.other_sides.empty() || !facts.near_client) facts.outcome.server_word = text_for(Direction::s2c);
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  const bool over = ending_.tcp_over() || gave_up_waiting();
  if (over) emit_end(ctx, why, std::span(reported).first(story.empty() ? 0 : 1));
}

/// What the client waited for in vain before it closed; empty for nothing. A server need not speak, so nobody is accused.
std::string WebSocketStream::story_of_silence(const Context& ctx) const {
  const Closing& closing = ctx.closing();
  if (closing.time == 0 || closing.by != Direction::c2s || !lanes_[0].is_whole() || !lanes_[1].is_whole()) return {};
  const Turns::Silence silence = servers_.silence(closing.time);
  if (silence.kind == Turns::Kind::none) return {};
  const std::string lasted = human_duration(silence.lasted);
  const std::string longest = human_duration(silence.longest);
  if (silence.kind == Turns::Kind::pushed)
    return fmt::format(
        "the server sent nothing for {} before the client closed, after {} messages with at most {} "
        "between them",
        lasted, silence.times, longest);
  const std::string them =
      silence.asked == 1 ? "the client's last message" : fmt::format("the client's last {} messages", silence.asked);
  return fmt::format(
      "nothing answered {} for {} before the client closed, though the server had answered {} times, "
      "within {} at most{}",
      them, lasted, silence.times, longest,
      ctx.connection().is_acknowledged(Direction::c2s) ? "; its TCP acknowledged what came" : "");
}

/// The close handshake is over. The server is to close TCP at once (7.1.1).
const NoteDef* WebSocketStream::judge_answered(Context& ctx, Outcome& outcome) {
  outcome = closed_outcome(ctx);
  const Duration open_for = (ending_.tcp_at != 0 ? ending_.tcp_at : ctx.now()) - ending_.closed_at();
  if (open_for < kPatience) return nullptr;
  const std::string_view what = ctx.closing().of_stream() ? "its stream" : "TCP";
  outcome.reason += fmt::format("; {} stayed open for {}", what, human_duration(open_for));
  if (ending_.tcp_at == 0) outcome.reason += " or longer";
  return &note::tcp_left_open;
}

/// One side sent a close frame, and the other one never did.
const NoteDef* WebSocketStream::judge_unanswered(Context& ctx, Outcome& outcome) {
  const Direction by = *closed_first_;
  const Duration waited = ending_.tcp_at - ending_.of(by).at;
  outcome = closed_outcome(ctx);
  if (ping_timeout_ != nullptr) return nullptr;  // no answer is no news
  if (ending_.of(by).refusal) return nullptr;    // who gives up on the other side's frames waits for no answer
  if (maybe_answer_) outcome.by = "unknown";
  if (ending_.of(by).unread) {
    outcome = {"closed", other_party(by),
               fmt::format("the {} closed the {}; the {}'s close frame came too late to be read", other_party(by),
                           ctx.closing().carrier, party(by))};
    return nullptr;
  }
  if (!lane(opposite(by)).is_whole()) return nullptr;
  if (ending_.tcp_by == by && waited < kPatience) {
    outcome.reason += "; that side did not wait for the answer";
    return &note::close_not_awaited;
  }
  outcome.reason += ", not answered";
  if (ending_.tcp_by == by) {
    outcome.state = "abandoned";
    outcome.reason += fmt::format(": the {} gave up after {}", party(by), human_duration(waited));
  } else if (ending_.tcp_by && ending_.reset && ending_.of(opposite(by)).how == End::rst) {
    const std::string_view what = ctx.closing().of_stream() ? "stream" : "connection";
    outcome = {"reset", other_party(by), outcome.reason + fmt::format(": the {} reset the {}", other_party(by), what)};
  } else {
    outcome.reason += fmt::format(": the {} closed the {}", other_party(by), ctx.closing().carrier);
  }
  return &note::close_not_answered;
}

/// What this side's application is told (7.1.5): the code of the close frame that came, or 1006 when none did. Empty where
/// libraries differ, or where the program may not have lived to be told.
std::string WebSocketStream::text_for(Direction side) const {
  const Ending::Side& own = ending_.of(side);
  const Ending::Side& from = ending_.of(opposite(side));
  // Who gives up on a ping is told of that, by some libraries with a code of their own.
  const bool gave_up = ping_timeout_ != nullptr && closed_first_ == side;
  if (!lanes_[index(opposite(side))].is_whole() || own.refusal || gave_up) return {};
  const bool gone_before = own.how == End::fin && own.ended_at < from.at;
  if (from.unread || (from.sent && gave_up_waiting() && !ending_.tcp_over())) return {};
  if (from.sent) return from.sound && !gone_before ? with_meaning(from.code, from.meaning) : std::string();
  if (!ending_.tcp_over() || !ending_.tcp_by) return {};
  const bool waited = own.sent && ending_.tcp_at - own.at >= kPatience;
  return *ending_.tcp_by != side || waited ? with_meaning(kAbnormal, meaning_of_close(kAbnormal)) : std::string();
}

/// `told`: the fields of the note, where it is not about the close frames.
void WebSocketStream::emit_end(Context& ctx, const NoteDef* why, std::span<const Field> reported) {
  const Direction dir = closed_first_ ? *closed_first_ : ending_.tcp_by.value_or(Direction::c2s);
  const Ending::Side& first = ending_.of(dir);
  const Ending::Side& second = ending_.of(opposite(dir));
  const Time since = ending_.closed_at();
  std::array<Field, 9> fields;
  std::size_t n = 0;
  if (first.sent) fields[n++] = make_field(field::by, party(dir));
  if (first.sent) fields[n++] = make_field(field::close_code, first.code);
  if (first.sent && second.sent) fields[n++] = make_field(field::answer_code, second.code);
  if (first.sent && second.sent) fields[n++] = make_field(field::answer_us, to_micros(second.at - first.at));
  if (ending_.tcp_by) fields[n++] = make_field(field::tcp_by, party(*ending_.tcp_by));
  if (ctx.closing().of_stream()) fields[n++] = make_field(field::carrier, ctx.closing().carrier);
  if (ending_.reset) fields[n++] = make_field(field::reset, 1);
  if (since != 0) fields[n++] = make_field(field::tcp_us, to_micros(ending_.tcp_at - since));
  const Field of_frames[] = {
      make_field(field::party, party(why == &note::tcp_left_open && ending_.tcp_by ? *ending_.tcp_by : dir)),
      make_field(field::other, other_party(dir)), make_field(field::waited_us, to_micros(ending_.tcp_at - since)),
      make_field(field::carrier, ctx.closing().carrier)};
  const Session* const session = ctx.session();
  const bool raw = session != nullptr && session->facts.type == &session_type;
  const std::string silence = raw ? story_of_silence(ctx) : std::string();
  const Field of_silence[] = {make_field(field::story, std::string_view(silence))};
  std::array<Note, 2> notes;
  std::size_t said = 0;
  if (why != nullptr) notes[said++] = {why, reported.empty() ? std::span<const Field>(of_frames) : reported};
  if (!silence.empty()) notes[said++] = {&note::server_silent, of_silence};
  const EventDef& calm = silence.empty() ? event::ended : event::ended_in_silence;
  ctx.emit({dir, {}}, why != nullptr ? event::unclean_end : calm, std::span(fields).first(n),
           std::span(notes).first(said));
}

}  // namespace wstrace::websocket
