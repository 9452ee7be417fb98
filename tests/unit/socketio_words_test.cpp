// How Engine.IO and Socket.IO read in the timeline: titles, summaries and notes, filled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/describe.h"
#include "support/message_dialogue.h"

namespace wstrace::test {
namespace {

/// Writes each event as "title | summary", and its notes below it.
class Reader : public MessageDialogue {
 public:
  explicit Reader(std::string target) : MessageDialogue(offer(std::move(target))) { add_sink(words_); }

  std::string read() { return std::exchange(words_.text, {}); }

 private:
  struct Words : Sink {
    void on_event(const Event& event) override {
      if (event.explained) return;
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

  Words words_;
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
ACK #3 in /admin | answers "ask" after 2 ms
ping "probe"
pong "probe" | after 1 ms
upgrade | websocket carries the session from here
CONNECT_ERROR "/vault" | no
DISCONNECT "/"
close)");
}

TEST(SocketIoWords, Notes) {
  Reader talk("/socket.io/?EIO=4&transport=websocket");
  talk.client("2").client("hello").server(R"(0{"sid":"a"})").client(R"(42["disconnect"])");
  talk.client(R"(452-["a"])").client_binary("x").client("41");
  EXPECT_EQ(talk.read(), R"(ping
  ! in Engine.IO 4 this side does not send heartbeat pings: the receiver takes it as an error
no Engine.IO packet | hello
  ! this is no packet of Engine.IO 4: the receiver cannot read it and closes the connection
open | sid a
EVENT "disconnect"
  ! "disconnect" is a name that Socket.IO keeps for itself: the receiver refuses the packet and closes
EVENT "a"
  ! of this packet's 2 binary attachments only 1 came before something else did
DISCONNECT "/")");
}

}  // namespace
}  // namespace wstrace::test
