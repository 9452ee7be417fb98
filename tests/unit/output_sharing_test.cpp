// Connections that serve several sessions, and events of a session alone: each stands in one block, in the right one.
#include <gtest/gtest.h>

#include "output/session_text.h"
#include "output/text.h"
#include "output_sample.h"

namespace wstrace::test::output_sharing_test {
namespace {

using namespace sample;
using std::string_view;

Happening syn(std::uint32_t connection, std::uint64_t seq) {
  return {kSyn, static_cast<Duration>(seq) * kMillisecond, connection, 0, {make_field(kSeq, seq)}};
}

Happening hello(Duration at, std::uint32_t connection, std::uint32_t session, string_view name) {
  return {kMessage, at * kMillisecond, connection, session, {make_field(kName, name)}};
}

/// Told of a session alone, when it is over.
void verdict(Sink& sink, std::uint32_t session, string_view name) {
  Happening reported = hello(99, 1, session, name);
  reported.event.connection = nullptr;
  reported.event.fields = reported.fields;
  sink.on_event(reported.event);
}

class Sharing : public testing::Test {
 protected:
  explicit Sharing(TextOptions options = {}) : sink_(output_, {}, options) {}

  /// The block of a session, once all is printed.
  std::string block(std::uint32_t number) {
    const std::string& text = output_.text();
    const std::size_t begin = text.find("Session " + std::to_string(number) + " ·");
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find("\nSession ", begin) - begin);
  }
  bool stands_in(std::uint32_t number, string_view phrase) { return block(number).find(phrase) != std::string::npos; }
  void over(std::uint32_t number, std::initializer_list<std::uint32_t> connections) {
    sink_.on_session(session(number, connections));
  }

  MemoryOutput output_;
  SessionText sink_;
};

TEST_F(Sharing, AnEventStandsInItsSessionsBlockOnly) {
  syn(1, 11).to(sink_);
  hello(20, 1, 1, "of one").to(sink_);
  hello(21, 1, 2, "of two").to(sink_);
  hello(22, 1, 1, "one again").to(sink_);
  over(2, {1});
  over(1, {1});
  sink_.on_connection_gone(1);
  sink_.on_end({});
  EXPECT_TRUE(stands_in(1, "seq 11") && stands_in(1, "of one") && stands_in(1, "one again")) << output_.text();
  EXPECT_TRUE(stands_in(2, "of two")) << output_.text();
  EXPECT_FALSE(stands_in(1, "of two"));
  EXPECT_FALSE(stands_in(2, "of one") || stands_in(2, "seq 11"));
}

TEST_F(Sharing, TheFirstSessionThatAConnectionServesNeedNotHaveTheLowestNumber) {
  hello(1, 1, 1, "of one").to(sink_);
  syn(2, 12).to(sink_);
  hello(20, 2, 2, "of two").to(sink_);
  hello(21, 2, 1, "one elsewhere").to(sink_);
  over(1, {1, 2});
  over(2, {2});
  sink_.on_end({});
  EXPECT_TRUE(stands_in(2, "seq 12")) << output_.text();
  EXPECT_FALSE(stands_in(1, "seq 12")) << output_.text();
}

TEST_F(Sharing, WhatComesOnceTheFirstSessionIsOverBelongsToTheNext) {
  hello(1, 1, 1, "of one").to(sink_);
  syn(1, 11).to(sink_);
  over(1, {1});
  syn(1, 12).to(sink_);
  hello(20, 1, 2, "of two").to(sink_);
  syn(1, 13).to(sink_);
  over(2, {1});
  syn(1, 14).to(sink_);
  sink_.on_connection_gone(1);
  EXPECT_EQ(sink_.log().in_memory(), 0U);
  sink_.on_end({});
  EXPECT_TRUE(stands_in(1, "seq 11")) << output_.text();
  EXPECT_TRUE(stands_in(2, "seq 12") && stands_in(2, "seq 13")) << output_.text();
  EXPECT_FALSE(stands_in(1, "seq 12"));
  EXPECT_EQ(output_.text().find("seq 14"), std::string::npos);
}

TEST_F(Sharing, WhoseAConnectionIsDoesNotDependOnWhatIsShown) {
  syn(1, 11).to(sink_);
  Happening(kAck, 12 * kMillisecond, 1, 1).to(sink_);  // hidden
  hello(20, 1, 2, "of two").to(sink_);
  over(1, {1});
  over(2, {1});
  sink_.on_end({});
  EXPECT_TRUE(stands_in(1, "seq 11")) << output_.text();
  EXPECT_FALSE(stands_in(2, "seq 11")) << output_.text();
}

TEST_F(Sharing, AVerdictOfASessionHasNoLetter) {
  syn(1, 1).to(sink_);
  syn(2, 2).to(sink_);
  verdict(sink_, 1, "the end");
  over(1, {1, 2});
  sink_.on_end({});
  EXPECT_TRUE(stands_in(1, " 0.002000   1.0 ms  B  L4   Wire ")) << output_.text();
  EXPECT_TRUE(stands_in(1, " 0.099000    97 ms     L7   Chat       ──▶ EVENT \"the end\"")) << output_.text();
  EXPECT_EQ(output_.text().find("About the capture"), std::string::npos);
}

class SharingOfTwo : public Sharing {
 protected:
  SharingOfTwo() : Sharing(only_two()) {}
  static TextOptions only_two() {
    TextOptions options;
    options.sessions = SessionNumbers::of(2);
    return options;
  }
};

TEST_F(SharingOfTwo, WhatIsNotAskedForIsForgotten) {
  syn(1, 11).to(sink_);
  hello(20, 1, 1, "of one").to(sink_);
  hello(21, 1, 2, "of two").to(sink_);
  over(1, {1});
  over(2, {1});
  EXPECT_EQ(sink_.log().in_memory(), 0U);
  EXPECT_TRUE(stands_in(2, "of two")) << output_.text();
  EXPECT_EQ(output_.text().find("seq 11"), std::string::npos) << output_.text();
}

std::string live(const TextOptions& options) {
  MemoryOutput output;
  TextSink sink(output, {}, options);
  sink.on_capture(capture(true));
  syn(1, 11).to(sink);
  hello(20, 1, 1, "of one").to(sink);
  syn(1, 21).to(sink);
  hello(22, 1, 2, "of two").to(sink);
  verdict(sink, 1, "one over");
  verdict(sink, 2, "two over");
  return output.text();
}

TEST(SharingLive, AVerdictHasItsSessionsNumberAlone) {
  const std::string text = live({});
  EXPECT_NE(text.find("  1/1      L7   Chat       ──▶ EVENT \"of one\""), std::string::npos) << text;
  EXPECT_NE(text.find("  2/1      L7   Chat       ──▶ EVENT \"of two\""), std::string::npos) << text;
  EXPECT_NE(text.find("  2        L7   Chat       ──▶ EVENT \"two over\""), std::string::npos) << text;
}

TEST(SharingLive, OnlyTheSessionThatWasAskedFor) {
  TextOptions options;
  options.sessions = SessionNumbers::of(2);
  const std::string text = live(options);
  EXPECT_EQ(text.find("seq 11"), std::string::npos) << text;
  EXPECT_EQ(text.find("one"), std::string::npos) << text;
  EXPECT_NE(text.find("seq 21"), std::string::npos) << text;
  EXPECT_NE(text.find("of two"), std::string::npos) << text;
  EXPECT_NE(text.find("two over"), std::string::npos) << text;
}

}  // namespace
}  // namespace wstrace::test::output_sharing_test
