// Events that wait: in memory, past a budget in a temporary file, and without one in memory after all.
#include "output/event_log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "output_sample.h"

namespace wstrace::test::output_event_log_test {
namespace {

using sample::kSyn;

TEST(EventLog, SpillsPastItsBudgetAndGivesTheRoomBack) {
  EventLog log({.budget = 500});
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
  EventLog log({.budget = bytes});  // what comes on top of the texts makes the last of them one too many
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

/// No directory for temporary files, while it lives.
class WithoutTemporaryFiles {
 public:
  WithoutTemporaryFiles() { ::setenv("TMPDIR", "/nonexistent", 1); }
  ~WithoutTemporaryFiles() { ::unsetenv("TMPDIR"); }
  WithoutTemporaryFiles(const WithoutTemporaryFiles&) = delete;
  WithoutTemporaryFiles& operator=(const WithoutTemporaryFiles&) = delete;
};

struct Trouble {
  std::string message;
  bool stop = false;
};

/// What a log with this room says while so many events are appended, and how many it gives back.
std::pair<std::vector<Trouble>, std::size_t> troubles_of(std::size_t budget, std::size_t most, std::size_t events) {
  std::vector<Trouble> troubles;
  const auto note = [&](const std::string& message, bool stop) { troubles.push_back({message, stop}); };
  EventLog log({.budget = budget, .most = most, .on_trouble = note});
  LoggedEvent event;
  event.def = &kSyn;
  for (std::size_t i = 0; i < events; ++i) log.append(1, event);
  std::size_t kept = 0;
  log.replay({1}, [&](const LoggedEvent&) { ++kept; });
  return {troubles, kept};
}

TEST(EventLog, WithoutATemporaryFileEverythingStaysInMemoryAndThatIsSaidOnce) {
  const WithoutTemporaryFiles none;
  const auto [troubles, kept] = troubles_of(0, 1'000'000, 20);
  EXPECT_EQ(kept, 20U);
  ASSERT_EQ(troubles.size(), 1U);
  EXPECT_EQ(
      troubles[0].message,
      "no temporary file can be made in /nonexistent: No such file or directory. Up to 1.0 MB of the timeline wait "
      "in memory instead: set TMPDIR to a directory with room");
  EXPECT_FALSE(troubles[0].stop);
}

TEST(EventLog, MemoryHasALimitAndNothingIsDroppedThere) {
  const WithoutTemporaryFiles none;
  const auto [troubles, kept] = troubles_of(0, 500, 100);
  EXPECT_EQ(kept, 100U);
  ASSERT_EQ(troubles.size(), 2U);
  EXPECT_TRUE(troubles[1].stop);
  EXPECT_NE(troubles[1].message.find("of the timeline wait in memory"), std::string::npos) << troubles[1].message;
  EXPECT_NE(troubles[1].message.find("TMPDIR"), std::string::npos) << troubles[1].message;
}

TEST(EventLog, WhereThereIsRoomNothingIsSaid) {
  const auto [troubles, kept] = troubles_of(0, 0, 100);
  EXPECT_EQ(kept, 100U);
  EXPECT_TRUE(troubles.empty());
}

/// By its name in /proc, the file that has no other one.
void empty_temporary_files() {
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code ignored;
    const std::string target = std::filesystem::read_symlink(entry.path(), ignored);
    if (target.find("/wstrace-") != std::string::npos && target.ends_with("(deleted)")) {
      EXPECT_EQ(::truncate(entry.path().c_str(), 0), 0);
    }
  }
}

TEST(EventLog, WhatCannotBeReadBackIsSaid) {
  std::vector<Trouble> troubles;
  EventLog log({.budget = 0, .on_trouble = [&](const std::string& message, bool stop) {
                  troubles.push_back({message, stop});
                }});
  LoggedEvent event;
  event.def = &kSyn;
  log.append(1, event);
  empty_temporary_files();
  log.replay({1}, [](const LoggedEvent&) { ADD_FAILURE() << "it is not there"; });
  ASSERT_EQ(troubles.size(), 1U);
  EXPECT_TRUE(troubles[0].stop);
  EXPECT_NE(troubles[0].message.find("could not be read back"), std::string::npos) << troubles[0].message;
}

}  // namespace
}  // namespace wstrace::test::output_event_log_test
