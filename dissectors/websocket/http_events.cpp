// The events of HTTP where a frame is expected.
#include "dissectors/websocket/http_events.h"

#include <span>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/http_text.h"
#include "seam/connection_service.h"
#include "seam/message_dissector.h"
#include "seam/upper_service.h"

namespace wstrace::websocket {
namespace {

struct HttpReport {
  Context& ctx;
  Lane& lane;
  const Unit& unit;
  bool inferred;

  void emit(const EventDef& def, std::span<const Field> fields, const Note& why) const {
    const std::span<const Note> notes(&why, inferred ? 0 : 1);
    lane.violations.add(notes, unit.packets);
    ctx.emit(unit, def, fields, notes);
  }
};

const NoteDef& emit_response(const HttpReport& report, Time opened_at) {
  Context& ctx = report.ctx;
  const HttpResponse response = parse_response(report.unit.raw);
  const NoteDef& why = is_by_second_handler(response) ? note::two_handlers : note::http_answer;
  const Field fields[] = {make_field(field::status_line, response.status_line),
                          make_field(field::payload, response.body)};
  const Field reported[] = {make_field(field::said, response.status_text()),
                            make_field(field::author, author_of(response)),
                            make_field(field::waited_us, to_micros(ctx.now() - opened_at))};
  report.emit(event::http_answer, std::span(fields).first(response.body.empty() ? 1 : 2), {&why, reported});
  // The words of a server that rejects its client are for whoever knows that server.
  const Message message{
      .binary = false, .truncated = false, .payload = as_bytes(response.body), .packets = report.unit.packets};
  if (&why == &note::http_answer && !response.body.empty() && ctx.upper().wants(Direction::s2c, message)) {
    ctx.upper().message(Direction::s2c, message);
  } else {
    ctx.upper().message_gap(Direction::s2c);
  }
  return why;
}

const NoteDef& emit_request(const HttpReport& report) {
  const Field fields[] = {make_field(field::request_line, request_line(report.unit.raw))};
  report.emit(event::http_request, fields, {&note::http_request, fields});
  report.ctx.upper().message_gap(Direction::c2s);
  return note::http_request;
}

}  // namespace

void emit_http(Context& ctx, Lane& lane, Window text, Time opened_at, bool inferred) {
  const Unit unit{lane.dir, ctx.packets(lane.dir, text.offset, text.offset + text.bytes.size()), text.bytes};
  const HttpReport report{ctx, lane, unit, inferred};
  lane.lost = true;
  const NoteDef& why = lane.dir == Direction::s2c ? emit_response(report, opened_at) : emit_request(report);
  if (!inferred) ctx.connection().explain_end(why);
}

}  // namespace wstrace::websocket
