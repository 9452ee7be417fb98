// The HTTP upgrade: accepted, refused, and answered wrongly. The key is RFC 6455 1.3's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/http/upgrade.h"
#include "support/dialogue.h"

namespace wstrace::test::http_upgrade_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string upgrade_request(std::string_view more = "", std::string_view target = "/chat?x=1") {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         std::string(more) + "\r\n";
}

std::string upgrade_answer(std::string_view more = "", std::string_view accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " +
         std::string(accept) + "\r\n" + std::string(more) + "\r\n";
}

TEST(HttpUpgrade, AcceptOfTheSpecification) {
  EXPECT_EQ(http::accept_for("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(HttpUpgrade, FirstFramesMayShareTheSegmentWithTheAnswer) {
  Dialogue talk;
  talk.recorder().show_packets = true;
  talk.client(upgrade_request("Sec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"));
  talk.server(upgrade_answer("Sec-WebSocket-Protocol: b\r\nSec-WebSocket-Extensions: permessage-deflate\r\n") +
              from_hex("810548656c6c6f"));
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/chat?x=1 http_version=1.1 upgrade=websocket @1-1\n"
            "s2c http response status=101 reason=Switching Protocols http_version=1.1 upgrade=websocket accept=right "
            "wait_us=1000 @2-2\n"
            "s2c websocket open subprotocol=b extensions=permessage-deflate @1-2\n"
            "s2c websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=false "
            "payload=Hello @2-2");
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{
                "1 websocket closed by client (the client closed the TCP connection without a close frame)"});
}

TEST(HttpUpgrade, ImpatientClientWaitsForTheAnswer) {
  Dialogue talk;
  talk.client(upgrade_request() + from_hex("818537fa213d7f9f4d5158")).heard();
  talk.server(upgrade_answer());
  EXPECT_THAT(talk.heard(), HasSubstr("c2s websocket message opcode=text length=5 wire_length=5 frames=1 "
                                      "compressed=false masked=true payload=Hello"));
}

TEST(HttpUpgrade, HandshakeIsTimed) {
  Dialogue talk;
  talk.client(upgrade_request()).server(upgrade_answer());
  ASSERT_EQ(talk.connection().handshakes.size(), 1U);
  EXPECT_EQ(talk.connection().handshakes[0].label, "HTTP upgrade");
  EXPECT_EQ(talk.connection().handshakes[0].took, kMillisecond);
}

TEST(HttpUpgrade, WrongOrMissingAccept) {
  Dialogue wrong;
  wrong.client(upgrade_request()).server(upgrade_answer("", "AAAA"));
  EXPECT_THAT(wrong.heard(), HasSubstr("accept=wrong wait_us=1000 !http.wrong-accept"));
  Dialogue missing;
  missing.client(upgrade_request());
  missing.server("HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(missing.heard(), HasSubstr("accept=missing wait_us=1000 !http.missing-connection !http.missing-accept"));
}

TEST(HttpUpgrade, AWrongAcceptOpensNoWebSocketUnlessFramesFollowAllTheSame) {
  Dialogue refused;
  refused.client(upgrade_request()).server(upgrade_answer("", "AAAA")).close();
  EXPECT_THAT(refused.heard(), Not(HasSubstr("websocket open")));
  EXPECT_EQ(refused.sessions(),
            std::vector<std::string>{"1 http-upgrade refused by client (the client rejected the server's response to "
                                     "the upgrade: Sec-WebSocket-Accept is wrong)"});
  Dialogue careless;
  careless.client(upgrade_request()).server(upgrade_answer("", "AAAA") + "\x81\x02hi").close();
  EXPECT_THAT(careless.heard(), HasSubstr("websocket open"));
  EXPECT_THAT(careless.sessions().at(0), HasSubstr("1 websocket"));
}

TEST(HttpUpgrade, AnswerThatWasNotOffered) {
  Dialogue talk;
  talk.client(upgrade_request());
  talk.server(upgrade_answer("Sec-WebSocket-Protocol: b\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"));
  EXPECT_THAT(talk.heard(), HasSubstr("!http.subprotocol-not-offered !http.extension-not-offered"));
  Dialogue ignored;
  ignored.client(upgrade_request("Sec-WebSocket-Protocol: a\r\n")).server(upgrade_answer());
  EXPECT_THAT(ignored.heard(), HasSubstr("!http.subprotocol-missing"));
}

TEST(HttpUpgrade, RequestThatNoServerAccepts) {
  Dialogue talk;
  talk.client("POST / HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\nSec-WebSocket-Key: short\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=POST target=/ http_version=1.1 upgrade=websocket !http.upgrade-without-connection "
            "!http.upgrade-not-get !http.bad-key !http.bad-websocket-version");
}

TEST(HttpUpgrade, RefusalBeginsASessionAndHttpGoesOn) {
  Dialogue talk;
  talk.client(upgrade_request());
  talk.server("HTTP/1.1 401 Unauthorized\r\nContent-Length: 8\r\n\r\nno token");
  talk.client("GET /again HTTP/1.1\r\n\r\n").server("HTTP/1.1 204 -\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/chat?x=1 http_version=1.1 upgrade=websocket\n"
            "s2c http response status=401 reason=Unauthorized http_version=1.1 length=8 wait_us=1000 body=no token "
            "!http.upgrade-unauthorized\n"
            "c2s http request method=GET target=/again http_version=1.1\n"
            "s2c http response status=204 reason=- http_version=1.1 wait_us=1000");
  ASSERT_NE(talk.connection().scope.session, nullptr);
  EXPECT_EQ(talk.connection().scope.session->facts.path, "/chat");
  EXPECT_THAT(talk.connection().scope.session->facts.notes.at(0).text, HasSubstr("401 Unauthorized instead of 101: "));
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{"1 http-upgrade refused by server (the server answered the upgrade with 401 "
                                     "Unauthorized)"});
}

