// TCP as a dialogue: flow control, keep-alives, urgent data.
#include <gtest/gtest.h>

#include "support/tcp_wire.h"

namespace wstrace::test::tcp_window_test {
namespace {

using tcp::kAck;
using tcp::kFin;
using tcp::kRst;
using tcp::kSyn;
using tcp::kUrg;
constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

TEST(TcpWindow, AShutWindowSaysHowLongItWasShut) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0).wait(kSecond);
  wire.server(kAck, 500, 103, {}, 800);
  EXPECT_EQ(wire.heard(),
            "s2c tcp zero-window window=0 !tcp.zero-window\n"
            "s2c tcp window-update window=800 shut_us=1001000");
}

TEST(TcpWindow, DataOpensAShutWindowToo) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0).server(kAck, 500, 103, "data", 800);
  EXPECT_EQ(wire.heard(),
            "s2c tcp zero-window window=0 !tcp.zero-window\n"
            "s2c tcp window-update window=800 shut_us=1000");
}

TEST(TcpWindow, TheNoteIsMadeOnce) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0).server(kAck, 500, 103, {}, 0);
  wire.server(kAck, 500, 103, {}, 800).server(kAck, 500, 103, {}, 0).server(kAck, 500, 103, {}, 700);
  EXPECT_EQ(wire.heard(),
            "s2c tcp zero-window window=0 !tcp.zero-window\n"
            "s2c tcp zero-window window=0\n"
            "s2c tcp window-update window=800 shut_us=2000\n"
            "s2c tcp zero-window window=0\n"
            "s2c tcp window-update window=700 shut_us=1000");
}

TEST(TcpWindow, AWindowThatNeverOpensAgainIsToldAtTheEnd) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0).wait(3 * kSecond).finish();
  EXPECT_EQ(wire.heard(),
            "s2c tcp zero-window window=0 !tcp.zero-window\n"
            "s2c tcp zero-window window=0 shut_us=3000000 !tcp.window-shut");
}

TEST(TcpWindow, OneThatIsShutForAMomentMayOpenAfterTheCapture) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0).wait(900 * kMillisecond).finish();
  EXPECT_EQ(wire.heard(), "s2c tcp zero-window window=0 !tcp.zero-window");
}

TEST(TcpWindow, AWindowThatIsShutByAClosingSideIsNoNews) {
  TcpWire wire;
  wire.handshake().server(kFin | kAck, 500, 100).client(kAck, 100, 501).server(kAck, 501, 100, {}, 0).finish();
  EXPECT_EQ(wire.heard(), "s2c tcp fin seq=500 first=true\ns2c tcp zero-window window=0 !tcp.zero-window");
}

TEST(TcpWindow, AnUpdateIsANewWindowAndNothingElse) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103).server(kAck, 500, 103, {}, 1200);
  EXPECT_EQ(wire.heard(), "s2c tcp window-update window=1200");
  wire.client(kAck, 103, 500, "def").server(kAck, 500, 106, {}, 1300).server(kAck, 500, 106, "x", 1400);
  EXPECT_EQ(wire.heard(), "") << "these acknowledge something new, or carry data";
}

TEST(TcpWindow, WindowsAreScaledWhenBothSynsSaidSo) {
  TcpWire wire;
  wire.with("030301").client(kSyn, 99).with("030307").server(kSyn | kAck, 499, 100).client(kAck, 100, 500);
  wire.client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 10);
  wire.heard();
  wire.server(kAck, 500, 103, {}, 20);
  EXPECT_EQ(wire.heard(), "s2c tcp window-update window=2560");
}

TEST(TcpWindow, WithoutTheSynsTheScaleIsNotKnown) {
  TcpWire wire;
  wire.client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 10);
  wire.heard();
  wire.server(kAck, 500, 103, {}, 20).server(kAck, 500, 103, {}, 0).server(kAck, 500, 103, {}, 5);
  EXPECT_EQ(wire.heard(),
            "s2c tcp window-update window=20 unscaled=true\n"
            "s2c tcp zero-window window=0 !tcp.zero-window\n"
            "s2c tcp window-update window=5 unscaled=true shut_us=1000");
}

TEST(TcpWindow, ASenderThatUsesUpTheWindowIsToldOf) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 5).client(kAck, 103, 500, "de");
  EXPECT_EQ(wire.heard(), "");
  wire.client(kAck, 105, 500, "fgh");
  EXPECT_EQ(wire.heard(), "c2s tcp window-full window=5");
}

TEST(TcpWindow, NothingIsSaidOfFullWindowsWhenTheScaleIsNotKnown) {
  TcpWire wire;
  wire.server(kAck, 500, 100, "x", 3).client(kAck, 100, 501, "abc");
  EXPECT_EQ(wire.heard(), "s2c tcp mid-stream");
}

