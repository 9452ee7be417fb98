// TCP as a dialogue: how connections end, and resets that nobody is to obey.
#include <gtest/gtest.h>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_teardown_test {
namespace {

using tcp::kAck;
using tcp::kFin;
using tcp::kRst;
using tcp::kSyn;
constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

TEST(TcpTeardown, WhoSendsOnAfterTheOtherSidesFinIsHalfClosed) {
  TcpWire wire;
  wire.handshake().client(kFin | kAck, 100, 500).server(kAck, 500, 101).wait(kSecond);
  wire.server(kAck, 500, 101, "still ").server(kAck, 506, 101, "here").server(kFin | kAck, 510, 101);
  wire.client(kAck, 101, 511);
  EXPECT_EQ(wire.heard(),
            "c2s tcp fin seq=100 first=true\n"
            "s2c tcp half-close after_us=1002000\n"
            "s2c tcp fin seq=510 first=false half_closed_us=1004000\n"
            "c2s tcp closed closing_us=1005000");
  EXPECT_EQ(wire.stream(kServer), "still here<fin>");
}

/// HAProxy ends each connection to a server like this.
TEST(TcpTeardown, AResetBetweenTwoExchangesIsAWayToClose) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "ask").server(kAck, 500, 103, "told").rest().client(kRst | kAck, 103, 504);
  EXPECT_EQ(wire.heard(), "c2s tcp rst seq=103 refused=false");
  EXPECT_EQ(wire.outcome(), "closed by client: the client closed the TCP connection, by a reset");
}

TEST(TcpTeardown, AResetThatLosesWhatIsOnItsWayIsNone) {
  TcpWire unread;
  unread.handshake().client(kAck, 100, 500, "ask").server(kAck, 500, 103, "told").rest().client(kRst | kAck, 103, 500);
  EXPECT_EQ(unread.heard(), "c2s tcp rst seq=103 refused=false !tcp.reset") << "the answer was not received";
  TcpWire unanswered;
  unanswered.handshake().client(kAck, 100, 500, "ask").server(kRst | kAck, 500, 103);
  EXPECT_EQ(unanswered.heard(), "s2c tcp rst seq=500 refused=false !tcp.reset") << "in the middle of an exchange";
}

/// RFC 2525 2.17: the process ended, or closed its socket, with bytes in it that it had not read.
TEST(TcpTeardown, AClientThatLeavesDataUnreadHasEnded) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "news").client(kAck, 100, 504).server(kAck, 504, 100, "more news");
  wire.client(kRst | kAck, 100, 513);
  EXPECT_EQ(wire.heard(), "c2s tcp rst seq=100 refused=false !tcp.closed-unread");
  EXPECT_EQ(wire.outcome(),
            "closed by client: the client closed the TCP connection, by a reset just after data had come: its process "
            "ended, or it dropped the connection");
}

TEST(TcpTeardown, AClientThatHasReadAllResetsForAnotherReason) {
  TcpWire read;
  read.handshake().server(kAck, 500, 100, "news").client(kAck, 100, 504).wait(kSecond).client(kRst | kAck, 100, 504);
  EXPECT_EQ(read.heard(), "c2s tcp rst seq=100 refused=false !tcp.reset");
  TcpWire answered;
  answered.handshake().server(kAck, 500, 100, "news").client(kAck, 100, 504, "ok").client(kRst | kAck, 102, 504);
  EXPECT_EQ(answered.heard(), "c2s tcp rst seq=102 refused=false !tcp.reset");
  TcpWire late;
  late.handshake().server(kAck, 500, 100, "news").wait(kSecond).client(kRst | kAck, 100, 504);
  EXPECT_EQ(late.heard(), "c2s tcp rst seq=100 refused=false !tcp.reset") << "no program leaves it for so long";
  TcpWire server;
  server.handshake().client(kAck, 100, 500, "ask").server(kRst | kAck, 500, 103);
  EXPECT_EQ(server.heard(), "s2c tcp rst seq=500 refused=false !tcp.reset") << "a server leaves its clients alone";
}

