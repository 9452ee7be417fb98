// The body of a request or an answer.
#include "dissectors/http2/body.h"

#include "dissectors/http/content_coding.h"

namespace wstrace::http2 {
namespace {

/// By its first bytes: gzip (RFC 1952 2.3.1) or zlib (RFC 1950 2.2). No text begins so.
bool is_compressed(Bytes body) {
  if (body.size() < 2) return false;
  const unsigned first_two = body[0] * 256U + body[1];
  return first_two == 0x1f8b || ((body[0] & 0x0f) == 8 && body[0] < 0x80 && first_two % 31 == 0);
}

}  // namespace

void want_body(Context& ctx, HttpMessage& message, std::size_t most) {
  message.wanted = true;
  message.decoder.start(message.head.value("content-encoding"), most, ctx.limits().inflate_ratio);
}

void give_body(Context& ctx, Stream& stream, Direction dir) {
  HttpMessage& m = stream.message(dir);
  m.decoder.stop();
  ExchangeDissector* const dissector = stream.claimant();
  // Where a head could not be read, nobody knows what the body is.
  if (dissector == nullptr || (dir == Direction::s2c && m.status == 0)) return;
  ctx.count_saved(m.decoder.saved());
  Body body{as_bytes(m.decoder.decoded()), Body::State::whole, m.packets};
  const bool unnamed = m.head.unknown() > 0 && m.head.value("content-encoding").empty();
  if (m.decoder.undecodable()) {
    body.state = Body::State::undecodable;
  } else if (unnamed && is_compressed(body.content)) {
    body = {{}, Body::State::cut, m.packets};  // the field that names its coding is among the lost ones
  } else if (!m.whole || m.decoder.state() == http::ContentDecoder::State::limit) {
    body.state = m.unfinished ? Body::State::unfinished : Body::State::cut;
  }
  if (dir == Direction::c2s) {
    dissector->on_request_body(stream.upper->context(), body);
  } else {
    dissector->on_response(stream.upper->context(), {m.status, {}, m.head.pairs()}, body);
  }
}

}  // namespace wstrace::http2