TEST(HttpUpgrade, SecondAttemptMaySucceed) {
  Dialogue talk;
  talk.client(upgrade_request()).server("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
  talk.client(upgrade_request()).server(upgrade_answer());
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{
                "1 websocket closed by client (the client closed the TCP connection without a close frame)"});
}

TEST(HttpUpgrade, UpgradeWithoutAnAnswer) {
  Dialogue talk;
  talk.client(upgrade_request()).heard();
  talk.end(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c http unanswered method=GET target=/chat?x=1 !http.unanswered");
  talk.close();
  EXPECT_THAT(talk.sessions().at(0), HasSubstr("1 http-upgrade refused by server"));
}

TEST(HttpUpgrade, RequestThatWasNotCaptured) {
  Dialogue talk;
  talk.server(upgrade_answer() + from_hex("810548656c6c6f"));
  EXPECT_EQ(talk.heard(),
            "s2c http response status=101 reason=Switching Protocols http_version=1.1 upgrade=websocket "
            "!http.request-not-seen\n"
            "s2c websocket open subprotocol= extensions=\n"
            "s2c websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=false "
            "payload=Hello");
}

TEST(HttpUpgrade, AnswerToARequestThatDidNotAsk) {
  Dialogue talk;
  talk.client("GET / HTTP/1.1\r\n\r\n").server(upgrade_answer());
  EXPECT_THAT(talk.heard(), HasSubstr("!http.upgrade-unasked"));
}

TEST(HttpUpgrade, OtherProtocols) {
  Dialogue talk;
  talk.client("GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\n\r\n");
  talk.server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: TLS/1.0\r\n\r\n").heard();
  talk.client("something else");
  EXPECT_THAT(talk.heard(), HasSubstr("c2s stream unrecognised"));
  Dialogue ignored;
  ignored.client("GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n").heard();
  ignored.server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").client("GET /2 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(ignored.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 length=0 wait_us=1000\n"
            "c2s http request method=GET target=/2 http_version=1.1");
}

TEST(HttpUpgrade, ThroughAProxyWithConnect) {
  Dialogue talk;
  talk.client("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n").server("HTTP/1.1 200 Connection established\r\n\r\n");
  talk.client(upgrade_request()).server(upgrade_answer());
  EXPECT_THAT(talk.heard(), HasSubstr("s2c websocket open"));
}

TEST(HttpUpgrade, Targets) {
  EXPECT_EQ(http::path_of("/a/b?c"), "/a/b");
  EXPECT_EQ(http::path_of("http://h:80/a?c"), "/a");
  EXPECT_EQ(http::path_of("http://h"), "/");
  EXPECT_EQ(http::path_of("/x?u=http://h/y"), "/x");
}

}  // namespace
}  // namespace wstrace::test::http_upgrade_test
