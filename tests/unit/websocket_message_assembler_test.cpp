// Data frames joined to a message: unmasked, inflated, checked; and a control frame's payload.
#include "dissectors/websocket/message_assembler.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dissectors/websocket/control_frame.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/frame_reader.h"
#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_message_assembler_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using websocket::ControlFrame;
using websocket::FramePart;
using websocket::FrameReader;
using websocket::MessageAssembler;
using websocket::parse_extensions;

std::vector<std::string> codes(const Notes& notes) {
  std::vector<std::string> out;
  for (const Note& each : notes.notes()) out.emplace_back(each.def->code);
  return out;
}

/// One direction's assembler, and whole frames for it.
class Assembly {
 public:
  explicit Assembly(std::string_view extensions = "", const Limits& limits = {}) {
    message.configure(parse_extensions(extensions), Direction::s2c, limits);
  }

  /// True when the text became invalid with this frame.
  bool take(std::string bytes) {
    kept_ = std::move(bytes);
    const FramePart part = reader_.read({as_bytes(kept_), 0});
    message.begin_frame(reader_.header());
    message.add(reader_.header(), part);
    return message.end_frame(reader_.header(), {});
  }
  std::string text() const { return std::string(as_text(message.shown())); }

  MessageAssembler message;

 private:
  FrameReader reader_{100000};
  std::string kept_;  // a message that lies in one frame is not copied
};

TEST(MessageAssembler, OneFrame) {
  Assembly a;
  a.take(from_server(0x81, "hello"));
  EXPECT_TRUE(a.message.open());
  EXPECT_TRUE(a.message.finish());
  EXPECT_EQ(a.text(), "hello");
  EXPECT_EQ(a.message.frames().count, 1U);
  EXPECT_EQ(a.message.frames().wire_length, 5U);
  EXPECT_FALSE(a.message.frames().binary);
  a.message.close();
  EXPECT_FALSE(a.message.open());
}

TEST(MessageAssembler, FragmentsMaskedWithDifferentKeys) {
  Assembly a;
  a.take(from_client(0x02, "one "));
  a.take(from_client(0x00, ""));
  a.take(from_client(0x80, "two"));
  EXPECT_TRUE(a.message.finish());
  EXPECT_EQ(a.text(), "one two");
  EXPECT_EQ(a.message.frames().count, 3U);
  EXPECT_TRUE(a.message.frames().binary && a.message.frames().masked);
}

TEST(MessageAssembler, AFrameInPieces) {
  const std::string bytes = from_client(0x82, "hello world");
  FrameReader reader(5);
  MessageAssembler message;
  message.configure({}, Direction::c2s, {});
  std::uint64_t at = 0;
  FramePart part = reader.read({as_bytes(bytes), at});
  message.begin_frame(reader.header());
  for (at = part.n; at < bytes.size(); at += part.n) {
    part = reader.read({first(as_bytes(bytes).subspan(at), 3), at});
    message.add(reader.header(), part);
  }
  message.end_frame(reader.header(), {});
  EXPECT_TRUE(message.finish());
  EXPECT_EQ(as_text(message.shown()), "hello world");
}

TEST(MessageAssembler, AMessageInsideAnotherTakesItsPlace) {
  Assembly a;
  a.take(from_server(0x01, "begun"));
  a.take(from_server(0x81, "other"));
  EXPECT_TRUE(a.message.finish());
  EXPECT_EQ(a.text(), "other");
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.interleaved-message"));
}

TEST(MessageAssembler, ALongMessageIsCutBetweenCharacters) {
  Limits limits;
  limits.message = 4;
  Assembly a("", limits);
  a.take(from_client(0x81, "abc\xc3\xa9 and more"));
  EXPECT_TRUE(a.message.finish());
  EXPECT_EQ(a.text(), "abc");
  EXPECT_TRUE(a.message.payload().truncated());
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.message-limit"));
}

TEST(MessageAssembler, TextThatIsInvalidFromOneFrameOn) {
  Assembly a;
  EXPECT_FALSE(a.take(from_server(0x01, "good \xc3")));
  EXPECT_TRUE(a.take(from_server(0x00, "\x28 bad")));
  EXPECT_FALSE(a.take(from_server(0x80, "\xff"))) << "said before";
  EXPECT_TRUE(a.message.finish());
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.invalid-utf8"));
  EXPECT_EQ(a.message.notes().notes()[0].fields[2].number, 2U) << "the frame";
}

