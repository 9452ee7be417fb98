// One direction: which part a frame goes to, and what is known of the direction as a whole.
#include "dissectors/websocket/lane.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_lane_test {
namespace {

using websocket::FramePart;
using websocket::Lane;

/// A client's direction, given whole frames.
class Client {
 public:
  Client() { lane.configure({}, {}); }

  void take(std::string_view bytes) {
    const FramePart part = lane.frames.read({as_bytes(bytes), offset_});
    lane.begin_frame({});
    lane.add(part);
    if (lane.is_data()) lane.message.end_frame(lane.frames.header(), {});
    offset_ += part.n;
  }
  /// The code of the first note on the present frame, or on its message.
  std::string first_note() {
    const auto notes = lane.notes().notes();
    return notes.empty() ? "" : std::string(notes.front().def->code);
  }

  Lane lane{Direction::c2s};

 private:
  std::uint64_t offset_ = 0;
};

TEST(Lane, APingBetweenTheFragmentsOfAMessage) {
  Client client;
  client.take(from_client(0x01, "be"));
  EXPECT_TRUE(client.lane.is_data());
  client.take(from_client(0x89, "ping"));
  EXPECT_FALSE(client.lane.is_data());
  EXPECT_EQ(as_text(client.lane.control.payload()), "ping");
  client.take(from_client(0x80, "gun"));
  EXPECT_TRUE(client.lane.message.finish());
  EXPECT_EQ(as_text(client.lane.message.shown()), "begun");
}

TEST(Lane, WhatBelongsToNothingIsNeitherAMessageNorKept) {
  Client client;
  client.take(from_client(0x80, "continues nothing"));
  EXPECT_TRUE(client.lane.stray);
  EXPECT_FALSE(client.lane.message.open());
  EXPECT_TRUE(client.lane.control.payload().empty());
  EXPECT_EQ(client.first_note(), "ws.stray-continuation");
  client.take(from_client(0x83, "reserved"));
  EXPECT_EQ(client.first_note(), "ws.reserved-opcode");
}

TEST(Lane, AGapInAPingDoesNotDamageTheMessageAroundIt) {
  Client client;
  client.take(from_client(0x01, "be"));
  client.take(from_client(0x89, "ping"));
  client.lane.damage();
  EXPECT_TRUE(client.lane.control.damaged());
  EXPECT_FALSE(client.lane.message.damaged());
}

TEST(Lane, IsWholeUntilSomethingIsMissing) {
  Client client;
  client.take(from_client(0x81, "hi"));
  EXPECT_TRUE(client.lane.is_whole());
  client.lane.search.miss(3);
  EXPECT_FALSE(client.lane.is_whole());
  client.lane.search.reported();
  client.lane.lose_place();
  EXPECT_FALSE(client.lane.is_whole());
  EXPECT_TRUE(client.lane.search.seeking());
  EXPECT_TRUE(client.lane.message.damaged());
}

TEST(Lane, WhatIsOnItsWay) {
  Lane lane(Direction::s2c);
  lane.configure({}, {});
  EXPECT_EQ(lane.coming(), 0U);
  const std::string text = from_server(0x81, std::string(100, 'x'));
  lane.frames.read({first(as_bytes(text), 10), 0});
  EXPECT_EQ(lane.coming(), 100U);
  lane.frames.forget();
  const std::string ping = from_server(0x89, "ping");
  lane.frames.read({first(as_bytes(ping), 3), 0});
  EXPECT_EQ(lane.coming(), 0U) << "no message";
}

TEST(Lane, ATextThatIsCutOffMayBeInvalidAlready) {
  Lane lane(Direction::s2c);
  lane.configure({}, {});
  const std::string text = from_server(0x81, "\xff" + std::string(100, 'x'));
  lane.frames.read({first(as_bytes(text), 10), 0});
  Notes& notes = lane.cut_off(first(as_bytes(text), 10), {});
  ASSERT_EQ(notes.notes().size(), 1U);
  EXPECT_EQ(notes.notes()[0].def->code, "ws.invalid-utf8");
  EXPECT_TRUE(lane.violations.any());
}

}  // namespace
}  // namespace wstrace::test::websocket_lane_test
