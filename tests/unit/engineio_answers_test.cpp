// What other servers than Node's say, and what HTTP says below them: the same few things in other words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_answers_test {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// As python-engineio refuses: the words alone, as a JSON string.
std::string python(std::string_view text, std::string_view status = "400 BAD REQUEST") {
  return answer('"' + std::string(text) + '"', "Content-Type: text/plain\r\n", status);
}

TEST(EngineIoAnswers, APostMayBeAnsweredWithAnyWords) {
  for (const char* text : {"ok", "OK", "thanks", ""}) {
    Polling talk;
    talk.client(post("4a")).server(answer(text));
    EXPECT_EQ(talk.heard_of("engineio"), "c2s engineio message text=a") << text;
    EXPECT_EQ(talk.facts().server_software, std::string(text) == "OK" ? "python-engineio" : "") << text;
  }
}

TEST(EngineIoAnswers, PythonDropsAPostOfMoreThan16Packets) {
  const auto post_of = [](std::size_t packets) {
    std::string body = "4a";
    for (std::size_t i = 1; i < packets; ++i)
      body +=
          "\x1e"
          "4a";
    return post(body);
  };
  Polling most;
  most.client(post_of(16)).server(answer("OK"));
  EXPECT_THAT(most.recorder().notes, IsEmpty());
  most.client(post_of(17)).server(answer("OK"));
  EXPECT_THAT(most.recorder().notes, ElementsAre(StartsWith("eio.too-many-packets: 17 packets in one POST")));
  Polling node;
  node.client(post_of(17)).server(answer("ok"));
  EXPECT_THAT(node.recorder().notes, IsEmpty());
}

struct Words {
  const char* text;
  const char* code;
};

TEST(EngineIoAnswers, PythonsWordsMeanWhatNodesNumbersMean) {
  constexpr Words kWords[] = {
      {"Invalid session", "eio.session-unknown"},
      {"Invalid transport", "eio.bad-request"},
      {"Bad Request", "eio.bad-request"},
      {"Invalid session j-loGsP3VIQco_B7AAAA", "eio.session-unknown"},
      {"Not an accepted origin.", "eio.origin-refused"},
      {"https://a.example is not an accepted origin.", "eio.origin-refused"},
      {"Unauthorized", "eio.forbidden"},
      {"The client is using an unsupported version of the Socket.IO or Engine.IO protocols", "eio.version-mismatch"}};
  for (const Words& each : kWords) {
    Dialogue talk;
    talk.client(get()).server(python(each.text));
    EXPECT_EQ(talk.heard_of("engineio"),
              "s2c engineio error reason=" + std::string(each.text) + " !" + std::string(each.code));
    EXPECT_EQ(talk.facts().server_software, "python-engineio");
  }
}

