// Socket.IO packets that are none, and those past a limit: said to be so, and the session goes on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_dialogue.h"

namespace wstrace::test::socketio_invalid_test {
namespace {

using namespace std::string_literals;

/// A session of protocol 5 whose "/" is joined.
class Talk : public MessageDialogue {
 public:
  explicit Talk(const Limits& limits = {}) : MessageDialogue(target(), limits) {
    server(R"(0{"sid":"eio"})").client("40").server(R"(40{"sid":"sio"})").heard();
  }

  std::string heard() { return heard_of("socketio"); }

 private:
  static Offer target() {
    Offer made;
    made.target = "/socket.io/?EIO=4&transport=websocket";
    return made;
  }
};

TEST(SocketIoInvalid, WhatIsNoPacket) {
  Talk talk;
  for (const std::string_view text : {"4",
                                      "49",
                                      "4x",
                                      "42",
                                      "42{}",
                                      "42[]",
                                      "42[{}]",
                                      R"(42["a",])",
                                      R"(42["a"]])",
                                      R"(42["a")",
                                      "43",
                                      R"(43"a")",
                                      "41{}",
                                      "40[]",
                                      "45[\"a\"]",
                                      "45x-[\"a\"]",
                                      "451[\"a\"]",
                                      "44[1]",
                                      R"(42/admin["x"])",
                                      R"(42[nil])"}) {
    talk.client(text);
    EXPECT_EQ(talk.heard(), "c2s socketio error text=" + std::string(text.substr(1)) + " !sio.bad-packet");
  }
  talk.client(R"(42["still here"])");
  EXPECT_EQ(talk.heard(), "c2s socketio event version=5 nsp=/ name=still here args=[]");
}

TEST(SocketIoInvalid, HugeNumbersInTheHead) {
  Talk talk;
  talk.client(R"(4218446744073709551615["max"])").server("4318446744073709551615[]");
  talk.client(R"(4218446744073709551616["over"])").client(R"(4599999999999999999999-["a"])");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/ id=18446744073709551615 name=max args=[]\n"
            "s2c socketio ack nsp=/ id=18446744073709551615 name=max args=[] rtt_us=1000\n"
            "c2s socketio error text=218446744073709551616[\"over\"] !sio.bad-packet\n"
            "c2s socketio error text=599999999999999999999-[\"a\"] !sio.bad-packet");
}

TEST(SocketIoInvalid, InvalidUtf8) {
  Talk talk;
  talk.client("42[\"a\xff\"]").client("42[\"\xed\xa0\x80\"]").client("42[\"a\0\"]"s).client("42[\"a\"]\0[]"s);
  EXPECT_EQ(talk.heard(),
            "c2s socketio error text=2[\"a\xff\"] !sio.not-utf8\n"
            "c2s socketio error text=2[\"\xed\xa0\x80\"] !sio.not-utf8\n"
            "c2s socketio error text=2[\"a\\x00\"] !sio.bad-packet\n"
            "c2s socketio error text=2[\"a\"]\\x00[] !sio.bad-packet");
}

TEST(SocketIoInvalid, CutOffAtALimit) {
  Talk talk;
  talk.say(Direction::c2s, R"(42["a","xxxx)", false, true);
  EXPECT_EQ(talk.heard(), "c2s socketio error text=2[\"a\",\"xxxx !sio.truncated");
}

TEST(SocketIoInvalid, EventNamesPastTheLimitAreNotCountedOneByOne) {
  Limits limits;
  limits.event_names = 20;
  Talk talk(limits);
  for (int round = 0; round < 3; ++round)
    for (int i = 0; i < 30; ++i) talk.client("42" + std::to_string(i) + "[\"e" + std::to_string(i) + "\"]");
  EXPECT_EQ(talk.facts().events.size(), 20U);
  for (const NamedCount& each : talk.facts().events) EXPECT_EQ(each.count, 3U) << each.name;
  EXPECT_EQ(talk.facts().events_uncounted, 30U);
  talk.heard();
  talk.server("4329[]");
  EXPECT_EQ(talk.heard(), "s2c socketio ack nsp=/ id=29 name=e29 args=[] rtt_us=1000");
}

TEST(SocketIoInvalid, NamespacesPastTheLimit) {
  Limits limits;
  limits.event_names = 2;
  Talk talk(limits);
  talk.client(R"(42/a,1["x"])").client(R"(42/b,1["x"])").server("43/b,1[]").client("40/c");
  EXPECT_EQ(talk.heard(),
            "c2s socketio event version=5 nsp=/a id=1 name=x args=[]\n"
            "c2s socketio event version=5 nsp=/b id=1 name=x args=[] !sio.namespace-limit\n"
            "s2c socketio ack nsp=/b id=1 args=[] !sio.namespace-limit\n"
            "c2s socketio connect version=5 nsp=/c !sio.namespace-limit");
}

}  // namespace
}  // namespace wstrace::test::socketio_invalid_test
