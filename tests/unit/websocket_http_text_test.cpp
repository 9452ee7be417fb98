// HTTP where frames are expected: a server that refuses after its 101, two handlers of one upgrade, a connection that is
// used again.
#include "dissectors/websocket/http_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::websocket_http_text_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;

std::string late_refusal() {
  return "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-type: text/html\r\nContent-Length: 28\r\n\r\n"
         "Unsupported protocol version";
}

constexpr std::string_view kLate =
    "s2c websocket violation status_line=HTTP/1.1 400 Bad Request payload=Unsupported protocol version "
    "!ws.http-answer\n"
    "s2c engineio error error_code=5 reason=Unsupported protocol version !eio.version-mismatch";

TEST(WebSocketHttpText, IsTheRefusalOfAnOlderServer) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching()).heard();
  talk.server(late_refusal());
  EXPECT_EQ(talk.heard(), kLate);
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("refused by server (the client uses Engine.IO 4")));
}

TEST(WebSocketHttpText, MayShareTheSegmentWithThe101) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching() + late_refusal());
  EXPECT_THAT(talk.heard(), EndsWith(kLate));
}

TEST(WebSocketHttpText, ByteByByteIsTheSame) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching()).heard();
  talk.dribble(Direction::s2c, late_refusal());
  EXPECT_EQ(talk.heard(), kLate);
}

TEST(WebSocketHttpText, CutAtEveryByteTellsNothingMore) {
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

TEST(WebSocketHttpText, WithoutABody) {
  Dialogue talk;
  talk.client(upgrade("/chat")).server(switching()).heard();
  talk.server("HTTP/1.1 503 Service Unavailable\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c websocket violation status_line=HTTP/1.1 503 Service Unavailable !ws.two-handlers");
}

TEST(WebSocketHttpText, LengthsThatCannotBe) {
  for (const std::string length : {"99999999999999999999999", "-1", "x", "16385"}) {
    Dialogue talk;
    talk.client(upgrade("/chat")).server(switching()).heard();
    talk.server("HTTP/1.1 400 Bad Request\r\nCONTENT-LENGTH:   " + length + "\r\n\r\n" + std::string(16384, 'x'));
    EXPECT_THAT(talk.heard(), HasSubstr(" !ws.")) << length;
    EXPECT_THAT(talk.recorder().notes, testing::SizeIs(1)) << length;
  }
}

TEST(WebSocketHttpText, HeadWithoutEnd) {
  Dialogue talk;
  talk.client(upgrade("/chat")).server(switching()).heard();
  talk.server("HTTP/1.1 400 Bad Request\r\n" + std::string(20'000, 'x'));
  EXPECT_EQ(talk.heard(), "s2c websocket violation status_line=HTTP/1.1 400 Bad Request !ws.two-handlers");
}

TEST(WebSocketHttpText, CutOffIsToldAsFarAsItIsThere) {
  Socket talk;
  talk.server("HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\n\r\nBad").hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard_of("websocket"), HasSubstr("payload=Bad !ws.http-answer"));
  EXPECT_THAT(talk.recorder().notes, testing::SizeIs(1));
}

std::string second_101(std::string_view connection) {
  return "HTTP/1.1 101 Switching Protocols\r\n" + std::string(connection) + "\r\n\r\n";
}

constexpr std::string_view kLowerCase = "upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: x";

TEST(WebSocketHttpText, StandsAtAnyFrameBoundaryAndReplacesWhatFollows) {
  Socket talk;
  talk.server(from_server(0x81, "hot") + second_101(kLowerCase) + from_server(0x81, "hi"));
  talk.server(from_server(0x8d, "what is no frame any more"));
  EXPECT_THAT(talk.heard(),
              EndsWith("payload=hot\n"
                       "s2c websocket violation status_line=HTTP/1.1 101 Switching Protocols !ws.two-handlers"));
  EXPECT_THAT(talk.recorder().notes[0], HasSubstr("writes like http-proxy-middleware"));
  talk.client(from_client(0x88, from_hex("03ea"))).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("because=the HTTP inside the WebSocket"));
  for (const std::string& note : talk.recorder().notes)
    EXPECT_TRUE(note.starts_with("ws.two-handlers") || note.starts_with("ws.closed-because")) << note;
  EXPECT_EQ(talk.recorder().facts.at(0).outcome.code, "ws.two-handlers");
}

TEST(WebSocketHttpText, ByteByByteWithinTheConversation) {
  Socket talk;
  talk.server(from_server(0x81, "hot")).heard();
  talk.dribble(Direction::s2c, second_101(kLowerCase));
  EXPECT_EQ(talk.heard(), "s2c websocket violation status_line=HTTP/1.1 101 Switching Protocols !ws.two-handlers");
}

TEST(WebSocketHttpText, KnowsThePackageWsByItsRefusal) {
  Socket talk;
  talk.server(
      "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n"
      "Bad Request");
  talk.reset(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("payload=Bad Request !ws.two-handlers"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("writes like the package ws")));
}

TEST(WebSocketHttpText, IsNothingOfTheUpperLayersWhenItSaysNothingToIt) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching()).heard();
  talk.server(second_101(kLowerCase));
  EXPECT_EQ(talk.heard(), "s2c websocket violation status_line=HTTP/1.1 101 Switching Protocols !ws.two-handlers");
}

