// HTTP/2 from those who break its rules: each is named, nothing crashes or grows, and what can be read is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "http2_frames.h"
#include "support/dialogue.h"

namespace wstrace::test::http2_hostile_test {
namespace {

using http2::ErrorCode;
using http2::FrameType;
using http2::SettingId;
using ::testing::AnyOf;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// The first note that these bytes of a client draw.
std::string reported(const std::string& bytes) {
  Dialogue talk;
  talk.client(h2_client_begins()).server(h2_settings()).client(bytes);
  return talk.recorder().notes.empty() ? std::string() : talk.recorder().notes.front();
}

TEST(Http2Hostile, SizesThatATypeDoesNotHave) {
  EXPECT_THAT(reported(h2_frame(FrameType::ping, 0, 0, "1234567")), HasSubstr("PING"));
  EXPECT_THAT(reported(h2_frame(FrameType::rst_stream, 0, 1, "123")), HasSubstr("RST_STREAM"));
  EXPECT_THAT(reported(h2_frame(FrameType::window_update, 0, 0, "12345")), HasSubstr("WINDOW_UPDATE"));
  EXPECT_THAT(reported(h2_frame(FrameType::settings, 0, 0, "12345")), HasSubstr("multiple of 6"));
  EXPECT_THAT(reported(h2_frame(FrameType::settings, http2::flag::kAck, 0, "123456")), HasSubstr("must be empty"));
  EXPECT_THAT(reported(h2_frame(FrameType::goaway, 0, 0, "1234567")), HasSubstr("GOAWAY"));
  EXPECT_THAT(reported(h2_frame(FrameType::priority, 0, 1, "1234")), HasSubstr("PRIORITY"));
  EXPECT_THAT(reported(h2_data(1, std::string(16385, 'x'))), HasSubstr("longer than the other side accepts"));
}

TEST(Http2Hostile, StreamsWhereTheyDoNotBelong) {
  EXPECT_THAT(reported(h2_data(0, "x")), HasSubstr("has stream number 0"));
  EXPECT_THAT(reported(h2_frame(FrameType::ping, 0, 1, "12345678")), HasSubstr("has a stream number"));
  EXPECT_THAT(reported(h2_headers(2, {{":method", "GET"}}, true)), HasSubstr("even number"));
}

TEST(Http2Hostile, SettingsThatAreNotAllowed) {
  EXPECT_THAT(reported(h2_settings({{SettingId::enable_push, 2}})), HasSubstr("ENABLE_PUSH"));
  EXPECT_THAT(reported(h2_settings({{SettingId::initial_window_size, 0x80000000}})), HasSubstr("INITIAL_WINDOW_SIZE"));
  EXPECT_THAT(reported(h2_settings({{SettingId::max_frame_size, 100}})), HasSubstr("MAX_FRAME_SIZE"));
  EXPECT_EQ(reported(h2_settings({{static_cast<SettingId>(0x1a2a), 1}})), "") << "clients send unknown ones on purpose";
}

TEST(Http2Hostile, HeaderBlocksThatAreTornApart) {
  EXPECT_THAT(reported(h2_frame(FrameType::continuation, 0, 1, "x")), HasSubstr("without HEADERS"));
  EXPECT_THAT(reported(h2_frame(FrameType::headers, 0, 3, h2_block({{":method", "GET"}})) + h2_window(0, 1)),
              HasSubstr("interrupts a header block"));
  EXPECT_THAT(reported(h2_frame(FrameType::headers, http2::flag::kPadded | http2::flag::kEndHeaders, 5,
                                "\x09"
                                "ab")),
              HasSubstr("padding"));
  EXPECT_THAT(reported(h2_frame(FrameType::data, http2::flag::kPadded, 5,
                                "\x09"
                                "ab")),
              HasSubstr("padding is longer"));
}

TEST(Http2Hostile, HeaderBlocksThatAreNoHpack) {
  const std::string nothing_there = "\xff\xff\xff\x7f";  // an index far behind the table's end
  EXPECT_THAT(reported(h2_frame(FrameType::headers, 0x5, 1, nothing_there)), StartsWith("http2.hpack-error"));
  Dialogue talk;
  talk.client(h2_client_begins() + h2_frame(FrameType::headers, 0x5, 1, nothing_there) + h2_get(3, "/next"));
  EXPECT_THAT(talk.heard(), EndsWith("target=/next http_version=2 scheme=https authority=x"));
}

TEST(Http2Hostile, WhatComesBehindTheEnd) {
  EXPECT_EQ(reported(h2_get(1, "/")), "");
  EXPECT_THAT(reported(h2_get(1, "/") + h2_data(1, "more")), HasSubstr("DATA after the end of the stream"));
  EXPECT_THAT(reported(h2_get(1, "/") + h2_headers(1, {{"x", "y"}}, true)),
              HasSubstr("header fields after the end of the stream"));
}

/// Only servers push (RFC 9113 8.4).
TEST(Http2Hostile, AClientsPromiseIsIgnored) {
  const std::string promised =
      std::string("\0\0\0\x02", 4) + h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/pushed"}});
  const std::string promise = h2_frame(FrameType::push_promise, http2::flag::kEndHeaders, 1, promised);
  Dialogue talk;
  talk.client(h2_client_begins()).server(h2_settings()).client(h2_get(1, "/")).server(promise);
  EXPECT_THAT(talk.heard(), EndsWith("s2c http2 push-promise method=GET target=/pushed promised=2"));
  talk.server(h2_reset(2, ErrorCode::cancel)).heard();
  talk.client(promise);
  EXPECT_EQ(talk.heard(), "");
}

TEST(Http2Hostile, AFirstFrameThatIsNoSettings) {
  Dialogue other;
  other.client(std::string(http2::kPreface) + h2_get(1, "/"));
  EXPECT_THAT(other.recorder().notes, Each(HasSubstr("its first frame is not SETTINGS")));
  EXPECT_THAT(other.recorder().notes, SizeIs(1));
}

TEST(Http2BadPreface, IsSaid) {
  Offer offer;
  offer.protocol = "h2";
  Dialogue talk(offer);
  talk.client("GET / HTTP/1.1\r\nHost: x\r\n\r\n").server(h2_settings());
  EXPECT_EQ(talk.heard(), "c2s http2 violation length=27 !http2.bad-preface\ns2c http2 settings");
}

TEST(Http2Limits, LongHeads) {
  Limits limits;
  limits.http_head = 100;
  Dialogue talk({}, limits);
  talk.client(
      h2_client_begins() +
      h2_headers(1, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"x", std::string(120, 'x')}}, true));
  EXPECT_THAT(talk.heard(), EndsWith("target=/ http_version=2 scheme=https !http2.head-too-long"));
}

