// HttpStream: its events.
#include "dissectors/http/definitions.h"
#include "dissectors/http/stream.h"
#include "dissectors/http/wire.h"
#include "model/fields.h"
#include "model/proxies.h"

namespace wstrace::http {
namespace {

/// What the head and the framing say of the body.
void add_body(Fields& fields, const Lane& l) {
  if (l.framing.kind == Framing::Kind::none) return;
  fields.add_text(field::content_type, without_parameters(l.head.value("content-type")));
  fields.add_text(field::content_coding, l.head.value("content-encoding"));
  // Of a body that is not over, or not known to its end, the head may say how long it is.
  const bool counted = !l.in_body && (l.missing == 0 || l.body.done());
  if (!counted && l.framing.kind != Framing::Kind::length) return;
  fields.add(field::length, counted ? l.body.content() : l.framing.length);
}

}  // namespace

void HttpStream::emit_event(Context& ctx, Direction dir) {
  Lane& l = lane(dir);
  l.reported = true;
  if (dir == Direction::c2s) {
    if (ctx.wants(event::request)) emit_request(ctx, l);
  } else if (ctx.wants(event::response)) {
    emit_response(ctx, l);
  }
}

void HttpStream::emit_request(Context& ctx, Lane& l) {
  Fields fields;
  fields.add(field::method, l.head.method);
  fields.add(field::target, l.head.target);
  fields.add(field::http_version, l.head.version);
  fields.add(field::headers, std::span<const Pair>(l.head.headers));
  add_body(fields, l);
  fields.add_text(field::upgrade, l.upgrade);
  const ExchangeDissector* const claims = claimant(l.upper);
  const bool explained = claims != nullptr && claims->explains(0);
  Context& scope = l.upper != nullptr ? l.upper->context() : ctx;
  scope.emit({Direction::c2s, l.packets, as_bytes(l.raw_head), explained}, event::request, fields, l.notes.notes());
}

void HttpStream::emit_response(Context& ctx, Lane& l) {
  Fields fields;
  fields.add(field::status, l.head.status);
  fields.add_text(field::reason, l.head.reason);
  fields.add(field::http_version, l.head.version);
  fields.add(field::headers, std::span<const Pair>(l.head.headers));
  add_body(fields, l);
  fields.add_text(field::upgrade, l.upgrade);
  fields.add_text(field::accept, answer_.accept);
  if (answer_.after >= 0) fields.add(field::wait_us, to_micros(answer_.after));
  fields.add_text(field::answers, answer_.to);
  const ExchangeDissector* const claims = claimant(answer_.upper);
  if (answer_.refusal.note != nullptr && claims == nullptr) {
    const std::string_view body = std::string_view(l.decoder.decoded()).substr(0, kBodyShown);
    fields.add_text(field::body, body);
    if (Session* const session = ctx.session()) session->facts.saw(proxy_of_answer(l.head.status, {}, body));
  }
  if (l.wanted && l.head.status == 400 && speaks_of_tls(l.decoder.decoded())) l.notes.add(note::https_port);
  const bool explained = claims != nullptr && claims->explains(l.head.status);
  Context& scope = answer_.upper != nullptr ? answer_.upper->context() : ctx;
  scope.emit({Direction::s2c, l.packets, as_bytes(l.raw_head), explained}, event::response, fields, l.notes.notes());
}

void HttpStream::emit_undecoded(Context& ctx, Direction dir, Window window, Note why) {
  if (!ctx.wants(event::undecoded)) return;
  const std::uint64_t size = window.bytes.size();
  const Field fields[] = {make_field(field::bytes, size)};
  const PacketRange packets = size > 0 ? ctx.packets(dir, window.offset, window.offset + size) : PacketRange{};
  ctx.emit({dir, packets, window.bytes}, event::undecoded, fields, {&why, 1});
}

}  // namespace wstrace::http
