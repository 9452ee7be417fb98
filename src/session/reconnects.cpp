#include "session/reconnects.h"

#include <algorithm>

#include "session/causes.h"

namespace wstrace {
namespace {

/// Two sessions may overlap by so much: the farewell of one takes a round trip, and its client does not wait for that.
constexpr Duration kMostOverlap = 250 * kMillisecond;
constexpr Duration kOverlapShare = 10;
/// Who stays away for longer comes anew.
constexpr Duration kLongestPause = 600 * kSecond;
/// Sessions that end so close to each other have one reason, and nobody knows whose the next one is.
constexpr Duration kTogether = kSecond;
constexpr Duration kAtOnce = kSecond;
/// Visits of one track that are compared with the next one.
constexpr std::size_t kVisits = 8;
constexpr std::size_t kReasonKept = 200;

/// A loop: so many sessions in a row, at least every so often. Where they were closed in order and had something to say,
/// it takes more of them: a server may close each when it is done.
constexpr std::size_t kLoop = 5;
constexpr std::size_t kDoubtfulLoop = 10;
constexpr Duration kLoopPeriod = 10 * kSecond;
constexpr std::size_t kLoops = 64;
/// Different reasons of one run that are counted.
constexpr std::size_t kReasons = 8;
/// Whoever throws out one session for the next does so at once.
constexpr Duration kReplaced = kSecond;

std::uint64_t mixed(std::uint64_t into, std::uint64_t value) {
  constexpr std::uint64_t kMixer = 0x9e3779b97f4a7c15;
  into = (into ^ value) * kMixer;
  return into ^ (into >> 32);
}

std::uint64_t hash_of(const IpAddress& address) {
  return identity_hash({reinterpret_cast<const char*>(address.bytes.data()), address.bytes.size()});
}

/// A connection that was polled on may stay open for long.
Time end_of(const SessionFacts& facts) {
  const Time heard = facts.polls > 0 ? facts.last_heard() : 0;
  const Time left = facts.left != 0 ? facts.left : heard;
  return left != 0 ? std::clamp(left, facts.start, facts.end) : facts.end;
}

Duration length(const SessionFacts& facts) { return end_of(facts) - facts.start; }

/// Since that time, to when the session began. Its connection may have been opened before there was need of it.
Duration pause_of(const SessionFacts& facts, Time since) {
  return (facts.start >= since ? facts.start : std::max(facts.start, facts.begun)) - since;
}

Duration allowance(Duration shorter) { return std::min(kMostOverlap, shorter / kOverlapShare); }

bool is_in_order(const Outcome& outcome) {
  return outcome.state == "closed" && outcome.by == "client" && outcome.code.empty();
}

std::string reason_of(const Outcome& outcome) {
  return outcome.reason.empty() ? outcome_text(outcome) : outcome.reason.substr(0, kReasonKept);
}

/// By what has a note of its own; null where nothing has.
const NoteDef* explanation(const SessionFacts& facts) {
  const NoteDef* const why = facts.primary_note();
  if (why != nullptr && why->severity > Severity::note) return why;
  const SessionNote* const gravest = first_cause(facts);
  return gravest != nullptr && gravest->def->severity == Severity::error ? gravest->def : nullptr;
}

/// It was not to be: ended by somebody else than its client, refused, or left by a client for which something went wrong.
bool has_failed(const SessionFacts& facts) {
  const Outcome& outcome = facts.outcome;
  if (outcome.by == "client") return outcome.state == "closed" && explanation(facts) != nullptr;
  return outcome.state == "closed" || outcome.state == "reset" || outcome.state == "timeout" ||
         outcome.state == "refused";
}

/// Without its times: of what took 970 ms, and what took 1.01 s, the reason is one.
std::string kind_of(std::string_view reason) {
  std::string kind;
  while (!reason.empty()) {
    const std::size_t digits = std::min(reason.find_first_not_of("0123456789."), reason.size());
    const std::string_view unit = reason.substr(digits);
    const bool time = digits > 0 && (unit.starts_with(" ms") || unit.starts_with(" s") || unit.starts_with(" min"));
    const std::size_t taken = std::max<std::size_t>(digits, 1);
    if (!time) kind += reason.substr(0, taken);
    reason.remove_prefix(taken);
    if (time) reason.remove_prefix(std::min(reason.find(' ', 1), reason.size()));
  }
  return kind;
}

/// A close code that no server sends because it is done (RFC 6455 7.4.1: 1000, 1001, none).
bool names_fault(const Outcome& outcome) {
  constexpr std::string_view kCode = "close code ";
  if (!outcome.reason.starts_with(kCode)) return false;
  const std::string_view code = std::string_view(outcome.reason).substr(kCode.size(), 4);
  return code != "1000" && code != "1001" && code != "1005";
}

template <class Key>
const auto& most(const std::map<Key, std::size_t>& counts) {
  const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
  return *std::max_element(counts.begin(), counts.end(), less);
}

std::string_view who_ended(const std::map<std::string_view, std::size_t>& by) {
  const std::string_view who = most(by).first;
  return who == "unknown" ? "server's side" : who;
}

void list(std::vector<std::uint32_t>& sessions, std::uint64_t& unlisted, std::uint32_t number, std::size_t room) {
  if (sessions.size() < room) {
    sessions.push_back(number);
  } else {
    ++unlisted;
  }
}

constexpr std::string_view kReplacedStory =
    "each ended soon after the next one had opened, so two clients (or two tabs) seem to throw each other out";
constexpr std::string_view kAbruptStory = "its client comes back each time";
constexpr std::string_view kExplainedStory = "it tries again and again, and fails for the same reason each time";
constexpr std::string_view kDoubtfulStory =
    "either it is thrown out and comes back each time, or the server closes each session when it is done";

}  // namespace

/// The best proof first.
std::vector<Reconnects::Key> Reconnects::keys_of(const SessionFacts& facts) {
  std::vector<Key> keys;
  if (facts.connections.empty()) return keys;
  const ConnectionRef& connection = facts.first_connection();
  const ClientIdentity& client = facts.identity;
  const std::uint64_t server = mixed(hash_of(connection.server.address), connection.server.port);
  const std::uint64_t asked = mixed(server, identity_hash(facts.path));
  const auto add = [&keys](Proof proof, std::uint64_t place, std::uint64_t value) {
    keys.push_back({proof, mixed(mixed(place, static_cast<std::uint64_t>(proof) + 1), value)});
  };
  if (client.auth != 0) add(Proof::login, asked, client.auth);
  for (const std::uint64_t cookie : client.cookies) add(Proof::cookie, asked, mixed(cookie, client.agent));
  const std::uint64_t address = hash_of(connection.client.address);
  const std::uint64_t place = client.forwarded != 0 ? client.forwarded : address;
  if (!facts.path.empty()) add(Proof::place, asked, mixed(place, client.agent));
  if (client.forwarded == 0) add(Proof::host, server, address);
  return keys;
}

Reconnects::Track& Reconnects::track(const Key& key) {
  std::unique_ptr<Track>& known = tracks_[key.value];
  if (known == nullptr) {
    known = std::make_unique<Track>();
  } else {
    by_use_.erase(known->used);
  }
  Track& track = *known;
  track.used = ++serial_;
  by_use_.emplace(track.used, key.value);
  if (tracks_.size() > limits_.clients) {
    tracks_.erase(by_use_.begin()->second);
    by_use_.erase(by_use_.begin());
  }
  return track;
}

void Reconnects::see_begun() {
  for (const SessionFacts* facts : unseen_) {
    std::vector<Key> keys = keys_of(*facts);
    for (const Key& key : keys) track(key).open.emplace(facts->start, facts->number);
    open_.emplace(facts->number, std::pair(facts->start, std::move(keys)));
  }
  unseen_.clear();
}

void Reconnects::forget_open(const SessionFacts& facts) {
  const auto known = open_.find(facts.number);
  if (known == open_.end()) return;
  const auto& [start, keys] = known->second;
  for (const Key& key : keys) {
    const auto found = tracks_.find(key.value);
    if (found != tracks_.end()) found.value()->open.erase({start, facts.number});
  }
  open_.erase(known);
}

bool Reconnects::is_parallel(const Track& track, const SessionFacts& facts) {
  const Duration own = length(facts);
  const auto beside = [&](const std::shared_ptr<Visit>& visit) {
    const Duration overlap =
        std::min(visit->end, end_of(facts)) - std::max(visit->start, std::max(facts.start, facts.begun));
    return overlap > allowance(std::min(own, visit->end - visit->start));
  };
  const bool still_open = !track.open.empty() && track.open.begin()->first < end_of(facts) - allowance(own);
  return still_open || std::any_of(track.visits.begin(), track.visits.end(), beside);
}

/// The one that ended last before the session began, if it is certain which that is.
std::shared_ptr<Reconnects::Visit> Reconnects::candidate(const Track& track, Proof proof, const SessionFacts& facts) {
  std::shared_ptr<Visit> last;
  bool doubtful = false;
  for (const std::shared_ptr<Visit>& visit : track.visits) {
    const Duration pause = pause_of(facts, visit->end);
    if (visit->followed || pause > kLongestPause) continue;
    // Whom the server ends learns that first, and comes back then.
    if (-pause > allowance(std::min(length(facts), visit->end - visit->start)) || (pause < 0 && visit->by_server))
      continue;
    const Duration apart = last == nullptr ? kTogether : visit->end - last->end;
    doubtful = apart < kTogether && apart > -kTogether;
    if (last == nullptr || apart > 0) last = visit;
  }
  if (last == nullptr || doubtful) return nullptr;
  // Who only knows the host must not have had the choice.
  if (proof == Proof::host && last->has_path && !facts.path.empty()) return nullptr;
  // Who left of its own accord and comes back at once is the same one; later, it may be anybody from there.
  if (proof >= Proof::place && last->in_order && pause_of(facts, last->end) > kAtOnce) return nullptr;
  if (!track.parallel) return last;
  if (proof >= Proof::place || last->in_order) return nullptr;
  // Another one that began in between, and is still open, may be its successor.
  const auto later = track.open.lower_bound({last->end, 0});
  return later != track.open.end() && later->first < facts.start ? nullptr : last;
}

std::shared_ptr<Reconnects::Visit> Reconnects::predecessor(const std::vector<Key>& keys, const SessionFacts& facts) {
  std::shared_ptr<Visit> best;
  for (const Key& key : keys) {
    std::shared_ptr<Visit> found = candidate(track(key), key.proof, facts);
    const bool proven = best != nullptr && key.proof != Proof::host;
    if (found != nullptr && !proven && (best == nullptr || found->end > best->end)) best = std::move(found);
  }
  return best;
}

const ReconnectLoop* Reconnects::over(SessionFacts& facts) {
  see_begun();
  forget_open(facts);
  if (facts.bare()) return nullptr;
  const std::vector<Key> keys = keys_of(facts);
  for (const Key& key : keys) {
    Track& known = track(key);
    known.parallel = known.parallel || is_parallel(known, facts);
  }
  const std::shared_ptr<Visit> before = predecessor(keys, facts);
  if (facts.outcome.state == "open") {  // it came back to stay
    follow(facts, before.get());
    return nullptr;
  }
  const ReconnectLoop* const loop = run_on(keys, facts, before.get());
  remember(keys, follow(facts, before.get()));
  return loop;
}

/// The session as its successor sees it; what came before is said in its facts.
std::shared_ptr<Reconnects::Visit> Reconnects::follow(SessionFacts& facts, Visit* before) {
  const Outcome& outcome = facts.outcome;
  auto visit = std::make_shared<Visit>(Visit{facts.number, facts.start, end_of(facts), 1, reason_of(outcome),
                                             is_in_order(outcome), outcome.by == "server" && outcome.state != "timeout",
                                             false, !facts.path.empty()});
  if (before == nullptr) return visit;
  before->followed = true;
  visit->attempt = before->attempt + 1;
  const Duration pause = std::max<Duration>(pause_of(facts, before->end), 0);
  facts.previous = {before->session, visit->attempt, pause, before->ended, before->in_order};
  return visit;
}

void Reconnects::remember(const std::vector<Key>& keys, const std::shared_ptr<Visit>& visit) {
  for (const Key& key : keys) {
    std::vector<std::shared_ptr<Visit>>& visits = track(key).visits;
    if (visits.size() == kVisits) visits.erase(visits.begin());
    visits.push_back(visit);
  }
}

/// Goes on with the runs that it is part of. A loop is reported once: of the track with the best proof.
const ReconnectLoop* Reconnects::run_on(const std::vector<Key>& keys, const SessionFacts& facts, const Visit* before) {
  // The far side of a proxy has nothing to add.
  if (!facts.other_sides.empty() && !facts.near_client) return nullptr;
  const ReconnectLoop* recognised = nullptr;
  bool in_loop = false;
  for (const Key& key : keys) {
    if (key.proof == Proof::host) continue;
    Track& known = track(key);
    const bool runs = extend(known, facts, before);
    if (runs && !in_loop && known.run.loop == nullptr) recognised = recognise(known, key.proof);
    in_loop = in_loop || known.run.loop != nullptr;
  }
  return recognised;
}

/// Adds the session to the run of its track, or lets that end. Returns whether it is part of it.
bool Reconnects::extend(Track& track, const SessionFacts& facts, const Visit* before) {
  Run& run = track.run;
  const bool stays_away = run.count() != 0 && facts.start - run.ended > kLoopPeriod;
  if (stays_away || !has_failed(facts)) run = {};
  if (!has_failed(facts)) return false;
  if (run.count() == 0) run.began = facts.start;
  list(run.sessions, run.unlisted, facts.number, limits_.sessions_listed);
  run.ended = std::max(run.ended, end_of(facts));
  run.lifetimes_us.add(to_micros(length(facts)));
  if (before != nullptr) run.periods_us.add(to_micros(facts.start - before->start));
  count(run, track, facts, before != nullptr);
  if (run.loop == nullptr) return true;
  list(run.loop->sessions, run.loop->unlisted, facts.number, limits_.sessions_listed);
  run.loop->ended = run.ended;
  run.loop->lifetimes_us = run.lifetimes_us;
  return true;
}

/// What speaks for a loop, and what for something else.
void Reconnects::count(Run& run, const Track& track, const SessionFacts& facts, bool followed) {
  const auto gave_way = [&](const std::shared_ptr<Visit>& visit) {
    return visit->start < facts.start && facts.start < visit->end && visit->end - facts.start < kReplaced;
  };
  const bool replaces = std::any_of(track.visits.begin(), track.visits.end(), gave_way);
  const bool abrupt = facts.outcome.state != "closed" || facts.traffic.payload == 0 || names_fault(facts.outcome);
  ++run.by[facts.outcome.by];
  run.followed += followed ? 1 : 0;
  if (const NoteDef* const why = explanation(facts); why != nullptr) {
    ++run.explained;
    ++run.causes[why->code];
  }
  run.replaced += replaces ? 1 : 0;
  run.abrupt += abrupt ? 1 : 0;
  std::string reason = reason_of(facts.outcome);
  std::string kind = kind_of(reason);
  if (run.reasons.size() < kReasons || run.reasons.contains(reason)) ++run.reasons[std::move(reason)];
  if (run.kinds.size() < kReasons || run.kinds.contains(kind)) ++run.kinds[std::move(kind)];
}

std::string Reconnects::story_of(const Run& run, bool replaced, bool abrupt, bool explained) {
  if (explained) return std::string(kExplainedStory);
  const std::string_view story = replaced ? kReplacedStory : abrupt ? kAbruptStory : kDoubtfulStory;
  const auto& [reason, times] = most(run.reasons);
  if (times < run.count()) return std::string(story);
  return std::string(story) + " (the reason each time: " + reason + ")";
}

/// What has a reason of its own is reported by that: the loop is a part of it.
const ReconnectLoop* Reconnects::recognise(Track& track, Proof proof) {
  Run& run = track.run;
  const std::size_t half = run.count() / 2;
  const bool replaced = run.replaced >= half && proof < Proof::place;
  const bool abrupt = run.abrupt > half;
  const bool alike = most(run.kinds).second > half;
  const bool explained = alike && !run.causes.empty() && most(run.causes).second > half;
  if (run.explained > half && !explained) return nullptr;
  if (run.count() < (replaced || abrupt || explained ? kLoop : kDoubtfulLoop)) return nullptr;
  if (run.followed * 2 < run.count()) return nullptr;
  if (run.periods_us.at(0.5) > to_micros(kLoopPeriod) || loops_.size() == kLoops) return nullptr;
  const std::string_view who = proof == Proof::login    ? "one login"
                               : proof == Proof::cookie ? "one browser"
                                                        : "one client";
  loops_.push_back({who, who_ended(run.by), run.sessions, run.unlisted, run.began, run.ended, run.lifetimes_us,
                    story_of(run, replaced, abrupt, explained), explained});
  run.loop = &loops_.back();
  return run.loop;
}

}  // namespace wstrace
