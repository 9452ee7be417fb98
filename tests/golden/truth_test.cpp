// Truth tests: every event and acknowledgement that the applications logged themselves is in the trace, and no other.
//
// The golden files say what wstrace printed when they were written; the truth says what happened. Each case's NDJSON is
// brought into the form of its truth.ndjson (support/truth.h) and compared in both directions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "golden/truth_of_cases.h"
#include "support/expectations.h"

namespace wstrace::test::truth_test {
namespace {

class Truth : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Truth, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Truth, IsWhatTheTraceSays) {
  const Account truth = account_of_truth(truth_of(GetParam()));
  Account trace = account_of_trace(trace_of(GetParam()), truth);
  take_out_unlogged(GetParam(), trace, truth);
  std::vector<std::string> found = differences(truth, trace);
  if (lacks_messages(GetParam())) {
    const auto lacks = [](const std::string& line) { return line.starts_with("the application logged it"); };
    EXPECT_GT(std::erase_if(found, lacks), 0U) << "nothing is missing any more";
  }
  EXPECT_TRUE(found.empty()) << found.size() << " differences between " << GetParam().file("truth.ndjson")
                             << " and the trace:\n"
                             << fmt::format("{}", fmt::join(found, "\n"));
}

/// Could the test above fail? Any one thing that is left out of the log, or logged in other words, is noticed.
TEST_P(Truth, EveryLoggedThingCounts) {
  const Account whole = account_of_truth(truth_of(GetParam()));
  for (std::size_t i = 0; i < whole.said.size(); ++i) {
    Account other = whole;
    other.said[i].what += "?";
    EXPECT_FALSE(differences(whole, other).empty()) << whole.said[i].what;
    other.said.erase(other.said.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(differences(whole, other).empty()) << whole.said[i].what;
    EXPECT_FALSE(differences(other, whole).empty()) << whole.said[i].what;
  }
}

/// All other cases have something to compare.
TEST_P(Truth, IsUnderstood) {
  const Expectations& expected = expectations_of(GetParam());
  EXPECT_EQ(account_of_truth(truth_of(GetParam())).said.empty(), expected.nothing_to_compare || expected.no_log);
}

/// What a failed request was answered with: the client's library tells the application its status.
TEST_P(Truth, HasTheAnswersThatClientsTellOf) {
  const std::vector<Line> trace = trace_of(GetParam());
  const auto sessions = sessions_of(trace);
  std::map<std::uint64_t, int> answers;
  for (const Line& line : trace) {
    const bool answer = is_event(line.json, "http", "response") || is_event(line.json, "http2", "response");
    if (!answer || !sessions.at(number_at(line.json, {"session"})).near_client) continue;
    ++answers[number_at(line.json, {"fields", "status"})];
  }
  std::map<std::uint64_t, int> reported;
  for (const Line& line : truth_of(GetParam())) {
    const std::uint64_t status = number_at(line.json, {"status"});
    if (status != 0) ++reported[status];
  }
  for (const auto& [status, times] : reported) EXPECT_GE(answers[status], times) << status;
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

/// Where nothing is logged, there is nothing to be said of a part of it.
TEST(TruthOfCases, ExceptionsExcludeEachOther) {
  for (const Case& one : all_cases()) {
    const Expectations& expected = expectations_of(one);
    EXPECT_FALSE(expected.no_log && expected.nothing_to_compare) << one.name;
    const bool silent = expected.no_log || expected.nothing_to_compare;
    EXPECT_FALSE(silent && (expected.lacks_messages || !expected.not_logged.empty())) << one.name;
  }
}

}  // namespace
}  // namespace wstrace::test::truth_test
