#include "dissectors/engineio/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "dissectors/engineio/asked.h"
#include "dissectors/engineio/definitions.h"
#include "model/describe.h"
#include "model/idle.h"
#include "seam/connection_service.h"
#include "seam/session_service.h"

namespace wstrace::engineio {
namespace {

/// Timers fire late, never early; the capture's clock sees a ping a little after its sender's timer was set.
constexpr Duration kTimerTolerance = 20 * kMillisecond;
/// A probe that was closed sooner than this was refused; later, it was left without an answer.
constexpr Duration kShortestStall = 500 * kMillisecond;
/// Bytes that came so short a time ago are still coming. (Linux's longest pause before it sends again at first.)
constexpr Duration kStillMoving = kSecond;
/// What arrives sooner after a ping may have been on its way.
constexpr Duration kOnItsWay = 250 * kMillisecond;
/// What belongs together is captured within this time.
constexpr Duration kSentTogether = 5 * kMillisecond;
/// Who follows a redirect does so in less than this.
constexpr Duration kFollowedAtOnce = 500 * kMillisecond;
/// RFC 6455 7.4.1: a message too big to process.
constexpr unsigned kMessageTooBig = 1009;
constexpr unsigned kNoStatus = 1005;
/// Clients ask for the WebSocket right after the open packet: one that has sent as many requests will not.
constexpr std::uint64_t kPollsToUpgrade = 5;

constexpr std::string_view kPollDropped =
    "the client dropped its waiting poll, which servers treat as the end of the session";

void emit_event(EventContext& ctx, Direction dir, const EventDef& def, std::span<const Field> fields,
                const NoteDef& note, const std::string& story) {
  const Field reported[] = {make_field(field::story, std::string_view(story))};
  const Note notes[] = {{&note, reported}};
  ctx.emit({dir, {}}, def, fields, notes);
}

std::string moment(const EventContext& ctx, Time time, const SessionFacts& facts) {
  return moment_text(time, facts.start, ctx.limits().live);
}

/// What an end is judged by: all that is known of the two sides when one of them closed.
struct Evidence {
  const State& state;
  const SessionFacts& facts;
  Direction by;       ///< who closed, or gave up
  Time when;          ///< … and when
  GivenUp gone = {};  ///< that it waited in vain
  Signs own = {};     ///< its end of the connection, as TCP shows it
  Signs other = {};   ///< … and the other one

