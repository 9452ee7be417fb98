// The manual, the help text and the program list the same options, and say the same of the exit status.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <vector>

#include "cli/options.h"
#include "support/cases.h"
#include "support/program.h"

namespace wstrace::test::manual_test {
namespace {

using Names = std::set<std::string>;

std::string manual() { return read_file(std::string(WSTRACE_SOURCE) + "/man/wstrace.1"); }

std::vector<std::string> text_of(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> phrase;
  for (std::string word; in >> word;) phrase.push_back(word);
  return phrase;
}

/// From the tags of its lists: ".It Fl D , Fl -list-interfaces" names -D and --list-interfaces (mdoc(7)).
Names options_of_manual() {
  Names names;
  std::istringstream in(manual());
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with(".It Fl ")) continue;
    const std::vector<std::string> phrase = text_of(line);
    for (std::size_t i = 1; i + 1 < phrase.size(); ++i) {
      if (phrase[i] == "Fl") names.insert("-" + phrase[i + 1]);
    }
  }
  return names;
}

/// From the indented lines that begin with an option: "  -D, --list-interfaces list …".
Names options_of_help() {
  Names names;
  std::istringstream in(run_wstrace({"--help"}).out);
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("  -")) continue;
    for (std::string word : text_of(line)) {
      const bool more = word.ends_with(',');
      if (more) word.pop_back();
      names.insert(word);
      if (!more) break;
    }
  }
  return names;
}

Names options_of_program() {
  const std::vector<std::string> names = option_names();
  return {names.begin(), names.end()};
}

TEST(Manual, ListsTheProgramsOptions) { EXPECT_EQ(options_of_manual(), options_of_program()); }

TEST(Manual, HelpListsTheProgramsOptions) { EXPECT_EQ(options_of_help(), options_of_program()); }

/// The parsers above would agree on nothing, too.
TEST(Manual, OptionsAreFound) {
  EXPECT_GE(options_of_manual().size(), 24U);
  for (const char* option : {"-i", "-D", "--list-interfaces", "-v", "--json", "--fail-on", "--max-payload", "-h"}) {
    EXPECT_EQ(options_of_manual().count(option), 1U) << option << " in the manual";
    EXPECT_EQ(options_of_help().count(option), 1U) << option << " in the help text";
  }
}

TEST(Manual, EveryOptionIsTaken) {
  for (const std::string& option : options_of_manual()) {
    const RunResult result = run_wstrace({option});
    EXPECT_EQ(result.err.find("not expected"), std::string::npos) << option << ": " << result.describe();
  }
}

TEST(Manual, NamesTheExitStatuses) {
  const std::string text = manual();
  const std::size_t at = text.find(".Sh EXIT STATUS");
  ASSERT_NE(at, std::string::npos);
  for (const char* tag : {".It 0\n", ".It 1\n", ".It 2\n", ".It 3\n", ".It 4\n", ".It 128 + n\n"})
    EXPECT_NE(text.find(tag, at), std::string::npos) << tag;
}

/// What the NDJSON contract's tests hold the program to is what the manual tells scripts to rely on.
TEST(Manual, NamesTheKeysOfTheContract) {
  const std::string text = manual();
  for (const char* word :
       {"wstrace/2", "connection", "session", "sid", "packet_range", "notes", "ping_interval_us", "max_payload",
        "connect-error", "payload_base64", "window_scale", "rtt_us", "text.not-utf8", "truncated"}) {
    EXPECT_NE(text.find(word), std::string::npos) << word;
  }
}

}  // namespace
}  // namespace wstrace::test::manual_test
