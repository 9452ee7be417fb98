#include "dissectors/engineio/dissector.h"

#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/exchange.h"
#include "dissectors/engineio/refusal.h"
#include "dissectors/engineio/target.h"
#include "dissectors/engineio/verdict.h"
#include "seam/session_service.h"

namespace wstrace::engineio {

void WebSocketTransport::on_message(Context& ctx, Direction dir, const Message& message) {
  const Unit unit{.dir = dir, .packets = message.packets, .raw = message.payload, .carried = message.carried};
  if (dir == Direction::s2c && !transport_.opened_here() && !transport_.named() && !message.binary) {
    // A server that sees only after the 101 that it does not want the client says so in HTTP all the same.
    const Body body{message.payload, Body::State::whole, message.packets};
    if (parse_refusal(as_text(message.payload))) return emit_refusal(ctx, transport_, {.websocket = true}, {}, body);
  }
  transport_.on_packet(ctx, unit, message.payload, message.binary, message.truncated);
  State& state = transport_.state();
  // Where the open packet was not captured, other packets than the probe's show who carries the session.
  if (state.carrier == Carrier::unknown && state.upgrade.probed == 0) state.carrier = Carrier::websocket;
}

/// Judged at the first sign of the end, which says who began and when.
void WebSocketTransport::on_closing(Context& ctx) {
  State& state = transport_.state();
  if (state.carrier == Carrier::websocket || !transport_.named()) {
    conclude(ctx, state, transport_.session().facts);
  } else {
    probe_ended(ctx, state, transport_.session().facts);
  }
}

void WebSocketTransport::on_end(Context& ctx, Direction, End how) {
  if (ctx.closing().time == 0) return;  // nobody closed it: the capture ends, or nothing came for long
  if (++ends_ == 1) on_closing(ctx);
  const bool carried = transport_.state().carrier == Carrier::websocket;
  if (ends_ == 2 && carried) ctx.sessions().end_packets(how == End::rst ? how : End::fin);
}

namespace {

/// An open packet, before anybody has parsed it.
bool looks_like_open(std::string_view text) {
  return text.starts_with("0{") && text.ends_with('}') && text.find("\"sid\"") != std::string_view::npos;
}

/// Where the handshake was not captured: a probe, or a message that holds a Socket.IO packet. (A heartbeat is a digit,
/// and so may be anybody's message.)
bool looks_like_packet(std::string_view text) {
  if (text == "2probe" || text == "3probe") return true;
  if (text.size() < 2 || text[0] != '4' || text[1] < '0' || text[1] > '6') return false;
  const std::size_t payload = text.find_first_not_of("0123456789-", 2);
  return payload == std::string_view::npos ? text.size() == 2
                                           : text[payload] == '[' || text[payload] == '/' || text[payload] == '{';
}

Claim claim(const Offer& offer, const Heads& heads) {
  if (offer.kind == Offer::Kind::exchange) return names_engineio(offer.target) ? Claim::yes : Claim::no;
  if (offer.kind != Offer::Kind::messages) return Claim::no;
  if (names_engineio(offer.target)) return Claim::yes;
  if (looks_like_open(as_text(heads.s2c))) return Claim::yes;
  if (offer.inferred) {
    const bool either = looks_like_packet(as_text(heads.c2s)) || looks_like_packet(as_text(heads.s2c));
    return either ? Claim::yes : Claim::need_more;
  }
  return heads.c2s.empty() && heads.s2c.empty() ? Claim::need_more : Claim::no;
}

std::unique_ptr<MessageDissector> make_messages(const Offer& offer) {
  return std::make_unique<WebSocketTransport>(offer);
}

std::unique_ptr<ExchangeDissector> make_exchange(const Offer& offer) { return std::make_unique<Exchange>(offer); }

}  // namespace

const DissectorDef dissector{
    .protocol = &protocol, .claim = claim, .make_messages = make_messages, .make_exchange = make_exchange};

}  // namespace wstrace::engineio
