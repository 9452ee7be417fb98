// WebSocket with gaps, cut anywhere, in single bytes, and fed with noise.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_hostile_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string& conversation() {
  static const std::string bytes = from_client(0x81, "first") + from_client(0x01, "fr\xc3") +
                                   from_client(0x89, "ping") + from_client(0x80, "\xa9g") +
                                   from_client(0x82, std::string(300, 'b')) +
                                   from_client(0xc1, from_hex("f2 48 cd c9 c9 07 00")) + from_client(0x83, "?") +
                                   from_server(0x81, "bare") + from_client(0x88, from_hex("03e9") + "end");
  return bytes;
}

std::string heard_of(std::string_view bytes, bool dribbled, const Limits& limits = {}) {
  Socket talk("permessage-deflate", limits, 1);
  if (dribbled) {
    talk.dribble(Direction::c2s, bytes);
  } else if (!bytes.empty()) {
    talk.client(bytes);
  }
  const std::string heard = talk.heard();
  talk.close();
  return heard;
}

TEST(WebSocketHostile, ByteByByteIsTheSame) {
  EXPECT_EQ(heard_of(conversation(), true), heard_of(conversation(), false));
}

TEST(WebSocketHostile, CutAtEveryByteIsAPrefix) {
  const std::string all = heard_of(conversation(), false);
  for (std::size_t n = 0; n <= conversation().size(); ++n)
    for (const bool dribbled : {false, true})
      EXPECT_THAT(all, StartsWith(heard_of(std::string_view(conversation()).substr(0, n), dribbled)));
}

