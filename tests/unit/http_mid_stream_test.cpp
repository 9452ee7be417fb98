// HTTP of which bytes are missing: directions that find their place again, answers whose requests are not certain,
// captures that begin in the middle, upgrades whose answer was lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::http_mid_stream_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

Offer middle() {
  Offer offer;
  offer.mid_stream = true;
  return offer;
}

std::string status(std::string_view phrase) { return answer("", "", phrase); }

// ---- finding the place again

TEST(HttpMidStream, TheNextHeadIsFoundAtThePacketThatItBegins) {
  Dialogue talk;
  talk.client(get("/a")).gap(Direction::s2c, 500).server("rest of a body\r\n").server("more").heard();
  talk.client(get("/b")).server(answer("hi"));
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/b http_version=1.1\n"
            "s2c http resumed skipped=20 !http.resumed\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
  EXPECT_THAT(talk.recorder().notes,
              ::testing::Contains(StartsWith("http.resumed: 20 bytes skipped before this message")));
}

TEST(HttpMidStream, HeadThatComesInPieces) {
  for (const bool dribbled : {false, true}) {
    Dialogue talk;
    talk.gap(Direction::c2s, 10).client("body}").heard();
    const std::string next = get("/b");
    dribbled ? talk.dribble(Direction::c2s, next) : talk.client(next.substr(0, 3)).client(next.substr(3));
    EXPECT_EQ(talk.heard(),
              "c2s http resumed skipped=15 !http.resumed\n"
              "c2s http request method=GET target=/b http_version=1.1");
  }
}

TEST(HttpMidStream, NothingIsToldWhereNothingHadToBePassedOver) {
  Dialogue talk;
  talk.client(get("/a")).gap(Direction::s2c, 500).client(get("/b")).heard();
  talk.server(answer("hi"));
  EXPECT_EQ(without_times(talk.heard()), "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, WhatOnlyLooksLikeAHeadIsNone) {
  for (const char* body : {"HTTP/1.1 is a protocol\r\n\r\n", "HTTP/1.1 200 OK\r\nand that was it\r\n\r\n",
                           "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n"}) {
    Dialogue talk;
    talk.gap(Direction::s2c, 9).heard();
    talk.server(body);
    EXPECT_EQ(talk.heard(), "") << body;
    talk.server(answer("hi"));
    EXPECT_THAT(talk.heard(),
                StartsWith("s2c http resumed skipped=" + std::to_string(9 + std::string_view(body).size())));
  }
  Dialogue cut;
  cut.gap(Direction::c2s, 1).client("OST /a HTTP/1.1\r\n\r\n").close();
  EXPECT_THAT(cut.heard(), Not(HasSubstr("request"))) << "a method that lacks its first letter";
  Dialogue asked;
  asked.gap(Direction::c2s, 9).heard();
  asked.client("GET the milk please\r\n\r\n").client("GET /two words HTTP/1.1\r\n\r\n");
  EXPECT_EQ(asked.heard(), "");
}

TEST(HttpMidStream, LongHeadLikeBytesAreGivenUp) {
  Limits limits;
  limits.http_head = 100;
  Dialogue talk({}, limits);
  talk.gap(Direction::s2c, 9).server("HTTP/1.1 200 OK\r\n").heard();
  talk.server(std::string(200, 'x')).server(status("204 -"));
  EXPECT_THAT(talk.heard(), EndsWith("s2c http response status=204 reason=- http_version=1.1 !http.not-paired"));
}

TEST(HttpMidStream, MoreThanContentLengthSaysIsPassedOver) {
  Dialogue talk;
  talk.client(get("/a")).server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi, and more");
  EXPECT_THAT(talk.heard(), EndsWith("s2c http undecoded bytes=10 !http.not-http"));
  talk.client(get("/b")).server(answer("ok"));
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/b http_version=1.1\n"
            "s2c http resumed skipped=10 !http.resumed\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, HoleOverAChunksSize) {
  Dialogue talk;
  talk.client(get("/a")).server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab");
  talk.gap(Direction::s2c, 5).server("cdef\r\n0\r\n\r\n").heard();
  talk.client(get("/b")).server(chunked("ok"));
  EXPECT_THAT(without_times(talk.heard()),
              EndsWith("s2c http response status=200 reason=OK http_version=1.1 length=2"));
}

TEST(HttpMidStream, NothingFoundUpToTheEnd) {
  Dialogue talk;
  talk.client(get("/a")).gap(Direction::s2c, 9).server("abc").server("def").heard();
  talk.close();
  EXPECT_THAT(talk.heard(), HasSubstr("s2c http undecoded bytes=6"));
}

// ---- which request an answer belongs to

TEST(HttpMidStream, AnswersOfLostRequestsArePairedWithNobody) {
  Dialogue talk;
  talk.client(get("/a")).gap(Direction::c2s, 100).heard();
  talk.server(status("200 OK")).server(status("201 Created"));
  EXPECT_EQ(without_times(talk.heard()),
            "s2c http response status=200 reason=OK http_version=1.1 length=0\n"
            "s2c http response status=201 reason=Created http_version=1.1 length=0 !http.not-paired");
  talk.client(get("/c")).server(status("202 Accepted"));
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/c http_version=1.1\n"
            "s2c http response status=202 reason=Accepted http_version=1.1 length=0 wait_us=1000");
}

