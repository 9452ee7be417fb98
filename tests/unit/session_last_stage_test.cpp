// What takes more than one session to see: facts of sessions in, what is said of them out.
#include "session/last_stage.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <random>

#include "model/describe.h"
#include "output_sample.h"

namespace wstrace::test::session_last_stage_test {
namespace {

using sample::kStart;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr Duration kMs = kMillisecond;

constexpr NoteDef kGaveUp{.code = "x.gave-up", .severity = Severity::error, .text = "gave up", .advice = "wait"};
constexpr NoteDef kOdd{
    .code = "x.odd", .severity = Severity::warning, .text = "odd {name}", .explain = "something is odd"};
constexpr NoteDef kHabit{.code = "x.habit", .severity = Severity::note, .text = "a habit"};
constexpr NoteDef kLost{.code = "x.lost", .severity = Severity::warning, .text = "not captured", .loss = true};

/// A session of client 10.0.0.1 with server 10.0.0.2:3000, from and to so many milliseconds after the start.
SessionFacts visit(std::uint32_t number, Duration from, Duration to, std::string_view by = "server") {
  SessionFacts facts = sample::session(number, {number});
  facts.start = kStart + from * kMs;
  facts.end = kStart + to * kMs;
  facts.path = "/live";
  facts.identity.agent = identity_hash("browser");
  facts.outcome = {"closed", by, fmt::format("reason {}", number)};
  return facts;
}

SessionFacts with_login(SessionFacts facts, std::string_view login) {
  facts.identity.log_in(login);
  return facts;
}

/// The stage, and what it said.
class Stage {
 public:
  /// Sessions that begin and end in the order of their times.
  void run(std::vector<SessionFacts> all) {
    for (SessionFacts& facts : all) sessions_.push_back(std::move(facts));
    std::vector<std::pair<Time, SessionFacts*>> order;
    for (SessionFacts& facts : sessions_) {
      order.emplace_back(facts.start, &facts);
      order.emplace_back(facts.end, &facts);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [time, facts] : order) time == facts->start ? stage_.begun(*facts) : over(*facts);
  }

  std::string chain() const {
    std::string phrase;
    for (const SessionFacts& each : sessions_) {
      if (each.previous.session == 0) continue;
      phrase += fmt::format("{}{} follows {} (attempt {})", phrase.empty() ? "" : ", ", each.number,
                            each.previous.session, each.previous.attempt);
    }
    return phrase;
  }
  const std::vector<std::string>& said() const { return said_; }
  std::vector<std::string> causes() const {
    std::vector<std::string> all;
    for (const CauseFacts& each : stage_.causes()) {
      std::string sessions;
      for (const std::uint32_t number : each.sessions) sessions += fmt::format(" {}", number);
      all.push_back(fmt::format("{}:{} {} → {}", each.code, sessions, each.text, each.advice));
    }
    return all;
  }
  SessionFacts& session(std::uint32_t number) { return sessions_.at(number - 1); }

 private:
  void over(SessionFacts& facts) {
    stage_.over(facts, [&](const EventDef&, std::span<const Field>, const Note& note) {
      said_.push_back(fmt::format("{}: {}", facts.number, filled(note.def->text, note.fields)));
      facts.add_note({note.def, filled(note.def->text, note.fields), facts.end, 0, 1});
    });
  }

