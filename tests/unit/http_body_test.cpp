// Content codings of HTTP bodies, and bodies that are shown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "dissectors/http/content_coding.h"
#include "support/dialogue.h"

namespace wstrace::test::http_body_test {
namespace {

using http::ContentDecoder;

/// `window_bits` as for deflateInit2: 31 gzip, 15 zlib, -15 raw.
std::string deflated(std::string_view text, int window_bits) {
  z_stream z{};
  deflateInit2(&z, 9, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

struct Coding {
  const char* name;
  int window_bits;
};

class EveryCoding : public ::testing::TestWithParam<Coding> {};

TEST_P(EveryCoding, WholeAndByteByByte) {
  const std::string text = "the same, the same, the same and something else";
  const std::string coded = deflated(text, GetParam().window_bits);
  for (const std::size_t step : {coded.size(), std::size_t{1}}) {
    ContentDecoder decoder;
    decoder.start(GetParam().name, 1000, 1100);
    for (std::size_t at = 0; at < coded.size(); at += step) decoder.feed(as_bytes(coded).subspan(at, step));
    EXPECT_EQ(decoder.decoded(), text);
    EXPECT_EQ(decoder.state(), ContentDecoder::State::ended);
  }
}

TEST_P(EveryCoding, KeepsNoMoreThanAsked) {
  ContentDecoder decoder;
  decoder.start(GetParam().name, 10, 1100);
  decoder.feed(as_bytes(deflated(std::string(1'000'000, 'x'), GetParam().window_bits)));
  EXPECT_EQ(decoder.decoded(), "xxxxxxxxxx");
  EXPECT_EQ(decoder.state(), ContentDecoder::State::limit);
}

INSTANTIATE_TEST_SUITE_P(HttpBody, EveryCoding,
                         ::testing::Values(Coding{"gzip", 31}, Coding{"x-GZIP", 31}, Coding{"deflate", 15},
                                           Coding{"deflate", -15}));

/// What nobody above takes apart is what the application asked to send; who claims an exchange counts its parts.
TEST(HttpBody, OfAnExchangeThatNobodyClaimsIsPayload) {
  Dialogue talk;
  talk.client("POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
  talk.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(talk.connection().traffic.payload, 8U);
}

TEST(HttpBody, RatioIsLimited) {
  ContentDecoder decoder;
  decoder.start("gzip", 10'000'000, 10);
  const std::string coded = deflated(std::string(5'000'000, 'x'), 31);
  decoder.feed(as_bytes(coded));
  EXPECT_EQ(decoder.state(), ContentDecoder::State::limit);
  EXPECT_EQ(decoder.decoded().size(), 64U << 10);
}

TEST(HttpBody, DamagedAndUnknown) {
  ContentDecoder decoder;
  decoder.start("gzip", 1000, 1100);
  decoder.feed(as_bytes("this is no gzip"));
  EXPECT_EQ(decoder.state(), ContentDecoder::State::damaged);
  decoder.start("br", 1000, 1100);
  decoder.feed(as_bytes("x"));
  EXPECT_EQ(decoder.state(), ContentDecoder::State::unknown_coding);
  EXPECT_EQ(decoder.decoded(), "");
  decoder.start("identity", 1000, 1100);
  decoder.feed(as_bytes("as it is"));
  EXPECT_EQ(decoder.decoded(), "as it is");
}

TEST(HttpBody, RefusalIsShownDecodedFromChunks) {
  const std::string body = deflated(R"({"code":1,"message":"Session ID unknown"})", 31);
  Dialogue talk;
  talk.client(
          "GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\nSec-WebSocket-Version: 13\r\n"
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
      .heard();
  std::string answer = "HTTP/1.1 400 Bad Request\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const char c : body) answer += std::string("1\r\n") + c + "\r\n";
  talk.dribble(Direction::s2c, answer + "0\r\n\r\n");
  EXPECT_THAT(talk.heard(),
              ::testing::EndsWith(R"( body={"code":1,"message":"Session ID unknown"} !http.upgrade-bad-request)"));
  talk.client("GET / HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
  EXPECT_THAT(talk.heard(), ::testing::Not(::testing::HasSubstr("body=")));
}

}  // namespace
}  // namespace wstrace::test::http_body_test
