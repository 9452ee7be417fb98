// ChainSearch (seam/chain_search.h): chains of frames in a stream whose place is not known.
#include <gtest/gtest.h>

#include <string>

#include "seam/chain_search.h"

namespace wstrace::test::seam_chain_search_test {
namespace {

/// A frame is '#', a digit, and so many bytes.
struct Chain {
  unsigned frames = 0;
  unsigned cost = 0;
  unsigned worth(unsigned more) const { return 10 * frames + more > cost ? 10 * frames + more - cost : 0; }
};

Link weigh(Chain&, Bytes rest) {
  if (rest[0] != '#') return Link::broken();
  if (rest.size() < 2) return Link::need(2);
  return rest[1] >= '0' && rest[1] <= '9' ? Link::next(2 + rest[1] - '0') : Link::broken();
}

class Stream {
 public:
  void say(std::string_view bytes) {
    kept_ += bytes;
    search.look({as_bytes(kept_), given_up_}, weigh);
  }
  void give_up() {
    given_up_ += kept_.size();
    kept_.clear();
  }
  void gap(std::size_t n) { given_up_ += kept_.size() + n, kept_.clear(); }
  unsigned frames() const { return search.best(1).chain == nullptr ? 0 : search.best(1).chain->frames; }

  ChainSearch<Chain> search{Chain{}};

 private:
  std::string kept_;
  std::uint64_t given_up_ = 0;
};

TEST(ChainSearch, FollowsLengths) {
  Stream stream;
  stream.say("...#3abc#0#1x");
  EXPECT_EQ(stream.frames(), 3U);
  EXPECT_TRUE(stream.search.best(1).ends_here);
}

TEST(ChainSearch, AChainThatLeadsToNoFrameIsGone) {
  Stream stream;
  stream.say("#3abc#0");
  EXPECT_EQ(stream.frames(), 2U);
  stream.say("x");
  EXPECT_EQ(stream.frames(), 0U);
}

TEST(ChainSearch, AFrameMayComeByteByByte) {
  Stream stream;
  for (const char c : std::string("#2ab#1a#9")) stream.say({&c, 1});
  EXPECT_EQ(stream.frames(), 3U);
}

TEST(ChainSearch, OfTwoChainsTheBetterOneGoesOn) {
  Stream stream;
  stream.say("#1##0#0");  // from the front, and from the third byte on
  EXPECT_EQ(stream.frames(), 3U);
}

TEST(ChainSearch, AChainGoesOnBehindWhatWasGivenUp) {
  Stream stream;
  stream.say("#1a#9abc");
  stream.give_up();
  stream.say("defghi#0");
  EXPECT_EQ(stream.frames(), 3U);
}

TEST(ChainSearch, AGapWithinAFrameBreaksNothing) {
  Stream stream;
  stream.say("#1a#9abc");
  stream.gap(4);
  stream.say("hi#0");
  EXPECT_EQ(stream.frames(), 3U);
  stream.gap(4);
  EXPECT_EQ((stream.say("abc"), stream.frames()), 0U) << "the next frame was in it";
}

TEST(ChainSearch, EachPlaceIsWeighedOnceHoweverTheBytesAreCut) {
  std::string bytes;
  for (int i = 0; i < 20000; ++i) bytes += "#5#3ab#9xx"[i % 10];
  Stream whole;
  whole.say(bytes);
  ChainSearch<Chain> cut{Chain{}};
  for (std::size_t n = 1; n <= bytes.size(); ++n) cut.look({as_bytes(bytes).first(n), 0}, weigh);
  EXPECT_LE(whole.search.weighed(), 2 * bytes.size());
  EXPECT_LE(cut.weighed(), 3 * bytes.size());
}

}  // namespace
}  // namespace wstrace::test::seam_chain_search_test
