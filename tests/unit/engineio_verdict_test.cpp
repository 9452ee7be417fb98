// How an Engine.IO session on a WebSocket ended, and why. The server pings each second and waits half a second.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::engineio_verdict_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

constexpr std::string_view kWebSocket3 = "/engine.io/?EIO=3&transport=websocket";

/// A session that began on its WebSocket at 0.002 s, and the open packet heard.
class Socketed : public Dialogue {
 public:
  explicit Socketed(std::string_view target = kWebSocket) {
    client(upgrade(target)).server(switching() + from_server(0x81, open_packet()));
    heard();
  }

  Socketed& from(Direction dir, std::string_view packet) {
    say(dir, frame({0x81, dir == Direction::c2s}, packet));
    return *this;
  }
  Socketed& c(std::string_view packet) { return from(Direction::c2s, packet); }
  Socketed& s(std::string_view packet) { return from(Direction::s2c, packet); }
  /// The next packet comes so long after the last one.
  Socketed& after(Duration time) {
    wait(time - kMillisecond);
    return *this;
  }
  const Outcome& outcome() { return recorder().facts.back().outcome; }
  std::string verdict() { return heard_of("engineio"); }
};

TEST(EngineIoVerdict, ClientThatDoesNotAnswerAPing4) {
  Socketed talk;
  talk.s("2").after(480 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_EQ(talk.verdict(),
            "s2c engineio ping\n"
            "s2c engineio timeout waited_us=480000 limit_us=500000 !eio.ping-timeout");
  EXPECT_THAT(
      talk.recorder().notes,
      ElementsAre(
          "eio.ping-timeout: ping timeout: the client did not answer the server's ping of 0.003 s and sent nothing for "
          "480 ms; the server waits 500 ms (pingTimeout) for an answer, so its time limit ran out at 0.503 s"));
  EXPECT_THAT(talk.sessions(),
              ElementsAre(EndsWith("timeout by server (ping timeout: the server gave up on the client)")));
  EXPECT_EQ(talk.outcome().server_word, "ping timeout");
  EXPECT_EQ(talk.outcome().client_word, "");
}

TEST(EngineIoVerdict, JustBelowTheLimitIsNoTimeout) {
  Socketed server;
  server.s("2").after(479 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_EQ(server.verdict(), "s2c engineio ping\ns2c engineio cut-off !eio.server-left");
  EXPECT_EQ(server.outcome().state, "closed");
  Socketed client(kWebSocket3);
  client.c("2").after(479 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_EQ(client.verdict(), "c2s engineio ping");
  Socketed waiting;
  waiting.s("2").c("3").after(1478 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_THAT(waiting.verdict(), testing::Not(HasSubstr("timeout")));
}

TEST(EngineIoVerdict, AnsweredPingIsNoTimeout) {
  Socketed talk;
  talk.s("2").c("3").after(800 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.verdict(), EndsWith("c2s engineio pong rtt_us=1000\ns2c engineio cut-off !eio.server-left"));
  EXPECT_EQ(talk.outcome().state, "closed");
  EXPECT_EQ(talk.outcome().client_word, "transport close");
}

TEST(EngineIoVerdict, ClientThatHearsNoPing4) {
  Socketed talk;
  talk.s("2").c("3").after(1479 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.verdict(), EndsWith("c2s engineio timeout waited_us=1480000 limit_us=1500000 !eio.ping-timeout"));
  EXPECT_EQ(talk.outcome().client_word, "ping timeout");
  EXPECT_EQ(talk.outcome().by, "client");
}

TEST(EngineIoVerdict, ClientThatHearsNoPingAtAll4) {
  Socketed talk;
  talk.after(1500 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_EQ(talk.verdict(), "c2s engineio timeout waited_us=1500000 limit_us=1500000 !eio.ping-timeout");
  EXPECT_THAT(
      talk.recorder().notes,
      ElementsAre("eio.ping-timeout: ping timeout: the client received no ping from the server for 1.50 s (since 0.002 "
                  "s); it waits 1.50 s (pingInterval + pingTimeout), so its time limit ran out at 1.502 s"));
}

TEST(EngineIoVerdict, ServerThatDoesNotAnswerAPing3) {
  Socketed talk(kWebSocket3);
  talk.c("2").after(500 * kMillisecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.verdict(), EndsWith("c2s engineio timeout waited_us=500000 limit_us=500000 !eio.ping-timeout"));
  EXPECT_EQ(talk.outcome().client_word, "ping timeout");
}

TEST(EngineIoVerdict, ServerThatHearsNothing3) {
  Socketed talk(kWebSocket3);
  talk.c("4hello").s("4hi").after(1500 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.verdict(), EndsWith("s2c engineio timeout waited_us=1501000 limit_us=1500000 !eio.ping-timeout"));
  EXPECT_EQ(talk.outcome().server_word, "ping timeout");
}

TEST(EngineIoVerdict, TimeoutIsJudgedWhenTheCloseFrameComes) {
  Socketed talk;
  talk.s("2").after(500 * kMillisecond).server(from_server(0x88, ""));
  EXPECT_THAT(talk.verdict(), EndsWith("!eio.ping-timeout"));
  talk.wait(kSecond).hang_up(Direction::c2s);
  EXPECT_EQ(talk.verdict(), "");
  EXPECT_EQ(talk.outcome().by, "server");
}

TEST(EngineIoVerdict, NothingIsJudgedOfALossyTrace) {
  Socketed talk;
  talk.s("2")
      .server(
          "\x81\x05"
          "4he")
      .gap(Direction::s2c, 2)
      .wait(2 * kSecond)
      .hang_up(Direction::s2c);
  EXPECT_THAT(talk.verdict(), testing::Not(HasSubstr("timeout")));
}

TEST(EngineIoVerdict, PongThatIsPerhapsMissingIsNotMissed) {
  Socketed ended;
  ended.s("2").gap(Direction::c2s, 7).wait(2 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(ended.verdict(), testing::Not(HasSubstr("timeout")));
  Socketed closed;
  closed.s("2").gap(Direction::c2s, 7).wait(2 * kSecond).server(from_server(0x88, ""));
  EXPECT_THAT(closed.verdict(), testing::Not(HasSubstr("timeout")));
}

TEST(EngineIoVerdict, EndOfTheCaptureIsNoEnd) {
  Socketed talk;
  talk.s("2").wait(10 * kSecond).finish();
  EXPECT_EQ(talk.verdict(), "s2c engineio ping");
  EXPECT_EQ(talk.outcome().state, "open");
}

TEST(EngineIoVerdict, IdleConnectionThatIsClosedWithoutAWord) {
  Socketed talk;
  talk.s("2").c("3").after(950 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.verdict(), EndsWith("s2c engineio cut-off waited_us=950000 !eio.idle-closed"));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.idle-closed: closed while idle: the server's side closed the connection without a close "
                          "frame after 950 ms without traffic, before the next ping (every 1 s): either a proxy's "
                          "limit for idle connections, or the server died"));
  EXPECT_EQ(talk.outcome().by, "unknown");
}

TEST(EngineIoVerdict, IdleConnectionWhosePingIsOverdue) {
  Socketed talk;
  talk.s("2").c("3").after(1200 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("after 1.20 s without traffic: either a proxy's limit")));
}

TEST(EngineIoVerdict, IdleConnectionOfAServerThatDoesNotSayItsTimes) {
  for (const std::string open : {R"(0{"sid":"abc","pingInterval":1000})", R"(0{"sid":"abc","pingTimeout":500})"}) {
    Dialogue talk;
    talk.client(upgrade(kWebSocket)).server(switching() + from_server(0x81, open));
    talk.wait(5 * kSecond).hang_up(Direction::s2c);
    EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("after 5.00 s without traffic: either a proxy's limit")))
        << open;
  }
}

TEST(EngineIoVerdict, CloseFrameIsAWord) {
  Socketed talk;
  talk.s("2").c("3").after(950 * kMillisecond).server(from_server(0x88, "\x03\xe9"));
  talk.client(from_client(0x88, "\x03\xe9")).hang_up(Direction::s2c);
  EXPECT_THAT(talk.verdict(), EndsWith("pong rtt_us=1000"));
  EXPECT_EQ(talk.outcome().reason, "the server closed the WebSocket: close code 1001 (going away)");
}

/// The same session on both sides of a proxy: connection 0 leads from the client to it, connection 1 to the server.
class Proxied : public Dialogue {
 public:
  Proxied() {
    client(upgrade(kWebSocket)).connect(1).client(upgrade(kWebSocket));
    server(switching() + from_server(0x81, open_packet()));
    on(0).server(switching() + from_server(0x81, open_packet()));
    wait(950 * kMillisecond);
    heard();
  }
};

TEST(EngineIoVerdict, ProxyThatClosesTheClientsSide) {
  Proxied talk;
  talk.on(0).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("!eio.idle-closed"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("the proxy closed the connection without a close frame")));
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "proxy");
}

