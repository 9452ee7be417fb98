#include "dissectors/engineio/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/describe.h"
#include "dissectors/engineio/definitions.h"
#include "dissectors/engineio/refusal.h"

namespace wstrace::engineio {
namespace {

/// Timers fire late, never early; the capture's clock sees a ping a little after its sender's timer was set.
constexpr Duration kTimerTolerance = 20 * kMillisecond;
/// A shorter silence than this is no idle connection.
constexpr Duration kShortestIdle = 900 * kMillisecond;
/// A probe that was closed sooner than this was refused; later, it was left without an answer.
constexpr Duration kShortestStall = 500 * kMillisecond;
/// RFC 6455 7.4.1: a message too big to process.
constexpr unsigned kMessageTooBig = 1009;
constexpr unsigned kNoStatus = 1005;
/// Clients ask for the WebSocket right after the open packet: one that has sent as many requests will not.
constexpr std::uint64_t kPollsToUpgrade = 5;

std::string_view other(Direction by) { return party(opposite(by)); }

void tell(Context& ctx, Direction dir, const EventDef& def, std::span<const Field> fields, const NoteDef& note,
          const std::string& story) {
  const Field told[] = {make_field(field::story, std::string_view(story))};
  const Note notes[] = {{&note, told}};
  ctx.emit({dir, {}}, def, fields, notes);
}

std::string seconds_into(Time time, const SessionFacts& facts) {
  return fmt::format("{:.3f} s", static_cast<double>(time - facts.start) / static_cast<double>(kSecond));
}

/// It went on sending: it is alive, and lacks the heartbeat.
void no_pong(Context& ctx, const GivenUp& how, SessionFacts& facts, Direction by, Time when) {
  const Field fields[] = {make_field(field::waited_us, to_micros(when - how.since)),
                          make_field(field::limit_us, to_micros(how.limit))};
  const Field told[] = {make_field(field::party, other(by)), make_field(field::other, party(by)), fields[0], fields[1]};
  const Note notes[] = {{&note::no_pong, told}};
  ctx.emit({by, {}}, event::timeout, fields, notes);
  facts.ends(
      {"timeout", party(by), fmt::format("ping timeout: the {} does not answer pings", other(by)), note::no_pong.code});
}

void timed_out(Context& ctx, const State& state, const GivenUp& how, SessionFacts& facts, Direction by, Time when) {
  std::string& word = by == Direction::c2s ? facts.outcome.client_word : facts.outcome.server_word;
  const Time last = state.last_packet[index(opposite(by))];
  const bool alive = how.unanswered && last > how.since && last < when && last <= how.since + how.limit;
  if (alive) {
    no_pong(ctx, how, facts, by, when);
    word = "ping timeout";
    return;
  }
  const std::string due = seconds_into(how.since + how.limit, facts);
  const std::string story =
      how.unanswered
          ? fmt::format(
                "the {} did not answer the {}'s ping of {} and sent nothing for {}; the {} waits {} (pingTimeout) for "
                "an answer, so its time limit ran out at {}",
                other(by), party(by), seconds_into(how.since, facts), human_duration(when - how.since), party(by),
                human_duration(how.limit), due)
          : fmt::format(
                "the {} received {} from the {} for {} (since {}); it waits {} (pingInterval + pingTimeout), so its "
                "time "
                "limit ran out at {}",
                party(by), by == Direction::c2s ? "no ping" : "nothing", other(by), human_duration(when - how.since),
                seconds_into(how.since, facts), human_duration(how.limit), due);
  const Field fields[] = {make_field(field::waited_us, to_micros(when - how.since)),
                          make_field(field::limit_us, to_micros(how.limit))};
  tell(ctx, by, event::timeout, fields, note::ping_timeout, story);
  facts.ends({"timeout", party(by), fmt::format("ping timeout: the {} gave up on the {}", party(by), other(by)),
              note::ping_timeout.code});
  word = "ping timeout";
}

/// Limits for idle connections that proxies are usually given, in seconds.
constexpr std::array kUsualLimits = {5, 10, 15, 20, 30, 45, 50, 55, 60, 75, 90, 100, 120, 180, 240, 300, 350, 600};

bool is_usual_limit(Duration quiet) {
  return std::any_of(kUsualLimits.begin(), kUsualLimits.end(), [quiet](int seconds) {
    const Duration limit = seconds * kSecond;
    return quiet >= limit - kSecond / 20 && quiet <= limit + limit / 50;
  });
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

/// A connection that ended after a silence, without a close frame.
bool idle_closed(Context& ctx, const State& state, SessionFacts& facts, const Closing& closing) {
  const Duration quiet = closing.time - state.last_seen();
  if (closing.announced || state.last_seen() == 0 || quiet < kShortestIdle) return false;
  if (const std::optional<Duration> patience = state.patience(); patience && quiet > *patience) return false;
  // On both sides of a proxy the trace shows whether it was the proxy.
  const bool two_sides = !facts.other_sides.empty();
  const bool by_proxy = two_sides && (closing.by == Direction::s2c) == facts.near_client;
  if (two_sides && !by_proxy) return false;
  if (!by_proxy && closing.by == Direction::c2s && !is_usual_limit(quiet)) {
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
  tell(ctx, closing.by, event::cut_off, fields, note::idle_closed, story);
  facts.ends({closing.reset ? "reset" : "closed", by_proxy ? "proxy" : "unknown", story, note::idle_closed.code});
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
  tell(ctx, closing.by, event::too_large, std::span(fields).first(sent > 0 ? 1 : 0), note::payload_too_large, story);
  facts.ends({"closed", party(closing.by), story, note::payload_too_large.code});
}

std::string pings_every(const State& state) {
  return state.ping_interval ? fmt::format(" (it pings every {})", human_duration(*state.ping_interval)) : "";
}

std::string reason_of(const Closing& closing) {
  if (closing.announced) return fmt::format("the {} closed the WebSocket: {}", party(closing.by), closing.words);
  if (closing.reset) return fmt::format("the {} reset the {}", party(closing.by), closing.carrier);
  return fmt::format("the {} closed the {} without a close frame", party(closing.by),
                     closing.of_stream() ? closing.carrier : "connection");
}

/// Of a session behind a proxy only the side that is near is known.
void forget_far_words(SessionFacts& facts) {
  if (facts.other_sides.empty()) return;
  (facts.near_client ? facts.outcome.server_word : facts.outcome.client_word) = {};
}

/// What the disconnect handlers of the two sides are told when a transport closes.
void closing_words(Outcome& outcome, const Closing& closing) {
  if (closing.by == Direction::s2c) {
    outcome.client_word = "transport close";
    return;
  }
  if (!closing.reset) outcome.server_word = "transport close";
  if (closing.announced && closing.code == kNoStatus) outcome.client_word = "forced close";
}

}  // namespace

std::optional<Duration> State::patience() const {
  if (!ping_interval || !ping_timeout) return std::nullopt;
  return *ping_interval + *ping_timeout;
}

Direction State::pinging_side() const { return version == 3 ? Direction::c2s : Direction::s2c; }

std::optional<GivenUp> given_up(const State& state, Direction by, Time when) {
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
        by == Direction::c2s ? state.last_ping[index(Direction::s2c)] : state.last_packet[index(Direction::c2s)];
    found = {std::max(heard, state.opened_at), *state.patience(), false};
  }
  if (found.since == 0 || when - found.since < found.limit - kTimerTolerance) return std::nullopt;
  return found;
}

void conclude(Context& ctx, State& state, SessionFacts& facts) {
  if (state.judged || facts.outcome.state != "open") return;
  state.judged = true;
  const Closing closing = ctx.closing();
  if (const auto gone = given_up(state, closing.by, closing.time)) {
    return timed_out(ctx, state, *gone, facts, closing.by, closing.time);
  }
  if (closing.code == kMessageTooBig) return message_too_big(ctx, state, facts, closing);
  if (!idle_closed(ctx, state, facts, closing)) {
    facts.ends({closing.reset ? "reset" : "closed", party(closing.by), reason_of(closing)});
  }
  closing_words(facts.outcome, closing);
  forget_far_words(facts);
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
  tell(ctx, closing.by, event::upgrade_failed, fields, stalled ? note::upgrade_stalled : note::upgrade_failed, story);
}

bool gave_up_unseen(Context& ctx, State& state, SessionFacts& facts) {
  const auto gone = given_up(state, Direction::s2c, ctx.now());
  if (!gone || state.carrier != Carrier::polling || facts.outcome.state != "open") return false;
  state.judged = true;
  timed_out(ctx, state, *gone, facts, Direction::s2c, ctx.now());
  if (given_up(state, Direction::c2s, ctx.now())) facts.outcome.client_word = "ping timeout";
  return true;
}

void close_packet(Context& ctx, State& state, SessionFacts& facts, Direction by) {
  if (state.judged || facts.outcome.state != "open") return;
  state.judged = true;
  if (by == Direction::c2s && gave_up_unseen(ctx, state, facts)) return;
  if (const auto gone = given_up(state, by, ctx.now())) return timed_out(ctx, state, *gone, facts, by, ctx.now());
  facts.ends({"closed", party(by), fmt::format("the {} closed the session (Engine.IO close packet)", party(by))});
  if (by == Direction::c2s) {
    facts.outcome.client_word = "forced close";
    facts.outcome.server_word = "transport close";
  } else {
    facts.outcome.client_word = "transport close";
  }
  forget_far_words(facts);
}

void poll_cut_off(const State& state, SessionFacts& facts, End how) {
  if (state.carrier == Carrier::websocket || facts.outcome.state != "open") return;
  const bool reset = how == End::rst;
  facts.ends({reset ? "reset" : "closed", "server",
              fmt::format("the server {} the connection of a waiting request", reset ? "reset" : "closed")});
  facts.outcome.client_word = "transport error";
}

void poll_dropped(Context& ctx, State& state, SessionFacts& facts, Duration waited) {
  if (state.carrier == Carrier::websocket || facts.outcome.state != "open") return;
  const bool by_proxy = !facts.other_sides.empty() && !facts.near_client;
  if (by_proxy && waited >= kShortestIdle) {
    const std::string story = fmt::format(
        "the proxy dropped a waiting poll after {}: it timed out waiting for the server, which had nothing to "
        "send{}",
        human_duration(waited), pings_every(state));
    const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
    tell(ctx, Direction::c2s, event::cut_off, fields, note::idle_closed, story);
    facts.ends({"closed", "proxy", story, note::idle_closed.code});
  } else {
    facts.ends(
        {"closed", "client", "the client dropped its waiting poll, which servers treat as the end of the session"});
  }
  facts.outcome.server_word = "transport error";
}

void poll_timed_out(Context& ctx, State& state, SessionFacts& facts, unsigned status, Duration waited) {
  const std::string story = fmt::format(
      "a proxy answered a waiting poll with {} after {}: it timed out waiting for the server, which had nothing to "
      "send{}",
      status, human_duration(waited), pings_every(state));
  const Field fields[] = {make_field(field::waited_us, to_micros(waited))};
  tell(ctx, Direction::s2c, event::cut_off, fields, note::idle_closed, story);
  if (facts.outcome.state != "open") return;
  facts.ends({"closed", "proxy", story, note::idle_closed.code});
  facts.outcome.client_word = "transport error";
}

void State::on_over(Context& ctx, SessionFacts& facts, End how) {
  const bool polled = carrier == Carrier::polling && opened && !lossy;
  // Behind a proxy, an attempt may have failed on its other side.
  const bool behind = !facts.other_sides.empty() && !facts.near_client;
  const bool stayed = polled && !behind && facts.outcome.state != "refused" && facts.polls >= kPollsToUpgrade;
  if (stayed && offers_websocket && upgrade.asked == 0) {
    const Field fields[] = {make_field(field::requests, facts.polls)};
    const Note notes[] = {{&note::polling_only, fields}};
    ctx.emit({Direction::c2s, {}}, event::not_upgraded, fields, notes);
  }
  if (facts.server_software == kPython) facts.outcome.server_word.clear();  // its handlers are told no reason
  if (facts.outcome.state != "open" || how == End::capture_end || carrier != Carrier::polling) return;
  facts.ends(
      {"abandoned", "client", fmt::format("the client sent nothing more after {}", seconds_into(last_seen(), facts))});
}

}  // namespace wstrace::engineio
