// WebSocketStream: reports HTTP where a frame is expected (http_text.h).
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/http_text.h"
#include "dissectors/websocket/stream.h"
#include "seam/connection_service.h"

namespace wstrace::websocket {

/// Nothing when a frame may begin here.
std::optional<Step> WebSocketStream::read_http(Context& ctx, Direction dir, Window window) {
  if (!lane(dir).frames.between()) return std::nullopt;
  const HttpText http = find_http(dir, window.bytes);
  switch (http.kind) {
    case HttpText::Kind::none: return std::nullopt;
    case HttpText::Kind::need: return Step::need(http.n);
    case HttpText::Kind::message: break;
  }
  emit_http(ctx, dir, {window.bytes.first(http.n), window.offset});
  return Step::stop();
}

/// The end came before all of it had: what is there is reported. False when it is no HTTP.
bool WebSocketStream::end_http(Context& ctx, Direction dir, Window unread) {
  if (!lane(dir).frames.between() || !begins_http(dir, unread.bytes)) return false;
  emit_http(ctx, dir, unread);
  return true;
}

/// Nothing that comes in this direction now is a frame, and that explains what the other side makes of it.
void WebSocketStream::emit_http(Context& ctx, Direction dir, Window window) {
  const PacketRange packets = ctx.packets(dir, window.offset, window.offset + window.bytes.size());
  const Unit unit{dir, packets, window.bytes};
  lane(dir).lost = true;
  const NoteDef& why = dir == Direction::s2c ? emit_response(ctx, unit) : emit_request(ctx, unit);
  if (!inferred_) ctx.connection().explain_end(why);
}

const NoteDef& WebSocketStream::emit_response(Context& ctx, const Unit& unit) {
  const HttpResponse response = parse_response(unit.raw);
  const NoteDef& why = is_by_second_handler(response) ? note::two_handlers : note::http_answer;
  const Field fields[] = {make_field(field::status_line, response.status_line),
                          make_field(field::payload, response.body)};
  const Field reported[] = {make_field(field::said, response.status_text()),
                            make_field(field::author, author_of(response)),
                            make_field(field::waited_us, to_micros(ctx.now() - opened_at_))};
  emit_blamed(ctx, unit, event::http_answer, std::span(fields).first(response.body.empty() ? 1 : 2), {&why, reported});
  // The words of a server that rejects its client are for whoever knows that server.
  const Message message{
      .binary = false, .truncated = false, .payload = as_bytes(response.body), .packets = unit.packets};
  if (&why == &note::http_answer && !response.body.empty() && ctx.upper().wants(Direction::s2c, message)) {
    ctx.upper().message(Direction::s2c, message);
  } else {
    ctx.upper().message_gap(Direction::s2c);
  }
  return why;
}

const NoteDef& WebSocketStream::emit_request(Context& ctx, const Unit& unit) {
  const Field fields[] = {make_field(field::request_line, request_line(unit.raw))};
  emit_blamed(ctx, unit, event::http_request, fields, {&note::http_request, fields});
  ctx.upper().message_gap(Direction::c2s);
  return note::http_request;
}

/// Of a stream that was only guessed to be a WebSocket this says that the guess was wrong: nobody is to blame.
void WebSocketStream::emit_blamed(Context& ctx, const Unit& unit, const EventDef& def, std::span<const Field> fields,
                                  const Note& why) {
  const std::span<const Note> notes(&why, inferred_ ? 0 : 1);
  lane(unit.dir).violations.add(notes, unit.packets);
  ctx.emit(unit, def, fields, notes);
}

}  // namespace wstrace::websocket
