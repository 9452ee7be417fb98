// What answers in an Engine.IO server's place, or not at all; and sessions that a server does not know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_foreign_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(EngineIoForeign, PageInPlaceOfAnAnswer) {
  Dialogue missing;
  missing.client(get(kPolling)).server(answer("<html>no such page", "Content-Type: text/html\r\n", "404 Not Found"));
  EXPECT_EQ(missing.heard_of("engineio"), "s2c engineio error status=404 text=<html>no such page !http.not-socketio");
  EXPECT_THAT(
      missing.recorder().notes,
      ElementsAre(
          "http.not-socketio: not a Socket.IO server: this is not an Engine.IO response: status 404, text/html"));
  missing.close();
  EXPECT_THAT(
      missing.sessions(),
      ElementsAre(
          "1 engineio engineio:4 refused by server (this is not an Engine.IO response: status 404, text/html)"));

  Dialogue page;
  page.client(get(kPolling)).server(answer("<html>the app", "Content-Type: text/html\r\n"));
  EXPECT_EQ(page.heard_of("engineio"), "s2c engineio error status=200 text=<html>the app !http.not-socketio");
}

TEST(EngineIoForeign, ProxyThatCannotReachTheServer) {
  for (const std::string status : {"502 Bad Gateway", "503 Service Unavailable"}) {
    Dialogue talk;
    talk.client(get(kPolling)).server(answer("<html>", "", status));
    EXPECT_EQ(talk.heard_of("engineio"),
              "s2c engineio error status=" + status.substr(0, 3) + " text=<html> !eio.unavailable");
    EXPECT_THAT(talk.recorder().notes,
                ElementsAre("eio.unavailable: the server cannot be reached, or is overloaded: " + status));
  }
}

TEST(EngineIoForeign, ProxyThatWaitsForTheServerInVain) {
  Dialogue talk;
  talk.client(get(kPolling)).wait(60 * kSecond).server(answer("<html>", "Server: nginx\r\n", "504 Gateway Timeout"));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.not-answered: no answer: a proxy (nginx) waited 60 s for the server, and answered 504 "
                          "Gateway Timeout"));
}

TEST(EngineIoForeign, ProxyThatLosesTheServerOfASession) {
  Polling talk;
  talk.client(get()).server(answer("", "", "502 Bad Gateway"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error status=502 !eio.server-gone");
  EXPECT_EQ(talk.facts().outcome.client_word, "transport error");
}

TEST(EngineIoForeign, ProxyThatGivesAWaitingPollUp) {
  for (const std::string status : {"504 Gateway Timeout", "408 Request Timeout"}) {
    Polling talk;
    talk.client(get()).wait(60 * kSecond).server(answer("", "", status));
    EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio cut-off waited_us=60001000 !eio.idle-closed");
    EXPECT_THAT(
        talk.recorder().notes,
        ElementsAre(
            "eio.idle-closed: closed while idle: a proxy answered a waiting poll with " + status.substr(0, 3) +
            " after 60 s: it timed out waiting for the server, which had nothing to send (it pings every 1 s)"));
    EXPECT_EQ(talk.facts().outcome.by, "proxy");
  }
}

TEST(EngineIoForeign, ProxyThatGivesAPostUp) {
  Polling talk;
  talk.client(post("4a")).wait(60 * kSecond).server(answer("", "", "504 Gateway Timeout"));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.not-answered: no answer: a proxy answered a POST with 504 after 60 "
                          "s: the server answers a POST at once as long as it works"));
  EXPECT_EQ(talk.facts().outcome.by, "proxy");
}

TEST(EngineIoForeign, FirstRequestWithoutAnAnswer) {
  Dialogue server;
  server.client(get(kPolling)).hang_up(Direction::s2c);
  EXPECT_EQ(server.heard(),
            "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling http_version=1.1\n"
            "s2c engineio error waited_us=1000 !eio.not-answered");
  EXPECT_THAT(server.sessions(), ElementsAre("1 engineio engineio:4 refused by server (the server closed the "
                                             "connection without answering the session's first request)"));
  Dialogue client;
  client.client(get(kPolling)).wait(20 * kSecond).hang_up(Direction::c2s);
  EXPECT_EQ(client.heard_of("engineio"), "c2s engineio error waited_us=20001000 !eio.not-answered");
  EXPECT_THAT(client.sessions(),
              ElementsAre("1 engineio engineio:4 abandoned by client (the session's first request was "
                          "not answered for 20 s, and the client gave up)"));
}

TEST(EngineIoForeign, UpgradeWithoutAnAnswer) {
  Polling talk;
  talk.connect().client(upgrade()).hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error waited_us=1000 !eio.upgrade-failed");
  EXPECT_THAT(talk.sessions(), IsEmpty()) << "continues on polling";
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
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error error_code=1 reason=Session ID unknown !eio.session-unknown");
  EXPECT_THAT(
      talk.recorder().notes,
      ElementsAre("eio.session-unknown: 10.0.0.0:3000 does not know this session: it issued the sid itself 2.0 ms "
                  "earlier, so either it was restarted since, or there are several servers behind this address"));
  EXPECT_EQ(talk.facts().outcome.reason, "10.0.0.0:3000 does not know the session");
  EXPECT_EQ(talk.facts().outcome.client_word, "transport error");
}

TEST(SessionUnknown, AtAnotherServer) {
  Polling talk;
  talk.connect(7).client(get()).server(unknown());
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.session-unknown: 10.0.0.7:3000 does not know this session: "
                                                 "another server, 10.0.0.0:3000, issued its sid 3.0 ms earlier"));
}

TEST(SessionUnknown, WhereNobodyKnowsWhoGaveItOut) {
  Dialogue talk;
  talk.client(get()).server(unknown());
  EXPECT_THAT(talk.recorder().notes, ElementsAre(EndsWith("the capture does not show which server issued its sid")));
}

TEST(SessionUnknown, IsToldOnce) {
  Polling talk;
  talk.client(get()).connect().client(post("4a")).server(unknown()).on(0).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio message text=a\n"
            "s2c engineio error error_code=1 reason=Session ID unknown !eio.session-unknown\n"
            "s2c engineio error error_code=1 reason=Session ID unknown");
}

TEST(SessionUnknown, AfterTheEndIsNoNews) {
  Polling talk;
  talk.client(post("1")).server(answer("ok")).client(get()).server(unknown());
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio close\n"
            "s2c engineio error error_code=1 reason=Session ID unknown");
  EXPECT_EQ(talk.facts().outcome.by, "client");
}

TEST(SessionUnknown, OnTheWebSocketLeavesPolling) {
  Polling talk;
  talk.connect(1).client(upgrade()).server(answer("Session ID unknown", "", "400 Bad Request"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error error_code=1 reason=Session ID unknown !eio.session-unknown");
  EXPECT_EQ(talk.facts().outcome.state, "open");
}

}  // namespace
}  // namespace wstrace::test::engineio_foreign_test
