// What is wrong with a WebSocket's opening handshake: the request, and the 101 that answers it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dissectors/http/accept.h"
#include "http_handshake.h"
#include "support/dialogue.h"

namespace wstrace::test::http_handshake_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// The notes on a message, joined: "code: words".
std::string notes_of(Dialogue& talk) {
  std::string all;
  for (const std::string& note : talk.recorder().notes) all += (all.empty() ? "" : "\n") + note;
  talk.recorder().notes.clear();
  return all;
}

std::string notes_on_request(std::string_view request) {
  Dialogue talk;
  talk.client(request);
  return notes_of(talk);
}

std::string notes_on_answer(std::string_view answer, std::string_view offer = "X:") {
  Dialogue talk;
  talk.client(asking(offer)).server(answer);
  return notes_of(talk);
}

TEST(HttpHandshake, WhatIsRightHasNoNotes) {
  for (const char* line : {"X:", "Upgrade: WebSocket", "Upgrade: h2c, websocket", "Connection: keep-alive, upgrade",
                           "Content-Length: 0", "Origin: http://example.com"}) {
    EXPECT_EQ(notes_on_request(asking(line)), "") << line;
  }
  for (const char* line : {"X:", "Upgrade: WEBSOCKET", "Connection: upgrade", "Content-Length: 0"}) {
    EXPECT_EQ(notes_on_answer(accepting(line)), "") << line;
  }
}

TEST(HttpHandshake, OneFaultInTheRequestIsOneNote) {
  const std::pair<std::string, std::string_view> violations[] = {
      {asking("Connection: keep-alive"), "http.upgrade-without-connection: "},
      {asking("X:", "POST / HTTP/1.1"),
       "http.upgrade-not-get: a WebSocket upgrade must be a GET request, but this is a POST request"},
      {asking("X:", "GET / HTTP/1.0"), "http.upgrade-http10: "},
      {asking("Content-Length: 3") + "abc", "http.upgrade-with-body: "},
      {asking("Sec-WebSocket-Key:"), "http.missing-key: "},
      {asking("Sec-WebSocket-Key: c2hvcnQ="),
       "http.bad-key: Sec-WebSocket-Key must be 16 random bytes in base64, but it is \"c2hvcnQ=\", which has fewer "
       "than 16 bytes"},
      {asking("Sec-WebSocket-Version:"), "http.missing-websocket-version: "},
      {asking("Sec-WebSocket-Version: 8"),
       "http.bad-websocket-version: Sec-WebSocket-Version must be 13, but it is \"8\", a draft of 2011"},
      {asking("Sec-WebSocket-Version: 14"),
       "http.bad-websocket-version: Sec-WebSocket-Version must be 13, but it is \"14\""},
      {asking("Sec-Websocket-version: 13"), "http.repeated-websocket-header: the request has sec-websocket-version "},
      {asking("Origin: null"), "http.null-origin: "},
      {with_line(asking("Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5"), "Sec-WebSocket-Key2: 12998 5 Y3 1  .P00"),
       "http.draft-76: "},
  };
  for (const auto& [request, note] : violations) {
    const std::string notes = notes_on_request(request);
    EXPECT_THAT(notes, StartsWith(note));
    EXPECT_THAT(notes, Not(HasSubstr("\n"))) << "and nothing else";
  }
}

