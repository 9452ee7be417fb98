// WebSocket as a conversation: messages, fragments, pings and the close handshake. The first ones are RFC 6455 5.7's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/websocket/close_code.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_messages_test {
namespace {

using ::testing::HasSubstr;

TEST(WebSocket, Open) {
  Dialogue talk(websocket_offer("permessage-deflate", "chat"));
  EXPECT_EQ(talk.heard(), "s2c websocket open subprotocol=chat extensions=permessage-deflate");
  ASSERT_NE(talk.connection().scope.session, nullptr);
  EXPECT_EQ(talk.connection().scope.session->facts.path, "/chat");
  EXPECT_EQ(talk.connection().scope.session->facts.transports, std::vector<std::string_view>{"websocket"});
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{
                "1 websocket closed by client (the client closed the TCP connection without a close frame)"});
}

TEST(WebSocket, UnmaskedTextOfTheSpecification) {
  Socket talk;
  talk.server(from_hex("81 05 48 65 6c 6c 6f"));
  EXPECT_EQ(talk.heard(),
            "s2c websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=false "
            "payload=Hello");
}

TEST(WebSocket, MaskedTextOfTheSpecification) {
  Socket talk;
  talk.client(from_hex("81 85 37 fa 21 3d 7f 9f 4d 51 58"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket message opcode=text length=5 wire_length=5 frames=1 compressed=false masked=true "
            "payload=Hello");
}

TEST(WebSocket, FragmentedTextOfTheSpecification) {
  Socket talk;
  talk.recorder().show_packets = true;
  talk.server(from_hex("01 03 48 65 6c"));
  EXPECT_EQ(talk.heard(), "");
  talk.server(from_hex("80 02 6c 6f"));
  EXPECT_EQ(talk.heard(),
            "s2c websocket message opcode=text length=5 wire_length=5 frames=2 compressed=false masked=false "
            "fragmented=true payload=Hello @1-2");
}

TEST(WebSocket, PingAndPongOfTheSpecification) {
  Socket talk;
  talk.server(from_hex("89 05 48 65 6c 6c 6f")).client(from_hex("8a 85 37 fa 21 3d 7f 9f 4d 51 58"));
  EXPECT_EQ(talk.heard(),
            "s2c websocket ping length=5 payload=Hello\n"
            "c2s websocket pong length=5 payload=Hello rtt_us=1000");
}

TEST(WebSocket, LongLengthsOfTheSpecification) {
  Socket talk;
  talk.server(from_hex("82 7e 01 00") + std::string(256, 'a'));
  EXPECT_THAT(talk.heard(), HasSubstr("message opcode=binary length=256 wire_length=256 frames=1"));
  talk.server(from_hex("82 7f 00 00 00 00 00 01 00 00") + std::string(65536, 'a'));
  EXPECT_THAT(talk.heard(), HasSubstr("message opcode=binary length=65536 wire_length=65536 frames=1"));
}

TEST(WebSocket, EveryLengthFormMaskedAndNot) {
  for (const std::size_t n : {0, 1, 7, 8, 9, 125, 126, 127, 65535, 65536, 70001}) {
    std::string payload;
    for (std::size_t i = 0; i < n; ++i) payload += static_cast<char>('a' + i % 26);
    Socket talk;
    talk.client(from_client(0x81, payload)).server(from_server(0x81, payload));
    const std::string tail = (n == 0 ? " payload=" : " payload=" + payload);
    const std::string head = "websocket message opcode=text length=" + std::to_string(n) +
                             " wire_length=" + std::to_string(n) + " frames=1 compressed=false masked=";
    EXPECT_EQ(talk.heard(), "c2s " + head + "true" + tail + "\ns2c " + head + "false" + tail);
  }
}

TEST(WebSocket, BinaryPayload) {
  Socket talk;
  talk.client(from_client(0x82, from_hex("00 ff 80")));
  EXPECT_THAT(talk.heard(), HasSubstr("opcode=binary length=3 wire_length=3 frames=1 compressed=false masked=true "
                                      "payload=00ff80"));
}

TEST(WebSocket, ManyFramesInOneSegmentAndOneFrameInMany) {
  Socket talk;
  talk.recorder().show_packets = true;
  const std::string a = from_client(0x81, "a");
  const std::string b = from_client(0x81, "bb");
  talk.client(a + b + a.substr(0, 3)).client(a.substr(3) + b);
  EXPECT_EQ(
      talk.heard(),
      "c2s websocket message opcode=text length=1 wire_length=1 frames=1 compressed=false masked=true payload=a @1-1\n"
      "c2s websocket message opcode=text length=2 wire_length=2 frames=1 compressed=false masked=true payload=bb @1-1\n"
      "c2s websocket message opcode=text length=1 wire_length=1 frames=1 compressed=false masked=true payload=a @1-2\n"
      "c2s websocket message opcode=text length=2 wire_length=2 frames=1 compressed=false masked=true payload=bb @2-2");
}

TEST(WebSocket, ControlFramesBetweenFragmentsOfASplitCharacter) {
  Socket talk;
  talk.client(from_client(0x01, "h\xc3") + from_client(0x89, "") + from_client(0x00, "\xa9 \xf0\x9f") +
              from_client(0x80, "\x8e\x89"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket ping length=0\n"
            "c2s websocket message opcode=text length=8 wire_length=8 frames=3 compressed=false masked=true "
            "fragmented=true payload=hé 🎉");
}

TEST(WebSocket, NewestMatchingPingIsAnswered) {
  Socket talk;
  talk.server(from_server(0x89, "a")).server(from_server(0x89, "b")).server(from_server(0x89, "b")).heard();
  talk.client(from_client(0x8a, "b"));
  EXPECT_EQ(talk.heard(), "c2s websocket pong length=1 payload=b rtt_us=1000");
  talk.client(from_client(0x8a, "a"));
  EXPECT_EQ(talk.heard(), "c2s websocket pong length=1 payload=a unsolicited=true");
  talk.server(from_server(0x8a, "\xff"));
  EXPECT_EQ(talk.heard(), "s2c websocket pong length=1 payload=ff unsolicited=true");
}

TEST(WebSocket, ManyPingsWithoutPongs) {
  Socket talk;
  for (int i = 0; i < 40; ++i) talk.server(from_server(0x89, std::to_string(i)));
  talk.heard();
  talk.client(from_client(0x8a, "24") + from_client(0x8a, "23"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket pong length=2 payload=24 rtt_us=16000\n"
            "c2s websocket pong length=2 payload=23 unsolicited=true");
}

TEST(WebSocket, CloseHandshakeEndsTheSession) {
  Socket talk;
  talk.client(from_client(0x88, from_hex("03e8") + "bye")).server(from_server(0x88, from_hex("03e8")));
  EXPECT_EQ(talk.heard(),
            "c2s websocket close close_code=1000 meaning=normal closure reason=bye\n"
            "s2c websocket close close_code=1000 meaning=normal closure answer=true");
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{"1 websocket closed by client (close code 1000 (normal closure): bye)"});
}

TEST(WebSocket, CloseWithoutACodeAndWithoutAnAnswer) {
  Socket talk;
  talk.server(from_server(0x88, ""));
  EXPECT_EQ(talk.heard(), "s2c websocket close close_code=1005 meaning=no status received");
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{"1 websocket closed by server (close without a code (applications see "
                                     "close code 1005), not answered: the client closed the TCP connection)"});
}

TEST(WebSocket, CloseCodes) {
  for (const unsigned code : {1000, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999})
    EXPECT_TRUE(websocket::may_be_sent(code));
  for (const unsigned code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535})
    EXPECT_FALSE(websocket::may_be_sent(code));
  EXPECT_EQ(websocket::meaning_of_close(1009), "message too big");
}

