// What TLS carried, as wstrace and tshark decrypt it with the same keys: requests, statuses and the text of messages, each with
// its packet.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "differential/tshark.h"
#include "support/cases.h"
#include "support/ndjson.h"
#include "support/program.h"

namespace wstrace::test::plaintext_test {
namespace {

using Lines = std::vector<std::string>;

/// tshark prints no longer texts.
constexpr std::size_t kCompared = 150;
constexpr char kColumn = '|';
constexpr char kValue = '\x1f';

void add(Lines& lines, const std::string& packet, const std::string& values) {
  std::istringstream in(values);
  for (std::string value; std::getline(in, value, kValue);)
    lines.push_back(fmt::format("{} {}", packet, value.substr(0, kCompared)));
}

/// A row for each packet that passes the filter.
RunResult ask_tshark(const Case& one, const std::string& filter, const Lines& columns) {
  Lines arguments = {"-r", one.input_path(), "-Y", filter,
                     "-T", "fields",         "-E", std::string("separator=") + kColumn,
                     "-E", "occurrence=a",   "-E", std::string("aggregator=") + kValue};
  const Lines decryption = decryption_of(one);
  arguments.insert(arguments.end(), decryption.begin(), decryption.end());
  for (const std::string& column : columns) arguments.insert(arguments.end(), {"-e", column});
  return run({.arguments = std::move(arguments),
              .environment = {{"WIRESHARK_CONFIG_DIR", "/nonexistent"}},
              .program = "tshark"});
}

Lines theirs(const Case& one) {
  const RunResult result = ask_tshark(
      one, "http || websocket", {"frame.number", "http.request.uri", "http.response.code", "websocket.payload.text"});
  EXPECT_EQ(result.status, 0) << result.describe();
  Lines lines;
  std::istringstream in(result.out);
  for (std::string row; std::getline(in, row);) {
    std::vector<std::string> columns;
    // A text may hold the column's separator: it stands last.
    for (std::size_t i = 0; i < 3; ++i) {
      columns.push_back(row.substr(0, row.find(kColumn)));
      row.erase(0, columns.back().size() + 1);
    }
    add(lines, columns[0], columns[1]);
    add(lines, columns[0], columns[2]);
    add(lines, columns[0], row);
  }
  return lines;
}

Lines ours(const Case& one) {
  Lines lines;
  for (const Line& line : parse_ndjson(ndjson_of(one, {"-v", "-v"}))) {
    const Json* packets = find(line.json, {"packet_range"});
    if (packets == nullptr || !packets->IsArray()) continue;
    const std::string packet = std::to_string((*packets)[1].GetUint64());
    if (is_event(line.json, "http", "request"))
      add(lines, packet, std::string(text_at(line.json, {"fields", "target"})));
    if (is_event(line.json, "http", "response"))
      add(lines, packet, std::to_string(number_at(line.json, {"fields", "status"})));
    if (is_event(line.json, "websocket", "message"))
      add(lines, packet, std::string(text_at(line.json, {"fields", "payload"})));
  }
  return lines;
}

bool is_http2(const Case& one) { return one.family == "http2"; }

/// Paths, statuses and texts of HTTP/2 and of HTTP/1.1 beside it. Where an answer of HTTP/2 ends, the two count differently,
/// so packets are left out; and of WebSockets in streams tshark 4.0 shows nothing.
Lines their_http2(const Case& one) {
  const RunResult result = ask_tshark(one, "http || http2.headers || websocket",
                                      {"http2.headers.path", "http2.headers.status", "http.request.uri",
                                       "http.response.code", "websocket.payload.text"});
  EXPECT_EQ(result.status, 0) << result.describe();
  constexpr std::size_t kBeforeTexts = 4;
  Lines lines;
  std::istringstream in(result.out);
  for (std::string row; std::getline(in, row);) {
    for (std::size_t i = 0; i < kBeforeTexts; ++i) {
      const std::string column = row.substr(0, row.find(kColumn));
      row.erase(0, column.size() + 1);
      add(lines, "", column);
    }
    add(lines, "", row);
  }
  return lines;
}

Lines our_http2(const Case& one) {
  Lines lines;
  for (const Line& line : parse_ndjson(ndjson_of(one, {"-vv"}))) {
    const bool http = is_event(line.json, "http") || is_event(line.json, "http2");
    const std::string_view name = text_at(line.json, {"event"});
    if (http && name == "request") add(lines, "", std::string(text_at(line.json, {"fields", "target"})));
    if (http && name == "response") add(lines, "", std::to_string(number_at(line.json, {"fields", "status"})));
    if (is_event(line.json, "websocket", "message") && find(line.json, {"stream"}) == nullptr)
      add(lines, "", std::string(text_at(line.json, {"fields", "payload"})));
  }
  return lines;
}

class Plaintext : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, Plaintext,
                         testing::ValuesIn(cases_where([](const Case& c) { return c.has_keys() && !is_http2(c); })),
                         CaseName());

class PlaintextOfHttp2 : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(, PlaintextOfHttp2,
                         testing::ValuesIn(cases_where([](const Case& c) { return c.has_keys() && is_http2(c); })),
                         CaseName());

TEST_P(PlaintextOfHttp2, IsWhatTsharkDecrypts) {
  const Lines expected = their_http2(GetParam());
  EXPECT_FALSE(expected.empty());
  EXPECT_THAT(our_http2(GetParam()), testing::UnorderedElementsAreArray(expected));
}

TEST_P(Plaintext, IsWhatTsharkDecrypts) {
  const Lines expected = theirs(GetParam());
  EXPECT_FALSE(expected.empty());
  EXPECT_THAT(ours(GetParam()), testing::UnorderedElementsAreArray(expected));
}

}  // namespace
}  // namespace wstrace::test::plaintext_test
