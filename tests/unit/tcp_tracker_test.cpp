// TCP as a dialogue: segments in, events and bytes in order out.
#include <gtest/gtest.h>

#include <random>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_tracker_test {
namespace {

using tcp::kAck;
using tcp::kFin;
using tcp::kRst;
using tcp::kSyn;
constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

TEST(TcpTracker, TellsTheThreeWayHandshakeWithItsRtt) {
  TcpWire wire;
  wire.client(kSyn, 99).server(kSyn | kAck, 499, 100).client(kAck, 100, 500);
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "s2c tcp syn-ack seq=499 sack=false timestamps=false\n"
            "c2s tcp established rtt_us=2000");
}

TEST(TcpTracker, TellsTheOptionsOfASyn) {
  // mss 1460, SACK permitted, timestamps, no operation, window scale 7
  const std::string options = from_hex("020405b4 0402 080a0000000100000000 01 030307");
  tcp::Segment syn;
  syn.header.flags = kSyn;
  syn.header.options = as_bytes(options);
  TcpWire wire;
  wire.send(syn);
  EXPECT_EQ(wire.heard(), "c2s tcp syn seq=0 mss=1460 window_scale=7 sack=true timestamps=true");
}

TEST(TcpTracker, OptionsThatAreCutOffAreReadAsFarAsTheyGo) {
  const std::string options = from_hex("020405b4 0402 080a00000001");
  for (std::size_t n = 0; n <= options.size(); ++n) {
    const tcp::Options read = tcp::read_options(as_bytes(options).first(n));
    EXPECT_EQ(read.mss, n >= 4 ? 1460 : 0) << n;
    EXPECT_EQ(read.sack_permitted, n >= 6) << n;
    EXPECT_FALSE(read.timestamps) << n;
  }
}

TEST(TcpTracker, CarriesBytesOfBothDirections) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "hello ").server(kAck, 500, 106, "yes").client(kAck, 106, 503, "world");
  EXPECT_EQ(wire.stream(kClient), "hello world");
  EXPECT_EQ(wire.stream(kServer), "yes");
  EXPECT_EQ(wire.heard(), "");
}

TEST(TcpTracker, ClosesInFourSteps) {
  TcpWire wire;
  wire.handshake().client(kFin | kAck, 100, 500).server(kAck, 500, 101).server(kFin | kAck, 500, 101);
  wire.client(kAck, 101, 501);
  EXPECT_EQ(wire.heard(),
            "c2s tcp fin seq=100 first=true\n"
            "s2c tcp fin seq=500 first=false\n"
            "c2s tcp closed closing_us=3000");
  EXPECT_EQ(wire.stream(kClient), "<fin>");
  EXPECT_EQ(wire.stream(kServer), "<fin>");
  EXPECT_EQ(wire.outcome(), "closed by client: the client closed the TCP connection");
  EXPECT_TRUE(wire.tracker().over());
}

TEST(TcpTracker, ClosesInThreeStepsWhenTheFinCarriesTheAck) {
  TcpWire wire;
  wire.handshake().server(kFin | kAck, 500, 100, "bye").client(kFin | kAck, 100, 504).server(kAck, 504, 101);
  EXPECT_EQ(wire.heard(),
            "s2c tcp fin seq=500 first=true\n"
            "c2s tcp fin seq=100 first=false\n"
            "s2c tcp closed closing_us=2000");
  EXPECT_EQ(wire.stream(kServer), "bye<fin>");
  EXPECT_EQ(wire.outcome(), "closed by server: the server closed the TCP connection");
}

TEST(TcpTracker, AResetOfNumberZeroAnswersASynThatWasNotCaptured) {
  TcpWire wire;
  wire.server(kRst | kAck, 0, 100).finish();
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=0 refused=true\ns2c tcp refused !tcp.refused");
  TcpWire other;
  other.server(kRst | kAck, 1, 100).finish();
  EXPECT_EQ(other.heard(), "s2c tcp rst seq=1 refused=false");
}

TEST(TcpTracker, ARefusedConnectionSaysSo) {
  TcpWire wire;
  wire.client(kSyn, 99).server(kRst | kAck, 0, 100).finish();
  EXPECT_EQ(wire.heard(),
            "c2s tcp syn seq=99 sack=false timestamps=false\n"
            "s2c tcp rst seq=0 refused=true\n"
            "s2c tcp refused !tcp.refused");
  EXPECT_EQ(wire.outcome(), "refused by server: connection refused: nothing listens on the server's port");
  EXPECT_EQ(wire.stream(kServer), "<rst>");
}

TEST(TcpTracker, AResetEndsBothDirections) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "x").server(kRst, 500);
  EXPECT_EQ(wire.heard(), "s2c tcp rst seq=500 refused=false !tcp.reset");
  EXPECT_EQ(wire.stream(kClient), "x<rst>");
  EXPECT_EQ(wire.outcome(), "reset by server: the server reset the TCP connection");
}

