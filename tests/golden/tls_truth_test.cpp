// What clients' TLS libraries say of their handshakes, against the trace: version, cipher suite, protocol, resumption.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "golden/truth_of_cases.h"

namespace wstrace::test::tls_truth_test {
namespace {

using Lines = std::vector<std::string>;

std::string text_of(const Json& facts) {
  const Json* resumed = find(facts, {"resumed"});
  return fmt::format("{} {} ALPN \"{}\"{}", text_at(facts, {"version"}), text_at(facts, {"cipher"}),
                     text_at(facts, {"alpn"}), resumed != nullptr && resumed->IsTrue() ? " resumed" : "");
}

Lines logged(const Case& one) {
  Lines lines;
  for (const Line& line : truth_of(one))
    if (text_at(line.json, {"side"}) == "client" && text_at(line.json, {"kind"}) == "secure")
      lines.push_back(text_of(line.json));
  return lines;
}

Lines traced(const Case& one) {
  Lines lines;
  for (const Line& line : trace_of(one))
    if (is_event(line.json, "tls", "established")) lines.push_back(text_of(*find(line.json, {"fields"})));
  return lines;
}

bool logs_handshakes(const Case& one) { return !logged(one).empty(); }

class TlsTruth : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, TlsTruth, testing::ValuesIn(cases_where(logs_handshakes)), CaseName());

TEST_P(TlsTruth, HandshakesAreWhatTheClientSays) { EXPECT_EQ(traced(GetParam()), logged(GetParam())); }

TEST(TlsTruthOfCases, AreEnough) { EXPECT_GE(cases_where(logs_handshakes).size(), 2U); }

}  // namespace
}  // namespace wstrace::test::tls_truth_test
