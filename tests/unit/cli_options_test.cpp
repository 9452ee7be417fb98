// The command line: what users of tcpdump and tshark expect, and clear words when options disagree.
#include "cli/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "cli/help.h"
#include "dissectors/socketio/definitions.h"
#include "dissectors/tcp/definitions.h"
#include "dissectors/websocket/definitions.h"
#include "output/escape.h"

namespace wstrace::test::cli_options_test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::variant<Options, Exit> parsed(std::vector<const char*> phrase) {
  phrase.insert(phrase.begin(), "wstrace");
  return parse(static_cast<int>(phrase.size()), phrase.data());
}

Options options(const std::vector<const char*>& phrase) {
  const auto result = parsed(phrase);
  if (const Exit* exit = std::get_if<Exit>(&result)) ADD_FAILURE() << exit->err;
  return std::holds_alternative<Options>(result) ? std::get<Options>(result) : Options{};
}

/// The message for a command line that is refused.
std::string refusal(const std::vector<const char*>& phrase) {
  const auto result = parsed(phrase);
  const Exit* exit = std::get_if<Exit>(&result);
  if (exit == nullptr) return "accepted";
  EXPECT_EQ(exit->code, 2);
  EXPECT_EQ(exit->out, "");
  return exit->err;
}

using Words = std::vector<std::string>;

TEST(Cli, FilesAreReadAndAFilterMayBeGiven) {
  const Options o = options({"a.pcap", "-", "-f", "port 3000"});
  EXPECT_EQ(o.files, (Words{"a.pcap", "-"}));
  EXPECT_EQ(o.filter, "port 3000");
  EXPECT_FALSE(o.live());
}

