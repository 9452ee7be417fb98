// How HTTP/2's frames are found again where a direction has lost its place: bytes in, found, take or need out.
#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "dissectors/http2/frame_search.h"
#include "http2_frames.h"

namespace wstrace::test::http2_frame_search_test {
namespace {

using http2::FrameSearch;
using http2::FrameType;
using Kind = FrameSearch::Result::Kind;

/// "found, 5 skipped", "take 3" or "need 10".
std::string look(FrameSearch& search, const std::string& bytes, Direction dir = Direction::c2s) {
  const auto result = search.look(as_bytes(bytes), dir);
  switch (result.kind) {
    case Kind::found: return "found, " + std::to_string(result.skipped) + " skipped";
    case Kind::take: return "take " + std::to_string(result.n);
    case Kind::need: return "need " + std::to_string(result.n);
  }
  return {};
}

FrameSearch begun() {
  FrameSearch search;
  search.begin();
  return search;
}

TEST(Http2FrameSearch, GoesOnUntilItFinds) {
  FrameSearch search;
  EXPECT_FALSE(search.active());
  EXPECT_TRUE(search.begin());
  EXPECT_FALSE(search.begin()) << "another gap: the same search";
  EXPECT_TRUE(search.active());
  EXPECT_EQ(look(search, h2_get(5, "/")), "found, 0 skipped");
  EXPECT_FALSE(search.active());
}

TEST(Http2FrameSearch, TwoFramesThatFollowOneAnother) {
  FrameSearch search = begun();
  const std::string frames = h2_get(5, "/a") + h2_window(0, 100) + "\x01";
  EXPECT_EQ(look(search, "the end of something" + frames), "take 20");
  EXPECT_EQ(look(search, frames), "found, 20 skipped");
}

TEST(Http2FrameSearch, OneFrameThatEndsWithTheBytes) {
  FrameSearch search = begun();
  const std::string frame = h2_get(5, "/a");
  EXPECT_EQ(look(search, frame + "x"), "need " + std::to_string(frame.size() + 2)) << "what follows is no header yet";
  EXPECT_EQ(look(search, frame), "found, 0 skipped");
}

TEST(Http2FrameSearch, AFrameThatIsNotWholeMayBeOne) {
  FrameSearch search = begun();
  const std::string frame = h2_data(5, std::string(100, 'x'));
  EXPECT_EQ(look(search, frame.substr(0, 50)), "need 51");
  EXPECT_EQ(look(search, frame + "no frame's header"), "take 118") << "it was none";
}

TEST(Http2FrameSearch, WhatAHeaderMayBeginInIsKept) {
  FrameSearch search = begun();
  EXPECT_EQ(look(search, "xxxxxxxx"), "need 9");
  EXPECT_EQ(look(search, std::string(100, 'x')), "take 92");
  EXPECT_EQ(look(search, "xxxxxxxx" + h2_get(5, "/")), "take 8");
  EXPECT_EQ(look(search, h2_get(5, "/")), "found, 100 skipped");
}

TEST(Http2FrameSearch, TheNextSearchCountsAnew) {
  FrameSearch search = begun();
  look(search, "xx" + h2_get(5, "/"));
  EXPECT_EQ(look(search, h2_get(5, "/")), "found, 2 skipped");
  search.begin();
  EXPECT_EQ(look(search, h2_get(7, "/")), "found, 0 skipped");
}

TEST(Http2FrameSearch, NobodyButAServerPushes) {
  const std::string promise = h2_frame(FrameType::push_promise, 0x4, 1, std::string("\0\0\0\x02\x82", 5));
  FrameSearch client = begun();
  EXPECT_NE(look(client, promise, Direction::c2s), "found, 0 skipped");
  FrameSearch server = begun();
  EXPECT_EQ(look(server, promise, Direction::s2c), "found, 0 skipped");
}

}  // namespace
}  // namespace wstrace::test::http2_frame_search_test
