// The truth tests' own test: lies of every kind, told to the comparer in small traces, are noticed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/truth.h"

namespace wstrace::test {
namespace {

constexpr const char* kTruth =
    R"({"side":"server","kind":"receive","nsp":"/","name":"hello","args":[1,{"a":1,"b":[2]}]}
{"side":"server","kind":"receive","nsp":"/","name":"hello","args":[1,{"a":1,"b":[2]}]}
{"side":"server","kind":"ack","nsp":"/","name":"ask","args":["yes"]}
{"side":"client","kind":"connect","nsp":"/","sid":"S1"}
{"side":"client","kind":"receive","nsp":"/","name":"ask","args":[]}
{"side":"client","kind":"disconnect","nsp":"/","reason":"transport close"}
)";

std::string event(const char* dir, const char* name, const char* fields) {
  return fmt::format(R"({{"record":"event","connection":1,"dir":"{}","proto":"socketio","event":"{}","fields":{}}})",
                     dir, name, fields) +
         "\n";
}

/// A trace that agrees with the truth above; members stand in another order, and a number in another form.
std::vector<std::string> right_trace() {
  return {event("c2s", "connect", R"({"nsp":"/"})"),
          event("s2c", "connect", R"({"nsp":"/","sid":"S1"})"),
          event("c2s", "event", R"({"nsp":"/","name":"hello","args":[1,{"a":1,"b":[2]}]})"),
          event("s2c", "event", R"({"nsp":"/","id":0,"name":"ask","args":[]})"),
          event("c2s", "event", R"({"args":[1.0,{"b":[2],"a":1}],"name":"hello","nsp":"/"})"),
          event("c2s", "ack", R"({"nsp":"/","id":0,"name":"ask","args":["yes"]})")};
}

std::string joined(const std::vector<std::string>& lines) { return fmt::format("{}", fmt::join(lines, "")); }

std::string compared(const std::vector<std::string>& trace, Compare how = Compare::whole) {
  const Account truth = account_of_truth("socketio", parse_ndjson(kTruth));
  const Account account = account_of_trace("socketio", parse_ndjson(joined(trace)), truth.by_client);
  return fmt::format("{}", fmt::join(differences(truth, account, how), "\n"));
}

bool noticed(const std::string& differences, std::string_view words) {
  return differences.find(words) != std::string::npos;
}

TEST(TruthComparer, AcceptsATrueTrace) {
  EXPECT_EQ(compared(right_trace()), "");
  EXPECT_EQ(compared(right_trace(), Compare::part), "");
}

TEST(TruthComparer, NoticesADroppedEvent) {
  for (std::size_t i = 1; i < right_trace().size(); ++i) {
    std::vector<std::string> trace = right_trace();
    trace.erase(trace.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(noticed(compared(trace), "the trace lacks it")) << i;
    EXPECT_EQ(compared(trace, Compare::part), "") << i;
  }
}

TEST(TruthComparer, NoticesAChangedArgument) {
  std::vector<std::string> trace = right_trace();
  trace[2] = event("c2s", "event", R"({"nsp":"/","name":"hello","args":[1,{"a":1,"b":["2"]}]})");
  EXPECT_TRUE(noticed(compared(trace), R"(lacks it: c2s event / "hello" [1,{"a":1,"b":[2]}])")) << compared(trace);
  EXPECT_TRUE(noticed(compared(trace), R"(did not log it: c2s event / "hello" [1,{"a":1,"b":["2"]}])"));
  EXPECT_NE(compared(trace, Compare::part), "");
}

TEST(TruthComparer, NoticesAnInventedEvent) {
  for (const Compare how : {Compare::whole, Compare::part}) {
    std::vector<std::string> trace = right_trace();
    trace.push_back(event("s2c", "event", R"({"nsp":"/","name":"hello","args":[1,{"a":1,"b":[2]}]})"));
    EXPECT_TRUE(noticed(compared(trace, how), "did not log it: s2c event")) << "the wrong direction";
    trace.back() = trace[2];
    EXPECT_TRUE(noticed(compared(trace, how), "did not log it: c2s event")) << "once more than logged";
  }
}

TEST(TruthComparer, NoticesAnotherNameNamespaceOrSid) {
  const std::pair<std::size_t, std::string> lies[] = {
      {1, event("s2c", "connect", R"({"nsp":"/","sid":"S2"})")},
      {3, event("s2c", "event", R"({"nsp":"/x","name":"ask","args":[]})")},
      {5, event("c2s", "ack", R"({"nsp":"/","id":0,"name":"tell","args":["yes"]})")},
      {5, event("c2s", "event", R"({"nsp":"/","id":0,"name":"ask","args":["yes"]})")}};
  for (const auto& [at, lie] : lies) {
    std::vector<std::string> trace = right_trace();
    trace[at] = lie;
    EXPECT_NE(compared(trace), "") << lie;
  }
}

TEST(TruthComparer, NoticesAnotherOrder) {
  std::vector<std::string> trace = right_trace();
  std::swap(trace[4], trace[5]);
  EXPECT_TRUE(noticed(compared(trace), "another order, from number 2")) << compared(trace);
}

TEST(TruthComparer, NoticesAnEmptyTrace) {
  EXPECT_NE(compared({}), "");
  EXPECT_NE(compared({}, Compare::part), "");
}

/// Two clients that get the same: which one got what counts, too.
TEST(TruthComparer, TellsClientsApart) {
  const Account truth =
      account_of_truth("socketio", parse_ndjson(R"({"side":"client","client":1,"kind":"connect","nsp":"/","sid":"S1"}
{"side":"client","client":2,"kind":"connect","nsp":"/","sid":"S2"}
{"side":"client","client":2,"kind":"receive","nsp":"/","name":"x","args":[]}
)"));
  const std::string connects = event("s2c", "connect", R"({"nsp":"/","sid":"S1"})") +
                               R"({"record":"event","connection":2,"dir":"s2c","proto":"socketio","event":"connect",)" +
                               "\"fields\":{\"nsp\":\"/\",\"sid\":\"S2\"}}\n";
  const std::string on_first = event("s2c", "event", R"({"nsp":"/","name":"x","args":[]})");
  std::string on_second = on_first;
  on_second.replace(on_second.find(R"("connection":1)"), 14, R"("connection":2)");
  ASSERT_TRUE(truth.by_client);
  EXPECT_TRUE(differences(truth, account_of_trace("socketio", parse_ndjson(connects + on_second), true)).empty());
  EXPECT_FALSE(differences(truth, account_of_trace("socketio", parse_ndjson(connects + on_first), true)).empty());
}

TEST(TruthComparer, ComparesLongMessagesByTheirHash) {
  const std::string payload(100'001, 'a');
  const auto account = [](const std::string& text) {
    return account_of_trace("websocket",
                            parse_ndjson(fmt::format(R"({{"record":"event","dir":"c2s","proto":"websocket",)"
                                                     R"("event":"message","fields":{{"opcode":"text",)"
                                                     R"("length":{},"payload":"{}"}}}})"
                                                     "\n",
                                                     text.size(), text)),
                            false);
  };
  // sha256 of 100,001 times "a", by `head -c 100001 /dev/zero | tr '\0' a | sha256sum`.
  const Account truth = account_of_truth(
      "websocket",
      parse_ndjson(
          R"({"side":"server","kind":"message","opcode":"text","length":100001,"sha256":"e166369d2e2609e67e1654efd8f2abb441461ec44537dff02666fb38cd35bfd5"})"
          "\n"));
  EXPECT_TRUE(differences(truth, account(payload)).empty());
  EXPECT_FALSE(differences(truth, account(payload.substr(1) + "b")).empty());
}

}  // namespace
}  // namespace wstrace::test
