// One line a session, and what events mean.
#include "output/session_list.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

#include "output/escape.h"
#include "output/explain.h"
#include "output_sample.h"

namespace wstrace::test::output_list_test {
namespace {

using namespace sample;

SessionFacts chat(std::uint32_t number) {
  SessionFacts facts = session(number, {number}, session_types::socketio);
  facts.path = "/socket.io/";
  facts.stack.add({&kWire, "4"});
  facts.stack.add({&kChat, "5"});
  facts.events.push_back({"/", "hello", Direction::c2s, 12, 0, {}});
  facts.notes.push_back({&kLate, "late", kStart, number, 2});
  return facts;
}

class List : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
  }
  MemoryOutput output_;
};

TEST_F(List, OneLineASessionInOrder) {
  SessionListSink sink(output_, {}, {});
  sink.on_capture(capture());
  sink.on_session(session(2, {2}));
  sink.on_session(session(3, {3}, session_types::tcp));
  sink.on_session(chat(1));
  sink.on_end({});
  EXPECT_EQ(output_.text(),
            "#  session    client          server         path         start       took  events  !  outcome\n"
            "1  Chat 5     10.0.0.1:40001  10.0.0.2:3000  /socket.io/  09:50:13  1.18 s      12  2  ▶ closed\n"
            "2  WebSocket  10.0.0.1:40002  10.0.0.2:3000               09:50:13  1.18 s       0     ▶ closed\n"
            "\n"
            "Not shown: 1 other TCP connection; --all shows them.\n");
}

TEST_F(List, AWideTerminalHasRoomForBytesAndTheOtherSide) {
  SessionListSink sink(output_, {160, false}, {});
  SessionFacts near = chat(1);
  near.traffic.bytes = {12'000, 300};
  near.other_sides = {2};
  SessionFacts far = chat(2);
  far.other_sides = {1, 3};
  sink.on_session(near);
  sink.on_session(far);
  sink.on_end({});
  EXPECT_NE(output_.text().find("events    bytes  !  same as  outcome\n"), std::string::npos) << output_.text();
  EXPECT_NE(output_.text().find("    12  12.3 kB  2        2  ▶ closed\n"), std::string::npos) << output_.text();
  EXPECT_NE(output_.text().find("    12        0  2     1 +1  ▶ closed\n"), std::string::npos) << output_.text();
}

TEST_F(List, FitsTheTerminalWhateverThePathIs) {
  for (const std::size_t width : {80, 100, 160}) {
    MemoryOutput output;
    SessionListSink sink(output, {width, false}, {});
    SessionFacts facts = chat(1);
    facts.path = "/" + std::string(500, 'p') + "\x1b";
    sink.on_session(facts);
    sink.on_end({});
    std::string line;
    for (const char c : output.text()) {
      if (c != '\n') {
        line += c;
        continue;
      }
      EXPECT_LE(columns_of(line), width) << line;
      line.clear();
    }
  }
}

TEST_F(List, LiveEachLineComesAsTheSessionEnds) {
  SessionListSink sink(output_, {}, {});
  sink.on_capture(capture(true));
  sink.on_session(session(2, {2}));
  EXPECT_NE(output_.text().find("10.0.0.1:40002"), std::string::npos) << output_.text();
}

std::string explanation(std::string_view wanted) {
  static const ProtocolDef* const kAll[] = {&kWire, &kChat};
  MemoryOutput output;
  TextWriter writer(output, {80, false});
  return print_explanations(writer, kAll, wanted) ? output.text() : "nothing has this name";
}

TEST(Explain, OneEvent) {
  EXPECT_EQ(explanation("wire.syn"),
            "  wire.syn  L4 transport  RFC 9293 3.5\n"
            "    The client asks for a connection.\n"
            "\n"
            "The OSI model is older than these protocols, and they do not follow it closely:\n"
            "the layers are an aid for reading, not part of the specifications.\n");
}

TEST(Explain, AProtocolWithItsNotesAndEverything) {
  const std::string chat_only = explanation("chat");
  EXPECT_EQ(chat_only.find("wire.syn"), std::string::npos);
  EXPECT_NE(chat_only.find("The answer was late. Look at the server's load."), std::string::npos);
  EXPECT_NE(explanation("").find("wire.syn"), std::string::npos);
  EXPECT_NE(explanation("").find("chat.pong"), std::string::npos);
}

TEST(Explain, ANoteByItsCode) { EXPECT_NE(explanation("chat.late").find("chat.late  warning"), std::string::npos); }

TEST(Explain, ANoteWhoseTextNeedsItsFieldsHasASentenceOfItsOwn) {
  static constexpr NoteDef kGap{
      .code = "gap.note", .text = "lost[ {length}]", .advice = "look", .explain = "bytes are lost"};
  static constexpr const NoteDef* kNotes[] = {&kGap};
  static constexpr ProtocolDef kProtocol{"gap", "Gap", no_events,
                                         [] { return std::span<const NoteDef* const>(kNotes); }};
  static const ProtocolDef* const kGaps[] = {&kProtocol};
  MemoryOutput output;
  TextWriter writer(output, {80, false});
  EXPECT_TRUE(print_explanations(writer, kGaps, "gap.note"));
  EXPECT_NE(output.text().find("\n    Bytes are lost. Look.\n"), std::string::npos) << output.text();
}

TEST(Explain, UnknownNames) {
  for (const char* name : {"chat.", "chat.nothing", "nothing", ".", "wire.syn.x"})
    EXPECT_EQ(explanation(name), "nothing has this name") << name;
}

TEST(Explain, NamesWhatWasMostLikelyMeant) {
  static constexpr NoteDef kNote{.code = "eio.late", .text = "late"};
  static constexpr const NoteDef* kNotes[] = {&kNote};
  static constexpr ProtocolDef kProtocol{"engineio", "Engine.IO", no_events,
                                         [] { return std::span<const NoteDef* const>(kNotes); }};
  static const ProtocolDef* const kAll[] = {&kWire, &kProtocol};
  EXPECT_EQ(similar_name(kAll, "eio"), "engineio") << "what its codes begin with";
  EXPECT_EQ(similar_name(kAll, "engine.io"), "engineio");
  EXPECT_EQ(similar_name(kAll, "wire.sin"), "wire.syn");
  EXPECT_EQ(similar_name(kAll, "eio.lat"), "eio.late");
  for (const char* name : {"", "x", "gopher"}) EXPECT_EQ(similar_name(kAll, name), "") << name;
}

TEST(Output, AReaderThatWentAwayStopsItQuietly) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  FdOutput output(ends[1]);
  output.write("x");
  EXPECT_FALSE(output.stopped());
  output.flush();
  EXPECT_TRUE(output.stopped());
  EXPECT_EQ(output.error(), "");
  ::close(ends[1]);
}

TEST(Output, AnyOtherFailureIsToldInWords) {
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  FdOutput output(full);
  output.write("x");
  output.flush();
  EXPECT_TRUE(output.stopped());
  EXPECT_EQ(output.error(), "No space left on device");
  ::close(full);
}

}  // namespace
}  // namespace wstrace::test::output_list_test
