// Why a WebSocket ended: pings without pongs, idle limits, the two sides of a proxy, servers that ended.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_handshake.h"
#include "websocket_frames.h"

namespace wstrace::test::websocket_verdict_test {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::uint8_t kText = 0x81;
constexpr std::uint8_t kClose = 0x88;
constexpr std::uint8_t kPing = 0x89;
constexpr std::uint8_t kPong = 0x8a;

std::string close_1011(std::string_view reason) { return from_server(kClose, from_hex("03f3") + std::string(reason)); }

const Outcome& outcome_of(Dialogue& talk) { return talk.recorder().facts.at(0).outcome; }

// ---- pings

TEST(PingTimeout, OfASilentClient) {
  Socket talk;
  talk.client(from_client(kText, "hi")).server(from_server(kPing, "1")).client(from_client(kPong, "1"));
  talk.wait(kSecond).server(from_server(kPing, "2")).wait(1500 * kMillisecond);
  talk.connection().acknowledged = {true, true};
  talk.server(close_1011("keepalive ping timeout"));
  EXPECT_THAT(
      talk.recorder().notes,
      ElementsAre("ws.ping-timeout: a ping was not answered: the client did not answer the server's ping of "
                  "1.004 s and sent nothing else for 1.50 s, although its TCP acknowledged the ping: its program "
                  "hangs; the server then closed the WebSocket"));
  talk.end(Direction::s2c).client(from_client(kPong, "2") + from_client(kClose, from_hex("03f3"))).end(Direction::c2s);
  talk.finish();
  EXPECT_THAT(talk.recorder().notes, testing::SizeIs(1));
  EXPECT_EQ(outcome_of(talk).state, "timeout");
  EXPECT_EQ(outcome_of(talk).by, "server");
  EXPECT_EQ(outcome_of(talk).code, "ws.ping-timeout");
  EXPECT_THAT(outcome_of(talk).reason, HasSubstr("close code 1011 (internal error): keepalive ping timeout"));
}

TEST(PingTimeout, ThatIsNeverAnsweredIsToldOnce) {
  Socket talk;
  talk.server(from_server(kPing, "1")).wait(2 * kSecond).server(close_1011("keepalive ping timeout"));
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("ws.ping-timeout")));
}

TEST(PingTimeout, OfOneThatGoesOnSending) {
  Socket talk;
  talk.server(from_server(kPing, "1")).wait(kSecond).client(from_client(kText, "still here")).wait(kSecond);
  talk.server(close_1011("keepalive ping timeout"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(AllOf(StartsWith("ws.no-pong"), HasSubstr("went on sending"))));
}

TEST(PingTimeout, BehindALongMessage) {
  Socket talk;
  talk.server(from_server(kPing, "1")).wait(kSecond);
  talk.client(from_client(kText, std::string(3000, 'x')).substr(0, 1000)).wait(kSecond);
  talk.server(close_1011("keepalive ping timeout"));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre(AllOf(StartsWith("ws.no-pong"), HasSubstr("was on its way, and a pong waits behind it"))));
}

TEST(PingTimeout, WithoutACloseFrame) {
  for (const bool reset : {false, true}) {
    Socket talk;
    talk.server(from_server(kPing, "1")).wait(kSecond).server(from_server(kPing, "2")).wait(kSecond);
    EXPECT_EQ(talk.connection().root->explains_reset(Direction::s2c), true);
    reset ? talk.reset(Direction::s2c) : talk.hang_up(Direction::s2c);
    EXPECT_THAT(talk.recorder().notes,
                ElementsAre(AllOf(StartsWith("ws.ping-timeout"), HasSubstr("ping of 0.001 s (and 1 after it)"))));
    EXPECT_EQ(outcome_of(talk).state, "timeout");
  }
}

