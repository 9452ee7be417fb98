// A DATA frame of HTTP/2 as its bytes go by (RFC 9113 6.1): which are content, which are padding.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>

#include "dissectors/http2/data_frame.h"
#include "http2_frames.h"

namespace wstrace::test::http2_data_frame_test {
namespace {

using http2::DataFrame;
using http2::DataShare;
using http2::FrameHeader;
using http2::FrameType;
namespace flag = http2::flag;

/// Whether the frame that these bytes begin with is one whose padding fits into it.
bool begin(DataFrame& data, const std::string& frame) {
  const FrameHeader header = *FrameHeader::parse(as_bytes(frame));
  return data.begin(header, first(as_bytes(frame), DataFrame::head_size(header)));
}

std::string padded(std::uint8_t padding, std::string_view content_and_padding) {
  const std::string payload = static_cast<char>(padding) + std::string(content_and_padding);
  return h2_frame(FrameType::data, flag::kPadded | flag::kEndStream, 1, payload);
}

TEST(Http2DataFrame, ContentComesInPieces) {
  DataFrame data;
  EXPECT_FALSE(data.open());
  EXPECT_TRUE(begin(data, h2_data(5, "0123456789")));
  EXPECT_EQ(data.stream(), 5U);
  EXPECT_FALSE(data.ends_stream());
  EXPECT_EQ(data.left(), 10U);
  EXPECT_EQ(data.pass(4), (DataShare{4, 0}));
  EXPECT_TRUE(data.open());
  EXPECT_EQ(data.pass(100), (DataShare{6, 0})) << "what follows is another frame's";
  EXPECT_FALSE(data.open());
  EXPECT_EQ(data.pass(100), (DataShare{0, 0}));
}

TEST(Http2DataFrame, PaddingStandsBehindTheContent) {
  DataFrame data;
  EXPECT_TRUE(begin(data, padded(3, std::string_view("hello\0\0\0", 8))));
  EXPECT_TRUE(data.ends_stream());
  EXPECT_EQ(data.left(), 8U);
  EXPECT_EQ(data.padding(), 3U);
  EXPECT_EQ(data.pass(4), (DataShare{4, 0}));
  EXPECT_EQ(data.pass(2), (DataShare{1, 1}));
  EXPECT_EQ(data.pass(1), (DataShare{0, 1}));
  EXPECT_TRUE(data.open());
  EXPECT_EQ(data.pass(9), (DataShare{0, 1}));
  EXPECT_FALSE(data.open());
}

TEST(Http2DataFrame, TheLengthOfThePaddingBelongsToTheHead) {
  EXPECT_EQ(DataFrame::head_size(*FrameHeader::parse(as_bytes(h2_data(1, "x")))), 9U);
  EXPECT_EQ(DataFrame::head_size(*FrameHeader::parse(as_bytes(padded(0, "x")))), 10U);
  const std::string no_room = h2_frame(FrameType::data, flag::kPadded, 1);
  EXPECT_EQ(DataFrame::head_size(*FrameHeader::parse(as_bytes(no_room))), 9U);
}

TEST(Http2DataFrame, AnEmptyOneIsOverAtOnce) {
  DataFrame data;
  EXPECT_TRUE(begin(data, h2_data(7, "", true)));
  EXPECT_FALSE(data.open());
  EXPECT_TRUE(data.ends_stream());
  EXPECT_TRUE(begin(data, padded(0, "")));
  EXPECT_FALSE(data.open());
}

TEST(Http2DataFrame, PaddingThatIsLongerThanTheFrame) {
  DataFrame data;
  EXPECT_TRUE(begin(data, padded(3, "123"))) << "nothing but padding";
  EXPECT_FALSE(begin(data, padded(4, "123")));
  EXPECT_EQ(data.pass(100), (DataShare{0, 3}));
}

TEST(Http2DataFrame, LostBytesAreContentOrPadding) {
  DataFrame data;
  begin(data, padded(2, "hello12"));
  EXPECT_EQ(data.pass(6), (DataShare{5, 1}));
  EXPECT_EQ(data.left(), 1U);
  begin(data, h2_data(1, "hello"));
  data.abandon();
  EXPECT_FALSE(data.open()) << "the place is lost";
}

}  // namespace
}  // namespace wstrace::test::http2_data_frame_test
