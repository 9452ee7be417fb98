// STOMP over plain TCP, as a conversation.
#include <gtest/gtest.h>

#include <string>

#include "support/dialogue.h"

namespace wstrace::test::stomp_stream_test {
namespace {

using namespace std::string_literals;

std::string frame(std::string_view text) { return std::string(text) + '\0'; }

const std::string kConnect = frame("STOMP\naccept-version:1.2\nhost:/\nheart-beat:1000,1000\n\n");
const std::string kConnected = frame("CONNECTED\nversion:1.2\nheart-beat:1000,1000\n\n") + "\n";
const std::string kSend = frame("SEND\ndestination:/q\ncontent-length:3\n\na\0b"s);

TEST(StompStream, IsClaimedByItsFirstBytesHoweverTheyCome) {
  const std::string expected =
      "c2s stomp connect accept_version=1.2 host=/ heart_beat=1000,1000\n"
      "s2c stomp connected version=1.2 heart_beat=1000,1000";
  for (std::size_t at = 1; at < kConnect.size(); ++at) {
    Dialogue talk;
    talk.client(kConnect.substr(0, at)).client(kConnect.substr(at)).server(kConnected);
    EXPECT_EQ(without_times(talk.heard()), expected) << at;
  }
  Dialogue slow;
  slow.dribble(Direction::c2s, kConnect).dribble(Direction::s2c, kConnected);
  EXPECT_EQ(without_times(slow.heard()), expected);
}

TEST(StompStream, HttpAndOthersAreNotClaimed) {
  for (const char* other : {"CONNECT host:443 HTTP/1.1\r\nHost: host\r\n\r\n", "STOMPING\nx:y\n\n", "CONNECT\n\n",
                            "STOMP\nnothing\n", "SEND\ndestination:/q\n\n"}) {
    Dialogue talk;
    talk.client(frame(other));
    EXPECT_EQ(talk.heard_of("stomp"), "") << other;
  }
}

TEST(StompStream, SeveralFramesInASegmentAndOneInSeveral) {
  Dialogue talk;
  talk.client(kConnect).server(kConnected).heard();
  talk.client(kSend + kSend.substr(0, 20)).client(kSend.substr(20) + frame("DISCONNECT\n\n"));
  EXPECT_EQ(talk.heard(),
            "c2s stomp send destination=/q body_length=3 body=a\\x00b\n"
            "c2s stomp send destination=/q body_length=3 body=a\\x00b\n"
            "c2s stomp disconnect");
  talk.hang_up(Direction::c2s).finish();
  ASSERT_EQ(talk.sessions().size(), 1u);
  EXPECT_EQ(talk.sessions()[0], "1 stomp stomp:1.2 closed by client (DISCONNECT, then the connection was closed)");
}

TEST(StompStream, HeartBeatsComeByThemselves) {
  Dialogue talk;
  talk.client(kConnect).server(kConnected).heard();
  talk.wait(kSecond).server("\n").client("\n");
  EXPECT_EQ(talk.heard(), "s2c stomp heart-beat\nc2s stomp heart-beat");
}

TEST(StompStream, GoesOnBehindAGapAndAccusesNobody) {
  Dialogue talk;
  talk.client(kConnect).server(kConnected).heard();
  talk.client(kSend.substr(0, 10)).gap(Direction::c2s, 20).client("lost end\0"s + kSend);
  EXPECT_EQ(talk.heard_of("stomp"), "c2s stomp send destination=/q body_length=3 body=a\\x00b");
}

TEST(StompStream, AnIncompleteFrameIsReportedAtTheEnd) {
  Dialogue talk;
  talk.client(kConnect).server(kConnected).heard();
  talk.client(kSend.substr(0, 10)).end(Direction::c2s);
  EXPECT_EQ(talk.heard_of("stomp"), "c2s stomp invalid text=SEND\\ndesti !stomp.incomplete-frame");
}

TEST(StompStream, SurvivesHostileStreams) {
  for (const std::string& bytes :
       {std::string(200'000, 'x'), std::string(200'000, '\0'), std::string(200'000, '\n'), std::string(200'000, '\r'),
        "SEND\ncontent-length:99999999999999999\n\n"s + std::string(100'000, 'x'),
        "SEND\n"s + std::string(100'000, ':'), "SEND\nx:\xff\xfe\n\n\xff\0"s, "ACK\n\\:\\\n\n\0NACK\n:\n\n\0"s}) {
    Limits limits;
    limits.message = 50'000;
    Dialogue talk({}, limits);
    talk.client(kConnect).server(kConnected);
    for (std::size_t at = 0; at < bytes.size(); at += 1400)
      talk.client(bytes.substr(at, 1400)).server(bytes.substr(at, 1400));
    talk.close();
  }
}

}  // namespace
}  // namespace wstrace::test::stomp_stream_test
