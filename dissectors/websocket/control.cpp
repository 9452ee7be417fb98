// WebSocketStream: ping, pong and close (RFC 6455 5.5).
#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {
namespace {

/// Text where it is text, bytes where it is not.
Field text_or_bytes(const FieldDef& text, const FieldDef& binary, Bytes bytes) {
  return make_field(is_utf8(bytes) ? text : binary, bytes);
}

}  // namespace

void WebSocketStream::end_control(Context& ctx, Direction dir, Bytes raw) {
  const Lane& l = lane(dir);
  const Unit unit{dir, l.packets, raw};
  switch (l.header.opcode()) {
    case Opcode::ping: return on_ping(ctx, dir, unit);
    case Opcode::pong: return on_pong(ctx, dir, unit);
    case Opcode::close: return on_close(ctx, dir, unit);
    default: return;
  }
}

void WebSocketStream::on_ping(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload.bytes();
  l.pings.sent(payload, ctx.now());
  const Field fields[] = {make_field(field::length, l.header.length),
                          text_or_bytes(field::payload, field::payload_bytes, payload)};
  ctx.emit(unit, event::ping, std::span(fields).first(payload.empty() ? 1 : 2), l.control.remarks.notes());
}

void WebSocketStream::on_pong(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload.bytes();
  std::array<Field, 3> fields;
  std::size_t count = 0;
  fields[count++] = make_field(field::length, l.header.length);
  if (!payload.empty()) fields[count++] = text_or_bytes(field::payload, field::payload_bytes, payload);
  const std::optional<Time> asked = lane(opposite(dir)).pings.answered(payload);
  if (asked) fields[count++] = make_field(field::rtt_us, to_micros(ctx.now() - *asked));
  ctx.emit(unit, event::pong, std::span(fields).first(count), l.control.remarks.notes());
}

void WebSocketStream::on_close(Context& ctx, Direction dir, const Unit& unit) {
  Lane& l = lane(dir);
  const Bytes payload = l.control.payload.bytes();
  const bool has_code = payload.size() >= 2;
  const unsigned code = has_code ? load_be16(payload, 0) : kNoStatus;
  const Bytes reason = after(payload, 2);
  if (payload.size() == 1) l.control.remarks.add(note::one_byte_close);
  if (has_code && !may_be_sent(code))
    l.control.remarks.add(note::invalid_close_code, {make_field(field::number, code)});
  if (!is_utf8(reason)) l.control.remarks.add(note::close_reason_not_utf8);
  std::array<Field, 4> fields;
  std::size_t count = 0;
  fields[count++] = make_field(field::code, code);
  fields[count++] = make_field(field::meaning, meaning_of_close(code));
  if (!reason.empty()) fields[count++] = text_or_bytes(field::reason, field::reason_bytes, reason);
  if (closed_first_ && *closed_first_ != dir) fields[count++] = make_field(field::answer, 1);
  ctx.emit(unit, event::close, std::span(fields).first(count), l.control.remarks.notes());
  note_close(ctx, dir, code, is_utf8(reason) ? as_text(reason) : std::string_view{});
}

/// The session is over when both sides have said so; the words are those of the first.
void WebSocketStream::note_close(Context& ctx, Direction dir, unsigned code, std::string_view reason) {
  lane(dir).close_sent = true;
  if (!closed_first_) {
    closed_first_ = dir;
    close_reason_ = "close code " + std::to_string(code) + " (" + std::string(meaning_of_close(code)) + ")";
    if (!reason.empty()) close_reason_.append(": ").append(reason);
    before_end(ctx);
    ctx.closes(dir, code, close_reason_);
  } else if (lane(opposite(dir)).close_sent && ctx.session() != nullptr) {
    ctx.ends("closed", party(*closed_first_), close_reason_);
  }
}

}  // namespace wstrace::websocket
