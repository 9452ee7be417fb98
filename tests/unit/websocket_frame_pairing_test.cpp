// Two small parts: the keys by which the sides of a proxy find each other, and the check of a stream's first headers.
#include "dissectors/websocket/frame_pairing.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "dissectors/websocket/claim_check.h"
#include "dissectors/websocket/wire.h"
#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_frame_pairing_test {
namespace {

using websocket::ClaimCheck;
using websocket::FrameHeader;
using websocket::FramePairing;

std::optional<std::string> next(FramePairing& pairing, std::string_view bytes) {
  const FrameHeader header = FrameHeader::parse(as_bytes(bytes)).value();
  return pairing.next(header, as_bytes(bytes).first(header.size));
}

TEST(FramePairing, TheHeadOfAMaskedFrame) {
  FramePairing pairing;
  EXPECT_EQ(next(pairing, frame({0x81, true, 0, "keys"}, "hello")), "frame:\x81\x85keys");
}

TEST(FramePairing, WithoutARandomKeyThereIsNone) {
  FramePairing pairing;
  EXPECT_FALSE(next(pairing, from_server(0x81, "hello")));
  EXPECT_FALSE(next(pairing, frame({0x81, true, 0, std::string_view("\0\0\0\0", 4)}, "hello")));
}

TEST(FramePairing, OnlyTheFirstFramesAreLookedFor) {
  FramePairing pairing;
  for (int i = 0; i < 16; ++i) EXPECT_TRUE(next(pairing, from_client(0x81, "hello"))) << i;
  EXPECT_FALSE(next(pairing, from_client(0x81, "hello")));
}

bool refutes(ClaimCheck& check, Direction dir, std::string_view bytes) {
  return check.refutes(dir, FrameHeader::parse(as_bytes(bytes)).value());
}

TEST(ClaimCheck, WhatNoSenderSends) {
  ClaimCheck check;
  EXPECT_FALSE(refutes(check, Direction::c2s, from_client(0x81, "a")));
  EXPECT_FALSE(refutes(check, Direction::s2c, from_server(0xc2, "a")));
  EXPECT_TRUE(refutes(check, Direction::s2c, from_client(0x81, "a"))) << "masked by a server";
  EXPECT_TRUE(refutes(check, Direction::c2s, from_server(0x81, "a"))) << "not masked by a client";
  EXPECT_TRUE(refutes(check, Direction::s2c, from_server(0x83, "a"))) << "reserved opcode";
  EXPECT_TRUE(refutes(check, Direction::s2c, from_server(0xa1, "a"))) << "RSV2";
  EXPECT_TRUE(refutes(check, Direction::s2c, frame({0x81, false, 126}, "a"))) << "length not minimal";
  EXPECT_TRUE(refutes(check, Direction::s2c, from_hex("82 7f 0000000008000000"))) << "128 MB";
}

TEST(ClaimCheck, AfterSixteenHeadersItIsAWebSocket) {
  ClaimCheck check;
  for (int i = 0; i < 16; ++i) EXPECT_FALSE(refutes(check, Direction::s2c, from_server(0x81, "a")));
  EXPECT_FALSE(refutes(check, Direction::s2c, from_server(0x83, "a")));
}

}  // namespace
}  // namespace wstrace::test::websocket_frame_pairing_test