TEST(HttpHandshake, KeysThatAreNone) {
  EXPECT_TRUE(http::is_key(kKey));
  for (const char* key : {"", "=", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===", "dGhlIHNhbXBs!SBub25jZQ=="})
    EXPECT_FALSE(http::is_key(key)) << key;
  EXPECT_EQ(http::flaw_of_key("dGhlIHNhbXBs!SBub25jZQ=="), "is not base64");
  EXPECT_EQ(http::flaw_of_key("===="), "is not base64");
  EXPECT_EQ(http::flaw_of_key("AAAA"), "has fewer than 16 bytes");
  EXPECT_EQ(http::flaw_of_key("AAAAAAAAAAAAAAAAAAAAAAAA"), "has more than 16 bytes");
}

TEST(HttpHandshake, UpgradeThatAProxyDropped) {
  EXPECT_EQ(notes_on_request(asking("Upgrade:", "GET /chat HTTP/1.0")),
            "http.upgrade-stripped: the request asks for a WebSocket (it has a Sec-WebSocket-Key), but has no Upgrade "
            "header (and uses HTTP/1.0, as nginx does without proxy_http_version): a proxy between the client and this "
            "server dropped it");
  EXPECT_THAT(notes_on_request(with_line(asking("Upgrade:"), "Connection: close")), HasSubstr("has Connection: close"));
  EXPECT_THAT(notes_on_request(asking("Upgrade:")), HasSubstr("no Upgrade header: a proxy"));
  EXPECT_EQ(notes_on_request("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "") << "nobody meant a WebSocket";
}

TEST(HttpHandshake, StrippedUpgradeIsARefusalWithoutWaiting) {
  Dialogue talk;
  talk.client(asking("Upgrade:")).client("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
  talk.server(refusing("426 Upgrade Required", "Upgrade: websocket\r\n")).server(refusing("404 Not Found"));
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/chat?x=1 http_version=1.1 !http.upgrade-stripped\n"
            "c2s http request method=GET target=/next http_version=1.1\n"
            "s2c http response status=426 reason=Upgrade Required http_version=1.1 length=0 answers=GET /chat?x=1 "
            "!http.upgrade-required\n"
            "s2c http response status=404 reason=Not Found http_version=1.1 length=0");
  talk.close();
  EXPECT_THAT(talk.sessions(), ElementsAre("1 http-upgrade refused by server (the server answered the upgrade with 426 "
                                           "Upgrade Required, because the Upgrade header was dropped on the path)"));
}

TEST(HttpHandshake, OneFaultInTheAnswerIsOneNote) {
  const std::tuple<std::string, std::string_view, std::string_view> violations[] = {
      {accepting("Upgrade:"), "http.missing-upgrade: ", "its Upgrade header is missing"},
      {accepting("Connection:"),
       "http.missing-connection: the Connection header of the 101 response must contain \"upgrade\", but it is missing",
       "its Connection header does not contain \"upgrade\""},
      {accepting("Connection: close"),
       "http.missing-connection: the Connection header of the 101 response must contain \"upgrade\", but it is "
       "\"close\"",
       "its Connection header does not contain \"upgrade\""},
      {accepting("Sec-WebSocket-Accept:"), "http.missing-accept: ", "Sec-WebSocket-Accept is missing"},
      {accepting("Sec-WebSocket-Accept: AAAA"), "http.wrong-accept: ", "Sec-WebSocket-Accept is wrong"},
      {accepting("Sec-Websocket-accept: " + std::string(kAccept)),
       "http.several-accepts: ", "it has Sec-WebSocket-Accept more than once"},
      {accepting("Sec-WebSocket-Protocol: chat"),
       "http.subprotocol-not-offered: ", "the client did not offer its subprotocol"},
      {accepting("Sec-WebSocket-Protocol: a, b"), "http.several-subprotocols: ", "it names several subprotocols"},
      {accepting("Sec-WebSocket-Extensions: x-own; y=1"),
       "http.extension-not-offered: the server uses the extension "
       "\"x-own\"",
       "the client did not offer its extension"},
  };
  for (const auto& [answer, note, flaw] : violations) {
    Dialogue talk;
    talk.client(asking()).server(answer);
    const std::string notes = notes_of(talk);
    EXPECT_THAT(notes, StartsWith(note));
    EXPECT_THAT(notes, Not(HasSubstr("\n"))) << "and nothing else";
    EXPECT_THAT(talk.heard(), Not(HasSubstr("websocket open"))) << "no client takes it";
    talk.close();
    EXPECT_THAT(
        talk.sessions(),
        ElementsAre("1 http-upgrade refused by client (the client rejected the server's response to the upgrade: " +
                    std::string(flaw) + ")"));
  }
}

TEST(HttpHandshake, AnswerInHttp10IsTaken) {
  Dialogue talk;
  talk.client(asking()).server(accepting("X:", "HTTP/1.0 101 Switching Protocols"));
  EXPECT_THAT(notes_of(talk), StartsWith("http.upgrade-answer-http10: "));
  EXPECT_THAT(talk.heard(), HasSubstr("websocket open"));
}

TEST(HttpHandshake, BodyOfA101IsNone) {
  Dialogue talk;
  talk.client(asking()).server(accepting("Content-Length: 5") + "\x81\x03hey");
  EXPECT_EQ(notes_of(talk),
            "http.upgrade-answer-with-body: the 101 response announces a body with Content-Length, but cannot have "
            "one: what follows is the new protocol");
  EXPECT_THAT(talk.heard(), EndsWith("payload=hey"));
  EXPECT_THAT(notes_on_answer(accepting("Transfer-Encoding: chunked")), HasSubstr("with Transfer-Encoding"));
}

TEST(HttpHandshake, Subprotocols) {
  const std::string_view offer = "Sec-WebSocket-Protocol: chat, super";
  EXPECT_EQ(notes_on_answer(accepting("Sec-WebSocket-Protocol: super"), offer), "");
  EXPECT_THAT(notes_on_answer(accepting("Sec-WebSocket-Protocol: Chat"), offer),
              EndsWith("which the client did not offer: upper and lower case matter"));
  EXPECT_THAT(notes_on_answer(accepting("Sec-WebSocket-Protocol: chat, super"), offer),
              StartsWith("http.several-subprotocols: "));
  EXPECT_THAT(notes_on_answer(accepting(), offer), StartsWith("http.subprotocol-missing: "));
}

TEST(HttpHandshake, WhatAWrongAcceptWasComputedFrom) {
  const auto origin = [](std::string_view got) { return http::origin_of_accept(got, "wDqumtseNBJdhkihL6PW7w==", {}); };
  EXPECT_THAT(origin(http::accept_for("")), HasSubstr("empty key"));
  EXPECT_THAT(origin(kAccept), HasSubstr("example key of RFC 6455"));
  EXPECT_THAT(origin("wDqumtseNBJdhkihL6PW7w=="), HasSubstr("the key itself"));
  EXPECT_THAT(origin(http::accept_for("wDqumtseNBJdhkihL6PW7w== ")), HasSubstr("white space"));
  EXPECT_THAT(origin(http::accept_for("wDqumtseNBJdhkihL6PW7w==\r\n")), HasSubstr("white space"));
  EXPECT_THAT(origin("0123456789abcdef0123456789ABCDEF01234567"), HasSubstr("hexadecimal"));
  std::string other_case = http::accept_for("wDqumtseNBJdhkihL6PW7w==");
  for (char& c : other_case) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  EXPECT_THAT(origin(other_case), HasSubstr("upper and lower case"));
  EXPECT_THAT(
      origin(http::accept_for(std::string("\xc0\x3a\xae\x9a\xdb\x1e\x34\x12\x5d\x86\x48\xa1\x2f\xa3\xd6\xef", 16))),
      HasSubstr("decoded key"));
  // Base64 of the SHA-1 of the key alone.
  EXPECT_THAT(http::origin_of_accept("hHLtf2V1k8aDQZfNjw3Ia1hCwt0=", kKey, {}), HasSubstr("GUID"));
  EXPECT_EQ(origin("AAAA"), "");
}

TEST(HttpHandshake, AcceptOfAnEarlierKeyOnTheSameConnection) {
  constexpr std::string_view kOther = "Sec-WebSocket-Key: wDqumtseNBJdhkihL6PW7w==";
  Dialogue talk;
  talk.client(asking(kOther)).server(refusing("401 Unauthorized"));
  notes_of(talk);
  talk.client(asking()).server(accepting("Sec-WebSocket-Accept: " + http::accept_for("wDqumtseNBJdhkihL6PW7w==")));
  EXPECT_THAT(notes_of(talk), EndsWith("it is the answer to an earlier key: a stored (cached) answer"));
}

TEST(HttpHandshake, OtherProtocolThanTheOneAskedFor) {
  Dialogue talk;
  talk.client(asking()).server(accepting("Upgrade: h2c")).close();
  EXPECT_THAT(talk.heard(), HasSubstr("!http.wrong-upgrade"));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade refused by server (the server switched to \"h2c\" instead of a WebSocket)"));
}

TEST(HttpHandshake, SwitchThatNobodyAskedForOpensNothing) {
  Dialogue talk;
  talk.client("GET / HTTP/1.1\r\nHost: x\r\n\r\n").server(accepting()).close();
  EXPECT_EQ(without_times(talk.heard()),
            "c2s http request method=GET target=/ http_version=1.1\n"
            "s2c http response status=101 reason=Switching Protocols http_version=1.1 upgrade=websocket "
            "!http.upgrade-unasked");
  EXPECT_THAT(talk.sessions().at(0), HasSubstr("http-upgrade refused by client"));
}

TEST(HttpHandshake, KeptAliveConnectionMayUpgrade) {
  Dialogue talk;
  talk.client("GET / HTTP/1.1\r\nHost: x\r\n\r\n").server(refusing("200 OK"));
  talk.client(asking()).server(accepting() + "\x81\x02hi");
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
  EXPECT_THAT(talk.heard(), EndsWith("payload=hi"));
}

TEST(HttpHandshake, ClientThatWaitsInVain) {
  Dialogue talk;
  talk.client(asking()).wait(3 * kSecond).hang_up(Direction::c2s);
  EXPECT_EQ(talk.heard(),
            "c2s http request method=GET target=/chat?x=1 http_version=1.1 upgrade=websocket\n"
            "c2s http unanswered method=GET target=/chat?x=1 !http.upgrade-unanswered");
  EXPECT_THAT(notes_of(talk), EndsWith("was not answered for 3.00 s, then the client gave up"));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade abandoned by client (the client gave up after 3.00 s without "
                          "an answer to the upgrade)"));
}

/// What TCP acknowledges without a word, and the capture's end.
Dialogue& hanging(Dialogue& talk, Duration time) {
  talk.client(asking()).wait(time);
  talk.connection().acknowledged = {true, true};
  return talk;
}

TEST(HttpHandshake, ClientThatGaveUpIsASessionWhateverTheServerDoes) {
  Dialogue talk;
  hanging(talk, 2 * kSecond).end(Direction::c2s).wait(4 * kSecond).finish();
  EXPECT_THAT(talk.heard(), EndsWith("c2s http unanswered method=GET target=/chat?x=1 !http.upgrade-unanswered"));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade abandoned by client (the client gave up after 2.00 s without "
                          "an answer to the upgrade)"));
}

TEST(HttpHandshake, UpgradeThatWaitsWhenTheCaptureEnds) {
  Dialogue talk;
  hanging(talk, 2 * kSecond).finish();
  EXPECT_THAT(talk.heard(), EndsWith("c2s http unanswered method=GET target=/chat?x=1 !http.upgrade-pending"));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade open by unknown (the upgrade had not been answered for 2.00 s "
                          "when the capture ended)"));
}

