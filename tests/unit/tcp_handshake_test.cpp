// TCP as a dialogue: handshakes that do not go as planned.
#include <gtest/gtest.h>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_handshake_test {
namespace {

using tcp::kAck;
using tcp::kFin;
using tcp::kRst;
using tcp::kSyn;
using tcp::kUrg;
constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

TEST(TcpHandshake, ASynSentAgainSaysWhichTryItIs) {
  TcpWire wire;
  wire.client(kSyn, 99).wait(kSecond).client(kSyn, 99).server(kSyn | kAck, 499, 100).client(kAck, 100, 500);
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "c2s tcp retransmission seq=99 what=SYN count=2 after_us=1001000\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false\n"
            "c2s tcp established rtt_us=2000");
}

TEST(TcpHandshake, ASynAckSentAgainIsNotNeededWhenItWasAcknowledged) {
  TcpWire wire;
  wire.client(kSyn, 99).server(kSyn | kAck, 499, 100).wait(kSecond).server(kSyn | kAck, 499, 100);
  wire.client(kAck, 100, 500).server(kSyn | kAck, 499, 100);
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false\n"
            "s2c tcp retransmission seq=499 what=SYN-ACK count=2 after_us=1001000\n"
            "c2s tcp established rtt_us=1003000\n"
            "s2c tcp retransmission seq=499 what=SYN-ACK count=3 after_us=2000 spurious=true");
}

TEST(TcpHandshake, NobodyAnswersASynThatWasRepeated) {
  TcpWire wire;
  wire.client(kSyn, 99).wait(kSecond).client(kSyn, 99).wait(2 * kSecond).client(kSyn, 99).finish();
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "c2s tcp retransmission seq=99 what=SYN count=2 after_us=1001000\n"
            "c2s tcp retransmission seq=99 what=SYN count=3 after_us=2001000\n"
            "c2s tcp no-answer count=3 waited_us=3002000 !tcp.no-answer");
  EXPECT_EQ(wire.outcome(), "timeout by unknown: the server did not answer");
}

TEST(TcpHandshake, OneSynAtTheEndOfTheCaptureIsNoDiagnosis) {
  TcpWire wire;
  wire.client(kSyn, 99).finish();
  EXPECT_EQ(wire.heard(), "c2s tcp syn seq=99 sack=false timestamps=false");
  EXPECT_EQ(wire.outcome(), "");
}

TEST(TcpHandshake, ARefusalAfterARepeatedSynIsAnAnswer) {
  TcpWire wire;
  wire.client(kSyn, 99).wait(kSecond).client(kSyn, 99).server(kRst | kAck, 0, 100).finish();
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "c2s tcp retransmission seq=99 what=SYN count=2 after_us=1001000\n"
            "s2c tcp rst seq=0 refused=true\n"
            "s2c tcp refused !tcp.refused");
}

TEST(TcpHandshake, SynsThatCrossAreOneConnectionOpenedByBoth) {
  TcpWire wire;
  wire.client(kSyn, 99).server(kSyn, 499).client(kSyn | kAck, 99, 500).server(kSyn | kAck, 499, 100);
  wire.client(kAck, 100, 500, "hello").server(kAck, 500, 105, "you too");
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "s2c tcp syn seq=499 sack=false timestamps=false\n"
            "s2c tcp simultaneous-open\n"
            "c2s tcp syn-ack seq=99 sack=false timestamps=false\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false\n"
            "s2c tcp established rtt_us=2000");
  EXPECT_EQ(wire.stream(kClient), "hello");
  EXPECT_EQ(wire.stream(kServer), "you too");
}

TEST(TcpHandshake, FastOpenAsksForACookie) {
  TcpWire wire;
  wire.with("2202").client(kSyn, 99).with("220a 0102030405060708").server(kSyn | kAck, 499, 100);
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false fast_open=cookie requested\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false fast_open=cookie");
}

TEST(TcpHandshake, FastOpenDataIsTaken) {
  TcpWire wire;
  wire.with("220a 0102030405060708").client(kSyn, 99, 0, "GET").server(kSyn | kAck, 499, 103).client(kAck, 103, 500);
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false fast_open=cookie data=3\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false data_accepted=true\n"
            "c2s tcp established rtt_us=2000");
  EXPECT_EQ(wire.stream(kClient), "GET");
}

TEST(TcpHandshake, FastOpenDataThatIsNotTakenIsSentAgainAndDeliveredOnce) {
  TcpWire wire;
  wire.with("220a 0102030405060708").client(kSyn, 99, 0, "GET").server(kSyn | kAck, 499, 100);
  wire.client(kAck, 100, 500, "GET");
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false fast_open=cookie data=3\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false data_refused=true\n"
            "c2s tcp established rtt_us=2000\n"
            "c2s tcp retransmission seq=100 length=3 lost=false after_us=2000");
  EXPECT_EQ(wire.stream(kClient), "GET");
}

