// What is wrong with frames and settings of HTTP/2 by themselves, as tables (RFC 9113 4, 6).
#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>

#include "dissectors/http2/frame_checks.h"

namespace wstrace::test::http2_frame_checks_test {
namespace {

using enum http2::FrameType;
using http2::FrameHeader;
using http2::FrameType;
using http2::SettingId;
using http2::wrong_value;

FrameHeader frame(FrameType type, std::uint32_t length, std::uint32_t stream = 0, std::uint8_t flags = 0) {
  return {length, static_cast<std::uint8_t>(type), flags, stream};
}

TEST(Http2FrameChecks, SizesByType) {
  struct Case {
    FrameType type;
    std::uint32_t length;
    std::string_view wrong;
    std::uint8_t flags = 0;
  };
  const Case cases[] = {
      {data, 0, ""},
      {headers, 0, ""},
      {priority, 5, ""},
      {priority, 4, "a PRIORITY frame must have 5 bytes"},
      {rst_stream, 4, ""},
      {rst_stream, 5, "an RST_STREAM frame must have 4 bytes"},
      {ping, 8, ""},
      {ping, 7, "a PING frame must have 8 bytes"},
      {window_update, 4, ""},
      {window_update, 0, "a WINDOW_UPDATE frame must have 4 bytes"},
      {goaway, 8, ""},
      {goaway, 100, ""},
      {goaway, 7, "a GOAWAY frame must have at least 8 bytes"},
      {settings, 0, ""},
      {settings, 12, ""},
      {settings, 5, "the length of a SETTINGS frame must be a multiple of 6 bytes"},
      {settings, 0, "", http2::flag::kAck},
      {settings, 6, "a SETTINGS frame with ACK must be empty", http2::flag::kAck},
      {altsvc, 0, ""},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(wrong_size(frame(each.type, each.length, 0, each.flags)), each.wrong)
        << http2::name_of_type(static_cast<std::uint8_t>(each.type)) << " of " << each.length;
  }
}

TEST(Http2FrameChecks, StreamsByType) {
  constexpr std::string_view kNeedsOne = "a frame that must belong to a stream has stream number 0";
  constexpr std::string_view kHasOne = "a frame that concerns the whole connection has a stream number";
  for (const FrameType type : {data, headers, priority, rst_stream, push_promise, continuation}) {
    EXPECT_EQ(wrong_stream(frame(type, 8, 0)), kNeedsOne);
    EXPECT_EQ(wrong_stream(frame(type, 8, 1)), "");
  }
  for (const FrameType type : {settings, ping, goaway}) {
    EXPECT_EQ(wrong_stream(frame(type, 8, 0)), "");
    EXPECT_EQ(wrong_stream(frame(type, 8, 1)), kHasOne);
  }
  for (const FrameType type : {window_update, altsvc, static_cast<FrameType>(0x77)}) {
    EXPECT_EQ(wrong_stream(frame(type, 8, 0)), "");
    EXPECT_EQ(wrong_stream(frame(type, 8, 1)), "");
  }
}

TEST(Http2FrameChecks, ValuesOfSettings) {
  struct Case {
    SettingId id;
    std::uint32_t value;
    std::string_view wrong;
  };
  const std::string_view frame_size = "MAX_FRAME_SIZE is not between 16384 and 16777215";
  const Case cases[] = {
      {SettingId::header_table_size, 0xffffffff, ""},
      {SettingId::enable_push, 1, ""},
      {SettingId::enable_push, 2, "ENABLE_PUSH is neither 0 nor 1"},
      {SettingId::enable_connect_protocol, 2, "ENABLE_CONNECT_PROTOCOL is neither 0 nor 1"},
      {SettingId::initial_window_size, 0x7fffffff, ""},
      {SettingId::initial_window_size, 0x80000000, "INITIAL_WINDOW_SIZE exceeds the maximum window size"},
      {SettingId::max_frame_size, 16384, ""},
      {SettingId::max_frame_size, 16383, frame_size},
      {SettingId::max_frame_size, 16777215, ""},
      {SettingId::max_frame_size, 16777216, frame_size},
      {static_cast<SettingId>(0x1a2a), 0xffffffff, ""},
  };
  for (const Case& each : cases) {
    EXPECT_EQ(wrong_value({static_cast<std::uint16_t>(each.id), each.value}), each.wrong) << each.value;
  }
}

TEST(Http2FrameChecks, WhatNoPeerSends) {
  EXPECT_TRUE(is_possible(frame(data, 100, 1), Direction::c2s));
  EXPECT_TRUE(is_possible(frame(data, 100, 1, 0xff), Direction::c2s)) << "unknown flags are to be ignored";
  EXPECT_FALSE(is_possible(frame(data, 100, 0), Direction::c2s));
  EXPECT_FALSE(is_possible(frame(ping, 9, 0), Direction::c2s));
  EXPECT_TRUE(is_possible(frame(push_promise, 20, 1), Direction::s2c));
  EXPECT_FALSE(is_possible(frame(push_promise, 20, 1), Direction::c2s));
  const auto unknown = static_cast<FrameType>(0x77);
  EXPECT_TRUE(is_possible(frame(unknown, 16384, 9), Direction::c2s)) << "unknown types are to be ignored";
  EXPECT_FALSE(is_possible(frame(unknown, 16385, 9), Direction::c2s));
}

}  // namespace
}  // namespace wstrace::test::http2_frame_checks_test
