// A kept-alive connection that carries exchanges of several sessions, as proxies' connections to their servers do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::session_sharing_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// One connection on which two sessions were opened.
class Shared : public Dialogue {
 public:
  Shared() {
    recorder().show_sessions = true;
    begin("one");
    begin("two");
    heard();
  }

  Shared& begin(std::string_view sid) {
    client(get(kPolling)).server(answer(open_packet(sid)));
    return *this;
  }
  Shared& poll(std::string_view sid, std::string_view packet) {
    client(get(polling_of(sid))).server(answer(packet));
    return *this;
  }
  /// What the Engine counts behind each packet.
  Shared& count(std::uint64_t packets) {
    connection().traffic.packets[0] += packets;
    return *this;
  }

  static std::string polling_of(std::string_view sid) { return std::string(kPolling) + "&sid=" + std::string(sid); }
};

TEST(SessionSharing, EachEventHasItsOwnSession) {
  Shared talk;
  talk.poll("one", "4a").poll("two", "4b").poll("one", "4c");
  talk.client(post("4d", talk.polling_of("two"))).server(answer("ok"));
  EXPECT_EQ(
      talk.heard(),
      "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling&sid=one http_version=1.1 #1\n"
      "s2c http response status=200 reason=OK http_version=1.1 length=2 wait_us=1000 #1\n"
      "s2c engineio message text=a #1\n"
      "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling&sid=two http_version=1.1 #2\n"
      "s2c http response status=200 reason=OK http_version=1.1 length=2 wait_us=1000 #2\n"
      "s2c engineio message text=b #2\n"
      "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling&sid=one http_version=1.1 #1\n"
      "s2c http response status=200 reason=OK http_version=1.1 length=2 wait_us=1000 #1\n"
      "s2c engineio message text=c #1\n"
      "c2s http request method=POST target=/engine.io/?EIO=4&transport=polling&sid=two http_version=1.1 length=2 #2\n"
      "c2s engineio message text=d #2\n"
      "s2c http response status=200 reason=OK http_version=1.1 length=2 wait_us=1000 #2");
}

TEST(SessionSharing, AnswerOfTheHandshakeIsTheNewSessions) {
  Shared talk;
  talk.begin("three");
  EXPECT_EQ(talk.heard_of("http"),
            "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling http_version=1.1 #3\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=97 wait_us=1000 #3");
}

TEST(SessionSharing, TrafficIsCountedForTheSessionThatWasServed) {
  Shared talk;
  talk.count(2).poll("one", "4a").count(10).poll("two", "4b").count(100).poll("one", "4c").count(1000);
  talk.close();
  ASSERT_THAT(talk.recorder().facts, SizeIs(0)) << "both linger";
  talk.finish();
  ASSERT_THAT(talk.recorder().facts, SizeIs(2));
  EXPECT_EQ(talk.recorder().facts[0].traffic.packets[0], 1010U);
  EXPECT_EQ(talk.recorder().facts[1].traffic.packets[0], 102U);
}

TEST(SessionSharing, NothingIsCountedTwice) {
  Shared talk;
  for (int i = 0; i < 20; ++i) talk.poll(i % 3 == 0 ? "one" : "two", "4x").count(1);
  talk.finish();
  std::uint64_t sum = 0;
  for (const SessionFacts& facts : talk.recorder().facts) sum += facts.traffic.packets[0];
  EXPECT_EQ(sum, 20U);
}

TEST(SessionSharing, ExchangesOfNobodyAreOfNoSession) {
  Shared talk;
  talk.poll("one", "4a").count(10).heard();
  talk.client(get("/logo.png")).server(answer("png"));
  talk.count(1000);
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/logo.png http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=3 wait_us=1000");
  talk.poll("one", "4b").count(1);
  EXPECT_THAT(talk.heard(), EndsWith("text=b #1"));
  talk.finish();
  ASSERT_THAT(talk.sessions(), SizeIs(3));
  EXPECT_EQ(talk.recorder().facts[1].number, 1U);
  EXPECT_EQ(talk.recorder().facts[1].traffic.packets[0], 11U);
  EXPECT_THAT(talk.sessions()[0], HasSubstr(" http ")) << "the connection, for what it carried besides";
  EXPECT_EQ(talk.recorder().facts[0].traffic.packets[0], 1000U);
}

