// What a WebSocket upgrade is answered with when the answer is no 101.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http_handshake.h"
#include "support/dialogue.h"

namespace wstrace::test::http_refusal_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

struct Answered {
  const char* status;
  const char* headers;
  const char* code;
  const char* says;  ///< how the note ends
  const char* by = "server";
};

constexpr Answered kAnswers[] = {
    {"200 OK", "", "http.upgrade-ignored", "treated as an ordinary request"},
    {"204 No Content", "", "http.upgrade-ignored", "treated as an ordinary request"},
    {"206 Partial Content", "", "http.upgrade-ignored", "treated as an ordinary request"},
    {"301 Moved Permanently", "Location: https://x/chat\r\n", "http.upgrade-redirected",
     "a redirect to https://x/chat, which browsers do not follow for a WebSocket"},
    {"302 Found", "", "http.upgrade-redirected", "a redirect, which browsers do not follow for a WebSocket"},
    {"307 Temporary Redirect", "Location: /c\r\n", "http.upgrade-redirected",
     "a redirect to /c, which browsers do not follow for a WebSocket"},
    {"308 Permanent Redirect", "Location: /c\r\n", "http.upgrade-redirected",
     "a redirect to /c, which browsers do not follow for a WebSocket"},
    {"304 Not Modified", "", "http.upgrade-refused", "a cache treats it as a page that the client already has"},
    {"400 Bad Request", "", "http.upgrade-bad-request", "something in the request is missing or wrong"},
    {"400 Bad Request", "Sec-WebSocket-Version: 8, 7\r\n", "http.upgrade-version", "it accepts 8, 7"},
    {"400 Bad Request", "Sec-WebSocket-Version: 13, 8\r\n", "http.upgrade-bad-request",
     "something in the request is missing or wrong"},
    {"401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n", "http.upgrade-unauthorized",
     "credentials are required (WWW-Authenticate: Basic realm=\"x\")"},
    {"403 Forbidden", "", "http.upgrade-forbidden", "its Origin is http://page.example"},
    {"404 Not Found", "", "http.upgrade-not-found", "there is nothing at this path"},
    {"410 Gone", "", "http.upgrade-not-found", "there is nothing at this path"},
    {"405 Method Not Allowed", "Allow: POST\r\n", "http.upgrade-method-not-allowed", "it accepts POST"},
    {"407 Proxy Authentication Required", "Proxy-Authenticate: NTLM\r\n", "http.upgrade-proxy-authentication",
     "credentials (Proxy-Authenticate: NTLM)", "proxy"},
    {"408 Request Timeout", "", "http.upgrade-timeout", "the request did not arrive in time"},
    {"411 Length Required", "", "http.upgrade-length-required", "which an upgrade does not have"},
    {"413 Payload Too Large", "", "http.upgrade-too-large", "the request is too large"},
    {"431 Request Header Fields Too Large", "", "http.upgrade-too-large", "the request is too large"},
    {"426 Upgrade Required", "Upgrade: websocket\r\n", "http.upgrade-required",
     "was requested (Upgrade: websocket), so it did not see the request's Upgrade header"},
    {"426 Upgrade Required", "Sec-WebSocket-Version: 8\r\n", "http.upgrade-version", "it accepts 8"},
    {"429 Too Many Requests", "Retry-After: 30\r\n", "http.upgrade-rate-limited", "it should wait (Retry-After: 30)"},
    {"418 I'm a teapot", "", "http.upgrade-refused", "418 I'm a teapot instead of 101"},
    {"500 Internal Server Error", "", "http.upgrade-server-error", "the request failed"},
    {"501 Not Implemented", "", "http.upgrade-not-implemented", "this server or proxy does not support WebSockets"},
    {"502 Bad Gateway", "", "http.upgrade-bad-gateway", "from the server behind it", "proxy"},
    {"503 Service Unavailable", "Retry-After: 5\r\n", "http.upgrade-unavailable", "(Retry-After: 5)"},
    {"504 Gateway Timeout", "", "http.upgrade-gateway-timeout", "for the server behind it", "proxy"},
    {"522 ", "", "http.upgrade-server-error", "when it cannot reach the server", "proxy"},
    {"599 ", "", "http.upgrade-server-error", "the request failed"},
    {"999 ", "", "http.upgrade-refused", "999 instead of 101"},
};

TEST(HttpRefusal, EachAnswerHasItsCodeItsWordsAndItsAuthor) {
  for (const Answered& answer : kAnswers) {
    SCOPED_TRACE(answer.status);
    Dialogue talk;
    talk.client(asking("Origin: http://page.example")).server(refusing(answer.status, answer.headers)).close();
    ASSERT_THAT(talk.recorder().notes, SizeIs(1));
    EXPECT_THAT(talk.recorder().notes[0], ::testing::StartsWith(std::string(answer.code) + ": the WebSocket upgrade"));
    EXPECT_THAT(talk.recorder().notes[0], EndsWith(answer.says));
    EXPECT_THAT(talk.sessions(), ElementsAre(HasSubstr(std::string("1 http-upgrade refused by ") + answer.by)));
  }
}

TEST(HttpRefusal, WhoAnsweredIsSaid) {
  Dialogue talk;
  talk.client(asking()).server(refusing("502 Bad Gateway", "Server: nginx/1.22.1\r\n")).close();
  EXPECT_THAT(talk.recorder().notes[0],
              HasSubstr("answered with 502 Bad Gateway (Server: nginx/1.22.1) instead of 101"));
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 http-upgrade refused by proxy (a proxy answered the upgrade with 502 Bad Gateway)"));
}

TEST(HttpRefusal, UsualRequestsAreNotRefused) {
  for (const Answered& answer : kAnswers) {
    Dialogue talk;
    talk.client("GET / HTTP/1.1\r\nHost: x\r\n\r\n").server(refusing(answer.status, answer.headers)).close();
    EXPECT_THAT(talk.heard(), Not(HasSubstr("!"))) << answer.status;
  }
}

TEST(HttpRefusal, ValuesAreRepeatedInPart) {
  Dialogue talk;
  talk.client(asking()).server(refusing("302 Found", "Location: /" + std::string(5000, 'a') + "\r\n")).close();
  EXPECT_LT(talk.recorder().notes.at(0).size(), 500U);
}

}  // namespace
}  // namespace wstrace::test::http_refusal_test
