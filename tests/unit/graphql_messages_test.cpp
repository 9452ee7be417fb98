// GraphQL over WebSocket as a conversation: every message of both subprotocols.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_dialogue.h"
#include "unit/graphql_talk.h"

namespace wstrace::test::graphql_messages_test {
namespace {

using ::testing::HasSubstr;

TEST(GraphQl, SessionAndItsHandshake) {
  GraphQlTalk talk;
  talk.client(R"({"type":"connection_init","payload":{"token":"x"}})").server(R"({"type":"connection_ack"})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql init subprotocol=graphql-transport-ws payload={\"token\":\"x\"}\n"
            "s2c graphql ack rtt_us=1000");
  const SessionFacts& facts = talk.facts();
  EXPECT_EQ(facts.type->name, "graphql");
  EXPECT_EQ(facts.path, "/chat");
  EXPECT_NE(facts.stack.find("graphql"), nullptr);
  ASSERT_FALSE(facts.handshakes.empty());
  EXPECT_EQ(facts.handshakes.back().label, "GraphQL");
  EXPECT_EQ(facts.handshakes.back().took, kMillisecond);
}

TEST(GraphQl, QueryWithNameAndVariables) {
  GraphQlTalk talk;
  talk.acknowledged();
  talk.client(R"({"id":"1","type":"subscribe","payload":{"query":"query A { a } query B { b }","operationName":"B",)"
              R"("variables":{"n":1.50}}})");
  talk.server(R"({"id":"1","type":"next","payload":{"data":{"b":2}}})").server(R"({"id":"1","type":"complete"})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql subscribe id=1 operation=query name=B selects=b query=query A { a } query B { b } "
            "variables={\"n\":1.50}\n"
            "s2c graphql next id=1 operation=query name=B selects=b result=1 rtt_us=1000 payload={\"data\":{\"b\":2}}\n"
            "s2c graphql complete id=1 operation=query name=B selects=b results=1 took_us=2000");
  const std::vector<NamedCount>& events = talk.facts().events;
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].name, "B");
  EXPECT_EQ(events[0].asked, 1U);
  EXPECT_EQ(events[0].acked, 1U);
  EXPECT_EQ(events[1].dir, Direction::s2c);
  EXPECT_EQ(events[1].bytes, 16U);
}

TEST(GraphQl, SubscriptionThatTheClientStops) {
  GraphQlTalk talk;
  talk.acknowledged().subscribe("s", "subscription { news }");
  EXPECT_EQ(talk.facts().events[0].asked, 0U) << "it may rightly be silent";
  talk.server(R"({"type":"next","payload":{"data":{"news":1}},"id":"s"})").client(R"({"id":"s","type":"complete"})");
  talk.server(R"({"id":"s","type":"next","payload":{"data":{"news":2}}})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql subscribe id=s operation=subscription selects=news query=subscription { news }\n"
            "s2c graphql next id=s operation=subscription selects=news result=1 rtt_us=1000 "
            "payload={\"data\":{\"news\":1}}\n"
            "c2s graphql complete id=s operation=subscription selects=news results=1\n"
            "s2c graphql next id=s operation=subscription selects=news result=2 payload={\"data\":{\"news\":2}}");
  EXPECT_EQ(talk.facts().events[0].asked, 1U);
}

TEST(GraphQl, PingsOfBothSides) {
  GraphQlTalk talk;
  talk.acknowledged().client(R"({"type":"ping"})").server(R"({"type":"ping","payload":{"n":1}})");
  talk.server(R"({"type":"pong"})").client(R"({"type":"pong","payload":{"n":1}})").client(R"({"type":"pong"})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql ping\ns2c graphql ping payload={\"n\":1}\ns2c graphql pong rtt_us=2000\n"
            "c2s graphql pong rtt_us=2000 payload={\"n\":1}\nc2s graphql pong");
  EXPECT_EQ(talk.facts().heartbeats.pings, 2U);
  EXPECT_EQ(talk.facts().heartbeats.pongs, 2U);
}