  LastStage stage_{Limits{}};
  std::deque<SessionFacts> sessions_;
  std::vector<std::string> said_;
};

// ---- who follows whom

TEST(LastStage, AClientThatComesAgainIsAChain) {
  Stage stage;
  stage.run({visit(1, 0, 1000), visit(2, 2200, 3000), visit(3, 3500, 4000)});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2), 3 follows 2 (attempt 3)");
  EXPECT_EQ(stage.session(2).previous.pause, 1200 * kMs);
  EXPECT_EQ(stage.session(2).previous.ended, "reason 1");
  EXPECT_FALSE(stage.session(2).previous.in_order);
}

TEST(LastStage, AnotherServerPathOrProgramIsAnotherClient) {
  SessionFacts port = visit(2, 2000, 3000);
  port.connections.front().server.port = 3001;
  SessionFacts path = visit(3, 4000, 5000);
  path.path = "/other";
  SessionFacts agent = visit(4, 6000, 7000);
  agent.identity.agent = identity_hash("curl");
  Stage stage;
  stage.run({visit(1, 0, 1000), port, path, agent});
  EXPECT_EQ(stage.chain(), "");
}

TEST(LastStage, TwoTabsAreNoChain) {
  Stage stage;
  stage.run({visit(1, 0, 9000), visit(2, 100, 1000), visit(3, 2000, 3000)});
  EXPECT_EQ(stage.chain(), "") << "the first one is open all the time";
}

TEST(LastStage, ClientsSideBySideAreNoChain) {
  Stage stage;
  stage.run({visit(1, 0, 1000), visit(2, 100, 1100), visit(3, 200, 1200), visit(4, 1300, 2000)});
  EXPECT_EQ(stage.chain(), "") << "nobody knows whose the last one is";
}

TEST(LastStage, AFarewellMayTakeARoundTrip) {
  Stage stage;
  stage.run({visit(1, 0, 1000, "client"), visit(2, 950, 2000)});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2)");
}

TEST(LastStage, BehindAProxyTheAddressSaysNothing) {
  const auto through_proxy = [](SessionFacts facts, std::string_view client) {
    facts.identity.forwarded = identity_hash(client);
    return facts;
  };
  Stage stage;
  stage.run({through_proxy(visit(1, 0, 1000), "192.0.2.1"), through_proxy(visit(2, 500, 2000), "192.0.2.2"),
             through_proxy(visit(3, 1500, 3000), "192.0.2.1"), through_proxy(visit(4, 2500, 4000), "192.0.2.2")});
  EXPECT_EQ(stage.chain(), "3 follows 1 (attempt 2), 4 follows 2 (attempt 2)");
}

TEST(LastStage, ALoginProvesWhoItIsWhereverItComesFrom) {
  SessionFacts elsewhere = with_login(visit(2, 2000, 3000), "ida");
  elsewhere.connections.front().client.address.bytes[0] = 11;
  elsewhere.identity.agent = identity_hash("phone");
  Stage stage;
  stage.run({with_login(visit(1, 0, 1000), "ida"), elsewhere});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2)");
}

TEST(LastStage, ACookieProvesWhoItIsThoughOtherTabsAreOpen) {
  const auto with_cookie = [](SessionFacts facts, std::string_view cookie) {
    const Pair header[] = {{"cookie", cookie}};
    facts.identity.see(header);
    return facts;
  };
  Stage stage;
  stage.run({with_cookie(visit(1, 0, 9000), "theme=dark; id=0123456789abcdef"),
             with_cookie(visit(2, 10, 5000), "id=0123456789abcdef"),
             with_cookie(visit(3, 6000, 8000), "id=0123456789abcdef")});
  EXPECT_EQ(stage.chain(), "3 follows 2 (attempt 2)");
}

TEST(LastStage, ACookieThatNamesAServerProvesNothing) {
  const Pair header[] = {{"cookie", "SERVERID=s1; lang=de"}};
  ClientIdentity identity;
  identity.see(header);
  EXPECT_THAT(identity.cookies, IsEmpty());
}

TEST(LastStage, OneLoginOfSeveralClientsThatLeaveInOrderIsNoChain) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 12; ++n)
    all.push_back(with_login(visit(n, 100 * n, 100 * n + 450, "client"), "shared token"));
  stage.run(std::move(all));
  EXPECT_EQ(stage.chain(), "");
  EXPECT_THAT(stage.said(), IsEmpty());
}

