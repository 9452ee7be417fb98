// Captures that break off in the middle of anything: no crash, the documented exit status, and nothing in the output
// that the whole capture does not say, apart from what the end itself brings to light.
//
// In the process every prefix is fed to the engine, which tells apart what was said before the end. The program then
// must say the same of the same prefix.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "capture/open.h"
#include "engine/engine.h"
#include "output/json.h"
#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/effort.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::cut_off_test {
namespace {

constexpr std::size_t kSmall = 20'000;  // bytes of a usual file
/// No file header is longer (dumpcap writes the machine's description into it).
constexpr std::size_t kLongestHeader = 512;

/// NDJSON by the engine itself.
struct Told {
  bool opened = false;
  std::string before_end;  ///< lines of events and sessions while packets came
  std::string at_end;      ///< the rest, without the end record
};

/// Without the capture record, which names the file.
std::string without_first_line(const std::string& text) {
  const std::size_t end = text.find('\n');
  return end == std::string::npos ? std::string() : text.substr(end + 1);
}

std::string without_last_line(const std::string& text) {
  if (text.empty()) return text;
  const std::size_t end = text.rfind('\n', text.size() - 2);
  return end == std::string::npos ? std::string() : text.substr(0, end + 1);
}

/// As the program's loop does it.
Told report(const std::string& path) {
  Told reported;
  const OpenResult opened = open_captures({path});
  reported.opened = static_cast<bool>(opened);
  if (!opened) return reported;
  MemoryOutput output;
  JsonSink sink(output, {});
  Engine engine(Limits{}, 0);
  engine.add_sink(sink);
  engine.begin({});
  Packet packet;
  while (opened.source->next(packet) == PacketSource::Result::packet) engine.on_packet(packet);
  reported.before_end = without_first_line(output.text());
  const std::size_t before = output.text().size();
  engine.finish({});
  reported.at_end = without_last_line(output.text().substr(before));
  return reported;
}

/// A part of a file whose packets stand in another order than that of their times is told in another order, too.
bool is_in_time_order(const std::string& path) {
  const OpenResult opened = open_captures({path});
  Packet packet;
  std::uint64_t last = 0;
  for (; opened && opened.source->next(packet) == PacketSource::Result::packet; last = packet.number)
    if (packet.number < last) return false;
  return true;
}

/// How far it is from one prefix to the next: every prefix of the smallest files, some of the others.
struct Steps {
  std::size_t every_up_to;  ///< bytes of a file
  std::size_t usual;
  std::size_t prefixes_of_large;

  std::size_t of(std::size_t file) const {
    if (file <= every_up_to) return 1;
    return file <= kSmall ? usual : file / prefixes_of_large;
  }
};

/// A process for each prefix takes longer.
constexpr Steps kInProcess = kSanitized ? Steps{0, 4'093, 5} : Steps{1'200, 61, 40};
constexpr Steps kByProgram = kSanitized ? Steps{0, 9'001, 2} : Steps{0, 1'999, 8};

class CutOff : public testing::TestWithParam<Case> {
 protected:
  CutOff() : file_(read_file(GetParam().input_path())) {}

  std::string prefix(std::size_t size) const { return file_.substr(0, size); }

  std::string file_;
};
INSTANTIATE_TEST_SUITE_P(, CutOff, testing::ValuesIn(all_cases()), CaseName());

bool has_packets_in_order(const Case& one) { return is_in_time_order(one.input_path()); }

class CutOffInOrder : public CutOff {};
INSTANTIATE_TEST_SUITE_P(, CutOffInOrder, testing::ValuesIn(cases_where(has_packets_in_order)), CaseName());

TEST_P(CutOffInOrder, WhatIsSaidBeforeTheEndStands) {
  const Told whole = report(GetParam().input_path());
  ASSERT_TRUE(whole.opened);
  ASSERT_FALSE(whole.before_end.empty());
  for (std::size_t size = 0; size < file_.size(); size += kInProcess.of(file_.size())) {
    const TemporaryFile cut(prefix(size));
    const Told reported = report(cut.path());
    ASSERT_TRUE(reported.opened || size < kLongestHeader) << "not even a header in " << size << " bytes";
    ASSERT_TRUE(whole.before_end.starts_with(reported.before_end))
        << "of the first " << size << " bytes:\n"
        << reported.before_end.substr(reported.before_end.size() -
                                      std::min<std::size_t>(reported.before_end.size(), 600));
  }
}

/// It says that its message is not whole, of which the packets that are follow.
bool is_of_unfinished_answer(const Json& event) {
  const Json* const notes = find(event, {"notes"});
  return is_event(event, "http2", "response") && notes != nullptr &&
         text_at((*notes)[0], {"code"}) == "http2.unfinished";
}

/// An application's event that only the cut brought about must say so: it carries a note, or it stands behind a hole in
/// its connection's bytes that was given up at the end, which TCP has told.
void expect_consequences(const std::string& lines) {
  std::set<std::uint64_t> with_hole;
  for (const Line& line : parse_ndjson(lines)) {
    const std::uint64_t connection = number_at(line.json, {"connection"});
    if (is_event(line.json, "tcp", "gap") || is_of_unfinished_answer(line.json)) with_hole.insert(connection);
    if (!is_record(line.json, "event") || text_at(line.json, {"proto"}) == "tcp") continue;
    if (is_event(line.json, "stream", "unrecognised")) continue;  // is a reason itself: too little to know it by
    EXPECT_TRUE(find(line.json, {"notes"}) != nullptr || with_hole.count(connection) != 0)
        << "said at the end, without a reason: " << line.text;
  }
}

TEST_P(CutOff, TheProgramSaysTheSameAndHowItEnded) {
  for (std::size_t size = 0; size < file_.size(); size += kByProgram.of(file_.size())) {
    SCOPED_TRACE(fmt::format("the first {} of {} bytes", size, file_.size()));
    const TemporaryFile cut(prefix(size));
    const Told reported = report(cut.path());
    const RunResult result = run_for_output({"--json", cut.path()}, captures_folder());
    if (!reported.opened) {
      ASSERT_EQ(result.status, 2) << result.describe();
      ASSERT_EQ(result.out, "") << result.describe();
      ASSERT_NE(result.err, "");
      continue;
    }
    ASSERT_TRUE(result.status == 0 || result.status == 3) << result.describe();
    ASSERT_EQ(without_last_line(without_first_line(result.out)), reported.before_end + reported.at_end);
    const std::vector<Line> lines = parse_ndjson(result.out);
    const Json* truncated = find(last_of(lines), {"truncated"});
    ASSERT_TRUE(truncated != nullptr && truncated->IsTrue() == (result.status == 3)) << result.describe();
    ASSERT_EQ(result.err.empty(), result.status == 0) << result.describe();
    expect_consequences(reported.at_end);
    if (HasFailure()) return;
  }
}

/// Fed to the engine in the process, the whole capture gives what the program prints.
TEST_P(CutOff, NothingCutIsTheMirrorOfTheProgram) {
  const Told reported = report(GetParam().input_path());
  const RunResult result = run_for_output({"--json", GetParam().input_path()}, captures_folder());
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_TRUE(without_last_line(without_first_line(result.out)) == reported.before_end + reported.at_end)
      << "the program prints something else than the engine says";
}

}  // namespace
}  // namespace wstrace::test::cut_off_test
