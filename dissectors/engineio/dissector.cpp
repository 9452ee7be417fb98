#include "dissectors/engineio/dissector.h"

#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/exchange.h"
#include "dissectors/engineio/target.h"
#include "dissectors/engineio/verdict.h"

namespace wstrace::engineio {

void WebSocketTransport::on_start(Context& ctx) {
  transport_.begin(ctx);
  transport_.session().facts.add_transport("websocket");
}

void WebSocketTransport::on_message(Context& ctx, Direction dir, const Message& message) {
  const Unit unit{dir, message.packets, message.payload};
  transport_.on_packet(ctx, unit, message.payload, message.binary, message.truncated);
  State& state = transport_.state();
  // Where the open packet was not captured, other packets than the probe's show who carries the session.
  if (state.carrier == Carrier::unknown && state.upgrade.probed == 0) state.carrier = Carrier::websocket;
}

void WebSocketTransport::on_end(Context& ctx, Direction, End how) {
  const bool closing = ctx.closing().time != 0;
  if (++ends_ < 2 && how != End::rst) return;
  if (ends_ > 2 || !closing) return;  // nobody closed it: the capture ends, or nothing came for long
  State& state = transport_.state();
  if (state.carrier == Carrier::websocket) {
    conclude(ctx, state, transport_.session().facts);
    ctx.end_packets(how == End::rst ? how : End::fin);
  } else {
    probe_ended(ctx, state, transport_.session().facts);
  }
}

namespace {

/// An open packet, before anybody has parsed it.
bool looks_like_open(std::string_view text) {
  return text.starts_with("0{") && text.ends_with('}') && text.find("\"sid\"") != std::string_view::npos;
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind == Offer::Kind::exchange) return names_engineio(offer.target) ? Claim::yes : Claim::no;
  if (offer.kind != Offer::Kind::messages) return Claim::no;
  if (names_engineio(offer.target)) return Claim::yes;
  if (looks_like_open(as_text(heads.s2c))) return Claim::yes;
  return heads.c2s.empty() && heads.s2c.empty() ? Claim::need_more : Claim::no;
}

std::unique_ptr<MessageDissector> make_messages(const Offer& offer) {
  return std::make_unique<WebSocketTransport>(offer);
}

std::unique_ptr<ExchangeDissector> make_exchange(const Offer& offer) { return std::make_unique<Exchange>(offer); }

}  // namespace

const DissectorDef dissector{.protocol = &protocol,
                             .connection_kind = SessionKind::websocket,
                             .claim = claim,
                             .make_messages = make_messages,
                             .make_exchange = make_exchange};

}  // namespace wstrace::engineio
