// HttpStream: requests and their answers, and what an answer to an upgrade means.
#include "dissectors/http/definitions.h"
#include "dissectors/http/refusal.h"
#include "dissectors/http/stream.h"
#include "dissectors/http/wire.h"
#include "model/describe.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::http {
namespace {

constexpr unsigned kFirstFinal = 200;
/// A healthy server may need as long for its first answer.
constexpr Duration kSoonestAnswer = 300 * kMillisecond;
/// Engine.IO's server ends an upgrade that nobody handles after a second (destroyUpgradeTimeout).
constexpr Duration kNobodyHandles = kSecond;
constexpr std::string_view kOtherPath =
    "for a second, as a Node server with Socket.IO does where the path is not Socket.IO's own";
bool is_about_a_second(Duration waited) { return waited >= kNobodyHandles && waited < kNobodyHandles + kSecond / 5; }
/// The end of the capture is no sign of anything; what has waited for longer then is worth a look.
constexpr Duration kPendingTold = kSecond;

/// Keys that are remembered, to recognise a stored answer by.
constexpr std::size_t kKeysKept = 8;

/// What the two heads of an upgrade agree on.
Offer negotiated(const Lane& l, const Exchange& asked, std::string_view flaw) {
  Offer offer;
  offer.protocol = l.upgrade.empty() ? asked.upgrade.protocol : l.upgrade;
  // HTTP/2 answers the request itself, and is HTTP still.
  offer.kind = offer.protocol == "h2c" ? Offer::Kind::stream : Offer::Kind::upgrade;
  offer.method = asked.method;
  offer.settings = asked.settings;
  offer.target = origin_form(asked.target);
  offer.subprotocol = l.head.value("sec-websocket-protocol");
  offer.extensions = joined_values(l.head, "sec-websocket-extensions");
  offer.offered_extensions = asked.upgrade.extensions;
  offer.key = asked.upgrade.key;
  offer.answered_by = l.head.has("server") ? l.head.value("server") : l.head.value("via");
  offer.proxy = proxy_between(asked.upgrade, l.head);
  offer.handshake_valid = flaw.empty();
  offer.handshake_error = flaw;
  offer.packets = asked.packets.joined(l.packets);
  offer.asked = asked.ended;
  return offer;
}

/// Who claims the exchange that this request begins, and whose session it is.
std::shared_ptr<UpperExchange> claimed(Context& ctx, Lane& l) {
  Offer offer;
  offer.kind = Offer::Kind::exchange;
  offer.target = origin_form(l.head.target);
  offer.protocol = l.upgrade;
  std::shared_ptr<UpperExchange> upper = ctx.upper().offer_exchange(offer);
  if (ExchangeDissector* const dissector = claimant(upper)) {
    l.notes.drop(note::upgrade_stripped);
    dissector->on_request(upper->context(), {l.head.method, origin_form(l.head.target), l.head.headers, l.upgrade});
  }
  return upper;
}

}  // namespace

void HttpStream::on_request(Context& ctx, Lane& l) {
  outstanding_.settle();
  UpgradeRequest upgrade = read_upgrade_request(l.head, l.notes);
  l.upgrade = upgrade.protocol;
  l.exchange = ++exchanges_;
  l.upper = claimed(ctx, l);
  if (claimant(l.upper) != nullptr) want_body(ctx, l, ctx.limits().http_body);
  if (!pairing_) return;
  if (outstanding_.size() >= kMostOutstanding) {
    l.notes.add(note::no_pairing, {make_field(field::limit, kMostOutstanding)});
    pairing_ = false;
    outstanding_.clear();
    return;
  }
  Exchange asked{.upper = l.upper,
                 .id = l.exchange,
                 .method = std::string(l.head.method),
                 .target = std::string(l.head.target),
                 .upgrade = std::move(upgrade),
                 .settings = std::string(l.head.value("http2-settings")),
                 .ended = 0,
                 .packets = l.packets};
  client_waits_ = asked.decides();
  client_sends_frames_ = false;
  outstanding_.push(std::move(asked));
}

Step HttpStream::on_response(Context& ctx, Lane& l, std::size_t size) {
  answer_ = Answer{};
  const Exchange* const asked = outstanding_.match(l.packets);
  if (asked != nullptr) pair(ctx, *asked);
  answer_.known = asked != nullptr;
  ctx.count_framing(protocol, size);
  if (l.head.status == kSwitchingProtocols) return on_switch(ctx, l, size);
  if (l.head.status >= kFirstFinal) return on_final(ctx, l, size);
  begin_body(ctx, Direction::s2c, {});
  return Step::took(size);
}

