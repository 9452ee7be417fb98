// What counts as evidence for HTTP/2 in the middle of a connection (resync.h), and what does not.
#include <gtest/gtest.h>

#include <array>
#include <memory>
#include <random>

#include "dissectors/http2/resync.h"
#include "support/dialogue.h"
#include "unit/http2_frames.h"

namespace wstrace::test::http2_resync_test {
namespace {

using http2::FrameType;

class Unknown {
 public:
  /// One segment. True when the stream is taken for HTTP/2.
  bool say(Direction dir, std::string_view bytes) {
    std::string& kept = kept_[index(dir)];
    kept += bytes;
    claimed_ = claimed_ || search_->look(dir, {as_bytes(kept), 0}) == Claim::yes;
    return claimed_;
  }
  bool client(std::string_view bytes) { return say(Direction::c2s, bytes); }
  bool server(std::string_view bytes) { return say(Direction::s2c, bytes); }

 private:
  std::unique_ptr<StreamSearch> search_ = http2::make_search();
  std::array<std::string, 2> kept_;
  bool claimed_ = false;
};

std::string ok(std::uint32_t stream) { return h2_headers(stream, {{":status", "200"}, {"server", "x"}}); }

TEST(Http2Evidence, ARequestAndItsAnswerAreEnough) {
  Unknown stream;
  EXPECT_FALSE(stream.client(h2_get(5, "/greeting")));
  EXPECT_TRUE(stream.server(ok(5) + h2_data(5, "hello", true)));
}

TEST(Http2Evidence, OneFrameIsNotEnough) {
  Unknown stream;
  EXPECT_FALSE(stream.client(h2_window(0, 65535)));
  EXPECT_FALSE(stream.server(h2_data(5, "hello")));
}

TEST(Http2Evidence, FramesOfOneSideMustVary) {
  Unknown same;
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(same.client(h2_window(5, 1000)));
  Unknown various;
  various.client(h2_get(5, "/a") + h2_window(0, 1000));
  EXPECT_TRUE(various.client(h2_get(7, "/bcdef")));
}

TEST(Http2Evidence, BothSidesMustSpeakIt) {
  Unknown stream;
  stream.server("220 mail.example.com ESMTP\r\n");
  stream.client(h2_get(5, "/a") + h2_window(0, 1000));
  EXPECT_FALSE(stream.client(h2_get(7, "/bcdef") + h2_data(7, "x", true)));
}

/// Zeros and small numbers are all over other protocols' records.
TEST(Http2Evidence, ZerosAndSmallNumbersAreNot) {
  std::mt19937 random(5);
  for (int i = 0; i < 300; ++i) {
    Unknown stream;
    for (int segment = 0; segment < 6; ++segment) {
      std::string bytes(400, '\0');
      for (char& c : bytes) c = random() % 3 == 0 ? static_cast<char>(random() % 9) : '\0';
      EXPECT_FALSE(stream.say(segment % 2 == 0 ? Direction::c2s : Direction::s2c, bytes)) << i;
    }
  }
}

TEST(Http2Evidence, PayloadsMustFitTheirTypes) {
  const std::string get = h2_get(5, "/a");
  for (const std::string& wrong : {h2_window(0, 0), h2_frame(FrameType::rst_stream, 0, 5, std::string("\0\0\1\0", 4)),
                                   h2_frame(FrameType::settings, 0, 0, std::string("\x40\0\0\0\0\0", 6)),
                                   h2_frame(FrameType::headers, http2::flag::kEndHeaders, 5, "no header fields")}) {
    Unknown stream;
    stream.client(get);
    stream.client(wrong);
    EXPECT_FALSE(stream.server(ok(5) + h2_data(5, "hello", true))) << testing::PrintToString(wrong);
  }
}

TEST(Http2Evidence, HowTheBytesAreCutChangesNothing) {
  Unknown stream;
  for (const char c : h2_get(5, "/greeting")) stream.client({&c, 1});
  for (const char c : ok(5) + h2_data(5, "hello", true)) stream.server({&c, 1});
  EXPECT_TRUE(stream.server({}));
}

// ---- in a dialogue

Offer middle() {
  Offer offer;
  offer.mid_stream = true;
  return offer;
}

TEST(Http2Evidence, WhatFollowsMayTakeItBack) {
  Dialogue talk(middle());
  talk.client(h2_get(5, "/greeting")).server(ok(5) + h2_data(5, "hello", true));
  EXPECT_NE(talk.heard().find("http2 response status=200"), std::string::npos);
  talk.server(from_hex("ffffff 08 ff ffffffff 00000000"));
  EXPECT_EQ(talk.heard(), "s2c http2 not-http2 !http2.mistaken");
  talk.server(h2_data(5, "nobody reads this")).client(h2_get(7, "/nor/this")).close();
  EXPECT_EQ(talk.heard_of("http2"), "");
}

}  // namespace
}  // namespace wstrace::test::http2_resync_test
