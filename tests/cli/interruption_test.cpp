// A signal while a file is read: what was seen is traced, and every output says that it is not all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>

#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::interruption_test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string capture_path() { return case_named("socketio/v4-websocket").input_path(); }

struct Named {
  int number;
  const char* name;
};

void PrintTo(const Named& signal, std::ostream* out) { *out << signal.name; }

struct SignalName {
  template <class Info>
  std::string operator()(const Info& info) const {
    return info.param.name;
  }
};

class Interruption : public testing::TestWithParam<Named> {};
INSTANTIATE_TEST_SUITE_P(, Interruption,
                         testing::Values(Named{SIGINT, "SIGINT"}, Named{SIGTERM, "SIGTERM"}, Named{SIGHUP, "SIGHUP"}),
                         SignalName());

/// A pipe that is not over: the first packets of a capture, up to the middle of its session.
Command reading_on(std::vector<std::string> arguments, std::size_t packets) {
  std::vector<PacketRecord> records = read_records(capture_path());
  records.resize(std::min(records.size(), packets));
  arguments.emplace_back("-");
  return {.arguments = std::move(arguments), .standard_input = write_pcapng(records), .input_stays_open = true};
}

constexpr std::size_t kMiddle = 12;

TEST_P(Interruption, NdjsonEndsWithWhatWasSeenAndSaysSo) {
  const TemporaryFile saved;
  Process trace(reading_on({"--json", "-w", saved.path()}, kMiddle));
  ASSERT_TRUE(trace.wait_for_output(R"("event":"response")")) << trace.result().describe();
  trace.send_signal(GetParam().number);
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 128 + GetParam().number) << result.describe();
  const std::vector<Line> lines = parse_ndjson(result.out);
  ASSERT_TRUE(is_record(last_of(lines), "end")) << result.describe();
  EXPECT_EQ(text_at(last_of(lines), {"interrupted"}), GetParam().name);
  EXPECT_EQ(number_at(last_of(lines), {"packets"}), kMiddle);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(), [](const Line& line) { return is_record(line.json, "session"); }),
            1)
      << "the session that had not ended";
  EXPECT_EQ(result.err, std::string("wstrace: interrupted by ") + GetParam().name +
                            " after 12 packets; the rest of the input was not read\n");
  EXPECT_EQ(read_records(saved.path()).size(), kMiddle) << "what was saved until then is there";
}

/// These are printed at the end. That the program has read what there is shows in the packets that it saves.
TEST_P(Interruption, TextsForPeopleSaySo) {
  const std::string name = GetParam().name;
  for (const char* choice : {"--all", "--list", "--session=1"}) {
    const TemporaryFile text;
    Process trace(reading_on({choice, "--width", "0", "-o", text.path(), "-w", "-"}, kMiddle));
    ASSERT_TRUE(trace.wait_for_output("\n")) << trace.result().describe();
    trace.send_signal(GetParam().number);
    const RunResult result = trace.finish();
    EXPECT_EQ(result.status, 128 + GetParam().number) << result.describe();
    EXPECT_THAT(read_file(text.path()),
                HasSubstr("! Interrupted by " + name + ": the rest of the input was not read."));
    EXPECT_THAT(result.err, HasSubstr("wstrace: interrupted by " + name));
  }
}

TEST(Interrupted, NotAtTheEnd) {
  Process trace(reading_on({"--json"}, kMiddle));
  ASSERT_TRUE(trace.wait_for_output(R"("event":"response")")) << trace.result().describe();
  trace.close_input();
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT(result.out, Not(HasSubstr("interrupted")));
  EXPECT_EQ(result.err, "");
}

TEST(Interrupted, UnderNohupTheTerminalsEndIsNone) {
  Command command = reading_on({"--json"}, kMiddle);
  command.arguments.insert(command.arguments.begin(), {"-c", R"(trap '' HUP; exec "$0" "$@")", WSTRACE_PROGRAM});
  command.program = "/bin/sh";
  Process trace(command);
  ASSERT_TRUE(trace.wait_for_output(R"("event":"response")")) << trace.result().describe();
  trace.send_signal(SIGHUP);
  trace.close_input();
  const RunResult result = trace.finish();
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_THAT(result.out, Not(HasSubstr("interrupted")));
}

}  // namespace
}  // namespace wstrace::test::interruption_test