TEST(Cli, DefaultsAreThoseOfTheManual) {
  const Options o = options({"a.pcap"});
  EXPECT_EQ(o.format, Format::text);
  EXPECT_EQ(o.colour, ColourWhen::automatic);
  EXPECT_EQ(o.max_payload, std::size_t{1} << 20);
  EXPECT_EQ(o.snaplen, 262'144U);
  EXPECT_TRUE(o.promiscuous);
  EXPECT_FALSE(o.width.has_value());
  EXPECT_EQ(o.fail_on, Severity::none);
}

TEST(Cli, AsInTcpdumpTheWordsAfterAnInterfaceOrDashRAreTheFilter) {
  const Options live = options({"-i", "lo", "port", "3000", "-p", "-c", "5", "-s", "0", "-n"});
  EXPECT_EQ(live.interface, "lo");
  EXPECT_EQ(live.filter, "port 3000");
  EXPECT_EQ(live.count, 5U);
  EXPECT_EQ(live.snaplen, 262'144U);
  EXPECT_FALSE(live.promiscuous);
  EXPECT_TRUE(live.files.empty());
  const Options file = options({"-r", "a.pcap", "-r", "b.pcap", "tcp", "port", "80"});
  EXPECT_EQ(file.files, (Words{"a.pcap", "b.pcap"}));
  EXPECT_EQ(file.filter, "tcp port 80");
}

TEST(Cli, FormatsHaveShortForms) {
  EXPECT_EQ(options({"--json", "a"}).format, Format::json);
  EXPECT_EQ(options({"--format", "json", "a"}).format, Format::json);
  EXPECT_EQ(options({"--json", "--format", "json", "a"}).format, Format::json);
  EXPECT_EQ(options({"--list", "a"}).format, Format::list);
  EXPECT_EQ(options({"--format=text", "a"}).format, Format::text);
}

TEST(Cli, WhatIsPrintedCanBeChosen) {
  const Options o = options({"-vv", "-x", "--all", "--session", "3", "--width", "0", "--color", "always", "-o", "-",
                             "--max-payload", "64K", "--fail-on", "warn", "a"});
  EXPECT_EQ(o.verbosity, 2);
  EXPECT_TRUE(o.hex);
  EXPECT_TRUE(o.all);
  EXPECT_TRUE(o.sessions.contain(3));
  EXPECT_FALSE(o.sessions.contain(2));
  EXPECT_EQ(o.width, std::optional<std::size_t>(0));
  EXPECT_EQ(o.colour, ColourWhen::always);
  EXPECT_EQ(o.output, "");
  EXPECT_EQ(o.max_payload, 65'536U);
  EXPECT_EQ(o.fail_on, Severity::warning);
}

TEST(Cli, ExplainTakesANameOrNone) {
  EXPECT_EQ(options({"--explain"}).explain, std::optional<std::string>(""));
  EXPECT_EQ(options({"--explain", "tcp.syn"}).explain, std::optional<std::string>("tcp.syn"));
  EXPECT_FALSE(options({"a"}).explain.has_value());
}

TEST(Cli, DisagreementsAreToldInWords) {
  const std::string end = "\nTry 'wstrace --help'.\n";
  EXPECT_EQ(refusal({}),
            "wstrace: nothing to read: name a capture file, or trace live with -i IFACE (wstrace -D lists "
            "the interfaces)" +
                end);
  EXPECT_EQ(refusal({"-i", "lo", "-r", "a"}), "wstrace: -i traces live and -r reads a file: choose one" + end);
  EXPECT_EQ(refusal({"-i", "lo", "port", "1", "-f", "port 2"}),
            "wstrace: the filter is given twice, with -f and as \"port 1\": use one of them" + end);
  EXPECT_EQ(refusal({"--list", "--format", "text", "a"}),
            "wstrace: --json, --list and --format select different outputs: choose one" + end);
  EXPECT_EQ(refusal({"--json", "--format", "list", "a"}),
            "wstrace: --json, --list and --format select different outputs: choose one" + end);
  EXPECT_EQ(refusal({"--json", "-x", "a"}),
            "wstrace: -x extends the text timeline: it cannot be used with JSON or a list" + end);
  EXPECT_EQ(refusal({"-q", "-v", "a"}), "wstrace: -q prints less and -v more: choose one" + end);
  EXPECT_EQ(refusal({"--width", "20", "a"}),
            "wstrace: --width is at least 60 columns, or 0 to disable truncation" + end);
  EXPECT_EQ(refusal({"--explain", "tcp", "-i", "lo"}),
            "wstrace: --explain explains events and codes and reads no capture: omit the input" + end);
}

TEST(Cli, NumbersThatAreNotValidAreReportedInWords) {
  const std::string end = "\nTry 'wstrace --help'.\n";
  EXPECT_EQ(refusal({"-c", "0", "a"}), "wstrace: -c: '0' is too small: the least is 1" + end);
  EXPECT_EQ(refusal({"-c", "-5", "a"}), "wstrace: -c: '-5' is not a whole number" + end);
  EXPECT_EQ(refusal({"-c", "", "a"}), "wstrace: -c: '' is not a whole number" + end);
  EXPECT_EQ(refusal({"-c", "18446744073709551616", "a"}), "wstrace: -c: '18446744073709551616' is too large" + end);
  EXPECT_EQ(refusal({"--session", "4294967296", "a"}),
            "wstrace: --session: '4294967296' is too large: the most is 4294967295" + end);
  EXPECT_EQ(refusal({"--session", "1,0", "a"}), "wstrace: --session: '0' is too small: the least is 1" + end);
  EXPECT_EQ(refusal({"--session", "1,,2", "a"}),
            "wstrace: --session: '' is not a number, nor a range such as 3-5" + end);
  EXPECT_EQ(refusal({"--session", "3-", "a"}),
            "wstrace: --session: '3-' is not a number, nor a range such as 3-5" + end);
  EXPECT_EQ(refusal({"--session", "-3", "a"}),
            "wstrace: --session: '-3' is not a number, nor a range such as 3-5" + end);
  EXPECT_EQ(refusal({"--session", "5-2", "a"}), "wstrace: --session: '5-2' runs backwards: write 2-5" + end);
  EXPECT_EQ(refusal({"--layers", "4,8", "a"}), "wstrace: --layers: '8' is too large: the most is 7" + end);
  EXPECT_EQ(refusal({"--width", "1.5", "a"}), "wstrace: --width: '1.5' is not a whole number" + end);
  EXPECT_EQ(refusal({"-s", "much", "a"}), "wstrace: -s: 'much' is not a whole number" + end);
  EXPECT_EQ(refusal({"--max-payload", "1X", "a"}),
            "wstrace: --max-payload: '1X' is not a size: a number of bytes, or of K, M or G (64K)" + end);
  EXPECT_EQ(refusal({"--max-payload", "20000000T", "a"}), "wstrace: --max-payload: '20000000T' is too large" + end);
  EXPECT_EQ(refusal({"--fail-on", "bad", "a"}),
            "wstrace: --fail-on: 'bad' is none of note, warn, warning, error" + end);
}

TEST(Cli, SessionsAreListsAndRanges) {
  const SessionNumbers chosen = options({"--session", "2,5-7", "a"}).sessions;
  for (const std::uint32_t number : {2U, 5U, 6U, 7U}) EXPECT_TRUE(chosen.contain(number)) << number;
  for (const std::uint32_t number : {0U, 1U, 3U, 4U, 8U}) EXPECT_FALSE(chosen.contain(number)) << number;
  EXPECT_TRUE(options({"a"}).sessions.choose_all());
}

TEST(Cli, ProtocolsGoByEitherName) {
  for (const char* word : {"tcp,socketio", "TCP,Socket.IO", "socketio,tcp"}) {
    const EventChoice chosen = options({"--proto", word, "a"}).events;
    Event event;
    const auto has = [&](const EventDef& def) {
      event.def = &def;
      return chosen.contains(event);
    };
    EXPECT_TRUE(has(tcp::event::syn)) << word;
    EXPECT_TRUE(has(socketio::event::connect)) << word;
    EXPECT_FALSE(has(websocket::event::ping)) << word;
  }
}

TEST(Cli, AnUnknownProtocolGetsAGuessOrTheList) {
  EXPECT_THAT(refusal({"--proto", "eio", "a"}),
              StartsWith("wstrace: --proto: no protocol 'eio'; did you mean engineio?"));
  EXPECT_THAT(refusal({"--proto", "tcp,gopher", "a"}),
              AllOf(HasSubstr("no protocol 'gopher'; there are "), HasSubstr("socketio")));
}

TEST(Cli, EventsCanBeSelectedWhereThereAreAny) {
  EXPECT_THAT(refusal({"--list", "--layers", "4", "a"}), HasSubstr("a list has sessions only"));
  EXPECT_THAT(refusal({"--list", "--json", "--proto", "tcp", "a"}), HasSubstr("a list has sessions only"));
  EXPECT_THAT(refusal({"-q", "--proto", "tcp", "a"}), HasSubstr("-q omits the rows"));
}

TEST(Cli, SizesHaveUnits) {
  const std::pair<const char*, std::size_t> sizes[] = {
      {"0", 0},         {"17", 17},       {"1B", 1},
      {"2k", 2048},     {"2KB", 2048},    {"2KiB", 2048},
      {"3M", 3U << 20}, {"1G", 1U << 30}, {"2T", std::size_t{2} << 40}};
  for (const auto& [word, bytes] : sizes) EXPECT_EQ(options({"--max-payload", word, "a"}).max_payload, bytes) << word;
}

/// What was typed is from outside, too: a script may pass on what it was given.
TEST(Cli, NothingTypedIsEchoedRaw) {
  const std::string evil = "\x1b]0;title\x07\n\x7f";
  const std::vector<std::vector<std::string>> lines = {{"-c", evil},        {"--session", evil},
                                                       {"--width", evil},   {"--max-payload", evil},
                                                       {"--format", evil},  {"--color", evil},
                                                       {"--fail-on", evil}, {"--" + evil},
                                                       {"--layers", evil},  {"--proto", evil},
                                                       {"--json=" + evil},  {"-s", evil},
                                                       {"-Z" + evil},       {"-i", "lo", "-f", "tcp", evil}};
  for (std::vector<std::string> line : lines) {
    line.emplace_back("a");
    std::vector<const char*> phrase;
    for (const std::string& word : line) phrase.push_back(word.c_str());
    std::string message = refusal(phrase);
    EXPECT_EQ(message, "wstrace: " + escaped(message.substr(9, message.find('\n') - 9)) + "\nTry 'wstrace --help'.\n");
    EXPECT_NE(message, "accepted") << line.front();
  }
  const std::string number(400, '9');
  EXPECT_LT(refusal({"-c", number.c_str(), "a"}).size(), 100U);
}

TEST(Cli, WarningIsASeverity) {
  EXPECT_EQ(options({"--fail-on", "warning", "a"}).fail_on, Severity::warning);
  EXPECT_EQ(options({"--fail-on", "warn", "a"}).fail_on, Severity::warning);
}

TEST(Cli, WrongValuesNameTheirOption) {
  const std::pair<std::vector<const char*>, const char*> cases[] = {{{"--color", "sometimes", "a"}, "--color"},
                                                                    {{"--format", "xml", "a"}, "--format"},
                                                                    {{"--fail-on", "bad", "a"}, "--fail-on"},
                                                                    {{"-c", "0", "a"}, "-c"},
                                                                    {{"-c", "-5", "a"}, "-c"},
                                                                    {{"--session", "x", "a"}, "--session"},
                                                                    {{"--width", "wide", "a"}, "--width"},
                                                                    {{"--max-payload", "lots", "a"}, "--max-payload"},
                                                                    {{"--nonsense", "a"}, "--nonsense"},
                                                                    {{"-i"}, "-i"}};
  for (const auto& [phrase, option] : cases)
    EXPECT_NE(refusal(phrase).find(option), std::string::npos) << refusal(phrase);
}

TEST(Cli, HelpAndVersionGoToStandardOutput) {
  for (const char* flag : {"-h", "--help"}) {
    const Exit exit = std::get<Exit>(parsed({flag}));
    EXPECT_EQ(exit.code, 0);
    EXPECT_EQ(exit.out, kHelp);
    EXPECT_EQ(exit.err, "");
  }
  const Exit version = std::get<Exit>(parsed({"-V"}));
  EXPECT_EQ(version.code, 0);
  EXPECT_EQ(version.out.rfind("wstrace ", 0), 0U);
}

TEST(Cli, InterfacesCanBeListedWithoutInput) { EXPECT_TRUE(options({"-D"}).list_interfaces); }

/// True when the option stands in the text as a word of its own.
bool mentions(std::string_view text, const std::string& option) {
  const auto part_of_name = [](char c) { return c == '-' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  for (std::size_t at = text.find(option); at != std::string_view::npos; at = text.find(option, at + 1)) {
    const char before = at == 0 ? ' ' : text[at - 1];
    const char after = at + option.size() < text.size() ? text[at + option.size()] : ' ';
    const bool repeated = option == "-v" && after == 'v';
    if (!part_of_name(before) && (!part_of_name(after) || repeated)) return true;
  }
  return false;
}

TEST(Help, NamesEveryOptionInEightyColumns) {
  for (const std::string& option : option_names()) EXPECT_TRUE(mentions(kHelp, option)) << option;
  std::istringstream lines{std::string(kHelp)};
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns_of(line), 80U) << line;
}

TEST(Manual, NamesEveryOption) {
  std::ifstream file(WSTRACE_SOURCE "/man/wstrace.1");
  ASSERT_TRUE(file.is_open());
  std::string manual{std::istreambuf_iterator<char>(file), {}};
  // mdoc writes an option without its dash: ".It Fl v" and ".It Fl -json".
  for (const std::string& option : option_names())
    EXPECT_NE(manual.find("Fl " + option.substr(1)), std::string::npos) << option;
}

}  // namespace
}  // namespace wstrace::test::cli_options_test
