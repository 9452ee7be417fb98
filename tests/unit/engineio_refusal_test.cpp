// Engine.IO requests that are refused: what is told, what it means, and what it does to the session.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_refusal_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

std::string phrase(unsigned code) {
  constexpr std::string_view kWords[] = {"Transport unknown", "Session ID unknown", "Bad handshake method",
                                         "Bad request",       "Forbidden",          "Unsupported protocol version"};
  return std::string(kWords[code]);
}

/// As engine.io refuses an upgrade: the words alone, and the connection is closed.
std::string refused_upgrade(std::string_view text) {
  return answer(text, "Connection: close\r\nContent-Type: text/html\r\n", "400 Bad Request");
}

std::string reported_of_first_request(unsigned code) {
  Dialogue talk;
  talk.client(get(kPolling)).server(refusal(code, phrase(code)));
  const std::string reported = talk.heard_of("engineio");
  EXPECT_EQ(talk.facts().outcome.state, "refused") << code;
  EXPECT_EQ(talk.facts().outcome.by, "server") << code;
  EXPECT_EQ(talk.facts().outcome.client_word, "") << "a session that never began has no disconnect handler";
  talk.close();
  EXPECT_EQ(talk.sessions().size(), 1U) << code;
  return reported;
}

TEST(EngineIoRefusal, EachCodeOnPolling) {
  EXPECT_EQ(reported_of_first_request(0), "s2c engineio error error_code=0 reason=Transport unknown !eio.bad-request");
  EXPECT_EQ(reported_of_first_request(1),
            "s2c engineio error error_code=1 reason=Session ID unknown !eio.session-unknown");
  EXPECT_EQ(reported_of_first_request(2),
            "s2c engineio error error_code=2 reason=Bad handshake method !eio.bad-request");
  EXPECT_EQ(reported_of_first_request(3), "s2c engineio error error_code=3 reason=Bad request !eio.bad-request");
  EXPECT_EQ(reported_of_first_request(4), "s2c engineio error error_code=4 reason=Forbidden !eio.forbidden");
  EXPECT_EQ(reported_of_first_request(5),
            "s2c engineio error error_code=5 reason=Unsupported protocol version !eio.version-mismatch");
}

std::string reported_of_upgrade(std::string_view text) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(refused_upgrade(text)).hang_up(Direction::s2c);
  EXPECT_EQ(talk.sessions().size(), 1U) << text;
  EXPECT_THAT(talk.sessions()[0], HasSubstr(" refused by server (")) << text;
  return talk.heard_of("engineio");
}

TEST(EngineIoRefusal, EachTextOnAnUpgrade) {
  EXPECT_EQ(reported_of_upgrade("Transport unknown"),
            "s2c engineio error error_code=0 reason=Transport unknown !eio.bad-request");
  EXPECT_EQ(reported_of_upgrade("Bad handshake method"),
            "s2c engineio error error_code=2 reason=Bad handshake method !eio.bad-request");
  EXPECT_EQ(reported_of_upgrade("Bad request"),
            "s2c engineio error error_code=3 reason=Bad request !eio.upgrade-stripped");
  EXPECT_EQ(reported_of_upgrade("Forbidden"), "s2c engineio error error_code=4 reason=Forbidden !eio.forbidden");
  EXPECT_EQ(reported_of_upgrade("Unsupported protocol version"),
            "s2c engineio error error_code=5 reason=Unsupported protocol version !eio.version-mismatch");
}

TEST(EngineIoRefusal, CustomWordsOfAllowRequest) {
  Dialogue upgrading;
  upgrading.client(upgrade(kWebSocket)).server(refused_upgrade("go away")).hang_up(Direction::s2c);
  EXPECT_EQ(upgrading.heard_of("engineio"), "s2c engineio error error_code=4 reason=go away !eio.forbidden");
  EXPECT_THAT(upgrading.recorder().notes,
              ElementsAre("eio.forbidden: the server does not allow this client to connect: go away"));

  Dialogue polling;
  polling.client(get(kPolling)).server(refusal(4, "go away", "403 Forbidden"));
  EXPECT_EQ(polling.heard_of("engineio"), "s2c engineio error error_code=4 reason=go away !eio.forbidden");
}

