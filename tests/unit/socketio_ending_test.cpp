// What Socket.IO waited for in vain, told when the session is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/message_dialogue.h"

namespace wstrace::test::socketio_ending_test {
namespace {

/// A session of protocol 5 (or 4) that was just opened.
class Talk : public MessageDialogue {
 public:
  explicit Talk(char version = '4', const Limits& limits = {}) : MessageDialogue(target(version), limits) {
    server(R"(0{"sid":"eio"})").heard();
  }

  std::string heard() { return heard_of("socketio"); }

 private:
  static Offer target(char version) {
    Offer made;
    made.target = "/socket.io/?transport=websocket&EIO=" + std::string(1, version);
    return made;
  }
};

class Joined : public Talk {
 public:
  Joined() { client("40").server(R"(40{"sid":"sio"})").heard(); }
};

TEST(SocketIoEnding, AcknowledgementsThatNeverCame) {
  Joined talk;
  talk.recorder().show_packets = true;
  talk.client(R"(427["order",{}])").server(R"(42/chat,3["ask"])").client(R"(428["fine"])").server("438[]").heard();
  talk.wait(2 * kSecond).close();
  EXPECT_EQ(talk.heard(),
            "c2s socketio unacknowledged nsp=/ id=7 name=order waited_us=2004000 @4-4 !sio.ack-missing\n"
            "s2c socketio unacknowledged nsp=/chat id=3 name=ask waited_us=2003000 @5-5 !sio.ack-missing");
}

TEST(SocketIoEnding, ManyMissingAcknowledgementsAreCounted) {
  Joined talk;
  for (int i = 0; i < 11; ++i) talk.client("42" + std::to_string(i) + "[\"e\"]");
  talk.wait(kSecond).heard();
  talk.close();
  const std::string reported = talk.heard();
  EXPECT_EQ(std::count(reported.begin(), reported.end(), '\n'), 8);
  EXPECT_THAT(reported,
              testing::EndsWith("c2s socketio unacknowledged nsp=/ id=7 name=e waited_us=1004000 !sio.ack-missing\n"
                                "c2s socketio unacknowledged more=3 !sio.ack-missing"));
}

TEST(SocketIoEnding, AnAcknowledgementOnItsWayIsNotMissed) {
  Joined late;
  late.client(R"(427["order"])").wait(40 * kMillisecond).heard();
  late.close();
  EXPECT_EQ(late.heard(), "");
  // The namespace was left at once, long before the session ended.
  Joined left;
  left.client("40/a").server(R"(40/a,{"sid":"x"})").client(R"(42/a,1["bye"])").client("41/a,").heard();
  left.wait(kSecond).close();
  EXPECT_EQ(left.heard(), "");
}

TEST(SocketIoEnding, NothingIsMissedInAPartialTrace) {
  Joined lossy;
  lossy.client(R"(427["order"])").gap(Direction::s2c).wait(kSecond).heard();
  lossy.close();
  EXPECT_EQ(lossy.heard(), "");
  Joined stopped;
  stopped.client(R"(427["order"])").client(R"(451-["b",{"_placeholder":true,"num":0}])").wait(kSecond).heard();
  stopped.close(Direction::c2s, End::capture_end);
  EXPECT_THAT(stopped.heard(), testing::EndsWith("binary=true !sio.attachment-not-captured"));
}

TEST(SocketIoEnding, AttachmentsOfBothDirections) {
  Joined talk;
  talk.client(R"(451-["up",{"_placeholder":true,"num":0}])").server(R"(451-["down",{"_placeholder":true,"num":0}])");
  talk.close();
  EXPECT_THAT(talk.heard(), testing::AllOf(testing::HasSubstr("name=up"), testing::HasSubstr("name=down"),
                                           testing::EndsWith("!sio.attachment-missing")));
}

TEST(SocketIoEnding, NoNamespaceWasJoined) {
  Talk talk;
  talk.wait(45 * kSecond).server("2").client("3").close(Direction::s2c);
  EXPECT_EQ(talk.heard(), "c2s socketio unjoined waited_us=45003000 !sio.no-namespace");
}

TEST(SocketIoEnding, NoNamespaceIsNobodysFault) {
  Talk client_left;
  client_left.wait(kSecond).close(Direction::c2s);
  EXPECT_EQ(client_left.heard(), "");
  Talk at_once;
  at_once.close(Direction::s2c);
  EXPECT_EQ(at_once.heard(), "");
  Talk stopped;
  stopped.wait(45 * kSecond).close(Direction::s2c, End::capture_end);
  EXPECT_EQ(stopped.heard(), "");
  Talk lossy;
  lossy.gap(Direction::c2s).wait(45 * kSecond).close(Direction::s2c);
  EXPECT_EQ(lossy.heard(), "");
  Talk version2('3');
  version2.wait(45 * kSecond).close(Direction::s2c);
  EXPECT_EQ(version2.heard(), "");
}

TEST(SocketIoEnding, TheOutcomeTellsWhoEndedIt) {
  Talk talk;
  talk.wait(kSecond).server("1").close(Direction::c2s);
  EXPECT_EQ(talk.heard(), "c2s socketio unjoined waited_us=1001000 !sio.no-namespace");
}

TEST(SocketIoEnding, ConnectWithoutAnAnswer) {
  Talk talk;
  talk.client("40/chat").wait(2 * kSecond).server("2").client("3").close(Direction::s2c);
  EXPECT_EQ(talk.heard(),
            "c2s socketio connect version=5 nsp=/chat\n"
            "c2s socketio unanswered nsp=/chat waited_us=2003000 !sio.connect-unanswered");
  // A server that cannot read it closes at once.
  Talk unread;
  unread.client("40/chat").close(Direction::s2c);
  EXPECT_THAT(unread.heard(), testing::EndsWith("unanswered nsp=/chat waited_us=1000 !sio.parser-mismatch"));
  Talk refused;
  refused.client("40").server(R"(44{"message":"no"})").heard();
  refused.close(Direction::s2c);
  EXPECT_EQ(refused.heard(), "");
  Talk client_left;
  client_left.client("40").heard();
  client_left.close(Direction::c2s);
  EXPECT_EQ(client_left.heard(), "");
}

const std::string kMsgpackConnect = from_hex("83a47479706500a464617461d40000a36e7370a12f");

TEST(SocketIoEnding, MsgpackWithoutAnAnswer) {
  Talk talk;
  talk.client_binary(kMsgpackConnect).heard();
  talk.close(Direction::s2c);
  EXPECT_EQ(talk.heard(), "c2s socketio unanswered nsp=/ waited_us=1000 !sio.parser-mismatch");
}

TEST(SocketIoEnding, TwoParsersInOneSession) {
  Talk talk('3');
  talk.server("40")
      .client_binary("\x04" + kMsgpackConnect)
      .server(R"(42["x"])")
      .client_binary("\x04" + kMsgpackConnect);
  EXPECT_EQ(talk.heard(),
            "s2c socketio connect version=4 nsp=/\n"
            "c2s socketio connect version=4 nsp=/ parser=msgpack !sio.parser-mismatch\n"
            "s2c socketio event version=4 nsp=/ name=x args=[]\n"
            "c2s socketio connect version=4 nsp=/ parser=msgpack");
}

TEST(SocketIoEnding, TheWordsOfBothSides) {
  Joined client;
  client.client("41");
  EXPECT_EQ(client.facts().outcome.client_word, "io client disconnect");
  EXPECT_EQ(client.facts().outcome.server_word, "client namespace disconnect");
  Joined server;
  server.server("41");
  EXPECT_EQ(server.facts().outcome.client_word, "io server disconnect");
  EXPECT_EQ(server.facts().outcome.server_word, "server namespace disconnect");
  server.client("40").server(R"(40{"sid":"again"})");
  EXPECT_EQ(server.facts().outcome.client_word, "");
  Joined other;
  other.server("1").client("41");
  EXPECT_EQ(other.facts().outcome.client_word, "transport close") << "the close packet came first";
}

TEST(SocketIoEnding, TheWordsOfASessionThatBeganBeforeTheTrace) {
  Offer middle;
  middle.target = "/socket.io/?EIO=4&transport=websocket&sid=eio";
  MessageDialogue talk(middle);
  talk.client(R"(42["x"])").client("41");
  EXPECT_EQ(talk.facts().outcome.client_word, "io client disconnect");
  EXPECT_EQ(talk.facts().outcome.server_word, "client namespace disconnect");
  talk.client(R"(42/other,["still here"])");
  EXPECT_EQ(talk.facts().outcome.state, "open");
}

TEST(SocketIoEnding, BytesOfEachEvent) {
  Joined talk;
  talk.client(R"(42["a",1])").client(R"(42["a"])").client(R"(451-["a",{"_placeholder":true,"num":0}])");
  talk.client_binary("abcd");
  const std::string placeholder = R"([{"_placeholder":true,"num":0}])";
  EXPECT_EQ(talk.facts().events[0].bytes, 3U + 2U + placeholder.size() + 4U);
  EXPECT_EQ(talk.connection().traffic.payload, talk.facts().events[0].bytes);
}

}  // namespace
}  // namespace wstrace::test::socketio_ending_test
