// Exchanges whose place was lost in the capture: nothing is concluded from what could not be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_lost_exchanges_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(EngineIoLostExchanges, PongInALostPostIsNotMissed) {
  Polling talk;
  talk.connect().client(get()).server(answer("2")).client(get());
  talk.on(0).gap(Direction::c2s, 120).server(answer("ok"));
  talk.on(1).wait(600 * kMillisecond).server(answer("1"));
  EXPECT_THAT(talk.heard_of("engineio"), Not(HasSubstr("eio.ping-timeout")));
}

TEST(EngineIoLostExchanges, PingInALostAnswerIsNotMissed) {
  Polling talk("abc", kPolling3);
  talk.connect().client(post("1:2", kPolling3Abc)).server(answer("ok"));
  talk.on(0).client(get(kPolling3Abc)).gap(Direction::s2c, 120);
  talk.on(1).wait(600 * kMillisecond).client(post("1:1", kPolling3Abc));
  EXPECT_THAT(talk.heard_of("engineio"), Not(HasSubstr("eio.ping-timeout")));
}

}  // namespace
}  // namespace wstrace::test::engineio_lost_exchanges_test
