// Socket.IO on Engine.IO over WebSocket: messages in, events out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_dialogue.h"

namespace wstrace::test::socketio_dissector_test {
namespace {

Offer offer(std::string target) {
  Offer made;
  made.kind = Offer::Kind::messages;
  made.target = std::move(target);
  return made;
}

class Talk : public MessageDialogue {
 public:
  explicit Talk(std::string target, const Limits& limits = {}) : MessageDialogue(offer(std::move(target)), limits) {}

  /// What Socket.IO has to say; Engine.IO has its own tests.
  std::string heard() { return heard_of("socketio"); }
};

/// A session of protocol 5 whose "/" is joined, its events so far forgotten.
class Talk5 : public Talk {
 public:
  explicit Talk5(const Limits& limits = {}) : Talk("/socket.io/?EIO=4&transport=websocket", limits) {
    server(R"(0{"sid":"eio","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000000})");
    client("40").server(R"(40{"sid":"sio"})");
    heard();
  }
};

class Talk4 : public Talk {
 public:
  explicit Talk4() : Talk("/socket.io/?EIO=3&transport=websocket") {
    server(R"(0{"sid":"eio","upgrades":[],"pingInterval":25000,"pingTimeout":5000})").server("40");
    heard();
  }
};

TEST(SocketIo, ConnectProtocol5) {
  Talk talk("/socket.io/?EIO=4&transport=websocket");
  talk.server(R"(0{"sid":"eio"})").client(R"(40{"token":"123"})").server(R"(40{"sid":"abc","pid":"p1"})");
  talk.client("40/admin,").server(R"(40/admin,{"sid":"def"})");
  EXPECT_EQ(talk.heard(),
            "c2s socketio connect version=5 nsp=/ auth={\"token\":\"123\"}\n"
            "s2c socketio connect version=5 nsp=/ sid=abc pid=p1\n"
            "c2s socketio connect version=5 nsp=/admin\n"
            "s2c socketio connect version=5 nsp=/admin sid=def");
  const auto& handshakes = talk.facts().handshakes;
  ASSERT_EQ(handshakes.size(), 2U);
  EXPECT_EQ(handshakes[0].label, "Socket.IO \"/\"");
  EXPECT_EQ(handshakes[0].took, kMillisecond);
  EXPECT_EQ(handshakes[1].label, "Socket.IO \"/admin\"");
  talk.close();
  EXPECT_EQ(talk.sessions(),
            std::vector<std::string>{"1 socketio sid=eio engineio:4 socketio:5 closed by client (the client closed the "
                                     "connection without a close frame)"});
}

TEST(SocketIo, ConnectProtocol4IsUnasked) {
  Talk talk("/socket.io/?EIO=3&transport=websocket");
  talk.server(R"(0{"sid":"eio"})").server("40").client("40/admin?token=x&a=1,").server("40/admin,");
  EXPECT_EQ(talk.heard(),
            "s2c socketio connect version=4 nsp=/\n"
            "c2s socketio connect version=4 nsp=/admin query=token=x&a=1\n"
            "s2c socketio connect version=4 nsp=/admin");
  const auto& handshakes = talk.facts().handshakes;
  ASSERT_EQ(handshakes.size(), 2U);
  EXPECT_EQ(handshakes[0].label, "Socket.IO \"/\"");
  EXPECT_EQ(handshakes[0].took, kMillisecond);
  talk.close();
  EXPECT_EQ(talk.sessions()[0],
            "1 socketio sid=eio engineio:3 socketio:4 closed by client (the client closed the "
            "connection without a close frame)");
}

TEST(SocketIo, QueryIsPartOfTheNameInProtocol5) {
  Talk5 talk;
  talk.client("40/a?b").client(R"(42/a?b,["x"])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio connect version=5 nsp=/a?b\n"
            "c2s socketio event version=5 nsp=/a?b name=x args=[]");
}

TEST(SocketIo, AnOldServerAnswersWithoutSid) {
  Talk talk("/socket.io/?EIO=4&transport=websocket");
  talk.server(R"(0{"sid":"eio"})").server("40").server(R"(40/x,{"sid":1})");
  EXPECT_EQ(talk.heard(),
            "s2c socketio connect version=5 nsp=/ !sio.no-sid\n"
            "s2c socketio connect version=5 nsp=/x data={\"sid\":1} !sio.no-sid");
}

TEST(SocketIo, ConnectError) {
  Talk5 five;
  five.client("40/vault").server(R"(44/vault,{"message":"Kein Zutritt ✋","data":{"code":7}})").server("44{}");
  EXPECT_EQ(five.heard(),
            "c2s socketio connect version=5 nsp=/vault\n"
            "s2c socketio connect-error nsp=/vault error={\"message\":\"Kein Zutritt ✋\",\"data\":{\"code\":7}} "
            "message=Kein Zutritt ✋ !sio.connect-error\n"
            "s2c socketio connect-error nsp=/ error={} !sio.connect-error");
  Talk4 four;
  four.server(R"(44/nowhere,"Invalid \u006eamespace")").server("44");
  EXPECT_EQ(four.heard(),
            "s2c socketio connect-error nsp=/nowhere error=\"Invalid \\u006eamespace\" message=Invalid namespace "
            "!sio.connect-error\n"
            "s2c socketio connect-error nsp=/");  // of a single packet's middleware
}

TEST(SocketIo, Events) {
  Talk5 talk;
  talk.client(R"(42["hello",1,{"a":[]}])").server(R"(42/admin,["push"])").client(R"(42/admin,7["ask", "x" ])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=hello args=[1,{\"a\":[]}]\n"
            "s2c socketio event version=5 nsp=/admin name=push args=[]\n"
            "c2s socketio event version=5 nsp=/admin id=7 name=ask args=[\"x\" ]");
  EXPECT_EQ(talk.connection().traffic.payload, 12U + 2U + 6U);
}

TEST(SocketIo, NamesAndArgumentsAsSent) {
  Talk5 talk;
  talk.client(R"(42["h\u00e9\"llo\n🎉",12345678901234567890123456789,1e+21,-0.10, "\ud83c\udf89"])");
  talk.client(R"(42[42,"number"])")
      .client(R"(42[-1.5e3])")
      .client("42[\"\"]")
      .client(" 42")
      .client("42 [ \"a\" , 1 ] ");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=hé\"llo\\n🎉 "
            "args=[12345678901234567890123456789,1e+21,-0.10, \"\\ud83c\\udf89\"]\n"
            "c2s socketio event version=5 nsp=/ name=42 name_number=42 args=[\"number\"]\n"
            "c2s socketio event version=5 nsp=/ name=-1.5e3 name_number=-1.5e3 args=[]\n"
            "c2s socketio event version=5 nsp=/ name= args=[]\n"
            "c2s socketio event version=5 nsp=/ name=a args=[1 ]");
}

