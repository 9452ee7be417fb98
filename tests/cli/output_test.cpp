// How the text looks and where it goes: width, colour, what is shown and what is left out, files and closed pipes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cwchar>
#include <cwctype>
#include <map>
#include <sstream>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::output_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;

std::string usual() { return case_named("socketio/v4-websocket").input_path(); }

std::string text_of(Words arguments) {
  const RunResult result = run_wstrace(arguments);
  EXPECT_EQ(result.status, 0) << testing::PrintToString(arguments) << result.describe();
  return result.out;
}

Words lines_of(const std::string& text) {
  Words lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The columns that a line takes, by the C library's tables: a second opinion on wstrace's own.
std::size_t columns_of(const std::string& line) {
  static const char* const locale = std::setlocale(LC_CTYPE, "C.UTF-8");
  EXPECT_NE(locale, nullptr) << "the C library has no locale C.UTF-8";
  std::mbstate_t state{};
  std::size_t columns = 0;
  for (std::size_t at = 0; at < line.size();) {
    wchar_t wide = 0;
    const std::size_t size = std::mbrtowc(&wide, line.data() + at, line.size() - at, &state);
    if (size == 0 || size > line.size()) {
      ADD_FAILURE() << "not UTF-8: " << line;
      return columns;
    }
    const int width = wcwidth(wide);
    EXPECT_FALSE(std::iswcntrl(static_cast<wint_t>(wide)))
        << "a character that does not print, U+" << std::hex << static_cast<unsigned>(wide);
    columns += width < 0 ? 1 : static_cast<std::size_t>(width);  // not assigned: terminals show a box
    at += size;
  }
  return columns;
}

std::size_t widest(const std::string& text) {
  std::size_t most = 0;
  for (const std::string& line : lines_of(text)) most = std::max(most, columns_of(line));
  return most;
}

/// Without a process for each of the thousands of runs.
std::string printed(const Words& arguments) {
  const RunResult result = run_inside(arguments, captures_folder());
  EXPECT_EQ(result.status, 0) << result.describe();
  return result.out;
}

class Width : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Width, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Width, IsNeverExceeded) {
  for (const std::size_t width : {60U, 80U, 100U, 160U}) {
    for (const Words& more : {Words{}, Words{"-v"}, Words{"-q"}, Words{"--list"}, Words{"--all"}}) {
      Words arguments = {"--width", std::to_string(width), GetParam().input_path()};
      arguments.insert(arguments.end(), more.begin(), more.end());
      for (const std::string& line : lines_of(printed(arguments))) {
        EXPECT_LE(columns_of(line), width) << testing::PrintToString(arguments) << "\n" << line;
      }
    }
  }
}

