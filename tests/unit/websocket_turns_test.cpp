// A silence that breaks with what was before.
#include <gtest/gtest.h>

#include "dissectors/websocket/turns.h"

namespace wstrace::test::websocket_turns_test {
namespace {

using websocket::Turns;
using Kind = Turns::Kind;

constexpr Duration kMs = kMillisecond;

/// Asked at each whole second from 1 s on, and answered after `took`.
Turns answering(unsigned times, Duration took) {
  Turns turns;
  for (unsigned i = 1; i <= times; ++i) {
    turns.asked(i * kSecond);
    turns.spoke(i * kSecond + took);
  }
  return turns;
}

TEST(WebSocketTurns, WhoAlwaysAnsweredAndThenDoesNot) {
  Turns turns = answering(3, 400 * kMs);
  EXPECT_EQ(turns.silence(30 * kSecond).kind, Kind::none);
  turns.asked(4 * kSecond);
  turns.asked(5 * kSecond);
  const Turns::Silence silence = turns.silence(6 * kSecond);
  EXPECT_EQ(silence.kind, Kind::answered);
  EXPECT_EQ(silence.lasted, 2 * kSecond);
  EXPECT_EQ(silence.times, 3U);
  EXPECT_EQ(silence.longest, 400 * kMs);
  EXPECT_EQ(silence.asked, 2U);
}

TEST(WebSocketTurns, AShortSilenceSaysNothing) {
  Turns turns = answering(3, kMs);
  turns.asked(4 * kSecond);
  EXPECT_EQ(turns.silence(6 * kSecond - 1).kind, Kind::none);
}

TEST(WebSocketTurns, WhoIsSlowMayBeSlow) {
  Turns turns = answering(3, 500 * kMs);
  turns.asked(4 * kSecond);
  EXPECT_EQ(turns.silence(6 * kSecond + 499 * kMs).kind, Kind::none);
  EXPECT_EQ(turns.silence(6 * kSecond + 500 * kMs).kind, Kind::answered);
}

TEST(WebSocketTurns, TwoAnswersAreNoHabit) {
  Turns turns = answering(2, kMs);
  turns.asked(4 * kSecond);
  EXPECT_EQ(turns.silence(60 * kSecond).kind, Kind::none);
}

Turns pushing(std::initializer_list<Time> times) {
  Turns turns;
  for (const Time each : times) turns.spoke(each);
  return turns;
}

TEST(WebSocketTurns, WhoSentOneEverySoOftenAndThenDoesNot) {
  const Turns turns = pushing({1 * kSecond, 2 * kSecond, 3 * kSecond, 4 * kSecond, 5 * kSecond});
  EXPECT_EQ(turns.silence(10 * kSecond - 1).kind, Kind::none);
  const Turns::Silence silence = turns.silence(10 * kSecond);
  EXPECT_EQ(silence.kind, Kind::pushed);
  EXPECT_EQ(silence.lasted, 5 * kSecond);
  EXPECT_EQ(silence.times, 5U);
  EXPECT_EQ(silence.longest, kSecond);
}

TEST(WebSocketTurns, WhatComesAsItComesMayStop) {
  const Turns turns = pushing({1000 * kMs, 1100 * kMs, 1400 * kMs, 1500 * kMs, 1700 * kMs});
  EXPECT_EQ(turns.silence(60 * kSecond).kind, Kind::none);
}

TEST(WebSocketTurns, ASilenceInWords) {
  Turns turns = answering(3, 400 * kMs);
  EXPECT_EQ(websocket::describe(turns.silence(30 * kSecond), true), "");
  turns.asked(4 * kSecond);
  EXPECT_EQ(websocket::describe(turns.silence(6 * kSecond), true),
            "nothing answered the client's last message for 2 s before the client closed, though the server had "
            "answered 3 times, within 400 ms at most; its TCP acknowledged what came");
}

}  // namespace
}  // namespace wstrace::test::websocket_turns_test