TEST(WebSocket, FramesWhenAskedFor) {
  Socket talk("", {}, 1);
  talk.client(from_client(0x01, "ab") + from_client(0x80, "c"));
  EXPECT_EQ(talk.heard(),
            "c2s websocket frame fin=false rsv1=false opcode=text masked=true length=2 header=6\n"
            "c2s websocket frame fin=true rsv1=false opcode=continuation masked=true length=1 header=6\n"
            "c2s websocket message opcode=text length=3 wire_length=3 frames=2 compressed=false masked=true "
            "fragmented=true payload=abc");
}

TEST(WebSocket, PayloadIsCountedForTheApplication) {
  Socket talk;
  talk.client(from_client(0x81, "12345")).server(from_server(0x82, "123"));
  EXPECT_EQ(talk.connection().traffic.payload, 8U);
}

TEST(WebSocket, EndInTheMiddleOfAMessage) {
  Socket talk;
  talk.client(from_client(0x01, "abc") + "\x80").server("\x81");
  talk.end(Direction::c2s).end(Direction::s2c, End::capture_end);
  EXPECT_EQ(talk.heard(),
            "c2s websocket unfinished bytes=4 !ws.cut-message\n"
            "s2c websocket unfinished bytes=1 !ws.capture-ends");
}

}  // namespace
}  // namespace wstrace::test::websocket_messages_test
