// How an Engine.IO session on HTTP polling ended, and why. The server pings each second and waits half a second.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_polling_verdict_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

std::string unknown() { return refusal(1, "Session ID unknown"); }

TEST(PollingVerdict, ServerThatGaveTheClientUpUnseen4) {
  Polling talk;
  talk.client(get()).server(answer("2")).wait(600 * kMillisecond).client(get()).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio ping\n"
            "s2c engineio timeout waited_us=602000 limit_us=500000 !eio.ping-timeout\n"
            "s2c engineio error error_code=1 reason=Session ID unknown");
  EXPECT_EQ(talk.facts().outcome.state, "timeout");
  EXPECT_EQ(talk.facts().outcome.server_word, "ping timeout");
}

TEST(PollingVerdict, ServerThatHadNoReasonToGiveUp4) {
  Polling talk;
  talk.client(get()).server(answer("2")).client(post("3")).server(answer("ok"));
  talk.wait(600 * kMillisecond).client(get()).server(unknown());
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("reason=Session ID unknown !eio.session-unknown"));
}

TEST(PollingVerdict, ServerThatGaveTheClientUpUnseen3) {
  Polling talk("abc", kPolling3);
  talk.client(post("1:2", kPolling3Abc)).server(answer("ok")).client(get(kPolling3Abc)).server(answer("1:3"));
  talk.wait(1500 * kMillisecond).client(get(kPolling3Abc)).server(unknown());
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("s2c engineio timeout waited_us=1505000 limit_us=1500000"));
}

TEST(PollingVerdict, ClientThatComesBackToCloseTooLate) {
  Polling talk;
  talk.client(get()).server(answer("2")).wait(2 * kSecond).client(post("1")).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio ping\n"
            "c2s engineio close\n"
            "s2c engineio timeout waited_us=2001000 limit_us=500000 !eio.ping-timeout\n"
            "s2c engineio error error_code=1 reason=Session ID unknown");
  EXPECT_EQ(talk.facts().outcome.server_word, "ping timeout");
  EXPECT_EQ(talk.facts().outcome.client_word, "ping timeout");
}

TEST(PollingVerdict, ServerThatClosesForWantOfAPong) {
  Polling talk;
  talk.client(get()).server(answer("2")).client(get()).wait(500 * kMillisecond).server(answer("1"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio ping\n"
            "s2c engineio close\n"
            "s2c engineio timeout waited_us=502000 limit_us=500000 !eio.ping-timeout");
  EXPECT_EQ(talk.facts().outcome.by, "server");
}

/// A client that gave up after its pingInterval and pingTimeout, on a connection beside the one that polls.
class GaveUp : public Polling {
 public:
  void give_up() {
    connect().client(post("1"));
    heard();
  }
  std::string note() { return recorder().notes.empty() ? std::string() : recorder().notes.front(); }
};

TEST(PollingVerdict, APostThatIsAcknowledgedAndNotAnsweredIsAProgramThatHangs) {
  GaveUp talk;
  talk.client(get()).connect().client(post("4crash")).wait(1600 * kMillisecond);
  talk.signs(Direction::c2s) = {.heard = talk.now(), .acked = talk.now()};
  talk.signs(Direction::s2c) = {.heard = talk.now()};
  talk.give_up();
  EXPECT_THAT(talk.note(), EndsWith("after the client's message \"crash\" (at 0.005 s); the server's host acknowledged "
                                    "what was sent: its program hung, or was stopped"));
}

TEST(PollingVerdict, AnAnswerThatIsStillComing) {
  GaveUp talk;
  talk.client(get()).wait(1600 * kMillisecond);
  talk.signs(Direction::s2c) = {.sent = talk.now() - 100 * kMillisecond};
  talk.give_up();
  EXPECT_THAT(talk.note(),
              HasSubstr("eio.slow-transfer: ping timeout: bytes of a message from the server arrived until 10"));
}

/// What a server sends last may be an answer to a POST, and no message.
TEST(PollingVerdict, AnAnswerThatHasComeIsNotComing) {
  GaveUp talk;
  talk.client(get()).connect().client(post("4a")).wait(900 * kMillisecond).server(answer("ok"));
  talk.signs(Direction::s2c) = {.sent = talk.now()};
  talk.wait(700 * kMillisecond);
  talk.give_up();
  EXPECT_THAT(talk.note(), HasSubstr("eio.ping-timeout"));
}

TEST(PollingVerdict, APostThatIsStillOnItsWay) {
  Polling talk;
  const std::string whole = post("4" + std::string(100, 'x'));
  talk.client(get()).server(answer("2")).client(whole.substr(0, whole.size() - 9)).wait(600 * kMillisecond);
  talk.client(whole.substr(whole.size() - 9)).server(unknown());
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("waited_us=603000 limit_us=500000 !eio.slow-transfer"));
  EXPECT_THAT(talk.recorder().notes[0], HasSubstr("the client's POST was on its way for 601 ms"));
}

