// The same event to several sessions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "seam/broadcasts.h"
#include "support/message_dialogue.h"

namespace wstrace::test::socketio_broadcast_test {
namespace {

Offer target() {
  Offer made;
  made.target = "/socket.io/?EIO=4&transport=websocket";
  return made;
}

/// Three sessions that have joined "/".
class Three : public MessageDialogue {
 public:
  Three() : MessageDialogue(target()) {
    for (std::size_t i = 0; i < 3; ++i) {
      if (i > 0) connect(target());
      const std::string n = std::to_string(i);
      server("0{\"sid\":\"eio" + n + "\"}").client("40").server("40{\"sid\":\"s" + n + "\",\"pid\":\"p" + n + "\"}");
    }
    wait(2 * kSecond);
    MessageDialogue::heard();
  }

  Three& to(std::size_t session, std::string_view packet) { return on(session).server(packet), *this; }
  std::string heard() { return heard_of("socketio"); }
};

TEST(SocketIoBroadcast, EachRecipientAfterTheFirst) {
  Three talk;
  talk.to(0, R"(42["news",{"n":1}])").to(1, R"(42["news",{"n":1}])").to(2, R"(42["news",{"n":1}])");
  EXPECT_EQ(talk.heard(),
            "s2c socketio event version=5 nsp=/ name=news args=[{\"n\":1}]\n"
            "s2c socketio event version=5 nsp=/ name=news args=[{\"n\":1}] recipient=2 spread_us=1000\n"
            "s2c socketio event version=5 nsp=/ name=news args=[{\"n\":1}] recipient=3 spread_us=2000");
  EXPECT_EQ(talk.on(0).facts().events[0].broadcast, 0U);
  EXPECT_EQ(talk.on(2).facts().events[0].broadcast, 1U);
}

TEST(SocketIoBroadcast, WhatIsNotTheSame) {
  Three talk;
  talk.to(0, R"(42["news",1])").to(1, R"(42["news",2])").to(2, R"(42/chat,["news",1])").to(2, R"(42["new",1])");
  talk.on(1).client(R"(42["news",1])").client(R"(42["news",1])");
  EXPECT_THAT(talk.heard(), testing::Not(testing::HasSubstr("recipient")));
}

/// A server that asks each client by itself counts for each by itself; a broadcast has one id for all.
TEST(SocketIoBroadcast, AnotherAcknowledgementIdIsAnotherMessage) {
  Three talk;
  talk.to(0, R"(421["ask"])").to(1, R"(4217["ask"])");
  EXPECT_THAT(talk.heard(), testing::Not(testing::HasSubstr("recipient")));
  talk.to(0, R"(425["ask"])").to(1, R"(425["ask"])");
  EXPECT_THAT(talk.heard(), testing::EndsWith("id=5 name=ask args=[] recipient=2 spread_us=1000"));
}

TEST(SocketIoBroadcast, AnswersToEachAreNone) {
  Three talk;
  for (const std::size_t i : {0U, 1U, 2U}) talk.on(i).client(R"(42["hello"])").server(R"(42["welcome"])");
  EXPECT_THAT(talk.heard(), testing::Not(testing::HasSubstr("recipient")));
}

TEST(SocketIoBroadcast, AttachmentsBelongToTheMessage) {
  Three talk;
  constexpr std::string_view kText = R"(451-["b",{"_placeholder":true,"num":0}])";
  talk.to(0, kText).server_binary("same");
  talk.to(1, kText).server_binary("same");
  talk.to(2, kText).server_binary("else");
  const std::string said = talk.heard();
  EXPECT_THAT(said, testing::HasSubstr("binary=true recipient=2 spread_us=2000\n"));
  EXPECT_THAT(said, testing::EndsWith("binary=true"));
}

TEST(SocketIoBroadcast, OffsetsDoNot) {
  Three talk;
  talk.wait(1'714'564'800 * kSecond);
  talk.to(0, R"(42["a",1,"Oyq1fvx"])").to(1, R"(42["a",1,"Oyq1fvy"])");
  EXPECT_THAT(talk.heard(), testing::EndsWith("offset=Oyq1fvy recipient=2 spread_us=1000"));
}

}  // namespace
}  // namespace wstrace::test::socketio_broadcast_test
