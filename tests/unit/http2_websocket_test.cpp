// WebSockets in streams of HTTP/2 (RFC 8441), and sessions of Engine.IO that share a connection.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "http2_frames.h"
#include "websocket_frames.h"

namespace wstrace::test::http2_websocket_test {
namespace {

using http2::ErrorCode;
using http2::SettingId;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::uint8_t kText = 0x81;
constexpr std::uint8_t kClose = 0x88;

class Http2WebSocket : public ::testing::Test {
 protected:
  Http2WebSocket() {
    talk.client(h2_client_begins()).server(h2_settings({{SettingId::enable_connect_protocol, 1}}));
    talk.heard();
  }
  void open(std::uint32_t stream, std::string_view path) {
    talk.client(h2_connect(stream, path)).server(h2_accept(stream));
    talk.heard();
  }

  Dialogue talk;
};

TEST_F(Http2WebSocket, IsOpenedByConnect) {
  talk.client(h2_connect(1, "/chat", {{"sec-websocket-protocol", "a, b"}}));
  talk.server(h2_accept(1, {{"sec-websocket-protocol", "b"}}));
  talk.client(h2_data(1, from_client(kText, "hi"))).server(h2_data(1, from_server(kText, "there")));
  EXPECT_EQ(
      talk.heard(),
      "c2s http2 request method=CONNECT target=/chat http_version=2 scheme=https authority=x "
      "connect_protocol=websocket\n"
      "s2c http2 response status=200 http_version=2 connect_protocol=websocket wait_us=1000\n"
      "s2c websocket open subprotocol=b extensions=\n"
      "c2s websocket message opcode=text length=2 wire_length=2 frames=1 compressed=false masked=true payload=hi\n"
      "s2c websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=false "
      "payload=there");
}

TEST_F(Http2WebSocket, FramesCrossDataFramesAtEveryByte) {
  const std::string sent = from_client(kText, "across");
  for (std::size_t cut = 1; cut < sent.size(); ++cut) {
    const auto stream = static_cast<std::uint32_t>(2 * cut - 1);
    open(stream, "/");
    talk.client(h2_data(stream, sent.substr(0, cut)));
    EXPECT_EQ(talk.heard(), "") << cut;
    talk.client(h2_data(stream, sent.substr(cut)));
    EXPECT_THAT(talk.heard(), EndsWith("payload=across")) << cut;
  }
}

TEST_F(Http2WebSocket, DataBeforeTheAnswerWaitsForIt) {
  talk.client(h2_connect(1, "/") + h2_data(1, from_client(kText, "early")));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("websocket message")));
  talk.server(h2_accept(1));
  EXPECT_THAT(talk.heard(), EndsWith("payload=early"));
}

TEST_F(Http2WebSocket, SeveralOnOneConnectionAreSessionsOfTheirOwn) {
  open(1, "/a");
  open(3, "/b");
  talk.recorder().show_sessions = true;
  talk.client(h2_data(3, from_client(kText, "b")) + h2_data(1, from_client(kText, "a")));
  EXPECT_EQ(
      talk.heard(),
      "c2s websocket message opcode=text length=1 wire_length=1 frames=1 compressed=false masked=true payload=b #2\n"
      "c2s websocket message opcode=text length=1 wire_length=1 frames=1 compressed=false masked=true payload=a #1");
}

TEST_F(Http2WebSocket, EndsWithItsStreamAndNotWithTheConnection) {
  open(1, "/");
  const std::string bye("\x03\xe8", 2);
  talk.client(h2_data(1, from_client(kClose, bye), true)).server(h2_data(1, from_server(kClose, bye), true));
  EXPECT_THAT(talk.sessions(), ElementsAre("1 websocket closed by client (close code 1000 (normal closure))"));
  talk.client(h2_get(3, "/page"));
  EXPECT_THAT(talk.heard(), EndsWith("target=/page http_version=2 scheme=https authority=x"));
}

TEST_F(Http2WebSocket, EndOfStreamIsTheFin) {
  open(1, "/");
  talk.server(h2_data(1, "", true)).client(h2_data(1, "", true));
  EXPECT_THAT(talk.heard(), HasSubstr("!ws.no-close-frame"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("ws.no-close-frame: the server closed the HTTP/2 stream "
                                                            "without a close frame")));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 websocket closed by server (the server closed the HTTP/2 stream without a close frame)"));
}

TEST_F(Http2WebSocket, RstStreamIsTheReset) {
  open(1, "/");
  talk.client(h2_reset(1, ErrorCode::cancel));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 websocket reset by client (the client reset the HTTP/2 stream without a close frame)"));
}

TEST_F(Http2WebSocket, EndsWithTheConnection) {
  open(1, "/");
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(), ElementsAre("1 websocket closed by server (the server closed the TCP connection "
                                           "without a close frame)"));
}

TEST_F(Http2WebSocket, GoawayWithAnErrorIsWhyItEnds) {
  open(1, "/");
  talk.server(h2_goaway(1, ErrorCode::enhance_your_calm)).hang_up(Direction::c2s);
  EXPECT_THAT(talk.sessions(), ElementsAre("1 websocket closed by server (the server ended the HTTP/2 connection "
                                           "with GOAWAY (ENHANCE_YOUR_CALM))"));
}

