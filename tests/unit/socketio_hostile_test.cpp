// Socket.IO against input that nobody well-meaning sends: never a crash, and what is not valid is said to be so.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "dissectors/socketio/payload.h"
#include "support/message_dialogue.h"

namespace wstrace::test::socketio_hostile_test {
namespace {

Offer target(char version) {
  Offer made;
  made.target = "/socket.io/?transport=websocket&EIO=" + std::string(1, version);
  return made;
}

const std::vector<std::string>& samples() {
  static const std::vector<std::string> kSamples = {
      "40",
      R"(40/admin,{"sid":"oSO0OpakMV_3jnilAAAA","pid":"x"})",
      R"(40/admin?token=1,)",
      "41/admin,",
      R"(42["hello",{"uni":"h\u00e9llo ✓ \ud83c\udf89"},1e+21,null])",
      R"(42/admin,456["project:delete",123])",
      R"(43/admin,456[true,"x"])",
      R"(44{"message":"Not authorized"})",
      R"(452-/a,7["baz",{"_placeholder":true,"num":0},{"num":1,"_placeholder":true}])",
      R"(461-15["bar",{"_placeholder":true,"num":0}])",
  };
  return kSamples;
}

/// A prefix of a packet is a packet in few cases; in all others there is a note.
bool is_packet(std::string_view text) {
  return text == "40" || text.starts_with("40/") || text == "41" || text.starts_with("41/") || text == "44" ||
         text == "43[]";
}

TEST(SocketIoHostile, EveryPacketCutAtEveryByte) {
  for (const std::string& sample : samples()) {
    for (std::size_t n = 2; n < sample.size(); ++n) {
      MessageDialogue talk(target('4'));
      talk.server(R"(0{"sid":"e"})").heard();
      const std::string cut = sample.substr(0, n);
      talk.client(cut);
      ASSERT_EQ(talk.recorder().lines.size(), 2U) << cut;
      const bool noted = talk.recorder().lines[1].find("!sio.bad-packet") != std::string::npos ||
                         talk.recorder().lines[1].find("!sio.not-utf8") != std::string::npos;
      EXPECT_TRUE(noted || is_packet(cut)) << cut << "\n" << talk.recorder().lines[1];
    }
  }
}

TEST(SocketIoHostile, RandomBytes) {
  for (const char version : {'3', '4'}) {
    std::mt19937 random(7);
    MessageDialogue talk(target(version));
    talk.server(R"(0{"sid":"e"})").server("40");
    for (int i = 0; i < 20'000; ++i) {
      std::string bytes = samples()[random() % samples().size()];
      for (unsigned changes = random() % 4; changes > 0; --changes) {
        bytes[random() % bytes.size()] =
            static_cast<char>(random() % 3 == 0 ? random() : "[]{},\"\\/-0123u"[random() % 15]);
      }
      talk.say(random() % 2 == 0 ? Direction::c2s : Direction::s2c, bytes, random() % 5 == 0);
      if (random() % 1000 == 0) talk.gap(Direction::s2c);
    }
    EXPECT_GE(talk.recorder().lines.size(), 20'000U);
    talk.close();
    EXPECT_EQ(talk.sessions().size(), 1U);
  }
}

TEST(SocketIoHostile, DeepNesting) {
  MessageDialogue talk(target('4'));
  talk.server(R"(0{"sid":"e"})").heard();
  const std::string deep(2'000'000, '[');
  talk.client("42[\"a\"," + deep).client("42[\"a\"" + std::string(500, ',') + deep);
  talk.client("43[" + std::string(500, '[') + std::string(500, ']') + "]");
  EXPECT_THAT(talk.recorder().lines[1], testing::EndsWith("!sio.deep-json"));
  EXPECT_THAT(talk.recorder().lines[3], testing::EndsWith("!sio.bad-packet"));
  EXPECT_THAT(talk.recorder().lines[5], testing::HasSubstr("socketio ack nsp=/ args=[[["));
}

TEST(SocketIoHostile, ManyPlaceholdersForOneAttachmentDoNotGrow) {
  MessageDialogue talk(target('4'));
  talk.server(R"(0{"sid":"e"})").heard();
  std::string text = R"(451-["a")";
  for (int i = 0; i < 10'000; ++i) text += R"(,{"_placeholder":true,"num":0})";
  talk.client(text + "]").client_binary(std::string(100'000, 'x'));
  EXPECT_LT(talk.recorder().lines.back().size(), 600'000U);
  EXPECT_THAT(talk.recorder().lines.back(), testing::EndsWith("!sio.bad-placeholder"));
}

TEST(SocketIoHostile, LongNamesAreNotKept) {
  MessageDialogue talk(target('4'));
  talk.server(R"(0{"sid":"e"})").client("40").heard();
  const std::string name(5000, 'n');
  talk.client("421[\"" + name + "\"]").server("431[]").client("42/" + name + ",2[\"x\"]").server("43/" + name + ",2[]");
  EXPECT_EQ(talk.facts().events.size(), 0U);
  EXPECT_EQ(talk.facts().events_uncounted, 2U);
  EXPECT_THAT(talk.recorder().lines[3], testing::EndsWith("socketio ack nsp=/ id=1 args=[] rtt_us=1000"));
  EXPECT_THAT(talk.recorder().lines[7], testing::EndsWith("id=2 args=[] !sio.namespace-limit"));
}

TEST(SocketIoHostile, RandomJsonNeverReadsPastItsEnd) {
  std::mt19937 random(11);
  socketio::PayloadReader reader;
  for (int i = 0; i < 50'000; ++i) {
    std::vector<char> text(random() % 40);
    for (char& c : text) c = "[]{}:,\"\\ud83c09e+-.tfn _placeholder"[random() % 36];
    const socketio::ReadResult result = reader.read({text.data(), text.size()}, true);
    const socketio::Payload& payload = reader.payload();
    if (result != socketio::ReadResult::ok || payload.root != socketio::Payload::Root::array) continue;
    EXPECT_LE(payload.elements_source(payload.named).size(), text.size());
  }
}

}  // namespace
}  // namespace wstrace::test::socketio_hostile_test
