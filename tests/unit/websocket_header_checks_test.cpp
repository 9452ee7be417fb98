// What a frame's header may say, and what is noted of it; the masking keys of a direction.
#include "dissectors/websocket/header_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/key_check.h"
#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_header_checks_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using websocket::FrameHeader;
using websocket::HeaderChecks;
using websocket::KeyCheck;
namespace note = websocket::note;

using Codes = std::vector<std::string>;

/// The codes of what is noted of the frame.
Codes check(HeaderChecks& checks, std::string_view bytes, bool stray = false) {
  const std::optional<FrameHeader> header = FrameHeader::parse(as_bytes(bytes));
  Notes notes;
  checks.check(header.value(), stray, notes);
  Codes codes;
  for (const Note& each : notes.notes()) codes.emplace_back(each.def->code);
  return codes;
}

Codes check_client(std::string_view bytes, bool stray = false) {
  HeaderChecks checks(Direction::c2s);
  return check(checks, bytes, stray);
}

TEST(HeaderChecks, WhatIsAsItShouldBe) {
  HeaderChecks server(Direction::s2c);
  EXPECT_THAT(check_client(from_client(0x81, "hi")), IsEmpty());
  EXPECT_THAT(check(server, from_server(0x82, std::string(70000, 'x'))), IsEmpty());
  EXPECT_THAT(check(server, from_server(0x88, "")), IsEmpty());
}

TEST(HeaderChecks, MasksByDirection) {
  HeaderChecks server(Direction::s2c);
  EXPECT_THAT(check_client(from_server(0x81, "hi")), ElementsAre("ws.unmasked-client-frame"));
  EXPECT_THAT(check(server, from_client(0x81, "hi")), ElementsAre("ws.masked-server-frame"));
}

/// A client that masks its frames masks them all, so a proxy sent this one.
TEST(HeaderChecks, AnUnmaskedCloseBehindMaskedFrames) {
  HeaderChecks client(Direction::c2s);
  EXPECT_THAT(check(client, from_client(0x81, "hi")), IsEmpty());
  EXPECT_THAT(check(client, from_server(0x88, "")), ElementsAre("ws.unmasked-close"));
  EXPECT_THAT(check_client(from_server(0x88, "")), ElementsAre("ws.unmasked-client-frame"));
}

TEST(HeaderChecks, OpcodesAndLengths) {
  EXPECT_THAT(check_client(from_client(0x83, "a")), ElementsAre("ws.reserved-opcode"));
  EXPECT_THAT(check_client(from_client(0x8b, std::string(200, 'a'))), ElementsAre("ws.reserved-opcode"));
  EXPECT_THAT(check_client(from_client(0x09, std::string(126, 'a'))),
              ElementsAre("ws.fragmented-control-frame", "ws.long-control-frame"));
  EXPECT_THAT(check_client(frame({0x81, true, 126}, "a")), ElementsAre("ws.length-not-minimal"));
  EXPECT_THAT(check_client(from_client(0x80, "a"), true), ElementsAre("ws.stray-continuation"));
  EXPECT_THAT(check_client(from_client(0x80, "a"), false), IsEmpty());
}

TEST(HeaderChecks, ReservedBitsMeanWhatWasNegotiated) {
  HeaderChecks deflate(Direction::c2s);
  deflate.configure(websocket::parse_extensions("permessage-deflate"));
  EXPECT_THAT(check(deflate, from_client(0xc1, "a")), IsEmpty());
  EXPECT_THAT(check(deflate, from_client(0xc9, "a")), ElementsAre("ws.compressed-control-frame"));
  EXPECT_THAT(check(deflate, from_client(0xc0, "a")), ElementsAre("ws.rsv1-on-continuation"));
  EXPECT_THAT(check(deflate, from_client(0xa1, "a")), ElementsAre("ws.reserved-bits"));
  EXPECT_THAT(check_client(from_client(0xc1, "a")), ElementsAre("ws.reserved-bits"));
  HeaderChecks unknown(Direction::c2s);
  unknown.configure(websocket::parse_extensions("x-other"));
  EXPECT_THAT(check(unknown, from_client(0xf1, "a")), IsEmpty()) << "which may give any bit a meaning";
}

TEST(HeaderChecks, BehindACloseFrame) {
  HeaderChecks client(Direction::c2s);
  client.close_sent();
  EXPECT_THAT(check(client, from_client(0x81, "a")), ElementsAre("ws.data-after-close"));
  EXPECT_THAT(check(client, from_client(0x88, "")), ElementsAre("ws.second-close"));
  EXPECT_THAT(check(client, from_client(0x89, "")), ElementsAre("ws.ping-after-close"));
  EXPECT_THAT(check(client, from_client(0x8a, "")), IsEmpty()) << "it may have been on its way";
}

// ---- masking keys

TEST(KeyCheck, FreshKeysAndTwoAlikeByChance) {
  KeyCheck keys;
  EXPECT_FALSE(keys.any());
  EXPECT_EQ(keys.check({1, 2, 3, 4}), nullptr);
  EXPECT_TRUE(keys.any());
  EXPECT_EQ(keys.check({1, 2, 3, 4}), nullptr);
  EXPECT_EQ(keys.check({5, 6, 7, 8}), nullptr);
  EXPECT_EQ(keys.check({1, 2, 3, 4}), nullptr);
}

TEST(KeyCheck, TheSameKeyAgainAndAgainIsReportedOnce) {
  KeyCheck keys;
  EXPECT_EQ(keys.check({1, 2, 3, 4}), nullptr);
  EXPECT_EQ(keys.check({1, 2, 3, 4}), nullptr);
  EXPECT_EQ(keys.check({1, 2, 3, 4}), &note::masking_key_reused);
  EXPECT_EQ(keys.check({1, 2, 3, 4}), nullptr);
  EXPECT_EQ(keys.check({0, 0, 0, 0}), nullptr);
}

TEST(KeyCheck, AKeyOfZerosAtOnce) {
  KeyCheck keys;
  EXPECT_EQ(keys.check({0, 0, 0, 0}), &note::zero_masking_key);
}

}  // namespace
}  // namespace wstrace::test::websocket_header_checks_test
