// Everything that there is to say of every recorded case: what the golden files leave out runs, too (and under the
// sanitizers, as all golden tests do).
#include <gtest/gtest.h>

#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::verbose_test {
namespace {

class Verbose : public testing::TestWithParam<Case> {
 protected:
  static RunResult run_with(std::vector<std::string> arguments) {
    const std::vector<std::string> keys = GetParam().options();
    arguments.insert(arguments.end(), keys.begin(), keys.end());
    arguments.insert(arguments.end(), {"--all", "-vv", GetParam().relative_input()});
    return run_inside(std::move(arguments), captures_folder());
  }
};
INSTANTIATE_TEST_SUITE_P(, Verbose, testing::ValuesIn(all_cases()), CaseName());

TEST_P(Verbose, NdjsonHasEveryEventOfTheUsualOne) {
  const RunResult result = run_with({"--json"});
  ASSERT_EQ(result.status, 0) << result.describe();
  const std::vector<Line> all = parse_ndjson(result.out);
  EXPECT_GE(all.size(), parse_ndjson(ndjson_of(GetParam())).size());
}

TEST_P(Verbose, TimelineWithBytes) {
  const RunResult result = run_with({"-x", "--width", "100", "--color", "never"});
  EXPECT_EQ(result.status, 0) << result.describe();
  EXPECT_NE(result.out, "");
}

}  // namespace
}  // namespace wstrace::test::verbose_test
