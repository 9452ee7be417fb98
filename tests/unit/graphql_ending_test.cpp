// GraphQL over WebSocket: why a connection ended, and what was waited for in vain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_dialogue.h"
#include "unit/graphql_talk.h"

namespace wstrace::test::graphql_ending_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(GraphQlEnding, CloseCodesOfTheServer) {
  const std::pair<unsigned, const char*> codes[] = {{4400, "graphql.invalid-message"},
                                                    {4401, "graphql.unauthorized"},
                                                    {4403, "graphql.forbidden"},
                                                    {4406, "graphql.subprotocol"},
                                                    {4408, "graphql.init-timeout"},
                                                    {4409, "graphql.duplicate-id"},
                                                    {4429, "graphql.too-many-inits"},
                                                    {4500, "graphql.internal-error"},
                                                    {1000, ""},
                                                    {4499, ""},
                                                    {4321, ""}};
  for (const auto& [code, diagnosis] : codes) {
    GraphQlTalk talk;
    talk.acknowledged().close_with(Direction::s2c, code, "because");
    if (*diagnosis != '\0') {
      EXPECT_THAT(talk.Dialogue::heard(), HasSubstr(std::string("!") + diagnosis)) << code;
      EXPECT_THAT(talk.recorder().notes.back(), HasSubstr("the server closed with")) << code;
    }
    EXPECT_EQ(talk.ended_with(), diagnosis) << code;
  }
}

TEST(GraphQlEnding, CloseCodesOfTheClient) {
  const std::pair<unsigned, const char*> codes[] = {
      {4004, "graphql.bad-response"}, {4005, "graphql.client-error"}, {4504, "graphql.not-acked"}};
  for (const auto& [code, diagnosis] : codes) {
    GraphQlTalk talk;
    talk.close_with(Direction::c2s, code, "because");
    EXPECT_EQ(talk.ended_with(), diagnosis);
  }
}

TEST(GraphQlEnding, TheOlderSubprotocolHasNoSuchCodes) {
  GraphQlTalk talk(kOlder);
  talk.acknowledged().close_with(Direction::s2c, 4400, "because");
  EXPECT_EQ(talk.ended_with(), "");
}

TEST(GraphQlEnding, SubscribeBeforeTheAcknowledgement) {
  GraphQlTalk talk;
  talk.client(R"({"type":"connection_init"})").subscribe("1", "{ a }");
  EXPECT_THAT(talk.heard(), HasSubstr("!graphql.early-subscribe"));
  talk.close_with(Direction::s2c, 4401, "Unauthorized");
  EXPECT_EQ(talk.ended_with(), "graphql.not-initialised");
}

/// The subscribe may be what the capture lacks; once the server has answered one, it cannot have been too early.
TEST(GraphQlEnding, UnauthorizedInAPartialCapture) {
  for (const bool answered : {false, true}) {
    GraphQlTalk talk;
    talk.client(R"({"type":"connection_init"})").gap(Direction::c2s, 60);
    if (answered) talk.server(R"({"id":"1","type":"next","payload":{"data":{}}})");
    talk.close_with(Direction::s2c, 4401, "because");
    EXPECT_EQ(talk.ended_with(), answered ? "graphql.unauthorized" : "");
  }
}

/// Other protocols have codes of their own.
TEST(GraphQlEnding, CloseCodesWhereOnlyThePathSpeaksOfGraphQl) {
  for (const unsigned code : {4400U, 4406U}) {
    Offer offer = websocket_offer();
    offer.target = "/graphql";
    Dialogue talk(offer);
    const std::string payload = {static_cast<char>(code >> 8), static_cast<char>(code)};
    talk.server(from_server(0x88, payload)).client(from_client(0x88, payload)).close();
    EXPECT_EQ(talk.recorder().facts.back().outcome.code, code == 4406 ? "graphql.subprotocol" : "");
  }
}