TEST(EngineIoRefusal, FixedWordsAreNotRepeated) {
  Dialogue talk;
  talk.client(get(kPolling)).server(refusal(4, "Forbidden", "403 Forbidden"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.forbidden: the server does not allow this client to connect"));
}

TEST(EngineIoRefusal, RefusalsThatAreNone) {
  for (const std::string body : {R"({"code":6,"message":"x"})", R"({"code":-1})", R"({"code":"one"})",
                                 R"({"message":"Forbidden"})", R"({"code":1)", R"([{"code":1}])",
                                 "{\"code\":1,\"message\":\"\xff\"}", "Forbidden!", R"({"a":{"code":1}})", ""}) {
    Dialogue talk;
    talk.client(get(kPolling)).server(answer(body, "", "400 Bad Request"));
    EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("!eio.refused")) << body;
  }
}

TEST(EngineIoRefusal, TooLargeForWhatTheServerSaid) {
  Polling talk;
  talk.client(post("4" + std::string(2000, 'x'))).server(answer("", "Connection: close\r\n", "413 Payload Too Large"));
  talk.recorder().lines.erase(talk.recorder().lines.begin(), talk.recorder().lines.end() - 1);
  EXPECT_EQ(talk.heard(), "s2c engineio error bytes=2001 !eio.payload-too-large");
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the client's message of 2000 bytes "
                                                 "is larger than the 1000 bytes that the server accepts"));
  EXPECT_EQ(talk.facts().outcome.by, "server");
  EXPECT_EQ(talk.facts().outcome.client_word, "transport error");
}

TEST(EngineIoRefusal, TooLargeForAProxyAlone) {
  Polling talk;
  talk.client(post("4" + std::string(500, 'x'))).server(answer("", "Server: nginx\r\n", "413 Too Large"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the client's POST is within the "
                                                 "1000 bytes that the server accepts, so a proxy rejected it (nginx)"));
  EXPECT_EQ(talk.facts().outcome.by, "proxy");
}

TEST(EngineIoRefusal, TooLargeWhereNoLimitIsKnown) {
  Dialogue talk;
  talk.client(post("4hello")).server(answer("", "", "413 Too Large"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the client's POST is larger than "
                                                 "the server, or a proxy in front of it, accepts"));
}

TEST(EngineIoRefusal, SecondPollWhileOneWaits) {
  Polling talk;
  talk.client(get()).connect().client(get()).server(answer("", "", "400 Bad Request"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error reason=overlap !eio.overlap");
  EXPECT_EQ(talk.facts().outcome.reason, "two simultaneous requests of the session (overlap)");
  talk.on(0).server(answer("1"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio close");
  EXPECT_EQ(talk.facts().outcome.reason, "two simultaneous requests of the session (overlap)");
}

TEST(EngineIoRefusal, PollAndPostDoNotOverlap) {
  Polling talk;
  talk.client(get()).connect().client(post("4a")).server(answer("", "", "400 Bad Request"));
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("!eio.unexpected-answer"));
}

TEST(EngineIoRefusal, PollAfterAnAnsweredOneDoesNotOverlap) {
  Polling talk;
  talk.client(get()).server(answer("6")).client(get()).server(answer("", "", "400 Bad Request"));
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("!eio.unexpected-answer"));
}

TEST(EngineIoRefusal, PollThatWasDroppedWaitsNoMore) {
  Polling talk;
  talk.client(get()).hang_up(Direction::c2s).connect();
  talk.client(get()).server(answer("", "", "400 Bad Request"));
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("!eio.unexpected-answer"));
}

TEST(EngineIoRefusal, VersionThatTheServerDoesNotTake) {
  Dialogue talk;
  talk.client(get(kPolling3)).server(refusal(5, phrase(5)));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.version-mismatch: version mismatch: the client uses Engine.IO 3 "
                                                 "(Socket.IO 1 or 2), which the server rejects"));
  talk.close();
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("refused by server (the client uses Engine.IO 3")));
}

