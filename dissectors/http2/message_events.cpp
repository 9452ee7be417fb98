// The events of requests and answers.
#include "dissectors/http2/message_events.h"

#include "dissectors/http/definitions.h"
#include "dissectors/http/wire.h"
#include "dissectors/http2/definitions.h"
#include "model/describe.h"
#include "model/fields.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::http2 {
namespace {

constexpr std::string_view kVersion = "2";

void add_body(Fields& fields, HttpMessage& m) {
  if (!m.has_body) return;
  fields.add_text(field::content_type, http::without_parameters(m.head.value("content-type")));
  fields.add_text(field::content_coding, m.head.value("content-encoding"));
  if (m.whole) fields.add(field::length, m.length);
}

void emit_request(Stream& stream) {
  HttpMessage& m = stream.message(Direction::c2s);
  Fields fields;
  fields.add_text(field::method, stream.method);
  fields.add_text(field::target, stream.target);
  fields.add(field::http_version, kVersion);
  fields.add_text(field::scheme, m.head.pseudo(":scheme"));
  fields.add_text(field::authority, m.head.pseudo(":authority"));
  fields.add_text(field::connect_protocol, m.head.pseudo(":protocol"));
  fields.add(field::headers, std::span<const Pair>(m.head.pairs()));
  if (!stream.is_connect()) add_body(fields, m);
  const ExchangeDissector* const claims = stream.upper->dissector();
  const bool explained = claims != nullptr && claims->explains(0);
  stream.upper->context().emit({Direction::c2s, m.packets, as_bytes(m.raw_head), explained}, event::request, fields,
                               m.notes.notes());
}

void emit_response(Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  Fields fields;
  if (m.status != 0) fields.add(field::status, m.status);
  fields.add(field::http_version, kVersion);
  fields.add(field::headers, std::span<const Pair>(m.head.pairs()));
  if ((stream.is_connect() && m.status / 100 == 2) || stream.inferred)
    fields.add_text(field::connect_protocol, stream.protocol);
  add_body(fields, m);
  if (stream.refusal.note != nullptr) fields.add_text(field::body, m.decoder.decoded().substr(0, http::kBodyShown));
  if (stream.after >= 0) fields.add(field::wait_us, to_micros(stream.after));
  const ExchangeDissector* const claims = stream.upper->dissector();
  const bool explained = claims != nullptr && claims->explains(m.status);
  stream.upper->context().emit({Direction::s2c, m.packets, as_bytes(m.raw_head), explained}, event::response, fields,
                               m.notes.notes());
}

}  // namespace

void emit_message(Context& ctx, Stream& stream, Direction dir) {
  stream.message(dir).reported = true;
  if (dir == Direction::c2s) {
    if (ctx.wants(event::request)) emit_request(stream);
  } else if (ctx.wants(event::response)) {
    emit_response(stream);
  }
}

/// A client that leaves waits for its answer no longer; only of a WebSocket that is worth reporting.
void emit_unanswered(Context& ctx, Stream& stream, Direction by) {
  const bool lone = stream.asks_websocket() && stream.claimant() == nullptr;
  const bool gave_up = by == Direction::c2s;
  Context& scope = stream.upper->context();
  const Duration waited = stream.asked != 0 ? ctx.now() - stream.asked : 0;
  if (lone) {
    SessionFacts& facts = scope.sessions().open(http::upgrade_type).facts;
    const Outcome& end = scope.connection().outcome();
    facts.ends({gave_up ? "abandoned" : "refused", party(by),
                gave_up ? "the client gave up after " + human_duration(waited) + " without an answer to its CONNECT"
                        : end.reason + " without answering the WebSocket's CONNECT",
                note::not_answered.code});
  }
  // A reset of the stream has said so itself.
  if (!stream.left_out && (scope.closing().of_stream() || (gave_up && !lone))) return;
  const std::string_view what = scope.closing().of_stream() ? "stream" : "connection";
  const Field fields[] = {make_field(field::method, std::string_view(stream.method)),
                          make_field(field::target, std::string_view(stream.target)),
                          make_field(field::waited_us, to_micros(waited))};
  const Field said[] = {make_field(field::party, party(by)), make_field(field::what, what), fields[0], fields[1]};
  const Note notes[] = {{stream.left_out ? &note::not_processed : &note::not_answered, said}};
  scope.emit({by, {}}, event::unanswered, std::span(fields).first(waited > 0 ? 3 : 2), notes);
}

}  // namespace wstrace::http2
