#include "session/silences.h"

#include <algorithm>

namespace wstrace {
namespace {

/// Silences that may still turn out to be shared.
constexpr std::size_t kSilencesRemembered = 256;

/// Its client waited for the server in vain, and gave up. (Who left early has a note that is no more than that.)
bool was_given_up(const SessionFacts& facts) {
  const Outcome& outcome = facts.outcome;
  const NoteDef* const why = facts.primary_note();
  if (outcome.by != "client" || why == nullptr || why->severity == Severity::note) return false;
  return outcome.state == "timeout" || outcome.state == "abandoned";
}

}  // namespace

const SharedSilence* Silences::over(const SessionFacts& facts) {
  if (facts.bare() || facts.connections.empty()) return nullptr;
  // A proxy is as silent as the server behind it: the other side shows that one.
  if (facts.near_client && !facts.other_sides.empty()) {
    near_.emplace_back(facts.number, facts.other_sides);
    if (near_.size() > kSilencesRemembered) near_.pop_front();
    return nullptr;
  }
  const Endpoint& server = facts.first_connection().server;
  const Time heard = std::max(facts.last_data[index(Direction::s2c)], facts.start);
  const Time left = std::max(facts.last_data[index(Direction::c2s)], heard);
  const bool given_up = was_given_up(facts);
  for (SharedSilence& each : all_) {
    if (each.server != server) continue;
    if (!given_up && each.since < heard && heard < each.until) each.heard = facts.number;
    if (!given_up || std::max(each.since, heard) >= std::min(each.until, left)) continue;
    each.since = std::max(each.since, heard);
    each.until = std::min(each.until, left);
    if (each.sessions.size() < limits_.sessions_listed) {
      each.sessions.push_back(facts.number);
    } else {
      ++each.unlisted;
    }
    return &each;
  }
  if (!given_up) return nullptr;
  if (all_.size() == kSilencesRemembered) all_.pop_front();
  all_.push_back({server, heard, left, {facts.number}, 0, 0});
  return nullptr;
}

std::vector<std::uint32_t> Silences::with_near_sides(const SharedSilence& silence) const {
  std::vector<std::uint32_t> all = silence.sessions;
  for (const auto& [number, sides] : near_) {
    const auto shares = [&](std::uint32_t side) {
      return std::find(silence.sessions.begin(), silence.sessions.end(), side) != silence.sessions.end();
    };
    if (std::any_of(sides.begin(), sides.end(), shares)) all.push_back(number);
  }
  return all;
}

}  // namespace wstrace