TEST(HttpMidStream, RequestThatMayHaveBeenAnsweredInAGapIsNotPairedWithTheNextAnswer) {
  Dialogue talk;
  talk.client(get("/a")).gap(Direction::s2c, 100).client(get("/b")).server(status("404 Not Found"));
  EXPECT_THAT(talk.heard(), EndsWith("status=404 reason=Not Found http_version=1.1 length=0 wait_us=1000"));
  Dialogue both;
  both.client(get("/a")).gap(Direction::s2c, 100).gap(Direction::c2s, 100).server(status("404 Not Found"));
  EXPECT_THAT(both.heard(), EndsWith("status=404 reason=Not Found http_version=1.1 length=0 !http.not-paired"));
}

TEST(HttpMidStream, AnswerThatIsToldLateBelongsToTheRequestBeforeIt) {
  // The second request comes while a hole in the first answer is still waited for.
  Dialogue talk;
  talk.client(get("/a")).client(get("/b")).gap(Direction::s2c, 100).server(status("404 Not Found"));
  EXPECT_THAT(talk.heard(), EndsWith("status=404 reason=Not Found http_version=1.1 length=0 wait_us=2000"));
}

TEST(HttpMidStream, ClientsThatAskAheadGiveNoCertainty) {
  Dialogue talk;
  talk.client(get("/a") + get("/b")).server(status("200 OK")).server(status("200 OK")).heard();
  talk.client(get("/c") + get("/d")).gap(Direction::s2c, 100).server(status("404 Not Found"));
  EXPECT_THAT(talk.heard(), EndsWith("status=404 reason=Not Found http_version=1.1 length=0 !http.not-paired"));
  talk.end(Direction::s2c);
  EXPECT_THAT(talk.heard(), Not(HasSubstr("unanswered"))) << "it may have been lost";
}

