// How a WebSocket was closed: close frames and TCP's ends in, outcome, note and close codes out.
#include "dissectors/websocket/close_judgement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dissectors/websocket/close_cause.h"
#include "dissectors/websocket/close_payload.h"
#include "dissectors/websocket/definitions.h"
#include "dissectors/websocket/end_evidence.h"
#include "dissectors/websocket/lane.h"
#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_close_judgement_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using websocket::Cause;
using websocket::CloseFacts;
using websocket::CloseFrame;
using websocket::CloseJudgement;
using websocket::CloseVerdict;
using websocket::EndEvidence;
using websocket::Lane;
using Order = CloseJudgement::Order;
namespace note = websocket::note;

constexpr Direction kClient = Direction::c2s;
constexpr Direction kServer = Direction::s2c;

/// What happens to one WebSocket, a millisecond apart where nothing else is said.
class Story {
 public:
  Order close(Direction by, unsigned code, const Cause& cause = {}) {
    const CloseFrame frame{.at = tick(), .code = code, .has_payload = true, .meaning = "…", .sent_to = 100};
    return closing.close(by, frame, cause, false);
  }
  Story& wait(Duration time) {
    now_ += time;
    return *this;
  }
  /// Both directions, the side's own first.
  bool fin(Direction by) {
    const bool silent = closing.end(by, End::fin, tick(), std::nullopt);
    closing.end(opposite(by), End::fin, tick(), std::nullopt);
    return silent;
  }
  bool reset(Direction by) {
    const bool silent = closing.end(opposite(by), End::rst, tick(), by);
    closing.end(by, End::rst, now_, by);
    return silent;
  }
  CloseVerdict judge() const { return closing.judge(facts()); }
  CloseFacts facts() const { return {.now = now_, .whole = {true, true}}; }
  Time now() const { return now_; }

  CloseJudgement closing;

 private:
  Time tick() { return now_ += kMillisecond; }

  Time now_ = kSecond;
};

std::string summary(const Outcome& outcome) { return std::string(outcome.state) + " by " + std::string(outcome.by); }

// ---- close handshakes

TEST(CloseJudgement, ACloseThatIsAnswered) {
  Story story;
  EXPECT_EQ(story.close(kServer, 1001), Order::first);
  EXPECT_EQ(story.closing.first(), kServer);
  EXPECT_EQ(story.closing.answered_code(kClient), 1001U);
  EXPECT_EQ(story.close(kClient, 1001), Order::answer);
  EXPECT_EQ(story.close(kClient, 1000), Order::repeated);
  EXPECT_FALSE(story.fin(kServer));
  const CloseVerdict verdict = story.judge();
  EXPECT_EQ(verdict.note, nullptr);
  EXPECT_EQ(summary(verdict.outcome), "closed by server");
  EXPECT_EQ(verdict.outcome.reason, "close code 1001 (…)");
  EXPECT_EQ(story.closing.code_seen_by(kClient, true), "1001 (…)");
}

TEST(CloseJudgement, AnAnswerWithAnotherCode) {
  Story story;
  story.close(kClient, 1000);
  story.close(kServer, 1002, {"the reserved bits", 7, true});
  EXPECT_EQ(story.closing.reason(), "close code 1000 (…), answered with 1002 (…) because of the reserved bits");
}

TEST(CloseJudgement, TcpThatStaysOpen) {
  Story story;
  story.close(kClient, 1000);
  story.close(kServer, 1000);
  story.wait(3 * kSecond).fin(kServer);
  EXPECT_EQ(story.judge().note, &note::tcp_left_open);
  EXPECT_EQ(story.judge().outcome.code, "ws.tcp-left-open");
  EXPECT_THAT(story.judge().outcome.reason, HasSubstr("; TCP stayed open for 3.00 s"));
}

TEST(CloseJudgement, AProxyClosedBothSides) {
  Story story;
  story.close(kServer, 1001);
  story.close(kClient, 1001);
  CloseFacts facts = story.facts();
  facts.by_proxy = true;
  EXPECT_EQ(summary(story.closing.judge(facts).outcome), "closed by proxy");
}

// ---- no answer

TEST(CloseJudgement, WhoeverDoesNotWait) {
  Story story;
  story.close(kClient, 1000);
  story.fin(kClient);
  EXPECT_EQ(story.judge().note, &note::close_not_awaited);
}

TEST(CloseJudgement, WhoeverWaitsInVain) {
  Story story;
  story.close(kClient, 1000);
  story.wait(30 * kSecond);
  story.closing.end(kClient, End::fin, story.now(), std::nullopt);
  EXPECT_TRUE(story.closing.is_over()) << "although the server has not closed TCP";
  EXPECT_EQ(story.judge().note, &note::close_not_answered);
  EXPECT_EQ(summary(story.judge().outcome), "abandoned by client");
}

