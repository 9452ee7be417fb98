// What answers in an Engine.IO server's place, or not at all; and sessions that a server does not know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(EngineIoForeign, PageInPlaceOfAnAnswer) {
  Dialogue missing;
  missing.client(get(kPolling)).server(answer("<html>no such page", "Content-Type: text/html\r\n", "404 Not Found"));
  EXPECT_EQ(missing.heard_of("engineio"), "s2c engineio error status=404 data=<html>no such page !http.not-socketio");
  EXPECT_THAT(missing.recorder().notes,
              ElementsAre("http.not-socketio: what answers here is no Engine.IO server: status 404, text/html"));
  missing.close();
  EXPECT_THAT(missing.sessions(), ElementsAre("1 engineio engineio:4 refused by server (what answers here is no "
                                              "Engine.IO server: status 404, text/html)"));

  Dialogue page;
  page.client(get(kPolling)).server(answer("<html>the app", "Content-Type: text/html\r\n"));
  EXPECT_EQ(page.heard_of("engineio"), "s2c engineio error status=200 data=<html>the app !http.not-socketio");
}

TEST(EngineIoForeign, ProxyThatCannotReachTheServer) {
  for (const std::string status : {"502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout"}) {
    Dialogue talk;
    talk.client(get(kPolling)).server(answer("<html>", "", status));
    EXPECT_EQ(talk.heard_of("engineio"),
              "s2c engineio error status=" + status.substr(0, 3) + " data=<html> !http.not-socketio");
    EXPECT_THAT(talk.recorder().notes, ElementsAre("http.not-socketio: a proxy answers " + status +
                                                   " in the server's place: it cannot reach it"));
  }
}

TEST(EngineIoForeign, ProxyThatLosesTheServerOfASession) {
  Polling talk;
  talk.client(get()).server(answer("", "", "502 Bad Gateway"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error status=502 !http.not-socketio");
  EXPECT_EQ(talk.facts().outcome.client_word, "transport error");
}

TEST(EngineIoForeign, ProxyThatGivesAWaitingPollUp) {
  for (const std::string status : {"504 Gateway Timeout", "408 Request Timeout"}) {
    Polling talk;
    talk.client(get()).wait(60 * kSecond).server(answer("", "", status));
    EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio cut-off waited_us=60001000 !eio.idle-closed");
    EXPECT_THAT(
        talk.recorder().notes,
        ElementsAre("eio.idle-closed: a proxy answered a waiting poll with " + status.substr(0, 3) +
                    " after 60 s: it gave up waiting for the server, which had nothing to say (it pings every 1 "
                    "s)"));
    EXPECT_EQ(talk.facts().outcome.by, "proxy");
  }
}

TEST(EngineIoForeign, FirstRequestWithoutAnAnswer) {
  Dialogue server;
  server.client(get(kPolling)).hang_up(Direction::s2c);
  EXPECT_EQ(server.heard(),
            "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling version=1.1\n"
            "s2c http unanswered method=GET target=/engine.io/?EIO=4&transport=polling !http.unanswered\n"
            "s2c engineio error waited_us=1000 !http.not-socketio");
  EXPECT_THAT(server.sessions(), ElementsAre("1 engineio engineio:4 refused by server (the server closed the "
                                             "connection without an answer to the session's first request)"));
  Dialogue client;
  client.client(get(kPolling)).wait(20 * kSecond).hang_up(Direction::c2s);
  EXPECT_EQ(client.heard_of("engineio"), "c2s engineio error waited_us=20001000 !http.not-socketio");
  EXPECT_THAT(client.sessions(), ElementsAre("1 engineio engineio:4 refused by client (the session's first request was "
                                             "not answered for 20 s, and the client gave up)"));
}

TEST(EngineIoForeign, UpgradeWithoutAnAnswer) {
  Polling talk;
  talk.connect().client(upgrade()).hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error waited_us=1000 !eio.upgrade-failed");
  EXPECT_THAT(talk.sessions(), IsEmpty()) << "polling goes on";
}

TEST(EngineIoForeign, CaptureThatEndsBeforeTheAnswer) {
  Dialogue talk;
  talk.client(get(kPolling)).finish();
  EXPECT_EQ(talk.heard_of("engineio"), "");
  EXPECT_THAT(talk.sessions(), ElementsAre("1 engineio engineio:4 open by unknown ()"));
}

std::string unknown(std::string_view status = "400 Bad Request") { return refusal(1, "Session ID unknown", status); }

TEST(SessionUnknown, AtTheServerThatGaveItOut) {
  Polling talk;
  talk.client(get()).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error code=1 message=Session ID unknown !eio.session-unknown");
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.session-unknown: 10.0.0.0:3000 does not know this session: it gave out the sid itself 2 "
                          "ms before, so it was restarted since, or several servers stand behind this address"));
  EXPECT_EQ(talk.facts().outcome.reason, "10.0.0.0:3000 does not know the session");
  EXPECT_EQ(talk.facts().outcome.client_word, "transport error");
}

