// HTTP/1.1 as a conversation: requests, responses, their bodies and how they are paired.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/dialogue.h"

namespace wstrace::test::http_messages_test {
namespace {

constexpr std::string_view kGet = "GET /a?b=1 HTTP/1.1\r\nHost: x\r\n\r\n";

TEST(Http, RequestAndResponse) {
  Dialogue talk;
  talk.client(kGet);
  EXPECT_EQ(talk.heard(), "c2s http request method=GET target=/a?b=1 http_version=1.1");
  talk.server("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 5\r\n\r\nhello");
  EXPECT_EQ(talk.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 content_type=text/plain length=5 wait_us=1000");
}

TEST(Http, HeaderNamesAreLowerCaseAndValuesTrimmed) {
  Dialogue talk;
  talk.recorder().show_headers = true;
  talk.client("GET / HTTP/1.1\r\nHOST:  x \t\r\nX-Empty:\r\nX-A: b: c\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/ http_version=1.1 headers={host: x; x-empty: ; x-a: b: c}");
}

TEST(Http, BareLineFeedsAndFoldedLines) {
  Dialogue talk;
  talk.recorder().show_headers = true;
  talk.client("\r\n\nGET / HTTP/1.1\nA: one\r\n two\nB: x\n\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/ http_version=1.1 headers={a: one   two; b: x} !http.folded-header");
}

TEST(Http, OddHeaderLinesAreNoted) {
  Dialogue talk;
  talk.recorder().show_headers = true;
  talk.client("GET /a b HTTP/1.1\r\nno colon here\r\nName : v\r\n: empty\r\nOk: 1\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/a b http_version=1.1 headers={name: v; ok: 1} !http.bad-header "
            "!http.bad-header-name !http.bad-target");
}

TEST(Http, RequestWithBodyIsToldWhenItHasEnded) {
  Dialogue talk;
  talk.recorder().show_packets = true;
  talk.client("POST /p HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc");
  EXPECT_EQ(talk.heard(), "");
  talk.client("defGET /next HTTP/1.1\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=POST target=/p http_version=1.1 length=6 @1-2\n"
            "c2s http request method=GET target=/next http_version=1.1 @2-2");
}

TEST(Http, ChunkedBodyWithExtensionsAndTrailers) {
  Dialogue talk;
  talk.server(
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n"
      "5;name=\"v\"\r\nhello\r\n00A \r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 length=15\n"
            "s2c http response status=204 reason=No Content http_version=1.1");
}

TEST(Http, AfterBrokenChunksTheNextMessageIsFound) {
  for (const char* body : {"zz\r\n", "5\r\nhelloXX", "\r\n", "ffffffffffffffffff\r\n", ";x\r\n"}) {
    Dialogue talk;
    talk.server(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") + body);
    EXPECT_THAT(talk.heard(), ::testing::EndsWith("!http.bad-chunk")) << body;
    talk.server("more\r\n").server("HTTP/1.1 204 -\r\n\r\n");
    EXPECT_THAT(talk.heard(), ::testing::HasSubstr("s2c http response status=204 reason=- http_version=1.1")) << body;
  }
}

TEST(Http, BodyUpToTheEndOfTheConnection) {
  Dialogue talk;
  talk.client("GET / HTTP/1.0\r\n\r\n").server("HTTP/1.0 200 OK\r\n\r\nabc").server("def");
  talk.heard();
  talk.end(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c http response status=200 reason=OK http_version=1.0 length=6 wait_us=1000");
}

TEST(Http, NoBodyWhereNoneCanBe) {
  Dialogue talk;
  talk.client("HEAD /h HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
  talk.client("GET /c HTTP/1.1\r\n\r\n").server("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
  talk.client("GET /d HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=HEAD target=/h http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 wait_us=1000\n"
            "c2s http request method=GET target=/c http_version=1.1\n"
            "s2c http response status=304 reason=Not Modified http_version=1.1 wait_us=1000\n"
            "c2s http request method=GET target=/d http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=0 wait_us=1000");
}

TEST(Http, PipelinedRequestsAreAnsweredInOrder) {
  Dialogue talk;
  talk.client("GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n").heard();
  talk.server(
      "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\naHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
      "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 length=1 wait_us=1000 answers=GET /1\n"
            "s2c http response status=200 reason=OK http_version=1.1 wait_us=1000 answers=HEAD /2\n"
            "s2c http response status=404 reason=Not Found http_version=1.1 length=0 wait_us=1000");
}

TEST(Http, InterimAnswersDoNotAnswer) {
  Dialogue talk;
  talk.client("POST /u HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n");
  talk.server("HTTP/1.1 100 Continue\r\n\r\n").client("abc");
  talk.server("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=POST target=/u http_version=1.1 length=3\n"
            "s2c http response status=100 reason=Continue http_version=1.1\n"
            "s2c http response status=103 reason=Early Hints http_version=1.1 wait_us=1000\n"
            "s2c http response status=200 http_version=1.1 length=0 wait_us=1000");
}

TEST(Http, OddLengths) {
  Dialogue talk;
  talk.client("POST /1 HTTP/1.1\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
  talk.client("POST /2 HTTP/1.1\r\nContent-Length: 2, 3\r\n\r\nab");
  talk.client("POST /3 HTTP/1.1\r\nContent-Length: 1e3\r\n\r\n");
  talk.client("POST /4 HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=POST target=/1 http_version=1.1 length=0 !http.both-lengths\n"
            "c2s http request method=POST target=/2 http_version=1.1 length=2 !http.differing-lengths\n"
            "c2s http request method=POST target=/3 http_version=1.1 !http.bad-length\n"
            "c2s http request method=POST target=/4 http_version=1.1 length=1");
}

TEST(Http, GapInsideABodyIsCounted) {
  Dialogue talk;
  talk.server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      .gap(Direction::s2c, 4)
      .server("xyzHTTP/1.1 204 -\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 length=10 !http.lost-bytes\n"
            "s2c http response status=204 reason=- http_version=1.1");
}

TEST(Http, GapThatEndsTheBodyExactly) {
  Dialogue talk;
  talk.server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").gap(Direction::s2c, 7);
  EXPECT_EQ(talk.heard(), "s2c http response status=200 reason=OK http_version=1.1 length=10 !http.lost-bytes");
  talk.server("HTTP/1.1 204 -\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c http response status=204 reason=- http_version=1.1");
}

TEST(Http, GapAcrossABoundaryEndsAtTheNextMessage) {
  Dialogue talk;
  talk.server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc")
      .gap(Direction::s2c, 8)
      .server("HTTP/1.1 204 -\r\n\r\n");
  talk.client(kGet);
  EXPECT_EQ(talk.heard(),
            "s2c http response status=200 reason=OK http_version=1.1 length=10 !http.lost-bytes\n"
            "s2c http gap missing=8 !http.lost-place\n"
            "s2c http response status=204 reason=- http_version=1.1 !http.not-paired\n"
            "c2s http request method=GET target=/a?b=1 http_version=1.1");
}

TEST(Http, GapInsideAChunk) {
  Dialogue talk;
  talk.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n01")
      .gap(Direction::s2c, 6)
      .server("89\r\n0\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c http response status=200 reason=OK http_version=1.1 length=10 !http.lost-bytes");
}

TEST(Http, GapInAHead) {
  Dialogue talk;
  talk.client(kGet).client("GET /b HTTP").gap(Direction::c2s, 3).client("1\r\n\r\n").heard();
  talk.server("HTTP/1.1 204 -\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c http response status=204 reason=- http_version=1.1 wait_us=4000");
}

TEST(Http, EndInTheMiddle) {
  Dialogue talk;
  talk.client("GET / HTT").server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  talk.end(Direction::c2s).end(Direction::s2c, End::rst);
  EXPECT_EQ(talk.heard(),
            "c2s http undecoded bytes=9 !http.cut-head\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=3 !http.reader-left");
}

TEST(Http, AServerThatEndsInTheMiddle) {
  Dialogue talk;
  talk.client(kGet).server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").heard();
  talk.end(Direction::s2c);
  EXPECT_THAT(talk.heard(), testing::HasSubstr("!http.cut-short"));
}

TEST(Http, EndOfTheCaptureIsNoFault) {
  Dialogue talk;
  talk.server("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc").end(Direction::s2c, End::capture_end);
  EXPECT_EQ(talk.heard(), "s2c http response status=200 reason=OK http_version=1.1 length=3 !http.unfinished");
}

TEST(Http, ServerThatLeavesWithoutAnAnswer) {
  Dialogue talk;
  talk.client(kGet).heard();
  talk.end(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c http unanswered method=GET target=/a?b=1 !http.unanswered");
}

TEST(Http, ClientThatLeavesFirstIsNoFaultOfTheServer) {
  Dialogue talk;
  talk.client(kGet).heard();
  talk.end(Direction::c2s).end(Direction::s2c);
  EXPECT_EQ(talk.heard(), "");
}

TEST(Http, LongBodyIsToldBeforeItsEnd) {
  Limits limits;
  limits.http_body = 4;
  Dialogue talk({}, limits);
  talk.server("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n").server("12345");
  EXPECT_EQ(talk.heard(), "s2c http response status=200 reason=OK http_version=1.1 length=12 !http.long-body");
  talk.server("1234567HTTP/1.1 204 -\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c http response status=204 reason=- http_version=1.1");
}

TEST(Http, OtherProtocolsAreNotClaimed) {
  for (const char* first : {"PRI * HTTP/3.0\r\n\r\nSM\r\n\r\n", "EHLO me\r\n", "SSH-2.0-lab\r\n",
                            "OPTIONS * RTSP/1.0\r\n", "GET /\r\n", "G\xc3\x89T / HTTP/1.1\r\n"}) {
    Dialogue talk;
    talk.client(first);
    EXPECT_THAT(talk.heard(), ::testing::HasSubstr("stream unrecognised")) << first;
  }
}

TEST(Http, AlpnDecides) {
  Offer offer;
  offer.protocol = "http/1.1";
  Dialogue talk(std::move(offer));
  talk.client("garbage\r\n\r\n");
  EXPECT_EQ(talk.heard(), "c2s http undecoded bytes=11 !http.not-http");
}

TEST(Http, LongRequestLineIsClaimedBeforeItEnds) {
  Dialogue talk;
  const std::string path = "/" + std::string(9000, 'q');
  talk.client("GET " + path.substr(0, 5000)).client(path.substr(5000) + " HTTP/1.1\r\n\r\n");
  EXPECT_EQ(talk.heard(), "c2s http request method=GET target=" + path + " http_version=1.1");
}

}  // namespace
}  // namespace wstrace::test::http_messages_test
