// The files in which the cases say what the tests expect of them: what a line means, and that a wrong one is an error which
// names its place.
#include "support/expectations.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace wstrace::test::expectations_test {
namespace {

using testing::ElementsAre;
using testing::StartsWith;

Expectations read(const std::string& text) { return parse_expectations(text, "a/b/expectations.txt"); }

/// "" when there is none.
std::string error_in(const std::string& text) {
  try {
    read(text);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return {};
}

TEST(Expectations, ReadCodesAnywhereOrOnARequest) {
  const Expectations all = read("shows tcp.reset ws.cut-message\nshows http.bad-key on /short-key  # a remark\n");
  ASSERT_EQ(all.shows.size(), 3U);
  EXPECT_EQ(all.shows[0].code, "tcp.reset");
  EXPECT_EQ(all.shows[1].code, "ws.cut-message");
  EXPECT_EQ(all.shows[1].on, "");
  EXPECT_EQ(all.shows[2].code, "http.bad-key");
  EXPECT_EQ(all.shows[2].on, "/short-key");
}

TEST(Expectations, ReadACodeOfQuicAsOftenAsItIsThere) {
  EXPECT_EQ(read("shows quic.no-answer on quic\nshows quic.no-answer on quic\n").shows.size(), 2U);
}

TEST(Expectations, ReadExceptionsWithTheirReasons) {
  const Expectations all = read(
      "may-show a.b c.d  #   why  \n"
      "no-data # nobody listens\r\n"
      "damage-shows 'note a.b' # lost\n"
      "damage-hides 2probe # late\n");
  ASSERT_EQ(all.may_show.size(), 2U);
  EXPECT_EQ(all.may_show[1].text, "c.d");
  EXPECT_EQ(all.may_show[1].because, "why");
  EXPECT_EQ(all.no_data, "nobody listens");
  EXPECT_FALSE(all.not_recut);
  EXPECT_EQ(all.damage_shows.at(0).text, "note a.b");
  EXPECT_EQ(all.damage_hides.at(0).text, "2probe");
}

/// A text in quotes keeps its spaces, the other quotes and the sign of a comment.
TEST(Expectations, ReadTextsInQuotes) {
  const Expectations all = read(
      "not-logged c2s 'event / \"a # b\" '  # it is \"unasked\" # indeed\n"
      "not-logged s2c \"it's \" # the other quotes\n");
  ASSERT_EQ(all.not_logged.size(), 2U);
  EXPECT_EQ(all.not_logged[0].dir, Direction::c2s);
  EXPECT_EQ(all.not_logged[0].begins, "event / \"a # b\" ");
  EXPECT_EQ(all.not_logged[0].because, "it is \"unasked\" # indeed");
  EXPECT_EQ(all.not_logged[1].dir, Direction::s2c);
  EXPECT_EQ(all.not_logged[1].begins, "it's ");
}

TEST(Expectations, ReadWhatTsharkSees) {
  const Expectations all = read(
      "judged 12,17 wstrace '' tshark 'fast, retransmission'  # too soon\n"
      "tshark-frame 9 s2c 'close 84' # no frame\n"
      "tshark-option -d mpls.label==18,pwethcw # nothing says so\n");
  ASSERT_EQ(all.judged.size(), 2U);
  EXPECT_EQ(all.judged[1].packet, 17U);
  EXPECT_EQ(all.judged[1].wstrace, "");
  EXPECT_EQ(all.judged[1].tshark, "fast, retransmission");
  EXPECT_EQ(all.judged[1].kind, "too soon");
  EXPECT_EQ(all.tshark_frames.at(0).connection, 9U);
  EXPECT_EQ(all.tshark_frames.at(0).tshark, "close 84");
  EXPECT_THAT(all.tshark_options, ElementsAre("-d", "mpls.label==18,pwethcw"));
}

TEST(Expectations, LeaveOutCommentsAndEmptyLines) {
  const Expectations all =
      read("# two sessions\n\n   \ntransports polling polling+websocket\n  option --all # TCP only\n");
  EXPECT_THAT(all.transports, ElementsAre("polling", "polling+websocket"));
  EXPECT_THAT(all.options, ElementsAre("--all"));
}

struct Wrong {
  const char* line;
  const char* said;
};

constexpr Wrong kWrong[] = {
    {"show tcp.reset", "unknown keyword \"show\""},
    {"'shows tcp.reset'", "unknown keyword"},
    {"may-show tcp.reset", "\"may-show\" is an exception and needs a reason"},
    {"may-show tcp.reset #  ", "\"may-show\" is an exception and needs a reason"},
    {"no-data", "\"no-data\" is an exception and needs a reason"},
    {"option --all", "\"option\" is an exception and needs a reason"},
    {"judged 1 wstrace '' tshark fast", "\"judged\" is an exception and needs a reason"},
    {"shows", "too few words behind \"shows\""},
    {"no-data at-all # why", "too many words behind \"no-data\""},
    {"damage-shows note tls.unused # why", "too many words behind \"damage-shows\""},
    {"shows on /path", "expected: shows <code>…"},
    {"shows a.b on", "expected: shows <code>…"},
    {"shows a.b on /path /other", "expected: shows <code>…"},
    {"shows a.b a.b", "\"a.b\" is there twice"},
    {"shows a.b on /path\nshows a.b on /path", "\"a.b\" is there twice"},
    {"may-show a.b a.b # why", "\"a.b\" is there twice"},
    {"no-log # why\nno-log # why", "\"no-log\" is there twice"},
    {"not-logged up ping # why", "\"up\" is neither c2s nor s2c"},
    {"not-logged c2s 'ping # why", "a quote is not closed"},
    {"not-logged c2s 'ping'pong # why", "no space behind 'ping'"},
    {"judged one wstrace '' tshark fast # why", "\"one\" is not a number"},
    {"tshark-frame 80x s2c close # why", "\"80x\" is not a number"},
    {"judged 0 wstrace '' tshark fast # why", "\"0\" is not a number from 1"},
    {"judged 1-3 wstrace '' tshark fast # why", "\"1-3\" is not a number"},
    {"judged 1 tshark '' wstrace fast # why", "expected: judged"},
    {"judged 1 wstrace fast tshark fast # why", "the two agree"},
    {"judged 1,1 wstrace '' tshark fast # why", "packet 1 is there twice"},
    {"tshark-frame 1 c2s close 84 # why", "too many words behind \"tshark-frame\""},
};

TEST(Expectations, RejectWhatIsWrongAndSayWhere) {
  for (const Wrong& wrong : kWrong) {
    const std::string text = fmt::format("# a comment\nshows z.z\n{}\n", wrong.line);
    const auto line = 3 + std::count(wrong.line, wrong.line + std::strlen(wrong.line), '\n');
    EXPECT_THAT(error_in(text), StartsWith(fmt::format("a/b/expectations.txt:{}: {}", line, wrong.said))) << wrong.line;
  }
}

TEST(Expectations, RejectAFileThatSaysNothing) {
  EXPECT_THAT(error_in("# to be written\n"), StartsWith("a/b/expectations.txt:1: the file says nothing"));
  EXPECT_NE(error_in(""), "");
}

/// The other tests look at parts of them.
TEST(Expectations, AreReadOfEveryCase) {
  std::size_t files = 0;
  for (const Case& one : all_cases()) {
    EXPECT_NO_THROW(expectations_of(one)) << one.name;
    files += file_exists(one.file(kExpectationsFile)) ? 1 : 0;
  }
  EXPECT_GE(files, 100U);
}

}  // namespace
}  // namespace wstrace::test::expectations_test