/// A SYN-ACK says where the data of the side that it answers begins, however often it comes.
TEST(TcpHandshake, ASynAckWithoutItsSynFixesTheClientsFirstByte) {
  for (const std::uint32_t isn : {99U, 0x7fffff00U, 0xfffffffeU, 1260570421U}) {
    for (unsigned copies = 1; copies < 5; ++copies) {
      TcpWire wire;
      for (unsigned i = 0; i < copies; ++i) wire.server(kSyn | kAck, 499, isn + 1).wait(kSecond);
      wire.client(kAck, isn + 1, 500, "hello").server(kAck, 500, isn + 6, "you too").client(kAck, isn + 6, 507, "!");
      for (int i = 0; i < 20; ++i) wire.server(kAck, 507, isn + 7);
      wire.finish();
      EXPECT_EQ(wire.stream(kClient), "hello!<capture end>") << isn << " after " << copies;
      EXPECT_EQ(wire.stream(kServer), "you too<capture end>") << isn << " after " << copies;
    }
  }
}

TEST(TcpHandshake, ASynThatWasCapturedBehindItsAnswerIsOfTheSameConnection) {
  TcpWire wire;
  wire.server(kSyn | kAck, 499, 100);
  tcp::Segment syn;
  syn.header.flags = kSyn;
  syn.header.sequence = 99;
  EXPECT_FALSE(wire.tracker().is_other_connection(syn));
  syn.header.sequence = 77;
  EXPECT_TRUE(wire.tracker().is_other_connection(syn));
  wire.client(kSyn, 99).client(kAck, 100, 500, "hello");
  EXPECT_EQ(wire.stream(kClient), "hello");
}

/// Two answers with numbers of their own: the client's acknowledgement says which one it took.
TEST(TcpHandshake, OfTwoAnswersTheAcknowledgedOneCounts) {
  for (const bool first : {true, false}) {
    TcpWire wire;
    const std::uint32_t taken = first ? 499 : 2000000000;
    wire.client(kSyn, 99).server(kSyn | kAck, 499, 100).client(kSyn, 99).server(kSyn | kAck, 2000000000, 100);
    wire.server(kSyn | kAck, 499, 100).client(kAck, 100, taken + 1, "hello");
    wire.client(kAck, 100, taken + 1, "hello").server(kSyn | kAck, 499, 100).server(kSyn | kAck, 2000000000, 100);
    wire.server(kAck, taken + 1, 105, "you too").client(kAck, 105, taken + 8);
    for (int i = 0; i < 20; ++i) wire.client(kAck, 105, taken + 8);
    wire.finish();
    EXPECT_EQ(wire.stream(kClient), "hello<capture end>") << first;
    EXPECT_EQ(wire.stream(kServer), "you too<capture end>") << first;
  }
}

TEST(TcpHandshake, AServerThatStillKnowsAnEarlierConnectionAnswersForThatOne) {
  TcpWire wire;
  wire.client(kSyn, 99).server(kAck, 777777, 55555).client(kRst, 55555);
  wire.client(kSyn, 99).server(kSyn | kAck, 499, 100).client(kAck, 100, 500).server(kAck, 500, 100, "hello");
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "s2c tcp challenge-ack ack=55555 !tcp.old-connection\n"
            "c2s tcp rst seq=55555\n"
            "c2s tcp retransmission seq=99 what=SYN count=2 after_us=3000\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false\n"
            "c2s tcp established rtt_us=2000");
  EXPECT_EQ(wire.stream(kServer), "hello");
}

TEST(TcpHandshake, PortsThatAreUsedAgainAreSaidOfTheSyn) {
  TcpWire wire;
  tcp::Segment syn;
  syn.header.flags = kSyn;
  syn.reused_ports = true;
  wire.send(syn);
  EXPECT_EQ(wire.heard(), "c2s tcp syn seq=0 sack=false timestamps=false reused_ports=true");
}

TEST(TcpHandshake, OptionsOfEveryLengthAreReadOrLeft) {
  const std::string options = from_hex("220a 0102030405060708 0512 00000001 00000002 00000003 00000004");
  for (std::size_t n = 0; n <= options.size(); ++n) {
    const tcp::Options read = tcp::read_options(as_bytes(options).first(n));
    EXPECT_EQ(read.fast_open == tcp::FastOpen::cookie, n >= 10) << n;
    EXPECT_EQ(read.sack_blocks, n >= 28 ? 2 : 0) << n;
  }
  // More blocks than the option space has room for, and a length that is no multiple of a block.
  const std::string many = from_hex("0532") + std::string(48, 'x');
  EXPECT_EQ(tcp::read_options(as_bytes(many)).sack_blocks, tcp::kMostSackBlocks);
  EXPECT_EQ(tcp::read_options(as_bytes(from_hex("0507 0000000001"))).sack_blocks, 0);
}

TEST(TcpHandshake, AServerThatAnsweredBeforeIsNotAWrongAddress) {
  TcpWire wire;
  wire.accepted().client(kSyn, 99).wait(kSecond).client(kSyn, 99).finish();
  EXPECT_TRUE(wire.heard().ends_with("!tcp.no-longer-answers"));
}

}  // namespace
}  // namespace wstrace::test::tcp_handshake_test
