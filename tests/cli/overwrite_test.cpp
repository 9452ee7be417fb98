// What must not be lost when a file is written: the captures and keys that are read, and the file that was there before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::overwrite_test {
namespace {

namespace fs = std::filesystem;

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using Words = std::vector<std::string>;

std::string capture_bytes() { return read_file(case_named("socketio/v4-websocket").input_path()); }

/// A directory of its own with a copy of a capture in it.
class Overwrite : public testing::Test {
 protected:
  Overwrite() {
    std::string name = fs::temp_directory_path() / "wstrace-test-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "no directory for the test";
    folder_ = name;
    write_file(path("t.pcap"), capture_bytes());
  }
  ~Overwrite() override { fs::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::size_t count_files() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }

  RunResult shell(const std::string& script, Words arguments) const {
    Words phrase = {"-c", script, WSTRACE_PROGRAM};
    phrase.insert(phrase.end(), arguments.begin(), arguments.end());
    return run({.arguments = phrase, .folder = folder_, .program = "/bin/sh"});
  }

  void expect_refused(const RunResult& result, const std::string& input = "t.pcap") const {
    EXPECT_EQ(result.status, 2) << result.describe();
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err, AllOf(StartsWith("wstrace: "), HasSubstr("would overwrite"), HasSubstr(input)));
    EXPECT_TRUE(read_file(path("t.pcap")) == capture_bytes()) << "the capture was destroyed";
  }

  RunResult in_folder(Words arguments) const { return run({.arguments = std::move(arguments), .folder = folder_}); }

  std::string folder_;
};

TEST_F(Overwrite, AnOutputThatIsAnInputIsRefusedByWhateverName) {
  fs::create_symlink("t.pcap", path("symbolic"));
  fs::create_symlink("symbolic", path("symbolic2"));
  fs::create_hard_link(path("t.pcap"), path("hard"));
  const std::size_t files = count_files();
  for (const char* option : {"-w", "-o"}) {
    for (const std::string& name : {std::string("t.pcap"), std::string("./t.pcap"), path("t.pcap"),
                                    std::string("symbolic"), std::string("symbolic2"), std::string("hard")}) {
      SCOPED_TRACE(std::string(option) + " " + name);
      expect_refused(in_folder({option, name, "t.pcap"}));
      expect_refused(in_folder({option, "t.pcap", name}), name);
      expect_refused(in_folder({option, name, "-r", "t.pcap", "tcp"}));
    }
  }
  EXPECT_EQ(count_files(), files);
}

TEST_F(Overwrite, OneOfSeveralInputsIsEnough) {
  const std::string other = case_named("websocket/plain").input_path();
  expect_refused(in_folder({"-w", "t.pcap", other, "t.pcap"}));
}

TEST_F(Overwrite, StandardInputAndOutputAreFilesToo) {
  expect_refused(shell(R"("$0" -w t.pcap - < t.pcap)", {}), "standard input");
  expect_refused(shell(R"("$0" --json t.pcap >> t.pcap)", {}));
  expect_refused(shell(R"("$0" -o trace.txt -w - t.pcap >> t.pcap)", {}));
}

TEST_F(Overwrite, AKeyLogIsAnInput) {
  write_file(path("keys"), "# keys\n");
  const RunResult result = in_folder({"--keylog", "keys", "-o", "keys", "t.pcap"});
  expect_refused(result, "keys");
  EXPECT_EQ(read_file(path("keys")), "# keys\n");
  const RunResult by_variable =
      run({.arguments = {"-o", "keys", "t.pcap"}, .environment = {{"SSLKEYLOGFILE", "keys"}}, .folder = folder_});
  expect_refused(by_variable, "keys");
}

TEST_F(Overwrite, BothOutputsMayNotBeOneFile) {
  for (const char* other : {"new", "./new"}) {
    const RunResult result = in_folder({"-o", "new", "-w", other, "t.pcap"});
    EXPECT_EQ(result.status, 2) << result.describe();
    EXPECT_THAT(result.err, HasSubstr("are the same file"));
  }
  EXPECT_FALSE(fs::exists(path("new")));
  EXPECT_EQ(in_folder({"-o", "/dev/null", "-w", "/dev/null", "t.pcap"}).status, 0) << "a device is no file";
  EXPECT_EQ(in_folder({"-o", "new", "-w", "new.pcapng", "t.pcap"}).status, 0);
}

