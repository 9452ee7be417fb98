// By whatever way the packets come, the applications said the same: every stored capture is put into every encapsulation
// that wstrace reads, and into fragments.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "support/cases.h"
#include "support/recut.h"
#include "support/wrap.h"

namespace wstrace::test {
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

INSTANTIATE_TEST_SUITE_P(Capture, AnyWay, ::testing::ValuesIn(cases_where(std::not_fn(is_cut))), CaseName());

}  // namespace
}  // namespace wstrace::test
