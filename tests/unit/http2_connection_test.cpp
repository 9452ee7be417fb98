// HTTP/2 as a conversation: frames, heads, requests and answers. WebSockets in streams are in http2_websocket_test.cpp.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http2_frames.h"
#include "support/dialogue.h"

namespace wstrace::test::http2_connection_test {
namespace {

using http2::ErrorCode;
using http2::FrameType;
using http2::SettingId;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Behind preface and SETTINGS of both sides, which were heard.
class Http2 : public Dialogue {
 public:
  explicit Http2(const Limits& limits = {}, int verbosity = 0) : Dialogue({}, limits, verbosity) {
    client(h2_client_begins()).server(h2_settings({{SettingId::enable_connect_protocol, 1}}));
    heard();
  }
};

std::string hello() {
  return h2_headers(1, {{":status", "200"}, {"content-type", "text/plain; charset=utf-8"}}) + h2_data(1, "hello", true);
}

TEST(Http2, BeginsWithPrefaceAndSettings) {
  Dialogue talk;
  talk.client(h2_client_begins());
  talk.server(h2_settings({{SettingId::max_concurrent_streams, 100}, {SettingId::enable_connect_protocol, 1}}));
  talk.client(h2_settings_ack());
  EXPECT_EQ(talk.heard(),
            "c2s http2 preface\n"
            "c2s http2 settings\n"
            "s2c http2 settings max_concurrent_streams=100 enable_connect_protocol=true\n"
            "c2s http2 settings-ack");
}

TEST(Http2, ServerMayBegin) {
  Dialogue talk;
  talk.server(h2_settings());
  EXPECT_EQ(talk.heard(), "") << "who speaks first proves nothing yet";
  talk.client(h2_client_begins());
  EXPECT_EQ(talk.heard(), "s2c http2 settings\nc2s http2 preface\nc2s http2 settings");
}

TEST(Http2, IsTakenByItsNameAtOnce) {
  Offer offer;
  offer.protocol = "h2";
  Dialogue talk(offer);
  talk.server(h2_settings());
  EXPECT_EQ(talk.heard(), "s2c http2 settings");
}

TEST(Http2, IsNotWhatOnlyResemblesIt) {
  Dialogue talk;
  talk.client("PRI /x HTTP/1.1\r\n\r\n");
  EXPECT_THAT(talk.heard(), StartsWith("c2s http request method=PRI"));
  Dialogue other;
  other.server("220 mail.example.org\r\n").client("HELO x\r\n");
  EXPECT_THAT(other.heard(), Not(HasSubstr("http2")));
}

TEST(Http2, RequestAndAnswer) {
  Http2 talk;
  talk.client(h2_get(1, "/greeting?x=1")).server(hello());
  EXPECT_EQ(talk.heard(),
            "c2s http2 request method=GET target=/greeting?x=1 http_version=2 scheme=https authority=x\n"
            "s2c http2 response status=200 http_version=2 content_type=text/plain length=5 wait_us=1000");
}

TEST(Http2, TheSameByteByByte) {
  Http2 whole;
  whole.client(h2_get(1, "/greeting?x=1")).server(hello());
  Http2 pieces;
  pieces.dribble(Direction::c2s, h2_get(1, "/greeting?x=1")).dribble(Direction::s2c, hello());
  EXPECT_EQ(without_times(pieces.heard()), without_times(whole.heard()));
}

/// Whatever comes next, no byte of what came before is told twice or too early.
TEST(Http2, NeedsMoreAtEveryCut) {
  const std::string request = h2_get(1, "/");
  const std::string answer = hello();
  for (std::size_t cut = 1; cut < request.size(); ++cut) {
    Http2 talk;
    talk.client(request.substr(0, cut));
    EXPECT_EQ(talk.heard(), "") << cut;
    talk.client(request.substr(cut)).server(answer);
    EXPECT_THAT(talk.heard(), StartsWith("c2s http2 request method=GET target=/ ")) << cut;
  }
  for (std::size_t cut = 1; cut < answer.size(); ++cut) {
    Http2 talk;
    talk.client(request).server(answer.substr(0, cut)).heard();
    Http2 other;
    other.client(request).server(answer.substr(0, cut)).server(answer.substr(cut));
    EXPECT_THAT(without_times(other.heard()), EndsWith("length=5")) << cut;
  }
}

TEST(Http2, ManyStreamsAtOnce) {
  Http2 talk;
  talk.client(h2_get(1, "/slow") + h2_get(3, "/quick"));
  talk.server(h2_headers(1, {{":status", "200"}}) + h2_headers(3, {{":status", "200"}}) + h2_data(1, "sl") +
              h2_data(3, "quick", true));
  talk.server(h2_data(1, "ow", true));
  EXPECT_EQ(talk.heard(),
            "c2s http2 request method=GET target=/slow http_version=2 scheme=https authority=x\n"
            "c2s http2 request method=GET target=/quick http_version=2 scheme=https authority=x\n"
            "s2c http2 response status=200 http_version=2 length=5 wait_us=1000\n"
            "s2c http2 response status=200 http_version=2 length=4 wait_us=1000");
}

TEST(Http2, HeadInSeveralFramesWithPaddingAndPriority) {
  Http2 talk;
  const std::string block = h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/a"}});
  const std::string priority(5, '\0');
  const std::string padded = std::string(1, '\3') + priority + block.substr(0, 10) + std::string(3, '\0');
  talk.client(
      h2_frame(FrameType::headers, http2::flag::kPadded | http2::flag::kPriority | http2::flag::kEndStream, 1, padded));
  talk.client(h2_frame(FrameType::continuation, 0, 1, block.substr(10, 7)));
  EXPECT_EQ(talk.heard(), "");
  talk.client(h2_frame(FrameType::continuation, http2::flag::kEndHeaders, 1, block.substr(17)));
  EXPECT_EQ(talk.heard(), "c2s http2 request method=GET target=/a http_version=2 scheme=https");
}

TEST(Http2, PaddingOfDataIsNoBody) {
  Http2 talk;
  talk.client(h2_get(1, "/"));
  talk.server(h2_headers(1, {{":status", "200"}}) + h2_frame(FrameType::data,
                                                             http2::flag::kPadded | http2::flag::kEndStream, 1,
                                                             std::string(1, '\4') + "body" + std::string(4, '\0')));
  EXPECT_THAT(talk.heard(), EndsWith("length=4 wait_us=1000"));
}

TEST(Http2, FieldsThatWereSentBefore) {
  Http2 talk;
  talk.recorder().show_headers = true;
  const std::string first =
      h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}) + h2_indexed("x-a", "1");
  talk.client(h2_frame(FrameType::headers, http2::flag::kEndHeaders | http2::flag::kEndStream, 1, first)).heard();
  const std::string second = h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}) + "\xbe";
  talk.client(h2_frame(FrameType::headers, http2::flag::kEndHeaders | http2::flag::kEndStream, 3, second));
  EXPECT_THAT(talk.heard(), EndsWith("headers={x-a: 1}"));
}