TEST(GraphQl, ErrorsOfOperationsAndOfResults) {
  GraphQlTalk talk;
  talk.acknowledged().subscribe("1", "{ a }").server(R"({"id":"1","type":"error","payload":[{"message":"no a"},7]})");
  talk.subscribe("2", "query Q { b }");
  talk.server(R"({"id":"2","type":"next","payload":{"data":{"message":"x"},"errors":[{"path":[],"message":"no b"}]}})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql subscribe id=1 operation=query selects=a query={ a }\n"
            "s2c graphql error id=1 operation=query selects=a rtt_us=1000 results=0 took_us=1000 message=no a "
            "errors=[{\"message\":\"no a\"},7] !graphql.operation-failed\n"
            "c2s graphql subscribe id=2 operation=query name=Q selects=b query=query Q { b }\n"
            "s2c graphql next id=2 operation=query name=Q selects=b result=1 rtt_us=1000 "
            "payload={\"data\":{\"message\":\"x\"},\"errors\":[{\"path\":[],\"message\":\"no b\"}]} "
            "errors=[{\"path\":[],\"message\":\"no b\"}] message=no b !graphql.result-errors");
  EXPECT_THAT(talk.recorder().notes,
              testing::ElementsAre("graphql.operation-failed: the query a failed: no a",
                                   "graphql.result-errors: the query \"Q\" has a result with errors: no b"));
}

TEST(GraphQl, OlderSubprotocol) {
  GraphQlTalk talk(kOlder);
  talk.client(R"({"type":"connection_init","payload":{}})").start("1", "subscription { a }");
  talk.server(R"({"type":"connection_ack"})").server(R"({"type":"ka"})");
  talk.server(R"({"type":"start_ack","id":"1"})").server(R"({"type":"data","id":"1","payload":{"data":{"a":1}}})");
  talk.client(R"({"id":"1","type":"stop"})").server(R"({"type":"complete","id":"1","payload":null})");
  talk.client(R"({"type":"connection_terminate","payload":null})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql init subprotocol=graphql-ws payload={}\n"
            "c2s graphql subscribe id=1 operation=subscription selects=a query=subscription { a }\n"
            "s2c graphql ack rtt_us=2000\n"
            "s2c graphql keep-alive\n"
            "s2c graphql subscribe-ack id=1 operation=subscription selects=a\n"
            "s2c graphql next id=1 operation=subscription selects=a result=1 rtt_us=4000 payload={\"data\":{\"a\":1}}\n"
            "c2s graphql complete id=1 operation=subscription selects=a results=1\n"
            "s2c graphql complete id=1 operation=subscription selects=a results=1 took_us=6000\n"
            "c2s graphql terminate");
}

/// AWS AppSync's stand in a text of JSON.
TEST(GraphQl, OperationWithoutItsQuery) {
  GraphQlTalk talk(kOlder);
  talk.acknowledged().client(R"({"id":"1","type":"start","payload":{"data":"{}"}})");
  talk.server(R"({"id":"1","type":"data","payload":{"data":1}})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql subscribe id=1\ns2c graphql next id=1 result=1 rtt_us=1000 payload={\"data\":1}");
  EXPECT_EQ(talk.facts().events[0].name, "operation");
}

TEST(GraphQl, ErrorsOfTheOlderSubprotocolAreObjects) {
  GraphQlTalk talk(kOlder);
  talk.acknowledged().start("1", "{ a").server(R"({"type":"error","id":"1","payload":{"message":"Syntax"}})");
  EXPECT_THAT(talk.heard(), HasSubstr("message=Syntax errors={\"message\":\"Syntax\"} !graphql.operation-failed"));
}

TEST(GraphQl, ConnectionErrorInPlaceOfTheAcknowledgement) {
  GraphQlTalk talk(kOlder);
  talk.client(R"({"type":"connection_init"})").server(R"({"type":"connection_error","payload":{"message":"no"}})");
  EXPECT_EQ(talk.heard(),
            "c2s graphql init subprotocol=graphql-ws\n"
            "s2c graphql connection-error message=no payload={\"message\":\"no\"} !graphql.connection-error");
  talk.close_with(Direction::s2c, 1011);
  EXPECT_THAT(talk.Dialogue::heard(), testing::Not(HasSubstr("ws.internal-error")));
  EXPECT_EQ(talk.ended_with(), "graphql.connection-error");
}

