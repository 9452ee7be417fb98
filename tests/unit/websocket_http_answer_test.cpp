// A server that refuses in HTTP after its 101: an answer where frames are expected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::websocket_http_answer_test {
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

TEST(WebSocketHttpAnswer, IsTheRefusalOfAnOlderServer) {
  Dialogue talk;
  talk.client(upgrade(kWebSocket)).server(switching()).heard();
  talk.server(late_refusal());
  EXPECT_EQ(talk.heard(), kLate);
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("refused by server (the client uses Engine.IO 4")));
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
}  // namespace wstrace::test::websocket_http_answer_test