TEST(GraphQlEnding, PingWithoutAPong) {
  GraphQlTalk talk;
  talk.acknowledged().client(R"({"type":"ping"})").close_with(Direction::c2s, 4499, "Terminated");
  EXPECT_EQ(talk.ended_with(), "graphql.no-pong");
}

TEST(GraphQlEnding, ServerOfAnotherSubprotocol) {
  GraphQlTalk talk;
  talk.close_with(Direction::s2c, 1002);
  EXPECT_EQ(talk.ended_with(), "graphql.closed-at-once");
  GraphQlTalk older(kOlder);
  older.close_with(Direction::s2c, 4406);
  EXPECT_EQ(older.ended_with(), "graphql.subprotocol");
  GraphQlTalk later;
  later.acknowledged().close_with(Direction::s2c, 1002);
  EXPECT_EQ(later.ended_with(), "");
}

TEST(GraphQlEnding, AClientThatNoLongerWaits) {
  GraphQlTalk talk;
  talk.client(R"({"type":"connection_init"})").forget().wait(2 * kSecond);
  talk.close_with(Direction::c2s, 1000).close();
  EXPECT_EQ(talk.heard(), "c2s graphql not-acked waited_us=2001000 !graphql.not-acked");
  GraphQlTalk soon;
  soon.client(R"({"type":"connection_init"})").forget();
  soon.close_with(Direction::c2s, 1000).close();
  EXPECT_EQ(soon.heard(), "");
}

TEST(GraphQlEnding, QueriesAndMutationsWithoutAResult) {
  GraphQlTalk talk;
  talk.acknowledged().subscribe("1", "query Q { a }").subscribe("2", "subscription { b }").subscribe("3", "{ c }");
  talk.client(R"({"id":"3","type":"complete"})").forget().wait(kSecond);
  talk.close_with(Direction::c2s, 1000).close();
  EXPECT_EQ(talk.heard(),
            "c2s graphql unanswered id=1 operation=query name=Q selects=a waited_us=1004000 !graphql.unanswered");
}

TEST(GraphQlEnding, ManyWithoutAResultAreCounted) {
  GraphQlTalk talk;
  talk.acknowledged();
  for (int i = 0; i < 11; ++i) talk.subscribe(std::to_string(i), "{ a }");
  talk.forget().wait(kSecond);
  talk.close_with(Direction::c2s, 1000).close();
  EXPECT_THAT(talk.heard(), testing::EndsWith("c2s graphql unanswered more=3 !graphql.unanswered"));
}

TEST(GraphQlEnding, NothingIsMissedWhereTheCaptureLacksMessages) {
  MessageDialogue talk(graphql_messages());
  talk.client(R"({"type":"connection_init"})").gap(Direction::s2c);
  talk.client(R"({"id":"1","type":"subscribe","payload":{"query":"{ a }"}})");
  talk.server(R"({"id":"9","type":"next","payload":{"data":{}}})").wait(2 * kSecond).close();
  EXPECT_THAT(talk.heard(), Not(HasSubstr("!")));
  MessageDialogue stopped(graphql_messages());
  stopped.client(R"({"type":"connection_init"})").server(R"({"type":"connection_ack"})");
  stopped.client(R"({"id":"1","type":"subscribe","payload":{"query":"{ a }"}})").wait(2 * kSecond);
  stopped.close(Direction::c2s, End::capture_end);
  EXPECT_THAT(stopped.heard(), Not(HasSubstr("!")));
}

TEST(GraphQlEnding, AnswersThatNobodyAskedFor) {
  GraphQlTalk talk;
  talk.acknowledged().server(R"({"id":"9","type":"next","payload":{"data":{}}})");
  EXPECT_EQ(talk.heard(), "s2c graphql next id=9 payload={\"data\":{}} !graphql.unknown-id");
  talk.subscribe("1", "{ a }").server(R"({"id":"1","type":"complete"})").forget();
  talk.server(R"({"id":"1","type":"complete"})");
  EXPECT_EQ(talk.heard(), "s2c graphql complete id=1 !graphql.unknown-id");
}

}  // namespace
}  // namespace wstrace::test::graphql_ending_test
