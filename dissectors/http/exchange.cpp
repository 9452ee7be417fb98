// HttpStream: requests and their answers, and what an answer to an upgrade means.
#include "dissectors/http/definitions.h"
#include "dissectors/http/stream.h"
#include "dissectors/http/wire.h"

namespace wstrace::http {
namespace {

constexpr unsigned kSwitchingProtocols = 101;
constexpr unsigned kFirstFinal = 200;

bool is_connect(const Exchange& asked) { return asked.method == "CONNECT"; }

/// What the two heads of an upgrade agree on.
Offer negotiated(const Lane& l, const Exchange& asked, std::string_view accept) {
  Offer offer;
  offer.kind = Offer::Kind::upgrade;
  offer.protocol = l.upgrade.empty() ? asked.upgrade.protocol : l.upgrade;
  offer.target = origin_form(asked.target);
  offer.subprotocol = l.head.value("sec-websocket-protocol");
  offer.extensions = joined_values(l.head, "sec-websocket-extensions");
  offer.sound = accept.empty() || accept == "right";
  offer.packets = asked.packets.joined(l.packets);
  offer.asked = asked.ended;
  return offer;
}

/// Who claims the exchange that this request begins, and whose session it is.
std::shared_ptr<UpperExchange> claimed(Context& ctx, const Lane& l) {
  Offer offer;
  offer.kind = Offer::Kind::exchange;
  offer.target = origin_form(l.head.target);
  offer.protocol = l.upgrade;
  std::shared_ptr<UpperExchange> upper = ctx.offer_exchange(std::move(offer));
  if (ExchangeDissector* const dissector = claimant(upper)) {
    dissector->on_request(upper->context(), {l.head.method, origin_form(l.head.target), l.head.headers, l.upgrade});
  }
  return upper;
}

std::string status_and_reason(const Head& head) {
  std::string out = std::to_string(head.status);
  if (!head.reason.empty()) out.append(" ").append(head.reason);
  return out;
}

}  // namespace

void HttpStream::on_request(Context& ctx, Lane& l) {
  UpgradeRequest upgrade = read_upgrade_request(l.head, l.remarks);
  l.upgrade = upgrade.protocol;
  l.exchange = ++exchanges_;
  l.upper = claimed(ctx, l);
  if (claimant(l.upper) != nullptr) want_body(ctx, l, ctx.limits().http_body);
  if (lane(Direction::s2c).lost || !pairing_) return;
  if (outstanding_.size() >= kMostOutstanding) {
    l.remarks.add(note::no_pairing, {make_field(field::limit, kMostOutstanding)});
    pairing_ = false;
    outstanding_.clear();
    return;
  }
  Exchange asked{.upper = l.upper,
                 .id = l.exchange,
                 .method = std::string(l.head.method),
                 .target = std::string(l.head.target),
                 .upgrade = std::move(upgrade),
                 .ended = 0,
                 .packets = l.packets};
  client_waits_ = !asked.upgrade.protocol.empty() || is_connect(asked);
  outstanding_.push_back(std::move(asked));
}

Step HttpStream::on_response(Context& ctx, Lane& l, std::size_t size) {
  answer_ = Answer{};
  if (!outstanding_.empty()) pair(ctx, outstanding_.front());
  ctx.count_framing(protocol, size);
  if (l.head.status == kSwitchingProtocols) return on_switch(ctx, l, size);
  if (l.head.status >= kFirstFinal) return on_final(ctx, l, size);
  begin_body(ctx, Direction::s2c, {});
  return Step::took(size);
}

/// An answer never stands before its question: a request whose body is still on its way is told now.
void HttpStream::pair(Context& ctx, const Exchange& asked) {
  Lane& request = lane(Direction::c2s);
  if (request.in_body && !request.told && request.exchange == asked.id) tell(ctx, Direction::c2s);
  if (asked.ended != 0) answer_.after = ctx.now() - asked.ended;
  if (outstanding_.size() > 1) answer_.to = asked.method + " " + asked.target;
}

Step HttpStream::on_final(Context& ctx, Lane& l, std::size_t size) {
  Exchange asked;
  if (!outstanding_.empty()) {
    asked = std::move(outstanding_.front());
    outstanding_.pop_front();
  }
  if (!asked.upgrade.protocol.empty() || is_connect(asked)) client_waits_ = false;
  answer_.upper = std::move(asked.upper);
  answer_.refusal = asked.upgrade.websocket();
  if (claimant(answer_.upper) != nullptr) {
    want_body(ctx, l, ctx.limits().http_body);
  } else if (answer_.refusal) {
    on_refusal(ctx, l, asked);
    want_body(ctx, l, kBodyShown);
  }
  begin_body(ctx, Direction::s2c, framing_of_response(l.head, asked.method == "HEAD", is_connect(asked)));
  // RFC 9110 9.3.6: what follows a successful CONNECT is a stream of its own kind.
  if (!is_connect(asked) || l.head.status / 100 != 2) return Step::took(size);
  Offer tunnel;
  tunnel.packets = asked.packets.joined(l.packets);
  return Step::hand_over(size, std::move(tunnel));
}

Step HttpStream::on_switch(Context& ctx, Lane& l, std::size_t size) {
  Exchange asked;
  const bool seen = !outstanding_.empty();
  if (seen) asked = std::move(outstanding_.front());
  outstanding_.clear();
  client_waits_ = false;
  l.upgrade = switched_protocol(l.head);
  if (seen) {
    judge(l, asked);
  } else {
    l.remarks.add(note::request_not_seen);
  }
  answer_.upper = std::move(asked.upper);
  Context& scope = answer_.upper != nullptr ? answer_.upper->context() : ctx;
  // An attempt that was refused before, for want of credentials say, is not how the session ended.
  if (Session* session = scope.session(); session != nullptr && session->facts.outcome.state == "refused") {
    session->facts.outcome = {};
  }
  if (asked.ended != 0) scope.handshake("HTTP upgrade", ctx.now() - asked.ended);
  begin_body(ctx, Direction::s2c, {});
  return Step::hand_over(size, negotiated(l, asked, answer_.accept));
}

void HttpStream::judge(Lane& l, const Exchange& asked) {
  if (asked.upgrade.protocol.empty()) l.remarks.add(note::upgrade_unasked);
  if (!asked.upgrade.websocket()) return;
  answer_.expected = accept_for(asked.upgrade.key);
  answer_.accept = judge_switch(asked.upgrade, l.head, answer_.expected, l.remarks);
}

void HttpStream::on_refusal(Context& ctx, Lane& l, const Exchange& asked) {
  l.remarks.add(note::upgrade_refused,
                {make_field(field::status, l.head.status), make_field(field::reason, l.head.reason),
                 make_field(field::hint, hint_for_refusal(l.head.status))});
  SessionFacts& facts = ctx.open_session(SessionKind::http_upgrade).facts;
  if (facts.path.empty()) facts.path = path_of(asked.target);
  facts.ends("refused", "server", "the server answered the upgrade with " + status_and_reason(l.head));
}

void HttpStream::want_body(Context& ctx, Lane& l, std::size_t most) {
  l.wanted = true;
  l.decoder.start(l.head.value("content-encoding"), most, ctx.limits().inflate_ratio);
}

void HttpStream::on_server_end(Context& ctx) {
  if (outstanding_.empty()) return;
  const Exchange& asked = outstanding_.front();
  if (asked.upgrade.websocket() && claimant(asked.upper) == nullptr) {
    SessionFacts& facts = ctx.open_session(SessionKind::http_upgrade).facts;
    if (facts.path.empty()) facts.path = path_of(asked.target);
    facts.ends("refused", "server", "the server closed the connection without an answer to the upgrade");
  }
  if (!ctx.wants(event::unanswered)) return;
  const Field fields[] = {make_field(field::method, asked.method), make_field(field::target, asked.target)};
  const Note notes[] = {{&note::not_answered, fields}};
  Context& scope = asked.upper != nullptr ? asked.upper->context() : ctx;
  scope.emit({Direction::s2c, {}}, event::unanswered, fields, notes);
}

}  // namespace wstrace::http
