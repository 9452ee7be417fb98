// Engine.IO by HTTP long-polling: requests and answers in, packets out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "support/session_types.h"

namespace wstrace::test::engineio_polling_test {
namespace {

using namespace std::string_literals;
using ::testing::ElementsAre;

constexpr std::string_view kOpenEvent =
    "s2c engineio open version=4 transport=polling sid=abc upgrades=[\"websocket\"] ping_interval_us=1000000 "
    "ping_timeout_us=500000 "
    "max_payload=1000";

TEST(EngineIoPolling, OpensWithTheFirstAnswer) {
  Dialogue talk;
  talk.client(get(kPolling)).server(answer(open_packet(), "Content-Type: text/plain; charset=UTF-8\r\n"));
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 content_type=text/plain length=95 wait_us=1000\n" +
                std::string(kOpenEvent));
  EXPECT_EQ(talk.facts().sid, "abc");
  EXPECT_EQ(talk.facts().path, "/engine.io/");
  EXPECT_EQ(talk.facts().type, &session_types::engineio);
  EXPECT_THAT(talk.facts().transports, ElementsAre("polling"));
}

TEST(EngineIoPolling, HandshakeIsCountedFromTheRequest) {
  Dialogue talk;
  talk.client(get(kPolling)).wait(70 * kMillisecond).server(answer(open_packet()));
  ASSERT_EQ(talk.facts().handshakes.size(), 1U);
  EXPECT_EQ(talk.facts().handshakes[0].label, "Engine.IO");
  EXPECT_EQ(talk.facts().handshakes[0].took, 71 * kMillisecond);
}

TEST(EngineIoPolling, OpenPacketMayBringMessages) {
  Dialogue talk;
  talk.client(get(kPolling)).server(answer(open_packet() + "\x1e"s + "4welcome"));
  EXPECT_EQ(talk.heard_of("engineio"), std::string(kOpenEvent) + "\ns2c engineio message text=welcome");
}

TEST(EngineIoPolling, PollBringsSeveralPackets) {
  Polling talk;
  talk.client(get()).server(answer("4hello\x1e"s + "2\x1e"s + "4w\xc3\xb6rld\x1e"s + "bAQID"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=hello\n"
            "s2c engineio ping\n"
            "s2c engineio message text=w\xc3\xb6rld\n"
            "s2c engineio message data=010203");
}

TEST(EngineIoPolling, PostIsABatchAndItsAnswerIsOk) {
  Polling talk;
  talk.client(get()).server(answer("2"));
  talk.client(post("3\x1e"s + "4a\x1e"s + "bAQID")).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio ping\n"
            "c2s engineio pong rtt_us=1000\n"
            "c2s engineio message text=a\n"
            "c2s engineio message data=010203");
  EXPECT_EQ(talk.facts().heartbeats.pongs, 1U);
  EXPECT_EQ(talk.facts().polls, 3U);
}

TEST(EngineIoPolling, EmptyBodiesHaveNoPackets) {
  Polling talk;
  talk.client(get()).server(answer("")).client(post("")).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"), "");
}

TEST(EngineIoPolling, NoopEndsAWaitingPoll) {
  Polling talk;
  talk.client(get()).wait(500 * kMillisecond).server(answer("6"));
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/engine.io/?EIO=4&transport=polling&sid=abc http_version=1.1\n"
            "s2c http response status=200 reason=OK http_version=1.1 length=1 wait_us=501000\n"
            "s2c engineio noop");
}