TEST(LastStage, RefusedAttemptsLeadToTheOneThatWorks) {
  const auto refused = [](std::uint32_t number, Duration at) {
    SessionFacts facts = visit(number, at, at + 1);
    facts.type = &session_types::tcp;
    facts.path.clear();
    facts.identity = {};
    facts.outcome = {"refused", "server", "connection refused", kGaveUp.code};
    return facts;
  };
  Stage stage;
  stage.run({refused(1, 0), refused(2, 1000), visit(3, 3000, 4000)});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2), 3 follows 2 (attempt 3)");
}

TEST(LastStage, WhoStaysAwayForLongComesAnew) {
  Stage stage;
  stage.run({visit(1, 0, 1000), visit(2, 700'000, 701'000)});
  EXPECT_EQ(stage.chain(), "");
}

/// Clients that know nothing of each other, from one address: whenever two of them are there at once, nobody follows.
TEST(LastStage, ParallelClientsAreNeverAChain) {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same on each run
  for (int round = 0; round < 200; ++round) {
    std::vector<SessionFacts> all;
    Duration at = 0;
    for (std::uint32_t n = 1; n <= 20; ++n) {
      at += random() % 40;
      all.push_back(
          visit(n, at, at + 100 + static_cast<Duration>(random() % 1000), random() % 2 == 0 ? "server" : "client"));
    }
    Stage stage;
    stage.run(std::move(all));
    ASSERT_EQ(stage.chain(), "") << round;
    ASSERT_THAT(stage.said(), IsEmpty()) << round;
  }
}

// ---- loops

TEST(LastStage, AClientThatNeverStaysIsALoop) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 8; ++n) all.push_back(visit(n, 500 * n, 500 * n + 140));
  stage.run(std::move(all));
  EXPECT_THAT(stage.said(),
              ElementsAre("5: reconnect loop: one client opened 5 sessions within 2.14 s, each ended by the "
                          "server after about 140 ms: its client comes back each time"));
  ASSERT_THAT(stage.causes(), SizeIs(1));
  EXPECT_THAT(stage.causes().front(), HasSubstr("session.reconnect-loop: 1 2 3 4 5 6 7 8 reconnect loop: one client "
                                                "opened 8 sessions within 3.64 s, "));
}

TEST(LastStage, TwoClientsWithOneLoginThrowEachOtherOut) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 10; ++n) all.push_back(with_login(visit(n, 120 * n, 120 * n + 140), "anna"));
  stage.run(std::move(all));
  ASSERT_THAT(stage.said(), SizeIs(1));
  EXPECT_THAT(stage.said().front(), HasSubstr("one login opened 5 sessions"));
  EXPECT_THAT(stage.said().front(), HasSubstr("two clients (or two tabs) seem to throw each other out"));
  EXPECT_THAT(stage.causes(), ElementsAre(HasSubstr(": 1 2 3 4 5 6 7 8 9 10 ")));
}

TEST(LastStage, WhoLeavesByItselfIsNoLoop) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 30; ++n) all.push_back(visit(n, 500 * n, 500 * n + 140, "client"));
  stage.run(std::move(all));
  EXPECT_THAT(stage.said(), IsEmpty());
  EXPECT_THAT(stage.causes(), IsEmpty());
}

TEST(LastStage, SessionsThatAreClosedWhenTheyAreDoneNeedMoreEvidence) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 10; ++n) {
    all.push_back(visit(n, 500 * n, 500 * n + 140));
    all.back().traffic.payload = 1000;
  }
  stage.run(std::move(all));
  ASSERT_THAT(stage.said(), SizeIs(1));
  EXPECT_THAT(stage.said().front(), HasSubstr("10: reconnect loop: "));
  EXPECT_THAT(stage.said().front(),
              HasSubstr("either it is thrown out and comes back each time, or the server closes each"));
}

