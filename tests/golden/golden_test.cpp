// Golden tests: what wstrace prints for every recorded case, character for character.
//
// Beside each capture stand expected.txt (the timeline) and expected.ndjson. With WSTRACE_UPDATE_GOLDEN=1 in the
// environment they are written anew in place of being compared; read the difference before you keep it.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

#include "golden/line_diff.h"
#include "support/cases.h"
#include "support/expectations.h"
#include "support/program.h"

namespace wstrace::test::golden_test {
namespace {

bool updating() {
  const char* value = std::getenv("WSTRACE_UPDATE_GOLDEN");
  return value != nullptr && std::string_view(value) == "1";
}

class Golden : public testing::TestWithParam<Case> {
 protected:
  /// With the options that its expected files need to be read by people.
  static std::string print(std::vector<std::string> arguments) {
    const std::vector<std::string>& extra = expectations_of(GetParam()).options;
    arguments.insert(arguments.end(), extra.begin(), extra.end());
    return print_as_it_is(std::move(arguments));
  }

  static std::string print_as_it_is(std::vector<std::string> arguments) {
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

const std::vector<std::string> kTimeline = {"--width", "100", "--color", "never"};

TEST_P(Golden, Timeline) { compare("expected.txt", print(kTimeline)); }

TEST_P(Golden, Ndjson) { compare("expected.ndjson", print({"--json"})); }

TEST_P(Golden, FolderIsComplete) {
  EXPECT_FALSE(GetParam().input.empty()) << GetParam().folder << " has no input.*";
  EXPECT_NE(read_file(GetParam().file("ORIGIN.md")), "") << "ORIGIN.md is missing or empty";
  EXPECT_TRUE(file_exists(GetParam().file("truth.ndjson")));
  EXPECT_EQ(read_file(GetParam().file("truth.ndjson")).empty(), expectations_of(GetParam()).no_log.has_value());
}

/// A file whose name is misspelt would not be read by any test.
TEST_P(Golden, FolderHasNothingElse) {
  const std::set<std::string> known = {"ORIGIN.md",    "expected.ndjson", "expected.txt",  kExpectationsFile,
                                       "truth.ndjson", "keys.log",        GetParam().input};
  for (const auto& entry : std::filesystem::directory_iterator(GetParam().folder))
    EXPECT_EQ(known.count(entry.path().filename().string()), 1U) << entry.path();
}

TEST_P(Golden, OptionsMakeADifference) {
  if (expectations_of(GetParam()).options.empty()) return;
  EXPECT_TRUE(print(kTimeline) != print_as_it_is(kTimeline) || print({"--json"}) != print_as_it_is({"--json"}));
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