TEST(EngineIoVerdict, ProxyThatClosesTheServersSide) {
  Proxied talk;
  talk.on(1).hang_up(Direction::c2s);
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "proxy");
}

/// Stopped while there was traffic: both ends are its own.
TEST(EngineIoVerdict, ProxyThatIsStopped) {
  Proxied talk;
  talk.on(1).server(from_server(0x81, "2")).on(0).server(from_server(0x81, "2")).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, testing::IsEmpty());
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "proxy");
}

TEST(EngineIoVerdict, ServerThatLeavesBehindAProxy) {
  Proxied talk;
  talk.on(1).server(from_server(0x81, "2")).on(0).server(from_server(0x81, "2")).on(1).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("s2c engineio cut-off !eio.server-left"));
  talk.on(0).hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard_of("engineio"), "") << "said once, where it shows";
  for (const SessionFacts& facts : talk.recorder().facts) EXPECT_EQ(facts.outcome.by, "server") << facts.number;
}

TEST(EngineIoVerdict, ClientThatClosesBeforeAProxy) {
  Proxied talk;
  talk.on(0).hang_up(Direction::c2s).on(1).hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard_of("engineio"), "");
  EXPECT_EQ(talk.recorder().facts[0].outcome.by, "client");
  EXPECT_EQ(talk.recorder().facts[1].outcome.by, "server");
}