TEST(CloseJudgement, AResetInPlaceOfAnAnswer) {
  Story story;
  story.close(kClient, 1000);
  story.reset(kServer);
  EXPECT_EQ(summary(story.judge().outcome), "reset by server");
  EXPECT_EQ(story.judge().note, &note::close_not_answered);
}

TEST(CloseJudgement, NobodyIsAccusedOfWhatIsNotInTheCapture) {
  Story story;
  story.close(kClient, 1000);
  story.fin(kServer);
  CloseFacts facts = story.facts();
  facts.whole[index(kServer)] = false;
  EXPECT_EQ(story.closing.judge(facts).note, nullptr);
  EXPECT_EQ(summary(story.closing.judge(facts).outcome), "closed by client");
}

TEST(CloseJudgement, ACloseFrameThatCameTooLate) {
  Story story;
  story.close(kClient, 1000);
  story.fin(kServer);
  story.closing.set_acknowledged(kClient, 99);
  EXPECT_EQ(story.judge().note, nullptr);
  EXPECT_EQ(summary(story.judge().outcome), "closed by server");
  EXPECT_THAT(story.judge().outcome.reason, HasSubstr("came too late to be read"));
  EXPECT_EQ(story.closing.code_seen_by(kServer, true), "");
}

TEST(CloseJudgement, WhoeverRejectsFramesWaitsForNoAnswer) {
  Story story;
  story.close(kServer, 1002);
  story.fin(kServer);
  EXPECT_EQ(story.judge().note, nullptr);
  EXPECT_EQ(story.closing.code_seen_by(kServer, true), "");
}

// ---- no close frame

TEST(CloseJudgement, TcpAloneIsJudgedByItsEvidence) {
  Story story;
  EXPECT_TRUE(story.fin(kClient));
  EXPECT_EQ(story.judge().outcome.state, "open") << "no evidence yet";
  EndEvidence evidence;
  evidence.by = kClient;
  evidence.whole = true;
  evidence.carrier = "TCP connection";
  story.closing.set_silent_end(evidence);
  EXPECT_EQ(story.judge().note, &note::no_close_frame);
  EXPECT_EQ(summary(story.judge().outcome), "closed by client");
  EXPECT_THAT(story.judge().story, HasSubstr("the client closed the TCP connection without a close frame"));
  EXPECT_EQ(story.closing.code_seen_by(kServer, true), "1006 (abnormal closure)");
  EXPECT_EQ(story.closing.code_seen_by(kClient, true), "");
}

TEST(CloseJudgement, AfterACloseFrameNoEvidenceIsDue) {
  Story story;
  story.close(kClient, 1000);
  EXPECT_FALSE(story.reset(kServer));
}

TEST(CloseJudgement, WhoseResetItIsMayNotBeKnown) {
  Story story;
  EXPECT_FALSE(story.closing.end(kClient, End::rst, story.now(), std::nullopt));
  story.closing.end(kServer, End::rst, story.now(), std::nullopt);
  EXPECT_EQ(story.judge().outcome.state, "open");
}

// ---- what the first close frame says

TEST(CloseJudgement, APingTimeoutThatTheEvidenceShows) {
  EndEvidence evidence;
  evidence.by = kServer;
  evidence.at = 3 * kSecond;
  evidence.whole = true;
  evidence.announced = true;
  evidence.ping = {.since = kSecond, .count = 1};
  Story story;
  EXPECT_EQ(story.closing.blame_ping(evidence), &note::ping_timeout);
  EXPECT_THAT(std::string(story.closing.ping_story()), HasSubstr("did not answer the server's ping"));
  story.close(kServer, 1011);
  EXPECT_THAT(story.closing.reason(), testing::StartsWith("ping timeout: no answer to a ping; close code 1011"));
  story.fin(kServer);
  EXPECT_EQ(summary(story.judge().outcome), "timeout by server");
  EXPECT_EQ(story.judge().note, nullptr) << "no answer is no news";
}

TEST(CloseJudgement, WithoutAPingNothingIsBlamed) {
  CloseJudgement closing;
  EndEvidence evidence;
  evidence.whole = true;
  EXPECT_EQ(closing.blame_ping(evidence), nullptr);
  EXPECT_EQ(closing.blame_failure(1011, {}, "\"hello\""), nullptr) << "it speaks of pings, and so not of a message";
}

TEST(CloseJudgement, AFailureIsNamedByItsCode) {
  CloseJudgement closing;
  EXPECT_EQ(closing.blame_failure(1000, {}, "\"hello\""), nullptr);
  EXPECT_EQ(closing.blame_failure(1011, {}, ""), nullptr);
  EXPECT_EQ(closing.blame_failure(1011, {}, "\"hello\""), &note::internal_error);
  EXPECT_EQ(closing.failure_text(), "\"hello\"");
}