TEST_F(Http2WebSocket, Refusals) {
  talk.client(h2_connect(1, "/secret")).server(h2_headers(1, {{":status", "403"}}) + h2_data(1, "no", true));
  EXPECT_THAT(talk.heard(), EndsWith("s2c http2 response status=403 http_version=2 length=2 body=no wait_us=1000 "
                                     "!http.upgrade-forbidden"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("answered with 403 instead of 200")));
  talk.client(h2_reset(1, ErrorCode::cancel));  // as browsers do
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade refused by server (the server answered the upgrade with 403)"));
}

TEST_F(Http2WebSocket, ResetInPlaceOfAnAnswer) {
  talk.client(h2_connect(1, "/")).server(h2_reset(1, ErrorCode::internal_error));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("unanswered")));
  EXPECT_THAT(talk.sessions(), ElementsAre("1 http-upgrade refused by server (the server reset the HTTP/2 stream "
                                           "(INTERNAL_ERROR) without answering the WebSocket's CONNECT)"));
}

TEST_F(Http2WebSocket, ClientGivesUpWaiting) {
  talk.client(h2_connect(1, "/")).wait(kSecond).client(h2_reset(1, ErrorCode::cancel));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade abandoned by client (the client gave up after 1.00 s without an "
                          "answer to its CONNECT)"));
}

TEST_F(Http2WebSocket, AnswersThatBrowsersDoNotTake) {
  talk.client(h2_connect(1, "/")).server(h2_headers(1, {{":status", "201"}})).client(h2_reset(1, ErrorCode::cancel));
  EXPECT_THAT(talk.heard(), HasSubstr("!http2.connect-not-200"));
  EXPECT_THAT(talk.sessions(), ElementsAre("1 http-upgrade refused by client (the client rejected the server's "
                                           "response to the upgrade: its status is not 200)"));
  talk.client(h2_connect(3, "/")).server(h2_headers(3, {{":status", "103"}}) + h2_accept(3));
  EXPECT_THAT(talk.heard(), HasSubstr("!http2.interim-before-accept"));
  talk.client(h2_connect(5, "/")).server(h2_accept(5, {{"sec-websocket-protocol", "x"}}));
  EXPECT_THAT(talk.heard(), HasSubstr("!http.subprotocol-not-offered"));
}

TEST(Http2NotEnabled, ConnectWithoutLeaveIsSaid) {
  Dialogue talk;
  talk.client(h2_client_begins()).server(h2_settings());
  talk.client(h2_connect(1, "/"));
  EXPECT_THAT(talk.heard(), EndsWith("protocol=websocket !http2.connect-not-enabled"));
}

TEST_F(Http2WebSocket, EngineIoPollsAndUpgradesOnOneConnection) {
  talk.recorder().show_sessions = true;
  talk.client(h2_get(1, kPolling)).server(h2_headers(1, {{":status", "200"}}) + h2_data(1, open_packet(), true));
  EXPECT_THAT(talk.heard(), EndsWith("max_payload=1000 #1"));
  talk.client(h2_connect(3, kWebSocketAbc)).server(h2_accept(3));
  talk.client(h2_data(3, from_client(kText, "2probe"))).server(h2_data(3, from_server(kText, "3probe")));
  talk.client(h2_data(3, from_client(kText, "5")));
  EXPECT_THAT(talk.heard(), HasSubstr("c2s engineio upgrade transport=websocket"));
  talk.client(h2_data(3, from_client(kText, "1"))).client(h2_data(3, "", true)).server(h2_data(3, "", true));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 engineio sid=abc engineio:4 closed by client (the client closed the session "
                          "(Engine.IO close packet))"));
}

TEST_F(Http2WebSocket, PollsOfSeveralSessionsAreKeptApart) {
  for (const std::uint32_t stream : {1U, 3U}) {
    talk.client(h2_get(stream, kPolling));
    talk.server(h2_headers(stream, {{":status", "200"}}) +
                h2_data(stream, open_packet(stream == 1 ? "abc" : "def"), true));
  }
  talk.heard();
  talk.recorder().show_sessions = true;
  talk.client(h2_get(5, kPollingAbc) + h2_get(7, "/engine.io/?EIO=4&transport=polling&sid=def"));
  talk.server(h2_headers(7, {{":status", "200"}}) + h2_headers(5, {{":status", "200"}}) + h2_data(7, "4for def", true) +
              h2_data(5, "4for abc", true));
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, HasSubstr("s2c engineio message text=for def #2"));
  EXPECT_THAT(heard, EndsWith("s2c engineio message text=for abc #1"));
}

TEST_F(Http2WebSocket, PagesBesideASessionAreOfNone) {
  open(1, "/");
  talk.recorder().show_sessions = true;
  talk.client(h2_get(3, "/page"));
  EXPECT_THAT(talk.heard(), EndsWith("authority=x"));
}

}  // namespace
}  // namespace wstrace::test::http2_websocket_test
