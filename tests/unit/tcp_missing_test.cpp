// TCP as a dialogue: what the capture lost although the receiver has it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_missing_test {
namespace {

using tcp::kAck;
using tcp::kFin;
using tcp::kRst;
using tcp::kSyn;
constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

Limits impatient() {
  Limits limits;
  limits.gap_patience = 2;
  return limits;
}

TEST(TcpMissing, BytesBehindEverythingCapturedAreAGapToo) {
  TcpWire wire(impatient());
  wire.handshake().client(kAck, 100, 500, "ask").server(kAck, 500, 103).client(kAck, 103, 520).client(kAck, 103, 520);
  EXPECT_EQ(wire.heard(), "c2s tcp ack-unseen ack=520 length=20\ns2c tcp gap length=20 !tcp.capture-gap");
  EXPECT_EQ(wire.stream(kServer), "<gap 20>");
  wire.server(kAck, 520, 103, "more");
  EXPECT_EQ(wire.stream(kServer), "<gap 20>more");
}

TEST(TcpMissing, TheEndOfTheConnectionIsTheEndOfWaiting) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "ping").client(kAck, 104, 520).finish();
  EXPECT_EQ(wire.heard(), "c2s tcp ack-unseen ack=520 length=20\ns2c tcp gap length=20 !tcp.capture-gap");
  EXPECT_EQ(wire.stream(kServer), "<gap 20><capture end>");
}

TEST(TcpMissing, OneForgedAcknowledgementOpensNoHole) {
  TcpWire wire(impatient());
  wire.handshake().client(kAck, 100, 500, "ask").client(kAck, 103, 900'000'000);
  for (int i = 0; i < 5; ++i) wire.server(kAck, 500 + i, 103, "x").client(kAck, 103, 501 + i);
  wire.finish();
  EXPECT_EQ(wire.stream(kServer), "xxxxx<capture end>");
  EXPECT_EQ(wire.heard(), "c2s tcp ack-unseen ack=900000000 length=899999500");
}

TEST(TcpMissing, AnAcknowledgementOfBytesThatComeLaterOpensNoHole) {
  TcpWire wire(impatient());
  wire.handshake().client(kAck, 100, 505).server(kAck, 500, 100, "hello").client(kAck, 100, 505).client(kAck, 100, 505);
  wire.finish();
  EXPECT_EQ(wire.stream(kServer), "hello<capture end>");
}

TEST(TcpMissing, AHoleInFrontOfAFinIsGivenUpWhenItWasAcknowledged) {
  TcpWire wire(impatient());
  wire.handshake().server(kAck, 500, 100, "abc").server(kFin | kAck, 510, 100).client(kAck, 100, 511);
  wire.client(kAck, 100, 511);
  EXPECT_EQ(wire.stream(kServer), "abc<gap 7><fin>") << "the FIN is no byte";
  EXPECT_EQ(wire.heard(),
            "s2c tcp hole seq=510 length=7\n"
            "s2c tcp fin seq=510 first=true\n"
            "c2s tcp ack-unseen ack=511 length=8\n"
            "s2c tcp gap length=7 !tcp.capture-gap");
}

TEST(TcpMissing, AHoleInFrontOfAFinThatNobodyAcknowledged) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "abc").server(kFin | kAck, 510, 100).finish();
  EXPECT_EQ(wire.stream(kServer), "abc<gap 7><capture end>");
  EXPECT_EQ(wire.heard(),
            "s2c tcp hole seq=510 length=7\n"
            "s2c tcp fin seq=510 first=true\n"
            "s2c tcp gap length=7 !tcp.unfilled-gap");
}

TEST(TcpMissing, OneNumberAtTheEndIsAFinThatWasNotCaptured) {
  TcpWire wire;
  wire.handshake().server(kAck, 500, 100, "bye").client(kFin | kAck, 100, 504).server(kAck, 504, 101).finish();
  EXPECT_EQ(wire.stream(kServer), "bye<fin>");
  EXPECT_EQ(wire.heard(),
            "c2s tcp ack-unseen ack=504 length=1\n"
            "c2s tcp fin seq=100 first=true\n"
            "s2c tcp hole seq=504 length=1\n"
            "s2c tcp gap !tcp.fin-missing");
}