TEST(Http2, CrumbsOfCookiesAreJoined) {
  Http2 talk;
  talk.recorder().show_headers = true;
  talk.client(h2_headers(
      1, {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"cookie", "a=1"}, {"x", "y"}, {"cookie", "b=2"}},
      true));
  EXPECT_THAT(talk.heard(), EndsWith("headers={cookie: a=1; b=2; x: y}"));
}

TEST(Http2, InterimAnswersAndTrailers) {
  Http2 talk;
  talk.client(h2_get(1, "/"));
  talk.server(h2_headers(1, {{":status", "103"}, {"link", "</a.css>"}}));
  talk.server(h2_headers(1, {{":status", "200"}}) + h2_data(1, "x") + h2_headers(1, {{"checksum", "1"}}, true));
  EXPECT_EQ(talk.heard(),
            "c2s http2 request method=GET target=/ http_version=2 scheme=https authority=x\n"
            "s2c http2 response status=103 http_version=2 wait_us=1000\n"
            "s2c http2 trailers\n"
            "s2c http2 response status=200 http_version=2 length=1 wait_us=2000");
}

TEST(Http2, AnswerToHeadHasALengthAndNoBody) {
  Http2 talk;
  talk.client(h2_headers(1, {{":method", "HEAD"}, {":scheme", "https"}, {":path", "/"}}, true));
  talk.server(h2_headers(1, {{":status", "200"}, {"content-length", "100"}}, true));
  EXPECT_THAT(talk.heard(), EndsWith("s2c http2 response status=200 http_version=2 wait_us=1000"));
}

TEST(Http2, WrongLength) {
  Http2 talk;
  talk.client(h2_get(1, "/"))
      .server(h2_headers(1, {{":status", "200"}, {"content-length", "6"}}) + h2_data(1, "hello", true));
  EXPECT_THAT(talk.heard(), EndsWith("!http2.length-differs"));
}

TEST(Http2, AnswerDoesNotWaitForTheRequestsBody) {
  Http2 talk;
  talk.client(h2_headers(1, {{":method", "POST"}, {":scheme", "https"}, {":path", "/"}}) + h2_data(1, "part"));
  talk.server(h2_headers(1, {{":status", "413"}}, true)).client(h2_data(1, "more", true));
  EXPECT_EQ(talk.heard(),
            "c2s http2 request method=POST target=/ http_version=2 scheme=https\n"
            "s2c http2 response status=413 http_version=2");
}