/// Control characters, the escape that begins a terminal's commands among them, stand in some of these captures.
TEST_P(Width, NothingFromTheNetworkReachesTheTerminalRaw) {
  for (const Words& more : {Words{}, Words{"-v", "-v"}, Words{"-x"}, Words{"--list"}, Words{"--all"}}) {
    Words arguments = {"--color", "never", GetParam().input_path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::string text = printed(arguments);
    const auto raw = std::find_if(text.begin(), text.end(), [](char c) {
      return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == '\x7f';
    });
    EXPECT_EQ(raw, text.end()) << "at byte " << raw - text.begin() << " of " << testing::PrintToString(arguments);
  }
}

TEST(Output, WidthIsUsed) {
  EXPECT_GT(widest(text_of({"--width", "160", usual()})), 100U);
  EXPECT_GT(widest(text_of({"--width", "0", usual()})), 1000U) << "0 cuts nothing, and this case has long arguments";
  EXPECT_EQ(text_of({usual()}), text_of({"--width", "100", usual()})) << "the width of what is no terminal";
}

/// As a terminal gets it: without the carriage returns that it adds.
std::string on_terminal(Words arguments, unsigned short columns,
                        const std::map<std::string, std::string>& environment) {
  const RunResult result =
      run({.arguments = std::move(arguments), .environment = environment, .terminal_columns = columns});
  EXPECT_EQ(result.status, 0) << result.describe();
  std::string text = result.out;
  text.erase(std::remove(text.begin(), text.end(), '\r'), text.end());
  return text;
}

TEST(Output, ATerminalsWidthIsUsed) {
  for (const unsigned short columns : {static_cast<unsigned short>(80), static_cast<unsigned short>(132)}) {
    EXPECT_EQ(on_terminal({"--color", "never", usual()}, columns, {{"TERM", "xterm"}}),
              text_of({"--width", std::to_string(columns), usual()}));
  }
}

constexpr const char* kEscape = "\x1b[";

TEST(Output, ColourIsForTerminalsUnlessSaidOtherwise) {
  EXPECT_THAT(text_of({usual()}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(text_of({"--color", "always", usual()}), HasSubstr(kEscape));
  EXPECT_THAT(text_of({"--color", "always", "--list", usual()}), HasSubstr(kEscape));
  EXPECT_THAT(on_terminal({usual()}, 100, {{"TERM", "xterm"}}), HasSubstr(kEscape));
  EXPECT_THAT(on_terminal({"--color", "never", usual()}, 100, {{"TERM", "xterm"}}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal({usual()}, 100, {{"TERM", "dumb"}}), Not(HasSubstr(kEscape)));
}

TEST(Output, NoColorIsHeeded) {
  EXPECT_THAT(on_terminal({usual()}, 100, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}), Not(HasSubstr(kEscape)));
  EXPECT_THAT(on_terminal({usual()}, 100, {{"TERM", "xterm"}, {"NO_COLOR", ""}}), HasSubstr(kEscape))
      << "no-color.org: when present and not an empty string";
  EXPECT_THAT(on_terminal({"--color", "always", usual()}, 100, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}),
              HasSubstr(kEscape))
      << "the option is nearer than the environment";
}

/// Colour changes nothing but colour.
TEST(Output, WithoutItsColoursTheTextIsTheSame) {
  std::string text = text_of({"--color", "always", usual()});
  for (std::size_t at = 0; (at = text.find(kEscape, at)) != std::string::npos;) {
    text.erase(at, text.find('m', at) + 1 - at);
  }
  EXPECT_EQ(text, text_of({usual()}));
}

TEST(Output, QuietLeavesTheRowsOut) {
  const std::string whole = text_of({usual()});
  const std::string quiet = text_of({"-q", usual()});
  EXPECT_THAT(whole, AllOf(HasSubstr("Session 1"), HasSubstr("101 Switching Protocols"), HasSubstr("traffic")));
  EXPECT_THAT(quiet, AllOf(HasSubstr("Session 1"), Not(HasSubstr("101 Switching Protocols")), HasSubstr("traffic")));
}

TEST(Output, VerbosityAndHexdumpAddLines) {
  const std::size_t rows = lines_of(text_of({usual()})).size();
  const std::size_t more = lines_of(text_of({"-v", usual()})).size();
  EXPECT_LT(rows, more);
  EXPECT_LT(more, lines_of(text_of({"-v", "-v", usual()})).size());
  EXPECT_LT(rows, lines_of(text_of({"-x", usual()})).size());
  EXPECT_EQ(text_of({"-vv", usual()}), text_of({"-v", "-v", usual()}));
}

TEST(Output, AListHasALineForEachSession) {
  const Words lines = lines_of(text_of({"--list", case_named("socketio/v4-clients").input_path()}));
  std::size_t sessions = 0;
  for (const std::string& line : lines) sessions += line.find("Socket.IO 5") != std::string::npos ? 1 : 0;
  EXPECT_EQ(sessions, 5U);
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines.front(), AllOf(HasSubstr("client"), HasSubstr("server"), HasSubstr("outcome")));
}

TEST(Output, OneSessionMayBeChosen) {
  const std::string clients = case_named("socketio/v4-clients").input_path();
  const std::string second = text_of({"--session", "2", clients});
  EXPECT_THAT(second, AllOf(HasSubstr("Session 2"), Not(HasSubstr("Session 1")), Not(HasSubstr("Session 3"))));
  std::size_t events = 0;
  for (const Line& line : parse_ndjson(text_of({"--json", "--session", "2", clients}))) {
    if (!is_record(line.json, "event") && !is_record(line.json, "session")) continue;
    EXPECT_EQ(number_at(line.json, {"session"}), 2U) << line.text;
    ++events;
  }
  EXPECT_GT(events, 10U);
}

TEST(Output, SeveralSessionsMayBeChosen) {
  const std::string clients = case_named("socketio/v4-clients").input_path();
  const std::string chosen = text_of({"--session", "1,3-4", clients});
  for (const char* there : {"Session 1 ", "Session 3 ", "Session 4 "}) EXPECT_THAT(chosen, HasSubstr(there));
  for (const char* gone : {"Session 2 ", "Session 5 "}) EXPECT_THAT(chosen, Not(HasSubstr(gone)));
  EXPECT_THAT(text_of({"--session", "4-9,12", clients}), AllOf(HasSubstr("Session 4 "), HasSubstr("Session 5 "),
                                                               HasSubstr("There is no session 12 in this capture")));
}

TEST(Output, EventsMayBeChosenByLayerAndProtocol) {
  std::size_t events = 0;
  for (const Line& line : parse_ndjson(text_of({"--json", "--layers", "4-5", "--proto", "TCP,engineio", usual()}))) {
    if (!is_record(line.json, "event")) continue;
    const std::string_view proto = text_at(line.json, {"proto"});
    EXPECT_TRUE(proto == "tcp" || proto == "engineio") << line.text;
    ++events;
  }
  EXPECT_GT(events, 10U);
  const std::string rows = text_of({"--proto", "websocket", usual()});
  EXPECT_THAT(rows, AllOf(HasSubstr("L7   WebSocket"), Not(HasSubstr("L7   Socket.IO")), Not(HasSubstr("L4   TCP"))));
}

TEST(Output, ConnectionsWithoutASessionAreCountedAndShownOnDemand) {
  const std::string http = case_named("http/keepalive").input_path();
  EXPECT_THAT(text_of({http}), AllOf(HasSubstr("--all"), Not(HasSubstr("GET /plain"))));
  EXPECT_THAT(text_of({"--all", http}), HasSubstr("GET /plain"));
}

TEST(Output, AListInJsonHasTheSessionsAlone) {
  const std::string clients = case_named("socketio/v4-clients").input_path();
  const std::vector<Line> listed = parse_ndjson(text_of({"--list", "--json", clients}));
  std::vector<std::string> sessions;
  for (const Line& line : parse_ndjson(text_of({"--json", clients})))
    if (is_record(line.json, "session")) sessions.push_back(line.text);
  ASSERT_EQ(listed.size(), sessions.size());
  for (std::size_t i = 0; i < listed.size(); ++i) EXPECT_EQ(listed[i].text, sessions[i]);
  EXPECT_EQ(text_of({"--list", "--format=json", clients}), text_of({"--json", "--list", clients}));
}

TEST(Output, LongPayloadsAreCutInJson) {
  const std::string plain = case_named("websocket/plain").input_path();
  const auto longest = [&plain](const char* most) {
    std::size_t length = 0;
    std::size_t marked = 0;
    for (const Line& line : parse_ndjson(text_of({"--json", "--max-payload", most, plain}))) {
      length = std::max(length, text_at(line.json, {"fields", "payload"}).size());
      marked += find(line.json, {"fields", "truncated"}) != nullptr ? 1 : 0;
    }
    return std::pair(length, marked > 0);
  };
  EXPECT_EQ(longest("1M"), std::pair(std::size_t{65536}, false));
  EXPECT_EQ(longest("1K"), std::pair(std::size_t{1024}, true));
}

TEST(Output, GoesToAFile) {
  const TemporaryFile file;
  const RunResult result = run_wstrace({"-o", file.path(), usual()});
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(read_file(file.path()), text_of({usual()}));
  EXPECT_EQ(text_of({"-o", "-", usual()}), text_of({usual()}));
}

TEST(Output, AFullDiskIsReported) {
  const RunResult result = run_wstrace({"--json", "-o", "/dev/full", usual()});
  EXPECT_EQ(result.status, 4) << result.describe();
  EXPECT_THAT(result.err, HasSubstr("No space left"));
}

/// As under `| head`: the reader has seen enough. More is printed here than a pipe holds.
TEST(Output, AReaderThatGoesAwayEndsItQuietly) {
  Process process({.arguments = {"--json", case_named("websocket/large").input_path()}});
  ASSERT_TRUE(process.wait_for_output("\n")) << process.result().describe();
  process.close_output();
  const RunResult result = process.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_EQ(result.err, "");
  EXPECT_FALSE(result.timed_out);
}

}  // namespace
}  // namespace wstrace::test::output_test