TEST(WebSocketHttpText, RequestOnAnUpgradedConnection) {
  Socket talk;
  talk.client(from_client(0x81, "hi")).heard();
  talk.client("GET /status HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(talk.heard(), "c2s websocket violation request_line=GET /status HTTP/1.1 !ws.http-request");
  talk.server(from_server(0x88, from_hex("03ea"))).hang_up(Direction::s2c);
  EXPECT_EQ(talk.recorder().facts.at(0).outcome.code, "ws.http-request");
}

TEST(WebSocketHttpText, LettersThatAreNoHttp) {
  for (const std::string text : {"GEX /status HTTP/1.1\r\n\r\n", "GET /status\r\n\r\n", "GET  \r\n\r\n"}) {
    Socket talk;
    talk.client(text);
    EXPECT_THAT(talk.heard(), testing::Not(HasSubstr("ws.http-request"))) << text;
  }
  for (const std::string text : {"HTTP/1.1 1x1 x\r\n\r\n", "HTTP/2.0 101 x\r\n\r\n", "HTTP/1.1 1011\r\n\r\n"}) {
    Socket talk;
    talk.server(text);
    EXPECT_THAT(talk.heard(), testing::Not(HasSubstr("ws.two-handlers"))) << text;
  }
}

// ---- the text alone

using websocket::find_http;
using websocket::HttpText;

HttpText::Kind kind_of(Direction dir, std::string_view bytes) { return find_http(dir, as_bytes(bytes)).kind; }

TEST(HttpText, NeedsMoreAtEveryByteOfAResponse) {
  const std::string response = "HTTP/1.1 400 Bad Request\r\nContent-Length: 4\r\n\r\noops";
  for (std::size_t n = 1; n < response.size(); ++n)
    EXPECT_EQ(kind_of(Direction::s2c, response.substr(0, n)), HttpText::Kind::need) << n;
  const HttpText whole = find_http(Direction::s2c, as_bytes(response + "rest"));
  EXPECT_EQ(whole.kind, HttpText::Kind::message);
  EXPECT_EQ(whole.n, response.size());
}

TEST(HttpText, FramesAreNone) {
  EXPECT_EQ(kind_of(Direction::s2c, from_server(0x81, "HTTP/1.1 400")), HttpText::Kind::none);
  EXPECT_EQ(kind_of(Direction::c2s, from_client(0x81, "GET / HTTP/1.1")), HttpText::Kind::none);
  EXPECT_EQ(kind_of(Direction::c2s, "HTTP/1.1 200 OK"), HttpText::Kind::none) << "a response from a client";
}

TEST(HttpText, ARequestIsKnownByItsFirstLine) {
  EXPECT_EQ(kind_of(Direction::c2s, "GET /chat"), HttpText::Kind::need);
  EXPECT_EQ(kind_of(Direction::c2s, "GET /chat HTTP/1.1\r\n"), HttpText::Kind::message);
  EXPECT_EQ(kind_of(Direction::c2s, "GET /chat\r\n"), HttpText::Kind::none);
  EXPECT_EQ(websocket::request_line(as_bytes("GET /chat HTTP/1.1\r\nHost: a")), "GET /chat HTTP/1.1");
}

TEST(HttpText, WhoWroteAResponse) {
  const auto by_second = [](std::string_view text) {
    return websocket::is_by_second_handler(websocket::parse_response(as_bytes(text)));
  };
  EXPECT_TRUE(by_second("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
  EXPECT_TRUE(by_second("HTTP/1.1 400 Bad Request\r\nContent-Length: 11\r\n\r\nBad Request"));
  EXPECT_FALSE(by_second("HTTP/1.1 401 Unauthorized\r\nContent-Length: 9\r\n\r\nno ticket")) << "words of its own";
}

}  // namespace
}  // namespace wstrace::test::websocket_http_text_test
