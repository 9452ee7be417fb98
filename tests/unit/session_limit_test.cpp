// Sessions that give way to others because there are too many (Limits::sessions).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::session_limit_test {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SessionLimit, WhoGivesWayHasNotTimedOut) {
  Limits limits;
  limits.sessions = 2;
  Dialogue talk({}, limits);
  for (const char* sid : {"a", "b", "c", "d"}) {
    talk.client(get(kPolling)).server(answer(open_packet(sid)));
    talk.hang_up(Direction::s2c).connect();
  }
  EXPECT_THAT(talk.sessions(), Each(Not(HasSubstr("abandoned by client (the client sent nothing more"))));
}

}  // namespace
}  // namespace wstrace::test::session_limit_test
