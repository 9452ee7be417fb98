// A live trace: rows as they happen, and nothing of connections that carry no session.
#include <gtest/gtest.h>

#include <cstdlib>

#include "output/text.h"
#include "output_sample.h"

namespace wstrace::test::output_live_test {
namespace {

using namespace sample;

Happening hello(Duration at) {
  return {
      kMessage, at, 1, 1, {make_field(kName, std::string_view("hello")), make_field(kArgs, std::string_view("[1]"))}};
}

class TextLive : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    sink_.on_capture(capture(true));
  }
  /// What was printed since the last call.
  std::string news() {
    const std::string& all = output_.text();
    std::string part = all.substr(seen_);
    seen_ = all.size();
    return part;
  }

  MemoryOutput output_;
  TextSink sink_{output_, {}, {}};
  std::size_t seen_ = 0;
};

TEST_F(TextLive, RowsComeAsTheyHappenOnceTheConnectionServesASession) {
  Happening(kSyn, 0, 1, 0, {make_field(kSeq, 1)}).to(sink_);
  Happening(kSyn, kMillisecond, 2, 0, {make_field(kSeq, 2)}).to(sink_);
  EXPECT_EQ(news(), "");
  hello(2 * kMillisecond).to(sink_);
  EXPECT_EQ(news(),
            "           time        Δ  session  OSI  protocol\n"
            "09:50:13.000000           –/1      L4   Wire       ──▶ SYN          seq 1\n"
            "09:50:13.002000   2.0 ms  1/1      L7   Chat       ──▶ EVENT \"hello\"   1\n");
  Happening(kSyn, 3 * kMillisecond, 1, 0, {make_field(kSeq, 3)}).to(sink_);
  EXPECT_EQ(news(), "09:50:13.003000   1.0 ms  –/1      L4   Wire       ──▶ SYN          seq 3\n");
}

TEST_F(TextLive, TheEndSumsUp) {
  hello(0).to(sink_);
  news();
  sink_.on_session(session(1, {1}));
  EXPECT_EQ(news(), "Session 1 · WebSocket · 1.18 s · closed by the client\n");
  Happening(kSyn, 0, 2, 0).to(sink_);
  sink_.on_session(session(2, {2}, session_types::tcp));
  sink_.on_connection_gone(2);
  EXPECT_EQ(news(), "");
  EndFacts end;
  end.packets = 12;
  end.kernel_drops = 3;
  sink_.on_end(end);
  EXPECT_EQ(news(),
            "\n1 session in 12 packets.\n"
            "Not shown: 1 other TCP connection; --all shows them.\n"
            "! The kernel dropped 3 packets because wstrace was too slow: what is missing above may have been in\n"
            "them. Use a narrower filter.\n");
}

/// An event without a row says all the same that its connection serves a session.
TEST(TextLiveChoice, RowsOfOneLayerNeedNoRowAboveThem) {
  TextOptions options;
  options.events.add(Layer::transport);
  MemoryOutput output;
  TextSink sink(output, {}, options);
  sink.on_capture(capture(true));
  Happening(kSyn, 0, 1, 0, {make_field(kSeq, 1)}).to(sink);
  hello(kMillisecond).to(sink);
  EXPECT_EQ(output.text(), "");
  Happening(kSyn, 2 * kMillisecond, 1, 1, {make_field(kSeq, 2)}).to(sink);
  EXPECT_NE(output.text().find("seq 1\n"), std::string::npos) << output.text();
  EXPECT_NE(output.text().find("seq 2\n"), std::string::npos) << output.text();
  EXPECT_EQ(output.text().find("hello"), std::string::npos) << output.text();
}

SessionFacts failed_session() {
  SessionFacts facts = session(1, {1});
  facts.outcome = {"timeout", "client", "the client gave up", "chat.late"};
  facts.notes = {{&kLate, "the answer took 9 s", kStart, 1, 2}};
  return facts;
}

TEST_F(TextLive, ASessionThatFailedSaysWhyAtItsEnd) {
  hello(0).to(sink_);
  news();
  sink_.on_session(failed_session());
  EXPECT_EQ(news(),
            "Session 1 · WebSocket · 1.18 s · given up by the client · 2 warnings\n"
            "  ended        the client gave up\n"
            "  ! 2 warnings  the answer took 9 s [chat.late, Chat 1.2]\n"
            "                → Look at the server's load.\n");
}

TEST(TextLiveQuiet, ASessionsHeaderAndFooterAreAllThereIs) {
  TextOptions options;
  options.quiet = true;
  MemoryOutput output;
  TextSink sink(output, {}, options);
  sink.on_capture(capture(true));
  hello(0).to(sink);
  EXPECT_EQ(output.text(), "");
  sink.on_session(failed_session());
  EXPECT_EQ(output.text(),
            "Session 1 · WebSocket · 1.18 s · given up by the client\n"
            "  client 10.0.0.1:40001   server 10.0.0.2:3000\n"
            "\n"
            "  ended        the client gave up\n"
            "  ! 2 warnings  the answer took 9 s [chat.late, Chat 1.2]\n"
            "                → Look at the server's load.\n"
            "\n");
}

}  // namespace
}  // namespace wstrace::test::output_live_test
