// Events that wait: in memory, past a budget in a temporary file, and without one in memory after all.
#include "output/event_log.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "output_sample.h"

namespace wstrace::test::output_event_log_test {
namespace {

using sample::kSyn;

TEST(EventLog, SpillsPastItsBudgetAndGivesTheRoomBack) {
  EventLog log(500);
  LoggedEvent event;
  event.def = &kSyn;
  std::string large;  // more than a reader's window
  for (int i = 0; i < 50'000; ++i) large += std::to_string(i);
  event.summary = large;
  log.append(1, event);
  event.summary = "small";
  log.append(2, event);
  log.append(1, event);
  EXPECT_GT(log.spilled(), large.size());
  std::vector<std::string> texts;
  log.replay({2, 1}, [&](const LoggedEvent& each) { texts.emplace_back(each.summary); });
  EXPECT_TRUE(texts == (std::vector<std::string>{large, "small", "small"}));
  log.drop(1);
  log.drop(2);
  EXPECT_EQ(log.spilled(), 0U);
  EXPECT_EQ(log.in_memory(), 0U);
}

TEST(EventLog, ABlockInTheFileIsReadRecordByRecordWhateverTheirSizes) {
  std::vector<std::string> written;
  std::size_t bytes = 0;
  for (const std::size_t size : {10, 70'000, 0, 200'000, 65'536, 1, 65'300, 300}) {
    written.emplace_back(size, static_cast<char>('a' + written.size()));
    bytes += size;
  }
  EventLog log(bytes);  // what comes on top of the texts makes the last of them one too many
  LoggedEvent event;
  event.def = &kSyn;
  for (const std::string& text : written) {
    event.title = text;
    log.append(1, event);
  }
  EXPECT_GT(log.spilled(), bytes);
  std::vector<std::string> read;
  log.replay({1}, [&](const LoggedEvent& each) { read.emplace_back(each.title); });
  EXPECT_TRUE(read == written);
}

TEST(EventLog, WithoutATemporaryFileEverythingStaysInMemory) {
  ::setenv("TMPDIR", "/nonexistent", 1);
  EventLog log(0);
  LoggedEvent event;
  event.def = &kSyn;
  log.append(1, event);
  log.append(1, event);
  ::unsetenv("TMPDIR");
  std::size_t n = 0;
  log.replay({1}, [&](const LoggedEvent&) { ++n; });
  EXPECT_EQ(n, 2U);
  EXPECT_EQ(log.spilled(), 0U);
}

}  // namespace
}  // namespace wstrace::test::output_event_log_test
