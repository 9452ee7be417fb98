// Connection state recovery: what the client asks for, what the server answers, and the offsets of events.
#include "dissectors/socketio/recovery.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/describe.h"
#include "support/message_dialogue.h"

namespace wstrace::test::socketio_recovery_test {
namespace {

constexpr Time kNow = 1'714'564'800 * kSecond;
// Offsets of that time, as the in-memory adapter and Redis streams make them.
constexpr std::string_view kYeast = "Oyq1fvx";
constexpr std::string_view kRedis = "1714564800123-0";

class Talk : public MessageDialogue {
 public:
  Talk() : MessageDialogue(target()) { wait(kNow - kSecond).server(R"(0{"sid":"eio"})").heard(); }
  std::string heard() { return heard_of("socketio"); }

 private:
  static Offer target() {
    Offer made;
    made.target = "/socket.io/?EIO=4&transport=websocket";
    return made;
  }
};

TEST(SocketIoRecovery, Recovered) {
  Talk talk;
  talk.client(R"(40{"pid":"p1","offset":"Oyq1fvx"})").server(R"(42["missed",1,"Oyq1fvx.1"])");
  talk.server(R"(40{"sid":"s","pid":"p1"})");
  EXPECT_EQ(talk.heard(),
            "c2s socketio connect version=5 nsp=/ auth={\"pid\":\"p1\",\"offset\":\"Oyq1fvx\"}\n"
            "s2c socketio event version=5 nsp=/ name=missed args=[1,\"Oyq1fvx.1\"] offset=Oyq1fvx.1\n"
            "s2c socketio connect version=5 nsp=/ sid=s pid=p1 recovered=true");
}

TEST(SocketIoRecovery, NotRecovered) {
  Talk too_late;
  too_late.client(R"(40{"pid":"p1","offset":"Oyq1fvx","token":"t"})").heard();
  too_late.server(R"(40{"sid":"s","pid":"p2"})");
  EXPECT_EQ(too_late.heard(), "s2c socketio connect version=5 nsp=/ sid=s pid=p2 recovered=false !sio.not-recovered");
  Talk no_offset;
  no_offset.client(R"(40/a,{"pid":"p1"})").server(R"(40/a,{"sid":"s","pid":"p2"})");
  EXPECT_THAT(no_offset.heard(), testing::EndsWith("recovered=false !sio.not-recovered"));
  Talk unable;
  unable.client(R"(40{"pid":"p1","offset":"x"})").server(R"(40{"sid":"s"})");
  EXPECT_THAT(unable.heard(), testing::EndsWith("sid=s recovered=false !sio.not-recovered"));
}

TEST(SocketIoRecovery, NothingWasAsked) {
  Talk first;
  first.client("40").server(R"(40{"sid":"s","pid":"p"})");
  EXPECT_THAT(first.heard(), testing::EndsWith("sid=s pid=p"));
  Talk own_data;  // of the application, which calls something "pid"
  own_data.client(R"(40{"pid":"4711"})").server(R"(40{"sid":"s"})");
  EXPECT_THAT(own_data.heard(), testing::EndsWith("sid=s"));
  Talk number;
  number.client(R"(40{"pid":4711})").server(R"(40{"sid":"s","pid":"p"})");
  EXPECT_THAT(number.heard(), testing::EndsWith("sid=s pid=p"));
}

TEST(SocketIoRecovery, OffsetsOfEvents) {
  Talk talk;
  talk.client("40").server(R"(40{"sid":"s","pid":"p"})").heard();
  talk.server(R"(42["a","Oyq1fvx"])").server(R"(42["a",{"x":["Oyq1fvx"]},"1714564800123-0"])");
  EXPECT_EQ(talk.heard(),
            "s2c socketio event version=5 nsp=/ name=a args=[\"Oyq1fvx\"] offset=Oyq1fvx\n"
            "s2c socketio event version=5 nsp=/ name=a args=[{\"x\":[\"Oyq1fvx\"]},\"1714564800123-0\"] "
            "offset=1714564800123-0");
  // Not last, not a text, an acknowledgement asked for, from the client, no offset, the name alone, another namespace.
  talk.server(R"(42["a","Oyq1fvx",1])").server(R"(42["a",["Oyq1fvx"]])").server(R"(421["a","Oyq1fvx"])");
  talk.client(R"(42["a","Oyq1fvx"])").server(R"(42["a","welcome"])").server(R"(42["Oyq1fvx"])");
  talk.server(R"(42/b,["a","Oyq1fvx"])");
  EXPECT_THAT(talk.heard(), testing::Not(testing::HasSubstr("offset=")));
}

TEST(SocketIoRecovery, WithoutRecoveryNothingIsAnOffset) {
  Talk talk;
  talk.client("40").server(R"(40{"sid":"s"})").server(R"(42["a","Oyq1fvx"])");
  EXPECT_THAT(talk.heard(), testing::EndsWith("name=a args=[\"Oyq1fvx\"]"));
}

TEST(SocketIoRecovery, WhatLooksLikeAnOffset) {
  const auto looks = [](std::string_view text) { return socketio::looks_like_offset(text, kNow); };
  for (const std::string_view text : {kYeast, std::string_view("Oyq1fvx.0"), std::string_view("Oyq1fvx.-_"), kRedis,
                                      std::string_view("1714564800123-42")})
    EXPECT_TRUE(looks(text)) << text;
  for (const std::string_view text : {"", "welcome", "Oyq1fv", "Oyq1fvx.", "Oyq1fvx-1", "Oyq1fvx.+", "Oyq1fvx0",
                                      "Nyq1fvx", "Pyq1fvx", "1714564800123", "1714564800123-", "1714564800123-a",
                                      "2714564800123-0", "171456480012-0", "Oyq1fvx.00000000000000000000"})
    EXPECT_FALSE(looks(text)) << text;
}

TEST(SocketIoRecovery, InWords) {
  struct Words : Sink {
    void on_event(const Event& event) override {
      text.clear();
      append_filled(text, event.def->title, event.fields);
      text += " | " + filled(event.def->summary, event.fields);
      for (const Note& note : event.notes) text += "\n" + filled(note.def->text, note.fields);
    }
    std::string text;
  } phrase;
  Talk talk;
  talk.add_sink(phrase);
  talk.client(R"(40{"pid":"p1","offset":"x"})").server(R"(40{"sid":"s","pid":"p1"})");
  EXPECT_EQ(phrase.text, R"(CONNECT "/" | sid s, pid p1, state recovered)");
  talk.client(R"(40{"pid":"p1","offset":"x"})").server(R"(40{"sid":"s","pid":"p2"})");
  EXPECT_EQ(phrase.text, R"(CONNECT "/" | sid s, pid p2
the connection state was not recovered; missed events are lost: the server no longer had the state; either maxDisconnectionDuration (2 minutes by default) had passed, the server was restarted, or its adapter does not support recovery)");
  talk.client(R"(40{"pid":"p2"})").server(R"(40{"sid":"s","pid":"p3"})");
  EXPECT_THAT(phrase.text,
              testing::EndsWith("are lost: recovery was impossible, since the client never received an event with an "
                                "offset; only events that the server sends without acknowledgement have one"));
  talk.client(R"(40{"pid":"p3","offset":"x"})").server(R"(40{"sid":"s"})");
  EXPECT_THAT(phrase.text,
              testing::EndsWith("are lost: this server does not recover connections (connectionStateRecovery)"));
  talk.client(R"(40)").server(R"(40{"sid":"s","pid":"p"})").server(R"(42["a",1,"Oyq1fvx"])");
  EXPECT_EQ(phrase.text, R"(EVENT "a" | 1,"Oyq1fvx"   pushed, with offset)");
}

}  // namespace
}  // namespace wstrace::test::socketio_recovery_test
