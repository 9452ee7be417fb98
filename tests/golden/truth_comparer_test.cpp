// The truth tests' own test: lies of every kind, told to the comparer in small traces, are noticed.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/truth.h"

namespace wstrace::test::truth_comparer_test {
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
  return fmt::format(R"({{"record":"event","session":1,"dir":"{}","proto":"socketio","event":"{}","fields":{}}})", dir,
                     name, fields) +
         "\n";
}

/// The same, in another session.
std::string moved_to(int session, std::string event) {
  constexpr std::string_view kFirst = R"("session":1)";
  return event.replace(event.find(kFirst), kFirst.size(), fmt::format(R"("session":{})", session));
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

std::vector<std::string> differences_between(const std::string& truth, const std::string& trace) {
  const Account logged = account_of_truth(parse_ndjson(truth));
  return differences(logged, account_of_trace(parse_ndjson(trace), logged));
}

std::string compared(const std::vector<std::string>& trace) {
  return fmt::format("{}", fmt::join(differences_between(kTruth, joined(trace)), "\n"));
}

bool noticed(const std::string& differences, std::string_view phrase) {
  return differences.find(phrase) != std::string::npos;
}

TEST(TruthComparer, AcceptsATrueTrace) { EXPECT_EQ(compared(right_trace()), ""); }

TEST(TruthComparer, NoticesADroppedEvent) {
  for (std::size_t i = 1; i < right_trace().size(); ++i) {
    std::vector<std::string> trace = right_trace();
    trace.erase(trace.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(noticed(compared(trace), "the trace lacks it")) << i;
  }
}

TEST(TruthComparer, NoticesAChangedArgument) {
  std::vector<std::string> trace = right_trace();
  trace[2] = event("c2s", "event", R"({"nsp":"/","name":"hello","args":[1,{"a":1,"b":["2"]}]})");
  EXPECT_TRUE(noticed(compared(trace), R"(lacks it: c2s event / "hello" [1,{"a":1,"b":[2]}])")) << compared(trace);
  EXPECT_TRUE(noticed(compared(trace), R"(did not log it: c2s event / "hello" [1,{"a":1,"b":["2"]}])"));
}

TEST(TruthComparer, NoticesAnInventedEvent) {
  std::vector<std::string> trace = right_trace();
  trace.push_back(event("s2c", "event", R"({"nsp":"/","name":"hello","args":[1,{"a":1,"b":[2]}]})"));
  EXPECT_TRUE(noticed(compared(trace), "did not log it: s2c event")) << "the wrong direction";
  trace.back() = trace[2];
  EXPECT_TRUE(noticed(compared(trace), "did not log it: c2s event")) << "once more than logged";
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

TEST(TruthComparer, NoticesAnEmptyTrace) { EXPECT_NE(compared({}), ""); }

/// Two clients that get the same: which one got what counts, too.
TEST(TruthComparer, TellsClientsApart) {
  const std::string truth = R"({"side":"client","client":1,"kind":"connect","nsp":"/","sid":"S1"}
{"side":"client","client":2,"kind":"connect","nsp":"/","sid":"S2"}
{"side":"client","client":2,"kind":"receive","nsp":"/","name":"x","args":[]}
)";
  const std::string connects = event("s2c", "connect", R"({"nsp":"/","sid":"S1"})") +
                               moved_to(2, event("s2c", "connect", R"({"nsp":"/","sid":"S2"})"));
  const std::string on_first = event("s2c", "event", R"({"nsp":"/","name":"x","args":[]})");
  EXPECT_TRUE(differences_between(truth, connects + moved_to(2, on_first)).empty());
  EXPECT_FALSE(differences_between(truth, connects + on_first).empty());
}

std::string session(int number, const char* sid, const char* start) {
  return fmt::format(R"({{"record":"session","session":{},"sid":"{}","start":"{}"}})", number, sid, start) + "\n";
}

/// Each log is compared with its own side of a proxy, which may have heard something else.
TEST(TruthComparer, ComparesEachLogWithItsSideOfAProxy) {
  const std::string truth = R"({"side":"server","kind":"receive","nsp":"/","name":"in","args":[]}
{"side":"client","kind":"receive","nsp":"/","name":"out","args":[]}
)";
  const std::string in = event("c2s", "event", R"({"nsp":"/","name":"in","args":[]})");
  const std::string out = event("s2c", "event", R"({"nsp":"/","name":"out","args":[]})");
  const std::string records = session(1, "E", "2026-11-22T10:00:01Z") + session(2, "E", "2026-11-22T10:00:00Z");
  EXPECT_TRUE(differences_between(truth, in + out + moved_to(2, in) + moved_to(2, out) + records).empty());
  EXPECT_TRUE(differences_between(truth, in + moved_to(2, out) + records).empty()) << "the proxy swallowed the rest";
  EXPECT_EQ(differences_between(truth, out + moved_to(2, in) + records).size(), 2U);
}

/// A client that logs WebSocket messages says nothing of Socket.IO, and its server nothing of WebSocket messages.
TEST(TruthComparer, ComparesWhatASideLogs) {
  const std::string truth = R"({"side":"server","kind":"open","sid":"E"}
{"side":"server","kind":"receive","nsp":"/","name":"in","args":[]}
{"side":"client","kind":"message","opcode":"text","text":"430[]"}
)";
  const std::string opened = R"({"record":"event","session":1,"dir":"s2c","proto":"engineio","event":"open",)"
                             R"("fields":{"sid":"E"}})"
                             "\n";
  const std::string refused = R"({"record":"event","session":1,"dir":"s2c","proto":"engineio","event":"error",)"
                              R"("fields":{"error_code":1}})"
                              "\n";
  const std::string message = R"({"record":"event","session":1,"dir":"s2c","proto":"websocket","event":"message",)"
                              R"("fields":{"opcode":"text","payload":"430[]"}})"
                              "\n";
  const std::string in = event("c2s", "event", R"({"nsp":"/","name":"in","args":[]})");
  const std::string ack = event("s2c", "ack", R"({"nsp":"/","name":"in","args":[]})");
  EXPECT_TRUE(differences_between(truth, opened + in + message + ack).empty());
  EXPECT_EQ(differences_between(truth, opened + in + ack).size(), 1U);
  EXPECT_EQ(differences_between(truth, in + message).size(), 1U);
  EXPECT_EQ(differences_between(truth, opened + message).size(), 1U);
  EXPECT_EQ(differences_between(truth, opened + in + message + refused).size(), 1U);
}

TEST(TruthComparer, ComparesLongMessagesByTheirHash) {
  const std::string payload(100'001, 'a');
  const auto traced = [](const std::string& text) {
    return fmt::format(R"({{"record":"event","dir":"c2s","proto":"websocket","event":"message",)"
                       R"("fields":{{"opcode":"text","length":{},"payload":"{}"}}}})"
                       "\n",
                       text.size(), text);
  };
  // sha256 of 100,001 times "a", by `head -c 100001 /dev/zero | tr '\0' a | sha256sum`.
  const std::string truth =
      R"({"side":"server","kind":"message","opcode":"text","length":100001,"sha256":"e166369d2e2609e67e1654efd8f2abb441461ec44537dff02666fb38cd35bfd5"})"
      "\n";
  EXPECT_TRUE(differences_between(truth, traced(payload)).empty());
  EXPECT_FALSE(differences_between(truth, traced(payload.substr(1) + "b")).empty());
}

}  // namespace
}  // namespace wstrace::test::truth_comparer_test