TEST(MessageAssembler, NothingIsWrongWithAHalfCharacterBetweenFrames) {
  Assembly a;
  a.take(from_server(0x01, "\xc3"));
  a.take(from_server(0x80, "\xa9"));
  EXPECT_TRUE(a.message.finish());
  EXPECT_THAT(codes(a.message.notes()), IsEmpty());
}

// ---- permessage-deflate (the examples of RFC 7692 7.2.3.2)

const std::string kHello = from_hex("f248cdc9c90700");
const std::string kHelloAgain = from_hex("f200110000");

TEST(MessageAssembler, InflatesWithWhatCameBefore) {
  Assembly a("permessage-deflate");
  for (const std::string& compressed : {kHello, kHelloAgain}) {
    a.take(from_server(0xc1, compressed));
    EXPECT_TRUE(a.message.finish());
    EXPECT_EQ(a.text(), "Hello");
    EXPECT_EQ(a.message.saved(), 0U);
    a.message.close();
  }
}

TEST(MessageAssembler, InflatesMaskedFragments) {
  Assembly a("permessage-deflate");
  a.take(from_client(0x41, kHello.substr(0, 3)));
  a.take(from_client(0x80, kHello.substr(3)));
  EXPECT_TRUE(a.message.finish());
  EXPECT_EQ(a.text(), "Hello");
}

TEST(MessageAssembler, WithoutWhatCameBeforeItCannot) {
  Assembly a("permessage-deflate");
  a.take(from_server(0xc1, kHello));
  EXPECT_TRUE(a.message.finish());
  a.message.close();
  a.message.lose_place();
  a.take(from_server(0xc1, kHelloAgain));
  EXPECT_FALSE(a.message.finish());
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.history-missing"));
}

TEST(MessageAssembler, WhatIsNotDeflate) {
  Assembly a("permessage-deflate");
  a.take(from_server(0xc1, "\xff\xff\xff"));
  EXPECT_FALSE(a.message.finish());
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.bad-deflate"));
}

TEST(MessageAssembler, AnExtensionThatCannotBeUndone) {
  Assembly a("x-webkit-deflate-frame");
  a.take(from_server(0x01, "plain"));
  a.take(from_server(0xc0, "transformed"));
  EXPECT_FALSE(a.message.finish());
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.extension-not-decoded"));
}

// ---- what was not captured

TEST(MessageAssembler, ADamagedMessageGivesWayWithoutANote) {
  Assembly a;
  a.take(from_server(0x01, "begun"));
  a.message.damage();
  EXPECT_TRUE(a.message.damaged());
  a.take(from_server(0x81, "next"));
  EXPECT_FALSE(a.message.damaged());
  EXPECT_TRUE(a.message.finish());
  EXPECT_EQ(a.text(), "next");
  EXPECT_THAT(codes(a.message.notes()), IsEmpty());
}

TEST(MessageAssembler, BehindALostPlaceContinuationsBelongToADamagedMessage) {
  Assembly a;
  a.message.lose_place();
  EXPECT_TRUE(a.message.open() && a.message.damaged());
  a.take(from_server(0x80, "the rest"));
  EXPECT_EQ(a.text(), "");
}

TEST(MessageAssembler, CutOffInTheMiddle) {
  Assembly a;
  a.take(from_server(0x01, "a\xff"));
  a.message.cut_off();
  EXPECT_THAT(codes(a.message.notes()), ElementsAre("ws.invalid-utf8"));
}

// ---- control frames

TEST(ControlFrame, IsUnmaskedPieceByPiece) {
  const std::string bytes = from_client(0x89, "are you there?");
  FrameReader reader(0);
  FramePart part = reader.read({as_bytes(bytes), 0});
  ControlFrame control;
  control.begin();
  for (std::uint64_t at = part.n; at < bytes.size(); at += part.n) {
    part = reader.read({first(as_bytes(bytes).subspan(at), 5), at});
    control.add(reader.header(), part);
  }
  EXPECT_EQ(as_text(control.payload()), "are you there?");
  control.damage();
  EXPECT_TRUE(control.damaged());
  control.begin();
  EXPECT_FALSE(control.damaged());
  EXPECT_TRUE(control.payload().empty());
}

TEST(ControlFrame, KeepsNoMoreThanItMayHold) {
  const std::string bytes = from_server(0x8a, std::string(300, 'p'));
  FrameReader reader(1000);
  ControlFrame control;
  control.begin();
  const FramePart part = reader.read({as_bytes(bytes), 0});
  control.add(reader.header(), part);
  EXPECT_EQ(control.payload().size(), 125U);
}

}  // namespace
}  // namespace wstrace::test::websocket_message_assembler_test
