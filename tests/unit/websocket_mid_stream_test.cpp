// WebSockets whose upgrade is not in the capture: recognised by their frames, doubted, and taken back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_mid_stream_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Offer middle() {
  Offer offer;
  offer.mid_stream = true;
  return offer;
}

class WebSocketMiddle : public testing::Test {
 protected:
  WebSocketMiddle() : talk_(middle()) {
    talk_.server(from_server(0x81, "{\"n\":1}")).client(from_client(0x81, "{\"answer\":1}"));
    begins_ = talk_.heard();
  }

  void say_much() {
    for (int i = 0; i < 20; ++i) talk_.server(from_server(0x81, "{\"n\":" + std::to_string(i) + "}"));
    talk_.heard();
  }

  Dialogue talk_;
  std::string begins_;
};

TEST_F(WebSocketMiddle, IsRecognisedByItsFrames) {
  EXPECT_THAT(begins_, StartsWith("s2c websocket mid-stream inferred=true !ws.inferred\n"));
  EXPECT_THAT(begins_, HasSubstr("payload={\"n\":1}"));
  EXPECT_THAT(begins_, HasSubstr("payload={\"answer\":1}"));
}

/// What was kept until it was recognised is told as it was captured: who answers has heard the question.
TEST_F(WebSocketMiddle, IsToldInTheOrderOfItsPackets) {
  EXPECT_LT(begins_.find("payload={\"n\":1}"), begins_.find("payload={\"answer\":1}"));
  Dialogue asked(middle());
  asked.client(from_client(0x81, "{\"ask\":1}")).server(from_server(0x81, "{\"n\":1}"));
  const std::string heard = asked.heard();
  EXPECT_LT(heard.find("payload={\"ask\":1}"), heard.find("payload={\"n\":1}"));
}

/// Both sides of a proxy, neither of whose upgrades is in the capture. Connection 1 leads from the proxy to the server.
class MiddleOfTwoSides : public testing::Test {
 protected:
  MiddleOfTwoSides() : talk_(middle()) {
    talk_.connect(1, middle());
    talk_.connection().info.client = server_endpoint(0);
  }

  void say(const std::string& near, const std::string& far) {
    talk_.on(0).client(near).on(1).client(far);
    talk_.server(from_server(0x81, "{\"n\":1}")).on(0).server(from_server(0x81, "{\"n\":1}"));
  }
  /// Of the near side, which is told as session 2.
  std::vector<std::uint32_t> other_sides() {
    talk_.finish();
    return talk_.recorder().facts.at(0).other_sides;
  }

  Dialogue talk_;
};

/// A proxy passes frames on as they are, masking keys and all.
TEST_F(MiddleOfTwoSides, ArePairedByTheirFrames) {
  const std::string ask = from_client(0x81, "{\"ask\":1}");
  say(ask, ask);
  EXPECT_THAT(other_sides(), ElementsAre(1));
  EXPECT_TRUE(talk_.recorder().facts.at(0).near_client);
}

TEST_F(MiddleOfTwoSides, AreNotPairedByTheSameUnderOtherKeys) {
  say(from_client(0x81, "{\"ask\":1}"), from_client(0x81, "{\"ask\":1}"));  // each with a key of its own
  EXPECT_THAT(other_sides(), testing::IsEmpty());
}

TEST_F(WebSocketMiddle, IsTakenBackWhenWhatFollowsCannotBeFrames) {
  talk_.server(from_hex("b7 05 00 00 00 00 00 00")).server(from_server(0x81, "nobody reads this any more"));
  EXPECT_EQ(talk_.heard(), "s2c websocket not-websocket !ws.mistaken");
  talk_.client(from_client(0x81, "nor this")).close();
  EXPECT_EQ(talk_.heard_of("websocket"), "");
  EXPECT_THAT(talk_.sessions(), ElementsAre(StartsWith("1 tcp ")));
}

TEST_F(WebSocketMiddle, AMaskInTheWrongDirectionRefutesIt) {
  talk_.server(from_client(0x81, "masked"));
  EXPECT_EQ(talk_.heard(), "s2c websocket not-websocket !ws.mistaken");
}

/// Later, either reading is possible: both are said, and neither is more than a note.
TEST_F(WebSocketMiddle, AViolationIsNoMoreThanANote) {
  say_much();
  talk_.server(from_server(0x83, "reserved")).server(from_server(0x81, "\xff\xfe")).client(frame({0x81}, "unmasked"));
  const std::string heard = talk_.heard();
  EXPECT_THAT(heard, HasSubstr("s2c websocket violation opcode=reserved length=8 !ws.inferred-violation"));
  EXPECT_THAT(heard, Not(HasSubstr("!ws.invalid-utf8")));
  EXPECT_THAT(heard, Not(HasSubstr("!ws.unmasked-client-frame")));
  EXPECT_THAT(talk_.recorder().notes, testing::Contains(HasSubstr("ws.reserved-opcode")));
}

TEST_F(WebSocketMiddle, TheUpgradeInTheCaptureLeavesNoDoubt) {
  Socket known;
  known.server(from_server(0x83, "reserved"));
  EXPECT_THAT(known.heard(), HasSubstr("!ws.reserved-opcode"));
}

}  // namespace
}  // namespace wstrace::test::websocket_mid_stream_test