/// Nothing that anybody could read stands in the capture: whether the reset interrupts anything is not known.
TEST(TcpTeardown, AResetOfWhatBeganBeforeTheCaptureAccusesNobody) {
  TcpWire wire;
  wire.server(kAck, 500, 100, "?").client(kAck, 100, 501).client(kRst | kAck, 100, 501);
  EXPECT_EQ(wire.heard(), "s2c tcp mid-stream\nc2s tcp rst seq=100 refused=false");
}

/// A spare connection of a browser: what it said last is no request, so nobody waits for anything.
TEST(TcpTeardown, AClientAtRestNeedNotBeAcknowledged) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "SETTINGS").rest().client(kRst | kAck, 108, 500);
  EXPECT_EQ(wire.heard(), "c2s tcp rst seq=108 refused=false");
}

TEST(TcpTeardown, BytesThatWereOnTheirWayAreNoHalfClose) {
  TcpWire wire;
  wire.handshake().client(kFin | kAck, 100, 500).server(kAck, 500, 100, "not heard of it yet");
  EXPECT_EQ(wire.heard(), "c2s tcp fin seq=100 first=true");
}

TEST(TcpTeardown, OldBytesSentAgainAreNoHalfClose) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "x").client(kFin | kAck, 100, 500).server(kAck, 500, 101, "x");
  EXPECT_EQ(wire.heard(),
            "c2s tcp fin seq=100 first=true\n"
            "s2c tcp retransmission seq=500 length=1 lost=false after_us=2000");
}

TEST(TcpTeardown, FinsThatCrossAreASimultaneousClose) {
  TcpWire wire;
  wire.handshake().client(kFin | kAck, 100, 500).server(kFin | kAck, 500, 100);
  wire.client(kAck, 101, 501).server(kAck, 501, 101);
  EXPECT_EQ(wire.heard(),
            "c2s tcp fin seq=100 first=true\n"
            "s2c tcp fin seq=500 first=false\n"
            "s2c tcp simultaneous-close\n"
            "s2c tcp closed closing_us=3000");
}

TEST(TcpTeardown, AFinSentAgainIsARetransmission) {
  TcpWire wire;
  wire.handshake().client(kFin | kAck, 100, 500).wait(kSecond).client(kFin | kAck, 100, 500).server(kAck, 500, 101);
  wire.client(kFin | kAck, 100, 500);
  EXPECT_EQ(wire.heard(),
            "c2s tcp fin seq=100 first=true\n"
            "c2s tcp retransmission seq=100 what=FIN after_us=1001000\n"
            "c2s tcp retransmission seq=100 what=FIN spurious=true after_us=1003000");
}

TEST(TcpTeardown, AResetAfterTheEndChangesNothing) {
  TcpWire wire;
  wire.handshake().client(kFin | kAck, 100, 500).server(kFin | kAck, 500, 101).client(kAck, 101, 501);
  wire.heard();
  wire.client(kRst, 101).client(kRst, 101);
  EXPECT_EQ(wire.heard(), "c2s tcp rst seq=101 refused=false after_close=true\nc2s tcp rst seq=101");
  EXPECT_EQ(wire.outcome(), "closed by client: the client closed the TCP connection");
}

TEST(TcpTeardown, BytesForASideThatHasClosedAreThrownAway) {
  TcpWire wire;
  wire.handshake().server(kFin | kAck, 500, 100).client(kAck, 100, 501, "are you there?").server(kRst, 501);
  EXPECT_EQ(wire.heard(),
            "s2c tcp fin seq=500 first=true\n"
            "c2s tcp half-close after_us=1000\n"
            "s2c tcp rst seq=501 refused=false !tcp.data-after-close");
  EXPECT_EQ(wire.outcome(), "closed by server: the server closed the TCP connection");
}

