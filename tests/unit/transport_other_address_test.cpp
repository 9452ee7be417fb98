// A client that connects to "localhost": refused at one of its two addresses, it goes on to the other one. The refused
// attempt is a connection of the session that follows; where nothing follows, it is a failure of its own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "localhost.h"
#include "support/session_types.h"

namespace wstrace::test::transport_other_address_test {
namespace {

using namespace localhost;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

TEST_F(AtLocalhost, TheRefusedAttemptIsAConnectionOfTheSessionThatFollows) {
  refused(kV6);
  TcpTalk talk = websocket(kV4);
  closes(talk);
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket closed by client")));
  EXPECT_EQ(connections(), "(1) 2");
  EXPECT_THAT(codes(), Contains("tcp.other-address 1"));
  EXPECT_THAT(lines("other-address"),
              ElementsAre("tcp other-address tried=[::1]:3000 cost_us=2000 !tcp.other-address"));
  EXPECT_THAT(lines("tcp.refused"), IsEmpty());
  EXPECT_THAT(lines("tcp rst"), ElementsAre("s2c tcp rst seq=0 refused=true"));
  EXPECT_THAT(heard_.notes,
              Contains("tcp.other-address: connection refused at [::1]:3000, which the client tried first; 2.0 ms "
                       "later it connected to 127.0.0.1:3000 (localhost is both ::1 and 127.0.0.1)"));
}

TEST_F(AtLocalhost, TheSessionBeginsWithTheAttemptAndCountsIt) {
  refused(kV6);
  const Time first = kStart + kMillisecond;
  TcpTalk talk = websocket(kV4);
  closes(talk);
  finish();
  const SessionFacts& facts = heard_.facts.at(0);
  EXPECT_EQ(facts.start, first);
  EXPECT_EQ(facts.traffic.packets[0] + facts.traffic.packets[1], number_);
  EXPECT_EQ(facts.first_connection().server.to_string(), "127.0.0.1:3000");
}

TEST_F(AtLocalhost, OnlyTheHandshakeThatSucceedsComesBeforeTheNote) {
  refused(kV6);
  accepted(kV4);
  EXPECT_THAT(heard_.lines, ElementsAre(StartsWith("c2s tcp syn"), StartsWith("s2c tcp rst"), StartsWith("c2s tcp syn"),
                                        StartsWith("s2c tcp syn-ack"), StartsWith("c2s tcp established"),
                                        StartsWith("tcp other-address")));
}

TEST_F(AtLocalhost, WhicheverAddressAnswers) {
  refused(kV4);
  TcpTalk talk = websocket(kV6);
  closes(talk);
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket closed by client")));
  EXPECT_THAT(lines("other-address"), ElementsAre(HasSubstr("tried=127.0.0.1:3000")));
}

TEST_F(AtLocalhost, AnIpv4AddressMayBeWrittenAsIpv6) {
  refused("::ffff:127.0.0.1");
  TcpTalk talk = websocket(kV6);
  closes(talk);
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket closed by client")));
  EXPECT_EQ(connections(), "(1) 2");
}

TEST_F(AtLocalhost, AllAddressesThatWereTriedAreListed) {
  refused(kV6);
  refused(kV4);
  TcpTalk talk = websocket("127.0.1.1");
  closes(talk);
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket closed by client")));
  EXPECT_EQ(connections(), "(1) (2) 3");
  EXPECT_THAT(codes(), Contains("tcp.other-address 2"));
}

TEST_F(AtLocalhost, WithoutAnotherAttemptTheRefusalIsAFailureOnceTheWaitIsOver) {
  refused(kV6);
  const Time then = now_;
  EXPECT_THAT(lines("tcp refused"), IsEmpty()) << "not before it is sure";
  wait(2 * kSecond);
  EXPECT_THAT(lines("tcp refused"), ElementsAre("s2c tcp refused !tcp.refused"));
  EXPECT_EQ(heard_.times.back(), then) << "and it is told as of when it happened";
  EXPECT_THAT(heard_.sessions, ElementsAre("1 " + std::string(kRefused)));
  EXPECT_THAT(heard_.gone, ElementsAre(1U));
}

TEST_F(AtLocalhost, TheEndOfTheCaptureEndsTheWait) {
  refused(kV6);
  EXPECT_THAT(finish(), ElementsAre("1 " + std::string(kRefused)));
  EXPECT_THAT(codes(), ElementsAre("tcp.refused 1"));
}

TEST_F(AtLocalhost, RefusedEverywhereAndAgainIsAFailureEachTime) {
  for (int i = 0; i < 2; ++i) {
    refused(kV6);
    refused(kV4);
    now_ += kSecond / 4;
  }
  EXPECT_EQ(finish().size(), 4U);
  EXPECT_EQ(lines("!tcp.refused").size(), 4U);
  EXPECT_THAT(lines("other-address"), IsEmpty());
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(heard_.sessions[i], std::to_string(i + 1) + " " + kRefused);
    EXPECT_EQ(connections(i), std::to_string(i + 1));
  }
}

TEST_F(AtLocalhost, AClientThatComesBackWithSuccessHasFailedBefore) {
  refused(kV6);
  refused(kV4);
  now_ += kSecond / 4;
  refused(kV6);
  TcpTalk talk = websocket(kV4);
  closes(talk);
  EXPECT_THAT(finish(), UnorderedElementsAre(StartsWith("1 websocket"), HasSubstr(kRefused), HasSubstr(kRefused)));
  EXPECT_EQ(connections(2), "(3) 4");
  EXPECT_EQ(lines("!tcp.refused").size(), 2U);
}

TEST_F(AtLocalhost, TheSameAddressAgainIsNoOtherAddress) {
  refused(kV6);
  TcpTalk talk = websocket(kV6);
  closes(talk);
  EXPECT_THAT(finish(), UnorderedElementsAre(StartsWith("1 websocket"), HasSubstr(kRefused)));
}

TEST_F(AtLocalhost, AnotherPortIsAnotherServer) {
  refused(kV6, 3001);
  TcpTalk talk = websocket(kV4);
  closes(talk);
  EXPECT_THAT(finish(), UnorderedElementsAre(StartsWith("1 websocket"), HasSubstr(kRefused)));
}

TEST_F(AtLocalhost, LaterThanTheWaitIsAnotherClient) {
  refused(kV6);
  wait(Limits{}.linger + 2 * kMillisecond);
  TcpTalk talk = websocket(kV4);
  closes(talk);
  EXPECT_THAT(finish(), ElementsAre(HasSubstr(kRefused), StartsWith("2 websocket")));
}

TEST_F(AtLocalhost, WhoBeganEarlierDidNotGoOn) {
  TcpTalk talk(endpoint(kV4, 1), endpoint(kV4, kPort), now_);
  talk.handshake();
  feed(talk.records()[0].bytes);
  refused(kV6);
  feed(talk.records()[1].bytes);
  feed(talk.records()[2].bytes);
  EXPECT_THAT(lines("other-address"), IsEmpty());
}

TEST_F(AtLocalhost, AnAttemptThatNobodyAnswersIsNoSuccess) {
  refused(kV6);
  feed(ethernet_frame({.from = endpoint(kV4, 1), .to = endpoint(kV4, kPort), .flags = tcp_flag::syn, .seq = 1}));
  EXPECT_THAT(finish(), Contains(HasSubstr(kRefused)));
}

TEST_F(AtLocalhost, WhoIsAnsweredLateFollowsTheFirstAllTheSame) {
  refused(kV6);
  TcpTalk late(endpoint(kV4, 1), endpoint(kV4, kPort), now_);
  late.handshake();
  feed(late.records()[0].bytes);
  refused(kV6);
  TcpTalk talk = websocket(kV4);
  feed(late.records()[1].bytes);
  feed(late.records()[2].bytes);
  says(late, asking(), accepting());
  EXPECT_THAT(finish(), ElementsAre(StartsWith("2 websocket"), StartsWith("1 websocket")));
  EXPECT_EQ(connections(0), "(1) 2");
  EXPECT_EQ(connections(1), "(3) 4");
}

TEST_F(AtLocalhost, TheResetMayBeCapturedAfterTheNextSyn) {
  TcpTalk talk(endpoint(kV4, 1), endpoint(kV4, kPort), now_);
  talk.handshake();
  const Endpoint client = endpoint(kV6, 2);
  const Endpoint server = endpoint(kV6, kPort);
  feed(ethernet_frame({.from = client, .to = server, .flags = tcp_flag::syn, .seq = 9}));
  feed(talk.records()[0].bytes);
  feed(ethernet_frame({.from = server, .to = client, .flags = tcp_flag::rst | tcp_flag::ack, .ack = 10}));
  feed(talk.records()[1].bytes);
  feed(talk.records()[2].bytes);
  says(talk, asking(), accepting());
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket")));
  EXPECT_EQ(connections(), "(1) 2");
}

/// Without the handshake's packet of this number.
class AtLocalhostWithALoss : public AtLocalhost, public ::testing::WithParamInterface<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(, AtLocalhostWithALoss, testing::Values(0U, 1U, 2U));

TEST_P(AtLocalhostWithALoss, TheAttemptIsListed) {
  refused(kV6);
  TcpTalk talk(endpoint(kV4, 40000), endpoint(kV4, kPort), now_);
  talk.handshake();
  for (std::size_t i = 0; i < 3; ++i)
    if (i != GetParam()) feed(talk.records()[i].bytes);
  says(talk, asking(), accepting());
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket")));
  EXPECT_EQ(connections(), "(1) 2");
}

TEST_F(AtLocalhost, TheAttemptsSynMayBeMissing) {
  feed(ethernet_frame(
      {.from = endpoint(kV6, kPort), .to = endpoint(kV6, 40000), .flags = tcp_flag::rst | tcp_flag::ack, .ack = 100}));
  TcpTalk talk = websocket(kV4);
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket")));
  EXPECT_EQ(connections(), "(1) 2");
}

/// As Node does it for the polls and the WebSocket of one session.
TEST_F(AtLocalhost, ConnectionsThatAreOpenedAtTheSameTimeEachFollowAnAttempt) {
  refused(kV6);
  TcpTalk opening = accepted(kV4);
  says(opening, get(kPolling), answer(open_packet()));
  closes(opening);
  for (int i = 0; i < 3; ++i) refused(kV6);
  std::vector<TcpTalk> polls;
  for (int i = 0; i < 3; ++i) polls.push_back(accepted(kV4));
  for (TcpTalk& poll : polls) says(poll, get(), answer("6"));
  finish();
  EXPECT_EQ(heard_.sessions.size(), 1U);
  EXPECT_EQ(connections(), "(1) 2 (3) 6 (4) 7 (5) 8");
  EXPECT_THAT(codes(), Contains("tcp.other-address 4"));
  EXPECT_THAT(heard_.gone, UnorderedElementsAre(1U, 2U, 3U, 4U, 5U, 6U, 7U, 8U));
}

TEST_F(AtLocalhost, APlainConnectionListsItsAttemptToo) {
  refused(kV6);
  TcpTalk talk = accepted(kV4);
  says(talk, "GET / HTTP/1.1\r\n\r\n", answer("a page"));
  closes(talk);
  wait(2 * kSecond);
  wait(2 * kSecond);
  EXPECT_THAT(heard_.sessions, ElementsAre(StartsWith("1 http closed by client")));
  EXPECT_EQ(connections(), "(1) 2");
  EXPECT_THAT(codes(), ElementsAre("tcp.other-address 1"));
  EXPECT_THAT(heard_.gone, UnorderedElementsAre(1U, 2U));
}

TEST_F(AtLocalhost, AConnectionOpenedForAPageKeepsItsAttemptFromTheSession) {
  refused(kV6);
  TcpTalk talk = accepted(kV4);
  says(talk, "GET / HTTP/1.1\r\n\r\n", answer("a page"));
  says(talk, get(kPolling), answer(open_packet()));
  closes(talk);
  finish();
  ASSERT_EQ(heard_.facts.size(), 2U);
  const std::size_t page = heard_.facts[0].type == &session_types::http ? 0 : 1;
  EXPECT_EQ(connections(page), "(1) 2");
  EXPECT_EQ(connections(1 - page), "2");
  EXPECT_THAT(lines("tcp.refused"), IsEmpty());
}

TEST_F(AtLocalhost, AConnectionThatIsSilentForLongStillListsItsAttempt) {
  refused(kV6);
  TcpTalk talk = accepted(kV4);
  for (int i = 0; i < 10; ++i) wait(kSecond);
  says(talk, asking(), accepting());
  closes(talk);
  EXPECT_THAT(finish(), ElementsAre(StartsWith("1 websocket")));
  EXPECT_EQ(connections(), "(1) 2");
}

TEST(LoopbackAddresses, AreThoseOfBothVersions) {
  for (const char* is : {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"})
    EXPECT_TRUE(address(is).is_loopback()) << is;
  for (const char* no : {"128.0.0.1", "::", "::2", "1::1", "::ffff:10.0.0.1", "::127.0.0.1"})
    EXPECT_FALSE(address(no).is_loopback()) << no;
}

}  // namespace
}  // namespace wstrace::test::transport_other_address_test
