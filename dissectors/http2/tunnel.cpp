// What a CONNECT opens in its stream.
#include "dissectors/http2/tunnel.h"

#include "dissectors/http/definitions.h"
#include "dissectors/http/refusal.h"
#include "dissectors/http/wire.h"
#include "dissectors/http2/body.h"
#include "dissectors/http2/definitions.h"
#include "dissectors/http2/message_events.h"
#include "dissectors/websocket/resync.h"
#include "model/proxies.h"
#include "seam/session_service.h"

namespace wstrace::http2 {
namespace {

constexpr unsigned kOk = 200;

/// As HTTP/1.1's functions want it.
http::Head as_head(HttpMessage& m, const Stream& stream) {
  http::Head head;
  head.method = stream.method;
  head.target = stream.target;
  head.status = m.status;
  head.headers = m.head.pairs();
  return head;
}

/// What the two heads agree on.
Offer negotiated(Stream& stream, std::string_view flaw) {
  HttpMessage& answer = stream.message(Direction::s2c);
  const http::Head head = as_head(answer, stream);
  Offer offer;
  offer.kind = stream.protocol.empty() ? Offer::Kind::stream : Offer::Kind::upgrade;
  offer.protocol = stream.protocol;
  offer.target = http::origin_form(stream.target);
  offer.subprotocol = head.value("sec-websocket-protocol");
  offer.extensions = http::joined_values(head, "sec-websocket-extensions");
  offer.offered_extensions = stream.upgrade.extensions;
  offer.proxy = http::proxy_between(stream.upgrade, head);
  offer.handshake_valid = flaw.empty();
  offer.handshake_error = flaw;
  offer.inferred = stream.inferred;
  offer.packets = stream.message(Direction::c2s).packets.joined(answer.packets);
  offer.asked = stream.asked;
  return offer;
}

/// `flaw`: why the answer does not open a WebSocket; empty for none.
void accept_tunnel(Context& ctx, Stream& stream, std::string_view flaw) {
  HttpMessage& m = stream.message(Direction::s2c);
  m.has_body = false;
  if (m.begun) emit_message(ctx, stream, Direction::s2c);
  Context& scope = stream.upper->context();
  // An attempt that was refused before is not how the session ended.
  if (Session* session = scope.session(); session != nullptr && session->facts.outcome.state == "refused") {
    session->facts.outcome = {};
  }
  if (stream.asked != 0 && !stream.protocol.empty())
    scope.handshake({&protocol, "WebSocket CONNECT", ctx.now() - stream.asked, Level::messages});
  if (ExchangeDissector* const dissector = stream.claimant()) {
    dissector->on_response(scope, {m.status, {}, m.head.pairs(), true}, {});
  }
  stream.tunnel = true;
  stream.upper->hand_over(negotiated(stream, flaw));
  stream.upper->data(Direction::c2s, as_bytes(stream.early), stream.early_packets);
  stream.early = {};
}

}  // namespace

http::UpgradeRequest upgrade_request(Stream& stream) {
  const http::Head head = as_head(stream.message(Direction::c2s), stream);
  http::UpgradeRequest asked;
  asked.protocol = stream.protocol;
  asked.proxy = proxy_of_request(head.headers);
  asked.version = head.value("sec-websocket-version");
  asked.origin = head.value("origin");
  asked.subprotocols = http::joined_values(head, "sec-websocket-protocol");
  asked.extensions = http::joined_values(head, "sec-websocket-extensions");
  return asked;
}

void open_tunnel(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  std::string_view flaw;
  if (stream.asks_websocket()) flaw = http::judge_acceptance(stream.upgrade, as_head(m, stream), m.notes);
  if (stream.asks_websocket() && stream.interim) {
    m.notes.add(note::interim);
    flaw = "another response came before it";
  }
  if (stream.asks_websocket() && m.status != kOk) {
    m.notes.add(note::not_ok, {make_field(field::status, m.status)});
    flaw = "its status is not 200";
  }
  accept_tunnel(ctx, stream, flaw);
}

bool infer_tunnel(Context& ctx, Stream& stream, Direction dir, Bytes content) {
  const HttpMessage& answer = stream.message(Direction::s2c);
  const bool unknown = stream.method.empty() || (stream.is_connect() && answer.begun && answer.status == 0);
  const bool possible = unknown && !answer.reported && answer.length == 0 && answer.status / 100 <= 2;
  if (!possible) return false;
  const auto bits = websocket::weigh_frames(content, dir, websocket::kEnoughAtOnce);
  if (!bits || *bits < websocket::kEnoughAtOnce) return false;
  stream.protocol = "websocket";
  stream.inferred = true;
  accept_tunnel(ctx, stream, {});
  return true;
}

void refuse_tunnel(Context& ctx, Stream& stream) {
  HttpMessage& m = stream.message(Direction::s2c);
  stream.refusal = http::refusal_of(stream.upgrade, as_head(m, stream));
  const http::Refusal& refusal = stream.refusal;
  refusal.add_to(m.notes, "200");
  SessionFacts& facts = stream.upper->context().sessions().open(http::upgrade_type).facts;
  facts.saw(refusal.proxy);
  facts.ends(refusal.outcome());
  want_body(ctx, m, http::kBodyShown);
}

}  // namespace wstrace::http2