TEST(WebSocketHostile, FramesLongerThanALimitGoByInPieces) {
  Limits limits;
  limits.message = 10;
  const std::string bytes = from_client(0x01,
                                        "a\xc3\xa9"
                                        "34567\xc3") +
                            from_client(0x89, "p") + from_client(0x80, "\xa9" + std::string(10'000, 'z')) +
                            from_client(0x81, "next");
  const std::string heard = heard_of(bytes, false, limits);
  EXPECT_THAT(heard,
              HasSubstr("message opcode=text length=10010 wire_length=10010 frames=2 compressed=false masked=true "
                        "fragmented=true truncated=true payload=aé34567é !ws.message-limit"));
  EXPECT_THAT(heard, EndsWith("payload=next"));
  EXPECT_EQ(heard_of(bytes, true, limits), heard);
}

TEST(WebSocketHostile, CutTextEndsWithAWholeCharacter) {
  Limits limits;
  limits.message = 4;
  Socket talk("", limits);
  talk.server(from_server(0x81, "abc🎉"));
  EXPECT_THAT(talk.heard(), EndsWith("truncated=true payload=abc !ws.message-limit"));
  talk.server(from_server(0x81, "abcdefg\xff"));
  EXPECT_THAT(talk.heard(), EndsWith("truncated=true payload=61626364 !ws.invalid-utf8 !ws.message-limit"));
}

TEST(WebSocketHostile, GapWithinAFrame) {
  Socket talk;
  const std::string a = from_client(0x81, std::string(100, 'a'));
  talk.client(from_client(0x81, "before") + a.substr(0, 50))
      .gap(Direction::c2s, 20)
      .client(a.substr(70) + from_client(0x81, "after"));
  EXPECT_EQ(
      talk.heard(),
      "c2s websocket message opcode=text length=6 wire_length=6 frames=1 compressed=false masked=true payload=before\n"
      "c2s websocket gap missing=20 !ws.lost-bytes\n"
      "c2s websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=true payload=after");
}

TEST(WebSocketHostile, GapsThatEndWithTheFrame) {
  Socket talk;
  const std::string a = from_client(0x81, std::string(100, 'a'));
  talk.client(a.substr(0, 50)).gap(Direction::c2s, 10).client(a.substr(60, 10)).gap(Direction::c2s, a.size() - 70);
  talk.client(from_client(0x81, "after"));
  EXPECT_EQ(
      talk.heard(),
      "c2s websocket gap missing=10 !ws.lost-bytes\n"
      "c2s websocket gap missing=36 !ws.lost-bytes\n"
      "c2s websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=true payload=after");
}

TEST(WebSocketHostile, GapInAFragmentSpoilsTheWholeMessageOnly) {
  Socket talk;
  const std::string middle = from_client(0x00, "middle");
  talk.client(from_client(0x01, "a") + middle.substr(0, 7)).gap(Direction::c2s, 3).client(middle.substr(10));
  talk.client(from_client(0x89, "p") + from_client(0x80, "c") + from_client(0x81, "after"));
  EXPECT_EQ(
      talk.heard(),
      "c2s websocket gap missing=3 !ws.lost-bytes\n"
      "c2s websocket ping length=1 payload=p\n"
      "c2s websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=true payload=after");
}

TEST(WebSocketHostile, GapInAControlFrameSparesTheMessage) {
  Socket talk;
  const std::string ping = from_client(0x89, "0123456789");
  talk.client(from_client(0x01, "a") + ping.substr(0, 8))
      .gap(Direction::c2s, 3)
      .client(ping.substr(11) + from_client(0x80, "b"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket gap missing=3 !ws.lost-bytes\n"
            "c2s websocket message opcode=text length=2 wire_length=2 frames=2 compressed=false masked=true "
            "fragmented=true payload=ab");
}

TEST(WebSocketHostile, GapWithinAFrameThatGoesByInPieces) {
  Limits limits;
  limits.message = 10;
  Socket talk("", limits);
  const std::string a = from_server(0x81, std::string(100, 'a'));
  talk.server(a.substr(0, 50)).gap(Direction::s2c, 20).server(a.substr(70) + from_server(0x81, "after"));
  EXPECT_EQ(
      talk.heard(),
      "s2c websocket gap missing=20 !ws.lost-bytes\n"
      "s2c websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=false payload=after");
}

TEST(WebSocketHostile, TheNextFrameIsFoundAfterAGapAcrossABoundary) {
  Socket talk;
  talk.client(from_client(0x81, "abcd").substr(0, 8)).gap(Direction::c2s, 3).client(from_client(0x81, "found"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket gap missing=3 !ws.resumed\n"
            "c2s websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=true "
            "payload=found");
  Socket between;
  between.client(from_client(0x81, "a")).heard();
  between.gap(Direction::c2s, 7).client(from_client(0x81, "found"));
  EXPECT_THAT(between.heard(), StartsWith("c2s websocket gap missing=7 !ws.resumed\nc2s websocket message"));
}

/// The rest of a long message is no frame, whatever it looks like; the frame behind it is.
TEST(WebSocketHostile, WhatIsLeftOfABrokenMessageIsSkipped) {
  const std::string message =
      frame({.flags = 0x82, .masked = true, .key = "\x37\xfa\x21\x3d"}, std::string(2000, '\x41'));
  Socket talk;
  talk.gap(Direction::c2s, 1000).client(message.substr(1000)).heard();
  talk.client(from_client(0x81, "{\"n\":1}") + from_client(0x81, "{\"n\":2}"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket gap missing=1000 skipped=1008 !ws.resumed\n"
            "c2s websocket message opcode=text length=7 wire_length=7 frames=1 compressed=false masked=true "
            "payload={\"n\":1}\n"
            "c2s websocket message opcode=text length=7 wire_length=7 frames=1 compressed=false masked=true "
            "payload={\"n\":2}");
}

TEST(WebSocketHostile, NoFrameIsFoundInWhatIsNone) {
  Socket talk;
  talk.gap(Direction::s2c, 10).server(std::string(300, 'x')).server(std::string(200000, '\0')).close();
  EXPECT_EQ(talk.heard_of("websocket"), "s2c websocket gap missing=10 skipped=200300 !ws.lost-place");
}

TEST(WebSocketHostile, GapAnywhere) {
  for (std::size_t at = 0; at < conversation().size(); ++at) {
    for (const std::size_t lost : {std::size_t{1}, std::size_t{9}, std::size_t{100}}) {
      Socket talk("permessage-deflate", {}, 1);
      if (at > 0) talk.client(conversation().substr(0, at));
      talk.gap(Direction::c2s, lost);
      if (at + lost < conversation().size()) talk.client(conversation().substr(at + lost));
      talk.close();
      EXPECT_THAT(talk.heard(), ::testing::ContainsRegex("!ws\\.(lost-bytes|lost-place|resumed)"));
    }
  }
}

TEST(WebSocketHostile, HugeFrames) {
  Socket talk;
  talk.server(from_hex("82 7f 7f ff ff ff ff ff ff ff") + std::string(1000, 'x')).server(std::string(1000, 'x'));
  EXPECT_EQ(talk.heard(), "");
  talk.end(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c websocket unfinished bytes=2000 !ws.cut-message");
}

TEST(WebSocketHostile, RandomBytes) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    Limits limits;
    limits.message = random() % 2 == 0 ? 50 : 1 << 20;
    Socket talk(random() % 2 == 0 ? "permessage-deflate" : "", limits, 1);
    for (int i = 0; i < 40; ++i) {
      const Direction dir = random() % 2 == 0 ? Direction::c2s : Direction::s2c;
      std::string bytes(1 + random() % 60, '\0');
      for (char& c : bytes) c = static_cast<char>(random());
      switch (random() % 4) {
        case 0: talk.say(dir, frame({static_cast<std::uint8_t>(random()), random() % 2 == 0}, bytes)); break;
        case 1: talk.say(dir, bytes.substr(0, 1 + random() % 4)); break;
        case 2: talk.say(dir, frame({static_cast<std::uint8_t>(0xc0 | random() % 3), true}, bytes)); break;
        default:
          if (random() % 8 == 0) talk.gap(dir, 1 + random() % 40);
      }
    }
    talk.close();
  }
}

TEST(WebSocketHostile, MutatedConversation) {
  for (unsigned seed = 0; seed < 500; ++seed) {
    std::mt19937 random(seed);
    std::string bytes = conversation();
    for (int n = 0; n < 3; ++n) bytes[random() % bytes.size()] = static_cast<char>(random());
    EXPECT_EQ(heard_of(bytes, true), heard_of(bytes, false));
  }
}

}  // namespace
}  // namespace wstrace::test::websocket_hostile_test
