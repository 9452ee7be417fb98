// HTTP/2 where the capture lacks something: bytes lost, and connections whose beginning is not in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http2_frames.h"
#include "support/dialogue.h"
#include "websocket_frames.h"

namespace wstrace::test::http2_loss_test {
namespace {

using http2::ErrorCode;
using http2::FrameType;
using http2::SettingId;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::uint8_t kText = 0x81;

class Http2Loss : public ::testing::Test {
 protected:
  Http2Loss() {
    talk.client(h2_client_begins()).server(h2_settings({{SettingId::enable_connect_protocol, 1}}));
    talk.heard();
  }
  Dialogue talk;
};

TEST_F(Http2Loss, BytesOfDataLeaveFramesWhereTheyAre) {
  talk.client(h2_get(1, "/"));
  const std::string answer = h2_headers(1, {{":status", "200"}}) + h2_data(1, "0123456789", true);
  talk.server(answer.substr(0, answer.size() - 8)).gap(Direction::s2c, 4).server(answer.substr(answer.size() - 4));
  EXPECT_THAT(talk.heard(), EndsWith("s2c http2 response status=200 http_version=2 wait_us=1000 !http2.lost-bytes"));
  talk.client(h2_get(3, "/next"));
  EXPECT_EQ(talk.heard(), "c2s http2 request method=GET target=/next http_version=2 scheme=https authority=x");
}

TEST_F(Http2Loss, FramesAreFoundAgain) {
  talk.gap(Direction::c2s, 100);
  EXPECT_EQ(talk.heard(), "c2s http2 gap missing=100 !http2.lost-place");
  talk.client("the rest of something" + h2_get(5, "/a") + h2_get(7, "/b"));
  EXPECT_EQ(talk.heard(),
            "c2s http2 resumed skipped=21\n"
            "c2s http2 request method=GET target=/a http_version=2 scheme=https authority=x\n"
            "c2s http2 request method=GET target=/b http_version=2 scheme=https authority=x");
}

TEST_F(Http2Loss, OneFrameThatEndsWithItsPacketIsEnough) {
  talk.gap(Direction::c2s, 100).client(h2_get(5, "/a"));
  EXPECT_THAT(talk.heard(), EndsWith("target=/a http_version=2 scheme=https authority=x"));
}

TEST_F(Http2Loss, WhatHeadsReferToIsKnownToBeUnknown) {
  const std::string first =
      h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}) + h2_indexed("x-a", "1");
  talk.client(h2_frame(FrameType::headers, 0x5, 1, first)).gap(Direction::c2s, 30).heard();
  talk.recorder().show_headers = true;
  // The newest entry is x-b, which came after the loss; x-a is older than that, and may have been pushed back.
  const std::string second =
      h2_indexed("x-b", "2") + h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}});
  talk.client(h2_frame(FrameType::headers, 0x5, 5, second) +
              h2_frame(FrameType::headers, 0x5, 7, std::string("\xbe\xbf") + h2_block({{":path", "/known"}})));
  // Its method and scheme may be among what is not known.
  EXPECT_THAT(talk.heard(),
              EndsWith("c2s http2 request target=/known http_version=2 headers={x-b: 2} !http2.hpack-lost"));
}

TEST_F(Http2Loss, AnswersWithoutTheirRequests) {
  talk.gap(Direction::c2s, 60).heard();
  talk.server(h2_headers(1, {{":status", "200"}}) + h2_data(1, "x", true));
  EXPECT_EQ(talk.heard(), "s2c http2 response status=200 http_version=2 length=1 !http2.request-not-seen");
}

TEST_F(Http2Loss, AWebSocketGoesOnBehindAHole) {
  talk.client(h2_connect(1, "/")).server(h2_accept(1));
  talk.client(h2_data(1, from_client(kText, "before"))).heard();
  const std::string lost = h2_data(1, from_client(kText, "lost"));
  talk.gap(Direction::c2s, lost.size());
  talk.client(h2_data(1, from_client(kText, "behind it")) + h2_data(1, from_client(kText, "and on")));
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, HasSubstr("payload=behind it"));
  EXPECT_THAT(heard, EndsWith("payload=and on"));
}

