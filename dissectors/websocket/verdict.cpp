// Verdicts on an end without a close frame: conditions, stories, and the rows that join them.
#include "dissectors/websocket/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "dissectors/websocket/definitions.h"
#include "model/describe.h"
#include "model/idle.h"
#include "model/proxies.h"

namespace wstrace::websocket {
namespace {

/// A pong that takes so many times as long as the slowest one before is overdue.
constexpr int kOverdue = 3;
/// Nobody pings more often than that, and the turns come so exactly.
constexpr Duration kShortestTurn = 300 * kMillisecond;
constexpr Duration kTurnJitter = 20;
/// Programs stop by themselves after shorter silences, too.
constexpr Duration kTellingLimit = 20 * kSecond;
constexpr Duration kLongestWholeSeconds = 10 * kSecond;
/// A window that is shut for longer is not about to be opened again.
constexpr Duration kShutForGood = kSecond;

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
  return fmt::format("the {} {}, after {}", party(e.by), did(e), e.fault.text);
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
  return fmt::format("the {} went on sending, but did not answer {} for {}{}; the {} then {}", other_party(e.by),
                     ping_of(e), human_duration(e.at - e.ping.since), behind, party(e.by), did(e));
}

std::string story_of_silent(const EndEvidence& e) {
  return fmt::format("the {} did not answer {} and sent nothing else for {}{}; the {} then {}", other_party(e.by),
                     ping_of(e), human_duration(e.at - e.ping.since),
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

}  // namespace

bool broke_rules(const EndEvidence& e) { return !e.fault.text.empty(); }

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

}  // namespace wstrace::websocket