TEST(TcpTracker, PutsOvertakenSegmentsInOrder) {
  TcpWire wire;
  wire.handshake().client(kAck, 103, 500, "def").client(kAck, 100, 500, "abc");
  EXPECT_EQ(wire.stream(kClient), "abcdef");
  EXPECT_EQ(wire.heard(), "c2s tcp hole seq=103 length=3\nc2s tcp out-of-order seq=100 length=3");
}

TEST(TcpTracker, ALateFillerWasSentAgainAfterALoss) {
  TcpWire wire;
  wire.handshake().client(kAck, 103, 500, "def").wait(200 * kMillisecond).client(kAck, 100, 500, "abc");
  EXPECT_EQ(wire.stream(kClient), "abcdef");
  EXPECT_EQ(wire.heard(), "c2s tcp hole seq=103 length=3\nc2s tcp retransmission seq=100 length=3 lost=true");
}

TEST(TcpTracker, AFillerThatDuplicateAcksCalledForWasSentAgain) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103);
  wire.client(kAck, 106, 500, "ghi").server(kAck, 500, 103).server(kAck, 500, 103);
  wire.client(kAck, 103, 500, "def");
  EXPECT_EQ(wire.stream(kClient), "abcdefghi");
  EXPECT_EQ(wire.heard(),
            "c2s tcp hole seq=106 length=3\n"
            "s2c tcp duplicate-ack ack=103 count=1\n"
            "s2c tcp duplicate-ack ack=103 count=2\n"
            "c2s tcp retransmission seq=103 length=3 lost=true fast=true");
}

TEST(TcpTracker, TheSendersClockTellsASegmentThatWasOvertakenFromOneSentAgain) {
  const auto segment = [](std::uint32_t seq, std::string_view data, const std::string& options) {
    tcp::Segment s;
    s.header.flags = kAck;
    s.header.sequence = seq;
    s.header.acknowledgement = 500;
    s.header.window = 1000;
    s.header.options = as_bytes(options);
    s.payload = as_bytes(data);
    s.length = data.size();
    return s;
  };
  const std::string early = from_hex("0101 080a 00000010 00000000");
  const std::string late = from_hex("0101 080a 00000020 00000000");
  TcpWire overtaken;
  overtaken.handshake().send(segment(103, "def", late)).wait(kSecond).send(segment(100, "abc", early));
  EXPECT_EQ(overtaken.heard(), "c2s tcp hole seq=103 length=3\nc2s tcp out-of-order seq=100 length=3");
  TcpWire again;
  again.handshake().send(segment(103, "def", early)).send(segment(100, "abc", late));
  EXPECT_EQ(again.heard(), "c2s tcp hole seq=103 length=3\nc2s tcp retransmission seq=100 length=3 lost=true");
}

TEST(TcpTracker, ARepeatedSegmentIsDeliveredOnce) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").client(kAck, 100, 500, "abc").client(kAck, 103, 500, "def");
  EXPECT_EQ(wire.stream(kClient), "abcdef");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=100 length=3 lost=false after_us=1000");
}

TEST(TcpTracker, OfOverlappingCopiesTheFirstStands) {
  TcpWire wire;
  wire.handshake().client(kAck, 102, 500, "CD").client(kAck, 100, 500, "abxx").client(kAck, 103, 500, "yEF");
  EXPECT_EQ(wire.stream(kClient), "abCDEF");
}

TEST(TcpTracker, HeldSegmentsMayOverlapInEveryWay) {
  TcpWire wire;
  wire.handshake();
  wire.client(kAck, 104, 500, "EF").client(kAck, 108, 500, "IJ").client(kAck, 103, 500, "dEFGHij");
  wire.client(kAck, 100, 500, "ABC");
  EXPECT_EQ(wire.stream(kClient), "ABCdEFGHIJ");
}

TEST(TcpTracker, SequenceNumbersWrap) {
  TcpWire wire;
  wire.client(kSyn, 0xfffffffcU).server(kSyn | kAck, 499, 0xfffffffdU).client(kAck, 0xfffffffdU, 500);
  wire.client(kAck, 0xfffffffdU, 500, "abc").client(kAck, 3, 500, "ghi").client(kAck, 0, 500, "def");
  EXPECT_EQ(wire.stream(kClient), "abcdefghi");
}

TEST(TcpTracker, AGapThatThePeerAcknowledgedIsALossOfTheCapture) {
  Limits limits;
  limits.gap_patience = 2;
  TcpWire wire(limits);
  wire.handshake().client(kAck, 105, 500, "fgh").server(kAck, 500, 108).server(kAck, 500, 108, "ok");
  EXPECT_EQ(wire.stream(kClient), "<gap 5>fgh");
  EXPECT_EQ(wire.heard(),
            "c2s tcp hole seq=105 length=5\n"
            "s2c tcp ack-unseen ack=108 length=8\n"
            "c2s tcp gap length=5 !tcp.capture-gap");
}

