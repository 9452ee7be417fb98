// Kinds of silence: why a side of an Engine.IO session waited in vain, by what it heard and by what TCP shows. The server
// pings each second and waits half a second; a client waits a second and a half for a ping.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::engineio_silence_test {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

/// A session that began on its WebSocket at 0.002 s.
class Socketed : public Dialogue {
 public:
  Socketed() {
    client(upgrade(kWebSocket)).server(switching() + from_server(0x81, open_packet()));
    heard();
  }
  Socketed& c(std::string_view packet) {
    client(from_client(0x81, packet));
    return *this;
  }
  Socketed& s(std::string_view packet) {
    server(from_server(0x81, packet));
    return *this;
  }
  /// The only note that stands.
  std::string note() {
    return recorder().notes.size() == 1 ? recorder().notes[0] : std::to_string(recorder().notes.size());
  }
  const Outcome& outcome() { return recorder().facts.back().outcome; }
};

TEST(EngineIoSilence, ALastWordIsNamed) {
  Socketed talk;
  talk.c("4crash it").s("2").wait(600 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), testing::Not(HasSubstr("crash")));  // the server's patience: the client is silent
  Socketed hung;
  hung.s("2").c("3").c("4crash it").c("4again").wait(2 * kSecond).hang_up(kClient);
  EXPECT_THAT(hung.note(),
              HasSubstr("; nothing came from the server after the client's message \"crash it\" (at 0.005 s)"));
  Socketed answered;
  answered.c("4crash it").s("4fine").wait(2 * kSecond).hang_up(kClient);
  EXPECT_THAT(answered.note(), testing::Not(HasSubstr("nothing came")));
}

TEST(EngineIoSilence, AHostThatAcknowledgesHasAProgramThatHangs) {
  Socketed talk;
  talk.s("2");
  talk.signs(kServer) = {.heard = talk.now(), .sent = talk.now(), .acked = talk.now() + kMillisecond};
  talk.signs(kClient) = {.heard = talk.now() + kMillisecond};
  talk.wait(600 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(),
              EndsWith("; the client's host acknowledged what was sent: its program hung, or was stopped"));
}

TEST(EngineIoSilence, AHostThatAcknowledgesNothingIsGone) {
  Socketed talk;
  talk.s("2");
  talk.signs(kServer) = {.heard = talk.now(), .sent = talk.now(), .unacked_since = talk.now()};
  talk.signs(kClient) = {.heard = talk.now() - kMillisecond};
  talk.wait(600 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), EndsWith("; the client's host acknowledged nothing: the host or the network was gone"));
}

TEST(EngineIoSilence, AClientWhoseWindowIsShutDoesNotRead) {
  Socketed talk;
  talk.s("2").c("3");
  talk.signs(kClient) = {.shut_since = talk.now() + 600 * kMillisecond};
  talk.wait(1600 * kMillisecond).hang_up(kClient);
  EXPECT_EQ(
      talk.note(),
      "eio.not-reading: ping timeout: the client's receive window was shut for 1.00 s, since 0.604 s: its program "
      "did not read, so what the other side sent, its heartbeat too, could not reach it; the client waits 1.50 s "
      "(pingInterval + pingTimeout)");
  EXPECT_EQ(talk.outcome().client_word, "ping timeout");
  EXPECT_EQ(talk.outcome().code, "eio.not-reading");
}

TEST(EngineIoSilence, AClientThatCannotTakeThePingDoesNotRead) {
  Socketed talk;
  talk.s("2");
  talk.signs(kClient) = {.shut_since = talk.now()};
  talk.wait(600 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("its program did not read, so the other side's ping could not reach it"));
}

/// The server's ping waited behind what was not read, and comes only when it is too late.
TEST(EngineIoSilence, AClientThatReadsAgainTooLate) {
  Socketed talk;
  talk.s("4much").wait(2 * kSecond);
  talk.signs(kClient) = {.shut_since = talk.now() - 1900 * kMillisecond, .opened = talk.now() - 100 * kMillisecond};
  talk.s("2").server(from_server(0x88, ""));
  EXPECT_THAT(talk.note(), HasSubstr("eio.not-reading: ping timeout: the client's receive window was shut for 1.80 s"));
}

TEST(EngineIoSilence, AWindowThatWasShutForAMomentExplainsNothing) {
  Socketed talk;
  talk.s("2").wait(500 * kMillisecond);
  talk.signs(kClient) = {.shut_since = talk.now()};
  talk.wait(100 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("eio.ping-timeout"));
}

TEST(EngineIoSilence, BytesOfALongMessageAreNoSilence) {
  Socketed talk;
  talk.s("2").c("3").wait(1600 * kMillisecond);
  talk.signs(kServer) = {.heard = talk.now(), .sent = talk.now() - 4 * kMillisecond};
  talk.hang_up(kClient);
  EXPECT_EQ(
      talk.note(),
      "eio.slow-transfer: ping timeout: bytes of a message from the server arrived until 5.0 ms before the client "
      "gave up, so the connection was alive: what was sent needed longer than the 1.50 s that the client waits "
      "(pingInterval + pingTimeout)");
}

