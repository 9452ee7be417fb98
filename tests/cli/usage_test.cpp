// The command line itself: help, version, what is wrong with a command, and the exit statuses that the manual promises.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/program.h"

namespace wstrace::test::usage_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

using Words = std::vector<std::string>;

std::string clean_case() { return case_named("socketio/v4-websocket").input_path(); }

/// Exit status 2, nothing on standard output, and a message of wstrace's own.
void expect_refused(const Words& arguments, const testing::Matcher<std::string>& message) {
  const RunResult result = run_wstrace(arguments);
  EXPECT_EQ(result.status, 2) << testing::PrintToString(arguments) << result.describe();
  EXPECT_EQ(result.out, "") << testing::PrintToString(arguments);
  EXPECT_THAT(result.err, AllOf(StartsWith("wstrace: "), testing::EndsWith("\n"), message))
      << testing::PrintToString(arguments);
}

TEST(Usage, HelpIsPrintedOnStandardOutput) {
  const RunResult brief = run_wstrace({"-h"});
  EXPECT_EQ(brief.status, 0) << brief.describe();
  EXPECT_EQ(brief.err, "");
  EXPECT_THAT(brief.out, AllOf(StartsWith("Usage: wstrace "), HasSubstr("Exit status"), HasSubstr("--fail-on")));
  EXPECT_EQ(run_wstrace({"--help"}).out, brief.out);
  EXPECT_EQ(run_wstrace({"--help", "/no/such/file"}).out, brief.out) << "help comes before all else";
}

