// Golden tests: what wstrace prints for every recorded case, character for character.
//
// Beside each capture stand expected.txt (the timeline) and expected.ndjson. With WSTRACE_UPDATE_GOLDEN=1 in the
// environment they are written anew in place of being compared; read the difference before you keep it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "golden/line_diff.h"
#include "support/cases.h"
#include "support/program.h"

namespace wstrace::test::golden_test {
namespace {

/// Options that a case needs so that its expected files can be read by people.
const std::map<std::string, std::vector<std::string>>& case_options() {
  static const std::map<std::string, std::vector<std::string>> options = {
      // Messages of 1 MB and 300 KB: their beginnings are enough here; the truth test checks them whole.
      {"websocket/large", {"--max-payload", "256"}},
      // Checksums are verified on request only: one is wrong; those of loopback are never filled in.
      {"network/bad-checksum", {"--checksums"}},
      {"websocket/close-no-code", {"--checksums"}},
      // No WebSocket, and shown all the same.
      {"tcp/half-close", {"--all"}},
      {"tcp/simultaneous-open", {"--all"}},
      {"tcp/fast-open", {"--all"}},
      {"tcp/syn-missing", {"--all"}},
      {"tcp/urgent", {"--all"}},
      {"tcp/mid-stream", {"--all"}},
      {"tls/begins-inside", {"--all"}},
      {"tls/client-certificate", {"--all"}},
      {"tls/early-data", {"--all"}},
      {"tls/key-update", {"--all"}},
      {"tls/no-keys", {"--all"}},
      {"tls/resumption", {"--all"}},
  };
  return options;
}

bool updating() {
  const char* value = std::getenv("WSTRACE_UPDATE_GOLDEN");
  return value != nullptr && std::string_view(value) == "1";
}

class Golden : public testing::TestWithParam<Case> {
 protected:
  static std::string print(std::vector<std::string> arguments) {
    const auto extra = case_options().find(GetParam().name);
    if (extra != case_options().end()) arguments.insert(arguments.end(), extra->second.begin(), extra->second.end());
    const std::vector<std::string> keys = GetParam().options();
    arguments.insert(arguments.end(), keys.begin(), keys.end());
    arguments.push_back(GetParam().relative_input());
    const RunResult result = run_for_output(std::move(arguments), captures_folder());
    EXPECT_EQ(result.status, 0) << result.describe();
    EXPECT_EQ(result.err, "") << result.describe();
    return result.out;
  }

  static void compare(const std::string& file, const std::string& printed) {
    if (HasFailure()) return;  // what a failed run printed is nothing to keep
    const std::string path = GetParam().file(file);
    if (updating()) {
      std::ofstream(path, std::ios::binary) << printed;
      std::printf("%s is written anew\n", path.c_str());
      return;
    }
    ASSERT_TRUE(file_exists(path)) << path << " is missing. Run the tests with WSTRACE_UPDATE_GOLDEN=1 to write it, "
                                   << "and read it before you keep it.";
    const std::string expected = read_file(path);
    EXPECT_TRUE(printed == expected) << "wstrace does not print what " << path << " says:\n"
                                     << line_diff(expected, printed)
                                     << "If the new output is right, run the tests with WSTRACE_UPDATE_GOLDEN=1.";
  }
};

INSTANTIATE_TEST_SUITE_P(, Golden, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Golden, Timeline) { compare("expected.txt", print({"--width", "100", "--color", "never"})); }

TEST_P(Golden, Ndjson) { compare("expected.ndjson", print({"--json"})); }

TEST_P(Golden, FolderIsComplete) {
  EXPECT_FALSE(GetParam().input.empty()) << GetParam().folder << " has no input.*";
  EXPECT_NE(read_file(GetParam().file("ORIGIN.md")), "") << "ORIGIN.md is missing or empty";
  // The middle of one message is nothing that an application could have logged.
  const bool silent = GetParam().name == "tcp/mid-stream";
  EXPECT_TRUE(file_exists(GetParam().file("truth.ndjson")));
  EXPECT_EQ(read_file(GetParam().file("truth.ndjson")).empty(), silent);
}

TEST(GoldenCases, AreFound) {
  EXPECT_GE(all_cases().size(), 27U) << "in " << captures_folder();
  for (const char* family : {"engineio", "http", "socketio", "tcp", "websocket"}) {
    EXPECT_FALSE(cases_of({family}).empty()) << family;
  }
}

TEST(LineDiff, NamesWhatIsMissingAndWhatIsNew) {
  EXPECT_EQ(line_diff("a\nb\nc\n", "a\nB\nc\n"), "  line 2\n  - b\n  + B\n");
  EXPECT_EQ(line_diff("a\nb\nc\n", "a\nc\n"), "  line 2\n  - b\n");
  EXPECT_EQ(line_diff("a\n", "a\nb\n"), "  line 2\n  + b\n");
  EXPECT_EQ(line_diff("a\n", "a\n"), "");
  EXPECT_EQ(line_diff("a\n", "a"), "  only the newline at the end differs\n");
}

}  // namespace
}  // namespace wstrace::test::golden_test
