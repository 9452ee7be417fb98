// Http2Connection: the events of requests and answers.
#include "dissectors/http/wire.h"
#include "dissectors/http2/connection.h"
#include "dissectors/http2/definitions.h"
#include "model/fields.h"

namespace wstrace::http2 {
namespace {

constexpr std::string_view kVersion = "2";

void add_body(Fields& fields, HttpMessage& m) {
  if (!m.has_body) return;
  fields.add_text(field::content_type, http::without_parameters(m.head.value("content-type")));
  fields.add_text(field::content_coding, m.head.value("content-encoding"));
  if (m.whole) fields.add(field::length, m.length);
}

}  // namespace

void Http2Connection::emit_event(Context& ctx, Stream& stream, Direction dir) {
  stream.message(dir).reported = true;
  if (dir == Direction::c2s) {
    if (ctx.wants(event::request)) emit_request(stream);
  } else if (ctx.wants(event::response)) {
    emit_response(stream);
  }
}

void Http2Connection::emit_request(Stream& stream) {
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
                               m.remarks.notes());
}

void Http2Connection::emit_response(Stream& stream) {
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
                               m.remarks.notes());
}

}  // namespace wstrace::http2
