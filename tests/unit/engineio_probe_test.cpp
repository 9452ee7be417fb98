// The WebSocket that is to take a polling session over, and does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"
#include "websocket_frames.h"

namespace wstrace::test::engineio_probe_test {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// A polling session with a WebSocket that was asked for on connection 1.
class Probing : public Dialogue {
 public:
  Probing() {
    client(get(kPolling)).server(answer(open_packet()));
    connect().client(upgrade()).server(switching());
    heard();
  }
};

TEST(EngineIoProbe, ProbeThatIsCutOff) {
  Probing talk;
  talk.client(from_client(0x81, "2probe")).hang_up(Direction::s2c);
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("s2c engineio upgrade-failed waited_us=1000 !eio.upgrade-failed"));
  EXPECT_THAT(talk.recorder().notes,
              ElementsAre("eio.upgrade-failed: the upgrade to a WebSocket failed: the client's probe was not answered, "
                          "and the server closed the WebSocket after 1.0 ms"));
  EXPECT_THAT(talk.sessions(), IsEmpty());
  talk.on(0).client(get()).server(answer("4on"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=on");
}

TEST(EngineIoProbe, ProbeThatIsLeftWaiting) {
  Probing talk;
  talk.client(from_client(0x81, "2probe")).wait(10 * kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("waited_us=10001000 !eio.upgrade-stalled"));
}

TEST(EngineIoProbe, ProbeThatWasNeverSent) {
  Probing talk;
  talk.hang_up(Direction::c2s);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("the client sent no probe, and the client closed")));
}

TEST(EngineIoProbe, ProbeThatWasAnsweredAndNotUsed) {
  Probing talk;
  talk.client(from_client(0x81, "2probe")).server(from_server(0x81, "3probe")).wait(kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.recorder().notes, ElementsAre(HasSubstr("the probe was answered, but the client did not continue")));
}

TEST(EngineIoProbe, SessionThatEndsTakesItsProbeWithIt) {
  Probing talk;
  talk.client(from_client(0x81, "2probe")).on(0).client(post("1")).server(answer("ok"));
  talk.on(1).hang_up(Direction::c2s);
  EXPECT_THAT(talk.recorder().notes, IsEmpty());
}

}  // namespace
}  // namespace wstrace::test::engineio_probe_test
