// What QUIC's programs log of their connections, against the trace: version and ids, name and protocol, tries, errors.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "golden/truth_of_cases.h"
#include "support/expectations.h"

namespace wstrace::test::quic_truth_test {
namespace {

using Lines = std::vector<std::string>;

/// As a log has it, in hex.
std::string version_code(std::string_view name) {
  if (name == "1") return "00000001";
  if (name == "2 (draft)") return "709a50c4";
  return std::string(name.substr(2));  // 0x…
}

Lines logged_connections(const Case& one) {
  Lines lines;
  for (const Line& line : truth_of(one))
    if (text_at(line.json, {"kind"}) == "quic")
      lines.push_back(fmt::format("{} {} {}", text_at(line.json, {"version"}), text_at(line.json, {"dcid"}),
                                  text_at(line.json, {"scid"})));
  return lines;
}

Lines traced_connections(const Case& one) {
  Lines lines;
  for (const Line& line : trace_of(one)) {
    const auto field = [&line](std::string_view name) { return text_at(line.json, {"fields", name}); };
    if (is_event(line.json, "quic", "initial"))
      lines.push_back(fmt::format("{} {} {}", version_code(field("version")), field("dcid"), field("scid")));
  }
  return lines;
}

std::vector<std::uint64_t> numbers(const std::vector<Line>& lines, std::initializer_list<std::string_view> path) {
  std::vector<std::uint64_t> all;
  for (const Line& line : lines)
    if (find(line.json, path) != nullptr) all.push_back(number_at(line.json, path));
  return all;
}

/// "CRYPTO_ERROR(0x128)" in a log. An end in good order is no error, and encrypted as a rule.
std::vector<std::uint64_t> logged_errors(const Case& one) {
  std::vector<std::uint64_t> codes;
  for (const Line& line : truth_of(one)) {
    const std::string error(text_at(line.json, {"error"}));
    const std::size_t at = error.find("(0x");
    const std::uint64_t code = at == std::string::npos ? 0 : std::stoull(error.substr(at + 1), nullptr, 16);
    if (code != 0) codes.push_back(code);
  }
  return codes;
}

class QuicTruth : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, QuicTruth, testing::ValuesIn(cases_of({"quic"})), CaseName());

TEST_P(QuicTruth, ConnectionsAreThoseThatTheClientLogs) {
  const Lines logged = logged_connections(GetParam());
  if (logged.empty()) return;  // a browser's page is told none of it
  EXPECT_EQ(traced_connections(GetParam()), logged);
}

TEST_P(QuicTruth, NameAndProtocolAreThoseOfThePage) {
  const std::vector<Line> trace = trace_of(GetParam());
  for (const Line& line : truth_of(GetParam())) {
    if (text_at(line.json, {"kind"}) != "page") continue;
    const auto is_it = [&line](const Line& event) {
      return is_event(event.json, "quic", "initial") &&
             text_at(event.json, {"fields", "sni"}) == text_at(line.json, {"host"}) &&
             text_at(event.json, {"fields", "alpn"}) == text_at(line.json, {"alpn"});
    };
    EXPECT_TRUE(std::any_of(trace.begin(), trace.end(), is_it)) << line.text;
  }
}

TEST_P(QuicTruth, TriesAreCountedAsTheClientDoes) {
  EXPECT_EQ(numbers(truth_of(GetParam()), {"tries"}), logged_connections(GetParam()).empty()
                                                          ? std::vector<std::uint64_t>{}
                                                          : numbers(trace_of(GetParam()), {"fields", "tries"}));
}

TEST_P(QuicTruth, ErrorsAreThoseThatWereLogged) {
  std::vector<std::uint64_t> traced = numbers(trace_of(GetParam()), {"fields", "code"});
  std::erase_if(traced, [](std::uint64_t code) { return code == 0; });
  const std::vector<std::uint64_t> logged = logged_errors(GetParam());
  if (logged.empty()) return;
  EXPECT_EQ(traced, logged);
}

/// What stands in the way of QUIC in each case, apart from the remark that it is not decoded. In order, each as often as it
/// is said.
Lines expected_codes(const Case& one) {
  Lines codes = {"quic.not-decoded"};
  for (const auto& [code, on] : expectations_of(one).shows)
    if (on == "quic") codes.push_back(code);
  return codes;
}

TEST_P(QuicTruth, ShowsWhatTheCaseShows) {
  Lines codes;
  for (const Line& line : trace_of(GetParam())) {
    const Json* const notes = find(line.json, {"notes"});
    if (notes == nullptr || !(is_event(line.json, "quic") || is_event(line.json, "icmp"))) continue;
    for (const Json& note : notes->GetArray()) codes.emplace_back(text_at(note, {"code"}));
  }
  EXPECT_EQ(codes, expected_codes(GetParam()));
}

TEST(QuicTruthOfCases, IsAboutThoseOfQuic) {
  for (const Case& one : all_cases()) {
    if (one.family != "quic") {
      EXPECT_EQ(expected_codes(one).size(), 1U) << one.name;
    }
  }
}

}  // namespace
}  // namespace wstrace::test::quic_truth_test