TEST(SessionSharing, EarlierPageIsNoPartOfTheSession) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  talk.connection().handshakes.push_back({nullptr, "TCP", kMillisecond});
  talk.client(get("/")).server(answer("page"));
  talk.connection().traffic.packets[0] = 100;
  talk.client(get(kPolling)).server(answer(open_packet()));
  EXPECT_THAT(talk.heard(), HasSubstr("target=/ http_version=1.1\n"));
  talk.connection().traffic.packets[0] += 3;
  EXPECT_EQ(talk.facts().start, kSecond + 3 * kMillisecond);
  ASSERT_THAT(talk.facts().handshakes, SizeIs(1)) << "the TCP handshake was for the page";
  talk.finish();
  ASSERT_THAT(talk.sessions(), ElementsAre(HasSubstr(" http "), HasSubstr(" engineio ")));
  EXPECT_EQ(talk.recorder().facts[0].traffic.packets[0], 100U);
  EXPECT_EQ(talk.recorder().facts[1].traffic.packets[0], 3U);
}

TEST(SessionSharing, BeginningOfItsOwnConnectionIsTheSessions) {
  Dialogue talk;
  talk.connection().handshakes.push_back({nullptr, "TCP", kMillisecond});
  talk.connection().traffic.packets[0] = 3;
  talk.client(get(kPolling)).server(answer(open_packet()));
  EXPECT_EQ(talk.facts().start, kSecond);
  ASSERT_THAT(talk.facts().handshakes, SizeIs(2));
  EXPECT_EQ(talk.facts().handshakes[0].label, "TCP");
  talk.finish();
  EXPECT_EQ(talk.recorder().facts[0].traffic.packets[0], 3U);
}

TEST(SessionSharing, EndedSessionsAreLetGoOf) {
  Shared talk;
  talk.client(post("1", talk.polling_of("one"))).server(answer("ok"));
  EXPECT_THAT(talk.sessions(), IsEmpty());
  talk.begin("three");
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("1 engineio sid=one engineio:4 closed by client")));
  talk.poll("two", "4b");
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("s2c engineio message text=b #2")) << "who lives stays";
}

TEST(SessionSharing, SilentSessionsAreLetGoOf) {
  Shared talk;
  talk.wait(2 * kSecond);
  talk.begin("three");
  EXPECT_THAT(talk.sessions(), IsEmpty()) << "now its time without any connection begins";
  talk.wait(1600 * kMillisecond);
  talk.poll("three", "6");
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("1 engineio sid=one engineio:4 abandoned by client"),
                                           HasSubstr("2 engineio sid=two engineio:4 abandoned by client")));
}

TEST(SessionSharing, WaitingPollHoldsItsSession) {
  Shared talk;
  talk.client(get(talk.polling_of("one"))).wait(5 * kSecond).connect();
  talk.begin("three").on(0).server(answer("4late"));
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("s2c engineio message text=late #1"));
  EXPECT_THAT(talk.sessions(), IsEmpty());
}

TEST(SessionSharing, ThousandsOfSessionsOverOneConnection) {
  Shared talk;
  for (int i = 0; i < 3000; ++i) {
    const std::string sid = "s" + std::to_string(i);
    talk.begin(sid).client(post("1", talk.polling_of(sid))).server(answer("ok"));
    talk.heard();
  }
  EXPECT_THAT(talk.sessions(), SizeIs(3001U)) << "the first two fell silent";
  EXPECT_LE(talk.connection().sessions.size(), 3U);
}

TEST(SessionSharing, PipelinedPollsOfTwoSessions) {
  Shared talk;
  talk.client(get(talk.polling_of("one")) + get(talk.polling_of("two")) + post("4c", talk.polling_of("one")));
  talk.server(answer("4a") + answer("4b") + answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio message text=c #1\n"
            "s2c engineio message text=a #1\n"
            "s2c engineio message text=b #2");
}

TEST(SessionSharing, PipelinedAnswersAreOfTheirSessions) {
  Shared talk;
  talk.client(get(talk.polling_of("one")) + get(talk.polling_of("two")) + get("/logo.png"));
  talk.heard();
  talk.server(answer("4a") + answer("4b") + answer("png"));
  EXPECT_EQ(without_times(talk.heard_of("http")),
            "s2c http response status=200 reason=OK http_version=1.1 length=2 answers=GET " + talk.polling_of("one") +
                " #1\ns2c http response status=200 reason=OK http_version=1.1 length=2 answers=GET " +
                talk.polling_of("two") + " #2\ns2c http response status=200 reason=OK http_version=1.1 length=3");
}

TEST(SessionSharing, APageBeforeTheSessionIsNoPartOfIt) {
  Dialogue talk;
  talk.connect();  // a browser opens a second connection ahead of use
  talk.on(0).wait(kSecond).client(get("/")).server(answer("<html>")).client(get(kPolling));
  const Time asked = talk.trace().now();
  talk.server(answer(open_packet())).on(1).client(get());
  EXPECT_EQ(talk.facts().start, asked);
  EXPECT_THAT(talk.facts().connections, SizeIs(2));
}

}  // namespace
}  // namespace wstrace::test::session_sharing_test