TEST(PingTimeout, NeedsAPingThatIsOverdue) {
  Socket soon;
  soon.server(from_server(kPing, "1")).wait(500 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(soon.recorder().notes, Not(Contains(StartsWith("ws.ping-timeout"))));
  Socket slow;
  slow.server(from_server(kPing, "1")).wait(kSecond).client(from_client(kPong, "1"));
  slow.server(from_server(kPing, "2")).wait(2 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(slow.recorder().notes, Not(Contains(StartsWith("ws.ping-timeout"))));
  Socket other;
  other.server(from_server(kPing, "1")).wait(2 * kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(other.recorder().notes, Not(Contains(StartsWith("ws.ping-timeout"))));
  Socket answered;
  answered.server(from_server(kPing, "1")).client(from_client(kPong, "another")).wait(2 * kSecond);
  answered.server(close_1011("keepalive ping timeout"));
  EXPECT_THAT(answered.recorder().notes, IsEmpty());
}

TEST(PingTimeout, IsNotGuessedAfterALoss) {
  Socket talk;
  talk.server(from_server(kPing, "1")).gap(Direction::c2s, 7).wait(2 * kSecond);
  talk.server(close_1011("keepalive ping timeout"));
  EXPECT_THAT(talk.recorder().notes, Not(Contains(StartsWith("ws.ping-timeout"))));
}

TEST(PingTimeout, OfAnotherCloseIsNoneWhereItSaysSo) {
  Socket talk;
  talk.server(from_server(kPing, "1")).wait(2 * kSecond).server(close_1011("handler failed"));
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
}

// ---- servers that end

TEST(ServerEnded, NamesTheLastMessageThatItGot) {
  Socket talk;
  talk.client(from_client(kText, "work")).server(from_server(kText, "done")).client(from_client(kText, "crash now"));
  talk.wait(7 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(
      talk.recorder().notes,
      ElementsAre("ws.server-ended: the server closed the TCP connection without a close frame, 8.0 ms after the "
                  "last frame: its process ended or was restarted, it stops without closing its WebSockets, or a "
                  "proxy in between closed it; the last message that it had received is \"crash now\""));
  EXPECT_EQ(outcome_of(talk).by, "server");
}

TEST(ServerEnded, AfterASilenceAProxyIsAnotherReading) {
  Socket talk;
  talk.client(from_client(kText, "hi")).wait(3 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre(HasSubstr("a proxy in between has such a limit for idle connections")));
}

TEST(ServerEnded, LongAndBinaryMessages) {
  Socket binary;
  binary.client(from_client(0x82, "\x01\x02")).hang_up(Direction::s2c);
  EXPECT_THAT(binary.recorder().notes, ElementsAre(HasSubstr("is a binary message")));
  Socket cut;
  cut.client(from_client(kText, std::string(39, 'x') + "éy")).hang_up(Direction::s2c);
  EXPECT_THAT(cut.recorder().notes, ElementsAre(HasSubstr("is \"" + std::string(39, 'x') + "…\"")));
}

TEST(ServerEnded, OrWhoSaidNothing) {
  Socket talk;
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("ws.no-close-frame")));
}

TEST(ServerEnded, NotTheClient) {
  Socket talk;
  talk.client(from_client(kText, "hi")).hang_up(Direction::c2s);
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre(StartsWith("ws.no-close-frame: the client closed the TCP connection")));
}

// ---- idle limits

/// A WebSocket whose 101 has this Server header.
struct AnsweredBy : Dialogue {
  explicit AnsweredBy(std::string_view software) {
    client(asking()).server(accepting("Server: " + std::string(software))).client(from_client(kText, "hi")).heard();
  }
};

TEST(IdleClosed, MayBeAProxysLimit) {
  Socket talk;
  talk.client(from_client(kText, "hi")).wait(60 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(
      talk.recorder().notes,
      ElementsAre(AllOf(StartsWith("ws.maybe-idle-closed: the server's side closed the TCP connection without a "
                                   "close frame after 60"),
                        HasSubstr("either a proxy in between"))));
  EXPECT_EQ(outcome_of(talk).by, "unknown");
}

TEST(IdleClosed, OfAProxyThatNamesItself) {
  AnsweredBy talk("nginx/1.22.1");
  talk.wait(2 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(AllOf(StartsWith("ws.maybe-idle-closed"), HasSubstr("nginx/1.22.1"))));
  AnsweredBy application("Python/3.11 websockets/10.4");
  application.wait(2 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(application.recorder().notes, ElementsAre(StartsWith("ws.server-ended")));
}

TEST(IdleClosed, NotAfterAnyTime) {
  for (const Duration quiet : {5 * kSecond, 25 * kSecond, 64 * kSecond}) {
    Socket talk;
    talk.client(from_client(kText, "hi")).wait(quiet).hang_up(Direction::s2c);
    EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("ws.server-ended"))) << quiet;
  }
}

// ---- the two sides of a proxy

/// Connection 0 is between the client and the proxy, connection 1 between the proxy and the server.
struct Proxied : Dialogue {
  explicit Proxied(bool asks_later = true, std::string_view far_key = kKey) {
    if (asks_later) client(asking());
    connect(1);
    connection().info.client = server_endpoint(0);
    client(with_line(asking(), "Sec-WebSocket-Key: " + std::string(far_key)));
    if (!asks_later) on(0).client(asking()).on(1);
    server(accepting());
    on(0).server(accepting());
    both(Direction::c2s, from_client(kText, "subscribe"));
    heard();
  }
  Proxied& both(Direction dir, std::string_view bytes) {
    const bool first = dir == Direction::c2s;
    on(first ? 0 : 1).say(dir, bytes).on(first ? 1 : 0).say(dir, bytes);
    return *this;
  }
  /// The present connection ends; the other one is still known then, as it is in a capture.
  Proxied& fin(Direction by) {
    connection().tcp_outcome = {"closed", party(by), "closed"};
    end(by).end(opposite(by));
    return *this;
  }
  Proxied& rst(Direction by) {
    connection().tcp_outcome = {"reset", party(by), "reset"};
    end(by, End::rst);
    connection().root->on_end(opposite(by), End::rst);
    return *this;
  }
  Proxied& at(std::size_t side) {
    on(side);
    return *this;
  }
  std::vector<std::string> codes() {
    std::vector<std::string> out;
    for (const std::string& note : recorder().notes) out.push_back(note.substr(0, note.find(':')));
    return out;
  }
  const SessionFacts& of(std::uint32_t number) {
    for (const SessionFacts& facts : recorder().facts)
      if (facts.number == number) return facts;
    throw std::out_of_range("no such session");
  }
};

/// In the order in which they open: the far side's 101 comes first.
constexpr std::uint32_t kFar = 1;
constexpr std::uint32_t kNear = 2;

TEST(Sides, ArePairedByTheKey) {
  Proxied talk;
  talk.finish();
  EXPECT_THAT(talk.of(kNear).other_sides, ElementsAre(kFar));
  EXPECT_THAT(talk.of(kFar).other_sides, ElementsAre(kNear));
  EXPECT_TRUE(talk.of(kNear).near_client);
  EXPECT_FALSE(talk.of(kFar).near_client);
}

TEST(Sides, AreNotPairedByAnotherKey) {
  Proxied talk(true, "AQIDBAUGBwgJCgsMDQ4PEA==");
  talk.finish();
  EXPECT_THAT(talk.of(kNear).other_sides, IsEmpty());
}

TEST(Sides, AreNotPairedWhereTheOtherOneWasAskedForBefore) {
  Proxied talk(false);
  talk.finish();
  EXPECT_THAT(talk.of(kNear).other_sides, IsEmpty());
}

TEST(Sides, ClientsWithAConstantKeyAreNone) {
  Dialogue talk;
  talk.client(asking()).connect(1).client(asking()).server(accepting()).on(0).server(accepting()).finish();
  for (const SessionFacts& facts : talk.recorder().facts) EXPECT_THAT(facts.other_sides, IsEmpty());
}

TEST(Sides, ProxyThatClosesAnIdleConnection) {
  Proxied talk;
  talk.wait(3 * kSecond).on(1);
  EXPECT_TRUE(talk.connection().root->explains_reset(Direction::c2s));
  talk.rst(Direction::c2s).at(0).fin(Direction::s2c).finish();
  EXPECT_THAT(talk.codes(), ElementsAre("ws.idle-closed", "ws.idle-closed"));
  for (const std::uint32_t number : {kNear, kFar}) EXPECT_EQ(talk.of(number).outcome.by, "proxy") << number;
  EXPECT_EQ(talk.of(kFar).outcome.state, "reset");
  EXPECT_THAT(talk.of(kNear).outcome.reason, HasSubstr("after 3.0"));
  EXPECT_EQ(talk.of(kNear).outcome.client_word, "1006 (abnormal closure)");
  EXPECT_EQ(talk.of(kNear).outcome.server_word, "");
}

TEST(Sides, ProxyThatClosesInTheMiddle) {
  Proxied talk;
  talk.at(0).fin(Direction::s2c).at(1).fin(Direction::c2s).finish();
  EXPECT_THAT(talk.codes(), ElementsAre("ws.proxy-closed", "ws.proxy-closed"));
}

TEST(Sides, ServerThatEndsIsNotTheProxy) {
  Proxied talk;
  talk.wait(3 * kSecond);
  talk.at(1).fin(Direction::s2c).at(0).fin(Direction::s2c).finish();
  EXPECT_THAT(talk.codes(), ElementsAre("ws.server-ended", "ws.server-ended"));
  EXPECT_EQ(talk.of(kNear).outcome.by, "server");
}

TEST(Sides, ClientThatLeavesIsNotTheProxy) {
  Proxied talk;
  talk.wait(60 * kSecond);
  talk.at(0).fin(Direction::c2s).at(1).fin(Direction::c2s).finish();
  EXPECT_THAT(talk.codes(), ElementsAre("ws.no-close-frame", "ws.no-close-frame"));
  EXPECT_EQ(talk.of(kFar).outcome.by, "client");
}

TEST(Sides, CloseFramesSayAllThereIs) {
  Proxied talk;
  const std::string bye = from_hex("03e8");
  talk.both(Direction::s2c, from_server(kClose, bye)).both(Direction::c2s, from_client(kClose, bye));
  talk.at(1).fin(Direction::s2c).at(0).fin(Direction::s2c).finish();
  EXPECT_THAT(talk.codes(), IsEmpty());
}

}  // namespace
}  // namespace wstrace::test::websocket_verdict_test