TEST_F(Http2Loss, NobodyIsAccusedAfterwards) {
  talk.gap(Direction::c2s, 60).gap(Direction::s2c, 60).heard();
  talk.client(h2_get(1, "/old") + h2_data(9, "?", true) + h2_frame(FrameType::continuation, 0x4, 11, "x"));
  talk.server(h2_data(3, "x", true) + h2_reset(5, ErrorCode::no_error));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("!http2.protocol-error")));
}

TEST_F(Http2Loss, ATablesSizeThatIsAnnouncedAfterwardsNeedsNoUpdate) {
  talk.gap(Direction::c2s, 60).heard();
  talk.server(h2_settings({{SettingId::header_table_size, 4096}})).client(h2_settings_ack() + h2_get(5, "/a")).heard();
  talk.client(h2_get(7, "/b"));
  EXPECT_EQ(talk.heard(), "c2s http2 request method=GET target=/b http_version=2 scheme=https authority=x");
}

/// Which frames of the stream were in the hole, nobody knows: what follows need not be a frame's beginning.
TEST_F(Http2Loss, AWebSocketLosesItsPlaceWithTheConnection) {
  talk.client(h2_connect(1, "/")).server(h2_accept(1)).heard();
  const std::string message = from_client(kText, std::string(200, 'm'));
  talk.client(h2_data(1, message.substr(0, 50))).gap(Direction::c2s, 20);
  talk.client(h2_data(1, message.substr(150)) + h2_data(1, from_client(kText, "and on")) +
              h2_data(1, from_client(kText, "and on again")));
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, Not(HasSubstr("violation")));
  EXPECT_THAT(heard, EndsWith("payload=and on again"));
}

/// The head that could not be read is no reason to say what the server is not.
TEST_F(Http2Loss, AnAnswerWhoseHeadIsBrokenRefusesNothing) {
  talk.gap(Direction::s2c, 60).client(h2_connect(1, "/chat")).heard();
  talk.server(h2_frame(FrameType::headers, 0x4, 1, "\xff\xff\xff\xff\xff\xff") +
              h2_data(1, from_server(kText, "a message of the server's")));
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, HasSubstr("!http2.hpack-lost"));
  EXPECT_THAT(heard, Not(HasSubstr("http2.hpack-error")));
  EXPECT_THAT(heard, EndsWith("payload=a message of the server's"));
}

class Http2Middle : public ::testing::Test {
 protected:
  Http2Middle() : talk(offer()) {}
  static Offer offer() {
    Offer offer;
    offer.mid_stream = true;
    return offer;
  }
  Dialogue talk;
};

TEST_F(Http2Middle, IsRecognisedByItsFrames) {
  talk.client("…in the middle of something");
  EXPECT_EQ(talk.heard(), "");
  talk.client(h2_window(0, 100) + h2_get(21, "/a") + h2_get(23, "/b"));
  EXPECT_EQ(talk.heard(),
            "c2s http2 mid-stream !http2.begins-inside\n"
            "c2s http2 resumed skipped=29\n"
            "c2s http2 request method=GET target=/a http_version=2 scheme=https authority=x\n"
            "c2s http2 request method=GET target=/b http_version=2 scheme=https authority=x");
}

TEST_F(Http2Middle, StreamsThatWereOpenCarryWebSockets) {
  talk.client(h2_window(0, 100) + h2_get(21, "/a") + h2_get(23, "/b")).heard();
  talk.client(h2_data(5, from_client(kText, "hello from the middle")) + h2_data(5, from_client(kText, "again")));
  EXPECT_THAT(talk.heard(), EndsWith("payload=again"));
  talk.server(h2_data(5, from_server(kText, "an answer")) + h2_window(0, 10));
  EXPECT_THAT(talk.heard(), EndsWith("payload=an answer"));
}

TEST_F(Http2Middle, WhatIsNoFrameIsNotTakenForOne) {
  talk.client(std::string(3000, 'x') + "{\"json\": [1, 2, 3]}" + std::string(300, '\0'));
  talk.server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  EXPECT_THAT(talk.heard(), Not(HasSubstr("http2")));
}

}  // namespace
}  // namespace wstrace::test::http2_loss_test