TEST(TcpMissing, OneByteWithOthersBehindItIsNoFin) {
  TcpWire wire(impatient());
  wire.handshake().server(kAck, 500, 100, "a").server(kAck, 502, 100, "c").client(kAck, 100, 503);
  wire.client(kAck, 100, 503);
  EXPECT_EQ(wire.stream(kServer), "a<gap 1>c");
}

TEST(TcpMissing, BytesThatComeAfterTheyWereGivenUpAreLate) {
  TcpWire wire(impatient());
  wire.handshake().client(kAck, 105, 500, "fgh").server(kAck, 500, 108).server(kAck, 500, 108);
  wire.heard();
  wire.client(kAck, 100, 500, "abcde").client(kAck, 108, 500, "ij");
  EXPECT_EQ(wire.stream(kClient), "<gap 5>fghij");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=100 length=5 lost=true spurious=true late=true");
}

TEST(TcpMissing, BytesThatWereCapturedAreNotLate) {
  TcpWire wire(impatient());
  wire.handshake().client(kAck, 105, 500, "fgh").server(kAck, 500, 108).server(kAck, 500, 108);
  wire.heard();
  wire.client(kAck, 105, 500, "fgh");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=105 length=3 lost=false spurious=true after_us=3000");
}

TEST(TcpMissing, ACaptureThatBeginsBetweenBytesAndTheirAcknowledgementHasAHoleInFront) {
  TcpWire wire(impatient());
  wire.client(kAck, 300, 7000).server(kAck, 7010, 300, "world").client(kAck, 300, 7015).client(kAck, 300, 7015);
  EXPECT_EQ(wire.stream(kServer), "<gap 10>world");
  EXPECT_EQ(wire.heard(),
            "c2s tcp mid-stream\n"
            "s2c tcp hole seq=7010 length=10\n"
            "c2s tcp ack-unseen ack=7015 length=15\n"
            "s2c tcp gap length=10 !tcp.sent-before-capture");
}

TEST(TcpMissing, LaterInSuchACaptureNothingIsOnItsWayAnyMore) {
  TcpWire wire(impatient());
  wire.client(kAck, 300, 7000).wait(3 * kSecond).server(kAck, 7010, 300, "world");
  wire.client(kAck, 300, 7015).client(kAck, 300, 7015);
  EXPECT_THAT(wire.heard(), testing::EndsWith("s2c tcp gap length=10 !tcp.capture-gap"));
}

TEST(TcpMissing, ACaptureThatBeginsWithAnAcknowledgementOfWhatFollowsLosesNothing) {
  TcpWire wire;
  wire.client(kAck, 300, 7005).server(kAck, 7000, 300, "hello").client(kAck, 300, 7005).server(kAck, 7005, 300, "!");
  wire.finish();
  EXPECT_EQ(wire.stream(kServer), "hello!<capture end>");
  EXPECT_EQ(wire.heard(), "c2s tcp mid-stream");
}

TEST(TcpMissing, WhatASnapLengthCutIsNotLateWhenItIsSentAgain) {
  TcpWire wire;
  tcp::Segment cut;
  cut.header.sequence = 100;
  cut.header.acknowledgement = 500;
  cut.header.window = 1000;
  cut.header.flags = kAck;
  cut.payload = as_bytes("abc");
  cut.length = 10;
  wire.handshake().send(cut).client(kAck, 100, 500, "abcdefghij");
  EXPECT_EQ(wire.heard(),
            "c2s tcp gap length=7 !tcp.cut-short\n"
            "c2s tcp retransmission seq=100 length=10 lost=false after_us=1000");
}

}  // namespace
}  // namespace wstrace::test::tcp_missing_test
