// By whatever way the packets come, the applications said the same: every stored capture is put into every encapsulation
// that wstrace reads, and into fragments.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "engine/engine.h"
#include "support/cases.h"
#include "support/dialogue.h"
#include "support/recut.h"
#include "support/wrap.h"

namespace wstrace::test::encapsulation_test {
namespace {

/// A snap length cut its packets: they cannot be cut into fragments.
bool is_cut(const Case& one) {
  const std::vector<PacketRecord> capture = read_records(one.input_path());
  return std::any_of(capture.begin(), capture.end(),
                     [](const PacketRecord& record) { return record.wire_length > record.bytes.size(); });
}

class AnyWay : public ::testing::TestWithParam<Case> {};

TEST_P(AnyWay, ApplicationEventsStayTheSame) {
  const std::vector<PacketRecord> capture = read_records(GetParam().input_path());
  ASSERT_FALSE(capture.empty());
  const std::string keys = GetParam().has_keys() ? read_file(GetParam().file("keys.log")) : "";
  const std::vector<std::string> plain = application_events(capture, keys);
  for (const Wrap& wrap : all_wraps()) {
    const std::vector<std::string> other = application_events(wrapped(capture, wrap), keys);
    const auto [is, was] = std::mismatch(other.begin(), other.end(), plain.begin(), plain.end());
    if (is == other.end() && was == plain.end()) continue;
    FAIL() << wrap.name << ": event " << is - other.begin() << " of " << other.size() << " is\n"
           << (is == other.end() ? "missing" : *is) << "\nand was, of " << plain.size() << ",\n"
           << (was == plain.end() ? "nothing" : *was);
  }
}

/// Of what lies below the applications, all that is told of QUIC.
std::vector<std::string> quic_events(const std::vector<PacketRecord>& capture) {
  Engine engine(Limits{}, 0);
  Recorder recorder;
  engine.add_sink(recorder);
  engine.begin({});
  std::uint64_t number = 0;
  for (const PacketRecord& record : capture) engine.on_packet(to_packet(record, ++number));
  engine.finish({});
  std::erase_if(recorder.lines, [](const std::string& line) { return line.find(" quic ") == std::string::npos; });
  return std::move(recorder.lines);
}

TEST(QuicAnyWay, ConnectionsStayTheSame) {
  for (const Case& one : cases_of({"quic"})) {
    const std::vector<PacketRecord> capture = read_records(one.input_path());
    const std::vector<std::string> plain = quic_events(capture);
    EXPECT_FALSE(plain.empty()) << one.name;
    for (const Wrap& wrap : all_wraps()) EXPECT_EQ(quic_events(wrapped(capture, wrap)), plain) << one.name << wrap.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Capture, AnyWay, ::testing::ValuesIn(cases_where(std::not_fn(is_cut))), CaseName());

}  // namespace
}  // namespace wstrace::test::encapsulation_test
