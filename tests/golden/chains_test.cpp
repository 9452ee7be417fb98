// Which sessions follow each other, over the recorded cases.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "golden/truth_of_cases.h"

namespace wstrace::test::chains_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// "2 after 1, attempt 2", for each session that follows one.
std::vector<std::string> chains_of(const std::string& name) {
  std::vector<std::string> chains;
  for (const Line& line : trace_of(case_named(name))) {
    if (!is_record(line.json, "session") || find(line.json, {"previous"}) == nullptr) continue;
    chains.push_back(fmt::format("{} after {}, attempt {}", number_at(line.json, {"session"}),
                                 number_at(line.json, {"previous"}), number_at(line.json, {"attempt"})));
  }
  return chains;
}

TEST(Chains, AClientThatComesAgain) {
  EXPECT_THAT(chains_of("socketio/v4-reconnects"),
              ElementsAre("2 after 1, attempt 2", "3 after 2, attempt 3", "4 after 3, attempt 4"));
}

TEST(Chains, TwoClientsWithOneLoginAreTwoChains) {
  const std::vector<std::string> chains = chains_of("diagnosis/reconnect-loop");
  EXPECT_EQ(chains.size(), 10U) << "of twelve sessions, the first two follow none";
}

TEST(Chains, ClientsSideBySideAreNone) {
  for (const char* name : {"socketio/v4-room", "socketio/v4-clients", "socketio/v4-clients25", "socketio/v4-proxy",
                           "diagnosis/server-silent"})
    EXPECT_THAT(chains_of(name), IsEmpty()) << name;
}

}  // namespace
}  // namespace wstrace::test::chains_test
