// Sessions over connections: who belongs to which, what is counted for whom, and when a session is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::session_table_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string polling_of(std::string_view sid) { return std::string(kPolling) + "&sid=" + std::string(sid); }

/// A poll of the session on the present connection, answered with one packet.
void poll(Dialogue& talk, std::string_view sid, std::string_view packet = "6") {
  talk.client(get(polling_of(sid))).server(answer(packet));
}

void begin(Dialogue& talk, std::string_view sid) { talk.client(get(kPolling)).server(answer(open_packet(sid))); }

std::vector<std::uint32_t> numbers(const SessionFacts& facts) {
  std::vector<std::uint32_t> all;
  for (const ConnectionRef& each : facts.connections) all.push_back(each.number);
  return all;
}

TEST(SessionTable, PollsOnSeveralConnectionsAreOneSession) {
  Polling talk;
  talk.recorder().show_sessions = true;
  poll(talk, "abc", "4a");
  talk.connect();
  poll(talk, "abc", "4b");
  talk.connect().client(post("4c")).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=a #1\n"
            "s2c engineio message text=b #1\n"
            "c2s engineio message text=c #1");
  talk.finish();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 engineio sid=abc engineio:4 open by unknown ()"));
  EXPECT_THAT(numbers(talk.recorder().facts[0]), ElementsAre(1, 2, 3));
}

TEST(SessionTable, SidsMayBeEscaped) {
  Dialogue talk;
  begin(talk, "a/b");
  poll(talk, "a%2Fb");
  talk.finish();
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("sid=a/b ")));
}

TEST(SessionTable, SurvivesThatItsOnlyConnectionEnds) {
  Polling talk;
  talk.hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(), IsEmpty());
  talk.wait(kSecond).connect();
  poll(talk, "abc", "4still here");
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=still here");
  talk.hang_up(Direction::c2s).finish();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 engineio sid=abc engineio:4 open by unknown ()"));
}

TEST(SessionTable, SilentPollingSessionEndsAsAbandoned) {
  Polling talk;
  talk.hang_up(Direction::s2c).wait(1490 * kMillisecond).connect();
  EXPECT_THAT(talk.sessions(), IsEmpty());
  talk.wait(20 * kMillisecond).connect();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 engineio sid=abc engineio:4 abandoned by client (the client sent nothing "
                                           "more after 0.002 s)"));
  talk.finish();
  EXPECT_EQ(talk.sessions().size(), 3U) << "it is reported once, and the two connections for themselves";
}

TEST(SessionTable, AnotherConnectionInTimeStopsTheClock) {
  Polling talk;
  talk.hang_up(Direction::s2c).wait(1490 * kMillisecond).connect();
  poll(talk, "abc");
  talk.wait(10 * kSecond).connect();
  EXPECT_THAT(talk.sessions(), IsEmpty()) << "a connection that is alive keeps it";
}

TEST(SessionTable, EndOfTheCaptureLeavesItOpen) {
  Polling lingering;
  lingering.hang_up(Direction::s2c).finish();
  EXPECT_THAT(lingering.sessions(), ElementsAre("1 engineio sid=abc engineio:4 open by unknown ()"))
      << "servers close idle connections, and the client comes back on another one";
  Polling waiting;
  waiting.client(get()).finish();
  EXPECT_THAT(waiting.sessions(), ElementsAre("1 engineio sid=abc engineio:4 open by unknown ()"));
}

TEST(SessionTable, EndedSessionIsReportedWithItsConnection) {
  Polling talk;
  talk.client(post("1")).server(answer("ok"));
  EXPECT_THAT(talk.sessions(), IsEmpty());
  talk.hang_up(Direction::c2s);
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("closed by client")));
}

