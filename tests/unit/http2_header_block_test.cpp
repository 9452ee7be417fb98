// HTTP/2's header blocks out of their frames (RFC 9113 4.3, 6.2, 6.6, 6.10): when they are whole, what breaks them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "dissectors/http2/header_block.h"
#include "http2_frames.h"

namespace wstrace::test::http2_header_block_test {
namespace {

using http2::FrameHeader;
using http2::FrameType;
using http2::HeaderBlock;
using http2::HeaderBlockReader;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
namespace flag = http2::flag;

constexpr std::size_t kMost = 1000;

class Http2HeaderBlock : public ::testing::Test {
 protected:
  /// Each frame comes in a packet of its own.
  HeaderBlockReader::Result read(const std::string& frame) {
    ++packet_;
    return reader.read(*FrameHeader::parse(as_bytes(frame)), as_bytes(frame), {packet_, packet_}, kMost);
  }
  HeaderBlockReader reader;

 private:
  std::uint64_t packet_ = 0;
};

std::string continuation(std::uint32_t stream, std::string_view fragment, bool last) {
  return h2_frame(FrameType::continuation, last ? flag::kEndHeaders : 0, stream, fragment);
}

TEST_F(Http2HeaderBlock, OneFrame) {
  const std::string frame = h2_headers(5, {{":method", "GET"}, {"a", "b"}}, true);
  auto [error, block] = read(frame);
  EXPECT_EQ(error, "");
  ASSERT_TRUE(block.has_value());
  EXPECT_EQ(block->stream, 5U);
  EXPECT_TRUE(block->end_stream);
  EXPECT_FALSE(block->promise);
  EXPECT_FALSE(block->broken);
  EXPECT_EQ(block->raw, frame);
  EXPECT_EQ(block->fields.pseudo(":method"), "GET");
  EXPECT_THAT(block->fields.pairs(), ElementsAre(Pair("a", "b")));
  EXPECT_FALSE(reader.open());
}

TEST_F(Http2HeaderBlock, AnyCutBetweenItsFrames) {
  const std::string whole = h2_block({{":status", "200"}, {"a", "b"}});
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    EXPECT_FALSE(read(h2_frame(FrameType::headers, flag::kEndStream, 1, whole.substr(0, cut))).block.has_value());
    EXPECT_TRUE(reader.open());
    EXPECT_FALSE(read(continuation(1, "", false)).block.has_value());
    auto block = read(continuation(1, whole.substr(cut), true)).block;
    ASSERT_TRUE(block.has_value());
    EXPECT_TRUE(block->end_stream) << "HEADERS say so, not CONTINUATION";
    EXPECT_EQ(block->packets.last - block->packets.first, 2U);
    EXPECT_EQ(block->fields.pseudo(":status"), "200");
    EXPECT_THAT(block->fields.pairs(), ElementsAre(Pair("a", "b")));
  }
}

TEST_F(Http2HeaderBlock, PaddingAndPriorityAreTakenOff) {
  const std::string payload = std::string("\x02") + "12345" + h2_block({{"a", "b"}}) + "pp";
  const auto flags = static_cast<std::uint8_t>(flag::kEndHeaders | flag::kPadded | flag::kPriority);
  auto [error, block] = read(h2_frame(FrameType::headers, flags, 1, payload));
  EXPECT_EQ(error, "");
  EXPECT_THAT(block->fields.pairs(), ElementsAre(Pair("a", "b")));
}

TEST_F(Http2HeaderBlock, APromise) {
  const std::string payload = std::string("\0\0\0\x08", 4) + h2_block({{":path", "/pushed"}});
  auto [error, block] = read(h2_frame(FrameType::push_promise, flag::kEndHeaders, 1, payload));
  EXPECT_EQ(error, "");
  EXPECT_TRUE(block->promise);
  EXPECT_FALSE(block->end_stream);
  EXPECT_EQ(block->stream, 1U);
  EXPECT_EQ(block->promised, 8U);
  EXPECT_EQ(block->fields.pseudo(":path"), "/pushed");
}

TEST_F(Http2HeaderBlock, FramesThatAreTooShortEndTheirBlockAllTheSame) {
  const auto padded = static_cast<std::uint8_t>(flag::kEndHeaders | flag::kPadded);
  auto headers = read(h2_frame(FrameType::headers, padded, 1, "\tab"));
  EXPECT_EQ(headers.error, "the padding or the priority is longer than the frame");
  EXPECT_THAT(headers.block->fields.pairs(), IsEmpty());
  const auto priority = static_cast<std::uint8_t>(flag::kEndHeaders | flag::kPriority);
  EXPECT_EQ(read(h2_frame(FrameType::headers, priority, 1, "1234")).error,
            "the padding or the priority is longer than the frame");
  auto promise = read(h2_frame(FrameType::push_promise, flag::kEndHeaders, 1, "123"));
  EXPECT_EQ(promise.error, "the frame is too short for the stream that it promises");
  EXPECT_EQ(promise.block->promised, 0U);
}

TEST_F(Http2HeaderBlock, WhatMayComeInside) {
  const FrameHeader next = *FrameHeader::parse(as_bytes(continuation(1, "", true)));
  const FrameHeader other = *FrameHeader::parse(as_bytes(continuation(3, "", true)));
  const FrameHeader data = *FrameHeader::parse(as_bytes(h2_data(1, "")));
  EXPECT_FALSE(reader.interrupted_by(data));
  read(h2_frame(FrameType::headers, 0, 1));
  EXPECT_FALSE(reader.interrupted_by(next));
  EXPECT_TRUE(reader.interrupted_by(other));
  EXPECT_TRUE(reader.interrupted_by(data));
}

TEST_F(Http2HeaderBlock, AContinuationNeedsABeginning) {
  EXPECT_EQ(read(continuation(1, "", true)).error, "a CONTINUATION without HEADERS before it");
  read(h2_frame(FrameType::headers, 0, 1));
  const auto other = read(continuation(3, "", true));
  EXPECT_EQ(other.error, "a CONTINUATION without HEADERS before it");
  EXPECT_FALSE(other.block.has_value());
  EXPECT_TRUE(read(continuation(1, "", true)).block.has_value()) << "the block goes on";
}

TEST_F(Http2HeaderBlock, ABrokenOneSaysSoAndTheNextIsRead) {
  auto broken = read(h2_frame(FrameType::headers, 0, 1, h2_block({{"a", "b"}}) + "\xff\xff\xff\x7f"));
  EXPECT_FALSE(broken.block.has_value()) << "its end is still to come";
  broken = read(continuation(1, h2_block({{"c", "d"}}), true));
  EXPECT_TRUE(broken.block->broken);
  EXPECT_THAT(broken.block->fields.pairs(), ElementsAre(Pair("a", "b")));
  auto next = read(h2_headers(3, {{"e", "f"}}));
  EXPECT_FALSE(next.block->broken);
  EXPECT_THAT(next.block->fields.pairs(), ElementsAre(Pair("e", "f")));
}

TEST_F(Http2HeaderBlock, TheTableGoesThroughAllBlocks) {
  read(h2_frame(FrameType::headers, flag::kEndHeaders, 1, h2_indexed("a", "b")));
  const std::string newest = "\xbe";  // index 62: the newest entry of the dynamic table
  auto known = read(h2_frame(FrameType::headers, flag::kEndHeaders, 3, newest));
  EXPECT_THAT(known.block->fields.pairs(), ElementsAre(Pair("a", "b")));
  reader.lose();
  auto unknown = read(h2_frame(FrameType::headers, flag::kEndHeaders, 5, newest));
  EXPECT_THAT(unknown.block->fields.pairs(), IsEmpty());
  EXPECT_EQ(unknown.block->fields.unknown(), 1U);
  EXPECT_FALSE(unknown.block->broken);
}

TEST_F(Http2HeaderBlock, ALossEndsWhatWasOpen) {
  read(h2_frame(FrameType::headers, 0, 1, h2_block({{"a", "b"}})));
  reader.lose();
  EXPECT_FALSE(reader.open());
  EXPECT_FALSE(read(continuation(1, "", true)).block.has_value());
}

TEST_F(Http2HeaderBlock, LimitsHold) {
  read(h2_frame(FrameType::headers, 0, 1, h2_block({{"a", "b"}})));
  const std::string long_fields = h2_block({{"x", std::string(200, 'x')}});
  for (int i = 0; i < 1000; ++i) read(continuation(1, long_fields, false));
  const auto block = read(continuation(1, "", true)).block;
  EXPECT_TRUE(block->fields.cut());
  EXPECT_LE(block->raw.size(), (64U << 10) + 300);
}

}  // namespace
}  // namespace wstrace::test::http2_header_block_test
