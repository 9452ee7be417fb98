// What a browser does with answers from another origin, by Engine.IO's requests and their answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_cors_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kBrowser =
    "Host: api.test\r\nUser-Agent: Mozilla/5.0\r\nOrigin: http://page.test\r\nSec-Fetch-Site: cross-site\r\n";

std::string browser(std::string_view more = "") { return std::string(kBrowser) + std::string(more); }

/// A page's first request and its answer; the page never comes back.
std::vector<std::string> notes_of(const std::string& headers, std::string_view answer_headers) {
  Dialogue talk;
  talk.client(request("GET", kPolling, headers)).server(answer(open_packet(), answer_headers));
  talk.wait(2 * kSecond).connect().client(get("/else")).close().finish();
  return talk.recorder().notes;
}

TEST(EngineIoCors, AnAnswerThatAllowsNoOriginIsWithheld) {
  EXPECT_THAT(
      notes_of(browser(), ""),
      ElementsAre("eio.cors: the browser withheld the server's answer from the page of http://page.test: it has "
                  "no Access-Control-Allow-Origin header, which must be http://page.test"));
}

TEST(EngineIoCors, TheSessionIsRefused) {
  Dialogue talk;
  talk.client(request("GET", kPolling, browser())).server(answer(open_packet())).close().finish();
  EXPECT_EQ(talk.recorder().facts[0].outcome.state, "refused");
  EXPECT_EQ(talk.recorder().facts[0].outcome.code, "eio.cors");
}

TEST(EngineIoCors, OneOriginAloneIsAllowed) {
  EXPECT_THAT(notes_of(browser(), "Access-Control-Allow-Origin: http://page.test\r\n"), IsEmpty());
  EXPECT_THAT(
      notes_of(browser(), "Access-Control-Allow-Origin: http://other.test\r\n"),
      ElementsAre(HasSubstr("it says Access-Control-Allow-Origin: http://other.test, which is not the page's")));
  EXPECT_THAT(
      notes_of(browser(), "Access-Control-Allow-Origin: http://page.test\r\nAccess-Control-Allow-Origin: *\r\n"),
      ElementsAre(HasSubstr("it has several values of Access-Control-Allow-Origin (http://page.test, *)")));
}

TEST(EngineIoCors, CookiesAskForMore) {
  EXPECT_THAT(notes_of(browser("Cookie: a=b\r\n"), "Access-Control-Allow-Origin: *\r\n"),
              ElementsAre(HasSubstr("eio.cors: ")));
  EXPECT_THAT(notes_of(browser("Cookie: a=b\r\n"), "Access-Control-Allow-Origin: http://page.test\r\n"),
              ElementsAre(HasSubstr("it has no Access-Control-Allow-Credentials: true")));
  EXPECT_THAT(notes_of(browser("Cookie: a=b\r\n"),
                       "Access-Control-Allow-Origin: http://page.test\r\nAccess-Control-Allow-Credentials: true\r\n"),
              IsEmpty());
}

TEST(EngineIoCors, AnyOriginMayBeTooFew) {
  EXPECT_THAT(notes_of(browser(), "Access-Control-Allow-Origin: *\r\n"),
              ElementsAre(HasSubstr("eio.cors-credentials: the page of http://page.test never used this session")));
}

TEST(EngineIoCors, APageThatGoesOnGotTheAnswer) {
  Dialogue talk;
  talk.client(request("GET", kPolling, browser())).server(answer(open_packet()));
  talk.client(post("41")).server(answer("ok")).close().finish();
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
}

TEST(EngineIoCors, OfWhatIsNoBrowsersNothingIsSaid) {
  constexpr std::string_view kNoCase[] = {
      "Host: page.test\r\nUser-Agent: Mozilla/5.0\r\nOrigin: http://page.test\r\n",  // the same origin
      "Host: api.test\r\nUser-Agent: Mozilla/5.0\r\nOrigin: http://page.test\r\nSec-Fetch-Site: same-origin\r\n",
      "Host: api.test\r\nUser-Agent: node\r\nOrigin: http://page.test\r\n",
      "Host: api.test\r\nUser-Agent: Mozilla/5.0\r\n",
      "Host: 10.0.0.1\r\nUser-Agent: Mozilla/5.0\r\nOrigin: http://page.test\r\nX-Forwarded-For: 1.2.3.4\r\n",
      "Host: 10.0.0.1\r\nUser-Agent: Mozilla/5.0\r\nOrigin: http://page.test\r\nConnection: close\r\n"};
  for (const std::string_view headers : kNoCase) EXPECT_THAT(notes_of(std::string(headers), ""), IsEmpty()) << headers;
}

struct Preflight {
  const char* asks;
  const char* status;
  const char* answer;
  const char* story;  ///< empty where it succeeds
};

TEST(EngineIoCors, APreflightIsAnAttemptToConnect) {
  constexpr const char* kOrigin = "Access-Control-Allow-Origin: http://page.test\r\n";
  constexpr Preflight kAll[] = {
      {"", "204 No Content", "", "has no Access-Control-Allow-Origin header, which must be http://page.test"},
      {"", "404 Not Found", kOrigin, "has the status 404, and only 200 to 299 are accepted"},
      {"Access-Control-Request-Headers: x-token\r\n", "204 No Content", kOrigin,
       "does not allow the header x-token (Access-Control-Allow-Headers)"},
      {"Access-Control-Request-Headers: x-token, authorization\r\n", "204 No Content",
       "Access-Control-Allow-Origin: http://page.test\r\nAccess-Control-Allow-Headers: X-Token\r\n",
       "does not allow the header authorization (Access-Control-Allow-Headers)"},
      {"Access-Control-Request-Method: PUT\r\n", "204 No Content", kOrigin,
       "does not allow the method PUT (Access-Control-Allow-Methods)"},
      {"Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x-token\r\n", "204 No Content",
       "Access-Control-Allow-Origin: http://page.test\r\nAccess-Control-Allow-Headers: x-other,x-token\r\n", ""}};
  for (const Preflight& each : kAll) {
    Dialogue talk;
    talk.client(request("OPTIONS", kPolling, browser(each.asks))).server(answer("", each.answer, each.status));
    const std::string story = each.story;
    if (story.empty()) {
      EXPECT_THAT(talk.recorder().notes, IsEmpty());
      continue;
    }
    EXPECT_THAT(
        talk.recorder().notes,
        ElementsAre("eio.cors-preflight: the browser asked whether the page of http://page.test may connect, and "
                    "did not send the request: the answer " +
                    story));
    EXPECT_EQ(talk.facts().outcome.state, "refused");
  }
}

}  // namespace
}  // namespace wstrace::test::engineio_cors_test