TEST(TcpWindow, AProbeCarriesTheNextByte) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0);
  wire.heard();
  wire.client(kAck, 103, 500, "d").server(kAck, 500, 103, {}, 0).client(kAck, 103, 500, "d");
  wire.server(kAck, 500, 104, {}, 0).client(kAck, 104, 500, "e").server(kAck, 500, 105, {}, 500);
  EXPECT_EQ(wire.heard(),
            "c2s tcp zero-window-probe\n"
            "s2c tcp zero-window-probe-ack\n"
            "c2s tcp zero-window-probe\n"
            "s2c tcp zero-window-probe-ack\n"
            "c2s tcp zero-window-probe\n"
            "s2c tcp window-update window=500 shut_us=6000");
  wire.client(kAck, 105, 500, "fgh");
  EXPECT_EQ(wire.heard(), "");
  EXPECT_EQ(wire.stream(kClient), "abcdefgh");
}

TEST(TcpWindow, AProbesByteThatWasNotTakenIsSentAgainWithTheRest) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103, {}, 0);
  wire.client(kAck, 103, 500, "d").server(kAck, 500, 103, {}, 500);
  wire.heard();
  wire.client(kAck, 103, 500, "def");
  EXPECT_EQ(wire.heard(), "");
  EXPECT_EQ(wire.stream(kClient), "abcdef");
}

TEST(TcpWindow, LinuxProbesWithAnOldNumberAndNoByte) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abcdef").server(kAck, 500, 103, {}, 0);
  wire.heard();
  wire.client(kAck, 102, 500).server(kAck, 500, 103, {}, 0);
  EXPECT_EQ(wire.heard(), "c2s tcp zero-window-probe\ns2c tcp zero-window-probe-ack");
}

TEST(TcpWindow, KeepAlivesAreAnswered) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc").server(kAck, 500, 103).client(kAck, 102, 500).server(kAck, 500, 103);
  EXPECT_EQ(wire.heard(), "c2s tcp keep-alive\ns2c tcp keep-alive-ack");
  wire.client(kAck, 102, 500, "?").server(kAck, 500, 103);
  EXPECT_EQ(wire.heard(), "c2s tcp keep-alive\ns2c tcp keep-alive-ack") << "some send one byte, which means nothing";
  EXPECT_EQ(wire.stream(kClient), "abc");
}

TEST(TcpWindow, OneByteThatIsSentAgainIsNoKeepAlive) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "a").client(kAck, 100, 500, "a");
  EXPECT_EQ(wire.heard(), "c2s tcp retransmission seq=100 length=1 lost=false after_us=1000");
}

TEST(TcpWindow, UrgentDataIsNamed) {
  TcpWire wire;
  tcp::Segment urgent;
  urgent.header.flags = kAck | kUrg;
  urgent.header.sequence = 100;
  urgent.header.acknowledgement = 500;
  urgent.header.window = 1000;
  urgent.header.urgent_pointer = 1;
  urgent.payload = as_bytes("!");
  urgent.length = 1;
  wire.handshake().send(urgent);
  EXPECT_EQ(wire.heard(), "c2s tcp urgent urgent_pointer=1");
  EXPECT_EQ(wire.stream(kClient), "!");
}

TEST(TcpSigns, SayWhatEachEndHasShown) {
  TcpWire wire;
  wire.handshake().client(kAck, 100, 500, "abc");
  const Time sent = wire.tracker().signs(kClient).sent;
  EXPECT_NE(sent, 0);
  EXPECT_EQ(wire.tracker().signs(kClient).unacked_since, sent);
  EXPECT_EQ(wire.tracker().signs(kClient).acked, 0);
  EXPECT_EQ(wire.tracker().signs(kServer).sent, 0);
  wire.wait(kSecond).client(kAck, 100, 500, "abc");  // sent again: nothing new
  EXPECT_EQ(wire.tracker().signs(kClient).sent, sent);
  EXPECT_GT(wire.tracker().signs(kClient).heard, sent + kSecond - kMillisecond);
  wire.client(kAck, 103, 500, "def").server(kAck, 500, 103);
  EXPECT_EQ(wire.tracker().signs(kClient).unacked_since, sent);  // something arrives
  EXPECT_EQ(wire.tracker().signs(kClient).acked, wire.tracker().signs(kServer).heard);
  wire.server(kAck, 500, 106, {}, 0);
  EXPECT_EQ(wire.tracker().signs(kClient).unacked_since, 0);
  EXPECT_EQ(wire.tracker().signs(kServer).shut_since, wire.tracker().signs(kServer).heard);
  wire.server(kAck, 500, 106, {}, 900);
  EXPECT_EQ(wire.tracker().signs(kServer).opened, wire.tracker().signs(kServer).heard);
}

}  // namespace
}  // namespace wstrace::test::tcp_window_test