TEST(Http2Limits, ManyStreams) {
  Limits limits;
  limits.http2_streams = 2;
  Dialogue talk({}, limits);
  talk.client(h2_client_begins() + h2_get(1, "/") + h2_get(3, "/")).heard();
  talk.client(h2_get(5, "/"));
  EXPECT_THAT(talk.heard(), StartsWith("c2s http2 dropped limit=2 !http2.too-many-streams\nc2s http2 request"));
}

TEST(Http2Limits, ContinuationsWithoutEndTakeNoMemory) {
  Dialogue talk;
  talk.client(h2_client_begins() +
              h2_frame(FrameType::headers, http2::flag::kEndStream, 1, h2_block({{":method", "GET"}})));
  const std::string fields = h2_block({{"x", std::string(200, 'x')}});
  for (int i = 0; i < 2000; ++i) talk.client(h2_frame(FrameType::continuation, 0, 1, fields));
  talk.heard();
  talk.client(h2_frame(FrameType::continuation, http2::flag::kEndHeaders, 1, fields));
  EXPECT_THAT(talk.heard(), HasSubstr("!http2.head-too-long"));
}

/// What bytes may come in, whatever they are: frames of every type with wild contents, cut anywhere.
TEST(Http2Noise, IsSurvived) {
  std::mt19937 random(7);
  const auto byte = [&random] { return static_cast<char>(random()); };
  for (int round = 0; round < 300; ++round) {
    Dialogue talk({}, {}, 2);
    talk.client(h2_client_begins()).server(h2_settings());
    for (int i = 0; i < 20; ++i) {
      std::string payload(random() % 40, '\0');
      for (char& c : payload) c = byte();
      std::string frame = h2_frame(static_cast<FrameType>(random() % 12), static_cast<std::uint8_t>(random()),
                                   static_cast<std::uint32_t>(random() % 6), payload);
      if (random() % 4 == 0) frame.resize(random() % (frame.size() + 1));
      const Direction dir = random() % 2 == 0 ? Direction::c2s : Direction::s2c;
      if (random() % 8 == 0) talk.gap(dir, 1 + random() % 50);
      talk.say(dir, frame);
    }
    talk.close().finish();
  }
}

}  // namespace
}  // namespace wstrace::test::http2_hostile_test