TEST_F(Overwrite, AFileIsReplacedWithItsMode) {
  fs::create_symlink("old", path("link"));
  for (const mode_t mode : {0600U, 0644U, 0664U, 0755U}) {
    for (const char* option : {"-o", "-w"}) {
      write_file(path("old"), "what was here before");
      chmod(path("old").c_str(), mode);
      const std::size_t files = count_files();
      EXPECT_EQ(in_folder({option, "link", "t.pcap"}).status, 0);
      struct stat facts {};
      ASSERT_EQ(stat(path("old").c_str(), &facts), 0);
      EXPECT_EQ(facts.st_mode & 07777, mode);
      EXPECT_GT(facts.st_size, 1000) << option;
      EXPECT_TRUE(fs::is_symlink(path("link"))) << "a link goes on pointing to its file";
      EXPECT_EQ(count_files(), files) << "a temporary file is left";
    }
  }
}

TEST_F(Overwrite, InputThatCannotBeReadCostsNothing) {
  write_file(path("old"), "what was here before");
  write_file(path("text"), "This is no capture.\n");
  const std::size_t files = count_files();
  for (const char* option : {"-o", "-w"}) {
    EXPECT_EQ(in_folder({option, "old", "text"}).status, 2);
    EXPECT_EQ(in_folder({option, "new", "text"}).status, 2);
  }
  EXPECT_EQ(read_file(path("old")), "what was here before");
  EXPECT_EQ(count_files(), files) << "a file is left to which nothing was written";
}

/// A limit on the size of files stands for the full disk.
TEST_F(Overwrite, AFullDiskCostsNothing) {
  write_file(path("old"), "what was here before");
  const std::size_t files = count_files();
  for (const char* option : {"-o", "-w"}) {
    const RunResult result = shell(R"(trap '' XFSZ; ulimit -f 8; exec "$0" --json "$1" old "$2")",
                                   {option, case_named("websocket/large").input_path()});
    EXPECT_EQ(result.status, 4) << result.describe();
    EXPECT_THAT(result.err, AllOf(HasSubstr("File too large"), HasSubstr("old was left as it was")));
    EXPECT_EQ(read_file(path("old")), "what was here before");
    EXPECT_EQ(count_files(), files);
  }
}

/// Both outputs in turn; by the other one it is known how far the program has come.
TEST_F(Overwrite, TheOldFileStandsUntilTheNewOneIsComplete) {
  write_file(path("old"), "what was here before");
  const std::size_t files = count_files();
  for (const Words& outputs : {Words{"-o", "old", "-w", "-"}, Words{"-w", "old"}}) {
    Command command{
        .arguments = {"--json", "-"}, .standard_input = capture_bytes(), .folder = folder_, .input_stays_open = true};
    command.arguments.insert(command.arguments.begin(), outputs.begin(), outputs.end());
    const std::string before = read_file(path("old"));
    Process trace(command);
    ASSERT_TRUE(trace.wait_for_output("\n")) << trace.result().describe();
    EXPECT_EQ(count_files(), files + 1) << "it is written beside the old one";
    EXPECT_TRUE(read_file(path("old")) == before);
    trace.close_input();
    const RunResult result = trace.finish();
    EXPECT_EQ(result.status, 0) << result.describe();
    EXPECT_EQ(count_files(), files);
    if (outputs.size() == 4) {
      EXPECT_TRUE(is_record(last_of(parse_ndjson(read_file(path("old")))), "end"));
    } else {
      EXPECT_EQ(read_records(path("old")).size(), read_records(path("t.pcap")).size());
    }
  }
}

TEST_F(Overwrite, AFifoIsWrittenThrough) {
  ASSERT_EQ(mkfifo(path("fifo").c_str(), 0600), 0);
  const RunResult result = shell(R"(cat fifo & "$0" --json -o fifo t.pcap; wait)", {});
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_TRUE(is_record(last_of(parse_ndjson(result.out)), "end")) << result.describe();
  EXPECT_TRUE(fs::is_fifo(path("fifo")));
}

/// As under `| head`: the reader of the trace has seen enough, but not the file.
TEST_F(Overwrite, WhatIsSavedIsWholeWhenTheReaderGoesAway) {
  const std::string large = case_named("websocket/large").input_path();
  Process trace({.arguments = {"--json", "-w", path("saved"), large}});
  ASSERT_TRUE(trace.wait_for_output("\n")) << trace.result().describe();
  trace.close_output();
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(read_records(path("saved")).size(), read_records(large).size());
}

}  // namespace
}  // namespace wstrace::test::overwrite_test
