// The same message to several sessions: who is which recipient, and what is summarised.
#include "seam/broadcasts.h"

#include <gtest/gtest.h>

#include <string>

namespace wstrace::test::seam_broadcasts_test {
namespace {

constexpr Duration kMs = kMillisecond;

MessageKey key(std::string_view message) { return MessageKey().with("/").with(message); }

/// "nth after since", in milliseconds.
std::string place(const Broadcasts::Place& p) {
  return std::to_string(p.nth) + " after " + std::to_string(p.since_first / kMs);
}

std::string summary(const Broadcasts& broadcasts) {
  std::string all;
  for (const Broadcasts::Summary& each : broadcasts.summaries()) {
    all += each.label + ": " + std::to_string(each.times) + " times, " + std::to_string(each.receptions) +
           " receptions, " + std::to_string(each.most) + " most, " + std::to_string(each.widest / kMs) + " ms\n";
  }
  return all;
}

TEST(Broadcasts, RecipientsAreNumbered) {
  Broadcasts broadcasts;
  EXPECT_EQ(place(broadcasts.add(1, 0, "news", key("a"))), "1 after 0");
  EXPECT_EQ(summary(broadcasts), "");
  EXPECT_EQ(place(broadcasts.add(2, 1 * kMs, "news", key("a"))), "2 after 1");
  EXPECT_EQ(place(broadcasts.add(9, 250 * kMs, "news", key("a"))), "3 after 250");
  EXPECT_EQ(summary(broadcasts), "news: 1 times, 3 receptions, 3 most, 250 ms\n");
}

TEST(Broadcasts, AMomentEnds) {
  Broadcasts broadcasts;
  broadcasts.add(1, 0, "news", key("a"));
  EXPECT_EQ(place(broadcasts.add(2, 251 * kMs, "news", key("a"))), "1 after 0");
  EXPECT_EQ(place(broadcasts.add(1, 252 * kMs, "news", key("a"))), "2 after 1");
}

TEST(Broadcasts, OtherMessagesAreOthers) {
  Broadcasts broadcasts;
  broadcasts.add(1, 0, "news", key("a"));
  EXPECT_EQ(broadcasts.add(2, 0, "news", key("b")).nth, 1U);
  EXPECT_EQ(broadcasts.add(2, 0, "news", MessageKey().with("/a").with("")).nth, 1U);
  EXPECT_NE(MessageKey().with("ab").with("c").value(), MessageKey().with("a").with("bc").value());
  EXPECT_NE(MessageKey().with("a").value(), MessageKey().with("a").with("").value());
}

TEST(Broadcasts, TheSameSessionTwiceIsANewMessage) {
  Broadcasts broadcasts;
  broadcasts.add(1, 0, "tick", key("a"));
  broadcasts.add(2, 1 * kMs, "tick", key("a"));
  EXPECT_EQ(place(broadcasts.add(1, 2 * kMs, "tick", key("a"))), "1 after 0");
  EXPECT_EQ(place(broadcasts.add(2, 4 * kMs, "tick", key("a"))), "2 after 2");
  EXPECT_EQ(place(broadcasts.add(2, 5 * kMs, "tick", key("a"))), "1 after 0");
  EXPECT_EQ(summary(broadcasts), "tick: 2 times, 4 receptions, 2 most, 2 ms\n");
}

Broadcasts::Recipient prompted(std::uint32_t session, std::uint64_t prompt) {
  Broadcasts::Recipient recipient(session);
  recipient.prompt = prompt;
  return recipient;
}

/// Clients that do the same at the same time get the same answers.
TEST(Broadcasts, AnswersToTheSameAreNoBroadcast) {
  Broadcasts broadcasts;
  for (const std::uint32_t session : {1U, 2U, 3U})
    EXPECT_EQ(broadcasts.add(prompted(session, 7), session * kMs, "welcome", key("a")).nth, 1U);
  EXPECT_EQ(summary(broadcasts), "");
  EXPECT_EQ(place(broadcasts.add(4, 5 * kMs, "welcome", key("a"))), "4 after 4");
  EXPECT_EQ(summary(broadcasts), "welcome: 1 times, 4 receptions, 4 most, 4 ms\n") << "one that had asked for nothing";
  broadcasts.add(prompted(1, 7), 9 * kMs, "shouted", key("b"));
  EXPECT_EQ(broadcasts.add(prompted(2, 8), 9 * kMs, "shouted", key("b")).nth, 2U)
      << "one that had asked for something else";
}

/// They had said the same, but long before each other.
TEST(Broadcasts, AnswersComeAsFarApartAsWhatTheyAnswer) {
  Broadcasts broadcasts;
  Broadcasts::Recipient one = prompted(1, 7);
  Broadcasts::Recipient two = prompted(2, 7);
  one.prompted = 10 * kMs;
  two.prompted = 50 * kMs;
  broadcasts.add(one, 60 * kMs, "news", key("a"));
  EXPECT_EQ(place(broadcasts.add(two, 61 * kMs, "news", key("a"))), "2 after 1");
  broadcasts.add(one, 20 * kMs, "welcome", key("b"));
  EXPECT_EQ(broadcasts.add(two, 62 * kMs, "welcome", key("b")).nth, 1U);
}

TEST(Broadcasts, SidesOfAProxyAreOneRecipient) {
  Broadcasts broadcasts;
  const std::uint32_t others[] = {1, 2};
  Broadcasts::Recipient near(3);
  near.other_sides = others;
  broadcasts.add(1, 0, "news", key("a"));
  EXPECT_EQ(broadcasts.add(near, 1 * kMs, "news", key("a")).nth, 1U);
  EXPECT_EQ(place(broadcasts.add(4, 2 * kMs, "news", key("a"))), "2 after 2");
}

TEST(Broadcasts, WhoCameAfterwardsIsNoRecipient) {
  Broadcasts broadcasts;
  broadcasts.add(1, 10 * kMs, "news", key("a"));
  Broadcasts::Recipient later(2);
  later.began = 11 * kMs;
  EXPECT_EQ(broadcasts.add(later, 12 * kMs, "news", key("a")).nth, 1U);
}

TEST(Broadcasts, SummariesStandInOrderOfTheirFirstBroadcast) {
  Broadcasts broadcasts;
  broadcasts.add(1, 0, "alone", key("x"));
  for (const std::uint32_t session : {1U, 2U}) broadcasts.add(session, 0, "b", key("b"));
  for (const std::uint32_t session : {1U, 2U, 3U}) broadcasts.add(session, 0, "a", key("a"));
  for (const std::uint32_t session : {1U, 2U}) broadcasts.add(session, 0, "b", key("c"));
  EXPECT_EQ(summary(broadcasts), "b: 2 times, 4 receptions, 2 most, 0 ms\na: 1 times, 3 receptions, 3 most, 0 ms\n");
}

TEST(Broadcasts, TheOldestGivesWay) {
  Broadcasts broadcasts(Broadcasts::Limits{.messages = 2});
  broadcasts.add(1, 0, "l", key("a"));
  broadcasts.add(1, 0, "l", key("b"));
  broadcasts.add(1, 0, "l", key("c"));
  EXPECT_EQ(broadcasts.add(2, 0, "l", key("b")).nth, 2U);
  EXPECT_EQ(broadcasts.add(2, 0, "l", key("a")).nth, 1U);
}

TEST(Broadcasts, RecipientsAndLabelsAreBounded) {
  Broadcasts broadcasts(Broadcasts::Limits{.recipients = 2, .labels = 1, .label_length = 3});
  for (const std::uint32_t session : {1U, 2U, 3U}) broadcasts.add(session, 0, "one", key("a"));
  EXPECT_EQ(broadcasts.add(4, 0, "one", key("a")).nth, 1U);
  EXPECT_EQ(broadcasts.add(5, kSecond, "two", key("b")).nth, 1U);
  EXPECT_EQ(broadcasts.add(6, kSecond, "two", key("b")).nth, 2U);
  EXPECT_EQ(summary(broadcasts), "one: 1 times, 3 receptions, 3 most, 0 ms\n");
  Broadcasts none(Broadcasts::Limits{.messages = 0, .label_length = 1});
  EXPECT_EQ(none.add(1, 0, "long", key("a")).nth, 1U);
}

TEST(Broadcasts, ClocksThatStepBack) {
  Broadcasts broadcasts;
  broadcasts.add(1, kSecond, "l", key("a"));
  EXPECT_EQ(place(broadcasts.add(2, 0, "l", key("a"))), "2 after 0");
  EXPECT_EQ(place(broadcasts.add(3, kSecond + 3 * kMs, "l", key("a"))), "3 after 3");
}

TEST(Broadcasts, ManySessionsAndMessages) {
  Broadcasts broadcasts;
  for (std::uint32_t round = 0; round < 20; ++round)
    for (std::uint32_t session = 0; session < 5000; ++session)
      ASSERT_EQ(broadcasts.add(session, round * kMs, "l", key("a" + std::to_string(round % 2))).nth, session + 1);
  EXPECT_EQ(summary(broadcasts), "l: 20 times, 100000 receptions, 5000 most, 0 ms\n");
}

}  // namespace
}  // namespace wstrace::test::seam_broadcasts_test
