// HTTP exchanges that an upper layer claims (Engine.IO's), and what does not change for all others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::http_exchange_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(HttpExchange, UnclaimedOnesOfASharedConnectionAreOfNoSession) {
  Polling talk;
  talk.recorder().show_sessions = true;
  talk.client(request("GET", "/page", "bad line\r\n")).server(answer("hello", "", "404 Not Found"));
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/page http_version=1.1 !http.bad-header\n"
            "s2c http response status=404 reason=Not Found http_version=1.1 length=5 wait_us=1000");
  talk.finish();
  EXPECT_THAT(talk.recorder().facts[0].notes, IsEmpty()) << "the note is not the session's";
}

TEST(HttpExchange, ConnectionWithoutSessionsIsReportedForItself) {
  Dialogue talk;
  talk.client(get("/page")).server(answer("hello")).hang_up(Direction::c2s);
  EXPECT_THAT(talk.sessions(), ElementsAre("1 http closed by client (the client closed the TCP connection)"));
}

TEST(HttpExchange, SessionThatComesAfterAPageIsReportedAlone) {
  Dialogue talk;
  talk.client(get("/page")).server(answer("hello")).client(get(kPolling)).server(answer(open_packet()));
  talk.client(post("1")).server(answer("ok")).hang_up(Direction::c2s);
  EXPECT_THAT(talk.sessions(), ElementsAre(StartsWith("1 engineio sid=abc")));
}

TEST(HttpExchange, AnswerThatDoesNotWaitForTheBody) {
  Polling talk;
  const std::string whole = post("4" + std::string(2000, 'x'));
  talk.client(whole.substr(0, 500)).server(answer("", "Connection: close\r\n", "413 Payload Too Large"));
  EXPECT_EQ(
      talk.heard(),
      "c2s http request method=POST target=/engine.io/?EIO=4&transport=polling&sid=abc http_version=1.1 length=2001\n"
      "s2c http response status=413 reason=Payload Too Large http_version=1.1 length=0\n"
      "s2c engineio error bytes=2001 !eio.payload-too-large");
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the client's POST of 2001 bytes is "
                                                 "larger than the 1000 bytes that the server accepts"));
  EXPECT_EQ(talk.facts().outcome.by, "server");
  talk.client(whole.substr(500)).hang_up(Direction::s2c);
  EXPECT_THAT(talk.sessions(), SizeIs(1));
}

TEST(HttpExchange, AnswerThatComesEarlyAndIsOk) {
  Polling talk;
  const std::string whole = post("4hello");
  talk.client(whole.substr(0, whole.size() - 3)).server(answer("ok")).client(whole.substr(whole.size() - 3));
  EXPECT_THAT(talk.heard(), EndsWith("c2s engineio message text=hello"));
  talk.client(get()).server(answer("4next"));
  EXPECT_THAT(talk.heard(), EndsWith("s2c engineio message text=next"));
}

TEST(HttpExchange, BatchThatIsTooLargeAsAWhole) {
  Polling talk;
  const std::string message = "4" + std::string(400, 'x');
  talk.client(post(message + "\x1e" + message + "\x1e" + message)).server(answer("", "", "413 Payload Too Large"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.payload-too-large: too large: the client's POST of 1205 bytes is "
                                                 "larger than the 1000 bytes that the server accepts"));
}

TEST(HttpExchange, ContinueIsNoAnswer) {
  Polling talk;
  const std::string whole = post("4hello", kPollingAbc, "Expect: 100-continue\r\n");
  talk.client(whole.substr(0, whole.size() - 6)).server("HTTP/1.1 100 Continue\r\n\r\n");
  talk.client(whole.substr(whole.size() - 6)).server(answer("ok"));
  EXPECT_EQ(
      without_times(talk.heard()),
      "c2s http request method=POST target=/engine.io/?EIO=4&transport=polling&sid=abc http_version=1.1 length=6\n"
      "s2c http response status=100 reason=Continue http_version=1.1\n"
      "c2s engineio message text=hello\n"
      "s2c http response status=200 reason=OK http_version=1.1 length=2");
}