TEST(EngineIoAnswers, WordsThatAnyServerHasAreNoOnesWithoutQuotationMarks) {
  Dialogue talk;
  talk.client(get(kPolling)).server(answer("Bad Request", "", "400 Bad Request"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio error status=400 text=Bad Request !eio.refused");
}

/// engineioxide, in Rust.
TEST(EngineIoAnswers, ACodeMayBeAString) {
  Dialogue talk;
  talk.client(get()).server(answer(R"({"code":"1","message":"Session ID unknown"})", "", "400 Bad Request"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio error error_code=1 reason=Session ID unknown !eio.session-unknown");
}

struct Status {
  const char* status;
  const char* headers;
  const char* note;
};

constexpr Status kStatuses[] = {
    {"429 Too Many Requests", "Server: nginx/1.22.1\r\nRetry-After: 5\r\n",
     "eio.rate-limited: rate limited: 429 Too Many Requests from nginx/1.22.1, to be repeated after 5 s"},
    {"431 Request Header Fields Too Large", "",
     "eio.headers-too-large: the request's headers, or its URL, are too large: 431 Request Header Fields Too Large"},
    {"414 URI Too Long", "",
     "eio.headers-too-large: the request's headers, or its URL, are too large: 414 URI Too Long"},
    {"401 Unauthorized", "WWW-Authenticate: Basic\r\n",
     "eio.unauthorized: the request was not allowed: 401 Unauthorized, which asks for Basic"},
    {"403 Forbidden", "", "eio.unauthorized: the request was not allowed: 403 Forbidden"},
    {"521 ", "Server: cloudflare\r\n",
     "eio.unavailable: the server cannot be reached, or is overloaded: 521 from cloudflare"}};

TEST(EngineIoAnswers, AStatusSaysWhatIsWrongBeforeAndWithinASession) {
  for (const Status& each : kStatuses) {
    Dialogue first;
    first.client(get(kPolling)).server(answer("", each.headers, each.status));
    EXPECT_THAT(first.recorder().notes, ElementsAre(each.note));
    EXPECT_EQ(first.facts().outcome.state, "refused");
    Polling within;
    within.client(get()).server(answer("", each.headers, each.status));
    EXPECT_THAT(within.recorder().notes, ElementsAre(each.note));
    EXPECT_EQ(within.facts().outcome.state, "closed");
    EXPECT_EQ(within.facts().outcome.client_word, "transport error");
  }
}

TEST(EngineIoAnswers, WhoAnsweredIsSaidWhereSomethingProvesIt) {
  Polling server;
  server.client(get()).server(answer("", "", "429 Too Many Requests"));
  EXPECT_EQ(server.facts().outcome.by, "server");
  Polling proxy;
  proxy.client(get()).server(answer("", "Server: nginx\r\n", "429 Too Many Requests"));
  EXPECT_EQ(proxy.facts().outcome.by, "proxy");
}

/// Where a sid was issued or has worked, there is a Socket.IO server, whatever it says now.
TEST(EngineIoAnswers, ASessionThatWorkedHasAServer) {
  Polling opened;
  opened.client(get()).server(answer("<html>", "", "500 Internal Server Error"));
  EXPECT_THAT(opened.recorder().notes, ElementsAre(StartsWith("eio.unexpected-answer: the answer to a request of this "
                                                              "session is 500 Internal Server Error")));
  Dialogue middle;
  middle.client(get()).server(answer("4a")).client(get()).server(answer("<html>", "", "404 Not Found"));
  EXPECT_THAT(middle.recorder().notes, ElementsAre(StartsWith("eio.unexpected-answer")));
  Dialogue never;
  never.client(get()).server(answer("<html>", "", "404 Not Found"));
  EXPECT_THAT(never.recorder().notes, ElementsAre(StartsWith("http.not-socketio"))) << "nothing shows one";
}

TEST(EngineIoAnswers, ARedirectIsNoRefusal) {
  constexpr const char* kTo = "Location: https://www.example.org/engine.io/\r\n";
  Polling talk;
  talk.client(get()).server(answer("", kTo, "308 Permanent Redirect"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre("eio.redirected: redirected to https://www.example.org/engine.io/ "
                                                 "(308 Permanent Redirect)"));
  EXPECT_EQ(talk.facts().outcome.state, "open") << "the client goes where it is sent";
  talk.client(post("4a")).server(answer("", kTo, "307 Temporary Redirect"));
  EXPECT_EQ(talk.facts().outcome.state, "open");
  talk.client(post("4a")).server(answer("", kTo, "301 Moved Permanently"));
  EXPECT_THAT(talk.recorder().notes.back(), HasSubstr("browsers repeat this POST as a GET without its body"));
}

TEST(EngineIoAnswers, ARedirectThatIsFollowedIsOneSession) {
  for (const char* location :
       {"/moved/?EIO=4&transport=polling", "http://10.0.0.1:3000/moved/?EIO=4&transport=polling"}) {
    Dialogue talk;
    talk.client(get(kPolling)).server(answer("", "Location: " + std::string(location) + "\r\n", "308 Moved"));
    talk.connect(1).client(get("/moved/?EIO=4&transport=polling")).server(answer(open_packet()));
    EXPECT_EQ(talk.facts().number, 1U);
    EXPECT_EQ(talk.facts().sid, "abc");
    EXPECT_EQ(talk.facts().outcome.state, "open");
    EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("eio.redirected: redirected to ")));
  }
}

TEST(EngineIoAnswers, ARedirectThatNobodyFollowsEndsTheSession) {
  Dialogue talk;
  talk.client(get(kPolling)).server(answer("", "Location: /moved/\r\n", "301 Moved")).hang_up(Direction::c2s);
  talk.wait(10 * kSecond).connect().client(get("/else")).finish();
  EXPECT_EQ(talk.recorder().facts[0].outcome.state, "closed");
  EXPECT_EQ(talk.recorder().facts[0].outcome.reason, "the server redirected the client: 301 Moved");
}

TEST(EngineIoAnswers, NoRedirectIsFollowedForAWebSocket) {
  Polling talk;
  talk.connect().client(upgrade()).server(answer("", "Location: /else\r\n", "301 Moved"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("eio.redirected-upgrade: ")));
  EXPECT_EQ(talk.facts().outcome.state, "open");
}

/// A browser repeats the POST as a GET beside the poll that waits.
TEST(EngineIoAnswers, WhatFollowsARedirectedPostIsNoSecondCause) {
  Polling talk;
  talk.client(post("40")).server(answer("", "Location: /engine.io/?EIO=4&transport=polling&sid=abc\r\n", "301 Moved"));
  talk.connect().client(get()).connect().client(get()).server(answer("", "", "400 Bad Request"));
  talk.connect().client(upgrade()).server(answer("", "", "404 Not Found"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("eio.redirected-post: ")));
}

TEST(EngineIoAnswers, ACookieThatIsNotReturnedKeepsAClientAtNoServer) {
  const std::string unknown = refusal(1, "Session ID unknown");
  Dialogue lacks;
  lacks.client(get(kPolling)).server(answer(open_packet(), "Set-Cookie: SERVERID=s1; path=/\r\n"));
  lacks.client(get()).server(unknown);
  EXPECT_THAT(
      lacks.recorder().notes,
      ElementsAre("eio.cookie-not-returned: 10.0.0.0:3000 does not know this session: the answer that opened it "
                  "set the cookie SERVERID, and the client does not send it back"));
  Dialogue returns;
  returns.client(get(kPolling)).server(answer(open_packet(), "Set-Cookie: SERVERID=s1; path=/\r\n"));
  returns.client(request("GET", kPollingAbc, "Cookie: a=1; SERVERID=s1\r\n")).server(unknown);
  EXPECT_THAT(returns.recorder().notes, ElementsAre(StartsWith("eio.session-unknown: ")));
  Dialogue own;
  own.client(get(kPolling)).server(answer(open_packet(), "Set-Cookie: io=abc\r\n")).client(get()).server(unknown);
  EXPECT_THAT(own.recorder().notes, ElementsAre(StartsWith("eio.session-unknown: ")));
}

TEST(EngineIoAnswers, AnOpenPacketThatComesAgainIsFromACache) {
  Polling talk;
  talk.client(get()).server(answer(open_packet()));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre(StartsWith("eio.cached: this is the answer that opened this session")));
}

TEST(EngineIoAnswers, ASidThatWasGivenOutBeforeIsFromACache) {
  Polling talk;
  talk.wait(kSecond).connect().client(get(kPolling)).server(answer(open_packet()));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre(StartsWith("eio.cached: this is the answer that opened session 1 1.00 s earlier")));
  talk.client(get()).server(refusal(1, "Session ID unknown"));
  EXPECT_EQ(talk.recorder().notes.size(), 1U);
}

TEST(EngineIoAnswers, APlainWebSocketNamesNoTransport) {
  Dialogue talk;
  talk.client(upgrade("/socket.io/")).server(refusal(0, "Transport unknown"));
  EXPECT_THAT(talk.recorder().notes, ElementsAre(StartsWith("eio.not-a-client: ")));
}

TEST(EngineIoAnswers, ARequestThatWaitsWhenTheCaptureEndsIsTold) {
  Dialogue first;
  first.client(get(kPolling)).wait(3 * kSecond).finish();
  EXPECT_THAT(first.recorder().notes,
              ElementsAre("eio.still-waiting: this request had waited 3.00 s for its answer when the capture ended"));
  EXPECT_EQ(first.recorder().facts[0].outcome.state, "open");
  Polling poll;
  poll.client(get()).wait(3 * kSecond).finish();
  EXPECT_THAT(poll.recorder().notes, IsEmpty());
  Dialogue soon;
  soon.client(get(kPolling)).wait(300 * kMillisecond).finish();
  EXPECT_THAT(soon.recorder().notes, IsEmpty());
}

TEST(EngineIoAnswers, AStatusThatSaysWhatItMeansIsNoOtherServer) {
  Dialogue first;
  first.client(get(kPolling)).server(answer("", "", "421 Misdirected Request"));
  EXPECT_THAT(
      first.recorder().notes,
      ElementsAre("eio.refused: the session's first request was answered with 421 Misdirected Request: the request "
                  "reached a server that does not serve this host name"));
  Polling within;
  within.client(post("4a")).server(answer("", "Server: nginx\r\n", "405 Not Allowed"));
  EXPECT_THAT(
      within.recorder().notes,
      ElementsAre("eio.unexpected-answer: the answer to a request of this session is 405 Not Allowed from nginx "
                  "(this path does not accept the method): for the client that is the session's end"));
}

/// nginx says it with 400, and in its own words.
TEST(EngineIoAnswers, NginxSaysInItsPageThatAHeaderIsTooLarge) {
  Dialogue talk;
  talk.client(get(kPolling))
      .server(answer("<center>Request Header Or Cookie Too Large</center>", "Server: nginx\r\n", "400 Bad Request"));
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("!eio.headers-too-large"));
}

TEST(EngineIoAnswers, ALargePostThatTheServerLeavesIsTooLarge) {
  Polling talk;
  talk.client(post("4" + std::string(20'000, 'a'))).hang_up(Direction::s2c);
  EXPECT_THAT(talk.recorder().notes, Not(Contains(HasSubstr("eio.payload-too-large")))) << "the server may have ended";
}

TEST(EngineIoAnswers, SlowOnesAreTold) {
  Dialogue opens;
  opens.client(get(kPolling)).wait(1200 * kMillisecond).server(answer(open_packet()));
  EXPECT_THAT(opens.recorder().notes,
              ElementsAre("eio.connect-slow: it took 1.20 s from the request to the open packet"));
  Polling posts;
  posts.client(post("4a")).wait(1200 * kMillisecond).server(answer("ok"));
  EXPECT_THAT(posts.recorder().notes, ElementsAre("eio.slow-answer: the answer to this POST took 1.20 s"));
  Polling polls;
  polls.client(get()).wait(20 * kSecond).server(answer("2"));
  EXPECT_THAT(polls.recorder().notes, IsEmpty());
}

}  // namespace
}  // namespace wstrace::test::engineio_answers_test