TEST(EngineIoPolling, PollMayWaitLong) {
  Polling talk;
  talk.client(get()).wait(25 * kSecond).server(answer("2"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio ping");
  EXPECT_EQ(talk.facts().outcome.state, "open");
}

TEST(EngineIoPolling, ClosePacketOfTheClientEndsTheSession) {
  Polling talk;
  talk.client(post("1")).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"), "c2s engineio close");
  EXPECT_EQ(talk.facts().outcome.state, "closed");
  EXPECT_EQ(talk.facts().outcome.by, "client");
  EXPECT_EQ(talk.facts().outcome.client_word, "forced close");
  EXPECT_EQ(talk.facts().outcome.server_word, "transport close");
}

TEST(EngineIoPolling, ClosePacketOfTheServerEndsTheSession) {
  Polling talk;
  talk.client(get()).server(answer("4bye\x1e"s + "1"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=bye\ns2c engineio close");
  talk.close();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 engineio sid=abc engineio:4 closed by server (the server closed the "
                                           "session (Engine.IO close packet))"));
}

TEST(EngineIoPolling, AnswersMayBeCompressed) {
  const std::string packed = from_hex("1f8b080000000000020333c948cdc9c99733293fbcad282705008f2f7bf40e000000");
  Polling talk;
  talk.client(get()).server(answer(packed, "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=hello\ns2c engineio message text=w\xc3\xb6rld");
}

TEST(EngineIoPolling, CodingsThatNobodyReads) {
  Polling talk;
  talk.client(get()).server(answer("4hello", "Content-Encoding: br\r\n"));
  talk.client(get()).server(answer("this is no gzip", "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error text= !eio.unknown-coding\n"
            "s2c engineio error text= !eio.unknown-coding");
}

TEST(EngineIoPolling, AnswersMayBeChunked) {
  Polling talk;
  talk.client(get());
  talk.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n4he\r\n").server("3;x=1\r\nllo\r\n");
  EXPECT_EQ(talk.heard_of("engineio"), "");
  talk.server("2\r\n\x1e"s + "2\r\n0\r\n\r\n");
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=hello\ns2c engineio ping");
}

TEST(EngineIoPolling, AnswersMayLastUntilTheConnectionEnds) {
  Polling talk;
  talk.client(get()).server("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n4hello").hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=hello");
}

TEST(EngineIoPolling, JsonpWrapsAnswersAndForms) {
  const std::string target = std::string(kPollingAbc) + "&j=0";
  Dialogue talk;
  std::string open = open_packet();
  for (std::size_t at = open.find('"'); at != std::string::npos; at = open.find('"', at + 2)) open.insert(at, "\\");
  talk.client(get(std::string(kPolling) + "&j=0")).server(answer("___eio[0](\"" + open + "\");"));
  EXPECT_EQ(talk.heard_of("engineio"), kOpenEvent);
  talk.client(get(target)).server(answer("___eio[0](\"4a\\nb\\u001e4\\ud83c\\udf89\");"));
  talk.client(post("d=4c%5Cnd%1E3", target)).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=a\\nb\n"
            "s2c engineio message text=🎉\n"
            "c2s engineio message text=c\\nd\n"
            "c2s engineio pong");
}

TEST(EngineIoPolling, JsonpThatIsNone) {
  const std::string target = std::string(kPollingAbc) + "&j=0";
  Polling talk;
  talk.client(post("d=4a&d=4b", target)).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"), "c2s engineio error text=d=4a&d=4b !eio.bad-payload");
  talk.client(get(target)).server(answer("___eio[0](\"4\\uzzzz\");"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error status=200 text=___eio[0](\"4\\uzzzz\"); !eio.unexpected-answer");
}

TEST(EngineIoPolling3, TextCountsUtf16) {
  Polling talk("abc", kPolling3);
  talk.client(get(kPolling3Abc)).server(answer("5:4a🎉b1:36:b4AQID2:6"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=a🎉b\n"
            "s2c engineio pong\n"
            "s2c engineio message data=010203\n"
            "s2c engineio error text=2:6 !eio.bad-payload");
}

TEST(EngineIoPolling3, ClientPings) {
  Polling talk("abc", kPolling3);
  talk.client(post("1:2", kPolling3Abc)).server(answer("ok")).client(get(kPolling3Abc)).server(answer("1:3"));
  EXPECT_EQ(talk.heard_of("engineio"), "c2s engineio ping\ns2c engineio pong rtt_us=3000");
}

TEST(EngineIoPolling3, BinaryPayload) {
  Polling talk("abc", kPolling3);
  talk.client(get(kPolling3Abc)).server(answer("\x00\x06\xff"s + "4w\xc3\xb6xy" + "\x01\x04\xff\x04\x01\x02\x03"s));
  talk.client(post("\x00\x01\xff"s + "2\x01\x02\xff\x04\x00"s, kPolling3Abc)).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=w\xc3\xb6xy\n"
            "s2c engineio message data=010203\n"
            "c2s engineio ping\n"
            "c2s engineio message data=00");
}

TEST(EngineIoPolling, BodiesThatAreNoPayload) {
  Polling talk;
  talk.client(get()).server(answer("hello"));
  talk.client(get()).server(answer("4a\x1ehello"));
  talk.client(post("{}")).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error text=hello !eio.bad-payload\n"
            "s2c engineio message text=a\n"
            "s2c engineio error text=hello !eio.bad-packet\n"
            "c2s engineio error text={} !eio.bad-payload");
}

TEST(EngineIoPolling, TraceThatBeginsInTheMiddle) {
  Dialogue talk;
  talk.client(get()).server(answer("2")).client(post("3")).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio ping\nc2s engineio pong rtt_us=1000");
  EXPECT_EQ(talk.facts().sid, "abc");
  EXPECT_THAT(talk.facts().transports, ElementsAre("polling"));
}

}  // namespace
}  // namespace wstrace::test::engineio_polling_test