TEST(PollingVerdict, AServerThatDropsAPostForWantOfAPong) {
  Polling talk;
  talk.client(get()).server(answer("2")).wait(400 * kMillisecond).client(post("4a")).wait(100 * kMillisecond);
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("!eio.no-pong"));
  EXPECT_EQ(talk.recorder().facts[0].outcome.server_word, "ping timeout");
  EXPECT_EQ(talk.recorder().facts[0].outcome.client_word, "transport error");
}

TEST(PollingVerdict, ClientThatDropsItsPoll) {
  Polling talk;
  talk.client(get()).wait(100 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_THAT(
      talk.sessions(),
      ElementsAre(EndsWith(
          "closed by client (the client dropped its waiting poll, which servers treat as the end of the session)")));
  EXPECT_EQ(talk.recorder().facts[0].outcome.server_word, "transport error");
}

TEST(PollingVerdict, ClientThatResetsItsPoll) {
  Polling talk;
  talk.client(get()).reset(Direction::c2s);
  ASSERT_EQ(talk.sessions().size(), 1U);
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "client");
  EXPECT_EQ(talk.recorder().facts[0].outcome.server_word, "transport error");
}

TEST(PollingVerdict, ServerThatCutsAPollOff) {
  Polling talk;
  talk.client(get()).hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(),
              ElementsAre(EndsWith("closed by server (the server closed the connection of a waiting poll)")));
  EXPECT_EQ(talk.recorder().facts[0].outcome.client_word, "transport error");
  Polling reset;
  reset.client(get()).reset(Direction::s2c);
  EXPECT_THAT(reset.sessions(),
              ElementsAre(EndsWith("reset by server (the server reset the connection of a waiting poll)")));
}

TEST(PollingVerdict, ClientThatDropsAPost) {
  Polling talk;
  talk.client(post("4a")).hang_up(Direction::c2s);
  EXPECT_THAT(talk.sessions(), IsEmpty());
}

/// The same session on both sides of a proxy; a poll waits on each. Connection 1 leads from the proxy to the server.
class Proxied : public Dialogue {
 public:
  Proxied() {
    client(get(kPolling)).connect(1).client(get(kPolling));
    server(answer(open_packet())).on(0).server(answer(open_packet()));
    client(get()).on(1).client(get());
    heard();
  }
};

TEST(PollingVerdict, ProxyThatDropsAWaitingPoll) {
  Proxied talk;
  talk.wait(950 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_EQ(talk.heard_of("engineio"), "c2s engineio cut-off waited_us=951000 !eio.idle-closed");
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "proxy");
}

TEST(PollingVerdict, ProxyThatPassesOnThatTheClientLeft) {
  Proxied talk;
  talk.wait(100 * kMillisecond).hang_up(Direction::c2s).on(0).hang_up(Direction::c2s);
  EXPECT_EQ(talk.heard_of("engineio"), "");
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "client");
  EXPECT_EQ(talk.recorder().facts[1].outcome.by, "client");
}

std::string after_polls(int polls, const std::string& open = open_packet()) {
  Dialogue talk;
  talk.client(get(kPolling)).server(answer(open));
  for (int i = 1; i < polls; ++i) talk.client(get()).server(answer("6"));
  talk.heard();
  talk.finish();
  return talk.heard();
}

TEST(PollingVerdict, StaysOnPolling) {
  EXPECT_EQ(after_polls(4), "");
  EXPECT_EQ(after_polls(5), "c2s engineio not-upgraded requests=5 !eio.polling-only");
  EXPECT_EQ(after_polls(5, R"(0{"sid":"abc","upgrades":[]})"), "") << "nothing else was offered";
  EXPECT_EQ(after_polls(5, R"(0{"sid":"abc"})"), "");
}

TEST(PollingVerdict, StayedOnPollingAfterItHadTried) {
  Polling talk;
  talk.connect().client(upgrade()).server(answer("", "", "502 Bad Gateway")).on(0);
  for (int i = 0; i < 5; ++i) talk.client(get()).server(answer("6"));
  talk.heard();
  talk.finish();
  EXPECT_EQ(talk.heard(), "");
}

TEST(PollingVerdict, SilenceIsToldOnce) {
  Polling talk;
  talk.client(get()).server(answer("4a")).hang_up(Direction::s2c).wait(10 * kSecond).connect();
  EXPECT_THAT(talk.sessions(),
              ElementsAre(EndsWith("abandoned by client (the client sent nothing more after 0.004 s)")));
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
}

}  // namespace
}  // namespace wstrace::test::engineio_polling_verdict_test
