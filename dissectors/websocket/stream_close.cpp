// WebSocketStream: close frames (RFC 6455 5.5.1): what they were sent for, what failed, and who closed first.
#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "dissectors/websocket/close_cause.h"
#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/close_notes.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/frame_events.h"
#include "dissectors/websocket/stream.h"
#include "dissectors/websocket/utf8.h"
#include "model/fields.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {
namespace {

bool has_violation(std::span<const Note> notes) {
  return std::any_of(notes.begin(), notes.end(), [](const Note& n) { return is_violation(*n.def); });
}

/// `answers`: the other side closed first, and nothing else explains this close frame.
void emit_close(Context& ctx, Lane& lane, const CloseFrame& frame, const Cause& cause, bool answers, Bytes raw) {
  const Bytes payload = lane.control.payload();
  const Bytes reason = parse_close(payload).reason;
  Fields fields;
  fields.add(field::close_code, frame.code);
  fields.add(field::meaning, frame.meaning);
  if (payload.empty()) fields.add(field::sense, "bare");
  if (!reason.empty()) fields.add(text_or_bytes(field::reason, field::reason_bytes, reason));
  fields.add_if(answers, field::answer);
  fields.add_text(field::because, cause.text);
  fields.add_if(cause.packet != 0, field::because_packet, cause.packet);
  lane.blame(lane.control.notes(), lane.packets);
  ctx.emit({lane.dir, lane.packets, raw}, event::close, fields, lane.control.notes().notes());
}

}  // namespace

void WebSocketStream::end_close(Context& ctx, Direction dir, Bytes raw) {
  Lane& l = lane(dir);
  const Lane& other = lane(opposite(dir));
  Notes& notes = l.control.notes();
  const ClosePayload close = parse_close(l.control.payload());
  const Cause cause = closing_.has_cause(dir) ? cause_of_close(close.code, other, offer_) : Cause{};
  const CloseCode upper = ctx.upper().close_code(close.code);
  check_close(l.control.payload(), notes);
  if (cause.text.empty()) {
    // Only when all that the other side sent was seen and understood is it known to be innocent.
    const bool innocent = other.is_understood() && extensions_.unknown.empty();
    if (upper.note == nullptr && !closing_.first() && innocent) note_unexplained(dir, close.code, notes);
    note_other_code(closing_, dir, close.code, notes);
  }
  note_failure(ctx, dir, close, cause, upper);
  const CloseFrame frame = frame_of(ctx, l, upper.meaning);
  emit_close(ctx, l, frame, cause, closing_.first() == opposite(dir) && cause.text.empty(), raw);
  judge_close(ctx, dir, frame, cause);
}

/// The close frame that the lane has read and noted on. `meaning`: the upper layer's word for its code; empty for none.
CloseFrame WebSocketStream::frame_of(Context& ctx, const Lane& l, std::string_view meaning) {
  const ClosePayload close = parse_close(l.control.payload());
  const auto delivery = ctx.connection().delivery(l.dir);
  return {.at = ctx.now(),
          .code = close.code,
          .has_payload = !l.control.payload().empty(),
          .meaning = !meaning.empty() ? meaning : meaning_of_close(close.code, !close.reason.empty()),
          .reason = is_utf8(close.reason) ? as_text(close.reason) : std::string_view{},
          .valid = !has_violation(l.control.notes().notes()),
          .sent_to = delivery ? delivery->sent : 0};
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
      closing_.set_failure(*upper.note);
      note_subprotocol_failure(*upper.note, dir, close, notes);
    } else if (raw && lane(opposite(dir)).is_whole()) {
      const std::string_view received = session->last_message[index(opposite(dir))];
      if (const NoteDef* const failure = closing_.blame_failure(close.code, cause, received))
        note_because(*failure, dir, closing_.failure_text(), cause.packet, notes);
    }
  }
  if (closing_.says_failure() || cause.text.empty() || !(cause.breach || raw)) return;
  note_because(note::closed_because, dir, cause.text, cause.packet, notes);
}

/// Which ping was not answered, and what is known of the side that is silent.
void WebSocketStream::note_ping_timeout(Context& ctx, Direction by) {
  EndEvidence evidence = evidence_of(ctx, {ctx.now(), by}, false);
  evidence.announced = true;
  if (const NoteDef* const why = closing_.blame_ping(std::move(evidence)))
    lane(by).control.notes().add(*why, {make_field(field::story, closing_.ping_story())});
}

/// The session is over when both sides have said so; the words are those of the first.
void WebSocketStream::judge_close(Context& ctx, Direction dir, const CloseFrame& frame, const Cause& cause) {
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

}  // namespace wstrace::websocket