/// An answer never stands before its question: a request whose body is still on its way is reported now.
void HttpStream::pair(Context& ctx, const Exchange& asked) {
  Lane& request = lane(Direction::c2s);
  if (request.in_body && !request.reported && request.exchange == asked.id) emit_event(ctx, Direction::c2s);
  if (asked.ended != 0) answer_.after = ctx.now() - asked.ended;
  if (outstanding_.size() > 1) answer_.to = asked.method + " " + asked.target;
}

Step HttpStream::on_final(Context& ctx, Lane& l, std::size_t size) {
  Exchange asked;
  if (answer_.known) {
    asked = outstanding_.take();
  } else if (!outstanding_.whole()) {
    l.notes.add(note::not_paired);
    l.unsure = true;
  }
  if (asked.decides()) client_waits_ = false;
  answer_.upper = std::move(asked.upper);
  if (claimant(answer_.upper) != nullptr) {
    want_body(ctx, l, ctx.limits().http_body);
  } else if (asked.upgrade.means_websocket()) {
    on_refusal(ctx, l, asked);
    want_body(ctx, l, kBodyShown);
  }
  begin_body(ctx, Direction::s2c, framing_of_response(l.head, asked.method == "HEAD", asked.is_connect()));
  // RFC 9110 9.3.6: what follows a successful CONNECT is a stream of its own kind.
  if (!asked.is_connect() || l.head.status / 100 != 2) return Step::took(size);
  Offer tunnel;
  tunnel.packets = asked.packets.joined(l.packets);
  return Step::hand_over(size, std::move(tunnel));
}

Step HttpStream::on_switch(Context& ctx, Lane& l, std::size_t size) {
  Exchange asked;
  if (answer_.known) asked = outstanding_.take();
  outstanding_.clear();
  client_waits_ = false;
  l.upgrade = switched_protocol(l.head);
  std::string_view flaw;
  if (answer_.known) {
    flaw = judge(l, asked);
    if (const std::string_view late = reported_late(ctx, l, asked); !late.empty()) flaw = late;
  } else {
    l.notes.add(note::request_not_seen);
  }
  answer_.upper = std::move(asked.upper);
  Context& scope = answer_.upper != nullptr ? answer_.upper->context() : ctx;
  // An attempt that was refused before, for want of credentials say, is not how the session ended.
  if (Session* session = scope.session(); session != nullptr && session->facts.outcome.state == "refused") {
    session->facts.outcome = {};
  }
  if (asked.ended != 0) scope.handshake({&protocol, "HTTP upgrade", ctx.now() - asked.ended, Level::messages});
  on_wrong_switch(scope, l, asked);
  begin_body(ctx, Direction::s2c, {});
  return Step::hand_over(size, negotiated(l, asked, flaw));
}

/// Of a request for a WebSocket that does not open: on both sides of a proxy it has the same key.
SessionFacts& HttpStream::upgrade_session(Context& ctx, const Exchange& asked) {
  SessionFacts& facts = ctx.sessions().open(upgrade_type).facts;
  if (facts.path.empty()) facts.path = path_of(asked.target);
  ctx.sessions().pair(asked.upgrade.key, asked.ended);
  return facts;
}

/// The client had left when the answer came; else the answer may only have been slow. Returns why no WebSocket opens.
std::string_view HttpStream::reported_late(Context& ctx, Lane& l, const Exchange& asked) {
  if (!asked.upgrade.means_websocket() || asked.ended == 0 || claimant(asked.upper) != nullptr) return {};
  const Closing& closing = ctx.closing();
  const bool left = closing.time != 0 && closing.by == Direction::c2s && closing.time - asked.ended >= kSoonestAnswer;
  if (!left) {
    if (answer_.after >= ctx.limits().slow)
      l.notes.add(note::slow_answer, {make_field(field::waited_us, to_micros(answer_.after))});
    return {};
  }
  const Duration waited = closing.time - asked.ended;
  l.notes.add(note::upgrade_unanswered, {make_field(field::waited_us, to_micros(waited))});
  SessionFacts& facts = upgrade_session(ctx, asked);
  facts.ends({"abandoned", "client",
              "the client gave up after " + human_duration(waited) + " without an answer to the upgrade",
              note::upgrade_unanswered.code});
  return "the client had given up before";
}

/// Nobody takes what follows a switch to another protocol than the one that was asked for.
void HttpStream::on_wrong_switch(Context& scope, const Lane& l, const Exchange& asked) {
  if (!asked.upgrade.means_websocket() || l.upgrade.empty() || l.upgrade == "websocket") return;
  SessionFacts& facts = upgrade_session(scope, asked);
  facts.ends({"refused", "server", "the server switched to \"" + l.upgrade + "\" instead of a WebSocket",
              note::wrong_upgrade.code});
}

/// Returns why a client refuses the answer, in words.
std::string_view HttpStream::judge(Lane& l, const Exchange& asked) {
  if (asked.upgrade.means_websocket()) answer_.expected = accept_for(asked.upgrade.key);
  const Verdict verdict = judge_switch(asked.upgrade, l.head, answer_.expected, keys_, l.notes);
  answer_.accept = verdict.accept;
  return verdict.flaw;
}

