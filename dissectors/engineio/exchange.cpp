#include "dissectors/engineio/exchange.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/foreign.h"
#include "dissectors/engineio/jsonp.h"
#include "dissectors/engineio/payload.h"
#include "dissectors/engineio/refusal.h"
#include "dissectors/engineio/target.h"
#include "dissectors/engineio/verdict.h"
#include "model/idle.h"
#include "model/proxies.h"

namespace wstrace::engineio {
namespace {

constexpr unsigned kOk = 200;
/// The method of a CORS preflight (Fetch standard 3.3.2).
constexpr std::string_view kPreflight = "OPTIONS";
/// What python-engineio answers a POST with; all others say "ok". Clients do not look at it.
constexpr std::string_view kPythonPostAnswer = "OK";
/// That it decodes of one POST (Payload.max_decode_packets). With more, it drops them all and answers as if nothing were wrong.
constexpr std::size_t kPythonMostPackets = 16;
/// What Node's server gives its handlers of a client that leaves its last namespace.
constexpr std::string_view kLeftLast = "client namespace disconnect";
constexpr std::size_t kLongestCookieName = 60;
/// A proxy's time limits are whole seconds, and its timers a little late.
constexpr Duration kTimersVary = 30 * kMillisecond;
/// What waits for less than this when the capture ends may just be on its way.
constexpr Duration kLongWait = kSecond;

/// The packets of a body that are certainly whole: of version 4, those with a separator behind them.
Bytes whole_packets(Bytes payload, unsigned version) {
  if (version != kVersion4) return payload;  // lengths tell
  const std::size_t end = as_text(payload).rfind(static_cast<char>(kRecordSeparator));
  return end == std::string_view::npos ? Bytes{} : payload.first(end);
}

/// A plain WebSocket client names no transport.
bool asks_for_websocket(const Offer& offer) {
  const auto transport = query_value(offer.target, "transport");
  return transport ? *transport == "websocket" : offer.protocol == "websocket";
}

/// The name of the cookie that an answer sets first. Engine.IO's own, and those that only the application reads, keep a
/// client at no server.
std::string cookie_of(const ResponseHead& head) {
  constexpr std::array kOthers = std::to_array<std::string_view>({"io", "connect.sid", "session", "sid"});
  for (const auto& [header, value] : head.headers) {
    const std::string_view name = value.substr(0, value.find('='));
    const bool other = std::find(kOthers.begin(), kOthers.end(), name) != kOthers.end();
    if (header == "set-cookie" && !other) return std::string(name.substr(0, kLongestCookieName));
  }
  return {};
}

bool sends_cookie(const RequestHead& head, std::string_view name) {
  const std::string_view cookies = head.header("cookie");
  for (std::size_t at = cookies.find(name); at != std::string_view::npos; at = cookies.find(name, at + 1)) {
    const bool begins = at == 0 || cookies[at - 1] == ' ' || cookies[at - 1] == ';';
    if (begins && cookies.substr(at + name.size()).starts_with('=')) return true;
  }
  return false;
}

/// What tells a request from all others, and is the same on both sides of a proxy.
std::string passed_on(const RequestHead& head) {
  std::string request(head.method);
  for (const std::string_view part : {head.target, head.header("sec-websocket-key")}) request.append(" ").append(part);
  return request;
}

/// True when a handshake's answer begins with an open packet in this version's form.
bool begins_with_open(Bytes payload, unsigned version, Arena& arena) {
  PayloadReader reader(payload, version, arena);
  const auto part = reader.next();
  return part && !part->binary && as_text(part->bytes).starts_with("0{");
}

}  // namespace

Exchange::Exchange(const Offer& offer)
    : transport_(asks_for_websocket(offer) ? "websocket" : "polling", offer),
      websocket_(asks_for_websocket(offer)),
      jsonp_(query_value(offer.target, "j").has_value()) {}

Exchange::~Exchange() { no_longer_waits(); }

void Exchange::on_request(Context& ctx, const RequestHead& head) {
  preflight_ = head.method == kPreflight;
  page_ = read_cross_origin(head);
  if (preflight_) return;
  transport_.begin(ctx, passed_on(head));
  if (transport_.named()) transport_.state().withheld.reset();  // the page uses the session
  transport_.state().left = 0;                                  // … and is still there
  transport_.session().facts.saw(proxy_of_request(head.headers));
  lacks_cookie_ = !transport_.state().cookie.empty() && !sends_cookie(head, transport_.state().cookie);
  transport_.asked_at(ctx.now());
  began_ = ctx.now();
  upgrades_ = head.upgrade == "websocket";
  post_ = head.method == "POST";
  const std::string_view length = head.header("content-length");
  std::from_chars(length.data(), length.data() + length.size(), posted_);
  State& state = transport_.state();
  if (websocket_) {
    state.upgrade = {.asked = ctx.now()};
    return;
  }
  SessionFacts& facts = transport_.session().facts;
  facts.add_transport("polling");
  ++facts.polls;
  if (!transport_.named()) return;
  if (state.carrier == Carrier::unknown) transport_.carries();  // opened before the trace began
  unsigned& waiting = post_ ? state.posts_waiting : state.polls_waiting;
  overlaps_ = waiting > 0;
  if (post_) state.posts(ctx.now());
  if (!post_) state.complete[index(Direction::c2s)] = ctx.now();
  ++waiting;
  waits_ = true;
}

void Exchange::no_longer_waits() {
  if (!waits_) return;
  waits_ = false;
  --(post_ ? transport_.state().posts_waiting : transport_.state().polls_waiting);
}

bool Exchange::explains(unsigned status) const {
  return transport_.named() && !websocket_ && (status == 0 || status == kOk);
}

void Exchange::on_request_body(Context& ctx, const Body& body) {
  asked_ = ctx.now();
  if (preflight_) return;
  State& state = transport_.state();
  state.complete[index(Direction::c2s)] = asked_;
  if (post_) state.posted = {began_, asked_};
  if (!post_ || !transport_.named()) return;
  const bool form = jsonp_ && as_text(body.content).starts_with("d=");
  const auto payload = form ? jsonp_post(body.content, ctx.arena()) : body.content;
  if (!payload) return unreadable(ctx, Direction::c2s, body, body.content, note::bad_payload);
  read_payload(ctx, Direction::c2s, body, *payload);
}

void Exchange::on_response(Context& ctx, const ResponseHead& head, const Body& body) {
  no_longer_waits();
  if (preflight_ && emit_preflight(ctx, head)) return;
  if (preflight_ && head.status / 100 == 2) return;
  if (preflight_) transport_.begin(ctx);
  transport_.state().complete[index(Direction::s2c)] = ctx.now();
  if (head.switches) return;
  if (head.status == kOk) transport_.state().answered_at = ctx.now();
  const bool whole = body.state == Body::State::whole && !ctx.awaits_bytes();
  if (!transport_.named() && whole && client_left(ctx)) emit_late(ctx);
  transport_.session().facts.saw(proxy_of_answer(head.status, head.headers, as_text(body.content)));
  if (transport_.named() && !websocket_ && !post_ && client_left(ctx)) transport_.state().left = ctx.closing().time;
  if (!websocket_ && head.status == kOk && post_) return on_post_answer(ctx, body);
  if (!websocket_ && head.status == kOk) return on_poll_answer(ctx, head, body);
  if (transport_.named() && !websocket_ && gateway_gave_up(ctx, head)) {
    const GatewayTimeout timeout{head.status, ctx.now() - began_, post_};
    return gateway_timed_out(ctx, transport_.state(), transport_.session().facts, timeout);
  }
  const Asked asked{.websocket = websocket_,
                    .upgrade = upgrades_,
                    .overlaps = overlaps_,
                    .post = post_,
                    .posted = posted_,
                    .waited = ctx.now() - began_,
                    .lacks_cookie = lacks_cookie_};
  emit_refusal(ctx, transport_, asked, head, body);
}

/// A proxy had waited for the server for as long as it does. (Apache says so with 502.)
bool Exchange::gateway_gave_up(const Context& ctx, const ResponseHead& head) const {
  constexpr unsigned kRequestTimeout = 408;
  constexpr unsigned kBadGateway = 502;
  constexpr unsigned kGatewayTimeout = 504;
  if (head.status == kGatewayTimeout) return true;
  if (head.status == kRequestTimeout) return !post_;
  const bool apache = proxy_named(head.header("server")) == Proxy::apache;
  const Duration waited = ctx.now() - began_;
  const bool whole_seconds = waited >= kShortestIdle && (waited + kTimersVary) % kSecond <= 2 * kTimersVary;
  return head.status == kBadGateway && !post_ && apache && whole_seconds;
}

/// The answer comes when the client has gone.
void Exchange::emit_late(Context& ctx) {
  const Duration waited = ctx.closing().time - began_;
  if (waited > 0) never_answered(ctx, transport_, Direction::c2s, waited);
}

/// False when the preflight succeeds, or when it is no browser's.
bool Exchange::emit_preflight(Context& ctx, const ResponseHead& head) {
  const auto story = failed_preflight(page_, head);
  if (!story) return false;
  transport_.begin(ctx);
  const Field fields[] = {make_field(field::origin, std::string_view(page_.origin)),
                          make_field(field::story, std::string_view(*story))};
  const Note notes[] = {{&note::cors_preflight, fields}};
  ctx.emit({Direction::s2c, {}}, event::withheld, std::span(fields).first(1), notes);
  transport_.session().facts.ends(
      {"refused", "client", "the browser's preflight failed: the answer " + *story, note::cors_preflight.code});
  return true;
}

/// What is known of the answer that opened a session, beside its packets.
void Exchange::note_opening(const ResponseHead& head) {
  State& state = transport_.state();
  if (!transport_.opened_here()) return;
  state.cookie = cookie_of(head);
  state.page = page_;
  state.withheld = withheld_answer(page_, head);
}

void Exchange::on_poll_answer(Context& ctx, const ResponseHead& head, const Body& body) {
  const bool wrapped = as_text(body.content).starts_with(kJsonpHead);
  const auto payload = wrapped ? jsonp_answer(body.content, ctx.arena()) : body.content;
  if (body.state == Body::State::whole && !transport_.named() && payload) {
    const unsigned asked = transport_.version();
    const unsigned other = asked == kVersion4 ? kVersion3 : kVersion4;
    if (!begins_with_open(*payload, asked, ctx.arena())) {
      if (!begins_with_open(*payload, other, ctx.arena()))
        return foreign_answer(ctx, transport_, head, body, {.post = post_});
      emit_mismatch(ctx, transport_, asked, other, body);
      transport_.set_version(other);
    }
  }
  if (!payload && body.state == Body::State::whole) return foreign_answer(ctx, transport_, head, body, {.post = post_});
  read_payload(ctx, Direction::s2c, body, payload.value_or(Bytes{}));
  note_opening(head);
}

/// Any answer with this status will do for the client.
void Exchange::on_post_answer(Context& ctx, const Body& body) {
  if (body.state != Body::State::whole) return;
  ctx.count_framing(protocol, body.content.size());
  SessionFacts& facts = transport_.session().facts;
  if (as_text(body.content) == kPythonPostAnswer) facts.server_software = kPython;
  emit_slow(ctx, body);
  if (facts.server_software != kPython || posted_packets_ <= kPythonMostPackets) return;
  const Field fields[] = {make_field(field::packets, posted_packets_)};
  const Note notes[] = {{&note::too_many_packets, fields}};
  ctx.emit({Direction::s2c, body.packets}, event::too_large, {}, notes);
}

/// Before the answer was complete.
bool Exchange::client_left(const Context& ctx) const {
  const Closing& closing = ctx.closing();
  return closing.time != 0 && closing.by == Direction::c2s;
}

/// From the end of the request: its body may have been long on its way.
void Exchange::emit_slow(Context& ctx, const Body& body) {
  const Duration took = ctx.now() - asked_;
  if (asked_ == 0 || took < ctx.limits().slow || transport_.state().lossy || ctx.awaits_bytes()) return;
  const Field fields[] = {make_field(field::took_us, to_micros(took))};
  const Note notes[] = {{&note::slow_answer, fields}};
  ctx.emit({Direction::s2c, body.packets}, event::slow_answer, fields, notes);
}

void Exchange::read_payload(Context& ctx, Direction dir, const Body& body, Bytes payload) {
  if (body.state == Body::State::undecodable) return unreadable(ctx, dir, body, {}, note::unknown_coding);
  const unsigned version = transport_.version();
  const bool unfinished = body.state == Body::State::unfinished;
  const bool cut = unfinished || body.state == Body::State::cut;
  const Bytes readable = cut ? whole_packets(payload, version) : payload;
  PayloadReader reader(readable, version, ctx.arena());
  std::size_t packets = 0;
  SessionFacts& facts = transport_.session().facts;
  const bool was_open = facts.outcome.state == "open";
  while (const auto part = reader.next()) {
    packets += part->bytes.size();
    posted_packets_ += dir == Direction::c2s ? 1 : 0;
    transport_.on_packet(ctx,
                         {.dir = dir, .packets = body.packets, .raw = part->bytes, .carried = {part->bytes.size(), {}}},
                         part->bytes, part->binary, false);
  }
  // Node's server comes to a DISCONNECT only after the body, and the close packet behind it has ended the session by then.
  if (was_open && dir == Direction::c2s && transport_.state().close_seen && facts.outcome.server_word == kLeftLast)
    facts.outcome.server_word = "transport close";
  if (payload.size() > packets) ctx.count_framing(protocol, payload.size() - packets);
  if (unfinished || (cut && dir == Direction::s2c && client_left(ctx))) return;  // nothing is lost, or nobody needs it
  if (cut) {
    transport_.on_gap(ctx, dir);
    unreadable(ctx, dir, body, payload.subspan(readable.size() - reader.rest().size()), note::lost_body);
  } else if (reader.problem() != PayloadProblem::none) {
    unreadable(ctx, dir, body, reader.rest(), note::bad_payload);
  }
}

void Exchange::unreadable(Context& ctx, Direction dir, const Body& body, Bytes rest, const NoteDef& why) {
  transport_.undecodable(ctx, {dir, body.packets, rest}, rest, false, why);
}

/// The capture ends, and a request waits: a poll may do so, a handshake not for long.
void Exchange::emit_waiting(Context& ctx) {
  const Duration waited = ctx.now() - began_;
  if ((transport_.named() && !websocket_) || waited < kLongWait || transport_.state().lossy) return;
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  const Note notes[] = {{&note::still_waiting, fields}};
  ctx.emit({Direction::c2s, {}}, event::no_answer, fields, notes);
}

void Exchange::on_no_response(Context& ctx, Direction ended_by, End how) {
  no_longer_waits();
  const bool closed = how == End::fin || how == End::rst || ctx.closing().time != 0;
  if (preflight_) return;
  if (!closed) return emit_waiting(ctx);
  if (ctx.closing().reset) ended_by = ctx.closing().by;
  const Time ended = ctx.closing().time != 0 ? ctx.closing().time : ctx.now();
  const Duration waited = ended - began_;
  State& state = transport_.state();
  SessionFacts& facts = transport_.session().facts;
  if (!transport_.named() || websocket_) return never_answered(ctx, transport_, ended_by, waited);
  if (ended_by == Direction::c2s) {
    if (!post_) poll_dropped(ctx, state, facts, waited);
  } else if (post_) {
    post_cut_off(ctx, state, facts, how, {ended, posted_});
  } else {
    poll_cut_off(ctx, state, facts, how, ended);
  }
  // Whether its server has read it is not known.
  if (post_ && ended_by == Direction::c2s) facts.outcome.server_word.clear();
}

}  // namespace wstrace::engineio
