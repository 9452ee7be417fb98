// TCP as a dialogue: bytes that are sent again, needed or not, and bytes that come in another order.
#include <gtest/gtest.h>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_loss_test {
namespace {

using tcp::kAck;
using tcp::kFin;
using tcp::kRst;
using tcp::kSyn;
using tcp::kUrg;
constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

TEST(TcpLoss, ARetransmissionOfAcknowledgedBytesIsNotNeeded) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103).client(kAck, 100, 500, "abc");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=100 length=3 lost=false spurious=true after_us=2000");
}

TEST(TcpLoss, ARetransmissionBeforeTheAcknowledgementMayHaveBeenNeeded) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 100, 500, "abc").server(kAck, 500, 103);
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=100 length=3 lost=false after_us=1000");
}

TEST(TcpLoss, ADSackSaysLaterThatItWasNotNeededAndOnce) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 100, 500, "abc");
  wire.heard();
  wire.with(sack_option({{100, 103}})).server(kAck, 500, 103).with(sack_option({{100, 103}})).server(kAck, 500, 103);
  EXPECT_EQ(wire.heard(),
            "s2c tcp d-sack length=3 sack_blocks=100-103 packet=5\n"
            "s2c tcp d-sack length=3 sack_blocks=100-103");
}

TEST(TcpLoss, ADSackWithinTheSecondBlockIsAboutBytesAheadOfAHole) {
  TcpWire wire;
  wire.handshake().client(kAck, 106, 500, "ghijkl").client(kAck, 106, 500, "ghi");
  wire.heard();
  wire.with(sack_option({{106, 109}, {106, 112}})).server(kAck, 500, 100);
  EXPECT_EQ(wire.heard(),
            "s2c tcp duplicate-ack ack=100 count=1 sack_blocks=106-109 106-112\n"
            "s2c tcp d-sack length=3 sack_blocks=106-109 106-112 packet=5");
}

TEST(TcpLoss, AnOrdinarySackIsNoDSack) {
  TcpWire wire;
  wire.handshake().client(kAck, 106, 500, "ghi").client(kAck, 112, 500, "mno");
  wire.heard();
  wire.with(sack_option({{112, 115}, {106, 109}})).server(kAck, 500, 100);
  wire.with(sack_option({{112, 115}, {106, 109}})).server(kAck, 500, 100);
  EXPECT_EQ(wire.heard(),
            "s2c tcp duplicate-ack ack=100 count=1 sack_blocks=112-115 106-109\n"
            "s2c tcp duplicate-ack ack=100 count=2 sack_blocks=112-115 106-109");
}

TEST(TcpLoss, ABackwardBlockIsIgnored) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 100, 500, "abc");
  wire.heard();
  wire.with(sack_option({{103, 100}})).server(kAck, 500, 103);
  EXPECT_EQ(wire.heard(), "");
}

TEST(TcpLoss, TheTimerIsToldFromDuplicateAcks) {
  TcpWire timer;
  timer.handshake().client(kAck, 100, 500, "abc").wait(300 * kMillisecond).client(kAck, 100, 500, "abc");
  EXPECT_EQ(timer.heard(), "c2s tcp retransmission seq=100 length=3 lost=false timer=true after_us=301000");
  TcpWire called;
  called.handshake().client(kAck, 100, 500, "abc").client(kAck, 103, 500, "def").server(kAck, 500, 100);
  called.heard();
  called.wait(300 * kMillisecond).client(kAck, 100, 500, "abc");
  EXPECT_EQ(called.heard(), "c2s tcp retransmission seq=100 length=3 lost=false after_us=303000")
      << "a duplicate ACK may have called for it";
}

TEST(TcpLoss, BytesBehindTheFirstUnacknowledgedOneAreNotTheTimers) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 103, 500, "def");
  wire.wait(300 * kMillisecond).client(kAck, 103, 500, "def");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=103 length=3 lost=false after_us=301000");
}

TEST(TcpLoss, APartialRetransmissionSaysHowMuchIsNew) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 100, 500, "abcdef");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=100 length=3 lost=false fresh=3 after_us=1000");
  EXPECT_EQ(wire.stream(kClient), "abcdef");
}

TEST(TcpLoss, AHoleIsToldWhereItOpens) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 110, 500, "k").client(kAck, 111, 500, "l");
  EXPECT_EQ(wire.heard(), "c2s tcp hole seq=110 length=7");
}