/// Whoever is refused again and again is in a loop, too: what they are refused for is the cause.
TEST(LastStage, ALoopWhoseSessionsHaveAReasonIsAPartOfThat) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 8; ++n) {
    all.push_back(visit(n, 500 * n, 500 * n + 140, "client"));
    all.back().outcome = {"closed", "client", "left", kGaveUp.code};
    all.back().add_note({&kGaveUp, "gave up", all.back().end, n, 1});
  }
  stage.run(std::move(all));
  EXPECT_THAT(stage.said(), ElementsAre(HasSubstr("fails for the same reason each time")));
  EXPECT_THAT(stage.causes(),
              ElementsAre("x.gave-up: 1 2 3 4 5 6 7 8 gave up; reconnect loop: one client tried 8 times "
                          "within 3.64 s → wait"));
}

TEST(LastStage, ALoopNamesTheReasonThatAllHave) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 8; ++n) {
    all.push_back(visit(n, 500 * n, 500 * n + 140));
    all.back().traffic.payload = 100;
    all.back().outcome.reason = "close code 1008 (policy violation): token expired";
  }
  stage.run(std::move(all));
  EXPECT_THAT(stage.causes(), ElementsAre(HasSubstr("its client comes back each time (the reason each time: close code "
                                                    "1008 (policy violation): token expired)")));
}

/// Two tabs with one login: each begins, and the other one is thrown out a moment later.
TEST(LastStage, WhoIsThrownOutComesBackAfterThat) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 10; ++n) all.push_back(with_login(visit(n, 170 * n, 170 * n + 182), "anna"));
  stage.run(std::move(all));
  EXPECT_THAT(stage.chain(), HasSubstr("3 follows 1 (attempt 2), 4 follows 2 (attempt 2), 5 follows 3 (attempt 3)"));
  EXPECT_THAT(stage.causes(), ElementsAre(HasSubstr("two clients (or two tabs) seem to throw each other out")));
}

TEST(LastStage, WhoComesBackToStayIsInTheChain) {
  Stage stage;
  SessionFacts stays = visit(2, 2000, 9000);
  stays.outcome = {};
  stage.run({visit(1, 0, 1000), stays});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2)");
}

/// Who left of its own accord, and somebody from the same place later, may be two.
TEST(LastStage, WhoLeftByItselfIsTheSameOneOnlyIfItComesBackAtOnce) {
  Stage stage;
  stage.run({visit(1, 0, 1000, "client"), visit(2, 1300, 2000, "client"), visit(3, 3500, 4000, "client")});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2)");
}

/// Its kept-alive connections are open for longer.
TEST(LastStage, APollingSessionEndsWithItsLastPacket) {
  Stage stage;
  SessionFacts polls = visit(1, 0, 1000, "client");
  polls.polls = 5;
  polls.last_spoke = {kStart + 200 * kMs, kStart + 200 * kMs};
  stage.run({polls, visit(2, 500, 2000)});
  EXPECT_EQ(stage.chain(), "2 follows 1 (attempt 2)");
}

