// What the applications said does not depend on how TCP cut it: every capture's streams are cut anew, to single bytes,
// to random segments and to the largest ones, and the events above TCP must be those of the original capture.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/cases.h"
#include "support/effort.h"
#include "support/recut.h"

namespace wstrace::test::segmentation_test {
namespace {

/// Streams longer than this (one case's) are cut to single bytes only at their beginnings, to save time.
constexpr std::size_t kMostSingleBytes = 400'000;
constexpr std::size_t kBeginning = 20'000;
constexpr std::size_t kShown = 400;

using Events = std::vector<std::string>;

std::vector<PacketRecord> capture_of(const Case& one) {
  std::string error;
  std::vector<PacketRecord> records = read_records(one.input_path(), &error);
  EXPECT_EQ(error, "") << one.input_path();
  return records;
}

std::string shown(const Events& events, std::size_t at) {
  return at < events.size() ? events[at].substr(0, kShown) : "(nothing)";
}

void expect_same(const Events& expected, const Events& actual) {
  const auto differ = std::mismatch(expected.begin(), expected.end(), actual.begin(), actual.end());
  if (differ.first == expected.end() && differ.second == actual.end()) return;
  const auto at = static_cast<std::size_t>(differ.first - expected.begin());
  ADD_FAILURE() << "event " << at + 1 << " of " << expected.size() << " differs (" << actual.size()
                << " after cutting anew)\n  as recorded: " << shown(expected, at)
                << "\n  cut anew:    " << shown(actual, at);
}

/// What cutting anew cannot keep: bytes that were not recorded, ICMP errors that ended a connection, a FIN that is known
/// by its acknowledgement only, and in the middle of a stream what came together.
bool keeps_all(const Case& one) {
  static const std::set<std::string> less = {
      "http2/begins-inside", "http2/request-lost",     "http/answer-head-lost",   "http/upgrade-answer-lost",
      "network/unreachable", "socketio/begins-inside", "tcp/capture-gap",         "tcp/fin-missing",
      "tcp/mid-stream",      "tls/begins-inside",      "websocket/begins-inside", "websocket/found-again",
  };
  return !one.name.starts_with("network/snap-") && less.count(one.name) == 0;
}

/// There is nothing to cut in a capture of datagrams alone.
bool has_streams(const Case& one) { return one.family != "quic" || !script_of(capture_of(one)).talks.empty(); }

/// HTTP/2 without TLS, where the server spoke first: its SETTINGS wait for the client's preface, by which the protocol is
/// known, so how much of the client's bytes comes with that makes out what is told first.
bool keeps_order(const Case& one) {
  static const std::set<std::string> crossing = {"http2/cleartext-socketio", "http2/cleartext-websocket",
                                                 "http2/flow-control", "http2/frames"};
  return crossing.count(one.name) == 0;
}

bool is_for_cutting(const Case& one) { return keeps_all(one) && has_streams(one) && keeps_order(one); }

class Segmentation : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    const std::vector<PacketRecord> capture = capture_of(GetParam());
    script_ = script_of(capture);
    if (GetParam().has_keys()) keys_ = read_file(GetParam().file("keys.log"));
    recorded_ = application_events(capture, keys_);
  }

  Script script_;
  std::string keys_;
  Events recorded_;
};
INSTANTIATE_TEST_SUITE_P(, Segmentation, testing::ValuesIn(cases_where(is_for_cutting)), CaseName());

bool is_without_data(const Case& one) {
  return one.name == "network/localhost-refused" || one.name == "tcp/refused" || one.name == "tcp/no-answer" ||
         one.name == "diagnosis/refused" || one.name == "network/port-unreachable";
}

TEST_P(Segmentation, NothingOfTheCaseIsMissing) {
  EXPECT_FALSE(script_.talks.empty());
  for (const Step& step : script_.steps) EXPECT_NE(step.kind, Step::Kind::gap) << step.missing << " bytes";
  EXPECT_EQ(data_bytes(script_) == 0, is_without_data(GetParam()));
  EXPECT_EQ(data_bytes(coalesced(script_)), data_bytes(script_));
}

TEST_P(Segmentation, InOrderAndWithoutRepetitions) {
  expect_same(recorded_, application_events(packets_of(script_, as_large_as_possible()), keys_));
}

TEST_P(Segmentation, SingleBytes) {
  if (data_bytes(script_) <= kMostSingleBytes) {
    return expect_same(recorded_, application_events(packets_of(script_, single_bytes()), keys_));
  }
  const Script beginning = limited(script_, kBeginning);
  expect_same(application_events(packets_of(beginning, as_large_as_possible()), keys_),
              application_events(packets_of(beginning, single_bytes()), keys_));
}

TEST_P(Segmentation, RandomSegments) {
  constexpr std::uint32_t kSeeds = kSanitized ? 2 : 8;
  for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::size_t largest = seed % 2 == 0 ? 2000 : 30;
    expect_same(recorded_, application_events(packets_of(script_, random_sizes(seed, largest)), keys_));
  }
}

TEST_P(Segmentation, Coalesced) {
  const Script joined = coalesced(script_);
  EXPECT_LE(joined.steps.size(), script_.steps.size());
  expect_same(recorded_, application_events(packets_of(joined, as_large_as_possible()), keys_));
  expect_same(recorded_, application_events(packets_of(joined, random_sizes(99, 2000)), keys_));
}

/// The tests above could not fail if cutting changed nothing, or if events were not compared.
TEST(Recut, CutsAndComparesIndeed) {
  const Script script = script_of(capture_of(case_named("websocket/plain")));
  const std::size_t bytes = data_bytes(script);
  EXPECT_GT(packets_of(script, single_bytes()).size(), bytes);
  EXPECT_LT(packets_of(coalesced(script), as_large_as_possible()).size(), bytes / 10);
  Script changed = script;
  const auto last_data = std::find_if(changed.steps.rbegin(), changed.steps.rend(),
                                      [](const Step& step) { return step.kind == Step::Kind::data; });
  ASSERT_NE(last_data, changed.steps.rend());
  last_data->bytes.back() ^= 1;
  EXPECT_NE(application_events(packets_of(script, as_large_as_possible())),
            application_events(packets_of(changed, as_large_as_possible())));
}

TEST(Recut, RandomSizesAreTheSameEverywhere) {
  Cut cut = random_sizes(1, 2000);
  const std::vector<std::size_t> sizes = {cut(9999), cut(9999), cut(9999)};
  EXPECT_EQ(sizes, (std::vector<std::size_t>{1791095845 % 2000 + 1, 4282876139 % 2000 + 1, 3093770124 % 2000 + 1}));
}

}  // namespace
}  // namespace wstrace::test::segmentation_test