TEST(HttpMidStream, AnswerToAnUnknownRequestMayHaveNoBody) {
  Dialogue talk;
  talk.gap(Direction::c2s, 60).server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n").heard();
  talk.server(answer("hi"));
  EXPECT_EQ(talk.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 length=0 !http.not-paired\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2 !http.not-paired");
}

TEST(HttpMidStream, LostAnswersAreNoRefusals) {
  Dialogue talk;
  talk.client(upgrade("/chat")).gap(Direction::s2c, 100).close();
  EXPECT_THAT(talk.heard(), Not(HasSubstr("unanswered")));
  EXPECT_THAT(talk.sessions(), ElementsAre(Not(HasSubstr("refused"))));
}

// ---- captures that begin in the middle

TEST(HttpMidStream, CaptureThatBeginsInsideABody) {
  Dialogue talk(middle());
  talk.server("rest of a body").server("\xff\xfe more").heard();
  talk.client(get("/a")).server(answer("hi"));
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/a http_version=1.1\n"
            "s2c http resumed skipped=21 !http.resumed\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, CaptureThatBeginsBetweenRequestAndAnswer) {
  Dialogue talk(middle());
  talk.server(answer("hi")).client(get("/a")).server(answer("ho"));
  EXPECT_EQ(without_times(talk.heard()),
            "s2c http response status=200 reason=OK http_version=1.1 length=2 !http.not-paired\n"
            "c2s http request method=GET target=/a http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, CaptureThatBeginsInsideAPost) {
  Dialogue talk(middle());
  talk.client("ody=1&GET /x HTTP").client("&b=2").server(answer("ok")).client(get("/a")).server(answer("hi"));
  EXPECT_EQ(without_times(talk.heard()),
            "s2c http response status=200 reason=OK http_version=1.1 length=2 !http.not-paired\n"
            "c2s http resumed skipped=21 !http.resumed\n"
            "c2s http request method=GET target=/a http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, CaptureWithoutAnotherHead) {
  Dialogue talk(middle());
  talk.client(get("/a")).server("the end of some body").close();
  EXPECT_THAT(talk.heard(), HasSubstr("s2c http undecoded bytes=20 !http.mid-message"));
}

TEST(HttpMidStream, CaptureThatBeginsInsideALongBody) {
  Dialogue talk(middle());
  for (int i = 0; i < 100; ++i) talk.server(std::string(1400, 'x'));
  EXPECT_EQ(talk.heard(), "");
  talk.client(get("/a")).server(answer("hi"));
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/a http_version=1.1\n"
            "s2c http resumed skipped=140000 !http.resumed\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, WhatNobodyEverClaimsIsCounted) {
  Dialogue talk(middle());
  for (int i = 0; i < 100; ++i) talk.server(std::string(1400, 'x'));
  talk.close();
  EXPECT_THAT(talk.heard(), HasSubstr("s2c stream unrecognised length=140000"));
}

TEST(HttpMidStream, OtherProtocolsAreNotClaimed) {
  Dialogue talk(middle());
  talk.client("USER anonymous\r\nHTTP/1.1\r\n").server("220 HTTP/1 is not spoken here\r\n").close();
  EXPECT_THAT(talk.heard(), Not(HasSubstr("http")));
}

TEST(HttpMidStream, PollingThatBeginsInTheMiddle) {
  Dialogue talk(middle());
  talk.server(
          "4rest of a message\x1e"
          "4whole")
      .server(answer("4nobody's"));
  talk.client(get()).server(answer("4mine"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=mine");
}

TEST(HttpMidStream, PollingGoesOnAfterALostAnswer) {
  Polling talk;
  talk.client(get()).gap(Direction::s2c, 150).client(get()).server(answer("4next"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=next");
  talk.finish();
  EXPECT_THAT(talk.sessions().at(0), Not(HasSubstr("refused")));
  EXPECT_THAT(talk.sessions().at(0), Not(HasSubstr("timeout")));
}

// ---- upgrades whose answer was lost

constexpr std::string_view kInferred = "http upgrade-inferred method=GET target=/chat !http.answer-lost\n";

TEST(HttpMidStream, UpgradeIsInferredFromTheClientsFrames) {
  Dialogue talk;
  talk.client(upgrade("/chat")).gap(Direction::s2c, 200).heard();
  talk.client(from_client(0x81, "Hello")).server(from_server(0x81, "Hi"));
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, StartsWith("c2s " + std::string(kInferred)));
  EXPECT_THAT(heard, HasSubstr("payload=Hello"));
  EXPECT_THAT(heard, HasSubstr("payload=Hi"));
}

TEST(HttpMidStream, UpgradeIsInferredForFramesThatWaited) {
  Dialogue talk;
  talk.client(upgrade("/chat")).client(from_client(0x81, "Hello")).gap(Direction::s2c, 200).heard();
  talk.server(from_server(0x81, "Hi"));
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, StartsWith("s2c " + std::string(kInferred)));
  EXPECT_THAT(heard, HasSubstr("payload=Hello"));
}

TEST(HttpMidStream, UpgradeIsInferredFromTheServersFrames) {
  Dialogue talk;
  talk.client(upgrade("/chat")).gap(Direction::s2c, 200).heard();
  talk.server(from_server(0x81, "one") + from_server(0x81, std::string(300, 'x')));
  EXPECT_THAT(talk.heard(), StartsWith("s2c " + std::string(kInferred)));
}

TEST(HttpMidStream, AnswerThatComesBehindTheGapIsTheAnswer) {
  Dialogue talk;
  talk.client(upgrade("/chat")).gap(Direction::s2c, 20).server(switching() + from_server(0x81, "Hi"));
  EXPECT_THAT(without_times(talk.heard()),
              HasSubstr("s2c http response status=101 reason=Switching Protocols http_version=1.1 upgrade=websocket "
                        "accept=right\n"));
}

TEST(HttpMidStream, RestOfARefusalIsNoWebSocket) {
  Dialogue talk;
  talk.client(upgrade("/chat")).gap(Direction::s2c, 200).server("<p>No.</p>\r\n").client(get("/next"));
  talk.server(answer("hi"));
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/chat http_version=1.1 upgrade=websocket\n"
            "s2c http gap missing=200 !http.lost-place\n"
            "c2s http request method=GET target=/next http_version=1.1\n"
            "s2c http resumed skipped=12 !http.resumed\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpMidStream, WhatIsNeitherHttpNorFramesIsNotDecoded) {
  Dialogue talk;
  talk.client(upgrade("/chat")).gap(Direction::s2c, 200).heard();
  talk.client("\xff\xff\xff\xff").server("\xff\xff\xff\xff");
  EXPECT_EQ(talk.heard(), "c2s http undecoded bytes=4 !http.no-answer");
}

TEST(HttpMidStream, TunnelWhoseAnswerWasLost) {
  Dialogue talk;
  talk.client("CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n").gap(Direction::s2c, 40);
  talk.client("\x16\x03\x01\x02").server("\x16\x03\x03\x02").close();
  EXPECT_THAT(talk.heard(), Not(HasSubstr("no-answer")));
}

TEST(HttpMidStream, FramesThatWereLostWhileTheAnswerWasAwaited) {
  Dialogue talk;
  talk.client(upgrade("/chat")).client(from_client(0x81, "first")).gap(Direction::c2s, 50);
  talk.client(from_client(0x81, "garbled").substr(3)).server(switching());
  talk.client(from_client(0x81, "third") + from_client(0x81, "fourth")).close();
  EXPECT_THAT(talk.heard(), HasSubstr("c2s websocket gap")) << "the WebSocket knows that it lacks bytes";
}

}  // namespace
}  // namespace wstrace::test::http_mid_stream_test