TEST(EngineIoSilence, BytesThatStoppedLongAgoAreSilence) {
  Socketed talk;
  talk.s("2").c("3").wait(3600 * kMillisecond);
  talk.signs(kServer) = {.sent = talk.now() - 2 * kSecond};
  talk.hang_up(kClient);
  EXPECT_THAT(talk.note(), HasSubstr("eio.ping-timeout"));
}

TEST(EngineIoSilence, AcknowledgementsThatGoOnComingAreNoSilence) {
  Socketed talk;
  talk.s("4a long one").s("2").wait(600 * kMillisecond);
  talk.signs(kServer) = {
      .sent = talk.now(), .unacked_since = talk.now() - kSecond, .acked = talk.now() - 9 * kMillisecond};
  talk.hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("bytes of a message from the server were acknowledged until 10 ms before"));
}

/// What has just been sent is the close frame.
TEST(EngineIoSilence, ACloseFrameIsNoLongMessage) {
  Socketed talk;
  talk.s("2").wait(600 * kMillisecond);
  talk.signs(kServer) = {.sent = talk.now(), .unacked_since = talk.now(), .acked = talk.now() - 599 * kMillisecond};
  talk.hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("eio.ping-timeout"));
}

TEST(EngineIoSilence, WhoSendsOtherPacketsLacksTheHeartbeat) {
  Socketed talk;
  talk.s("2").wait(300 * kMillisecond);
  talk.c("4still here").wait(300 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("eio.no-pong"));
}

/// python-engineio looks at its clients from time to time only.
TEST(EngineIoSilence, AServerMayGiveUpLongAfterTheLimit) {
  Socketed talk;
  talk.s("2").wait(3 * kSecond);
  talk.c("4still here").wait(5 * kSecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("eio.no-pong"));
}

TEST(EngineIoSilence, WhatWasOnItsWayIsNoSignOfLife) {
  Socketed talk;
  talk.s("2").c("4sent before").wait(600 * kMillisecond).hang_up(kServer);
  EXPECT_THAT(talk.note(), HasSubstr("eio.ping-timeout"));
}

/// The acknowledgement of its last pong says nothing of the time after it.
TEST(EngineIoSilence, AnAcknowledgementFromBeforeTheSilenceShowsNothing) {
  Socketed talk;
  talk.s("2").c("3").wait(2 * kSecond);
  const Time ping = talk.now() - 2 * kSecond;
  talk.signs(kClient) = {.sent = ping, .acked = ping + kMillisecond};
  talk.signs(kServer) = {.heard = ping + kMillisecond};
  talk.hang_up(kClient);
  EXPECT_THAT(talk.note(), AllOf(HasSubstr("eio.ping-timeout"), Not(HasSubstr("acknowledged"))));
}

TEST(EngineIoSilence, NothingIsSaidAfterALoss) {
  Socketed talk;
  talk.s("2").gap(kClient, 9).wait(600 * kMillisecond);
  talk.signs(kClient) = {.shut_since = talk.now() - 500 * kMillisecond};
  talk.hang_up(kServer);
  EXPECT_THAT(talk.heard_of("engineio"), testing::Not(HasSubstr("eio.not-reading")));
}

TEST(EngineIoSilence, AServerThatEndsWithoutAWordHasLeft) {
  Socketed talk;
  talk.c("4crash").wait(12 * kMillisecond).hang_up(kServer);
  EXPECT_EQ(talk.note(),
            "eio.server-left: the server ended the connection without closing the session: its process ended, or was "
            "restarted; nothing came from it after the client's message \"crash\" (at 0.003 s)");
  Socketed closed;
  closed.c("4bye").server(from_server(0x88, "")).hang_up(kServer);
  EXPECT_THAT(closed.recorder().notes, IsEmpty());
}

TEST(EngineIoSilence, AServerThatDropsAWaitingPollHasLeft) {
  Polling talk;
  talk.client(post("4crash")).server(answer("ok")).client(get()).hang_up(kServer).finish();
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("eio.server-left")));
}

TEST(EngineIoSilence, AServerThatAcceptsAndNeverOpens) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket))
      .server(switching())
      .wait(20 * kSecond)
      .client(from_client(0x88, ""))
      .hang_up(kClient);
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre(HasSubstr("eio.no-open: the server accepted the WebSocket, but sent no "
                                    "open packet in 20 s")));
  EXPECT_EQ(talk.recorder().facts.back().outcome.state, "abandoned");
}

}  // namespace
}  // namespace wstrace::test::engineio_silence_test
