// Runs that cannot go on, for want of memory or of a temporary file: what was seen is printed, why it ends is said, and a
// file that was there before stays. Run inside this process, where there is as little room as a test likes.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <new>

#include "cli/run.h"
#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/program.h"

namespace wstrace::test::no_room_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class NoRoom : public testing::Test {
 protected:
  NoRoom() {
    options_.files = {case_named("socketio/v4-clients").input_path()};
    options_.output = out_.path();
    options_.width = 0;
    ::setenv("TMPDIR", "/nonexistent", 1);
  }
  ~NoRoom() override { ::unsetenv("TMPDIR"); }

  int run(const std::function<int()>& signal = [] { return 0; }) {
    Environment environment{STDOUT_FILENO, messages_, signal};
    return wstrace::run(options_, environment);
  }

  std::string printed() const { return read_file(out_.path()); }

  const TemporaryFile out_{"what was here before"};
  Options options_;
  MemoryOutput messages_;
};

TEST_F(NoRoom, WhatWaitsInMemoryIsSaidAndChangesNothing) {
  options_.log.budget = 0;
  EXPECT_EQ(run(), kExitDone);
  EXPECT_EQ(messages_.text(),
            "wstrace: no temporary file can be made in /nonexistent: No such file or directory. Up to 256.0 MB of the "
            "timeline wait in memory instead: set TMPDIR to a directory with room\n");
  const std::string in_memory = printed();
  ::unsetenv("TMPDIR");
  MemoryOutput nothing;
  Environment environment{STDOUT_FILENO, nothing, [] { return 0; }};
  EXPECT_EQ(wstrace::run(options_, environment), kExitDone);
  EXPECT_EQ(nothing.text(), "");
  EXPECT_EQ(printed(), in_memory);
}

TEST_F(NoRoom, MemoryThatIsFullEndsTheTraceEarly) {
  options_.log = {.budget = 0, .most = 5000};
  EXPECT_EQ(run(), kExitStopped);
  EXPECT_THAT(messages_.text(), AllOf(HasSubstr("wstrace: stopped early: "), HasSubstr("TMPDIR"),
                                      HasSubstr(out_.path() + " was left as it was\n")));
  EXPECT_EQ(printed(), "what was here before");
}

TEST_F(NoRoom, WhatWasSeenIsPrintedAllTheSame) {
  options_.log = {.budget = 0, .most = 5000};
  ::unlink(out_.path().c_str());
  EXPECT_EQ(run(), kExitStopped);
  EXPECT_THAT(printed(), AllOf(HasSubstr("Session 1"), HasSubstr("! The trace stopped early: ")));
  EXPECT_THAT(messages_.text(), Not(HasSubstr("was left as it was")));
}

TEST_F(NoRoom, OutOfMemoryIsSaid) {
  int asked = 0;
  EXPECT_EQ(run([&asked]() -> int {
              if (++asked == 20) throw std::bad_alloc();
              return 0;
            }),
            kExitStopped);
  EXPECT_THAT(messages_.text(), HasSubstr("wstrace: stopped early: out of memory"));
  EXPECT_EQ(printed(), "what was here before");
}

/// A pipe from which nothing has come yet.
TEST_F(NoRoom, ASignalBeforeTheFirstPacketEndsItToo) {
  int ends[2];
  ASSERT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  options_.files = {"/dev/fd/" + std::to_string(ends[0])};
  EXPECT_EQ(run([] { return SIGTERM; }), kExitSignalled + SIGTERM);
  EXPECT_THAT(messages_.text(), HasSubstr("was not read: interrupted"));
  EXPECT_EQ(printed(), "what was here before");
  for (const int end : ends) ::close(end);
}

}  // namespace
}  // namespace wstrace::test::no_room_test
