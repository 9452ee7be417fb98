// Packets out of time order: what is put right, what cannot be, and that nothing is lost or kept back.
#include "capture/reorder.h"

#include <gtest/gtest.h>

#include <deque>

#include "support/capture_writer.h"

namespace wstrace::test::capture_reorder_test {
namespace {

using Result = PacketSource::Result;

/// Gives packets with these times (in milliseconds), numbered from 1; what is negative is a pause.
class Script final : public PacketSource {
 public:
  Script(std::vector<int> times, std::size_t interfaces) : times_(times.begin(), times.end()) {
    interfaces_.resize(interfaces);
  }
  Result next(Packet& packet) override {
    if (times_.empty()) return Result::end;
    const int time = times_.front();
    times_.pop_front();
    if (time < 0) return Result::idle;
    bytes_ = "packet " + std::to_string(time);
    packet.number = ++number_;
    packet.time = time * kMillisecond;
    packet.bytes = as_bytes(bytes_);
    return Result::packet;
  }
  const std::vector<InterfaceFacts>& interfaces() const override { return interfaces_; }

 private:
  std::deque<int> times_;
  std::vector<InterfaceFacts> interfaces_;
  std::string bytes_;  // overwritten by the next packet, as in a reader's buffer
  std::uint64_t number_ = 0;
};

constexpr std::size_t kOne = 1;
constexpr std::size_t kTwo = 2;

/// "1 3 2" are the numbers as they come; "|" is a pause.
std::string order_of(const std::vector<int>& times, std::size_t interfaces, const Limits& limits = {}) {
  const auto source = capture::in_time_order(std::make_unique<Script>(times, interfaces), limits);
  std::string order;
  Packet packet;
  for (Result result = source->next(packet); result != Result::end; result = source->next(packet)) {
    if (!order.empty()) order += ' ';
    order += result == Result::idle ? "|" : std::to_string(packet.number);
    if (result != Result::packet) continue;
    EXPECT_EQ(as_text(packet.bytes), "packet " + std::to_string(packet.time / kMillisecond));
  }
  EXPECT_EQ(source->next(packet), Result::end);
  return order;
}

TEST(Reorder, AnEmptyFileIsEmpty) { EXPECT_EQ(order_of({}, kOne), ""); }

TEST(Reorder, WhatIsInOrderStaysSo) {
  EXPECT_EQ(order_of({1, 2, 2, 3}, kOne), "1 2 3 4");
  EXPECT_EQ(order_of({1, 2, 2, 3}, kTwo), "1 2 3 4");
}

TEST(Reorder, AnAnswerBeforeItsQuestionIsPutBehindIt) {
  EXPECT_EQ(order_of({11, 10, 12}, kTwo), "2 1 3");
  EXPECT_EQ(order_of({11, 10, 12}, kOne), "2 1 3");  // the beginning of every file is looked at
}

TEST(Reorder, OnEqualTimesTheFilesOrderStands) { EXPECT_EQ(order_of({5, 4, 5, 4}, kTwo), "2 4 1 3"); }

TEST(Reorder, ABlockOfOneInterfaceBehindABlockOfAnother) {
  EXPECT_EQ(order_of({10, 30, 50, 20, 40, 60}, kTwo), "1 4 2 5 3 6");
}

TEST(Reorder, AFileThatKeptItsOrderIsPutRightFromItsFirstBreakOn) {
  std::vector<int> times;
  for (int t = 0; t < 100; ++t) times.push_back(t * 10);
  times.insert(times.end(), {985, 2001, 2000, 2003, 2002});
  const std::string order = order_of(times, kOne);
  // 101 was too late: 100 had been passed through.
  EXPECT_EQ(order.substr(order.find(" 100")), " 100 101 103 102 105 104");
}

TEST(Reorder, TheWindowIsBoundedInTime) {
  Limits limits;
  limits.reorder_time = 10 * kMillisecond;
  EXPECT_EQ(order_of({100, 105, 96, 114, 104}, kTwo, limits), "3 1 5 2 4");
  EXPECT_EQ(order_of({100, 105, 115, 96, 130}, kTwo, limits), "1 2 3 4 5");
}

TEST(Reorder, TheWindowIsBoundedInPacketsAndBytes) {
  Limits few;
  few.reorder_packets = 2;
  EXPECT_EQ(order_of({3, 2, 1}, kTwo, few), "2 1 3");
  Limits small;
  small.reorder_bytes = 12;
  EXPECT_EQ(order_of({3, 2, 1}, kTwo, small), "2 1 3");
}

TEST(Reorder, AClockThatWasSetBackGoesOnFromThere) {
  EXPECT_EQ(order_of({5000, 6100, 7200, 1000, 1020, 1010}, kTwo), "1 2 3 4 6 5");
}

TEST(Reorder, OneStragglerDoesNotUpsetTheOthers) {
  EXPECT_EQ(order_of({5000, 6100, 7200, 10, 7210, 7205}, kTwo), "1 2 3 4 6 5");
}

TEST(Reorder, APauseHoldsNothingBack) {
  EXPECT_EQ(order_of({10, -1, 20, 15, -1, 30}, kTwo), "1 | 3 2 | 4");
  EXPECT_EQ(order_of({10, 11, -1, -1}, kOne), "1 2 | |");
}

TEST(Reorder, LongFilesComeWholeWhateverTheirOrder) {
  std::vector<int> times;
  for (int i = 0; i < 20'000; ++i) times.push_back(i / 2 * 7 + (i * 7919) % 400);
  const auto source = capture::in_time_order(std::make_unique<Script>(times, kTwo));
  std::vector<bool> seen(times.size() + 1);
  Packet packet;
  Time last = 0;
  std::size_t n = 0;
  for (; source->next(packet) == Result::packet; ++n) {
    EXPECT_GE(packet.time, last);
    last = packet.time;
    EXPECT_FALSE(seen[packet.number]);
    seen[packet.number] = true;
  }
  EXPECT_EQ(n, times.size());
}

}  // namespace
}  // namespace wstrace::test::capture_reorder_test
