// The parts of TCP's tracker that have a state of their own: the receive window, what was sent, and who waits for whom.
#include <gtest/gtest.h>

#include "dissectors/tcp/receive_window.h"
#include "dissectors/tcp/retries.h"
#include "dissectors/tcp/send_history.h"

namespace wstrace::test::tcp_parts_test {
namespace {

using tcp::DuplicateAcks;
using tcp::ReceiveWindow;
using tcp::Retries;
using tcp::SendHistory;
using Change = ReceiveWindow::Change;

constexpr Time kStart = 1000 * kSecond;

TEST(TcpReceiveWindow, ShutStillShutOpened) {
  ReceiveWindow window;
  EXPECT_FALSE(window.known());
  EXPECT_EQ(window.take(512, 65536, true, kStart), Change::none);
  EXPECT_EQ(window.bytes(), 65536U);
  EXPECT_EQ(window.take(0, 0, true, kStart + kSecond), Change::shut);
  EXPECT_EQ(window.take(0, 0, true, kStart + 2 * kSecond), Change::still_shut);
  EXPECT_TRUE(window.shut());
  EXPECT_EQ(window.shut_since(), kStart + kSecond) << "since the first zero";
  EXPECT_EQ(window.take(10, 1280, true, kStart + 3 * kSecond), Change::opened);
  EXPECT_EQ(window.opened_at(), kStart + 3 * kSecond);
}

TEST(TcpReceiveWindow, TheSecondTimeIsNewsOnlyIfItLasts) {
  ReceiveWindow window;
  window.take(0, 0, true, kStart);
  EXPECT_EQ(window.take(10, 1280, true, kStart + kMillisecond), Change::opened) << "the first time always is";
  EXPECT_EQ(window.take(0, 0, true, kStart + kSecond), Change::shut_again);
  EXPECT_EQ(window.take(10, 1280, true, kStart + kSecond + 199 * kMillisecond), Change::opened_soon);
  EXPECT_EQ(window.take(0, 0, true, kStart + 2 * kSecond), Change::shut_again);
  EXPECT_EQ(window.take(10, 1280, true, kStart + 2 * kSecond + 200 * kMillisecond), Change::opened);
}

TEST(TcpReceiveWindow, AZeroInASynOrAFinAnnouncesNothing) {
  ReceiveWindow window;
  EXPECT_EQ(window.take(0, 0, false, kStart), Change::none);
  EXPECT_FALSE(window.shut());
  window.take(0, 0, true, kStart);
  EXPECT_EQ(window.take(0, 0, false, kStart + kSecond), Change::none);
  EXPECT_FALSE(window.shut());
}

TEST(TcpSendHistory, KnowsWhenAByteWasSentLast) {
  SendHistory history;
  EXPECT_EQ(history.when_sent(0), nullptr) << "nothing was sent";
  history.sent({0, 100, kStart, 1});
  history.sent({100, 200, kStart + 1, 2});
  history.sent({50, 150, kStart + 2, 3});
  ASSERT_NE(history.when_sent(50), nullptr);
  EXPECT_EQ(history.when_sent(0)->packet, 1U);
  EXPECT_EQ(history.when_sent(50)->packet, 3U) << "sent twice: the later one";
  EXPECT_EQ(history.when_sent(199)->packet, 2U);
  EXPECT_EQ(history.when_sent(200), nullptr) << "the end is not part of it";
}

TEST(TcpSendHistory, EachRetransmissionAnswersOneQuestion) {
  SendHistory history;
  history.sent({0, 100, kStart, 1});
  history.sent_again({0, 100, kStart, 2});
  history.sent_again({0, 100, kStart, 3});
  EXPECT_EQ(history.take_sent_again(100, 200), std::nullopt);
  EXPECT_EQ(history.take_sent_again(50, 60), 2U);
  EXPECT_EQ(history.take_sent_again(0, 100), 3U);
  EXPECT_EQ(history.take_sent_again(0, 100), std::nullopt);
}

TEST(TcpSendHistory, OldEntriesGiveWay) {
  SendHistory history;
  for (std::int64_t i = 0; i < 1000; ++i) history.sent({i, i + 1, kStart, static_cast<std::uint64_t>(i)});
  EXPECT_EQ(history.when_sent(0), nullptr);
  EXPECT_NE(history.when_sent(999), nullptr);
}

TEST(TcpSendHistory, WhatWasGivenUp) {
  SendHistory history;
  history.gave_up({100, 200, kStart, 0});
  EXPECT_FALSE(history.has_given_up(0, 100));
  EXPECT_TRUE(history.has_given_up(0, 101));
  EXPECT_TRUE(history.has_given_up(199, 300));
  EXPECT_FALSE(history.has_given_up(200, 300));
}

TEST(TcpRetries, WhoNeverAnswersIsGone) {
  Retries retries;
  retries.on_first(kStart);
  const Time heard = kStart - kSecond;
  for (int i = 1; i <= 2; ++i) retries.on_repeat(kStart + i * kSecond);
  EXPECT_EQ(retries.unanswered_since(heard), std::nullopt) << "twice may be bad luck";
  retries.on_repeat(kStart + 3 * kSecond);
  EXPECT_EQ(retries.unanswered_since(heard), kStart);
  EXPECT_EQ(retries.unanswered_since(kStart + kSecond), std::nullopt) << "it sent something meanwhile";
  EXPECT_EQ(retries.unanswered_since(kStart + 100 * kMillisecond), kStart) << "that was on its way";
  EXPECT_EQ(retries.unanswered_since(0), std::nullopt) << "nothing of it is in the capture";
}

TEST(TcpRetries, OftenIsNotEnoughIfItIsQuick) {
  Retries retries;
  retries.on_first(kStart);
  for (int i = 1; i <= 5; ++i) retries.on_repeat(kStart + i * kMillisecond);
  EXPECT_EQ(retries.unanswered_since(kStart - 1), std::nullopt);
}

TEST(TcpRetries, ProgressBeginsAnew) {
  Retries retries;
  retries.on_first(kStart);
  for (int i = 1; i <= 3; ++i) retries.on_repeat(kStart + i * kSecond);
  retries.on_progress(kStart + 4 * kSecond);
  EXPECT_EQ(retries.count(), 0U);
  EXPECT_EQ(retries.unanswered_since(kStart), std::nullopt);
}

TEST(TcpDuplicateAcks, TwoCallForWhatComesSoonAfterThem) {
  DuplicateAcks acks;
  EXPECT_EQ(acks.add(kStart), 1U);
  EXPECT_FALSE(acks.call_for(kStart + kMillisecond, 0)) << "one does not";
  EXPECT_EQ(acks.add(kStart + kMillisecond), 2U);
  EXPECT_TRUE(acks.call_for(kStart + 2 * kMillisecond, 0));
  EXPECT_FALSE(acks.call_for(kStart + 2 * kMillisecond, 3 * kMillisecond)) << "the first cannot have arrived";
  EXPECT_FALSE(acks.call_for(kStart + 21 * kMillisecond, 0)) << "too late to be the answer";
  acks.reset();
  EXPECT_FALSE(acks.call_for(kStart + 2 * kMillisecond, 0));
}

}  // namespace
}  // namespace wstrace::test::tcp_parts_test