TEST(CloseJudgement, AMessageThatWasTooBigMayBeCutOff) {
  Story story;
  const Cause cause{"the message of 2.0 MB", 12, false};
  EXPECT_EQ(story.closing.blame_failure(1009, cause, ""), &note::message_too_big);
  story.close(kServer, 1009, cause);
  EXPECT_TRUE(story.closing.excuses_cut(kClient));
  EXPECT_FALSE(story.closing.excuses_cut(kServer));
}

TEST(CloseJudgement, OnlyWhatIsNoAnswerHasACause) {
  Story story;
  EXPECT_TRUE(story.closing.has_cause(kClient));
  story.close(kServer, 1000);
  EXPECT_FALSE(story.closing.has_cause(kClient));
  CloseJudgement invalid;
  invalid.close(kServer, {.code = 1005, .valid = false}, {}, false);
  EXPECT_TRUE(invalid.has_cause(kClient)) << "it may be closed for the close frame";
}

// ---- a close frame's payload, and its cause

std::vector<std::string> violations(std::string_view payload) {
  Notes notes;
  websocket::check_close(as_bytes(payload), notes);
  std::vector<std::string> codes;
  for (const Note& each : notes.notes()) codes.emplace_back(each.def->code);
  return codes;
}

TEST(ClosePayload, CodeAndReason) {
  const std::string payload = from_hex("03e8") + "bye";
  EXPECT_EQ(websocket::parse_close(as_bytes(payload)).code, 1000U);
  EXPECT_EQ(as_text(websocket::parse_close(as_bytes(payload)).reason), "bye");
  EXPECT_EQ(websocket::parse_close({}).code, 1005U);
}

TEST(ClosePayload, WhatMayNotBe) {
  EXPECT_THAT(violations(""), IsEmpty());
  EXPECT_THAT(violations(from_hex("03e8")), IsEmpty());
  EXPECT_THAT(violations("x"), ElementsAre("ws.one-byte-close"));
  EXPECT_THAT(violations(from_hex("03ed")), ElementsAre("ws.invalid-close-code"));
  EXPECT_THAT(violations(from_hex("03e8 c3")), ElementsAre("ws.close-reason-not-utf8"));
}

/// A lane whose side has sent a message.
struct Sender {
  explicit Sender(std::uint64_t length, bool binary = false) { lane.last = {{4, 5}, length, binary, kSecond}; }
  Lane lane{Direction::c2s};
};

TEST(CloseCause, ByTheCode) {
  const Sender sender(2000, true);
  const Offer offer = websocket_offer();
  EXPECT_EQ(cause_of_close(1009, sender.lane, offer).text, "the message of 2000 bytes");
  EXPECT_EQ(cause_of_close(1009, sender.lane, offer).packet, 5U);
  EXPECT_EQ(cause_of_close(1003, sender.lane, offer).text, "the binary message");
  EXPECT_EQ(cause_of_close(1000, sender.lane, offer).text, "");
  EXPECT_EQ(cause_of_close(1002, sender.lane, offer).text, "");
}

TEST(CloseCause, AMessageThatIsStillComing) {
  Sender sender(10);
  sender.lane.configure({}, {});
  const std::string bytes = from_client(0x82, std::string(500, 'x'));
  sender.lane.frames.read({first(as_bytes(bytes), 20), 0});
  const Cause cause = cause_of_close(1009, sender.lane, websocket_offer());
  EXPECT_EQ(cause.text, "the message of at least 500 bytes");
  EXPECT_EQ(cause.packet, 0U);
}

TEST(CloseCause, AViolationComesFirst) {
  Sender sender(2000);
  const Note notes[] = {{&note::reserved_bits, {}}};
  sender.lane.violations.add(notes, {7, 7});
  for (const unsigned code : {1002U, 1009U}) {
    EXPECT_EQ(cause_of_close(code, sender.lane, websocket_offer()).text, "the reserved bits");
    EXPECT_TRUE(cause_of_close(code, sender.lane, websocket_offer()).breach);
  }
}

// ---- evidence from frames

TEST(EndEvidence, OfAPingThatWaits) {
  Lane server(kServer);
  Lane client(kClient);
  server.pings.sent(as_bytes("1"), 10 * kSecond);
  server.last_frame = 10 * kSecond;
  EndEvidence evidence;
  evidence.at = 15 * kSecond;
  evidence.by = kServer;
  add_frames(evidence, server, client, 2 * kSecond);
  EXPECT_TRUE(evidence.whole);
  EXPECT_EQ(evidence.quiet, 5 * kSecond);
  EXPECT_EQ(evidence.ping.count, 1U);
  EXPECT_EQ(evidence.ping_interval, 8 * kSecond);
  EXPECT_FALSE(evidence.talked);
  EXPECT_FALSE(evidence.alive);
  client.last_frame = 11 * kSecond;
  add_frames(evidence, server, client, 2 * kSecond);
  EXPECT_TRUE(evidence.alive);
}

}  // namespace
}  // namespace wstrace::test::websocket_close_judgement_test
