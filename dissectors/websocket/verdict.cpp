#include "dissectors/websocket/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "core/describe.h"
#include "core/idle.h"
#include "core/proxies.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/stream.h"

namespace wstrace::websocket {
namespace {

/// A pong that takes so many times as long as the slowest one before is overdue.
constexpr int kOverdue = 3;
/// Nobody pings more often than that, and the turns come so exactly.
constexpr Duration kShortestTurn = 300 * kMillisecond;
constexpr Duration kTurnJitter = 20;
/// After a ping, what arrives sooner may have been on its way.
constexpr Duration kOnItsWay = 250 * kMillisecond;
/// Programs stop by themselves after shorter silences, too.
constexpr Duration kTellingLimit = 20 * kSecond;
constexpr Duration kLongestWholeSeconds = 10 * kSecond;
/// A window that is shut for longer is not about to be opened again.
constexpr Duration kShutForGood = kSecond;

std::string_view other(Direction d) { return party(opposite(d)); }

std::string seconds_into(Time time, Time start) {
  return fmt::format("{:.3f} s", static_cast<double>(time - start) / static_cast<double>(kSecond));
}

/// "closed the TCP connection without a close frame"
std::string did(const EndEvidence& e) {
  if (e.announced) return "closed the WebSocket";
  return fmt::format("{} the {} without a close frame", e.reset ? "reset" : "closed", e.carrier);
}

std::string_view ender(const EndEvidence& e) { return e.across.empty() ? party(e.by) : e.across; }

// ---- conditions

bool broke_rules(const EndEvidence& e) { return !e.fault.words.empty(); }
bool broke_rules_and_is_reset(const EndEvidence& e) { return broke_rules(e) && e.reset; }

bool does_not_read(const EndEvidence& e) { return e.shut >= kShutForGood; }

bool leaves_unread(const EndEvidence& e) { return e.unread; }

bool leaves_ping(const EndEvidence& e) { return is_overdue(e) && ender(e) == party(e.by); }
bool leaves_ping_of_living(const EndEvidence& e) { return leaves_ping(e) && e.alive; }

bool proxy_closed(const EndEvidence& e) { return e.across == "proxy"; }
bool proxy_closed_idle(const EndEvidence& e) { return proxy_closed(e) && e.quiet >= kShortestIdle; }

/// Limits that people set are whole seconds.
bool is_whole_seconds(Duration quiet) {
  const Duration off = (quiet + kSecond / 10) % kSecond;
  return quiet >= kShortestIdle && quiet <= kLongestWholeSeconds && off <= kSecond / 10 + quiet / 50;
}

bool may_be_idle_limit(const EndEvidence& e) {
  if (!e.across.empty() || e.by != Direction::s2c) return false;
  const bool usual = is_usual_idle_limit(e.quiet);
  return e.proxy.empty() ? usual && e.quiet >= kTellingLimit : usual || is_whole_seconds(e.quiet);
}

bool server_ended(const EndEvidence& e) { return ender(e) == "server" && !e.of_stream && !e.reset && e.talked; }

bool any_fin(const EndEvidence& e) { return !e.reset; }

// ---- stories

std::string story_of_fault(const EndEvidence& e) {
  return fmt::format("the {} {}, after {}", party(e.by), did(e), e.fault.words);
}

std::string story_of_not_reading(const EndEvidence& e) {
  return fmt::format("the {}'s receive window was shut for {}, since {}: its program did not read; the {} then {}",
                     party(e.shut_of), human_duration(e.shut), seconds_into(e.at - e.shut, e.started), party(e.by),
                     did(e));
}

std::string story_of_unread(const EndEvidence& e) {
  return fmt::format("the {} {}, by a reset just after data had come: its process ended, or it dropped the connection",
                     party(e.by), did(e));
}

std::string ping_of(const EndEvidence& e) {
  const std::string more = e.ping.count > 1 ? fmt::format(" (and {} after it)", e.ping.count - 1) : "";
  return fmt::format("the {}'s ping of {}{}", party(e.by), seconds_into(e.ping.since, e.started), more);
}

std::string story_of_living(const EndEvidence& e) {
  const std::string behind =
      e.behind > 0 ? fmt::format("; a message of {} was on its way, and a pong waits behind it", human_size(e.behind))
                   : "";
  return fmt::format("the {} went on sending, but did not answer {} for {}{}; the {} then {}", other(e.by), ping_of(e),
                     human_duration(e.at - e.ping.since), behind, party(e.by), did(e));
}

std::string story_of_silent(const EndEvidence& e) {
  return fmt::format("the {} did not answer {} and sent nothing else for {}{}; the {} then {}", other(e.by), ping_of(e),
                     human_duration(e.at - e.ping.since),
                     e.acknowledged ? ", although its TCP acknowledged the ping: its program hangs" : "", party(e.by),
                     did(e));
}

std::string story_of_idle(const EndEvidence& e) {
  return fmt::format(
      "the proxy {} after {} without traffic, when neither the client nor the server had closed: most likely its limit "
      "for idle connections",
      did(e), human_duration(e.quiet));
}

std::string story_of_proxy(const EndEvidence& e) {
  return fmt::format(
      "the proxy {}, when neither the client nor the server had closed: it was stopped, reloaded or restarted, or a "
      "limit of its own ran out",
      did(e));
}

std::string story_of_limit(const EndEvidence& e) {
  const std::string proxy =
      e.proxy.empty() ? "a proxy in between has such a limit for idle connections"
                      : fmt::format("{}, which answered the upgrade, has such a limit for idle connections", e.proxy);
  return fmt::format("the server's side {} after {} without traffic: either {}, or the server's program ended", did(e),
                     human_duration(e.quiet), proxy);
}

std::string story_of_server(const EndEvidence& e) {
  const std::string last =
      e.last_received.empty() ? "" : fmt::format("; the last message that it had received is {}", e.last_received);
  const std::string_view proxy = !e.across.empty() ? ""
                                 : e.quiet >= kShortestIdle
                                     ? ", or a proxy in between has such a limit for idle connections"
                                     : ", or a proxy in between closed it";
  return fmt::format(
      "the server {}, {} after the last frame: its process ended or was restarted, it stops without closing its "
      "WebSockets{}{}",
      did(e), human_duration(e.quiet), proxy, last);
}

std::string story_of_any(const EndEvidence& e) {
  const std::string via = e.across.empty() || e.across == party(e.by)
                              ? ""
                              : fmt::format(", which the proxy passed on from the {}", e.across);
  return fmt::format("the {} {}{}", party(e.by), did(e), via);
}

struct Row {
  bool (*holds)(const EndEvidence&);
  const NoteDef* note;
  std::string (*story)(const EndEvidence&);
  std::string_view state = {};  ///< empty: closed or reset
  std::string_view by = {};     ///< empty: who ended it
};

constexpr Row kPingRows[] = {
    {does_not_read, &note::not_reading, story_of_not_reading},
    {leaves_ping_of_living, &note::no_pong, story_of_living, "timeout"},
    {leaves_ping, &note::ping_timeout, story_of_silent, "timeout"},
};

constexpr Row kRows[] = {
    {broke_rules_and_is_reset, nullptr, story_of_fault},
    {broke_rules, &note::no_close_frame, story_of_fault},
    kPingRows[0],
    kPingRows[1],
    kPingRows[2],
    {leaves_unread, nullptr, story_of_unread},
    {proxy_closed_idle, &note::idle_closed, story_of_idle},
    {proxy_closed, &note::proxy_closed, story_of_proxy},
    {may_be_idle_limit, &note::maybe_idle_closed, story_of_limit, {}, "unknown"},
    {server_ended, &note::server_ended, story_of_server},
    {any_fin, &note::no_close_frame, story_of_any},
};

EndVerdict first_of(std::span<const Row> rows, const EndEvidence& e) {
  for (const Row& row : rows) {
    if (!row.holds(e)) continue;
    const std::string_view plain = e.reset ? "reset" : "closed";
    return {row.note, row.state.empty() ? plain : row.state, row.by.empty() ? ender(e) : row.by, row.story(e)};
  }
  return {nullptr, e.reset ? "reset" : "closed", ender(e), story_of_any(e)};
}

/// "keepalive ping timeout", "no pong", "heartbeat": the words of libraries.
bool speaks_of_pings(std::string_view reason) {
  std::string words(reason);
  std::transform(words.begin(), words.end(), words.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  for (const std::string_view word : {"ping", "pong", "keepalive", "keep-alive", "heartbeat"})
    if (words.find(word) != std::string::npos) return true;
  return false;
}

}  // namespace

bool is_overdue(const EndEvidence& e) {
  const Duration waited = e.at - e.ping.since;
  if (e.ping.count == 0) return false;
  if (e.says_so) return true;
  // Servers that ping every so often drop at the next turn whoever has not answered by then.
  const bool at_next_turn =
      waited >= kShortestTurn && std::abs(waited - e.ping_interval) <= e.ping_interval / kTurnJitter;
  return waited >= std::max(at_next_turn ? kShortestTurn : kShortestIdle, kOverdue * e.slowest_pong);
}

EndVerdict judge(const EndEvidence& evidence) { return first_of(kRows, evidence); }
EndVerdict judge_ping(const EndEvidence& evidence) { return first_of(kPingRows, evidence); }

EndEvidence WebSocketStream::evidence_of(Context& ctx, const FirstClose& close, bool announced, bool reset) const {
  const Lane& own = lanes_[index(close.by)];
  const Lane& peer = lanes_[index(opposite(close.by))];
  EndEvidence e;
  e.by = close.by;
  e.at = close.time;
  e.announced = announced;
  e.reset = reset;
  e.whole = is_whole(own) && is_whole(peer);
  e.carrier = ctx.closing().carrier;
  e.of_stream = ctx.closing().of_stream();
  const Time last_frame = std::max({own.last_frame, peer.last_frame, opened_at_});
  e.quiet = close.time - last_frame;
  e.talked = own.last.at != 0 || peer.last.at != 0;
  if (const Session* const session = ctx.session()) {
    e.started = session->facts.start;
    e.last_received = session->last_message[index(Direction::c2s)];
  }
  e.fault = peer.faults.cause_of(0);
  e.ping = own.pings.waiting();
  e.slowest_pong = own.pings.slowest();
  e.ping_interval = own.pings.interval() != 0 ? own.pings.interval() : e.ping.since - opened_at_;
  const bool coming = peer.header_known && !peer.header.is_control();
  e.behind = coming ? peer.header.length : 0;
  e.alive = coming || peer.last_frame > e.ping.since + kOnItsWay;
  e.acknowledged = ctx.is_acknowledged(close.by);
  for (const Direction dir : {Direction::c2s, Direction::s2c}) {
    const Signs signs = ctx.signs(dir);
    const bool shut = signs.shut_since != 0 && signs.opened < signs.shut_since;
    if (!shut || close.time - signs.shut_since <= e.shut) continue;
    e.shut = close.time - signs.shut_since;
    e.shut_of = dir;
  }
  e.across = ctx.closed_across(close.by, close.time);
  if (proxy_named(offer_.answered_by) != Proxy::none) e.proxy = offer_.answered_by;
  return e;
}

/// A close frame that says that a ping was not answered: which one, and what is known of the side that is silent.
void WebSocketStream::note_ping_timeout(Context& ctx, Direction by, std::string_view reason, Remarks& remarks) {
  if (!speaks_of_pings(reason)) return;
  blames_ping_ = true;
  EndEvidence e = evidence_of(ctx, {ctx.now(), by}, true, false);
  if (!e.whole) return;
  e.says_so = true;
  EndVerdict verdict = judge_ping(e);
  if (verdict.note == nullptr) return;
  ping_timeout_ = verdict.note;
  ping_story_ = std::move(verdict.story);
  remarks.add(*ping_timeout_, {make_field(field::story, std::string_view(ping_story_))});
}

/// No close frame at all.
EndVerdict WebSocketStream::judge_silent() const {
  const bool whole = is_whole(lanes_[0]) && is_whole(lanes_[1]);
  return silent_end_ && silent_end_->whole && whole ? judge(*silent_end_) : EndVerdict{};
}

/// TCP says what a reset means, unless more is known here.
bool WebSocketStream::explains_reset(Context& ctx, Direction by) {
  reset_explained_ = knows_reset(ctx, by);
  return reset_explained_;
}

bool WebSocketStream::knows_reset(Context& ctx, Direction by) const {
  if (ping_timeout_ != nullptr || closed_first_) return true;
  const Session* const session = ctx.session();
  if (!opened_ || session == nullptr) return false;
  const SessionFacts& facts = session->facts;
  // A proxy passes on what happened on its other side.
  const bool at_proxy = !facts.other_sides.empty() && (by == Direction::s2c) == facts.near_client;
  if (at_proxy && ctx.just_left_beyond(by)) return true;
  const bool whole = is_whole(lanes_[0]) && is_whole(lanes_[1]);
  // After a silence, whoever judges the session has more to say of its end.
  if (facts.kind != SessionKind::websocket)
    return whole && facts.last_heard() != 0 && ctx.now() - facts.last_heard() >= kShortestIdle;
  const EndEvidence e = silent_end_ ? *silent_end_ : evidence_of(ctx, {ctx.now(), by}, false, true);
  const NoteDef* const why = judge(e).note;
  const auto between = [](const Lane& l) { return !l.header_known && !l.in_payload; };
  const bool rests = why == &note::not_reading || (between(lanes_[0]) && between(lanes_[1]));
  return e.whole && !broke_rules(e) && why != nullptr && rests;
}

}  // namespace wstrace::websocket
