// What RFC 6455 forbids (Autobahn's cases 2 to 7): each is named where it stands, and reading goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/websocket/utf8.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_violations_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What is heard of these bytes from the server. A good message follows them, and must be read.
std::string heard_from_server(std::string_view bytes, std::string_view extensions = "") {
  Socket talk(extensions);
  talk.server(bytes);
  const std::string heard = talk.heard();
  talk.server(from_server(0x81, "on"));
  EXPECT_THAT(talk.heard(), HasSubstr("payload=on"));
  return heard;
}

/// Caddy sends one to both sides when it stops.
TEST(WebSocketViolation, AnUnmaskedCloseBehindMaskedFramesIsAProxys) {
  Socket talk;
  talk.client(from_client(0x81, "a") + from_server(0x88, from_hex("03e9")));
  EXPECT_THAT(talk.heard(), HasSubstr("!ws.unmasked-close"));
  Socket alone;
  alone.client(from_server(0x88, from_hex("03e9")));
  EXPECT_THAT(alone.heard(), HasSubstr("!ws.unmasked-client-frame"));
}

TEST(WebSocketViolation, Masking) {
  EXPECT_THAT(heard_from_server(from_client(0x81, "a")), EndsWith("masked=true payload=a !ws.masked-server-frame"));
  Socket talk;
  talk.client(from_server(0x81, "a") + from_server(0x89, "p"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket message opcode=text length=1 wire_length=1 frames=1 compressed=false masked=false payload=a "
            "!ws.unmasked-client-frame\n"
            "c2s websocket ping length=1 payload=p !ws.unmasked-client-frame");
}

TEST(WebSocketViolation, ReservedBits) {
  for (const std::uint8_t flags : std::initializer_list<std::uint8_t>{0xc1, 0xa1, 0x91, 0xf1})
    EXPECT_THAT(heard_from_server(from_server(flags, "a")),
                EndsWith("compressed=false masked=false payload=a !ws.reserved-bits"));
  EXPECT_THAT(heard_from_server(from_server(0xa1, "a"), "permessage-deflate"), EndsWith("!ws.reserved-bits"));
  EXPECT_THAT(heard_from_server(from_server(0xc9, "a")), EndsWith("!ws.reserved-bits"));
}

TEST(WebSocketViolation, CompressedControlFrame) {
  EXPECT_EQ(heard_from_server(from_server(0xc9, "a"), "permessage-deflate"),
            "s2c websocket ping length=1 payload=a !ws.compressed-control-frame");
}

TEST(WebSocketViolation, ReservedOpcodes) {
  for (const std::uint8_t flags : std::initializer_list<std::uint8_t>{0x83, 0x84, 0x87, 0x8b, 0x8c, 0x8f})
    EXPECT_EQ(heard_from_server(from_server(flags, "ab")),
              "s2c websocket violation opcode=reserved length=2 !ws.reserved-opcode");
}

TEST(WebSocketViolation, ControlFrames) {
  EXPECT_THAT(heard_from_server(from_server(0x89, std::string(126, 'p'))),
              ::testing::AllOf(StartsWith("s2c websocket ping length=126"), EndsWith("p !ws.long-control-frame")));
  EXPECT_EQ(heard_from_server(from_server(0x0a, "")),
            "s2c websocket pong length=0 unsolicited=true !ws.fragmented-control-frame");
}

TEST(WebSocketViolation, ControlFrameOfAMegabyte) {
  Limits limits;
  limits.message = 1000;
  Socket talk("", limits);
  talk.dribble(Direction::s2c, from_server(0x89, std::string(5000, 'p')));
  EXPECT_THAT(talk.heard(), StartsWith("s2c websocket ping length=5000 payload=ppp"));
}

TEST(WebSocketViolation, StrayContinuation) {
  EXPECT_EQ(heard_from_server(from_server(0x80, "ab")),
            "s2c websocket violation opcode=continuation length=2 !ws.stray-continuation");
}

TEST(WebSocketViolation, InterleavedMessages) {
  EXPECT_EQ(heard_from_server(from_server(0x01, "abc") + from_server(0x81, "d")),
            "s2c websocket message opcode=text length=1 wire_length=1 frames=1 compressed=false masked=false payload=d "
            "!ws.interleaved-message");
}

TEST(WebSocketViolation, Rsv1OnContinuation) {
  EXPECT_THAT(heard_from_server(from_server(0x01, "abc") + from_server(0xc0, "d"), "permessage-deflate"),
              EndsWith("payload=abcd !ws.rsv1-on-continuation"));
}

TEST(WebSocketViolation, LengthThatIsNotMinimal) {
  EXPECT_THAT(heard_from_server(frame({0x81, false, 126}, "a")), EndsWith("payload=a !ws.length-not-minimal"));
  EXPECT_THAT(heard_from_server(frame({0x81, false, 127}, std::string(300, 'a'))),
              EndsWith("a !ws.length-not-minimal"));
}

TEST(WebSocketViolation, LengthWithTopBitEndsTheDirection) {
  Socket talk;
  talk.server(from_hex("81 7f ff ff ff ff ff ff ff ff 00"));
  EXPECT_EQ(talk.heard(), "s2c websocket violation opcode=text length=18446744073709551615 !ws.length-top-bit");
  talk.server(from_server(0x81, "a")).client(from_client(0x81, "b"));
  EXPECT_THAT(talk.heard(), StartsWith("c2s websocket message"));
}

TEST(WebSocketViolation, TextThatIsNotUtf8) {
  EXPECT_THAT(heard_from_server(from_server(0x81, "a\xff")), EndsWith("payload=61ff !ws.invalid-utf8"));
  EXPECT_THAT(heard_from_server(from_server(0x81, "a\xe2\x82")), EndsWith("payload=61e282 !ws.invalid-utf8"));
  EXPECT_THAT(heard_from_server(from_server(0x01, "\xed") + from_server(0x80, "\xa0\x80")),
              EndsWith("!ws.invalid-utf8"));
}

TEST(WebSocketViolation, Close) {
  const auto heard = [](std::string_view payload) {
    Socket talk;
    talk.server(from_server(0x88, payload));
    return talk.heard();
  };
  EXPECT_EQ(heard("x"), "s2c websocket close close_code=1005 meaning=no status received !ws.one-byte-close");
  EXPECT_EQ(heard(from_hex("03ed")),
            "s2c websocket close close_code=1005 meaning=no status received !ws.invalid-close-code");
  EXPECT_EQ(heard(from_hex("0001")),
            "s2c websocket close close_code=1 meaning=not a valid close code !ws.invalid-close-code");
  EXPECT_EQ(heard(from_hex("03e8 ff")),
            "s2c websocket close close_code=1000 meaning=normal closure reason=ff !ws.close-reason-not-utf8");
}

TEST(WebSocketViolation, DataAfterClose) {
  Socket talk;
  talk.client(from_client(0x88, "") + from_client(0x81, "late") + from_client(0x8a, "")).heard();
  talk.client(from_client(0x81, "later"));
  EXPECT_THAT(talk.heard(), EndsWith("payload=later !ws.data-after-close"));
  talk.server(from_server(0x81, "fine"));
  EXPECT_THAT(talk.heard(), EndsWith("payload=fine"));
}

TEST(WebSocketViolation, SeveralAtOnce) {
  EXPECT_THAT(heard_from_server(frame({0x61, true, 126}, "a") + from_server(0x80, "")),
              EndsWith("!ws.masked-server-frame !ws.length-not-minimal !ws.reserved-bits"));
}

TEST(Utf8, WholeAndByteByByte) {
  const std::vector<std::pair<std::string, bool>> cases = {{"", true},
                                                           {"plain ascii, more than eight", true},
                                                           {"κόσμε", true},
                                                           {"\xf4\x8f\xbf\xbf", true},
                                                           {"\xef\xbf\xbf", true},
                                                           {"\xf4\x90\x80\x80", false},  // beyond U+10FFFF
                                                           {"\xf5\x80\x80\x80", false},
                                                           {"\xed\x9f\xbf", true},
                                                           {"\xed\xa0\x80", false},  // surrogate
                                                           {"\xc0\x80", false},      // overlong
                                                           {"\xc1\xbf", false},
                                                           {"\xe0\x9f\xbf", false},
                                                           {"\xf0\x8f\xbf\xbf", false},
                                                           {"\x80", false},
                                                           {"\xce", false},
                                                           {"12345678\xff", false},
                                                           {"1234567\xce\xba 12345678 \xf0\x9f\x8e\x89", true}};
  for (const auto& [text, good] : cases) {
    EXPECT_EQ(websocket::is_utf8(as_bytes(text)), good) << text;
    websocket::Utf8Validator validator;
    for (const char c : text) validator.feed(as_bytes({&c, 1}));
    EXPECT_EQ(validator.good() && validator.complete(), good) << text;
  }
}

TEST(Utf8, CutBetweenCharacters) {
  const std::string text = "aé🎉";
  const std::size_t whole[] = {0, 1, 1, 3, 3, 3, 3, 7};
  for (std::size_t n = 0; n <= text.size(); ++n)
    EXPECT_EQ(websocket::whole_characters(as_bytes(text).first(n)).size(), whole[n]);
}

}  // namespace
}  // namespace wstrace::test::websocket_violations_test
