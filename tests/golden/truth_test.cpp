// Truth tests: every event and acknowledgement that the applications logged themselves is in the trace, and no other.
//
// The golden files say what wstrace printed when they were written; the truth says what happened. Each case's NDJSON is
// brought into the form of its truth.ndjson (support/truth.h) and compared in both directions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "support/cases.h"
#include "support/program.h"
#include "support/truth.h"

namespace wstrace::test {
namespace {

/// More than the largest message of the cases.
constexpr const char* kMaxPayload = "64M";

/// Cases of which wstrace cannot trace all yet. What it traces must be true, and something.
const std::map<std::string, std::string>& partial_cases() {
  static const std::map<std::string, std::string> cases = {
      {"socketio/v4-upgrade", "begins on HTTP polling, which wstrace does not decode yet"},
  };
  return cases;
}

/// What is on the wire and in the trace, and no application logs it.
struct Unlogged {
  const char* in_case;
  Direction dir;
  const char* begins;
  const char* because;
};

constexpr Unlogged kUnlogged[] = {
    {"websocket/chromium", Direction::s2c, "ping ", "a browser does not show pings to its page"},
    {"socketio/v2-namespaces", Direction::s2c, "connect / ",
     "a 2.x server connects every client to \"/\" unasked; this client does not use it"},
};

std::vector<Line> trace_of(const Case& one) {
  const RunResult result =
      run({.arguments = {"--json", "--max-payload", kMaxPayload, one.relative_input()}, .folder = captures_folder()});
  EXPECT_EQ(result.status, 0) << result.describe();
  return parse_ndjson(result.out);
}

std::vector<Line> truth_of(const Case& one) { return parse_ndjson(read_file(one.file("truth.ndjson"))); }

/// Takes out what the case's applications are known not to log; it must be there.
void leave_out_unlogged(const Case& one, Account& trace) {
  for (const Unlogged& unlogged : kUnlogged) {
    if (one.name != unlogged.in_case) continue;
    const auto known = std::erase_if(trace.said, [&unlogged](const Said& said) {
      return said.dir == unlogged.dir && said.what.starts_with(unlogged.begins);
    });
    EXPECT_GT(known, 0U) << "not in the trace any more, although " << unlogged.because;
  }
}

class Truth : public testing::TestWithParam<Case> {
 protected:
  Compare how() const { return partial_cases().count(GetParam().name) != 0 ? Compare::part : Compare::whole; }
};
INSTANTIATE_TEST_SUITE_P(, Truth, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Truth, IsWhatTheTraceSays) {
  const Account truth = account_of_truth(GetParam().family, truth_of(GetParam()));
  Account trace = account_of_trace(GetParam().family, trace_of(GetParam()), truth.by_client);
  leave_out_unlogged(GetParam(), trace);
  const std::vector<std::string> found = differences(truth, trace, how());
  EXPECT_TRUE(found.empty()) << found.size() << " differences between " << GetParam().file("truth.ndjson")
                             << " and the trace:\n"
                             << fmt::format("{}", fmt::join(found, "\n"));
}

/// Could the test above fail? Any one thing that is left out of the log, or logged in other words, is noticed.
TEST_P(Truth, EveryLoggedThingCounts) {
  const Account whole = account_of_truth(GetParam().family, truth_of(GetParam()));
  for (std::size_t i = 0; i < whole.said.size(); ++i) {
    Account other = whole;
    other.said[i].what += "?";
    EXPECT_FALSE(differences(whole, other).empty()) << whole.said[i].what;
    EXPECT_FALSE(differences(whole, other, Compare::part).empty()) << whole.said[i].what;
    other.said.erase(other.said.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(differences(whole, other).empty()) << whole.said[i].what;
    EXPECT_FALSE(differences(other, whole).empty()) << whole.said[i].what;
  }
}

TEST_P(Truth, IsUnderstood) {
  // These two never come to a conversation; all others have something to compare.
  const bool silent = GetParam().name == "tcp/refused" || GetParam().name == "websocket/wrong-accept";
  EXPECT_EQ(account_of_truth(GetParam().family, truth_of(GetParam())).said.empty(), silent);
}

/// The bodies' lengths, where the applications logged them and no content coding changed them on the wire.
TEST(TruthOfHttp, BodiesHaveTheLengthsThatWereLogged) {
  const Case& one = case_named("http/keepalive");
  const std::vector<Line> trace = trace_of(one);
  std::size_t compared = 0;
  for (const char* kind : {"request", "response"}) {
    auto event = trace.begin();
    for (const Line& logged : truth_of(one)) {
      if (text_at(logged.json, {"kind"}) != kind) continue;
      event = std::find_if(event, trace.end(), [kind](const Line& l) { return is_event(l.json, "http", kind); });
      ASSERT_NE(event, trace.end()) << "no more " << kind << "s in the trace";
      if (find(event->json, {"fields", "headers", "content-encoding"}) == nullptr) {
        EXPECT_EQ(number_at(event->json, {"fields", "length"}), number_at(logged.json, {"bytes"})) << event->text;
        ++compared;
      }
      ++event;
    }
  }
  EXPECT_EQ(compared, 32U) << "34 messages, two of them coded";
}

TEST(TruthOfCases, ExceptionsAreOfCasesThatExist) {
  const auto exists = [](const std::string& name) {
    return std::any_of(all_cases().begin(), all_cases().end(), [&name](const Case& one) { return one.name == name; });
  };
  for (const auto& [name, reason] : partial_cases()) EXPECT_TRUE(exists(name)) << name << ": " << reason;
  for (const Unlogged& unlogged : kUnlogged) EXPECT_TRUE(exists(unlogged.in_case)) << unlogged.because;
}

}  // namespace
}  // namespace wstrace::test