TEST(Http2, HeadsThatBreakRules) {
  const auto reported = [](Fields fields) {
    Http2 talk;
    talk.client(h2_headers(1, fields, true));
    return talk.recorder().notes.empty() ? std::string() : talk.recorder().notes.front();
  };
  EXPECT_EQ(reported({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}), "");
  EXPECT_THAT(reported({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"Host", "x"}}),
              HasSubstr("upper-case letters"));
  EXPECT_THAT(reported({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"upgrade", "websocket"}}),
              HasSubstr("HTTP/1.1 connection"));
  EXPECT_EQ(reported({{":method", "GET"}, {":scheme", "https"}, {":path", "/"}, {"te", "trailers"}}), "");
  EXPECT_THAT(reported({{":method", "GET"}, {"x", "y"}, {":scheme", "https"}, {":path", "/"}}),
              HasSubstr("comes after"));
  EXPECT_THAT(reported({{":scheme", "https"}, {":path", "/"}}), HasSubstr(":method is missing"));
  EXPECT_THAT(reported({{":method", "GET"}, {":path", "/"}}), HasSubstr(":scheme or :path is missing"));
}

TEST(Http2, Pushes) {
  Http2 talk;
  talk.client(h2_get(1, "/"));
  const std::string promise =
      std::string("\0\0\0\2", 4) + h2_block({{":method", "GET"}, {":scheme", "https"}, {":path", "/a.css"}});
  talk.server(h2_frame(FrameType::push_promise, http2::flag::kEndHeaders, 1, promise));
  talk.server(h2_headers(2, {{":status", "200"}}) + h2_data(2, "a{}", true));
  EXPECT_THAT(talk.heard(), EndsWith("s2c http2 push-promise method=GET target=/a.css promised=2\n"
                                     "s2c http2 response status=200 http_version=2 length=3"));
}

TEST(Http2, ResetsInWords) {
  Http2 talk;
  talk.client(h2_get(1, "/a") + h2_get(3, "/b") + h2_get(5, "/c")).heard();
  talk.server(h2_reset(1, ErrorCode::refused_stream)).client(h2_reset(3, ErrorCode::cancel));
  talk.server(h2_frame(FrameType::rst_stream, 0, 5, std::string("\0\0\1\0", 4)));
  EXPECT_EQ(talk.heard(),
            "s2c http2 rst-stream error=REFUSED_STREAM error_code=7 meaning=the request was not processed; it can be "
            "sent again !http2.stream-reset\n"
            "c2s http2 rst-stream error=CANCEL error_code=8\n"
            "s2c http2 rst-stream error=code 256 error_code=256 meaning=an unknown error code "
            "!http2.stream-reset");
}

TEST(Http2, ResetThatComesLateIsOfNoAccount) {
  Http2 talk;
  talk.client(h2_get(1, "/")).server(hello()).heard();
  talk.server(h2_reset(1, ErrorCode::no_error)).client(h2_reset(1, ErrorCode::cancel));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("!")));
}

TEST(Http2, GoawayInWords) {
  Http2 talk;
  talk.server(h2_goaway(3, ErrorCode::enhance_your_calm, "too many pings"));
  talk.client(h2_goaway(0, ErrorCode::no_error));
  EXPECT_EQ(talk.heard(),
            "s2c http2 goaway error=ENHANCE_YOUR_CALM error_code=11 last_stream=3 meaning=the other side sends too "
            "much, or too often debug=too many pings !http2.goaway\n"
            "c2s http2 goaway error=NO_ERROR error_code=0 last_stream=0");
}

TEST(Http2, WhatAGoawayLeavesOutCanBeSentAgain) {
  Http2 talk;
  talk.client(h2_get(1, "/first") + h2_get(3, "/second")).server(h2_goaway(1, ErrorCode::no_error) + hello()).heard();
  talk.hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c http2 unanswered method=GET target=/second waited_us=3000 !http2.not-processed");
}

TEST(Http2, UnansweredWhenTheServerLeaves) {
  Http2 talk;
  talk.client(h2_get(1, "/")).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard(), EndsWith("s2c http2 unanswered method=GET target=/ waited_us=2000 !http2.not-answered"));
  Http2 other;
  other.client(h2_get(1, "/")).hang_up(Direction::c2s);
  EXPECT_THAT(other.heard(), Not(HasSubstr("unanswered"))) << "a client that leaves waits no longer";
}

TEST(Http2, BodiesThatBreakOff) {
  Http2 talk;
  talk.client(h2_get(1, "/")).server(h2_headers(1, {{":status", "200"}}) + h2_data(1, "hel")).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, ElementsAre("http2.cut-short: the connection ended before the body was complete"));
  Http2 other;
  other.client(h2_get(1, "/")).server(h2_headers(1, {{":status", "200"}}) + h2_data(1, "hel")).finish();
  EXPECT_THAT(other.recorder().notes, ElementsAre("http2.unfinished: the capture ends before the message is complete"));
}

