// Socket.IO packets with binary attachments.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_dialogue.h"

namespace wstrace::test::socketio_binary_test {
namespace {

using namespace std::string_literals;

/// A session of protocol 5 (or 4) whose "/" is joined.
class Talk : public MessageDialogue {
 public:
  explicit Talk(const Limits& limits = {}, char version = '4') : MessageDialogue(target(version), limits) {
    server(R"(0{"sid":"eio"})");
    if (version == '4') client("40");
    server(version == '4' ? R"(40{"sid":"sio"})" : "40");
    recorder().lines.clear();
  }

  std::string heard() { return heard_of("socketio"); }

 private:
  static Offer target(char version) {
    Offer made;
    made.target = "/socket.io/?transport=websocket&EIO=" + std::string(1, version);
    return made;
  }
};

constexpr std::string_view kTwo =
    R"(452-["two",{"_placeholder":true,"num":0},{"x":[{"num":1,"_placeholder":true}]},3])";

TEST(SocketIoBinary, EventWaitsForItsAttachments) {
  Talk talk;
  talk.recorder().show_packets = true;
  talk.client(kTwo);
  EXPECT_EQ(talk.heard(), "");
  talk.client_binary("\x01\x02\x03"s);
  EXPECT_EQ(talk.heard(), "");
  talk.client_binary("abcd");
  EXPECT_EQ(talk.heard(),
            R"(c2s socketio event version=5 nsp=/ name=two args=[{"$binary":"AQID"},{"x":[{"$binary":"YWJjZA=="}]},3])"
            " attachments=2 binary=true @4-6");
  const std::size_t args = R"([{"_placeholder":true,"num":0},{"x":[{"num":1,"_placeholder":true}]},3])"s.size();
  EXPECT_EQ(talk.connection().traffic.payload, args + 7);
}

TEST(SocketIoBinary, AcknowledgementWithNamespace) {
  Talk talk;
  talk.client(R"(42/a,12["get"])").heard();
  talk.server(R"(461-/a,12[{"_placeholder":true,"num":0}])").server_binary("");
  EXPECT_EQ(talk.heard(),
            R"(s2c socketio ack nsp=/a id=12 name=get args=[{"$binary":""}] attachments=1 binary=true rtt_us=2000)");
}

TEST(SocketIoBinary, NoAttachmentsAtAll) {
  Talk talk;
  talk.client(R"(450-["none",1])").server(R"(460-5[])").client(R"(45-["also none"])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=none args=[1] attachments=0 binary=true\n"
            "s2c socketio ack nsp=/ id=5 args=[] attachments=0 binary=true !sio.unexpected-ack\n"
            "c2s socketio event version=5 nsp=/ name=also none args=[] attachments=0 binary=true");
}

TEST(SocketIoBinary, DirectionsAndHeartbeatsInterleave) {
  Talk talk;
  talk.client(kTwo).server(R"(451-["one",{"_placeholder":true,"num":0}])").client_binary("A").server("2").client("3");
  talk.server_binary("S").server(R"(42["after"])").client_binary("B");
  EXPECT_EQ(talk.heard(),
            R"(s2c socketio event version=5 nsp=/ name=one args=[{"$binary":"Uw=="}] attachments=1 binary=true)"
            "\n"
            R"(s2c socketio event version=5 nsp=/ name=after args=[])"
            "\n"
            R"(c2s socketio event version=5 nsp=/ name=two args=[{"$binary":"QQ=="},{"x":[{"$binary":"Qg=="}]},3])"
            " attachments=2 binary=true");
}

TEST(SocketIoBinary, Version3FramesAndBase64) {
  Talk talk({}, '3');
  talk.client(kTwo).client_binary("\x04\x01\x02\x03"s).client("b4YWJjZA==");
  EXPECT_EQ(talk.heard(),
            R"(c2s socketio event version=4 nsp=/ name=two args=[{"$binary":"AQID"},{"x":[{"$binary":"YWJjZA=="}]},3])"
            " attachments=2 binary=true");
}

TEST(SocketIoBinary, TextInBetweenIsAnError) {
  Talk talk;
  talk.client(kTwo).client_binary("A").client(R"(42["too early"])").client_binary("B");
  EXPECT_EQ(talk.heard(),
            R"(c2s socketio event version=5 nsp=/ name=two )"
            R"(args=[{"$binary":"QQ=="},{"x":[{"num":1,"_placeholder":true}]},3] attachments=2 binary=true)"
            " !sio.attachment-missing\n"
            R"(c2s socketio event version=5 nsp=/ name=too early args=[])"
            "\n"
            R"(c2s socketio error bytes=42 !sio.unexpected-binary)");
}

TEST(SocketIoBinary, EndOfTheConnectionAndGaps) {
  Talk ended;
  ended.client(kTwo).close();
  EXPECT_THAT(ended.heard(), testing::EndsWith("binary=true !sio.attachment-missing"));
  Talk lossy;
  lossy.server(kTwo).gap(Direction::c2s);
  EXPECT_EQ(lossy.heard(), "");
  lossy.gap(Direction::s2c).server_binary("x");
  EXPECT_THAT(lossy.heard(), testing::EndsWith("binary=true !sio.attachment-not-captured\n"
                                               "s2c socketio attachment bytes=78 !sio.orphan-binary"));
}

TEST(SocketIoBinary, PlaceholdersThatNameNothing) {
  Talk talk;
  talk.client(R"(451-["a",{"_placeholder":true,"num":1},{"_placeholder":true,"num":0},{"_placeholder":true,"num":0}])");
  talk.client_binary("A");
  talk.client(R"(451-["b",{"_placeholder":false,"num":0},{"_placeholder":true},{"_placeholder":true,"num":-1},)"
              R"({"_placeholder":true,"num":0,"x":[]},{"_placeholder":true,"num":0,"x":1}])");
  talk.client_binary("A");
  EXPECT_EQ(talk.heard(),
            R"(c2s socketio event version=5 nsp=/ name=a args=[{"_placeholder":true,"num":1},{"$binary":"QQ=="},)"
            R"({"_placeholder":true,"num":0}] attachments=1 binary=true !sio.bad-placeholder)"
            "\n"
            R"(c2s socketio event version=5 nsp=/ name=b args=[{"_placeholder":false,"num":0},{"_placeholder":true},)"
            R"({"_placeholder":true,"num":-1},{"_placeholder":true,"num":0,"x":[]},{"$binary":"QQ=="}])"
            R"( attachments=1 binary=true)");
}

TEST(SocketIoBinary, PlaceholdersOfOrdinaryEventsAreData) {
  Talk talk;
  talk.client(R"(42["a",{"_placeholder":true,"num":0}])");
  EXPECT_EQ(talk.heard(), R"(c2s socketio event version=5 nsp=/ name=a args=[{"_placeholder":true,"num":0}])");
}

TEST(SocketIoBinary, Limits) {
  Limits limits;
  limits.attachments = 1;
  limits.message = 8;
  Talk count(limits);
  count.client(kTwo).client_binary("A").client_binary("B");
  EXPECT_EQ(count.heard(),
            R"(c2s socketio event version=5 nsp=/ name=two )"
            R"(args=[{"$binary":"QQ=="},{"x":[{"num":1,"_placeholder":true}]},3] attachments=2 binary=true)"
            " !sio.attachment-limit");
  Talk size(limits);
  size.client(R"(451-["a",{"_placeholder":true,"num":0}])").client_binary("123456789");
  EXPECT_THAT(size.heard(), testing::EndsWith("binary=true !sio.attachment-limit"));
}

TEST(SocketIoBinary, UnpairedSurrogateInABinaryPacket) {
  Talk talk;
  talk.client(R"(451-["\ud83d",{"_placeholder":true,"num":0}])").client_binary("A").client(R"(42["b"])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=\uFFFD args=[{\"$binary\":\"QQ==\"}] attachments=1 binary=true "
            "!sio.lone-surrogate\n"
            "c2s socketio event version=5 nsp=/ name=b args=[]");
}

TEST(SocketIoBinary, BinaryWithoutAnEvent) {
  Talk talk;
  talk.server_binary("\x84\xa4"s);
  EXPECT_EQ(talk.heard(), "s2c socketio error bytes=84a4 !sio.unexpected-binary");
}

}  // namespace
}  // namespace wstrace::test::socketio_binary_test
