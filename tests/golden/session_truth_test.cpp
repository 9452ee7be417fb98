// The session record against the applications' logs: how often each event came and was acknowledged, how each side's
// handler was told of the end, and what carried the session.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "golden/truth_of_cases.h"
#include "support/expectations.h"

namespace wstrace::test::session_truth_test {
namespace {

using std::string_view;

struct Traced {
  explicit Traced(const Case& one)
      : truth(truth_of(one)), trace(trace_of(one)), logged(account_of_truth(truth)), sessions(sessions_of(trace)) {}

  /// Which client of the log a session is about; empty when the log has one only, or cannot say.
  std::string client_of(const TracedSession& session) const {
    return logged.clients.count(session.client) != 0 ? session.client : std::string();
  }
  bool logs_socketio(Direction received) const { return logged.topics.count({Topic::socketio, received}) != 0; }

  std::vector<Line> truth;
  std::vector<Line> trace;
  Account logged;
  std::map<std::uint64_t, TracedSession> sessions;
};

std::vector<const TracedSession*> sessions_of_kind(const Traced& traced, string_view kind) {
  std::vector<const TracedSession*> out;
  for (const auto& [number, session] : traced.sessions) {
    if (session.record != nullptr && text_at(*session.record, {"kind"}) == kind) out.push_back(&session);
  }
  return out;
}

Direction direction(string_view text) { return text == "c2s" ? Direction::c2s : Direction::s2c; }
Direction received_by(string_view side) { return side == "server" ? Direction::c2s : Direction::s2c; }

class SessionTruth : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, SessionTruth, testing::ValuesIn(all_cases()), CaseName());

// ---- events

/// Of which client, which way, and `/ "hello"`.
using Event = std::tuple<std::string, Direction, std::string>;
using Counts = std::map<Event, std::uint64_t>;

std::string event_text(const Json& holder) {
  const Json* name = find(holder, {"name"});
  return fmt::format("{} {}", text_at(holder, {"nsp"}), name != nullptr ? canonical(*name) : "-");
}

/// `acked`: the events that were acknowledged. The answer to one that went c2s comes s2c, and the client logs it.
Counts logged_counts(const Traced& traced, bool acked) {
  const auto clients = clients_of(traced.truth);
  Counts counts;
  for (const Line& line : traced.truth) {
    if (text_at(line.json, {"kind"}) != (acked ? "ack" : "receive")) continue;
    const Direction came = received_by(text_at(line.json, {"side"}));
    const auto client = clients.find(number_at(line.json, {"client"}));
    ++counts[{client != clients.end() ? client->second : "", acked ? opposite(came) : came, event_text(line.json)}];
  }
  return counts;
}

/// Each from the side of a proxy that is next to the log that has it.
Counts traced_counts(const Traced& traced, bool acked) {
  Counts counts;
  for (const auto& [number, session] : traced.sessions) {
    const Json* events = session.record != nullptr ? find(*session.record, {"events"}) : nullptr;
    if (events == nullptr) continue;
    for (const Json& event : events->GetArray()) {
      const Direction dir = direction(text_at(event, {"dir"}));
      const Direction came = acked ? opposite(dir) : dir;
      const bool near = came == Direction::c2s ? session.near_server : session.near_client;
      const std::uint64_t count = number_at(event, {acked ? "acked" : "count"});
      if (!near || count == 0 || !traced.logs_socketio(came)) continue;
      counts[{traced.client_of(session), dir, event_text(event)}] += count;
    }
  }
  return counts;
}

/// What no application logs is counted all the same.
void add_unlogged(const Case& one, const Traced& traced, bool acked, Counts& counts) {
  Account trace = account_of_trace(traced.trace, traced.logged);
  for (const Said& said : take_out_unlogged(one, trace, traced.logged)) {
    for (const auto& [event, count] : traced_counts(traced, acked)) {
      const auto& [client, dir, text] = event;
      const std::string begins = fmt::format("{} {} ", acked ? "ack" : "event", text);
      if (said.client == client && said.dir == (acked ? opposite(dir) : dir) && said.what.starts_with(begins)) {
        ++counts[event];
      }
    }
  }
}

std::vector<std::string> lines_of(const Counts& counts) {
  std::vector<std::string> lines;
  for (const auto& [event, count] : counts) {
    const auto& [client, dir, text] = event;
    lines.push_back(fmt::format("{} {} {}: {}", client, dir == Direction::c2s ? "c2s" : "s2c", text, count));
  }
  return lines;
}

TEST_P(SessionTruth, CountsWhatWasLogged) {
  const Traced traced(GetParam());
  for (const bool acked : {false, true}) {
    Counts expected = logged_counts(traced, acked);
    add_unlogged(GetParam(), traced, acked, expected);
    if (lacks_messages(GetParam())) {
      for (const auto& [event, count] : traced_counts(traced, acked)) EXPECT_LE(count, expected[event]);
      continue;
    }
    EXPECT_EQ(lines_of(expected), lines_of(traced_counts(traced, acked))) << (acked ? "acked" : "count");
  }
}

TEST(SessionTruthOfCases, HasManyEventsToCount) {
  std::uint64_t events = 0;
  std::uint64_t acked = 0;
  for (const Case& one : all_cases()) {
    const Traced traced(one);
    for (const auto& [event, count] : logged_counts(traced, false)) events += count;
    for (const auto& [event, count] : logged_counts(traced, true)) acked += count;
  }
  EXPECT_GT(events, 400U);
  EXPECT_GT(acked, 150U);
}

// ---- the end

struct Ends {
  std::multiset<std::string> socketio;  ///< reasons of `disconnect`
  std::multiset<std::string> engineio;  ///< reasons of `close`
};

/// By client, and the side that logged it.
std::map<std::pair<std::string, std::string>, Ends> logged_ends(const Traced& traced) {
  const auto clients = clients_of(traced.truth);
  std::map<std::pair<std::string, std::string>, Ends> ends;
  for (const Line& line : traced.truth) {
    const auto client = clients.find(number_at(line.json, {"client"}));
    Ends& of = ends[{client != clients.end() ? client->second : "", std::string(text_at(line.json, {"side"}))}];
    const std::string reason(text_at(line.json, {"reason"}));
    const string_view kind = text_at(line.json, {"kind"});
    if (kind == "disconnect") of.socketio.insert(reason);
    if (kind == "close" && find(line.json, {"code"}) == nullptr) of.engineio.insert(reason);
  }
  return ends;
}

/// One word of a session record. The two sides of a proxy say the same of one session, which counts once.
struct Word {
  std::string client;
  std::string side;
  std::string sid;
  std::string word;
  auto operator<=>(const Word&) const = default;
};

std::set<Word> reported_words(const Traced& traced) {
  std::set<Word> text;
  for (const auto& [number, session] : traced.sessions) {
    if (session.record == nullptr) continue;
    const std::string sid(text_at(*session.record, {"sid"}));
    for (const char* side : {"client", "server"}) {
      const string_view word = text_at(*session.record, {"outcome", "words", side});
      if (!word.empty())
        text.insert(
            {traced.client_of(session), side, sid.empty() ? fmt::format("{}", number) : sid, std::string(word)});
    }
  }
  return text;
}

/// A raw client has no library that would tell it.
bool logs_reasons(const Traced& traced, string_view side) {
  if (side == "server")
    return traced.logged.topics.count({Topic::opens, Direction::s2c}) != 0 || traced.logs_socketio(Direction::c2s);
  return traced.logs_socketio(Direction::s2c) || traced.logged.topics.count({Topic::opened, Direction::s2c}) != 0;
}

/// A Socket.IO handler's reason; where none was told (no namespace was connected), the Engine.IO session's.
TEST_P(SessionTruth, TellsTheWordsThatWereLogged) {
  const Traced traced(GetParam());
  auto ends = logged_ends(traced);
  for (const Word& reported : reported_words(traced)) {
    if (!logs_reasons(traced, reported.side)) continue;
    Ends& of = ends[{reported.client, reported.side}];
    std::multiset<std::string>& reasons = of.socketio.empty() ? of.engineio : of.socketio;
    const auto found = reasons.find(reported.word);
    EXPECT_TRUE(found != reasons.end()) << "the " << reported.side << " of " << reported.sid << " was told \""
                                        << reported.word << "\"; not yet used of its log: "
                                        << fmt::format("{}", fmt::join(reasons, ", "));
    if (found != reasons.end()) reasons.erase(found);
  }
}

/// The test above could not fail if no words were told.
TEST(SessionTruthOfCases, TellsWordsInMostCases) {
  std::size_t client = 0;
  std::size_t server = 0;
  for (const Case& one : all_cases()) {
    const std::set<Word> text = reported_words(Traced(one));
    const auto of = [&text](string_view side) {
      return std::any_of(text.begin(), text.end(), [side](const Word& word) { return word.side == side; });
    };
    client += of("client") ? 1 : 0;
    server += of("server") ? 1 : 0;
  }
  EXPECT_GE(client, 60U);
  EXPECT_GE(server, 50U);
}

/// All handlers of both sides say that the client disconnected its namespaces: then it closed the session.
TEST_P(SessionTruth, IsClosedByTheClientThatDisconnects) {
  const Traced traced(GetParam());
  std::set<std::string> reasons;
  for (const auto& [of, ends] : logged_ends(traced)) reasons.insert(ends.socketio.begin(), ends.socketio.end());
  if (reasons != std::set<std::string>{"client namespace disconnect", "io client disconnect"}) return;
  for (const TracedSession* session : sessions_of_kind(traced, "socketio")) {
    EXPECT_EQ(text_at(*session->record, {"outcome", "state"}), "closed") << text_at(*session->record, {"sid"});
    EXPECT_EQ(text_at(*session->record, {"outcome", "by"}), "client") << text_at(*session->record, {"sid"});
  }
}

// ---- what carried it

using Transports = std::set<std::string>;

Transports transports_by_name(const Case& one) {
  const auto has = [&one](const char* word) { return one.name.find(word) != std::string::npos; };
  if (has("upgrade")) return {"polling+websocket"};
  return {has("polling") || has("jsonp") ? "polling" : "websocket"};
}

/// The case's name says it, or its file does.
Transports transports_of(const Case& one) {
  const std::vector<std::string>& said = expectations_of(one).transports;
  return said.empty() ? transports_by_name(one) : Transports(said.begin(), said.end());
}

/// Sessions of other cases are of several kinds.
bool has_transports(const Case& one) { return one.family == "socketio" || one.family == "engineio"; }

std::string transports_of(const Json& session) {
  std::vector<string_view> names;
  for (const Json& name : (*find(session, {"transports"})).GetArray()) names.emplace_back(name.GetString());
  return fmt::format("{}", fmt::join(names, "+"));
}

TEST_P(SessionTruth, HasTheKindAndTheTransportsOfItsCase) {
  if (!has_transports(GetParam())) return;
  Transports transports;
  const Traced traced(GetParam());
  for (const TracedSession* session : sessions_of_kind(traced, GetParam().family))
    transports.insert(transports_of(*session->record));
  EXPECT_EQ(transports, transports_of(GetParam()));
}

TEST(SessionTruthOfCases, TransportsAreSaidWhereTheNameDoesNot) {
  for (const Case& one : all_cases()) {
    if (expectations_of(one).transports.empty()) continue;
    EXPECT_TRUE(has_transports(one)) << one.name;
    EXPECT_NE(transports_of(one), transports_by_name(one)) << one.name;
  }
}

/// Sessions with one sid are the two sides of a proxy, and name each other.
TEST_P(SessionTruth, NamesItsOtherSides) {
  const Traced traced(GetParam());
  std::map<string_view, std::set<std::uint64_t>> by_sid;
  for (const auto& [number, session] : traced.sessions) {
    const string_view sid = session.record != nullptr ? text_at(*session.record, {"sid"}) : string_view();
    if (!sid.empty()) by_sid[sid].insert(number);
  }
  for (auto& [sid, numbers] : by_sid) {
    for (const std::uint64_t number : numbers) {
      std::set<std::uint64_t> expected = numbers;
      expected.erase(number);
      std::set<std::uint64_t> reported;
      const Json* others = find(*traced.sessions.at(number).record, {"other_sides"});
      if (others != nullptr) {
        for (const Json& other : others->GetArray()) reported.insert(other.GetUint64());
      }
      EXPECT_EQ(reported, expected) << sid;
    }
  }
}

}  // namespace
}  // namespace wstrace::test::session_truth_test
