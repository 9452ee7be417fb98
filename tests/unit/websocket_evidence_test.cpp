// What counts as evidence for WebSocket frames (evidence.h), and what does not.
#include <gtest/gtest.h>

#include <random>

#include "dissectors/websocket/evidence.h"
#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_evidence_test {
namespace {

using websocket::find_frames;
using websocket::kEnoughAtOnce;
using websocket::kEnoughSearched;
using websocket::kEnoughToClaim;
using websocket::weigh_frames;
using websocket::weigh_stream;

constexpr unsigned kAll = 1000;

std::optional<unsigned> weigh(std::string_view bytes, Direction dir) {
  return weigh_frames(as_bytes(bytes), dir, kAll);
}

TEST(Evidence, AWholeFrameIsEnoughWhereOneIsExpected) {
  EXPECT_GE(weigh(from_server(0x81, "hello"), Direction::s2c).value_or(0), kEnoughAtOnce);
  EXPECT_GE(weigh(from_client(0x82, "\x01\x02"), Direction::c2s).value_or(0), kEnoughAtOnce);
}

TEST(Evidence, FramesOfTheOtherDirectionAreRefuted) {
  EXPECT_FALSE(weigh(from_server(0x81, "hello"), Direction::c2s));
  EXPECT_FALSE(weigh(from_client(0x81, "hello"), Direction::s2c));
}

TEST(Evidence, WhatNoFrameMayBeIsRefuted) {
  EXPECT_FALSE(weigh(from_server(0x83, "a"), Direction::s2c)) << "reserved opcode";
  EXPECT_FALSE(weigh(from_server(0xa1, "a"), Direction::s2c)) << "RSV2";
  EXPECT_FALSE(weigh(from_server(0x09, "a"), Direction::s2c)) << "fragmented ping";
  EXPECT_FALSE(weigh(from_hex("81 7e 0005 68656c6c6f"), Direction::s2c)) << "length not minimal";
  EXPECT_FALSE(weigh(from_server(0x81, "\xff\xfe"), Direction::s2c)) << "no UTF-8";
  EXPECT_FALSE(weigh(from_server(0x88, std::string("\x03\xed", 2)), Direction::s2c)) << "close code 1005";
  EXPECT_FALSE(weigh(from_server(0x81, "a") + "GET /", Direction::s2c)) << "no frame behind it";
  EXPECT_FALSE(weigh(from_server(0x01, "a") + from_server(0x81, "b"), Direction::s2c)) << "within a fragmented message";
  EXPECT_FALSE(weigh("HTTP/1.1 200 OK\r\n", Direction::s2c));
  EXPECT_FALSE(weigh(std::string(100, '\0'), Direction::s2c)) << "zeros";
}

TEST(Evidence, FragmentsAndControlFramesBetweenThemChain) {
  const std::string chain = from_server(0x01, "fr\xc3") + from_server(0x89, "p") + from_server(0x80, "\xa9g");
  EXPECT_GE(weigh(chain, Direction::s2c).value_or(0), kEnoughSearched);
}

/// Bytes of a frame that come one by one refute nothing.
TEST(Evidence, NoBeginningOfFramesIsRefuted) {
  const std::string chain = from_client(0x81, "{\"a\":1}") + from_client(0x82, std::string(300, 'x')) +
                            from_client(0x88, std::string("\x03\xe8", 2));
  for (std::size_t n = 0; n <= chain.size(); ++n)
    EXPECT_TRUE(weigh(std::string_view(chain).substr(0, n), Direction::c2s)) << n << " bytes";
}

TEST(Evidence, FramesAreFoundBehindTheRestOfAMessage) {
  const std::string rest(777, 'r');
  const std::string frames = from_server(0x81, "{\"n\":1}") + from_server(0x81, "{\"n\":2}") + from_server(0x81, "{}");
  const auto search = find_frames(as_bytes(rest + frames), Direction::s2c, 0, true);
  EXPECT_TRUE(search.found);
  EXPECT_EQ(search.at, rest.size());
}

TEST(Evidence, RandomBytesAreNoWebSocket) {
  std::mt19937 engine(7);
  unsigned claimed = 0;
  for (int i = 0; i < 300; ++i) {
    std::string bytes(1500, '\0');
    for (char& c : bytes) c = static_cast<char>(engine());
    for (const Direction dir : {Direction::c2s, Direction::s2c})
      claimed += weigh_stream(as_bytes(bytes), dir) >= kEnoughToClaim;
  }
  EXPECT_EQ(claimed, 0U);
}

TEST(Evidence, ABareHeartbeatInBothDirectionsIsEnoughToClaim) {
  const unsigned bits = weigh_stream(as_bytes(from_server(0x81, "2")), Direction::s2c) +
                        weigh_stream(as_bytes(from_client(0x81, "3")), Direction::c2s);
  EXPECT_GE(bits, kEnoughToClaim);
}

}  // namespace
}  // namespace wstrace::test::websocket_evidence_test
