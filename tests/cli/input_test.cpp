// Where packets come from: standard input, several files, compressed and damaged ones, and which of them are read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::input_test {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::HasSubstr;

using Words = std::vector<std::string>;

const Case& usual() { return case_named("socketio/v4-websocket"); }

/// The output without its first line, which names the file.
std::string body(const std::string& ndjson) { return ndjson.substr(std::min(ndjson.find('\n') + 1, ndjson.size())); }

std::string ndjson_of(Words arguments) {
  arguments.insert(arguments.begin(), "--json");
  const RunResult result = run_wstrace(arguments);
  EXPECT_EQ(result.status, 0) << result.describe();
  return result.out;
}

std::uint64_t packets_of(const std::string& ndjson) { return number_at(last_of(parse_ndjson(ndjson)), {"packets"}); }

std::size_t count_events(const std::string& ndjson, std::string_view proto = {}) {
  const std::vector<Line> lines = parse_ndjson(ndjson);
  return static_cast<std::size_t>(std::count_if(lines.begin(), lines.end(), [proto](const Line& line) {
    return proto.empty() ? is_record(line.json, "event") : is_event(line.json, proto);
  }));
}

TEST(Input, StandardInputIsAFileLikeAnother) {
  const RunResult piped = run({.arguments = {"--json", "-"}, .standard_input = read_file(usual().input_path())});
  EXPECT_EQ(piped.status, 0) << piped.describe();
  EXPECT_EQ(body(piped.out), body(ndjson_of({usual().input_path()})));
  const RunResult by_option =
      run({.arguments = {"--json", "-r", "-"}, .standard_input = read_file(usual().input_path())});
  EXPECT_EQ(by_option.out, piped.out);
}

TEST(Input, DashRIsTheSameAsNamingTheFile) {
  EXPECT_EQ(ndjson_of({"-r", usual().input_path()}), ndjson_of({usual().input_path()}));
}

TEST(Input, WordsBehindDashRAreAFilter) {
  EXPECT_EQ(ndjson_of({"-r", usual().input_path(), "tcp", "port", "3004"}), ndjson_of({usual().input_path()}));
  EXPECT_EQ(count_events(ndjson_of({"-r", usual().input_path(), "tcp", "port", "9"})), 0U);
}

TEST(Input, GzipIsReadAsWhatIsInside) {
  const RunResult packed = run({.arguments = {"-c", usual().input_path()}, .program = "gzip"});
  ASSERT_EQ(packed.status, 0) << packed.describe();
  const TemporaryFile file(packed.out);
  EXPECT_EQ(body(ndjson_of({file.path()})), body(ndjson_of({usual().input_path()})));
  const RunResult piped = run({.arguments = {"--json", "-"}, .standard_input = packed.out});
  EXPECT_EQ(body(piped.out), body(ndjson_of({usual().input_path()})));
}

TEST(Input, SeveralFilesAreOneCaptureInTimeOrder) {
  const std::string one = case_named("socketio/v4-websocket").input_path();
  const std::string other = case_named("websocket/plain").input_path();
  const std::string first = ndjson_of({one});
  const std::string second = ndjson_of({other});
  const std::string both = ndjson_of({one, other});
  EXPECT_EQ(packets_of(both), packets_of(first) + packets_of(second));
  EXPECT_EQ(count_events(both), count_events(first) + count_events(second));
  EXPECT_EQ(body(both), body(ndjson_of({other, one}))) << "the order in which they are named does not matter";
  EXPECT_EQ(number_at(last_of(parse_ndjson(both)), {"sessions"}), 2U);
  std::string last;
  for (const Line& line : parse_ndjson(both)) {
    if (!is_record(line.json, "event")) continue;
    EXPECT_LE(last, text_at(line.json, {"time"}));
    last = text_at(line.json, {"time"});
  }
}

/// One connection's packets, dealt out to two files in turn, are one connection again.
TEST(Input, AConnectionMayLieInSeveralFiles) {
  std::vector<PacketRecord> halves[2];
  std::size_t i = 0;
  for (const PacketRecord& record : read_records(usual().input_path())) halves[i++ % 2].push_back(record);
  const TemporaryFile even(write_pcapng(halves[0]));
  const TemporaryFile odd(write_pcapng(halves[1]));
  EXPECT_EQ(body(ndjson_of({even.path(), odd.path()})), body(ndjson_of({usual().input_path()})));
}

TEST(Input, AFilterLeavesPacketsOut) {
  const std::string all = ndjson_of({usual().input_path()});
  EXPECT_EQ(ndjson_of({"-f", "tcp port 3004", usual().input_path()}), all);
  const std::string none = ndjson_of({"-f", "not port 3004", usual().input_path()});
  EXPECT_EQ(packets_of(none), 0U);
  EXPECT_EQ(count_events(none), 0U);
  const std::string one_way = ndjson_of({"-f", "tcp dst port 3004", usual().input_path()});
  EXPECT_GT(packets_of(one_way), 0U);
  EXPECT_LT(packets_of(one_way), packets_of(all));
  const RunResult text = run_wstrace({"-f", "not port 3004", usual().input_path()});
  EXPECT_EQ(text.status, 0);
  EXPECT_THAT(text.out, HasSubstr("filter")) << "says what may be the reason that there is nothing to see";
}

TEST(Input, CountEndsTheReading) {
  for (const std::uint64_t count : {std::uint64_t{1}, std::uint64_t{3}, std::uint64_t{10}}) {
    EXPECT_EQ(packets_of(ndjson_of({"-c", std::to_string(count), usual().input_path()})), count);
  }
  EXPECT_EQ(ndjson_of({"-c", "1000000", usual().input_path()}), ndjson_of({usual().input_path()}));
}