TEST(TcpTeardown, AResetBehindAFinThatLosesNothingIsAReset) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "x").server(kAck, 500, 101).server(kFin | kAck, 500, 101).server(kRst, 501);
  EXPECT_EQ(wire.heard(), "s2c tcp fin seq=500 first=true\ns2c tcp rst seq=501 refused=false !tcp.reset");
}

TEST(TcpTeardown, AResetMayCarryBytes) {
  TcpWire wire;
  wire.handshake().server(kRst | kAck, 500, 100, "no room");
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=500 refused=false length=7 !tcp.reset");
  EXPECT_EQ(wire.stream(kServer), "<rst>") << "they are words about the reset, not data";
}

TEST(TcpReset, OneBeyondWhatIsExpectedIsChallenged) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "abc").client(kAck, 100, 503).server(kRst, 600).client(kAck, 100, 503);
  wire.server(kAck, 503, 100, "def").client(kAck, 100, 506);
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=600 doubtful=true !tcp.doubtful-reset\nc2s tcp challenge-ack ack=503");
  EXPECT_EQ(wire.stream(kServer), "abcdef");
  EXPECT_FALSE(wire.tracker().over());
}

TEST(TcpReset, OneBehindWhatIsExpectedIsNotObeyed) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "abc").client(kAck, 100, 503).server(kRst, 500);
  wire.server(kAck, 503, 100, "def").finish();
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=500 doubtful=true !tcp.doubtful-reset");
  EXPECT_EQ(wire.stream(kServer), "abcdef<capture end>");
  EXPECT_EQ(wire.outcome(), "");
}

/// What it ended, and whether it ended anything, nobody knows.
TEST(TcpReset, OneThatIsAllThereIsAccusesNobody) {
  for (const unsigned flags : {unsigned{kRst}, unsigned{kRst | kAck}}) {
    TcpWire wire;
    wire.client(flags, 1000, flags == kRst ? 0U : 2000U).finish();
    EXPECT_EQ(wire.heard(), "c2s tcp rst seq=1000 refused=false");
    EXPECT_EQ(wire.outcome(), "reset by client: the client reset the TCP connection");
  }
}

TEST(TcpReset, TheAnswerToAChallengeFits) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "abc").client(kAck, 100, 503).server(kRst, 600).client(kAck, 100, 503);
  wire.heard();
  wire.server(kRst, 503);
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=503 refused=false !tcp.reset");
  EXPECT_TRUE(wire.tracker().over());
}

TEST(TcpReset, ADoubtfulOneThatNothingFollowsWasRight) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "abc").client(kAck, 100, 503).server(kRst, 600).finish();
  EXPECT_EQ(wire.outcome(), "reset by server: the server reset the TCP connection");
}

TEST(TcpReset, OneThatIsWithinWhatWasSentIsObeyed) {
  for (const std::uint32_t seq : {503U, 505U, 506U}) {
    TcpWire wire;
    wire.handshake().server(kAck, 500, 100, "abc").client(kAck, 100, 503).server(kAck, 503, 100, "def");
    wire.server(kRst, seq);
    EXPECT_TRUE(wire.tracker().over()) << seq;
  }
}

TEST(TcpReset, WhoHasClosedMayAnswerWithTheNumberOfItsFin) {
  TcpWire wire;
  wire.handshake().server(kFin | kAck, 500, 100).client(kAck, 100, 501).client(kAck, 100, 500, "x").server(kRst, 500);
  EXPECT_TRUE(wire.tracker().over());
}

TEST(TcpReset, AnOrdinaryAcknowledgementIsNoChallenge) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "abc").server(kRst, 900).client(kAck, 100, 503);
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=900 doubtful=true !tcp.doubtful-reset") << "it acknowledges something new";
}

}  // namespace
}  // namespace wstrace::test::tcp_teardown_test