TEST(SocketIo, LoneSurrogatesAreReplaced) {
  Talk5 talk;
  talk.client(R"(42["a\ud83d","\udc00x","\ud83c\udf89","\\ud83d"])").client(R"(42["fine \u00e9"])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ name=a\uFFFD args=[\"\\ufffdx\",\"\\ud83c\\udf89\",\"\\\\ud83d\"] "
            "!sio.lone-surrogate\n"
            "c2s socketio event version=5 nsp=/ name=fine é args=[]");
}

TEST(SocketIo, Acknowledgements) {
  Talk5 talk;
  talk.client(R"(420["hello",{"n":0}])").server(R"(420["ask"])").client("430[42]").server(R"(430[{"ok":true}])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ id=0 name=hello args=[{\"n\":0}]\n"
            "s2c socketio event version=5 nsp=/ id=0 name=ask args=[]\n"
            "c2s socketio ack nsp=/ id=0 name=ask args=[42] rtt_us=1000\n"
            "s2c socketio ack nsp=/ id=0 name=hello args=[{\"ok\":true}] rtt_us=3000");
  const auto& events = talk.facts().events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].name, "hello");
  EXPECT_EQ(events[0].acked, 1U);
  EXPECT_EQ(events[0].rtt_us.at(0.5), 3000U);
  EXPECT_EQ(events[1].dir, Direction::s2c);
}

TEST(SocketIo, AcknowledgementsAreKeptApartByNamespaceAndDirection) {
  Talk5 talk;
  talk.client("40/a").server(R"(40/a,{"sid":"x"})").client(R"(42/a,1["in a"])").client(R"(421["main"])").heard();
  talk.client("431[]").server("43/a,1[]").server("431[]").server("431[]").server("43/unknown,1[]").server("43[]");
  EXPECT_EQ(talk.heard(),
            "c2s socketio ack nsp=/ id=1 args=[] !sio.unexpected-ack\n"
            "s2c socketio ack nsp=/a id=1 name=in a args=[] rtt_us=3000\n"
            "s2c socketio ack nsp=/ id=1 name=main args=[] rtt_us=3000\n"
            "s2c socketio ack nsp=/ id=1 args=[] !sio.unexpected-ack\n"
            "s2c socketio ack nsp=/unknown id=1 args=[]\n"
            "s2c socketio ack nsp=/ args=[] !sio.ack-without-id");
}