void HttpStream::on_refusal(Context& ctx, Lane& l, const Exchange& asked) {
  if (keys_.size() == kKeysKept) keys_.erase(keys_.begin());
  keys_.push_back(asked.upgrade.key);
  answer_.refusal = refusal_of(asked.upgrade, l.head);
  const Refusal& refusal = answer_.refusal;
  refusal.add_to(l.notes, "101");
  SessionFacts& facts = upgrade_session(ctx, asked);
  facts.saw(refusal.proxy);
  facts.ends(refusal.outcome());
}

void HttpStream::want_body(Context& ctx, Lane& l, std::size_t most) {
  l.wanted = true;
  l.decoder.start(l.head.value("content-encoding"), most, ctx.limits().inflate_ratio);
}

/// The connection is over, and a request waits for its answer. A client that leaves waits for it no longer; only of a
/// WebSocket that is worth a note. Who claimed the exchange knows better what it means.
void HttpStream::on_unanswered(Context& ctx) {
  if (outstanding_.empty() || outstanding_.front().doubtful || outstanding_.front().ended == 0) return;
  const Exchange& asked = outstanding_.front();
  if (claimant(asked.upper) != nullptr) return;
  const Closing& closing = ctx.closing();
  const bool lone = asked.upgrade.means_websocket();
  const bool gave_up = closing.time != 0 ? closing.by == Direction::c2s : client_ended_;
  if (gave_up && !lone) return;
  const Duration waited = (closing.time != 0 ? closing.time : ctx.now()) - asked.ended;
  if (gave_up) {
    const NoteDef& why = waited < kSoonestAnswer ? note::upgrade_left_early : note::upgrade_unanswered;
    const Field time[] = {make_field(field::waited_us, to_micros(waited))};
    const std::string reason =
        "the client gave up after " + human_duration(waited) + " without an answer to the upgrade";
    return emit_unanswered(ctx, Direction::c2s, {"abandoned", "client", reason, why.code}, {&why, time});
  }
  const Field what[] = {make_field(field::method, asked.method), make_field(field::target, asked.target),
                        make_field(field::waited_us, to_micros(waited)),
                        make_field(field::hint, lone && is_about_a_second(waited) ? kOtherPath : std::string_view())};
  const std::string left = closing.reset ? "reset" : "closed";
  const std::string reason = "the server " + left + " the connection without answering the upgrade";
  emit_unanswered(ctx, Direction::s2c, {"refused", "server", reason, note::not_answered.code},
                  {&note::not_answered, what});
}

/// The capture ends (or nothing came for long) while a WebSocket is asked for: its client may have left, and the server
/// has said nothing to that.
void HttpStream::on_pending(Context& ctx) {
  if (outstanding_.empty() || outstanding_.front().doubtful || outstanding_.front().ended == 0) return;
  const Exchange& asked = outstanding_.front();
  const Lane& answer = lane(Direction::s2c);
  const bool begun = answer.searched > 0 || answer.in_body || answer.seeking;
  if (!asked.upgrade.means_websocket() || claimant(asked.upper) != nullptr || client_goes_on_ || begun) return;
  // Where no acknowledgement of the server was captured, its answer may not have been, either.
  if (!ctx.connection().is_acknowledged(Direction::c2s)) return;
  const Closing& closing = ctx.closing();
  if (closing.time != 0 && closing.by == Direction::c2s) return on_unanswered(ctx);
  const Duration waited = ctx.now() - asked.ended;
  const Field time[] = {make_field(field::waited_us, to_micros(waited))};
  const std::string reason =
      "the upgrade had not been answered for " + human_duration(waited) + " when the capture ended";
  const bool long_wait = waited >= kPendingTold;
  emit_unanswered(ctx, Direction::c2s, {"open", "unknown", reason, long_wait ? note::upgrade_pending.code : ""},
                  {long_wait ? &note::upgrade_pending : nullptr, time});
}

/// A request for a WebSocket is a session, whether or not it is answered.
void HttpStream::emit_unanswered(Context& ctx, Direction by, const Outcome& outcome, const Note& note) {
  const Exchange& asked = outstanding_.front();
  if (asked.upgrade.means_websocket() && claimant(asked.upper) == nullptr) {
    SessionFacts& facts = upgrade_session(ctx, asked);
    facts.ends(outcome);
  }
  if (note.def == nullptr || !ctx.wants(event::unanswered)) return;  // its answer may just be on its way
  const Field fields[] = {make_field(field::method, asked.method), make_field(field::target, asked.target)};
  Context& scope = asked.upper != nullptr ? asked.upper->context() : ctx;
  scope.emit({by, {}}, event::unanswered, fields, std::span(&note, 1));
}

}  // namespace wstrace::http
