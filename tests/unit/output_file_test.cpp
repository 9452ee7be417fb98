// A file for output: what it replaces and when. The program's view of it is in tests/cli/overwrite_test.cpp.
#include "output/output_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/capture_writer.h"
#include "support/cases.h"

namespace wstrace::test::output_file_test {
namespace {

ino_t inode_of(const std::string& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 ? facts.st_ino : 0;
}

TEST(OutputFile, IsNotThereUntilItIsCommitted) {
  const TemporaryFile old("before");
  {
    const OutputFile file(old.path());
    ASSERT_EQ(file.error(), "");
    ASSERT_EQ(::write(file.fd(), "after", 5), 5);
    EXPECT_TRUE(file.replaces());
  }
  EXPECT_EQ(read_file(old.path()), "before");
  OutputFile file(old.path());
  ASSERT_EQ(::write(file.fd(), "after", 5), 5);
  EXPECT_TRUE(file.commit());
  EXPECT_EQ(read_file(old.path()), "after");
  EXPECT_FALSE(file.replaces());
}

/// As a live trace does, whose file others follow.
TEST(OutputFile, WrittenThroughItIsTheSameFile) {
  const TemporaryFile old("before");
  const ino_t inode = inode_of(old.path());
  const OutputFile file(old.path(), true);
  ASSERT_EQ(::write(file.fd(), "after", 5), 5);
  EXPECT_EQ(read_file(old.path()), "after");
  EXPECT_EQ(inode_of(old.path()), inode);
  EXPECT_FALSE(file.replaces());
}

TEST(OutputFile, ANewOneStaysWithWhatWasWritten) {
  const TemporaryFile name;
  ::unlink(name.path().c_str());
  { const OutputFile unused(name.path()); }
  EXPECT_FALSE(file_exists(name.path()));
  {
    const OutputFile file(name.path());
    ASSERT_EQ(::write(file.fd(), "a part", 6), 6);
  }
  EXPECT_EQ(read_file(name.path()), "a part");
}

TEST(OutputFile, WhatCannotBeOpenedIsAMessage) {
  EXPECT_EQ(OutputFile("/nowhere/at/all").error(), "cannot write /nowhere/at/all: No such file or directory");
  EXPECT_EQ(OutputFile("/").error(), "cannot write /: Is a directory");
}

TEST(OutputFile, StandardOutputIsNotClosed) {
  {
    OutputFile file(STDOUT_FILENO);
    EXPECT_EQ(file.fd(), STDOUT_FILENO);
    EXPECT_TRUE(file.commit());
  }
  struct stat facts {};
  EXPECT_EQ(::fstat(STDOUT_FILENO, &facts), 0);
}

}  // namespace
}  // namespace wstrace::test::output_file_test