TEST(LastStage, SlowReconnectsAreNoLoop) {
  Stage stage;
  std::vector<SessionFacts> all;
  for (std::uint32_t n = 1; n <= 8; ++n) all.push_back(visit(n, 60'000 * n, 60'000 * n + 45'000));
  stage.run(std::move(all));
  EXPECT_THAT(stage.said(), IsEmpty());
}

// ---- one server, silent to many

SessionFacts given_up(std::uint32_t number, Duration heard, Duration until) {
  SessionFacts facts = visit(number, 0, until, "client");
  facts.outcome = {"timeout", "client", "ping timeout", kGaveUp.code};
  facts.add_note({&kGaveUp, "gave up", facts.end, number, 1});
  facts.last_data = {facts.end, kStart + heard * kMs};
  return facts;
}

TEST(LastStage, AServerThatIsSilentToManyIsOneFinding) {
  Stage stage;
  stage.run({given_up(1, 500, 3000), given_up(2, 600, 3100), given_up(3, 700, 3200)});
  EXPECT_THAT(stage.said(),
              ElementsAre("2: 10.0.0.2:3000 was silent to sessions 1, 2 at the same time, for at least 2.40 s",
                          "3: 10.0.0.2:3000 was silent to sessions 1–3 at the same time, for at least 2.30 s"));
  EXPECT_THAT(stage.causes(), ElementsAre(HasSubstr("session.server-silent: 1 2 3 10.0.0.2:3000 was silent")));
}

TEST(LastStage, SilencesOneAfterTheOtherAreTwo) {
  Stage stage;
  stage.run({given_up(1, 500, 3000), given_up(2, 3500, 6000)});
  EXPECT_THAT(stage.said(), IsEmpty());
  EXPECT_THAT(stage.causes(), ElementsAre("x.gave-up: 1 2 gave up → wait"));
}

TEST(LastStage, WhoHeardFromTheServerMeanwhileIsNamed) {
  SessionFacts fine = visit(4, 0, 2900, "client");
  fine.last_data[index(Direction::s2c)] = kStart + 2800 * kMs;
  Stage stage;
  stage.run({given_up(1, 500, 3000), given_up(2, 600, 3100), given_up(3, 700, 3200), fine});
  EXPECT_THAT(stage.said(), SizeIs(2));
  SessionFacts later = visit(5, 0, 3300, "client");
  later.last_data[index(Direction::s2c)] = kStart + 2900 * kMs;
  stage.run({later});
  EXPECT_THAT(stage.causes(), ElementsAre(HasSubstr("but session 5 heard from it meanwhile, so the server ran")));
}

// ---- causes

TEST(LastStage, EachCauseIsSaidOnceWithItsSessions) {
  Stage stage;
  SessionFacts one = visit(1, 0, 100, "client");
  one.add_note({&kOdd, "odd a", kStart, 1, 1});
  SessionFacts two = visit(2, 0, 100, "client");
  two.add_note({&kOdd, "odd b", kStart, 2, 1});
  two.add_note({&kHabit, "a habit", kStart, 2, 1});
  SessionFacts three = visit(3, 0, 100, "client");
  three.add_note({&kOdd, "odd c", kStart, 3, 1});
  three.add_note({&kGaveUp, "gave up", kStart, 3, 1});
  three.outcome.code = kGaveUp.code;
  stage.run({one, two, three});
  EXPECT_THAT(stage.causes(), ElementsAre("x.gave-up: 3 gave up → wait", "x.odd: 1 odd a → ", "x.odd: 2 odd b → "));
}

TEST(LastStage, ACauseOfOneSessionIsCounted) {
  Stage stage;
  SessionFacts one = visit(1, 0, 100, "client");
  for (const char name : {'a', 'a', 'b'}) one.add_note({&kOdd, fmt::format("odd {}", name), kStart, 1, 1});
  stage.run({one});
  EXPECT_THAT(stage.causes(), ElementsAre("x.odd: 1 odd a (2 times); and 1 more of this kind → "));
}

TEST(LastStage, HealthySessionsHaveNoCause) {
  Stage stage;
  SessionFacts one = visit(1, 0, 100, "client");
  one.add_note({&kHabit, "a habit", kStart, 1, 1});
  one.add_note({&kLost, "not captured", kStart, 1, 1});
  stage.run({one, visit(2, 200, 300, "client")});
  EXPECT_THAT(stage.causes(), IsEmpty());
}

TEST(LastStage, NotesOfOneKindKeepWhatDiffers) {
  SessionFacts facts;
  for (const char name : {'a', 'b', 'a', 'c', 'd', 'e', 'f'})
    facts.add_note({&kOdd, fmt::format("odd {}", name), kStart, 1, 1});
  ASSERT_THAT(facts.notes, SizeIs(4));
  EXPECT_EQ(facts.notes[0].count, 2U);
  EXPECT_EQ(facts.notes[3].text, "odd d");
  EXPECT_EQ(facts.notes[3].others, 2U);
}

}  // namespace
}  // namespace wstrace::test::session_last_stage_test
