// The matrix of healthy sessions (captures/lab/healthy/matrix.json): nobody is accused of anything, no session is missing,
// and the stored rows have every pair that the matrix promises.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "golden/truth_of_cases.h"
#include "support/cases.h"

namespace wstrace::test::healthy_test {
namespace {

using std::string_view;

const Json& matrix() {
  static const rapidjson::Document json = parse_json(read_file(captures_folder() + "/lab/healthy/matrix.json"));
  return json;
}

std::vector<std::string> strings_of(const Json& array) {
  std::vector<std::string> out;
  for (const Json& value : array.GetArray()) out.emplace_back(value.GetString());
  return out;
}

bool is_among(string_view word, const Json& array) {
  return std::any_of(array.Begin(), array.End(), [word](const Json& value) { return value.GetString() == word; });
}

// ---- rows

/// A value for each factor: `end` is "tab".
using Row = std::map<std::string, std::string>;

std::vector<std::string> text_of(const std::string& name) {
  std::vector<std::string> phrase;
  std::istringstream in(name);
  for (std::string word; std::getline(in, word, '-');) phrase.push_back(word);
  return phrase;
}

/// The values joined by "-", in the order of the factors. Empty when it is the name of no row.
Row row_named(const std::string& name) {
  const std::vector<std::string> phrase = text_of(name);
  const Json& factors = matrix()["factors"];
  if (phrase.size() != factors.MemberCount()) return {};
  Row row;
  auto word = phrase.begin();
  for (const auto& factor : factors.GetObject()) {
    if (!is_among(*word, factor.value)) return {};
    row[factor.name.GetString()] = *word++;
  }
  return row;
}

Row row_of(const Case& one) { return row_named(one.name.substr(one.name.find('/') + 1)); }

bool forbids(const Json& rule, const Row& row) {
  return std::all_of(rule.MemberBegin(), rule.MemberEnd(), [&row](const auto& condition) {
    return condition.name == "because" || is_among(row.at(condition.name.GetString()), condition.value);
  });
}

bool can_be(const Row& row) {
  const Json& rules = matrix()["never"];
  return std::none_of(rules.Begin(), rules.End(), [&row](const Json& rule) { return forbids(rule, row); });
}

std::vector<Row> all_rows() {
  std::vector<Row> rows(1);
  for (const auto& factor : matrix()["factors"].GetObject()) {
    std::vector<Row> longer;
    for (const Row& row : rows) {
      for (const std::string& value : strings_of(factor.value)) {
        longer.push_back(row);
        longer.back()[factor.name.GetString()] = value;
      }
    }
    rows = std::move(longer);
  }
  std::erase_if(rows, [](const Row& row) { return !can_be(row); });
  return rows;
}

std::string kind_of(const std::string& server) {
  for (const auto& kind : matrix()["kinds"].GetObject()) {
    if (is_among(server, kind.value)) return kind.name.GetString();
  }
  return {};
}

/// Of those that the matrix promises: "kind plain, end tab".
std::set<std::string> pairs_of(Row row) {
  row["kind"] = kind_of(row.at("server"));
  std::set<std::string> out;
  for (const Json& pair : matrix()["pairs"].GetArray()) {
    const std::vector<std::string> factors = strings_of(pair);
    out.insert(fmt::format("{} {}, {} {}", factors[0], row.at(factors[0]), factors[1], row.at(factors[1])));
  }
  return out;
}

TEST(HealthyMatrix, IsStored) {
  std::vector<std::string> stored;
  for (const Case& one : cases_of({"healthy"})) stored.push_back(one.name.substr(one.name.find('/') + 1));
  EXPECT_EQ(stored, strings_of(matrix()["cases"]));
  EXPECT_LE(stored.size(), 40U);
  for (const std::string& name : stored) EXPECT_TRUE(!row_named(name).empty() && can_be(row_named(name))) << name;
}

TEST(HealthyMatrix, HasEveryPairThatItPromises) {
  std::set<std::string> missing;
  for (const Row& row : all_rows()) missing.merge(pairs_of(row));
  EXPECT_GT(missing.size(), 300U);
  for (const std::string& name : strings_of(matrix()["cases"])) {
    for (const std::string& pair : pairs_of(row_named(name))) missing.erase(pair);
  }
  EXPECT_EQ(fmt::format("{}", fmt::join(missing, "\n")), "");
}

/// Each factor is crossed with each; where it is the server that would make too many rows, its kind is.
TEST(HealthyMatrix, PromisesEachFactorWithEachOther) {
  std::set<std::set<std::string>> promised;
  for (const Json& pair : matrix()["pairs"].GetArray()) {
    const std::vector<std::string> factors = strings_of(pair);
    promised.insert({factors[0] == "kind" ? "server" : factors[0], factors[1]});
  }
  const std::size_t factors = matrix()["factors"].MemberCount();
  EXPECT_EQ(promised.size(), factors * (factors - 1) / 2);
}

// ---- what is said of them

class Healthy : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Healthy, testing::ValuesIn(cases_of({"healthy"})), CaseName());

TEST_P(Healthy, NobodyIsAccused) {
  std::set<std::string> accusations;
  for (const Line& line : trace_of(GetParam())) {
    const Json* notes = find(line.json, {"notes"});
    if (notes == nullptr) continue;
    for (const Json& note : notes->GetArray()) {
      if (text_at(note, {"severity"}) != "note")
        accusations.insert(fmt::format("{}: {}", text_at(note, {"code"}), text_at(note, {"text"})));
    }
  }
  EXPECT_EQ(fmt::format("{}", fmt::join(accusations, "\n")), "");
}

/// What has an outcome: connections, too.
TEST_P(Healthy, NothingFailed) {
  for (const Line& line : trace_of(GetParam())) {
    const string_view state = text_at(line.json, {"outcome", "state"});
    // A proxy, or a client, that asks once more for a server that was stopped.
    const bool stopped = text_at(line.json, {"outcome", "code"}) == "tcp.no-longer-listens";
    EXPECT_TRUE(state.empty() || state == "closed" || state == "open" || stopped) << line.text;
  }
}

bool is_plain(const Row& row) { return kind_of(row.at("server")) == "plain"; }

/// The records of the sessions that the case is about. (A page, and a connection that a browser opens in advance, are others.)
std::vector<const Json*> sessions_in(const std::vector<Line>& trace, const Row& row) {
  std::vector<const Json*> out;
  for (const Line& line : trace) {
    const bool is_mine = text_at(line.json, {"kind"}) == (is_plain(row) ? "websocket" : "socketio");
    if (is_record(line.json, "session") && is_mine) out.push_back(&line.json);
  }
  return out;
}

TEST_P(Healthy, NoSessionIsMissing) {
  const Row row = row_of(GetParam());
  const std::size_t legs = row.at("proxy") != "direct" && row.at("seen") == "both" ? 2 : 1;
  const std::size_t pages = row.at("end") == "reload" ? 2 : 1;
  const std::vector<Line> trace = trace_of(GetParam());
  EXPECT_EQ(sessions_in(trace, row).size(), legs * pages);
}

TEST_P(Healthy, SessionsHaveTheirTransports) {
  const Row row = row_of(GetParam());
  const std::vector<std::string> expected = row.at("transport") == "upgrade"
                                                ? std::vector<std::string>{"polling", "websocket"}
                                                : std::vector<std::string>{row.at("transport")};
  const std::vector<Line> trace = trace_of(GetParam());
  for (const Json* session : sessions_in(trace, row)) EXPECT_EQ(strings_of((*session)["transports"]), expected);
}

/// A session that goes on when the capture ends is open, whatever became of connections that it does not need any more.
TEST_P(Healthy, WhatGoesOnIsOpen) {
  const Row row = row_of(GetParam());
  if (row.at("end") != "open") return;
  const std::vector<Line> trace = trace_of(GetParam());
  for (const Json* session : sessions_in(trace, row)) EXPECT_EQ(text_at(*session, {"outcome", "state"}), "open");
}

/// Which side ended it is known where that side said so.
TEST_P(Healthy, WhoeverDisconnectsEndsTheSession) {
  const Row row = row_of(GetParam());
  if (row.at("end") != "client" && row.at("end") != "server") return;
  const std::vector<Line> trace = trace_of(GetParam());
  for (const Json* session : sessions_in(trace, row)) {
    EXPECT_EQ(text_at(*session, {"outcome", "state"}), "closed");
    EXPECT_EQ(text_at(*session, {"outcome", "by"}), row.at("end"));
  }
}

}  // namespace
}  // namespace wstrace::test::healthy_test