TEST(SocketIo, UnexpectedAcksAreNotBlamedOnAPartialTrace) {
  Talk lossy("/socket.io/?EIO=4&transport=websocket");
  lossy.server(R"(0{"sid":"e"})").client("40").server(R"(40{"sid":"s"})").gap(Direction::c2s).heard();
  lossy.server("439[]");
  EXPECT_EQ(lossy.heard(), "s2c socketio ack nsp=/ id=9 args=[]");
  Talk late("/socket.io/?EIO=4&transport=websocket&sid=e");
  late.server("439[]");
  EXPECT_EQ(late.heard(), "s2c socketio ack nsp=/ id=9 args=[]");
}

TEST(SocketIo, OldestAcknowledgementGivesWay) {
  Limits limits;
  limits.pending_acks = 2;
  Talk5 talk(limits);
  talk.client(R"(421["one"])").client(R"(422["two"])").client(R"(423["three"])").heard();
  talk.server("431[]").server("433[]").server("432[]").server("439[]");
  EXPECT_EQ(talk.heard(),
            "s2c socketio ack nsp=/ id=1 args=[]\n"
            "s2c socketio ack nsp=/ id=3 name=three args=[] rtt_us=2000\n"
            "s2c socketio ack nsp=/ id=2 name=two args=[] rtt_us=4000\n"
            "s2c socketio ack nsp=/ id=9 args=[]");
}

TEST(SocketIo, ReservedNames) {
  Talk5 five;
  five.client(R"(42["disconnect"])");
  EXPECT_EQ(five.heard(), "c2s socketio event version=5 nsp=/ name=disconnect args=[] !sio.reserved-name");
  Talk4 four;
  four.client(R"(42["disconnect"])");
  EXPECT_EQ(four.heard(), "c2s socketio event version=4 nsp=/ name=disconnect args=[]");
}

TEST(SocketIo, DisconnectOfTheLastNamespaceEndsTheSession) {
  Talk5 talk;
  talk.client("40/a").server(R"(40/a,{"sid":"x"})").heard();
  talk.client("41/a,");
  EXPECT_EQ(talk.facts().outcome.state, "open");
  talk.client("41");
  EXPECT_EQ(talk.heard(), "c2s socketio disconnect nsp=/a\nc2s socketio disconnect nsp=/");
  EXPECT_EQ(talk.facts().outcome.state, "closed");
  EXPECT_EQ(talk.facts().outcome.by, "client");
  EXPECT_EQ(talk.facts().outcome.client_word, "io client disconnect");
  talk.client("40").server(R"(40{"sid":"again"})");
  EXPECT_EQ(talk.facts().outcome.state, "open");
  talk.server("41/");
  EXPECT_EQ(talk.facts().outcome.by, "server");
  EXPECT_EQ(talk.facts().outcome.client_word, "io server disconnect");
}

TEST(SocketIo, ClaimsByTheFirstPacket) {
  Talk yes("/realtime/?EIO=4&transport=websocket");
  yes.server(R"(0{"sid":"e"})").client("40/x");
  EXPECT_EQ(yes.heard(), "c2s socketio connect version=5 nsp=/x");
  Talk no("/realtime/?EIO=4&transport=websocket");
  no.server(R"(0{"sid":"e"})").client("4hello").client("40");
  EXPECT_EQ(no.heard(), "");
  no.close();
  EXPECT_EQ(no.sessions()[0],
            "1 engineio sid=e engineio:4 closed by client (the client closed the "
            "connection without a close frame)");
}

TEST(SocketIo, ConnectionsOfOneSessionFeedOneDissector) {
  Talk talk("/chat/?EIO=4&transport=websocket&sid=e");
  talk.connect(offer("/chat/?EIO=4&transport=websocket&sid=e"));
  talk.client("40");
  talk.on(0).server(R"(40{"sid":"s"})").client(R"(425["over A"])");
  talk.on(1).server("435[]");
  EXPECT_EQ(talk.heard(),
            "c2s socketio connect version=5 nsp=/\n"
            "s2c socketio connect version=5 nsp=/ sid=s\n"
            "c2s socketio event version=5 nsp=/ id=5 name=over A args=[]\n"
            "s2c socketio ack nsp=/ id=5 name=over A args=[] rtt_us=1000");
  talk.close();
  EXPECT_EQ(talk.sessions().size(), 1U);
}

}  // namespace
}  // namespace wstrace::test::socketio_dissector_test