/// Of each link type that the cases have.
TEST(Input, WhatIsSavedIsTheSameCapture) {
  for (const char* name : {"socketio/v4-websocket", "socketio/vlan", "websocket/ipv6-any", "websocket/large"}) {
    const std::string original = case_named(name).input_path();
    const TemporaryFile saved;
    EXPECT_EQ(ndjson_of({"-w", saved.path(), original}), ndjson_of({original})) << "saving changes nothing else";
    EXPECT_EQ(body(ndjson_of({saved.path()})), body(ndjson_of({original}))) << name;
  }
  const TemporaryFile requests;
  const std::string filtered = ndjson_of({"-w", requests.path(), "-f", "dst port 3004", usual().input_path()});
  EXPECT_EQ(packets_of(ndjson_of({requests.path()})), packets_of(filtered));
}

TEST(Input, WhatCannotBeSavedIsReported) {
  for (const auto& [file, status] : {std::pair("/no/such/folder/x.pcapng", 2), std::pair("/dev/full", 4)}) {
    const RunResult result = run_wstrace({"-w", file, usual().input_path()});
    EXPECT_EQ(result.status, status) << result.describe();
    EXPECT_THAT(result.err, HasSubstr(file));
  }
}

/// The first half of a capture, in every format of output: what it has, and that it is only a part.
TEST(Input, ATruncatedFileIsReadToItsEndAndReported) {
  const std::string file = read_file(usual().input_path());
  const TemporaryFile half(std::string_view(file).substr(0, file.size() / 2 + 1));
  const auto damage = AllOf(HasSubstr(half.path()), ContainsRegex("at byte [0-9]+"),
                            ContainsRegex("after packet [0-9]+"), HasSubstr("truncated"));
  const RunResult json = run_wstrace({"--json", half.path()});
  EXPECT_EQ(json.status, 3) << json.describe();
  EXPECT_THAT(json.err, damage);
  EXPECT_GT(count_events(json.out, "http"), 0U) << "what came before is shown";
  const std::vector<Line> lines = parse_ndjson(json.out);
  const Json* truncated = find(last_of(lines), {"truncated"});
  EXPECT_TRUE(truncated != nullptr && truncated->IsTrue()) << lines.back().text;
  EXPECT_THAT(std::string(text_at(last_of(lines), {"damage"})), damage);
  const RunResult text = run_wstrace({"--width", "0", half.path()});
  EXPECT_EQ(text.status, 3) << text.describe();
  EXPECT_THAT(text.out, HasSubstr("101 Switching Protocols")) << "what came before is shown";
  EXPECT_THAT(text.out + text.err, damage);
  const RunResult list = run_wstrace({"--list", "--width", "0", half.path()});
  EXPECT_EQ(list.status, 3) << list.describe();
  EXPECT_THAT(list.out + list.err, damage);
}

std::size_t count_of(const std::string& text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++n;
  return n;
}

/// A terminal shows standard error, too. Where the output goes elsewhere, both have it.
TEST(Input, DamageIsReportedOnceOnATerminal) {
  const std::string file = read_file(usual().input_path());
  const TemporaryFile half(std::string_view(file).substr(0, file.size() / 2 + 1));
  for (const char* choice : {"--all", "--list", "--session=1", "--session=7"}) {
    SCOPED_TRACE(choice);
    const Command both{.arguments = {choice, half.path()}, .terminal_columns = 200, .messages_on_terminal = true};
    const RunResult seen = run(both);
    EXPECT_EQ(seen.status, 3) << seen.describe();
    EXPECT_EQ(count_of(seen.out + seen.err, "damaged after packet"), 1U) << seen.describe();
    const RunResult piped = run({.arguments = {choice, "--width", "0", half.path()}, .messages_on_terminal = true});
    EXPECT_EQ(count_of(piped.err, "damaged after packet"), 1U);
    EXPECT_EQ(count_of(piped.out, "damaged after packet"), 1U);
  }
}

TEST(Input, ADamagedFileDoesNotHideTheOthers) {
  const std::string file = read_file(usual().input_path());
  const TemporaryFile half(std::string_view(file).substr(0, file.size() / 2 + 1));
  const std::string other = case_named("websocket/plain").input_path();
  const RunResult both = run_wstrace({"--json", half.path(), other});
  EXPECT_EQ(both.status, 3) << both.describe();
  EXPECT_EQ(count_events(both.out),
            count_events(run_wstrace({"--json", half.path()}).out) + count_events(run_wstrace({"--json", other}).out));
}

/// The events without those that --checksums adds.
std::vector<std::string> events_but_of_checksums(const std::string& ndjson) {
  std::vector<std::string> events;
  for (const Line& line : parse_ndjson(ndjson)) {
    if (is_record(line.json, "event") && !is_event(line.json, "tcp", "checksum-offload")) events.push_back(line.text);
  }
  return events;
}

std::size_t count_offloads(const std::string& ndjson) {
  return count_events(ndjson) - events_but_of_checksums(ndjson).size();
}

TEST(Input, ChecksumsOfAnOffloadingHostAreToldAndChangeNothing) {
  const std::string path = case_named("websocket/large").input_path();  // loopback: nobody fills them in
  const std::string verified = ndjson_of({"--checksums", path});
  EXPECT_EQ(count_offloads(verified), 2U) << "once for each direction";
  EXPECT_EQ(events_but_of_checksums(verified), events_but_of_checksums(ndjson_of({path})));
}

TEST(Input, RightChecksumsPassInSilence) {
  for (const char* name : {"websocket/loss", "network/path-mtu", "network/path-mtu6"}) {
    const std::string path = case_named(name).input_path();
    EXPECT_EQ(body(ndjson_of({"--checksums", path})), body(ndjson_of({path}))) << name;
  }
}

}  // namespace
}  // namespace wstrace::test::input_test