TEST(GraphQl, ConnectionErrorOfOneMessage) {
  GraphQlTalk talk(kOlder);
  talk.acknowledged().client("hello").server(R"({"type":"connection_error","id":null,"payload":{"message":"no"}})");
  EXPECT_THAT(talk.heard(), HasSubstr("payload={\"message\":\"no\"} !graphql.message-rejected"));
  EXPECT_EQ(talk.close_with(Direction::c2s, 1000).ended_with(), "");
}

TEST(GraphQl, BytesAreCountedOnce) {
  GraphQlTalk talk;
  const std::string ack = R"({"type":"connection_ack","payload":{"a":1}})";
  talk.client(R"({"type":"connection_init"})").server(ack).server("oops").forget();
  const Traffic& traffic = talk.connection().traffic;
  EXPECT_EQ(traffic.payload, 7U + 4U);
  std::uint64_t framing = 0;
  for (const ProtocolBytes& each : traffic.protocols)
    if (each.protocol != nullptr && each.protocol->name == "graphql") framing = each.bytes;
  EXPECT_EQ(framing, 26U + ack.size() - 7U);
}

TEST(GraphQl, AnUnnamedDocumentOfAFragmentFirst) {
  GraphQlTalk talk;
  talk.acknowledged().subscribe(
      "1", R"(fragment F on T { x(y: \"}\") } # {\n mutation M($v: I = {a: 1}) @d { m: n }", "b":")");
  EXPECT_THAT(talk.heard(), HasSubstr("operation=mutation name=M selects=m "));
}

Offer inferred() {
  Offer offer;
  offer.inferred = true;
  return offer;
}

TEST(GraphQlClaim, WithoutItsHandshake) {
  for (const char* const text :
       {R"({"type":"connection_init"})", R"({"id":"1","type":"subscribe","payload":{"query":"{ a }"}})",
        R"({"id":"1","type":"start","payload":{"query":"{ a }"}})"}) {
    MessageDialogue talk(inferred());
    talk.client(text);
    EXPECT_THAT(talk.heard(), HasSubstr("graphql")) << text;
  }
  for (const char* const text : {R"({"type":"connection_ack"})", R"({"id":"1","type":"next","payload":{"data":{}}})",
                                 R"({"id":"1","type":"data","payload":{"errors":[]}})"}) {
    MessageDialogue talk(inferred());
    talk.server(text);
    EXPECT_THAT(talk.heard(), HasSubstr("graphql")) << text;
    EXPECT_THAT(talk.heard(), testing::Not(HasSubstr("!")));
  }
}

TEST(GraphQlClaim, OtherJsonIsNotClaimed) {
  for (const char* const text :
       {R"({"type":"subscribe","channel":"a"})", R"({"type":"ping"})", R"({"type":"error","id":"1","payload":[]})",
        R"({"id":"1","type":"subscribe","payload":{"channel":"a"}})", R"({"id":1,"type":"complete"})", "[1]", "{",
        R"({"type":"data","payload":{"data":1}})", R"({"type":"next"})", R"({"type":"connection_ack"})"}) {
    MessageDialogue talk(inferred());
    talk.client(text);
    EXPECT_EQ(talk.heard(), "") << text;
  }
}

TEST(GraphQlClaim, OtherSubprotocolsAndPaths) {
  Offer other;
  other.subprotocol = "mqtt";
  MessageDialogue talk(other);
  talk.client(R"({"type":"connection_init"})");
  EXPECT_EQ(talk.heard(), "");
  Offer by_path;
  by_path.target = "/api/graphql?x=/y";
  MessageDialogue silent(by_path);
  silent.client("hello").client(R"({"type":"ka"})").client(R"({"type":"connection_init"})");
  EXPECT_EQ(silent.heard(),
            "c2s graphql invalid text=hello !graphql.no-subprotocol\n"
            "c2s graphql invalid text={\"type\":\"ka\"} !graphql.no-subprotocol\n"
            "c2s graphql init");
}

}  // namespace
}  // namespace wstrace::test::graphql_messages_test
