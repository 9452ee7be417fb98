#include "golden/truth_of_cases.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "support/expectations.h"

namespace wstrace::test {
namespace {

/// More than the largest message of the cases.
constexpr const char* kMaxPayload = "64M";

}  // namespace

bool lacks_messages(const Case& one) { return expectations_of(one).lacks_messages.has_value(); }

std::vector<Line> trace_of(const Case& one) {
  return parse_ndjson(ndjson_of(one, {"-vv", "--max-payload", kMaxPayload}));
}

std::vector<Line> truth_of(const Case& one) { return parse_ndjson(read_file(one.file("truth.ndjson"))); }

std::vector<Said> take_out_unlogged(const Case& one, Account& trace, const Account& truth) {
  using Key = std::tuple<std::string, Direction, std::string>;
  const auto key_of = [](const Said& said) { return Key{said.client, said.dir, said.what}; };
  std::map<Key, int> surplus;
  for (const Said& said : trace.said) ++surplus[key_of(said)];
  for (const Said& said : truth.said) --surplus[key_of(said)];
  std::vector<Said> out;
  for (const Unlogged& unlogged : expectations_of(one).not_logged) {
    const auto kept = std::stable_partition(trace.said.begin(), trace.said.end(), [&](const Said& said) {
      return said.dir != unlogged.dir || !said.what.starts_with(unlogged.begins) || surplus[key_of(said)]-- <= 0;
    });
    EXPECT_NE(kept, trace.said.end()) << "not in the trace any more, although " << unlogged.because;
    out.insert(out.end(), kept, trace.said.end());
    trace.said.erase(kept, trace.said.end());
  }
  return out;
}

}  // namespace wstrace::test
