// Sessions whose client was refused at one address before it got through at another, in each output.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/json.h"
#include "output/session_list.h"
#include "output/text.h"
#include "output_sample.h"

namespace wstrace::test::output_attempts_test {
namespace {

using namespace sample;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr EventDef kStep{&kWire, "step", Layer::transport, "STEP", "", "", "One of several.", Fold::step};
constexpr NoteDef kElsewhere{"wire.elsewhere", Severity::note, "went on", "", "", true};

/// HappyEyeballs 1 and 3 at another address, each before the connection with the next number.
SessionFacts facts() {
  SessionFacts about = session(1, {1, 2, 3, 4});
  for (const std::size_t i : {0U, 2U}) {
    about.connections[i].attempt = true;
    about.connections[i].client.address.bytes[3] = about.connections[i].server.address.bytes[3] = 9;
  }
  return about;
}

void report(Sink& sink) {
  for (const std::uint32_t attempt : {1U, 3U}) {
    const Duration at = attempt * kMillisecond;
    Happening(kSyn, at, attempt, 0, {make_field(kSeq, attempt)}).packet(attempt).to(sink);
    Happening(kStep, at + 1, attempt + 1, 0).note(kElsewhere).packet(attempt + 1).to(sink);
    Happening(kMessage, at + 2, attempt + 1, 1, {make_field(kName, "hello")}).packet(attempt + 1).to(sink);
  }
  sink.on_session(facts());
  sink.on_end({});
}

std::string text_of(const TextOptions& options = {}) {
  MemoryOutput output;
  TextSink sink(output, {}, options);
  sink.on_capture(capture());
  report(sink);
  return output.text();
}

TEST(HappyEyeballs, TheHeaderNamesThemApart) {
  const std::string text = text_of();
  EXPECT_THAT(text, HasSubstr("  client 10.0.0.1   server 10.0.0.2:3000"));
  EXPECT_THAT(text,
              HasSubstr("  connections  A 10.0.0.9:40001 refused   B :40002   C 10.0.0.9:40003 refused   D :40004\n"));
}

TEST(HappyEyeballs, TheFirstOneIsToldAndStandsForTheOthers) {
  const std::string text = text_of();
  EXPECT_THAT(text, HasSubstr(" A  L4   Wire       ──▶ SYN          seq 1\n"));
  EXPECT_THAT(text,
              HasSubstr(" B  L4   Wire       ──▶ STEP\n                       · note  Went on [wire.elsewhere]\n"));
  EXPECT_THAT(text, Not(HasSubstr("seq 3")));
  EXPECT_THAT(text, Not(HasSubstr(" D  L4")));
  EXPECT_THAT(text, HasSubstr(" D  L7"));
}

TEST(HappyEyeballs, AllOfThemAreToldWhenMoreIsAskedFor) {
  TextOptions more;
  more.verbosity = 1;
  const std::string text = text_of(more);
  EXPECT_THAT(text, HasSubstr("seq 3"));
  EXPECT_THAT(text, HasSubstr(" D  L4"));
}

TEST(HappyEyeballs, TheListHasTheEndsThatCarriedSomething) {
  MemoryOutput output;
  SessionListSink sink(output, {}, {});
  sink.on_capture(capture());
  report(sink);
  EXPECT_THAT(output.text(), HasSubstr("10.0.0.1:40002"));
  EXPECT_THAT(output.text(), Not(HasSubstr("10.0.0.9")));
}

TEST(HappyEyeballs, TheSessionRecordNamesThemAmongItsConnections) {
  MemoryOutput output;
  JsonSink sink(output, {});
  sink.on_session(facts());
  EXPECT_THAT(output.text(), HasSubstr(R"("client":"10.0.0.1:40002","server":"10.0.0.2:3000",)"
                                       R"("connections":[1,2,3,4],"attempts":[1,3],"transports")"));
}

}  // namespace
}  // namespace wstrace::test::output_attempts_test