TEST(EngineIoVerdict, MessageThatIsTooBig) {
  Socketed talk;
  talk.c("4" + std::string(5000, 'x')).heard();
  talk.server(from_server(0x88, "\x03\xf1"));
  EXPECT_EQ(talk.verdict(), "s2c engineio error bytes=5000 !eio.payload-too-large");
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the server closed with 1009: a "
                                                 "message of 5000 bytes exceeds its limit of 1000 bytes"));
  talk.hang_up(Direction::s2c);
  EXPECT_EQ(talk.outcome().state, "closed");
}

TEST(EngineIoVerdict, MessageThatIsTooBigForTheClient) {
  Socketed talk;
  talk.c("4" + std::string(5000, 'x')).heard();
  talk.client(from_client(0x88, "\x03\xf1"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the client closed with 1009: a "
                                                 "message of unknown size exceeds its limit"));
}

TEST(EngineIoVerdict, WordsOfTheHandlers) {
  Socketed disconnects;
  disconnects.client(from_client(0x88, "")).hang_up(Direction::c2s);
  EXPECT_EQ(disconnects.outcome().client_word, "forced close");
  EXPECT_EQ(disconnects.outcome().server_word, "transport close");

  Socketed leaves;
  leaves.client(from_client(0x88, "\x03\xe9")).hang_up(Direction::c2s);
  EXPECT_EQ(leaves.outcome().client_word, "") << "a page that is left has no handler any more";
  EXPECT_EQ(leaves.outcome().server_word, "transport close");

  Socketed resets;
  resets.reset(Direction::c2s);
  EXPECT_EQ(resets.outcome().state, "reset");
  EXPECT_EQ(resets.outcome().server_word, "");

  Socketed server;
  server.reset(Direction::s2c);
  EXPECT_EQ(server.outcome().state, "reset");
  EXPECT_EQ(server.outcome().by, "server");
  EXPECT_EQ(server.outcome().client_word, "transport close");
}

TEST(EngineIoVerdict, ClosePacketIsTheFirstWord) {
  Socketed talk;
  talk.c("1").hang_up(Direction::c2s);
  EXPECT_EQ(talk.verdict(), "c2s engineio close");
  EXPECT_EQ(talk.outcome().reason, "the client closed the session (Engine.IO close packet)");
  EXPECT_EQ(talk.outcome().client_word, "forced close");
}

}  // namespace
}  // namespace wstrace::test::engineio_verdict_test