TEST(TcpTracker, AnAcknowledgementCapturedTooEarlyIsNoGap) {
  TcpWire wire;
  wire.handshake().client(kAck, 103, 500, "def").server(kAck, 500, 106).client(kAck, 100, 500, "abc");
  EXPECT_EQ(wire.stream(kClient), "abcdef");
  EXPECT_EQ(wire.heard(),
            "c2s tcp hole seq=103 length=3\n"
            "s2c tcp ack-unseen ack=106 length=6\n"
            "c2s tcp out-of-order seq=100 length=3");
}

TEST(TcpTracker, LossInOneDirectionDoesNotMuteTheOther) {
  Limits limits;
  limits.gap_patience = 1;
  TcpWire wire(limits);
  wire.handshake().client(kAck, 105, 500, "fgh").server(kAck, 500, 108, "one").server(kAck, 503, 108, "two");
  EXPECT_EQ(wire.stream(kServer), "onetwo");
  EXPECT_EQ(wire.stream(kClient), "<gap 5>fgh");
}

TEST(TcpTracker, AHoleAtTheEndIsTold) {
  TcpWire wire;
  wire.handshake().client(kAck, 105, 500, "fgh").finish();
  EXPECT_EQ(wire.stream(kClient), "<gap 5>fgh<capture end>");
  EXPECT_EQ(wire.heard(), "c2s tcp hole seq=105 length=5\nc2s tcp gap length=5 !tcp.unfilled-gap");
}

TEST(TcpTracker, ASegmentThatTheSnapLengthCutLeavesAGap) {
  TcpWire wire;
  wire.handshake();
  tcp::Segment cut;
  cut.header.sequence = 100;
  cut.header.acknowledgement = 500;
  cut.header.window = 1000;
  cut.header.flags = kAck;
  cut.payload = as_bytes("abc");
  cut.length = 10;
  wire.send(cut).client(kAck, 110, 500, "next");
  EXPECT_EQ(wire.stream(kClient), "abc<gap 7>next");
  EXPECT_EQ(wire.heard(), "c2s tcp gap length=7 !tcp.cut-short");
}

TEST(TcpTracker, TooMuchAheadOfAHoleGivesTheHoleUp) {
  Limits limits;
  limits.out_of_order = 8;
  TcpWire wire(limits);
  wire.handshake().client(kAck, 101, 500, "12345").client(kAck, 106, 500, "67890");
  EXPECT_EQ(wire.stream(kClient), "<gap 1>1234567890");
}

TEST(TcpTracker, ACaptureThatBeginsInsideSaysSo) {
  TcpWire wire;
  wire.server(kAck, 7000, 300, "half a").client(kAck, 300, 7006, "req").server(kAck, 7006, 303, "nswer");
  EXPECT_EQ(wire.heard(), "s2c tcp mid-stream");
  EXPECT_EQ(wire.stream(kServer), "half answer");
  EXPECT_EQ(wire.stream(kClient), "req");
}

TEST(TcpTracker, APortPairUsedAgainIsAnotherConnection) {
  TcpWire wire;
  wire.handshake();
  tcp::Segment syn;
  syn.header.flags = kSyn;
  syn.header.sequence = 99;
  EXPECT_FALSE(wire.tracker().is_other_connection(syn)) << "the same SYN again is a retransmission";
  syn.header.sequence = 123456;
  EXPECT_TRUE(wire.tracker().is_other_connection(syn));
}

TEST(TcpTracker, AnyOrderAndAnyRepetitionGivesTheSameBytes) {
  const std::string text = "The quick brown fox jumps over the lazy dog, again and again and again.";
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    struct Piece {
      std::size_t at, n;
    };
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t n = std::min<std::size_t>(1 + random() % 7, text.size() - at);
      pieces.push_back({at, n});
      if (random() % 3 == 0) pieces.push_back({at, std::min<std::size_t>(n + random() % 5, text.size() - at)});
      at += n;
    }
    std::shuffle(pieces.begin(), pieces.end(), random);
    TcpWire wire;
    wire.handshake();
    for (const Piece& p : pieces) {
      wire.client(kAck, 100 + static_cast<std::uint32_t>(p.at), 500, std::string_view(text).substr(p.at, p.n));
    }
    EXPECT_EQ(wire.stream(kClient), text) << "seed " << seed;
  }
}

TEST(TcpTracker, HostileSegmentsDoNoHarm) {
  const std::string noise(64, 'n');
  for (unsigned seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    TcpWire wire;
    for (int i = 0; i < 200; ++i) {
      const std::string_view data = std::string_view(noise).substr(0, random() % 64);
      const bool from_client = random() % 2 == 0;
      const auto seq = static_cast<std::uint32_t>(random() % 4 == 0 ? random() : random() % 300);
      const auto ack = static_cast<std::uint32_t>(random() % 300);
      const auto flags = static_cast<unsigned>(random() % 64);
      (from_client ? wire.client(flags, seq, ack, data) : wire.server(flags, seq, ack, data));
    }
    wire.finish();
    EXPECT_NE(wire.stream(kClient).find('<'), std::string::npos) << "each direction ends, seed " << seed;
  }
}

}  // namespace
}  // namespace wstrace::test::tcp_tracker_test
