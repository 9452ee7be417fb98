// Where the time went until a session could be used: handshakes one after the other, within one another, beside one another.
#include "model/connecting.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/session_types.h"

namespace wstrace::test::model_connecting_test {
namespace {

constexpr Time kStart = 1000 * kSecond;

/// A step of so many milliseconds that ended so many after the beginning.
Handshake step(const std::string& label, int took, int end, Level usable_as = Level::transport) {
  return {nullptr, label, took * kMillisecond, usable_as, false, kStart + end * kMillisecond};
}

SessionFacts session(const SessionType& type, const std::vector<Handshake>& steps) {
  SessionFacts facts;
  facts.type = &type;
  facts.start = kStart;
  for (const Handshake& each : steps) facts.add_handshake(each);
  return facts;
}

/// "10: TCP 1, TLS 4, between 5" in milliseconds.
std::string text(const SessionFacts& facts) {
  const auto connecting = connecting_of(facts);
  if (!connecting) return "unknown";
  std::string out = fmt::format("{}:", connecting->total / kMillisecond);
  Duration sum = connecting->between;
  for (const auto& part : connecting->parts) {
    out += fmt::format(" {} {},", part.label, part.took / kMillisecond);
    sum += part.took;
  }
  EXPECT_EQ(sum, connecting->total) << "no moment is lost, and none counted twice";
  return out + fmt::format(" between {}", connecting->between / kMillisecond);
}

const Handshake kTcp = step("TCP", 1, 1);
const Handshake kUpgrade = step("HTTP upgrade", 4, 10, Level::messages);

TEST(Connecting, StepsFollowEachOther) {
  EXPECT_EQ(text(session(session_types::websocket, {kTcp, kUpgrade})), "10: TCP 1, HTTP upgrade 4, between 5");
}

/// Engine.IO's opening begins with the request for the upgrade that carries it.
TEST(Connecting, AStepWithinAnotherIsNotCountedTwice) {
  const Handshake open = step("Engine.IO", 9, 15, Level::packets);
  EXPECT_EQ(text(session(session_types::engineio, {kTcp, kUpgrade, open})),
            "15: TCP 1, Engine.IO 5, HTTP upgrade 4, between 5");
}

/// Both began with the same request.
TEST(Connecting, OfTwoThatBeginTogetherTheShorterOneIsWithin) {
  const Handshake open = step("Engine.IO", 8, 14, Level::packets);
  EXPECT_EQ(text(session(session_types::engineio, {kUpgrade, open})), "14: Engine.IO 4, HTTP upgrade 4, between 6");
}

/// In HTTP/2, the answer that accepts the WebSocket comes with Engine.IO's packet.
TEST(Connecting, OfTwoThatAreOneTheLowerLayerHasTheTime) {
  const Handshake connect = step("WebSocket CONNECT", 8, 14, Level::messages);
  const Handshake open = step("Engine.IO", 8, 14, Level::packets);
  EXPECT_EQ(text(session(session_types::engineio, {connect, open})), "14: Engine.IO 0, WebSocket CONNECT 8, between 6");
}

TEST(Connecting, AConnectionThatServedOthersBeforeIsOlder) {
  SessionFacts facts = session(session_types::websocket, {kUpgrade});
  EXPECT_EQ(connecting_of(facts)->opened_before, 0);
  facts.connections.emplace_back().opened = kStart - 7 * kMillisecond;
  EXPECT_EQ(connecting_of(facts)->opened_before, 7 * kMillisecond);
  facts.connections.front().opened = kStart;
  EXPECT_EQ(connecting_of(facts)->opened_before, 0);
}

TEST(Connecting, StepsThatOverlapShareTheTime) {
  const std::vector<Handshake> steps = {step("TCP", 4, 4), step("TLS", 4, 6), step("x", 1, 10, Level::messages)};
  EXPECT_EQ(text(session(session_types::websocket, steps)), "10: TCP 2, TLS 4, x 1, between 3");
}

/// A polling client connects more than once before its session is open.
TEST(Connecting, StepsOfSeveralConnectionsAddUp) {
  const std::vector<Handshake> steps = {kTcp, step("Engine.IO", 2, 4, Level::packets), step("TCP", 1, 6),
                                        step("Socket.IO \"/\"", 2, 10, Level::application)};
  EXPECT_EQ(text(session(session_types::socketio, steps)), "10: TCP 2, Engine.IO 2, Socket.IO \"/\" 2, between 4");
}

/// The first namespace makes it usable; what comes later is no part of it.
TEST(Connecting, EndsWithTheUppermostLayersFirstHandshake) {
  const std::vector<Handshake> steps = {kTcp, step("Engine.IO", 2, 4, Level::packets),
                                        step("Socket.IO \"/\"", 2, 8, Level::application), step("TLS", 5, 9),
                                        step("Socket.IO \"/admin\"", 2, 20, Level::application)};
  EXPECT_EQ(text(session(session_types::socketio, steps)), "8: TCP 1, Engine.IO 2, Socket.IO \"/\" 2, between 3");
}

TEST(Connecting, ATransportUpgradeIsNoPartOfIt) {
  Handshake aside = step("transport upgrade", 5, 8);
  aside.aside = true;
  const std::vector<Handshake> steps = {kTcp, aside, step("Engine.IO", 2, 10, Level::packets)};
  EXPECT_EQ(text(session(session_types::engineio, steps)), "10: TCP 1, Engine.IO 2, between 7");
}

/// Up to Socket.IO 2 the opening answers for "/", too: that takes no time.
TEST(Connecting, AStepMayTakeNoTime) {
  const std::vector<Handshake> steps = {kTcp, step("Engine.IO", 3, 5, Level::packets),
                                        step("Socket.IO \"/\"", 0, 5, Level::application)};
  EXPECT_EQ(text(session(session_types::socketio, steps)), "5: TCP 1, Engine.IO 3, Socket.IO \"/\" 0, between 1");
}

/// The connection was open, and used for other things, before the session began.
TEST(Connecting, WhatBeganBeforeTheSessionIsClipped) {
  EXPECT_EQ(text(session(session_types::websocket, {step("HTTP upgrade", 9, 6, Level::messages)})),
            "6: HTTP upgrade 6, between 0");
}

TEST(Connecting, IsUnknownWhereTheSessionNeverGotSoFar) {
  EXPECT_EQ(text(session(session_types::socketio, {kTcp, step("Engine.IO", 2, 4, Level::packets)})), "unknown")
      << "Socket.IO's connect was refused, or not captured";
  EXPECT_EQ(text(session(session_types::websocket, {kTcp})), "unknown");
  EXPECT_EQ(text(session(session_types::tls, {kTcp, step("TLS", 4, 6)})), "unknown") << "not to us, at least";
}

}  // namespace
}  // namespace wstrace::test::model_connecting_test
