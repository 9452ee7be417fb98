// What the applications said does not depend on how TCP cut it: every capture's streams are cut anew, to single bytes,
// to random segments and to the largest ones, and the events above TCP must be those of the original capture.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>

#include "support/cases.h"
#include "support/effort.h"
#include "support/expectations.h"
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

/// Cutting anew cannot keep bytes that were not recorded, ICMP errors that ended a connection, a FIN that is known by its
/// acknowledgement only, in the middle of a stream what came together, and which side of HTTP/2 without TLS is told first.
bool keeps_all(const Case& one) { return !expectations_of(one).not_recut; }

/// There is nothing to cut in a capture of datagrams alone.
bool has_streams(const Case& one) { return one.family != "quic" || !script_of(capture_of(one)).talks.empty(); }

bool is_for_cutting(const Case& one) { return keeps_all(one) && has_streams(one); }

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

TEST_P(Segmentation, NothingOfTheCaseIsMissing) {
  EXPECT_FALSE(script_.talks.empty());
  for (const Step& step : script_.steps) EXPECT_NE(step.kind, Step::Kind::gap) << step.missing << " bytes";
  EXPECT_EQ(data_bytes(script_) == 0, expectations_of(GetParam()).no_data.has_value());
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
  constexpr std::uint32_t kSeeds = kSanitized ? 1 : 8;
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

class NotRecut : public Segmentation {
 protected:
  /// Bytes are missing, or another cut says something else.
  bool loses_by_cutting() const {
    const auto is_gap = [](const Step& step) { return step.kind == Step::Kind::gap; };
    if (std::any_of(script_.steps.begin(), script_.steps.end(), is_gap)) return true;
    const Cut cuts[] = {as_large_as_possible(), single_bytes(), random_sizes(1, 30), random_sizes(2, 2000)};
    return std::any_of(std::begin(cuts), std::end(cuts), [this](const Cut& cut) {
      return application_events(packets_of(script_, cut), keys_) != recorded_ ||
             application_events(packets_of(coalesced(script_), cut), keys_) != recorded_;
    });
  }
};
INSTANTIATE_TEST_SUITE_P(, NotRecut, testing::ValuesIn(cases_where(std::not_fn(keeps_all))), CaseName());

TEST_P(NotRecut, CannotBe) {
  EXPECT_TRUE(has_streams(GetParam()));
  EXPECT_TRUE(loses_by_cutting()) << "it can be cut anew, although " << *expectations_of(GetParam()).not_recut;
}

TEST(SegmentationOfCases, HasNoDataWhereItIsCut) {
  for (const Case& one : all_cases()) EXPECT_TRUE(!expectations_of(one).no_data || is_for_cutting(one)) << one.name;
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
