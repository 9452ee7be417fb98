// Frames read from a direction's bytes: whole ones, long ones in pieces, ones that lack bytes.
#include "dissectors/websocket/frame_reader.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_frame_reader_test {
namespace {

using websocket::FramePart;
using websocket::FrameReader;
using websocket::Opcode;
using Kind = FramePart::Kind;

constexpr std::uint64_t kLongest = 1000;

/// A direction of which `bytes` are not read yet, and what was read of it.
struct Stream {
  FrameReader frames{kLongest};
  std::string bytes;
  std::uint64_t offset = 0;

  FramePart read() { return frames.read({as_bytes(bytes), offset}); }
  void take(std::uint64_t n) {
    bytes.erase(0, n);
    offset += n;
  }
};

TEST(FrameReader, AWholeFrame) {
  Stream d{.bytes = from_server(0x81, "hello") + "rest"};
  const FramePart part = d.read();
  EXPECT_EQ(part.kind, Kind::part);
  EXPECT_TRUE(part.is_whole());
  EXPECT_EQ(part.n, 7U);
  EXPECT_EQ(as_text(part.payload), "hello");
  EXPECT_EQ(d.frames.header().opcode(), Opcode::text);
  EXPECT_TRUE(d.frames.between());
}

/// How many bytes of the window each answer asks for.
TEST(FrameReader, NeedsMoreAtEveryByte) {
  const std::string all = frame({0x82, true, 126, "keys"}, "hello");
  const std::size_t header = 8;
  for (std::size_t have = 1; have < all.size(); ++have) {
    Stream d{.bytes = all.substr(0, have)};
    const FramePart part = d.read();
    EXPECT_EQ(part.kind, Kind::need) << have;
    EXPECT_EQ(part.n, have < 2 ? 2 : have < header ? header : all.size()) << have;
    EXPECT_EQ(part.begins, have >= header) << have;
    EXPECT_EQ(d.frames.between(), have < header) << have;
  }
}

TEST(FrameReader, ByteByByteOneFrameAfterTheOther) {
  const std::string all = from_client(0x01, "a") + from_client(0x89, "") + from_client(0x80, std::string(300, 'b'));
  Stream d;
  std::vector<std::size_t> lengths;
  for (const char byte : all) {
    d.bytes += byte;
    const FramePart part = d.read();
    if (part.kind == Kind::need) continue;
    EXPECT_TRUE(part.is_whole());
    lengths.push_back(part.payload.size());
    d.take(part.n);
  }
  EXPECT_EQ(lengths, (std::vector<std::size_t>{1, 0, 300}));
  EXPECT_TRUE(d.bytes.empty());
}

TEST(FrameReader, ALongFrameGoesByInPieces) {
  const std::string all = from_server(0x82, std::string(kLongest + 1, 'x')) + from_server(0x89, "p");
  Stream d{.bytes = all.substr(0, 304)};
  const FramePart head = d.read();
  EXPECT_EQ(head.n, 4U);
  EXPECT_TRUE(head.begins);
  EXPECT_FALSE(head.ends);
  EXPECT_TRUE(head.payload.empty());
  d.take(head.n);
  const FramePart piece = d.read();
  EXPECT_EQ(piece.payload.size(), 300U);
  EXPECT_EQ(piece.seen, 0U);
  EXPECT_FALSE(piece.begins || piece.ends);
  d.take(piece.n);
  EXPECT_TRUE(d.frames.in_payload());
  d.bytes = all.substr(304);
  const FramePart last = d.read();
  EXPECT_EQ(last.payload.size(), kLongest + 1 - 300);
  EXPECT_EQ(last.seen, 300U);
  EXPECT_TRUE(last.ends);
  d.take(last.n);
  EXPECT_EQ(as_text(d.read().payload), "p");
}

TEST(FrameReader, ThePayloadThatIsJustShortEnoughIsWhole) {
  Stream d{.bytes = from_server(0x82, std::string(kLongest, 'x'))};
  EXPECT_TRUE(d.read().is_whole());
}

TEST(FrameReader, ALengthWithItsTopBitIsUnreadable) {
  Stream d{.bytes = from_hex("82 7f 8000000000000000 6162")};
  const FramePart part = d.read();
  EXPECT_EQ(part.kind, Kind::unreadable);
  EXPECT_EQ(part.n, d.bytes.size());
}

// ---- bytes that were not captured

TEST(FrameReader, BetweenFramesAGapHidesTheNextOne) {
  Stream d{.bytes = from_server(0x81, "hello").substr(0, 1), .offset = 50};
  EXPECT_FALSE(d.frames.skip_to(50));
  d.read();  // of a header that is not complete, nothing is known either
  EXPECT_FALSE(d.frames.skip_to(60));
}

TEST(FrameReader, AGapWithinAFrameWhoseHeaderWasSeen) {
  const std::string all = from_server(0x81, std::string(10, 'x'));
  Stream d{.bytes = all.substr(0, 5), .offset = 50};
  d.read();
  const std::optional<FramePart> part = d.frames.skip_to(50 + 8);
  ASSERT_TRUE(part);
  EXPECT_TRUE(part->begins);
  EXPECT_FALSE(part->ends);
  d.bytes = all.substr(8);
  d.offset = 58;
  const FramePart last = d.read();
  EXPECT_EQ(last.n, 4U);
  EXPECT_TRUE(last.ends);
  EXPECT_FALSE(last.begins);
}

TEST(FrameReader, AGapToTheEndOfAFrame) {
  Stream d{.bytes = from_server(0x81, std::string(10, 'x')).substr(0, 5)};
  d.read();
  EXPECT_FALSE(FrameReader(d.frames).skip_to(13)) << "one byte further";
  const std::optional<FramePart> part = d.frames.skip_to(12);
  ASSERT_TRUE(part);
  EXPECT_TRUE(part->ends);
  EXPECT_TRUE(d.frames.between());
}

TEST(FrameReader, AGapWithinALongFrame) {
  Stream d{.bytes = from_server(0x82, std::string(kLongest + 1, 'x'))};
  d.take(d.read().n);
  const std::optional<FramePart> part = d.frames.skip_to(500);
  ASSERT_TRUE(part);
  EXPECT_FALSE(part->begins || part->ends);
  d.frames.forget();
  EXPECT_FALSE(d.frames.skip_to(600));
}

// ---- the end

TEST(FrameReader, AFrameThatIsCutOff) {
  Stream d{.bytes = from_server(0x81, "hello").substr(0, 4)};
  EXPECT_FALSE(d.frames.cut_off(as_bytes(d.bytes))) << "its header was never read";
  d.read();
  const std::optional<FramePart> part = d.frames.cut_off(as_bytes(d.bytes));
  ASSERT_TRUE(part);
  EXPECT_EQ(as_text(part->payload), "he");
  EXPECT_FALSE(d.frames.cut_off({})) << "a gap made its bytes void";
}

}  // namespace
}  // namespace wstrace::test::websocket_frame_reader_test