  Direction silent() const { return opposite(by); }
  Duration waited() const { return when - gone.since; }
  Time due() const { return gone.since + gone.limit; }
  Time last_of(Direction dir) const { return facts.last_spoke[index(dir)]; }
  std::string limit() const { return human_duration(gone.limit); }
  std::string_view limit_name() const { return gone.unanswered ? "pingTimeout" : "pingInterval + pingTimeout"; }
};

/// Tells why a side waited in vain, and ends the session so.
void emit_timeout(Context& ctx, const Evidence& e, SessionFacts& facts, const NoteDef& why, std::string_view story,
                  std::string reason) {
  const Field fields[] = {make_field(field::waited_us, to_micros(e.waited())),
                          make_field(field::limit_us, to_micros(e.gone.limit))};
  const Field reported[] = {make_field(field::party, party(e.silent())), make_field(field::other, party(e.by)),
                            make_field(field::story, story), fields[0], fields[1]};
  const Note notes[] = {{&why, reported}};
  ctx.emit({e.by, {}}, event::timeout, fields, notes);
  ctx.connection().explain_end(why);  // what TCP and the WebSocket show of it follows from this
  facts.ends({.state = "timeout",
              .by = party(e.by),
              .reason = "ping timeout: " + std::move(reason),
              .code = why.code,
              .limit = "ping timeout"});
}

/// A window that was shut for this part of the wait explains it.
constexpr int kPartOfTheWait = 4;

Duration shut_for(const Signs& end, Time until) { return (end.opened != 0 ? end.opened : until) - end.shut_since; }

bool was_shut(const Evidence& e, const Signs& end) {
  const bool meanwhile = end.shut_since != 0 && (end.opened == 0 || end.opened > e.gone.since);
  return meanwhile && shut_for(end, e.when) >= e.gone.limit / kPartOfTheWait;
}

bool does_not_read(const Evidence& e) { return was_shut(e, e.own) || was_shut(e, e.other); }

void emit_not_reading(Context& ctx, const Evidence& e, SessionFacts& facts) {
  const bool own = was_shut(e, e.own);
  const Direction who = own ? e.by : e.silent();
  const Signs& end = own ? e.own : e.other;
  const std::string_view lost = own ? "what the other side sent, its heartbeat too, could not reach it"
                                    : "the other side's ping could not reach it";
  const std::string story = fmt::format(
      "the {}'s receive window was shut for {}, since {}: its program did not read, so {}; the {} waits {} ({})",
      party(who), human_duration(shut_for(end, e.when)), moment(ctx, end.shut_since, facts), lost, party(e.by),
      e.limit(), e.limit_name());
  emit_timeout(ctx, e, facts, note::not_reading, story, fmt::format("the {}'s program did not read", party(who)));
}

/// It went on sending: it is alive, and lacks the heartbeat. (Some servers give up long after the limit.)
bool lacks_heartbeat(const Evidence& e) {
  const Time last = e.last_of(e.silent());
  return e.gone.unanswered && last > e.gone.since + kOnItsWay && last < e.when;
}

void emit_no_pong(Context& ctx, const Evidence& e, SessionFacts& facts) {
  emit_timeout(ctx, e, facts, note::no_pong, {}, fmt::format("the {} does not answer pings", other_party(e.by)));
}

/// A client's pong waits behind the POST that is on its way.
bool posts_slowly(const Evidence& e) {
  if (e.state.carrier == Carrier::websocket || e.silent() != Direction::c2s) return false;
  return e.state.posted.began <= e.gone.since + kOnItsWay && e.state.posted.ended >= e.due();
}

/// Bytes came, but no whole packet: so a message was on its way. (A side that polls sends heads, too.)
bool receives_slowly(const Evidence& e) {
  const bool polls = e.state.carrier != Carrier::websocket;
  const Time whole = polls ? e.state.complete[index(e.silent())] + kOnItsWay : e.last_of(e.silent());
  return e.other.sent > std::max(e.gone.since, whole) && e.when - e.other.sent < kStillMoving;
}

/// What was sent was still on its way, the ping among it: acknowledgements went on coming.
bool sends_slowly(const Evidence& e) {
  const bool since_then = e.own.unacked_since != 0 && e.own.unacked_since <= e.gone.since + kSentTogether;
  return since_then && e.own.acked > e.gone.since && e.when - e.own.acked < kStillMoving;
}

bool is_slow(const Evidence& e) { return posts_slowly(e) || receives_slowly(e) || sends_slowly(e); }

std::string how_slow(const Evidence& e) {
  if (posts_slowly(e))
    return fmt::format("the client's POST was on its way for {}",
                       human_duration(e.state.posted.ended - e.state.posted.began));
  const bool receives = receives_slowly(e);
  return fmt::format("bytes of a message from the {} {} {} before the {} gave up", party(receives ? e.silent() : e.by),
                     receives ? "arrived until" : "were acknowledged until",
                     human_duration(e.when - (receives ? e.other.sent : e.own.acked)), party(e.by));
}

void emit_slow(Context& ctx, const Evidence& e, SessionFacts& facts) {
  const Direction sender = posts_slowly(e) || receives_slowly(e) ? e.silent() : e.by;
  const std::string story =
      fmt::format("{}, so the connection was alive: what was sent needed longer than the {} that the {} waits ({})",
                  how_slow(e), e.limit(), party(e.by), e.limit_name());
  emit_timeout(ctx, e, facts, note::slow_transfer, story,
               fmt::format("a message of the {} needed longer than that", party(sender)));
}

/// What the side that gave up said since the other one last spoke; null for nothing.
const Said* unanswered_text(const SessionFacts& facts, Direction by, Time before) {
  const Said& said = facts.said[index(by)];
  const bool since_then = said.time != 0 && said.time <= before && said.time >= facts.last_spoke[index(opposite(by))];
  return since_then ? &said : nullptr;
}

/// An acknowledgement of what came later shows that only the program is silent; one of the last heartbeat's answer does not.
Time asked_since(const Evidence& e) {
  if (e.gone.unanswered) return e.gone.since;
  const bool posted = e.by == Direction::c2s && e.state.posts_waiting > 0;
  if (posted && e.state.post_waits_since + kSentTogether < e.when) return e.state.post_waits_since;
  const Said* const said = unanswered_text(e.facts, e.by, e.when);
  return said != nullptr ? said->time : e.gone.since + kOnItsWay;
}

/// What TCP shows of a side from which nothing comes. What was sent with the end itself shows nothing yet.
std::string condition_of(const Evidence& e) {
  const bool unacked = e.own.unacked_since != 0 && e.own.unacked_since < e.when - kSentTogether;
  if (unacked && e.own.acked < e.own.unacked_since && e.other.heard < e.own.unacked_since)
    return fmt::format("the {}'s host acknowledged nothing: the host or the network was gone", party(e.silent()));
  if (e.silent() == e.state.pinging_side() && !e.gone.unanswered && e.state.last_ping[index(e.silent())] == 0 &&
      e.state.version == 3)
    return "it never sent a ping, which in Engine.IO 3 is the client's task: either its implementation lacks the "
           "heartbeat, or its program hung";
  const Time shown = asked_since(e);
  if (!unacked && e.own.acked >= shown && e.other.heard >= shown)
    return fmt::format("the {}'s host acknowledged what was sent: its program hung, or was stopped", party(e.silent()));
  return {};
}

/// `event "crash"`, of what that side said last before the other one fell silent; empty for nothing.
std::string last_text(const EventContext& ctx, const SessionFacts& facts, Direction dir, Time before) {
  const Said* const said = unanswered_text(facts, dir, before);
  if (said == nullptr) return {};
  return fmt::format("the {}'s {} \"{}\" (at {})", party(dir), said->kind, said->name, moment(ctx, said->time, facts));
}

bool always(const Evidence&) { return true; }

void emit_silent(Context& ctx, const Evidence& e, SessionFacts& facts) {
  const std::string due = moment(ctx, e.gone.since + e.gone.limit, facts);
  std::string story =
      e.gone.unanswered
          ? fmt::format(
                "the {} did not answer the {}'s ping of {} and sent nothing for {}; the {} waits {} (pingTimeout) for "
                "an answer, so its time limit ran out at {}",
                other_party(e.by), party(e.by), moment(ctx, e.gone.since, facts), human_duration(e.waited()),
                party(e.by), e.limit(), due)
          : fmt::format(
                "the {} received {} from the {} for {} (since {}); it waits {} (pingInterval + pingTimeout), so its "
                "time "
                "limit ran out at {}",
                party(e.by), e.by == Direction::c2s ? "no ping" : "nothing", other_party(e.by),
                human_duration(e.waited()), moment(ctx, e.gone.since, facts), e.limit(), due);
  if (const std::string last = last_text(ctx, facts, e.by, e.when); !last.empty())
    story += fmt::format("; nothing came from the {} after {}", other_party(e.by), last);
  if (const std::string condition = condition_of(e); !condition.empty()) story += "; " + condition;
  emit_timeout(ctx, e, facts, note::ping_timeout, story,
               fmt::format("the {} gave up on the {}", party(e.by), other_party(e.by)));
}

/// A request, or an answer, may be missing in the capture.
bool may_lack(const Context& ctx, const State& state) { return state.lossy || ctx.awaits_bytes(); }

/// Kinds of silence that make a side give up: the first one whose condition holds is reported.
struct Verdict {
  bool (*holds)(const Evidence&);
  void (*emit_event)(Context&, const Evidence&, SessionFacts&);
};
constexpr std::array kSilences = std::to_array<Verdict>({{does_not_read, emit_not_reading},
                                                         {posts_slowly, emit_slow},
                                                         {lacks_heartbeat, emit_no_pong},
                                                         {is_slow, emit_slow},
                                                         {always, emit_silent}});

void timed_out(Context& ctx, const Evidence& e, SessionFacts& facts) {
  const auto verdict = std::find_if(kSilences.begin(), kSilences.end(), [&](const Verdict& v) { return v.holds(e); });
  verdict->emit_event(ctx, e, facts);
  (e.by == Direction::c2s ? facts.outcome.client_word : facts.outcome.server_word) = "ping timeout";
}

/// A server's ping may wait behind what the client does not read, and so not be in the capture.
std::optional<GivenUp> stopped_reading(Context& ctx, const State& state, const Closing& closing) {
  const Signs client = ctx.connection().signs(Direction::c2s);
  const bool known = state.carrier == Carrier::websocket && state.ping_timeout && !state.lossy;
  const bool by_server = closing.by == Direction::s2c && state.pinging_side() == Direction::s2c;
  const bool until_now = client.shut_since != 0 && (client.opened == 0 || closing.time - client.opened < kStillMoving);
  if (!known || !by_server || !until_now || shut_for(client, closing.time) < *state.ping_timeout) return std::nullopt;
  return GivenUp{client.shut_since, *state.ping_timeout, true};
}

/// TCP's part is evidence: of the WebSocket that carries the session, or of all connections that it polls on.
Evidence evidence_of(Context& ctx, const State& state, const SessionFacts& facts, Direction by, Time when,
                     const GivenUp& gone) {
  const bool polls = state.carrier != Carrier::websocket;
  const auto signs = [&](Direction dir) { return polls ? ctx.sessions().signs(dir) : ctx.connection().signs(dir); };
  return {state, facts, by, when, gone, signs(by), signs(opposite(by))};
}

/// A client that ends its connection so has most often just gone: a page is closed, a process ends.
void client_left(Context& ctx, SessionFacts& facts, const Closing& closing, Duration quiet) {
  const Field fields[] = {make_field(field::waited_us, to_micros(quiet))};
  const Note notes[] = {{&note::client_left, fields}};
  ctx.emit({closing.by, {}}, event::cut_off, fields, notes);
  facts.ends({closing.reset ? "reset" : "closed", "client",
              fmt::format("the client closed the {} without a close frame, {} after the last packet",
                          closing.of_stream() ? closing.carrier : "connection", human_duration(quiet)),
              note::client_left.code});
}

/// On both sides of a proxy the trace shows whether it was the proxy that closed.
bool is_by_proxy(const Context& ctx, const SessionFacts& facts, const Closing& closing) {
  const bool at_proxy = !facts.other_sides.empty() && (closing.by == Direction::s2c) == facts.near_client;
  return at_proxy && !ctx.sessions().just_left_beyond(closing.by);
}

/// A connection that ended after a silence, without a close frame.
bool idle_closed(Context& ctx, const State& state, SessionFacts& facts, const Closing& closing) {
  const Duration quiet = closing.time - facts.last_heard();
  if (closing.announced || facts.last_heard() == 0 || quiet < kShortestIdle) return false;
  if (const std::optional<Duration> patience = state.patience(); patience && quiet > *patience) return false;
  const bool two_sides = !facts.other_sides.empty();
  const bool by_proxy = is_by_proxy(ctx, facts, closing);
  if (two_sides && !by_proxy) return false;
  if (!by_proxy && closing.by == Direction::c2s && !is_usual_idle_limit(quiet)) {
    client_left(ctx, facts, closing, quiet);
    return true;
  }
  const bool sooner = state.ping_interval && quiet < *state.ping_interval;
  const std::string limit =
      sooner ? fmt::format(", before the next ping (every {})", human_duration(*state.ping_interval)) : "";
  const std::string story =
      by_proxy ? fmt::format("the proxy closed the connection without a close frame after {} without traffic{}",
                             human_duration(quiet), limit)
               : fmt::format(
                     "the {}'s side closed the connection without a close frame after {} without traffic{}: either a "
                     "proxy's limit for idle connections, or the {} died",
                     party(closing.by), human_duration(quiet), limit, party(closing.by));
  const Field fields[] = {make_field(field::waited_us, to_micros(quiet))};
  emit_event(ctx, closing.by, event::cut_off, fields, note::idle_closed, story);
  facts.ends({closing.reset ? "reset" : "closed", by_proxy ? "proxy" : "unknown", story, note::idle_closed.code});
  return true;
}

/// A client that waits for the open packet in vain.
bool no_open(Context& ctx, const State& state, SessionFacts& facts, const Closing& closing) {
  const bool heard = facts.last_spoke[index(Direction::s2c)] != 0 || state.not_spoken[index(Direction::s2c)];
  const Duration waited = closing.time - state.upgrade.asked;
  if (state.opened || heard || state.lossy || state.upgrade.asked == 0 || waited < kShortestIdle) return false;
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  const Note notes[] = {{&note::no_open, fields}};
  ctx.emit({Direction::c2s, {}}, event::no_answer, fields, notes);
  facts.ends({"abandoned", "client", "the client gave up after " + human_duration(waited) + " without an open packet",
              note::no_open.code});
  return true;
}

void message_too_big(Context& ctx, const State& state, SessionFacts& facts, const Closing& closing) {
  // Of the server's messages, and the client's limit, nothing is known.
  const std::uint64_t sent = closing.by == Direction::s2c ? state.largest_sent : 0;
  const bool known = closing.by == Direction::s2c && state.max_payload;
  const std::string limit = known ? fmt::format(" of {}", human_size(*state.max_payload)) : "";
  const std::string story = fmt::format("the {} closed with 1009: a message of {} exceeds its limit{}",
                                        party(closing.by), sent > 0 ? human_size(sent) : "unknown size", limit);
  const Field fields[] = {make_field(field::bytes, sent)};
  emit_event(ctx, closing.by, event::too_large, std::span(fields).first(sent > 0 ? 1 : 0), note::payload_too_large,
             story);
  facts.ends({"closed", party(closing.by), story, note::payload_too_large.code});
}

std::string pings_every(const State& state) {
  return state.ping_interval ? fmt::format(" (it pings every {})", human_duration(*state.ping_interval)) : "";
}

std::string reason_of(const Closing& closing) {
  if (closing.announced) return fmt::format("the {} closed the WebSocket: {}", party(closing.by), closing.reason);
  if (closing.reset) return fmt::format("the {} reset the {}", party(closing.by), closing.carrier);
  return fmt::format("the {} closed the {} without a close frame", party(closing.by),
                     closing.of_stream() ? closing.carrier : "connection");
}

std::string reason_of_proxy(const Closing& closing) {
  return fmt::format(
      "the proxy {} the connection without a close frame, when neither the client nor the server had closed: it was "
      "stopped, reloaded or restarted, or a limit of its own ran out",
      closing.reset ? "reset" : "closed");
}

/// Of a session behind a proxy only the side that is near is known.
void forget_far_text(SessionFacts& facts) {
  if (facts.other_sides.empty()) return;
  (facts.near_client ? facts.outcome.server_word : facts.outcome.client_word) = {};
}

/// What the disconnect handlers of the two sides get when a transport closes.
void closing_text(Outcome& outcome, const Closing& closing, bool pushing) {
  if (closing.by == Direction::s2c) {
    outcome.client_word = "transport close";
    return;
  }
  // A frame that breaks a rule is an error to its receiver.
  if (!closing.reset && !pushing && closing.sound) outcome.server_word = "transport close";
  if (closing.announced && closing.code == kNoStatus) outcome.client_word = "forced close";
}

}  // namespace

std::optional<Duration> State::patience() const {
  if (!ping_interval || !ping_timeout) return std::nullopt;
  return *ping_interval + *ping_timeout;
}

bool State::is_pushing(Time at) const {
  constexpr Duration kShort = 50 * kMillisecond;
  constexpr Duration kBeginning = 200 * kMillisecond;
  return said[0] != 0 && at - said[0] < kShort && said[0] - opened_at > kBeginning;
}

Direction State::pinging_side() const { return version == 3 ? Direction::c2s : Direction::s2c; }

std::optional<GivenUp> given_up(const State& state, const SessionFacts& facts, Direction by, Time when) {
  if (state.lossy || !state.ping_timeout || !state.patience()) return std::nullopt;
  const Direction pinging = state.pinging_side();
  GivenUp found;
  if (by == pinging) {
    const std::optional<Time>& pinged = state.pinged[index(by)];
    if (!pinged) return std::nullopt;
    found = {*pinged, *state.ping_timeout, true};
  } else {
    // Version 4's client waits for the next ping; version 3's server for anything at all.
    const Time heard =
        by == Direction::c2s ? state.last_ping[index(Direction::s2c)] : facts.last_spoke[index(Direction::c2s)];
    found = {std::max(heard, state.opened_at), *state.patience(), false};
  }
  if (found.since == 0 || when - found.since < found.limit - kTimerTolerance) return std::nullopt;
  return found;
}

namespace {

/// A side whose only message was no packet: nothing explains it otherwise.
void emit_not_spoken(EventContext& ctx, State& state) {
  if (std::exchange(state.not_spoken_reported, true)) return;
  const Direction dir = state.not_spoken[index(Direction::c2s)] ? Direction::c2s : Direction::s2c;
  const Field fields[] = {make_field(field::party, party(dir))};
  const Note notes[] = {{&note::not_spoken, fields}};
  ctx.emit({dir, {}}, event::not_spoken, {}, notes);
}

}  // namespace

void conclude(Context& ctx, State& state, SessionFacts& facts) {
  if (state.judged || facts.outcome.state != "open") return;
  state.judged = true;
  const Closing closing = ctx.closing();
  if (const auto gone = given_up(state, facts, closing.by, closing.time)) {
    return timed_out(ctx, evidence_of(ctx, state, facts, closing.by, closing.time, *gone), facts);
  }
  if (const auto full = stopped_reading(ctx, state, closing)) {
    return timed_out(ctx, evidence_of(ctx, state, facts, closing.by, closing.time, *full), facts);
  }
  if (closing.by == Direction::c2s && no_open(ctx, state, facts, closing)) return;
  if (closing.code == kMessageTooBig) return message_too_big(ctx, state, facts, closing);
  if (!idle_closed(ctx, state, facts, closing)) {
    const bool follows = !facts.other_sides.empty() && ctx.sessions().just_left_beyond(Direction::c2s);
    state.server_left = closing.by == Direction::s2c && !closing.announced && !closing.of_stream() && !follows;
    state.cut_at = closing.time;
    const bool by_proxy =
        !closing.announced && !closing.of_stream() && !state.lossy && is_by_proxy(ctx, facts, closing);
    const bool foreign = state.not_spoken[0] || state.not_spoken[1];
    const NoteDef* const explained = ctx.connection().end_explained();
    if (foreign && explained == nullptr) emit_not_spoken(ctx, state);
    const NoteDef* const why = foreign && explained == nullptr ? &note::not_spoken : explained;
    facts.ends({closing.reset ? "reset" : "closed", by_proxy ? "proxy" : party(closing.by),
                by_proxy ? reason_of_proxy(closing) : reason_of(closing),
                why != nullptr ? why->code : std::string_view{}});
  }
  if (state.not_spoken[0] || state.not_spoken[1]) return;  // no handler was connected
  const bool never_opened = !state.opened && state.upgrade.asked != 0 && !state.lossy;
  if (never_opened) return;
  const bool pushing = state.is_pushing(closing.time);
  closing_text(facts.outcome, closing, pushing);
  forget_far_text(facts);
}

void probe_ended(Context& ctx, State& state, SessionFacts& facts) {
  Upgrade& upgrade = state.upgrade;
  if (upgrade.done != 0 || upgrade.failed) return;
  const Closing& closing = ctx.closing();
  const Time began = upgrade.probed != 0 ? upgrade.probed : upgrade.asked;
  const Duration waited = closing.time - began;
  const bool stalled = waited >= kShortestStall;
  if (!stalled && facts.outcome.state != "open") return;  // a session that ends takes its probe with it
  upgrade.failed = true;
  const std::string what = upgrade.answered != 0 ? "the probe was answered, but the client did not continue"
                           : upgrade.probed != 0 ? "the client's probe was not answered"
                                                 : "the client sent no probe";
  const std::string story =
      fmt::format("{}, and the {} closed the WebSocket after {}", what, party(closing.by), human_duration(waited));
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  emit_event(ctx, closing.by, event::upgrade_failed, fields, stalled ? note::upgrade_stalled : note::upgrade_failed,
             story);
}

bool gave_up_unseen(Context& ctx, State& state, SessionFacts& facts) {
  const auto gone = given_up(state, facts, Direction::s2c, ctx.now());
  if (!gone || state.carrier != Carrier::polling || facts.outcome.state != "open" || may_lack(ctx, state)) return false;
  state.judged = true;
  timed_out(ctx, evidence_of(ctx, state, facts, Direction::s2c, ctx.now(), *gone), facts);
  if (given_up(state, facts, Direction::c2s, ctx.now())) facts.outcome.client_word = "ping timeout";
  return true;
}

void close_packet(Context& ctx, State& state, SessionFacts& facts, Direction by) {
  if (state.judged || facts.outcome.state != "open") return;
  state.judged = true;
  state.client_closes = by == Direction::c2s;
  if (by == Direction::c2s && gave_up_unseen(ctx, state, facts)) return;
  if (const auto gone = given_up(state, facts, by, ctx.now()); gone && !may_lack(ctx, state))
    return timed_out(ctx, evidence_of(ctx, state, facts, by, ctx.now(), *gone), facts);
  facts.ends({"closed", party(by), fmt::format("the {} closed the session (Engine.IO close packet)", party(by)),
              state.cached ? note::cached.code : std::string_view{}});
  if (by == Direction::c2s) {
    facts.outcome.client_word = "forced close";
    // Where an earlier POST waits, the server may not have read this one, either.
    if (state.posts_waiting < 2) facts.outcome.server_word = "transport close";
  } else {
    facts.outcome.client_word = "transport close";
  }
  forget_far_text(facts);
}

namespace {

void cut_off(State& state, SessionFacts& facts, End how, std::string_view what) {
  // Or it gave the client up, where the capture may lack the pong.
  state.server_left = !given_up(state, facts, Direction::s2c, state.cut_at);
  const bool reset = how == End::rst;
  facts.ends({reset ? "reset" : "closed", "server",
              fmt::format("the server {} the connection of a {}", reset ? "reset" : "closed", what)});
  facts.outcome.client_word = "transport error";
}

/// The server closes the connection of a request because no pong came in time.
bool server_gave_up(Context& ctx, State& state, SessionFacts& facts, Time at) {
  const auto gone = given_up(state, facts, Direction::s2c, at);
  if (!gone || state.judged || may_lack(ctx, state)) return false;
  state.judged = true;
  timed_out(ctx, evidence_of(ctx, state, facts, Direction::s2c, at, *gone), facts);
  facts.outcome.client_word = "transport error";
  return true;
}

}  // namespace

void poll_cut_off(Context& ctx, State& state, SessionFacts& facts, End how, Time at) {
  if (state.carrier == Carrier::websocket || facts.outcome.state != "open") return;
  if (server_gave_up(ctx, state, facts, at)) return;
  state.cut_at = at;
  cut_off(state, facts, how, "waiting poll");
}

void post_cut_off(Context& ctx, State& state, SessionFacts& facts, End how, const CutPost& post) {
  if (state.carrier == Carrier::websocket || facts.outcome.state != "open") return;
  if (server_gave_up(ctx, state, facts, post.at)) return;
  state.cut_at = post.at;
  state.cut_post = post.bytes;
  cut_off(state, facts, how, "POST without an answer");
}

namespace {

Duration post_waited(const Context& ctx, const State& state) {
  return state.posts_waiting > 0 ? ctx.now() - state.posted_at : 0;
}

/// A poll may wait. A POST is answered at once, unless the server hangs. `what`: happened in the server's place.
void emit_hung(Context& ctx, SessionFacts& facts, Direction dir, Duration waited, const std::string& what) {
  const std::string reported = what + ": the server answers a POST at once as long as it works";
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  emit_event(ctx, dir, event::no_answer, fields, note::not_answered, reported);
  facts.ends({"closed", "proxy", "the server did not answer any more: " + what, note::not_answered.code});
}

}  // namespace

void poll_dropped(Context& ctx, State& state, SessionFacts& facts, Duration waited) {
  if (state.carrier == Carrier::websocket || facts.outcome.state != "open") return;
  const bool by_proxy =
      !facts.other_sides.empty() && !facts.near_client && !ctx.sessions().just_left_beyond(Direction::c2s);
  if (const Duration post = post_waited(ctx, state); by_proxy && post >= kShortestStall) {
    emit_hung(ctx, facts, Direction::c2s, waited,
              fmt::format("the proxy dropped a waiting poll after {}, when a POST had waited {} for its answer",
                          human_duration(waited), human_duration(post)));
  } else if (by_proxy && waited >= kShortestIdle) {
    const std::string story = fmt::format(
        "the proxy dropped a waiting poll after {}: it timed out waiting for the server, which had nothing to "
        "send{}",
        human_duration(waited), pings_every(state));
    const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
    if (may_lack(ctx, state)) {
      ctx.emit({Direction::c2s, {}}, event::cut_off, fields);
      facts.ends({"closed", "proxy", story});
    } else {
      emit_event(ctx, Direction::c2s, event::cut_off, fields, note::idle_closed, story);
      facts.ends({"closed", "proxy", story, note::idle_closed.code});
    }
  } else {
    facts.ends({"closed", "client", std::string(kPollDropped)});
  }
  facts.outcome.server_word = "transport error";
  forget_far_text(facts);
}

namespace {

void emit_gateway_idle(Context& ctx, const State& state, SessionFacts& facts, const GatewayTimeout& t) {
  const std::string story = fmt::format(
      "a proxy answered a waiting poll with {} after {}: it timed out waiting for the server, which had nothing to "
      "send{}",
      t.status, human_duration(t.waited), pings_every(state));
  const Field fields[] = {make_field(field::waited_us, to_micros(t.waited))};
  if (may_lack(ctx, state)) {  // what the server was to answer may be missing
    facts.ends({"closed", "proxy", story});
    return ctx.emit({Direction::s2c, {}}, event::cut_off, fields);
  }
  emit_event(ctx, Direction::s2c, event::cut_off, fields, note::idle_closed, story);
  facts.ends({"closed", "proxy", story, note::idle_closed.code});
}

}  // namespace

void gateway_timed_out(Context& ctx, State& state, SessionFacts& facts, const GatewayTimeout& timeout) {
  if (facts.outcome.state != "open") {  // what ended the session has been reported
    const Field fields[] = {make_field(field::waited_us, to_micros(timeout.waited))};
    return ctx.emit({Direction::s2c, {}}, event::cut_off, fields);
  }
  const Duration post = post_waited(ctx, state);
  if (timeout.post) {
    emit_hung(ctx, facts, Direction::s2c, timeout.waited,
              fmt::format("a proxy answered a POST with {} after {}", timeout.status, human_duration(timeout.waited)));
  } else if (post >= kShortestStall) {
    emit_hung(ctx, facts, Direction::s2c, timeout.waited,
              fmt::format("a proxy answered a waiting poll with {} after {}, when a POST had waited {} for its answer",
                          timeout.status, human_duration(timeout.waited), human_duration(post)));
  } else {
    emit_gateway_idle(ctx, state, facts, timeout);
  }
  facts.outcome.client_word = "transport error";
}

namespace {

/// A server that ends its connection without closing the session has ended itself, or was ended: said where nothing else
/// explains it. Behind a proxy it may only follow what happened on the other side.
void emit_server_left(EventContext& ctx, const State& state, const SessionFacts& facts) {
  const bool explained = std::any_of(facts.notes.begin(), facts.notes.end(),
                                     [](const SessionNote& n) { return n.def->severity > Severity::note; });
  const bool spoke = facts.last_spoke[index(Direction::s2c)] != 0;
  if (state.cut_at != 0 && state.answered_at > state.cut_at) return;          // it went on to answer
  const bool before_proxy = !facts.other_sides.empty() && facts.near_client;  // the other side shows who closed
  const bool maybe_pong = state.cut_post > 0 && !state.ping_timeout;  // one that was due, by limits that are not known
  if (!state.server_left || explained || !spoke || state.lossy || before_proxy || maybe_pong) return;
  const std::string last = last_text(ctx, facts, Direction::c2s, facts.end);
  const Field fields[] = {make_field(field::story, std::string_view(last))};
  const Note notes[] = {{&note::server_left, fields}};
  ctx.emit({Direction::s2c, {}}, event::cut_off, {}, notes);
}

/// A server that leaves a large POST without an answer, and answers others.
void emit_too_large(EventContext& ctx, const State& state, SessionFacts& facts) {
  if (state.cut_post < kNotSmall || state.answered_at <= state.cut_at || state.lossy) return;
  const std::string story = fmt::format(
      "the server closed the connection of a POST of {} without an answer, and went on to answer others: most likely "
      "it "
      "is larger than the server's maxHttpBufferSize",
      human_size(state.cut_post));
  const Field fields[] = {make_field(field::bytes, state.cut_post)};
  emit_event(ctx, Direction::s2c, event::too_large, fields, note::payload_too_large, story);
  if (facts.outcome.code.empty()) facts.outcome.code = note::payload_too_large.code;
}

/// Its first request was sent elsewhere, and no session came of it.
void emit_redirected(EventContext& ctx, const State& state, SessionFacts& facts, Time now) {
  if (state.redirect.empty()) return;
  const bool certain = now - facts.end >= kFollowedAtOnce && !state.lossy;
  const Field reported[] = {make_field(field::hint, std::string_view(state.redirect_to)),
                            make_field(field::said, std::string_view(state.redirect_said))};
  const Note notes[] = {{&note::redirected_away, reported}};
  if (certain) ctx.emit({Direction::s2c, {}}, event::no_answer, {}, notes);
  facts.ends(
      {"closed", state.redirected_by, state.redirect, certain ? note::redirected_away.code : std::string_view{}});
}

/// A page that got the open packet goes on at once.
void emit_withheld(EventContext& ctx, const State& state, SessionFacts& facts, Time now) {
  if (!state.withheld || state.lossy || facts.outcome.state != "open") return;
  if (!state.withheld->certain && now - state.opened_at < kSecond) return;
  const NoteDef& why = state.withheld->certain ? note::cors : note::cors_credentials;
  const Field fields[] = {make_field(field::origin, std::string_view(state.page.origin)),
                          make_field(field::story, std::string_view(state.withheld->story))};
  const Note notes[] = {{&why, fields}};
  ctx.emit({Direction::s2c, {}}, event::withheld, std::span(fields).first(1), notes);
  if (!state.withheld->certain) return;
  facts.ends({"refused", "client", "the browser withheld the server's answer from the page (CORS)", why.code});
}

}  // namespace

void State::on_over(EventContext& ctx, SessionFacts& facts, End how, Time now) {
  emit_withheld(ctx, *this, facts, now);
  if ((not_spoken[0] || not_spoken[1]) && facts.outcome.code.empty()) emit_not_spoken(ctx, *this);
  emit_too_large(ctx, *this, facts);
  emit_server_left(ctx, *this, facts);
  if (left != 0 && carrier == Carrier::polling) facts.ends({"closed", "client", std::string(kPollDropped)});
  emit_redirected(ctx, *this, facts, now);
  const bool polled = carrier == Carrier::polling && opened && !lossy;
  // Behind a proxy, an attempt may have failed on its other side.
  const bool behind = !facts.other_sides.empty() && !facts.near_client;
  const bool stayed = polled && !behind && facts.outcome.state != "refused" && facts.polls >= kPollsToUpgrade;
  if (stayed && offers_websocket && upgrade.asked == 0) {
    const Field fields[] = {make_field(field::requests, facts.polls)};
    const Note notes[] = {{&note::polling_only, fields}};
    ctx.emit({Direction::c2s, {}}, event::not_upgraded, fields, notes);
  }
  // python-socketio's handlers get no reason.
  if (facts.server_software == kPython) facts.outcome.server_word.clear();
  if (python_client) facts.outcome.client_word.clear();
  if (facts.outcome.state != "open" || how == End::capture_end || carrier != Carrier::polling) return;
  facts.ends({"abandoned", "client",
              fmt::format("the client sent nothing more after {}", moment(ctx, facts.last_heard(), facts))});
}

}  // namespace wstrace::engineio