TEST(Usage, HelpFitsEightyColumns) {
  std::istringstream help(run_wstrace({"-h"}).out);
  for (std::string line; std::getline(help, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Usage, VersionIsOneLine) {
  const RunResult result = run_wstrace({"-V"});
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT(result.out, testing::MatchesRegex("wstrace [0-9]+\\.[0-9]+\\.[0-9]+\n"));
  EXPECT_EQ(run_wstrace({"--version"}).out, result.out);
}

TEST(Usage, InterfacesAreListed) {
  const RunResult result = run_wstrace({"-D"});
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT("\n" + result.out, HasSubstr("\nlo"));
  EXPECT_THAT(result.out, HasSubstr("127.0.0.1"));
  EXPECT_EQ(run_wstrace({"--list-interfaces"}).out, result.out);
}

TEST(Usage, WrongCommandsAreAnsweredWithAHint) {
  const auto hint = HasSubstr("Try 'wstrace --help'");
  expect_refused({}, AllOf(HasSubstr("nothing to read"), hint));
  expect_refused({"--frobnicate", clean_case()}, AllOf(HasSubstr("--frobnicate"), hint));
  expect_refused({"-Z", clean_case()}, AllOf(HasSubstr("-Z"), hint));
  expect_refused({"--format", "xml", clean_case()}, AllOf(HasSubstr("--format"), hint));
  expect_refused({"--color", "sometimes", clean_case()}, AllOf(HasSubstr("--color"), hint));
  expect_refused({"--width", "twenty", clean_case()}, AllOf(HasSubstr("--width"), hint));
  expect_refused({"--width", "20", clean_case()}, AllOf(HasSubstr("60"), hint));
  expect_refused({"--fail-on", "anything", clean_case()}, AllOf(HasSubstr("--fail-on"), hint));
  expect_refused({"--max-payload", "much", clean_case()}, AllOf(HasSubstr("--max-payload"), hint));
  expect_refused({"-c", "0", clean_case()}, AllOf(HasSubstr("-c"), hint));
  expect_refused({"-r"}, AllOf(HasSubstr("-r"), hint));
}

TEST(Usage, OptionsThatExcludeEachOtherAreRefused) {
  expect_refused({"--json", "--format", "list", clean_case()}, HasSubstr("choose one"));
  expect_refused({"--json", "-x", clean_case()}, HasSubstr("-x"));
  expect_refused({"-q", "-v", clean_case()}, HasSubstr("-q"));
  expect_refused({"-i", "lo", "-r", clean_case()}, HasSubstr("-i"));
  expect_refused({"-f", "tcp", "-r", clean_case(), "tcp"}, HasSubstr("filter"));
  expect_refused({"--explain", "tcp", "-r", clean_case()}, HasSubstr("--explain"));
}

TEST(Usage, TheSameFormatSaidTwiceIsFine) {
  EXPECT_EQ(run_wstrace({"--json", "--format", "json", clean_case()}).status, 0);
  EXPECT_EQ(run_wstrace({"--list", "--format=list", clean_case()}).status, 0);
}

TEST(Usage, WhatCannotBeReadIsNamed) {
  expect_refused({"/no/such/file.pcapng"}, AllOf(HasSubstr("/no/such/file.pcapng"), HasSubstr("No such file")));
  expect_refused({clean_case(), "/no/such/file.pcapng"}, HasSubstr("/no/such/file.pcapng"));
  expect_refused({captures_folder()}, HasSubstr(captures_folder()));
  const TemporaryFile empty;
  expect_refused({empty.path()}, AllOf(HasSubstr(empty.path()), HasSubstr("empty")));
  const TemporaryFile text("This is no capture, but a letter.\n");
  expect_refused({text.path()}, AllOf(HasSubstr(text.path()), HasSubstr("not a capture")));
  expect_refused({"-o", "/no/such/folder/out", clean_case()}, HasSubstr("/no/such/folder/out"));
  expect_refused({"-i", "nosuch0"}, HasSubstr("nosuch0"));
}

/// A file's name is printed like everything else that comes from outside.
TEST(Usage, NamesInMessagesAreEscaped) {
  const RunResult result = run_wstrace({"/no/such/\x1b[31mfile"});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.err.find('\x1b'), std::string::npos) << "an escape sequence reaches the terminal";
  EXPECT_THAT(result.err, HasSubstr("\\x1b[31mfile"));
}

TEST(Usage, ABadFilterIsShownWithTheReason) {
  expect_refused({"-f", "prot 3000", clean_case()}, AllOf(HasSubstr("prot 3000"), HasSubstr("syntax error")));
  expect_refused({"-r", clean_case(), "prot", "3000"}, HasSubstr("prot 3000"));
}

TEST(Usage, AFiltersErrorSpeaksOfNoOtherLinkType) {
  const RunResult result = run_wstrace({"-f", "prot 3000", clean_case()});
  EXPECT_EQ(result.err,
            "wstrace: The packet filter 'prot 3000' is not valid: can't parse filter expression: syntax error.\n");
}

/// Of this one's two sessions, the first has a warning and the second nothing.
TEST(Usage, FailOnLooksAtTheChosenSessionOnly) {
  const std::string path = case_named("diagnosis/upgrade-failed").input_path();
  EXPECT_EQ(run_wstrace({"--fail-on", "warning", path}).status, 1);
  for (const char* format : {"--json", "--list", "--format=text"}) {
    EXPECT_EQ(run_wstrace({format, "--fail-on", "warning", "--session", "1", path}).status, 1) << format;
    EXPECT_EQ(run_wstrace({format, "--fail-on", "warning", "--session", "2", path}).status, 0) << format;
  }
  EXPECT_EQ(run_wstrace({"--fail-on", "warning", "--session", "9", path}).status, 0);
}

TEST(Usage, FailOnSetsTheExitStatus) {
  const std::string wrong = case_named("websocket/wrong-accept").input_path();
  EXPECT_EQ(run_wstrace({clean_case()}).status, 0);
  EXPECT_EQ(run_wstrace({"--fail-on", "error", clean_case()}).status, 0);
  EXPECT_EQ(run_wstrace({wrong}).status, 0) << "findings alone are no failure";
  for (const char* severity : {"note", "warn", "warning", "error"}) {
    const RunResult result = run_wstrace({"--fail-on", severity, wrong});
    EXPECT_EQ(result.status, 1) << severity << result.describe();
    EXPECT_EQ(result.out, run_wstrace({wrong}).out) << "the output is the same";
    EXPECT_EQ(result.err, "");
  }
}

TEST(Usage, ExplainTellsAboutAllProtocolsAProtocolAnEventOrANote) {
  const std::string all = run_wstrace({"--explain"}).out;
  for (const char* part : {"tcp.syn", "http.request", "websocket.message", "engineio.open", "socketio.ack"}) {
    EXPECT_THAT(all, HasSubstr(part));
  }
  const RunResult protocol = run_wstrace({"--explain", "engineio"});
  EXPECT_EQ(protocol.status, 0) << protocol.describe();
  EXPECT_THAT(protocol.out, AllOf(HasSubstr("engineio.open"), HasSubstr("engineio.upgrade"),
                                  testing::Not(HasSubstr("socketio.ack"))));
  EXPECT_THAT(run_wstrace({"--explain", "engineio.upgrade"}).out,
              AllOf(HasSubstr("engineio.upgrade"), testing::Not(HasSubstr("engineio.open"))));
  EXPECT_THAT(run_wstrace({"--explain", "http.wrong-accept"}).out, HasSubstr("Sec-WebSocket-Accept"));
}

TEST(Usage, ExplainRefusesWhatItDoesNotKnow) {
  expect_refused({"--explain", "gopher"}, AllOf(HasSubstr("gopher"), HasSubstr("--explain")));
}

}  // namespace
}  // namespace wstrace::test::usage_test
