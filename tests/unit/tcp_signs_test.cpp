// What TCP shows of a side that has several connections.
#include <gtest/gtest.h>

#include "seam/connection_service.h"

namespace wstrace::test::tcp_signs_test {
namespace {

Signs both(Signs one, const Signs& other) { return one += other; }

TEST(Signs, TheLatestSignOfEachKindCounts) {
  const Signs all = both({.heard = 5, .sent = 2, .acked = 9}, {.heard = 4, .sent = 3, .acked = 1});
  EXPECT_EQ(all.heard, 5);
  EXPECT_EQ(all.sent, 3);
  EXPECT_EQ(all.acked, 9);
}

TEST(Signs, TheLongestWaitForAnAcknowledgementCounts) {
  EXPECT_EQ(both({.unacked_since = 7}, {.unacked_since = 4}).unacked_since, 4);
  EXPECT_EQ(both({.unacked_since = 0}, {.unacked_since = 4}).unacked_since, 4);
  EXPECT_EQ(both({.unacked_since = 7}, {.unacked_since = 0}).unacked_since, 7);
}

TEST(Signs, AWindowThatIsShutCountsBeforeOneThatWas) {
  const Signs shut{.shut_since = 3};
  const Signs opened{.shut_since = 5, .opened = 6};
  const Signs earlier{.shut_since = 1, .opened = 2};
  for (const Signs& all : {both(shut, opened), both(opened, shut)}) {
    EXPECT_EQ(all.shut_since, 3);
    EXPECT_EQ(all.opened, 0);
  }
  for (const Signs& all : {both(earlier, opened), both(opened, earlier), both(opened, Signs{})}) {
    EXPECT_EQ(all.shut_since, 5);
    EXPECT_EQ(all.opened, 6);
  }
}

}  // namespace
}  // namespace wstrace::test::tcp_signs_test