TEST(EngineIoRefusal, NewClientAtAnOldServer) {
  Dialogue talk;
  talk.client(get(kPolling)).server(answer("95:" + open_packet() + "2:40"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error !eio.version-mismatch\n"
            "s2c engineio open version=3 transport=polling sid=abc upgrades=[\"websocket\"] ping_interval_us=1000000 "
            "ping_timeout_us=500000 max_payload=1000\n"
            "s2c engineio message text=0");
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.version-mismatch: version mismatch: the client asks for Engine.IO 4, but the server "
                          "answers in the format of version 3, which the client cannot parse"));
  EXPECT_EQ(talk.facts().outcome.by, "client");
}

TEST(EngineIoRefusal, OldClientAtANewServer) {
  Dialogue talk;
  talk.client(get(kPolling3)).server(answer(open_packet()));
  EXPECT_THAT(talk.heard_of("engineio"), StartsWith("s2c engineio error !eio.version-mismatch\n"
                                                    "s2c engineio open version=4"));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.version-mismatch: version mismatch: the client asks for Engine.IO 3, but the server "
                          "answers in the format of version 4, which the client cannot parse"));
}

TEST(EngineIoRefusal, UpgradeHeaderThatAProxyDropped) {
  Polling without;
  without.connect().client(get(kWebSocketAbc)).server(refusal(3, phrase(3)));
  EXPECT_EQ(without.heard_of("engineio"), "s2c engineio error error_code=3 reason=Bad request !eio.upgrade-stripped");
  EXPECT_THAT(without.recorder().notes,
              ElementsAre("eio.upgrade-stripped: the WebSocket request reaches the server without an Upgrade header: a "
                          "proxy dropped the Upgrade header, and the server rejected the request"));
  EXPECT_EQ(without.facts().outcome.state, "open") << "continues on polling";

  Polling with;
  with.connect().client(upgrade()).server(refusal(3, phrase(3)));
  EXPECT_THAT(with.recorder().notes, ElementsAre(HasSubstr("was answered as if it had no Upgrade header")));
  EXPECT_EQ(with.facts().outcome.state, "open");
}

TEST(EngineIoRefusal, UpgradeHeaderThatAProxyDroppedAtTheBeginning) {
  Dialogue talk;
  talk.client(get(kWebSocket)).server(refusal(3, phrase(3)));
  EXPECT_EQ(talk.facts().outcome.reason,
            "the server rejected the WebSocket request, because its Upgrade header was dropped");
  EXPECT_EQ(talk.facts().outcome.state, "refused");
}

TEST(EngineIoRefusal, UpgradeOfALivingSession) {
  Polling talk;
  talk.connect().client(upgrade()).server(answer("<html>", "Server: proxy\r\n", "502 Bad Gateway"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio upgrade-failed !eio.upgrade-failed");
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.upgrade-failed: the upgrade to a WebSocket failed: the response "
                                                 "is 502 Bad Gateway from proxy instead of 101"));
  EXPECT_EQ(talk.facts().outcome.state, "open");
  talk.on(0).client(get()).server(answer("4a"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=a");
}

TEST(EngineIoRefusal, SecondAttemptThatSucceedsIsNoRefusal) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(answer("<html>", "", "401 Unauthorized"));
  talk.client(upgrade(kWebSocket)).server(switching());
  talk.close();
  EXPECT_THAT(talk.sessions(), testing::Not(testing::Contains(HasSubstr("2 engineio engineio:4 refused"))));
}

}  // namespace
}  // namespace wstrace::test::engineio_refusal_test
