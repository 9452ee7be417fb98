// Whose a session is, from the heads of its requests.
#include "model/identity.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::model_identity_test {
namespace {

using ::testing::SizeIs;

TEST(Identity, FirstWordsStandAndCookiesAreKeptOneByOne) {
  ClientIdentity identity;
  const Pair first[] = {{"user-agent", "A"}, {"cookie", "id=0123456789ab; theme=dark"}, {"authorization", "Bearer 1"}};
  identity.see(first);
  const ClientIdentity before = identity;
  const Pair second[] = {
      {"user-agent", "B"}, {"cookie", " id=0123456789ab;io=abcdefghijklmnop"}, {"authorization", "x"}};
  identity.see(second);
  EXPECT_EQ(identity.agent, before.agent);
  EXPECT_EQ(identity.auth, before.auth);
  EXPECT_THAT(before.cookies, SizeIs(1));
  EXPECT_THAT(identity.cookies, SizeIs(2)) << "a theme is nobody's own";
}

TEST(Identity, OnlyTheLatestCookiesAreKept) {
  ClientIdentity identity;
  for (int i = 0; i < 100; ++i) {
    const std::string cookie = "id=value-number-" + std::to_string(i);
    const Pair header[] = {{"cookie", cookie}};
    identity.see(header);
  }
  EXPECT_THAT(identity.cookies, SizeIs(8));
  EXPECT_EQ(identity.cookies.back(), identity_hash("id=value-number-99"));
}

TEST(Identity, NothingIsNoLogin) {
  ClientIdentity identity;
  for (const std::string_view nothing : {"", "{}", "null"}) identity.log_in(nothing);
  EXPECT_EQ(identity.auth, 0U);
}

TEST(Identity, ComesFromTheRequestsOfASession) {
  Dialogue talk;
  talk.client(request("GET", kPolling, "User-Agent: A\r\nX-Forwarded-For: 192.0.2.7\r\n"))
      .server(answer(open_packet()));
  talk.client(request("GET", kPollingAbc, "Cookie: id=0123456789ab\r\n")).server(answer("6")).finish();
  ASSERT_THAT(talk.recorder().facts, SizeIs(1));
  const ClientIdentity& identity = talk.recorder().facts[0].identity;
  EXPECT_EQ(identity.agent, identity_hash("A"));
  EXPECT_EQ(identity.forwarded, identity_hash("192.0.2.7"));
  EXPECT_THAT(identity.cookies, SizeIs(1));
}

}  // namespace
}  // namespace wstrace::test::model_identity_test