TEST(SessionUnknown, AtAnotherServer) {
  Polling talk;
  talk.connect(7).client(get()).server(unknown());
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.session-unknown: 10.0.0.7:3000 does not know this session: another server, "
                          "10.0.0.0:3000, gave out its sid 3 ms before"));
}

TEST(SessionUnknown, WhereNobodyKnowsWhoGaveItOut) {
  Dialogue talk;
  talk.client(get()).server(unknown());
  EXPECT_THAT(talk.recorder().notes, ElementsAre(EndsWith("who gave out its sid is not in the capture")));
}

TEST(SessionUnknown, IsToldOnce) {
  Polling talk;
  talk.client(get()).connect().client(post("4a")).server(unknown()).on(0).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio message data=a\n"
            "s2c engineio error code=1 message=Session ID unknown !eio.session-unknown\n"
            "s2c engineio error code=1 message=Session ID unknown");
}

TEST(SessionUnknown, AfterTheEndIsNoNews) {
  Polling talk;
  talk.client(post("1")).server(answer("ok")).client(get()).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio close\n"
            "s2c engineio error code=1 message=Session ID unknown");
  EXPECT_EQ(talk.facts().outcome.by, "client");
}

TEST(SessionUnknown, OnTheWebSocketLeavesPolling) {
  Polling talk;
  talk.connect(1).client(upgrade()).server(answer("Session ID unknown", "", "400 Bad Request"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error code=1 message=Session ID unknown !eio.session-unknown");
  EXPECT_EQ(talk.facts().outcome.state, "open");
}

std::string late_refusal() {
  return "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\nContent-Length: 28\r\n\r\n"
         "Unsupported protocol version";
}

constexpr std::string_view kLate =
    "s2c websocket violation status_line=HTTP/1.1 400 Bad Request payload=Unsupported protocol version "
    "!ws.http-answer\n"
    "s2c engineio error code=5 message=Unsupported protocol version !eio.version-mismatch";

TEST(WebSocketHttpAnswer, IsTheRefusalOfAnOlderServer) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching()).heard();
  talk.server(late_refusal());
  EXPECT_EQ(talk.heard(), kLate);
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("refused by server (the client speaks Engine.IO 4")));
}

TEST(WebSocketHttpAnswer, MayShareTheSegmentWithThe101) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching() + late_refusal());
  EXPECT_THAT(talk.heard(), EndsWith(kLate));
}

TEST(WebSocketHttpAnswer, ByteByByteIsTheSame) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching()).heard();
  talk.dribble(Direction::s2c, late_refusal());
  EXPECT_EQ(talk.heard(), kLate);
}

TEST(WebSocketHttpAnswer, CutAtEveryByteTellsNothingMore) {
  const std::string whole = late_refusal();
  for (std::size_t cut = 1; cut < whole.size(); ++cut) {
    Dialogue talk;
    talk.client(upgrade(kWebSocket)).server(switching()).heard();
    talk.server(whole.substr(0, cut));
    EXPECT_EQ(talk.heard(), "") << cut;
    talk.hang_up(Direction::s2c);
    EXPECT_THAT(talk.sessions(), testing::SizeIs(1));
  }
}

TEST(WebSocketHttpAnswer, WithoutABody) {
  Dialogue talk;
  talk.client(upgrade("/chat")).server(switching()).heard();
  talk.server("HTTP/1.1 503 Service Unavailable\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c websocket violation status_line=HTTP/1.1 503 Service Unavailable !ws.http-answer");
}

TEST(WebSocketHttpAnswer, LengthsThatCannotBe) {
  for (const std::string length : {"99999999999999999999999", "-1", "x", "16385"}) {
    Dialogue talk;
    talk.client(upgrade("/chat")).server(switching()).heard();
    talk.server("HTTP/1.1 400 Bad Request\r\nCONTENT-LENGTH:   " + length + "\r\n\r\n" + std::string(16384, 'x'));
    EXPECT_THAT(talk.heard(), EndsWith("!ws.http-answer")) << length;
  }
}

TEST(WebSocketHttpAnswer, HeadWithoutEnd) {
  Dialogue talk;
  talk.client(upgrade("/chat")).server(switching()).heard();
  talk.server("HTTP/1.1 400 Bad Request\r\n" + std::string(20'000, 'x'));
  EXPECT_EQ(talk.heard(), "s2c websocket violation status_line=HTTP/1.1 400 Bad Request !ws.http-answer");
}

TEST(WebSocketHttpAnswer, OnlyWhereTheFirstFrameIsExpected) {
  Dialogue talk;
  talk.client(upgrade("/chat")).server(switching() + from_server(0x81, "hi")).heard();
  talk.server("HTTP/1.1 400 Bad Request\r\n\r\n");
  EXPECT_THAT(talk.heard(), testing::Not(HasSubstr("ws.http-answer")));
}

}  // namespace
}  // namespace wstrace::test