TEST(SessionTable, UpgradeStepByStep) {
  Polling talk;
  talk.client(get());
  talk.connect().client(upgrade()).server(switching());
  EXPECT_TRUE(talk.connection().upgraded);
  talk.heard();
  talk.client(from_client(0x81, "2probe")).server(from_server(0x81, "3probe"));
  talk.on(0).server(answer("6"));
  talk.on(1).client(from_client(0x81, "5")).server(from_server(0x81, "4hello"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio ping text=probe\n"
            "s2c engineio pong text=probe rtt_us=1000\n"
            "s2c engineio noop\n"
            "c2s engineio upgrade transport=websocket took_us=5000 paused_us=2000\n"
            "s2c engineio message text=hello");
  EXPECT_THAT(talk.facts().transports, ElementsAre("polling", "websocket"));
  EXPECT_THAT(numbers(talk.facts()), ElementsAre(1, 2));
  EXPECT_FALSE(talk.facts().connections[0].upgraded);
  EXPECT_TRUE(talk.facts().connections[1].upgraded);
  ASSERT_EQ(talk.facts().handshakes.size(), 3U);
  EXPECT_EQ(talk.facts().handshakes[0].label, "Engine.IO");
  EXPECT_EQ(talk.facts().handshakes[1].label, "HTTP upgrade");
  EXPECT_EQ(talk.facts().handshakes[2].label, "transport upgrade");
  EXPECT_EQ(talk.facts().handshakes[2].took, 5 * kMillisecond);
}

TEST(SessionTable, AfterTheUpgradeItLivesAsLongAsTheWebSocket) {
  Polling talk;
  talk.connect().client(upgrade()).server(switching());
  talk.client(from_client(0x81, "2probe")).server(from_server(0x81, "3probe"));
  talk.client(from_client(0x81, "5"));
  talk.on(0).hang_up(Direction::s2c).on(1).hang_up(Direction::c2s);
  EXPECT_THAT(talk.sessions(), ElementsAre(EndsWith("engineio:4 closed by client (the client closed the connection "
                                                    "without a close frame)")));
}

TEST(SessionTable, OpenPacketBeginsANewSessionAlsoWithAnOldSid) {
  Polling talk;
  talk.recorder().show_sessions = true;
  talk.connect();
  begin(talk, "abc");
  poll(talk, "abc", "4new");
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("s2c engineio message text=new #2"));
  talk.on(0);
  poll(talk, "abc", "4whose");
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=whose #2") << "the server gave its sid out again";
  talk.finish();
  EXPECT_THAT(talk.sessions(),
              ElementsAre(testing::StartsWith("1 engineio sid=abc"), testing::StartsWith("2 engineio sid=abc")));
  EXPECT_THAT(talk.recorder().facts[0].other_sides, IsEmpty());
}

TEST(SessionTable, SameSidAtTwoServersIsBothSidesOfAProxy) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  talk.client(get(kPolling)).connect(1).client(get(kPolling));
  talk.server(answer(open_packet())).on(0).server(answer(open_packet()));
  poll(talk, "abc", "4near");
  talk.on(1);
  poll(talk, "abc", "4far");
  const std::string heard = talk.heard_of("engineio");
  EXPECT_THAT(heard, HasSubstr("text=near #1"));
  EXPECT_THAT(heard, HasSubstr("text=far #2"));
  talk.finish();
  ASSERT_EQ(talk.recorder().facts.size(), 2U);
  const auto& [near, far] = std::tie(talk.recorder().facts[0], talk.recorder().facts[1]);
  EXPECT_THAT(near.other_sides, ElementsAre(2));
  EXPECT_THAT(far.other_sides, ElementsAre(1));
  EXPECT_TRUE(near.near_client);
  EXPECT_FALSE(far.near_client);
}

/// The request at the client's side of a proxy, and the same one behind it, are answered there and here.
void poll_through(Dialogue& talk, std::string_view nonce, std::string_view far, std::string_view near) {
  const std::string target = polling_of("abc") + "&t=" + std::string(nonce);
  talk.on(0).client(get(target)).on(1).client(get(target)).server(answer(far)).on(0).server(answer(near));
}

TEST(SessionTable, WithoutTheOpenPacketTwoServersAreTwoSides) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  talk.connect(1);
  poll_through(talk, "t1", "4far", "4near");
  const std::string heard = talk.heard_of("engineio");
  EXPECT_THAT(heard, HasSubstr("text=near #1"));
  EXPECT_THAT(heard, HasSubstr("text=far #2"));
  talk.finish();
  ASSERT_EQ(talk.recorder().facts.size(), 2U);
  EXPECT_THAT(talk.recorder().facts[0].other_sides, ElementsAre(2));
  EXPECT_TRUE(talk.recorder().facts[0].near_client);
  EXPECT_FALSE(talk.recorder().facts[1].near_client);
}

/// The capture begins between a request and the same one behind the proxy.
TEST(SessionTable, TheNextRequestShowsWhichSideIsNearer) {
  Dialogue talk;
  talk.connect(1);
  talk.client(get(polling_of("abc") + "&t=t0")).server(answer("6"));
  poll_through(talk, "t1", "4far", "4near");
  talk.finish();
  ASSERT_EQ(talk.recorder().facts.size(), 2U);
  for (const SessionFacts& facts : talk.recorder().facts)
    EXPECT_EQ(facts.near_client, facts.number == 2) << "session 1 is behind the proxy";
}

TEST(SessionTable, WithOneOpenPacketARequestThatGoesOnShowsTheOtherSide) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  begin(talk, "abc");
  talk.connect(1);
  poll_through(talk, "t1", "4far", "4near");
  const std::string heard = talk.heard_of("engineio");
  EXPECT_THAT(heard, HasSubstr("text=near #1"));
  EXPECT_THAT(heard, HasSubstr("text=far #2"));
}

