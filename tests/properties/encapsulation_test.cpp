// By whatever way the packets come, the applications said the same: every stored capture is put into every encapsulation
// that wstrace reads, and into fragments.
#include <gtest/gtest.h>

#include <algorithm>

#include "support/cases.h"
#include "support/recut.h"
#include "support/wrap.h"

namespace wstrace::test {
namespace {

class AnyWay : public ::testing::TestWithParam<Case> {};

TEST_P(AnyWay, ApplicationEventsStayTheSame) {
  const std::vector<PacketRecord> capture = read_records(GetParam().input_path());
  ASSERT_FALSE(capture.empty());
  const auto is_cut = [](const PacketRecord& record) { return record.wire_length > record.bytes.size(); };
  if (std::any_of(capture.begin(), capture.end(), is_cut)) GTEST_SKIP() << "a snap length cut its packets";
  const std::vector<std::string> plain = application_events(capture);
  for (const Wrap& wrap : all_wraps()) {
    const std::vector<std::string> other = application_events(wrapped(capture, wrap));
    const auto [is, was] = std::mismatch(other.begin(), other.end(), plain.begin(), plain.end());
    if (is == other.end() && was == plain.end()) continue;
    FAIL() << wrap.name << ": event " << is - other.begin() << " of " << other.size() << " is\n"
           << (is == other.end() ? "missing" : *is) << "\nand was, of " << plain.size() << ",\n"
           << (was == plain.end() ? "nothing" : *was);
  }
}

INSTANTIATE_TEST_SUITE_P(Capture, AnyWay, ::testing::ValuesIn(all_cases()), CaseName());

}  // namespace
}  // namespace wstrace::test