TEST(TcpLoss, AnAcknowledgementThatIsAheadShowsAHoleToo) {
  TcpWire wire;
  wire.handshake().client(kAck, 110, 500).client(kAck, 110, 500).client(kAck, 100, 500, "0123456789");
  EXPECT_EQ(wire.heard(), "c2s tcp hole seq=110 length=10\nc2s tcp out-of-order seq=100 length=10");
  EXPECT_EQ(wire.stream(kClient), "0123456789");
}

TEST(TcpLoss, AnAcknowledgementThatIsAheadOfTheWindowIsNotBelieved) {
  TcpWire wire;
  wire.handshake().client(kAck, 100 + 5000, 500).client(kAck, 100, 500, "abc");
  EXPECT_EQ(wire.heard(), "") << "the server's window is 1000";
  EXPECT_EQ(wire.stream(kClient), "abc");
}

TEST(TcpLoss, WorksAcrossTheEndOfSequenceNumbers) {
  TcpWire wire;
  wire.client(kSyn, 0xfffffffbU).server(kSyn | kAck, 499, 0xfffffffcU).client(kAck, 0xfffffffcU, 500);
  wire.heard();
  wire.client(kAck, 0xfffffffcU, 500, "abcdef").server(kAck, 500, 2).client(kAck, 0xfffffffcU, 500, "abcdef");
  wire.client(kAck, 5, 500, "jkl").with(sack_option({{5, 8}})).server(kAck, 500, 2);
  wire.with(sack_option({{0xfffffffcU, 2}, {5, 8}})).server(kAck, 500, 2);
  EXPECT_EQ(wire.heard(),
            "c2s tcp retransmission seq=4294967292 length=6 lost=false spurious=true after_us=2000\n"
            "c2s tcp hole seq=5 length=3\n"
            "s2c tcp duplicate-ack ack=2 count=1 sack_blocks=5-8\n"
            "s2c tcp duplicate-ack ack=2 count=2 sack_blocks=4294967292-2 5-8\n"
            "s2c tcp d-sack length=6 sack_blocks=4294967292-2 5-8");
}

TEST(TcpLoss, DuplicateAcksAreRfc5681s) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103).server(kAck, 500, 103);
  EXPECT_EQ(wire.heard(), "") << "nothing is outstanding";
  wire.client(kAck, 106, 500, "ghi").server(kAck, 500, 103).server(kAck, 500, 103, "data").server(kAck, 504, 103);
  EXPECT_EQ(wire.heard(),
            "c2s tcp hole seq=106 length=3\n"
            "s2c tcp duplicate-ack ack=103 count=1\n"
            "s2c tcp duplicate-ack ack=103 count=2");
  wire.server(kAck, 504, 103, {}, 900);
  EXPECT_EQ(wire.heard(), "s2c tcp window-update window=900") << "its window is another one";
}

/// The computer was switched off, or the network was cut: nobody closes anything, and nobody says so.
TEST(TcpLoss, WhoIsGoneAcknowledgesNothing) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "hi").client(kAck, 100, 502).wait(kSecond);
  wire.client(kAck, 100, 502, "lost");
  for (const Duration pause : {200, 400, 800, 1600}) wire.wait(pause * kMillisecond).client(kAck, 100, 502, "lost");
  wire.heard();
  wire.finish();
  EXPECT_EQ(wire.heard(), "c2s tcp unacknowledged length=4 count=4 waited_us=3004000 !tcp.unacknowledged");
}

TEST(TcpLoss, WhoGivesUpOnOneThatIsGoneHasNotDied) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "lost");
  for (const Duration pause : {200, 400, 800, 1600}) wire.wait(pause * kMillisecond).client(kAck, 100, 500, "lost");
  wire.heard();
  wire.client(kRst | kAck, 104, 500).finish();
  EXPECT_EQ(wire.heard(),
            "c2s tcp rst seq=104 refused=false\n"
            "c2s tcp unacknowledged length=4 count=4 waited_us=3004000 !tcp.unacknowledged");
}

TEST(TcpLoss, WhoSaysAnythingIsNotGone) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "lost");
  for (const Duration pause : {200, 400, 800}) wire.wait(pause * kMillisecond).client(kAck, 100, 500, "lost");
  wire.server(kAck, 500, 100, "alive").wait(1600 * kMillisecond).client(kAck, 100, 505, "lost");
  wire.heard();
  wire.finish();
  EXPECT_EQ(wire.heard(), "");
}

TEST(TcpLoss, AFewRetransmissionsAreNoEnd) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "lost");
  for (const Duration pause : {200, 400}) wire.wait(pause * kMillisecond).client(kAck, 100, 500, "lost");
  wire.heard();
  wire.wait(10 * kSecond).finish();
  EXPECT_EQ(wire.heard(), "");
}

}  // namespace
}  // namespace wstrace::test::tcp_loss_test
