// WebSocketStream: close frames (RFC 6455 5.5.1): what is wrong with them, what they were sent for, and who closed first.
#include <algorithm>
#include <string>

#include "dissectors/websocket/close_cause.h"
#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/close_payload.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "dissectors/websocket/utf8.h"
#include "model/fields.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::websocket {
namespace {

/// "keepalive ping timeout", "no pong", "heartbeat": the words of libraries.
bool speaks_of_pings(Bytes reason) {
  if (!is_utf8(reason)) return false;
  std::string text(as_text(reason));
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view word : {"ping", "pong", "keepalive", "keep-alive", "heartbeat"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

bool has_violation(std::span<const Note> notes) {
  return std::any_of(notes.begin(), notes.end(), [](const Note& n) { return is_violation(*n.def); });
}

/// That the side closed because of something, in these words, with the packet that brought it where that is known.
void note_because(const NoteDef& def, Direction by, std::string_view because, std::uint64_t packet, Notes& notes) {
  const Field fields[] = {make_field(field::party, party(by)), make_field(field::because, because),
                          make_field(field::because_packet, packet)};
  notes.add(def, std::span(fields).first(packet == 0 ? 2 : 3));
}

}  // namespace

void WebSocketStream::on_close(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload();
  const ClosePayload close = parse_close(payload);
  const Cause cause = closing_.has_cause(dir) ? cause_of_close(close.code, lane(opposite(dir)), offer_) : Cause{};
  const CloseCode upper = ctx.upper().close_code(close.code);
  check_close(payload, l.control.notes());
  note_mismatch(dir, close.code, cause, upper.note == nullptr);
  note_failure(ctx, dir, close, cause, upper);
  const std::string_view meaning =
      !upper.meaning.empty() ? upper.meaning : meaning_of_close(close.code, !close.reason.empty());
  Fields fields;
  fields.add(field::close_code, close.code);
  fields.add(field::meaning, meaning);
  if (!close.reason.empty()) fields.add(text_or_bytes(field::reason, field::reason_bytes, close.reason));
  fields.add_if(closing_.first() == opposite(dir) && cause.text.empty(), field::answer);
  fields.add_text(field::because, cause.text);
  fields.add_if(cause.packet != 0, field::because_packet, cause.packet);
  l.blame_control(unit.packets);
  ctx.emit(unit, payload.empty() ? event::close_without_code : event::close, fields, l.control.notes().notes());
  judge_close(ctx, dir,
              {.at = ctx.now(),
               .code = close.code,
               .has_payload = !payload.empty(),
               .meaning = meaning,
               .reason = is_utf8(close.reason) ? as_text(close.reason) : std::string_view{},
               .valid = !has_violation(l.control.notes().notes())},
              cause);
}

/// A close frame that nothing explains, and one that answers with another code.
void WebSocketStream::note_mismatch(Direction dir, unsigned code, const Cause& cause, bool unknown_above) {
  if (!cause.text.empty()) return;
  Notes& notes = lane(dir).control.notes();
  const bool for_violation = code == kProtocolError || code == kInvalidData;
  // Only when all that the other side sent was seen and understood is it known to be innocent.
  const bool innocent = lane(opposite(dir)).is_understood() && extensions_.unknown.empty();
  if (unknown_above && !closing_.first() && for_violation && innocent)
    notes.add(note::unexplained_close, {make_field(field::party, party(dir)), make_field(field::close_code, code),
                                        make_field(field::other, other_party(dir))});
  const std::optional<unsigned> answered = closing_.answered_code(dir);
  if (answered && *answered != code)
    notes.add(note::close_codes_differ,
              {make_field(field::close_code, *answered), make_field(field::answer_code, code)});
}

/// What the first close frame says that failed, and what a close frame is because of.
void WebSocketStream::note_failure(Context& ctx, Direction dir, const ClosePayload& close, const Cause& cause,
                                   const CloseCode& upper) {
  Notes& notes = lane(dir).control.notes();
  // What is allowed and yet unwelcome is for an upper layer to say, where there is one.
  const Session* const session = ctx.session();
  const bool raw = session != nullptr && !session->facts.type->outlives_connections;
  if (!closing_.first()) {
    if (speaks_of_pings(close.reason)) note_ping_timeout(ctx, dir);
    if (upper.note != nullptr) {
      note_upper_failure(dir, *upper.note, close);
    } else if (raw && lane(opposite(dir)).is_whole()) {
      const std::string_view received = session->last_message[index(opposite(dir))];
      if (const NoteDef* const failure = closing_.blame_failure(close.code, cause, received))
        note_because(*failure, dir, closing_.failure_text(), cause.packet, notes);
    }
  }
  if (closing_.says_failure() || cause.text.empty() || !(cause.breach || raw)) return;
  note_because(note::closed_because, dir, cause.text, cause.packet, notes);
}

/// A code of the subprotocol, which says what failed.
void WebSocketStream::note_upper_failure(Direction dir, const NoteDef& why, const ClosePayload& close) {
  closing_.set_failure(why);
  lane(dir).control.notes().add(why, {make_field(field::party, party(dir)), make_field(field::other, other_party(dir)),
                                      make_field(field::close_code, close.code),
                                      text_or_bytes(field::reason, field::reason_bytes, close.reason)});
}

/// Which ping was not answered, and what is known of the side that is silent.
void WebSocketStream::note_ping_timeout(Context& ctx, Direction by) {
  EndEvidence evidence = evidence_of(ctx, {ctx.now(), by}, false);
  evidence.announced = true;
  if (const NoteDef* const why = closing_.blame_ping(std::move(evidence)))
    lane(by).control.notes().add(*why, {make_field(field::story, closing_.ping_story())});
}

/// The session is over when both sides have said so; the words are those of the first.
void WebSocketStream::judge_close(Context& ctx, Direction dir, CloseFrame frame, const Cause& cause) {
  if (const auto delivery = ctx.connection().delivery(dir)) frame.sent_to = delivery->sent;
  switch (closing_.close(dir, frame, cause, lane(opposite(dir)).may_have_sent_more())) {
    case CloseJudgement::Order::repeated: return;
    case CloseJudgement::Order::first:
      ctx.connection().closes(dir, frame.code, closing_.reason(), frame.valid);
      note_first_close(ctx);
      break;
    case CloseJudgement::Order::answer:
      if (ctx.session() != nullptr) ctx.connection().ends(closing_.closed_outcome(closed_by_proxy(ctx)));
      break;
  }
  lane(dir).checks.close_sent();
}

/// A proxy that is stopped sends a close frame to both sides.
bool WebSocketStream::closed_by_proxy(const Context& ctx) const {
  const std::optional<Direction> first = closing_.first();
  return first && ctx.sessions().closed_across(*first, closing_.ending().of(*first).at) == "proxy";
}

}  // namespace wstrace::websocket
