// GraphQL over WebSocket against input that nobody well-meaning sends, and the tables that stay bounded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/graphql/message.h"
#include "dissectors/graphql/operations.h"
#include "dissectors/graphql/query.h"
#include "model/event_counts.h"
#include "support/message_dialogue.h"
#include "unit/graphql_talk.h"

namespace wstrace::test::graphql_hostile_test {
namespace {

using graphql::MessageReader;
using graphql::Operation;
using graphql::Operations;
using graphql::read_operation;
using graphql::ReadResult;
using ::testing::HasSubstr;

std::string why_not(std::string_view subprotocol, Direction dir, std::string_view text) {
  GraphQlTalk talk(subprotocol);
  talk.acknowledged();
  dir == Direction::c2s ? talk.client(text) : talk.server(text);
  const std::string heard = talk.heard();
  if (heard.find("graphql invalid") == std::string::npos) return "valid";
  return talk.recorder().notes.empty() ? "no note" : talk.recorder().notes.back();
}

TEST(GraphQlHostile, WhatIsNoMessageIsSaidToBeSo) {
  struct Row {
    Direction dir;
    const char* text;
    const char* why;
  };
  const Row rows[] = {
      {Direction::c2s, "hello", "it is not valid JSON"},
      {Direction::c2s, "", "it is not valid JSON"},
      {Direction::c2s, "[]", "it is not a JSON object"},
      {Direction::c2s, "{}", "it has no type"},
      {Direction::c2s, R"({"type":1})", "it has no type"},
      {Direction::c2s, R"({"type":"x"})", "its type is unknown"},
      {Direction::c2s, R"({"type":"start","id":"1","payload":{"query":"{a}"}})", "older subprotocol graphql-ws"},
      {Direction::c2s, R"({"type":"next","id":"1","payload":{}})", "only servers send"},
      {Direction::s2c, R"({"type":"subscribe","id":"1","payload":{"query":""}})", "only clients send"},
      {Direction::c2s, R"({"type":"subscribe","payload":{"query":"{a}"}})", "it has no id"},
      {Direction::c2s, R"({"id":1,"type":"subscribe","payload":{"query":"{a}"}})", "its id is not a string"},
      {Direction::c2s, R"({"id":"","type":"complete"})", "its id is not a string, or empty"},
      {Direction::c2s, R"({"id":"1","type":"subscribe"})", "its payload is not an object"},
      {Direction::c2s, R"({"id":"1","type":"subscribe","payload":{"query":null}})", "its payload has no query"},
      {Direction::c2s, R"({"id":"1","type":"subscribe","payload":{"query":"","variables":[]}})", "its variables"},
      {Direction::c2s, R"({"id":"1","type":"subscribe","payload":{"query":"","operationName":1}})",
       "its operationName"},
      {Direction::s2c, R"({"id":"1","type":"next","payload":[]})", "its payload is not an object"},
      {Direction::s2c, R"({"id":"1","type":"error","payload":{}})", "its payload is not an array"},
      {Direction::c2s, R"({"type":"ping","payload":7})", "its payload is not an object"},
  };
  for (const Row& row : rows) EXPECT_THAT(why_not(kNewer, row.dir, row.text), HasSubstr(row.why)) << row.text;
  EXPECT_THAT(why_not(kOlder, Direction::c2s, R"({"id":"1","type":"complete"})"), HasSubstr("send stop instead"));
  EXPECT_THAT(why_not(kOlder, Direction::c2s, R"({"type":"ping"})"), HasSubstr("newer subprotocol"));
  // The older one's libraries look at nothing but the type.
  EXPECT_EQ(why_not(kOlder, Direction::c2s, R"({"id":7,"type":"start"})"), "valid");
}

TEST(GraphQlHostile, EveryMessageCutAtEveryByte) {
  const std::string samples[] = {
      R"({"type":"connection_init","payload":{"a":"\u00e9"}})",
      R"({"id":"1","type":"subscribe","payload":{"query":"{ a(b: \"}\") }","variables":{"x":[1,{}]}}})"};
  for (const std::string& sample : samples) {
    for (std::size_t n = 0; n < sample.size(); ++n)
      EXPECT_THAT(why_not(kNewer, Direction::c2s, sample.substr(0, n)), HasSubstr("bad-message")) << n;
  }
}

TEST(GraphQlHostile, DeepAndTruncatedMessages) {
  GraphQlTalk talk;
  talk.acknowledged().server(R"({"type":"ping","payload":)" + std::string(600, '[') + std::string(600, ']') + "}");
  EXPECT_THAT(talk.heard(), HasSubstr("!graphql.deep-json"));
  MessageDialogue cut(graphql_messages());
  cut.say(Direction::c2s, R"({"type":"conn)", false, true);
  EXPECT_THAT(cut.heard(), HasSubstr("!graphql.truncated"));
}

TEST(GraphQlHostile, BinaryMessages) {
  MessageDialogue talk(graphql_messages());
  talk.client_binary(R"({"type":"connection_init"})").client_binary("\xff\x00");
  EXPECT_EQ(talk.heard(),
            "c2s graphql init subprotocol=graphql-transport-ws\n"
            "c2s graphql invalid bytes=ff !graphql.bad-message");
}

TEST(GraphQlHostile, TheLastOfMembersWithOneNameCounts) {
  MessageReader reader;
  const std::string text =
      R"({"type":"x","payload":{"query":"a","errors":[{"message":"m"}]},"type":"next","payload":{"data":1},"id":1,"id":"i"})";
  ASSERT_EQ(reader.read(text), ReadResult::ok);
  EXPECT_EQ(reader.message().type_text, "next");
  EXPECT_EQ(reader.message().id_text, "i");
  EXPECT_EQ(reader.message().payload.source, R"({"data":1})");
  EXPECT_TRUE(reader.message().query.is_none());
  EXPECT_EQ(reader.message().error_text, "");
  ASSERT_EQ(reader.read(R"({"type":"start","type":{},"payload":{"query":"{ a }","query":{}}})"), ReadResult::ok);
  EXPECT_EQ(reader.message().type_text + reader.message().query_text, "");
}

TEST(GraphQlHostile, WhatJavaScriptReadsIsRead) {
  MessageReader reader;
  ASSERT_EQ(reader.read(R"( { "type" : "ping" , "payload" : { "a" : "\ud800" , "n" : 1e999 } } )"), ReadResult::ok);
  EXPECT_EQ(reader.message().payload.source, R"({ "a" : "\ufffd" , "n" : 1e999 })");
  EXPECT_EQ(reader.read(std::string_view("{\"type\":\"ping\"}\0x", 17)), ReadResult::not_json);
  EXPECT_EQ(reader.read("{\"type\":\"\xff\"}"), ReadResult::not_utf8);
}

TEST(GraphQlHostile, NamesInNestedObjectsMeanNothing) {
  MessageReader reader;
  ASSERT_EQ(reader.read(R"({"x":{"type":"no","id":"no","payload":{"query":"no"}},"type":"ping",)"
                        R"("payload":{"x":{"query":"no","errors":[{"message":"no"}]}}})"),
            ReadResult::ok);
  EXPECT_EQ(reader.message().type_text, "ping");
  EXPECT_TRUE(reader.message().id.is_none());
  EXPECT_TRUE(reader.message().query.is_none());
  EXPECT_EQ(reader.message().error_text, "");
}

TEST(GraphQlQuery, WhatItIsNot) {
  EXPECT_EQ(read_operation("", "").type, "");
  EXPECT_EQ(read_operation("{", "").type, "query");
  EXPECT_EQ(read_operation("subscription", "").type, "subscription");
  EXPECT_EQ(read_operation("fragment F on T { a }", "").type, "");
  EXPECT_EQ(read_operation("\"", "").type, "");
  EXPECT_EQ(read_operation("query A(\"\"\" \\\"\"\" { \"\"\") { f }", "").field, "f");
  EXPECT_EQ(read_operation("}}}} query B { g }", "B").type, "");
  const Operation other = read_operation("query A { a } mutation B { b }", "C");
  EXPECT_EQ(other.name, "A");
}

graphql::Running running(Time since) {
  graphql::Running made;
  made.since = since;
  return made;
}

TEST(GraphQlOperations, TheOldestGivesWay) {
  Operations operations(2);
  operations.add("a", running(1));
  operations.add("b", running(2));
  operations.add("a", running(3));  // again
  EXPECT_FALSE(operations.forgot_some());
  operations.add("c", running(4));
  EXPECT_TRUE(operations.forgot_some());
  EXPECT_EQ(operations.find("b"), nullptr);
  EXPECT_EQ(operations.size(), 2U);
  EXPECT_EQ(operations.take_oldest().id, "a");
  operations.end("c");
  EXPECT_EQ(operations.take_oldest().operation, nullptr);
}

TEST(GraphQlOperations, LongIdsAndNamesAreNotKept) {
  Operations operations(2);
  graphql::Running named = running(1);
  named.name = std::string(kLongestName + 1, 'n');
  operations.add("a", named);
  EXPECT_EQ(operations.find("a")->name, "");
  const std::string id(kLongestName + 1, 'i');
  operations.add(id, running(2));
  EXPECT_EQ(operations.find(id), nullptr);
  EXPECT_TRUE(operations.forgot_some());
}

TEST(GraphQlHostile, LimitsOfOperationsAndNames) {
  Limits limits;
  limits.pending_acks = 3;
  limits.event_names = 2;
  GraphQlTalk talk(kNewer, limits);
  talk.acknowledged();
  for (char c = 'a'; c < 'k'; ++c) talk.subscribe(std::string(1, c), "query " + std::string(1, c) + " { x }");
  EXPECT_EQ(talk.facts().events.size(), 2U);
  talk.forget().server(R"({"id":"a","type":"complete"})");
  EXPECT_EQ(talk.heard(), "s2c graphql complete id=a") << "nobody knows whether it was there";
}

}  // namespace
}  // namespace wstrace::test::graphql_hostile_test
