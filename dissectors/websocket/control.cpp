// WebSocketStream: ping, pong and close (RFC 6455 5.5).
#include <algorithm>

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {
namespace {

/// Text where it is text, bytes where it is not.
Field text_or_bytes(const FieldDef& text, const FieldDef& binary, Bytes bytes) {
  return make_field(is_utf8(bytes) ? text : binary, bytes);
}

bool has_violation(std::span<const Note> notes) {
  return std::any_of(notes.begin(), notes.end(), [](const Note& n) { return is_violation(*n.def); });
}

}  // namespace

void WebSocketStream::end_control(Context& ctx, Direction dir, Bytes raw) {
  const Lane& l = lane(dir);
  const Unit unit{dir, l.packets, raw};
  switch (l.frames.header().opcode()) {
    case Opcode::ping: return on_ping(ctx, dir, unit);
    case Opcode::pong: return on_pong(ctx, dir, unit);
    case Opcode::close: return on_close(ctx, dir, unit);
    default: return;
  }
}

void WebSocketStream::on_ping(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload();
  l.pings.sent(payload, ctx.now());
  const Field fields[] = {make_field(field::length, l.frames.header().length),
                          text_or_bytes(field::payload, field::payload_bytes, payload)};
  blame(dir, l.control.notes(), unit.packets);
  ctx.emit(unit, event::ping, std::span(fields).first(payload.empty() ? 1 : 2), l.control.notes().notes());
}

void WebSocketStream::on_pong(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload();
  std::array<Field, 3> fields;
  std::size_t count = 0;
  fields[count++] = make_field(field::length, l.frames.header().length);
  if (!payload.empty()) fields[count++] = text_or_bytes(field::payload, field::payload_bytes, payload);
  const std::optional<Time> asked = lane(opposite(dir)).pings.answered(payload, ctx.now());
  if (asked) {
    fields[count++] = make_field(field::rtt_us, to_micros(ctx.now() - *asked));
  } else if (!lane(opposite(dir)).incomplete) {
    fields[count++] = make_field(field::unsolicited, 1);
  }
  blame(dir, l.control.notes(), unit.packets);
  ctx.emit(unit, event::pong, std::span(fields).first(count), l.control.notes().notes());
}

void WebSocketStream::on_close(Context& ctx, Direction dir, const Unit& unit) {
  const Bytes payload = lane(dir).control.payload();
  const unsigned code = payload.size() >= 2 ? load_be16(payload, 0) : kNoStatus;
  const Bytes reason = after(payload, 2);
  const Cause cause = cause_of_close(dir, code);
  const CloseCode upper = ctx.upper().close_code(code);
  const std::string_view meaning = !upper.meaning.empty() ? upper.meaning : meaning_of_close(code, !reason.empty());
  check_close(dir, code, reason, cause, upper);
  if (!closed_first_ && is_utf8(reason)) note_ping_timeout(ctx, dir, as_text(reason), lane(dir).control.notes());
  // What is allowed and yet unwelcome is for an upper layer to tell, where there is one.
  const Session* const session = ctx.session();
  const bool raw = session != nullptr && !session->facts.type->outlives_connections;
  if (upper.note != nullptr && !closed_first_) {
    note_upper_failure(dir, *upper.note, code, reason);
  } else if (raw && !closed_first_) {
    note_failure(ctx, dir, code, cause);
  }
  if (failure_ == nullptr && (cause.breach || raw)) note_cause(dir, cause);
  std::array<Field, 6> fields;
  std::size_t count = 0;
  fields[count++] = make_field(field::close_code, code);
  fields[count++] = make_field(field::meaning, meaning);
  if (!reason.empty()) fields[count++] = text_or_bytes(field::reason, field::reason_bytes, reason);
  if (closed_first_ && *closed_first_ != dir && cause.text.empty()) fields[count++] = make_field(field::answer, 1);
  if (!cause.text.empty()) fields[count++] = make_field(field::because, std::string_view(cause.text));
  if (cause.packet != 0) fields[count++] = make_field(field::because_packet, cause.packet);
  const Notes& notes = lane(dir).control.notes();
  blame(dir, notes, unit.packets);
  ctx.emit(unit, payload.empty() ? event::close_without_code : event::close, std::span(fields).first(count),
           notes.notes());
  note_close(ctx, dir, {code, meaning, is_utf8(reason) ? as_text(reason) : std::string_view{}}, cause);
}

void WebSocketStream::note_cause(Direction dir, const Cause& cause) {
  if (cause.text.empty()) return;
  Notes& notes = lane(dir).control.notes();
  const Field by = make_field(field::party, party(dir));
  const Field because = make_field(field::because, std::string_view(cause.text));
  if (cause.packet == 0) return notes.add(note::closed_because, {by, because});
  notes.add(note::closed_because, {by, because, make_field(field::because_packet, cause.packet)});
}

/// A code of the subprotocol, which says what failed.
void WebSocketStream::note_upper_failure(Direction dir, const NoteDef& why, unsigned code, Bytes reason) {
  failure_ = &why;
  lane(dir).control.notes().add(
      why, {make_field(field::party, party(dir)), make_field(field::other, other_party(dir)),
            make_field(field::close_code, code), text_or_bytes(field::reason, field::reason_bytes, reason)});
}

/// Codes that say that something failed: what it was, as far as the capture shows it.
void WebSocketStream::note_failure(Context& ctx, Direction dir, unsigned code, const Cause& cause) {
  if (blames_ping_ || cause.breach || (code != kTooBig && code != kInternalError)) return;
  // Of a size that nothing had, nobody complains.
  if (!lane(opposite(dir)).is_whole() || (code == kTooBig && cause.text.empty())) return;
  if (code == kInternalError) {
    const Session* const session = ctx.session();
    failure_text_ = session != nullptr ? session->last_message[index(opposite(dir))] : std::string();
    if (failure_text_.empty()) return;  // its word alone
  } else {
    failure_text_ = cause.text;
  }
  failure_ = code == kTooBig ? &note::message_too_big : &note::internal_error;
  Notes& notes = lane(dir).control.notes();
  const Field by = make_field(field::party, party(dir));
  const Field what = make_field(field::because, std::string_view(failure_text_));
  if (cause.packet == 0) return notes.add(*failure_, {by, what});
  notes.add(*failure_, {by, what, make_field(field::because_packet, cause.packet)});
}

/// RFC 6455 5.5.1, 7.4 and 8.1.
void WebSocketStream::check_close(Direction dir, unsigned code, Bytes reason, const Cause& cause,
                                  const CloseCode& upper) {
  Notes& notes = lane(dir).control.notes();
  const std::size_t length = lane(dir).control.payload().size();
  if (length == 1) notes.add(note::one_byte_close);
  if (length >= 2 && !may_be_sent(code))
    notes.add(note::invalid_close_code, {make_field(field::number, code), make_field(field::why, why_not_sent(code))});
  Utf8Validator validator;
  if (!validator.feed(reason) || !validator.complete())
    notes.add(note::close_reason_not_utf8,
              {make_field(field::wrong, validator.wrong()), make_field(field::at, validator.wrong_at())});
  if (upper.note == nullptr) note_unexplained(dir, code, cause, notes);
  const Ending::Side& first = ending_.of(opposite(dir));
  const bool answers = closed_first_ && *closed_first_ != dir && !ending_.of(dir).sent && cause.text.empty();
  if (answers && first.code != code)
    notes.add(note::close_codes_differ,
              {make_field(field::close_code, first.code), make_field(field::answer_code, code)});
}

/// The session is over when both sides have said so; the words are those of the first.
void WebSocketStream::note_close(Context& ctx, Direction dir, const CloseWords& close, const Cause& cause) {
  const bool with_code = lane(dir).control.payload().size() != 0;
  Ending::Side& side = ending_.of(dir);
  if (side.sent) return;
  side.sent = true;
  lane(dir).checks.close_sent();
  side.code = close.code;
  side.meaning = close.meaning;
  side.at = ctx.now();
  if (const auto delivery = ctx.connection().delivery(dir)) side.sent_to = delivery->sent;
  side.sound = !has_violation(lane(dir).control.notes().notes());
  side.refusal = !cause.text.empty() || close.code == kProtocolError || close.code == kInvalidData;
  if (!closed_first_) {
    closed_first_ = dir;
    const Lane& other = lane(opposite(dir));
    maybe_answer_ = other.lost || other.resync.seeking() || other.resync.loss().missing > 0;
    close_reason_ = with_code ? "close code " + with_meaning(close.code, close.meaning)
                              : "close without a code (applications see close code 1005)";
    if (!close.reason.empty()) close_reason_.append(": ").append(close.reason);
    if (!cause.text.empty()) close_reason_.append(", because of ").append(cause.text);
    if (ping_timeout_ != nullptr) close_reason_.insert(0, "ping timeout: no answer to a ping; ");
    ctx.connection().closes(dir, close.code, close_reason_, side.sound);
    note_first_close(ctx);
  } else if (ctx.session() != nullptr) {
    if (ending_.of(*closed_first_).code != close.code)
      close_reason_.append(", answered with ").append(with_code ? with_meaning(close.code, close.meaning) : "no code");
    if (!cause.text.empty()) close_reason_.append(" because of ").append(cause.text);
    ctx.connection().ends(closed_outcome(ctx));
  }
}

}  // namespace wstrace::websocket