/// One first request on both sides of a proxy that is never answered with a session.
void refuse_through(Dialogue& talk, std::string_view far_target) {
  talk.client(get(std::string(kPolling) + "&t=t1")).connect(1);
  talk.connection().info.client = server_endpoint(0);
  talk.client(get(far_target)).on(0).server(answer("", "", "504 Gateway Timeout")).finish();
}

TEST(SessionTable, ARefusedRequestIsPairedWithTheSameOneBehindTheProxy) {
  Dialogue talk;
  refuse_through(talk, std::string(kPolling) + "&t=t1");
  ASSERT_EQ(talk.recorder().facts.size(), 2U);
  for (const SessionFacts& facts : talk.recorder().facts) EXPECT_EQ(facts.other_sides.size(), 1U) << facts.number;
}

TEST(SessionTable, AnotherRequestIsAnotherClients) {
  Dialogue talk;
  refuse_through(talk, std::string(kPolling) + "&t=t2");
  for (const SessionFacts& facts : talk.recorder().facts) EXPECT_THAT(facts.other_sides, IsEmpty());
}

TEST(SessionTable, ThirdServerIsUpstreamOfTheProxy) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  talk.client(get(kPolling)).connect(1).client(get(kPolling));
  talk.server(answer(open_packet())).on(0).server(answer(open_packet())).connect(2);
  poll(talk, "abc", "4x");
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("s2c engineio message text=x #2"));
}

TEST(SessionTable, IssuerIsRememberedAfterTheEnd) {
  Polling talk;
  const Issued* const issued = talk.trace().sessions().issuer("abc");
  ASSERT_NE(issued, nullptr);
  EXPECT_EQ(issued->session, 1U);
  EXPECT_EQ(issued->server, server_endpoint(0));
  EXPECT_EQ(issued->time, kSecond + 2 * kMillisecond);
  EXPECT_EQ(talk.trace().sessions().issuer("abd"), nullptr);
  talk.client(post("1")).server(answer("ok")).hang_up(Direction::c2s);
  EXPECT_EQ(talk.trace().sessions().issuer("abc"), issued);
}

TEST(SessionTable, IssuerOfASidThatIsGivenOutAgainIsTheLastOne) {
  Polling talk;
  talk.client(post("1")).server(answer("ok")).hang_up(Direction::c2s).wait(kSecond).connect(1);
  begin(talk, "abc");
  EXPECT_EQ(talk.trace().sessions().issuer("abc")->session, 1U) << "from the server itself; a proxy only passes it on";
}

TEST(SessionTable, PacketsOfAllConnectionsGoToOneSocketIo) {
  const std::string target = "/socket.io/?EIO=4&transport=polling";
  Dialogue talk;
  talk.client(get(target)).server(answer(open_packet()));
  talk.client(post("40", target + "&sid=abc")).server(answer("ok")).connect();
  talk.client(get(target + "&sid=abc")).server(answer("40{\"sid\":\"s\"}")).heard();
  talk.client(post("420[\"ask\"]", target + "&sid=abc")).server(answer("ok")).on(0);
  talk.client(get(target + "&sid=abc")).server(answer("430[1]"));
  EXPECT_EQ(talk.heard_of("socketio"),
            "c2s socketio event version=5 nsp=/ id=0 name=ask args=[]\n"
            "s2c socketio ack nsp=/ id=0 name=ask args=[1] rtt_us=3000");
  talk.finish();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 socketio sid=abc engineio:4 socketio:5 open by unknown ()"));
}

TEST(SessionTable, WhoWaitsLongestGivesWayWhereThereAreTooMany) {
  Limits limits;
  limits.sessions = 2;
  Dialogue talk({}, limits);
  for (const char* sid : {"a", "b", "c", "d"}) {
    begin(talk, sid);
    talk.hang_up(Direction::s2c).connect();
  }
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("sid=a "), HasSubstr("sid=b ")));
}

TEST(SessionTable, FinishReportsInOrderOfNumbers) {
  Dialogue talk;
  begin(talk, "one");
  talk.connect();
  begin(talk, "two");
  talk.connect();
  begin(talk, "three");
  talk.on(1).hang_up(Direction::s2c).on(0).hang_up(Direction::s2c);
  talk.finish();
  EXPECT_EQ(talk.recorder().facts[0].number, 3U) << "its connection was alive to the end";
  EXPECT_EQ(talk.recorder().facts[1].number, 1U);
  EXPECT_EQ(talk.recorder().facts[2].number, 2U);
}

}  // namespace
}  // namespace wstrace::test::session_table_test