/// The application of its client never had this WebSocket.
TEST(HttpHandshake, AnAnswerThatComesWhenTheClientHasGoneOpensNothing) {
  Dialogue talk;
  talk.client(asking()).wait(600 * kMillisecond).end(Direction::c2s).wait(kSecond);
  talk.server(accepting()).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard(), HasSubstr("!http.upgrade-unanswered"));
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("1 http-upgrade abandoned by client")));
}

TEST(HttpHandshake, SlowAcceptanceIsTold) {
  Dialogue talk;
  talk.client(asking()).wait(1500 * kMillisecond).server(accepting());
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("http.slow-answer: the answer to the upgrade took 1.50 s")));
}

/// Engine.IO's server gives an upgrade up that is not for its path.
TEST(HttpHandshake, AnUpgradeThatNobodyHandlesEndsAfterASecond) {
  Dialogue talk;
  talk.client(asking()).wait(1010 * kMillisecond).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("as a Node server with Socket.IO does")));
  Dialogue later;
  later.client(asking()).wait(5 * kSecond).hang_up(Direction::s2c);
  EXPECT_THAT(later.recorder().notes, ElementsAre(Not(HasSubstr("Socket.IO"))));
}

TEST(HttpHandshake, UpgradeThatHasJustBeenAskedForAccusesNobody) {
  Dialogue talk;
  hanging(talk, 400 * kMillisecond).finish();
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
  EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr("1 http-upgrade open")));
}

TEST(HttpHandshake, OneSidedCaptureSaysNothingOfAnswers) {
  Dialogue talk;
  talk.client(asking()).wait(2 * kSecond).finish();
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
  Dialogue goes_on;
  hanging(goes_on, 2 * kSecond).client("\x81\x82zzzzab").finish();
  EXPECT_THAT(notes_of(goes_on), testing::Not(HasSubstr("pending")));
}

TEST(HttpHandshake, ServerThatResetsInPlaceOfAnAnswer) {
  Dialogue talk;
  talk.client(asking()).reset(Direction::s2c);
  EXPECT_THAT(talk.heard(), EndsWith("s2c http unanswered method=GET target=/chat?x=1 !http.unanswered"));
  EXPECT_THAT(
      talk.sessions(),
      ElementsAre("1 http-upgrade refused by server (the server reset the connection without answering the upgrade)"));
}

}  // namespace
}  // namespace wstrace::test::http_handshake_test
