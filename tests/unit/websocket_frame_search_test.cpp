// The way back to where a frame begins: what each window is answered with, and what is counted as lost.
#include "dissectors/websocket/frame_search.h"

#include <gtest/gtest.h>

#include <string>

#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_frame_search_test {
namespace {

using websocket::FrameSearch;
using Kind = FrameSearch::Answer::Kind;

/// Two messages that no other bytes look like.
std::string frames() { return from_client(0x81, R"({"n":1})") + from_client(0x81, R"({"n":2})"); }

/// Bytes that begin no client's frame: their second one has no mask bit.
std::string rest_of_message(std::size_t n) { return std::string(n, 'r'); }

FrameSearch seeking() {
  FrameSearch resync(Direction::c2s);
  resync.start();
  return resync;
}

TEST(FrameSearch, FramesAtOnce) {
  FrameSearch resync = seeking();
  EXPECT_TRUE(resync.seeking());
  EXPECT_EQ(resync.look(as_bytes(frames())).kind, Kind::found);
  EXPECT_FALSE(resync.seeking());
  EXPECT_FALSE(resync.loss().any());
}

TEST(FrameSearch, NeedsMoreUntilItIsSure) {
  FrameSearch resync = seeking();
  const std::string bytes = frames();
  std::size_t have = 1;
  FrameSearch::Answer answer;
  while ((answer = resync.look(as_bytes(bytes.substr(0, have)))).kind == Kind::need) {
    EXPECT_EQ(answer.n, have + 1);
    ++have;
  }
  EXPECT_EQ(answer.kind, Kind::found);
  EXPECT_GT(have, 6U) << "a header alone is too little";
}

TEST(FrameSearch, SkipsTheRestOfAMessage) {
  FrameSearch resync = seeking();
  const std::string bytes = rest_of_message(100) + frames();
  const FrameSearch::Answer answer = resync.look(as_bytes(bytes));
  EXPECT_EQ(answer.kind, Kind::skip);
  EXPECT_EQ(answer.n, 100U);
  EXPECT_TRUE(resync.seeking());
  EXPECT_EQ(resync.look(as_bytes(bytes.substr(100))).kind, Kind::found);
  EXPECT_EQ(resync.loss().skipped, 100U);
  EXPECT_EQ(resync.loss().missing, 0U);
  resync.reported();
  EXPECT_FALSE(resync.loss().any());
}

TEST(FrameSearch, HalfOfALongWindowIsGivenUp) {
  FrameSearch resync = seeking();
  const std::size_t longest = std::size_t{64} << 10;
  EXPECT_EQ(resync.look(as_bytes(rest_of_message(longest - 1))).kind, Kind::need);
  const FrameSearch::Answer answer = resync.look(as_bytes(rest_of_message(longest)));
  EXPECT_EQ(answer.kind, Kind::skip);
  EXPECT_GE(answer.n, longest / 2);
  EXPECT_EQ(resync.loss().skipped, answer.n);
}

TEST(FrameSearch, AGapMakesWhatWasShownVoid) {
  FrameSearch resync = seeking();
  EXPECT_EQ(resync.look(as_bytes(rest_of_message(30))).kind, Kind::need);
  resync.miss(1000);
  EXPECT_EQ(resync.loss().missing, 1000U);
  EXPECT_EQ(resync.loss().skipped, 30U);
  EXPECT_EQ(resync.look(as_bytes(frames())).kind, Kind::found);
}

TEST(FrameSearch, AGapWhileThePlaceIsKnownIsOnlyCounted) {
  FrameSearch resync(Direction::s2c);
  resync.miss(7);
  resync.end(5);
  EXPECT_FALSE(resync.seeking());
  EXPECT_EQ(resync.loss().missing, 7U);
  EXPECT_EQ(resync.loss().skipped, 0U);
}

TEST(FrameSearch, TheEndComesBeforeAFrame) {
  FrameSearch resync = seeking();
  EXPECT_EQ(resync.look(as_bytes(rest_of_message(30))).kind, Kind::need);
  resync.end(30);
  EXPECT_EQ(resync.loss().skipped, 30U);
}

}  // namespace
}  // namespace wstrace::test::websocket_frame_search_test
