// How Engine.IO and Socket.IO read in the timeline: titles, summaries and notes, filled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/describe.h"
#include "support/message_dialogue.h"

namespace wstrace::test::socketio_timeline_test {
namespace {

/// Writes each event as "title | summary", and its notes below it.
class Reader : public MessageDialogue {
 public:
  explicit Reader(std::string target) : MessageDialogue(offer(std::move(target))) { add_sink(text_); }

  std::string read() { return std::exchange(text_.text, {}); }

 private:
  struct Words : Sink {
    void on_event(const Event& event) override {
      if (event.explained_by != nullptr) return;
      text += text.empty() ? "" : "\n";
      append_filled(text, event.def->title, event.fields);
      const std::string summary = filled(event.def->summary, event.fields);
      if (!summary.empty()) text += " | " + summary;
      for (const Note& note : event.notes) text += "\n  ! " + filled(note.def->text, note.fields);
    }
    std::string text;
  };

  static Offer offer(std::string target) {
    Offer made;
    made.target = std::move(target);
    return made;
  }

  Words text_;
};

TEST(SocketIoWords, ASession) {
  Reader talk("/socket.io/?EIO=4&transport=websocket");
  talk.server(R"(0{"sid":"d295Zj1CICcaQZntAAAA","upgrades":["websocket"],"pingInterval":25000,"pingTimeout":20000})");
  talk.client("40").server(R"(40{"sid":"GtCcfin1vqBBgrVmAAAA","pid":"private-id"})").server(R"(42["push",{"n":1}])");
  talk.client(R"(420["hello",{"n":0}])").wait(18 * kMillisecond).server(R"(430[{"ok":true}])");
  talk.client(R"(42/admin,3["ask"])").server(R"(42/admin,["told",1])").server("43/admin,3[]").client("2probe");
  talk.server("3probe").client("5").server(R"(44/vault,{"message":"no"})").client("41").server("1");
  EXPECT_EQ(talk.read(),
            R"(open | sid d295Zj1C…, ping 25 s + 20 s, upgrades "websocket"
CONNECT "/"
CONNECT "/" | sid GtCcfin1…, pid private-…
EVENT "push" | {"n":1}   pushed
EVENT "hello" #0 | {"n":0}
ACK #0 | {"ok":true}   answers "hello" after 19 ms
EVENT "ask" #3 in /admin
EVENT "told" in /admin | 1   pushed
ACK #3 in /admin | answers "ask" after 2.0 ms
ping "probe"
pong "probe" | after 1.0 ms
upgrade | websocket in 2.0 ms, last poll 1.0 ms
CONNECT_ERROR "/vault" | no
  ! the server rejected the client in namespace "/vault": "no"; a middleware (use()) or a connect handler of the server rejected it: check what it tests
DISCONNECT "/"
close)");
}

TEST(SocketIoWords, Notes) {
  Reader talk("/socket.io/?EIO=4&transport=websocket");
  talk.client("2").client("hello").server(R"(0{"sid":"a"})").client(R"(42["disconnect"])");
  talk.client(R"(452-["a"])").client_binary("x").client("41");
  EXPECT_EQ(talk.read(), R"(ping
  ! in Engine.IO 4 this side does not send heartbeat pings: the receiver treats it as an error
invalid Engine.IO packet | hello
  ! this is not a valid Engine.IO 4 packet: the receiver cannot parse it and closes the connection
open | sid a
EVENT "disconnect"
  ! the event name "disconnect" is reserved by Socket.IO: the receiver rejects the packet and closes the connection
EVENT "a"
  ! this packet announces 2 binary attachments, but only 1 arrived before another packet
DISCONNECT "/")");
}

TEST(SocketIoWords, WhatWasWaitedForInVain) {
  Reader talk("/socket.io/?EIO=4&transport=websocket");
  talk.server(R"(0{"sid":"a"})").client("40").server(R"(40{"sid":"s"})").client("40/nowhere");
  talk.read();
  talk.server(R"(44/nowhere,{"message":"Invalid namespace"})");
  for (int i = 0; i < 10; ++i) talk.client("42" + std::to_string(i) + "[\"e\"]");
  talk.wait(5 * kSecond).close();
  const std::string said = talk.read();
  EXPECT_THAT(said, testing::StartsWith(R"(CONNECT_ERROR "/nowhere" | Invalid namespace
  ! the server rejected the client in namespace "/nowhere": "Invalid namespace"; this namespace does not exist in the server: compare the client's io("…/name") with the server's io.of("/name")
)"));
  EXPECT_THAT(said, testing::EndsWith(R"(no ACK #7 | for "e"   waited 5.00 s
  ! no acknowledgement for "e"
no ACK for 2 more events
  ! no acknowledgement for 2 more events)"));
}

TEST(SocketIoWords, Broadcasts) {
  Reader talk("/socket.io/?EIO=4&transport=websocket");
  Offer other;
  other.target = "/socket.io/?EIO=4&transport=websocket";
  talk.server(R"(0{"sid":"a"})").server(R"(42["news",1])").connect(other).server(R"(0{"sid":"b"})");
  talk.read();
  talk.server(R"(42["news",1])");
  EXPECT_EQ(talk.read(), R"(EVENT "news" | 1   pushed, recipient 2, +2.0 ms)");
  talk.on(0).server(R"(425["ask"])").on(1).server(R"(425["ask"])");
  EXPECT_EQ(talk.read(), "EVENT \"ask\" #5\nEVENT \"ask\" #5 | recipient 2, +1.0 ms");
}

TEST(SocketIoWords, NobodyJoined) {
  Reader silent("/socket.io/?EIO=4&transport=websocket");
  silent.server(R"(0{"sid":"a"})");
  silent.wait(45 * kSecond).server("2").client("3");
  silent.read();
  silent.close(Direction::s2c);
  EXPECT_EQ(silent.read(), R"(no CONNECT | 45 s after the session was opened
  ! the client joined no namespace within 45 s, and the server ended the session (it waits for connectTimeout, 45 s by default))");
  Reader other("/socket.io/?EIO=4&transport=websocket");
  other.server(R"(0{"sid":"a"})").client_binary(from_hex("83a47479706500a464617461d40000a36e7370a12f"));
  other.close(Direction::s2c);
  EXPECT_THAT(other.read(), testing::EndsWith(R"(CONNECT "/" | msgpack parser
no answer to CONNECT "/" | waited 1.0 ms
  ! the client sends msgpack packets; the server ended the session without replying and most likely expects JSON: a receiver with a different parser reports a parse error and closes the connection)"));
}

}  // namespace
}  // namespace wstrace::test::socketio_timeline_test
