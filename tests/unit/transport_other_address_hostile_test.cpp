// HappyEyeballs at localhost's addresses whose connections come and go in odd ways: late copies, ports that are used again,
// other hosts, floods, limits.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "localhost.h"

namespace wstrace::test::transport_other_address_hostile_test {
namespace {

using namespace localhost;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST_F(AtLocalhost, ACopyOfTheResetThatComesLateIsNoNewConnection) {
  refused(kV6);
  TcpTalk talk = websocket(kV4);
  feed(ethernet_frame({.from = endpoint(kV6, kPort),
                       .to = endpoint(kV6, 40001),
                       .flags = tcp_flag::rst | tcp_flag::ack,
                       .ack = sequence_ + 1}));
  closes(talk);
  EXPECT_EQ(finish().size(), 1U);
}

TEST_F(AtLocalhost, ASessionIsReportedAlthoughItsAttemptIsStillKept) {
  refused(kV6);
  TcpTalk talk = websocket(kV4);
  // Its ports are used again at once: the connection is gone, before the attempt is.
  closes(talk);
  feed(ethernet_frame(
      {.from = endpoint(kV4, client_port_), .to = endpoint(kV4, kPort), .flags = tcp_flag::syn, .seq = 9}));
  EXPECT_THAT(heard_.sessions, ElementsAre(StartsWith("1 websocket")));
  EXPECT_EQ(connections(), "(1) 2");
  finish();
  EXPECT_THAT(lines("tcp.refused"), IsEmpty());
}

TEST_F(AtLocalhost, AnAttemptWhosePortsAreUsedAgainIsForgotten) {
  refused_from(50000, kV6);
  TcpTalk talk = accepted(kV4);
  refused_from(50000, kV6);
  says(talk, asking(), accepting());
  closes(talk);
  finish();
  EXPECT_THAT(heard_.sessions, Contains(HasSubstr(" websocket ")));
  EXPECT_EQ(lines("!tcp.refused").size(), 1U) << "the second one, which nothing followed";
}

TEST_F(AtLocalhost, AWaitingAttemptWhosePortsAreUsedAgainIsAFailure) {
  refused_from(50000, kV6);
  refused_from(50000, kV6);
  TcpTalk talk = websocket(kV4);
  closes(talk);
  finish();
  EXPECT_EQ(lines("!tcp.refused").size(), 1U);
  EXPECT_THAT(heard_.sessions, Contains(StartsWith("2 websocket")));
}

TEST_F(AtLocalhost, ElsewhereNobodyKnowsWhoIsTheSameHost) {
  feed(ethernet_frame(
      {.from = endpoint("10.0.0.1", 1), .to = endpoint("10.0.0.2", kPort), .flags = tcp_flag::syn, .seq = 1}));
  feed(ethernet_frame({.from = endpoint("10.0.0.2", kPort),
                       .to = endpoint("10.0.0.1", 1),
                       .flags = tcp_flag::rst | tcp_flag::ack,
                       .ack = 2}));
  TcpTalk talk(endpoint("10.0.0.1", 2), endpoint("10.0.0.3", kPort));
  talk.handshake();
  hear(talk, 3);
  finish();
  EXPECT_THAT(heard_.sessions, Contains(HasSubstr(kRefused)));
  EXPECT_THAT(lines("other-address"), IsEmpty());
}

TEST_F(AtLocalhost, AFloodOfRefusalsIsAFloodOfFailures) {
  for (int i = 0; i < 500; ++i) refused(kV6);
  TcpTalk talk = websocket(kV4);
  closes(talk);
  EXPECT_EQ(finish().size(), 500U);
  EXPECT_EQ(lines("!tcp.refused").size(), 499U);
}

class AtLocalhostWithFewConnections : public AtLocalhost {
 protected:
  static Limits few() {
    Limits limits;
    limits.connections = 3;
    return limits;
  }
  AtLocalhostWithFewConnections() : AtLocalhost(few()) {}
};

TEST_F(AtLocalhostWithFewConnections, WhatGivesWayIsNobodysAttempt) {
  for (int i = 0; i < 4; ++i) {
    refused(kV6);
    accepted(kV4);
    refused(kV4);
    refused(kV6);
  }
  finish();
  EXPECT_EQ(heard_.gone.size(), 16U);
}

}  // namespace
}  // namespace wstrace::test::transport_other_address_hostile_test
