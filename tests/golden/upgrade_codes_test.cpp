// WebSocket upgrades that go wrong: each request of the cases is told to have exactly the trouble that it shows, and every
// code is shown by real software.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "dissectors/http/definitions.h"
#include "golden/truth_of_cases.h"
#include "support/expectations.h"

namespace wstrace::test::upgrade_codes_test {
namespace {

using Codes = std::set<std::string>;
/// By the request's target: the codes of the notes on its events and its answer's.
using ByTarget = std::map<std::string, Codes>;

/// What is about messages in general, or about captures, and is shown by unit tests.
const Codes& others() {
  static const Codes codes = {
      "http.not-http",   "http.head-too-long", "http.cut-head",    "http.cut-short",         "http.unfinished",
      "http.no-answer",  "http.lost-bytes",    "http.bad-header",  "http.bad-header-name",   "http.folded-header",
      "http.bad-target", "http.both-lengths",  "http.bad-length",  "http.differing-lengths", "http.bad-chunk",
      "http.long-body",  "http.no-pairing",    "http.not-paired",  "http.request-not-seen",  "http.mid-message",
      "http.https-port", "http.reader-left",   "http.slow-answer", "http.body-not-taken",
  };
  return codes;
}

/// On which requests, as the case's file says.
ByTarget expected_of(const Case& one) {
  ByTarget expected;
  for (const auto& [code, on] : expectations_of(one).shows)
    if (!on.empty() && on != "quic") expected[on].insert(code);
  return expected;
}

/// The codes of the notes of each exchange, by connection: an event's notes belong to the request before it.
ByTarget found_in(const std::vector<Line>& trace) {
  std::map<std::uint64_t, std::string> asked;
  ByTarget found;
  for (const Line& line : trace) {
    if (!is_event(line.json, "http")) continue;
    std::string& target = asked[number_at(line.json, {"connection"})];
    if (text_at(line.json, {"event"}) == "request") target = text_at(line.json, {"fields", "target"});
    const Json* notes = find(line.json, {"notes"});
    if (notes == nullptr) continue;
    for (const Json& note : notes->GetArray()) found[target].emplace(text_at(note, {"code"}));
  }
  return found;
}

std::string text(const ByTarget& codes) {
  std::string all;
  for (const auto& [target, of] : codes) all += fmt::format("{}: {}\n", target, fmt::join(of, " "));
  return all;
}

/// Other cases say what they show, but not on which request (diagnosis_test.cpp).
bool is_about_upgrades(const Case& one) { return one.family == "http" || !expected_of(one).empty(); }

class UpgradeCodes : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, UpgradeCodes, testing::ValuesIn(cases_where(is_about_upgrades)), CaseName());

TEST_P(UpgradeCodes, AreThoseThatTheCaseShows) {
  EXPECT_EQ(text(found_in(trace_of(GetParam()))), text(expected_of(GetParam())));
}

TEST(UpgradeCodesOfCases, AreAllThereAre) {
  Codes shown = others();
  for (const Case& one : all_cases())
    for (const auto& [target, codes] : expected_of(one)) shown.insert(codes.begin(), codes.end());
  Codes all;
  for (const NoteDef* note : http::protocol.notes()) all.emplace(note->code);
  EXPECT_EQ(shown, all);
}

}  // namespace
}  // namespace wstrace::test::upgrade_codes_test
