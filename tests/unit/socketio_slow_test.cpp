// Acknowledgements and connects that take long, by the clock and by what is usual.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/message_dialogue.h"

namespace wstrace::test::socketio_slow_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Offer target() {
  Offer made;
  made.target = "/socket.io/?transport=websocket&EIO=4";
  return made;
}

class Talk : public MessageDialogue {
 public:
  explicit Talk(const Limits& limits = {}) : MessageDialogue(target(), limits) { server(R"(0{"sid":"eio"})"); }

  Talk& join() {
    client("40").server(R"(40{"sid":"sio"})");
    return *this;
  }
  /// One event, acknowledged after this time.
  Talk& ask(Duration answered) {
    client("42" + std::to_string(next_) + R"(["order"])").wait(answered - kMillisecond);
    server("43" + std::to_string(next_++) + "[]");
    return *this;
  }
  const std::vector<std::string>& notes() { return recorder().notes; }

 private:
  unsigned next_ = 0;
};

TEST(SocketIoSlow, AnAcknowledgementThatTakesASecond) {
  Talk talk;
  talk.join().ask(999 * kMillisecond);
  EXPECT_THAT(talk.notes(), IsEmpty());
  talk.ask(1000 * kMillisecond);
  EXPECT_THAT(talk.notes(), ElementsAre("sio.ack-slow: this acknowledgement took 1 s, where 999 ms is usual for "
                                        "\"order\""));
}

TEST(SocketIoSlow, WhatIsUsualIsNotTold) {
  Talk talk;
  talk.join();
  for (int i = 0; i < 20; ++i) talk.ask(900 * kMillisecond);
  talk.ask(4 * kSecond);
  EXPECT_THAT(talk.notes(), IsEmpty());
  talk.ask(4500 * kMillisecond);
  EXPECT_EQ(talk.notes().size(), 1U);
}

TEST(SocketIoSlow, TheLimitIsTheUsers) {
  Limits limits;
  limits.slow = 50 * kMillisecond;
  Talk talk(limits);
  talk.join().ask(60 * kMillisecond);
  EXPECT_THAT(talk.notes(), ElementsAre("sio.ack-slow: this acknowledgement took 60 ms"));
}

TEST(SocketIoSlow, AConnectThatTakesASecond) {
  Talk talk;
  talk.client("40").wait(1500 * kMillisecond).server(R"(40{"sid":"sio"})");
  EXPECT_THAT(talk.notes(), ElementsAre("sio.connect-slow: the server needed 1.50 s to accept the client in namespace "
                                        "\"/\""));
}

}  // namespace
}  // namespace wstrace::test::socketio_slow_test