TEST(HttpExchange, AnswersWithoutABodyLeaveTheNextOneInPlace) {
  Polling talk;
  talk.client(request("HEAD", "/")).server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
  talk.client(get()).server(answer("4one"));
  talk.client(get("/x")).server("HTTP/1.1 204 No Content\r\n\r\n").client(get()).server(answer("4two"));
  talk.client(get("/x")).server("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
  talk.client(get()).server(answer("4three"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=one\n"
            "s2c engineio message text=two\n"
            "s2c engineio message text=three");
}

TEST(HttpExchange, PreflightIsOfNoSession) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  talk.client(request("OPTIONS", kPolling)).server("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http request method=OPTIONS target=/engine.io/?EIO=4&transport=polling http_version=1.1\n"
            "s2c http response status=204 reason=No Content http_version=1.1 wait_us=1000");
  talk.client(get(kPolling)).server(answer(open_packet()));
  talk.client(request("OPTIONS", kPollingAbc)).server("HTTP/1.1 204 No Content\r\n\r\n");
  talk.client(post("4a")).server(answer("ok")).finish();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 engineio sid=abc engineio:4 open by unknown ()"));
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
}

TEST(HttpExchange, PreflightThatIsRefusedIsARefusal) {
  Dialogue talk;
  talk.client(request("OPTIONS", kPolling)).server(refusal(2, "Bad handshake method"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error error_code=2 reason=Bad handshake method !eio.bad-request");
}

TEST(HttpExchange, UpgradeGoesOnInTheExchangesSession) {
  Polling talk;
  talk.recorder().show_sessions = true;
  talk.client(upgrade()).server(switching()).client(from_client(0x81, "2probe"));
  EXPECT_EQ(
      without_times(talk.heard()),
      "c2s http request method=GET target=/engine.io/?EIO=4&transport=websocket&sid=abc http_version=1.1 "
      "upgrade=websocket #1\n"
      "s2c http response status=101 reason=Switching Protocols http_version=1.1 upgrade=websocket accept=right #1\n"
      "s2c websocket open subprotocol= extensions= #1\n"
      "c2s websocket message opcode=text length=6 wire_length=6 frames=1 compressed=false masked=true "
      "payload=2probe #1\n"
      "c2s engineio ping text=probe #1");
}

TEST(HttpExchange, SessionThatBeginsWithTheUpgradeIsOne) {
  Dialogue talk;
  talk.recorder().show_sessions = true;
  talk.client(upgrade(kWebSocket)).server(switching() + from_server(0x81, open_packet()));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("#2")));
  EXPECT_THAT(talk.facts().handshakes, SizeIs(2)) << "HTTP upgrade, Engine.IO";
  talk.finish();
  EXPECT_THAT(talk.sessions(), SizeIs(1));
}

TEST(HttpExchange, UpgradeOfOneSessionOnTheConnectionOfAnother) {
  Polling talk;
  talk.recorder().show_sessions = true;
  const std::string other = std::string(kWebSocket) + "&sid=xyz";
  talk.client(upgrade(other)).server(switching()).client(from_client(0x81, "2probe"));
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("c2s engineio ping text=probe #2"));
  talk.connect().client(get()).server(answer("4a"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=a #1");
}

TEST(HttpExchange, RefusedUpgradesOfOthersAreAsBefore) {
  Polling talk;
  talk.recorder().show_sessions = true;
  talk.client(upgrade("/chat")).server(answer("no", "", "403 Forbidden"));
  EXPECT_THAT(talk.heard(), HasSubstr("!http.upgrade-forbidden"));
  talk.finish();
  EXPECT_THAT(talk.sessions(),
              testing::Contains(HasSubstr("refused by server (the server answered the upgrade with 403 "
                                          "Forbidden)")));
}

TEST(HttpExchange, TunnelThroughAProxy) {
  Dialogue talk;
  talk.client("CONNECT server:80 HTTP/1.1\r\n\r\n").server("HTTP/1.1 200 Connection established\r\n\r\n");
  talk.client(get(kPolling)).server(answer(open_packet())).client(get()).server(answer("4a"));
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("s2c engineio message text=a"));
  EXPECT_EQ(talk.facts().sid, "abc");
}

TEST(HttpExchange, PollsThatAreLeftWhenTheConnectionBreaksAreAllLetGo) {
  Dialogue talk;
  for (const char* sid : {"a", "b", "c"}) talk.client(get(std::string(kPollingAbc) + sid));
  talk.reset(Direction::s2c);
  ASSERT_THAT(talk.sessions(), SizeIs(3));
  for (const std::string& session : talk.sessions()) EXPECT_THAT(session, HasSubstr("reset by server"));
}

TEST(HttpExchange, ManyPipelinedPollsThatNobodyAnswers) {
  Polling talk;
  for (int i = 0; i < 300; ++i) talk.client(get());
  EXPECT_THAT(talk.heard(), HasSubstr("!http.no-pairing"));
  talk.close();
  talk.finish();
  EXPECT_THAT(talk.sessions(), SizeIs(1));
}

TEST(HttpExchange, ClientsSilenceIsCountedToTheEndOfItsOwnDirection) {
  Dialogue talk;
  talk.client(get(kPolling)).wait(kSecond).end(Direction::c2s).wait(10 * kSecond).end(Direction::s2c);
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("c2s engineio error waited_us=1001000 !eio.not-answered"));
}

}  // namespace
}  // namespace wstrace::test::http_exchange_test