TEST(Http2, BodiesThatAResetBreaksOff) {
  Http2 talk;
  talk.client(h2_get(1, "/")).server(h2_headers(1, {{":status", "200"}}) + h2_data(1, "hel")).heard();
  talk.server(h2_reset(1, ErrorCode::no_error));
  EXPECT_EQ(talk.heard(),
            "s2c http2 rst-stream error=NO_ERROR error_code=0\n"
            "s2c http2 response status=200 http_version=2 wait_us=1000 !http2.cut-short");
  EXPECT_THAT(talk.recorder().notes, ElementsAre("http2.cut-short: the stream ended before the body was complete"));
}

TEST(Http2, PingsAndTheirAnswers) {
  Http2 talk;
  talk.client(h2_frame(FrameType::ping, 0, 0, "12345678"));
  talk.server(h2_frame(FrameType::ping, http2::flag::kAck, 0, "12345678"));
  EXPECT_EQ(talk.heard(),
            "c2s http2 ping data=3132333435363738\n"
            "s2c http2 pong data=3132333435363738 rtt_us=1000");
}

TEST(Http2, AWindowThatWasShutForLong) {
  Dialogue talk;
  talk.client(h2_client_begins()).server(h2_settings()).client(h2_settings_ack()).server(h2_settings_ack());
  talk.client(h2_headers(1, {{":method", "POST"}, {":scheme", "https"}, {":path", "/"}}));
  talk.client(h2_data(1, std::string(16384, 'x')) + h2_data(1, std::string(16384, 'x')) +
              h2_data(1, std::string(16384, 'x')) + h2_data(1, std::string(16383, 'x')));
  talk.heard();
  talk.wait(kSecond).server(h2_window(1, 100) + h2_window(0, 100)).client(h2_data(1, "and on"));
  EXPECT_EQ(talk.heard(), "c2s http2 blocked window=stream waited_us=1001000 !http2.window-shut");
}

TEST(Http2, AWindowThatOpensSoonIsNotWorthAWord) {
  Dialogue talk;
  talk.client(h2_client_begins()).server(h2_settings());
  talk.client(h2_headers(1, {{":method", "POST"}, {":scheme", "https"}, {":path", "/"}}));
  for (int i = 0; i < 4; ++i) talk.client(h2_data(1, std::string(16384, 'x')));
  talk.heard();
  talk.server(h2_window(1, 100) + h2_window(0, 100)).client(h2_data(1, "and on"));
  EXPECT_EQ(talk.heard(), "");
}

TEST(Http2, FramesOnlyForThoseWhoAsk) {
  Http2 talk({}, 2);
  talk.client(h2_window(0, 100) + h2_frame(static_cast<FrameType>(0x99), 0, 0, "?"));
  EXPECT_EQ(talk.heard(),
            "c2s http2 frame type=WINDOW_UPDATE length=4 flags=0\n"
            "c2s http2 window-update increment=100\n"
            "c2s http2 frame type=type 153 length=1 flags=0");
}

/// It was on its way while the client gave up.
TEST(Http2, AnAnswerBehindAResetIsShown) {
  Http2 talk;
  talk.client(h2_get(1, "/slow") + h2_get(3, "/kept")).client(h2_reset(1, ErrorCode::cancel)).heard();
  talk.server(h2_headers(1, {{":status", "200"}, {"x-late", "1"}}) + h2_data(1, "late", true));
  EXPECT_EQ(talk.heard(), "s2c http2 response status=200 http_version=2 !http2.late-response");
  talk.server(h2_headers(1, {{":status", "200"}}, true)).server(h2_headers(3, {{":status", "204"}}, true));
  EXPECT_THAT(talk.heard(), ::testing::StartsWith("s2c http2 response status=204")) << "only once";
}

TEST(Http2, AfterAnUpgradeTheFirstStreamHasTheAnswer) {
  Dialogue talk;
  talk.client(
      "GET /first HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
      "HTTP2-Settings: AAMAAABk\r\n\r\n");
  talk.server("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n" + h2_settings());
  talk.heard();
  talk.client(h2_client_begins() + h2_get(3, "/second")).server(hello());
  EXPECT_EQ(talk.heard(),
            "c2s http2 preface\nc2s http2 settings\n"
            "c2s http2 request method=GET target=/second http_version=2 scheme=https authority=x\n"
            "s2c http2 response status=200 http_version=2 content_type=text/plain length=5 wait_us=3000");
}

}  // namespace
}  // namespace wstrace::test::http2_connection_test
