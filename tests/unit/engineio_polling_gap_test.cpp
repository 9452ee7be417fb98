// Engine.IO by HTTP polling where parts of bodies were not captured: what was whole is told, and nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engineio_http.h"

namespace wstrace::test::engineio_polling_gap_test {
namespace {

using namespace std::string_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;

/// A poll's answer with `lost` bytes of its body missing from `at` on.
std::string after_hole(std::string_view body, std::size_t at, std::size_t lost) {
  Polling talk;
  const std::string whole = answer(body);
  const std::size_t head = whole.size() - body.size();
  talk.client(get()).server(whole.substr(0, head + at)).gap(Direction::s2c, lost);
  if (at + lost < body.size()) talk.server(whole.substr(head + at + lost));
  const std::string heard = talk.heard_of("engineio");
  talk.client(get()).server(answer("4next"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=next");
  return heard;
}

TEST(EngineIoPollingGap, WhatIsWholeBeforeAHoleIsShown) {
  constexpr std::string_view kBody =
      "4first\x1e"
      "4second\x1e"
      "4third";
  EXPECT_EQ(after_hole(kBody, 3, 1), "s2c engineio error text=4fi !eio.lost-body");
  EXPECT_EQ(after_hole(kBody, 6, 1), "s2c engineio error text=4first !eio.lost-body");
  EXPECT_EQ(after_hole(kBody, 9, 3),
            "s2c engineio message text=first\n"
            "s2c engineio error text=\\x1e4s !eio.lost-body");
  EXPECT_EQ(after_hole(kBody, 17, 4),
            "s2c engineio message text=first\n"
            "s2c engineio message text=second\n"
            "s2c engineio error text=\\x1e4t !eio.lost-body");
  EXPECT_EQ(after_hole(kBody, 0, kBody.size()), "s2c engineio error text= !eio.lost-body");
}

TEST(EngineIoPollingGap, NothingIsInventedWhereverAHoleIs) {
  const std::string body = "4first\x1e"s + "2\x1e" + "4third\x1e" + "bAQID";
  const std::string packets[] = {"s2c engineio message text=first", "s2c engineio ping",
                                 "s2c engineio message text=third", "s2c engineio message text=010203"};
  for (std::size_t at = 0; at < body.size(); ++at) {
    for (std::size_t lost = 1; at + lost <= body.size(); lost += 3) {
      std::string heard = after_hole(body, at, lost);
      for (const std::string& packet : packets)
        if (heard.starts_with(packet + "\n")) heard.erase(0, packet.size() + 1);
      EXPECT_THAT(heard, ::testing::MatchesRegex("s2c engineio error text=.* !eio.lost-body")) << at << ' ' << lost;
    }
  }
}

/// What is told of a poll of `target` whose whole answer has a hole of one byte `at`; and the session goes on elsewhere.
std::string with_hole(std::string_view open_with, std::string_view target, std::string_view whole, std::size_t at) {
  Polling talk("abc", open_with);
  talk.client(get(target)).server(whole.substr(0, at)).gap(Direction::s2c, 1);
  if (at + 1 < whole.size()) talk.server(whole.substr(at + 1));
  std::string heard = talk.heard_of("engineio");
  talk.connect().client(get()).server(answer(open_with == kPolling ? "4next" : "5:4next"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=next") << at;
  return heard;
}

/// The packets that are told are those that were sent, in order, without the error that may follow.
void expect_no_more(std::string heard, const std::vector<std::string>& packets, std::size_t at) {
  for (const std::string& packet : packets)
    if (heard.starts_with(packet)) heard.erase(0, std::min(packet.size() + 1, heard.size()));
  EXPECT_THAT(heard, ::testing::MatchesRegex("(s2c engineio error text=.* !eio.(lost-body|unknown-coding))?")) << at;
}

TEST(EngineIoPollingGap, HolesInCompressedAnswers) {
  const std::string packed = from_hex("1f8b080000000000020333c948cdc9c99733293fbcad282705008f2f7bf40e000000");
  const std::string whole = answer(packed, "Content-Encoding: gzip\r\n");
  for (std::size_t at = whole.size() - packed.size(); at < whole.size(); ++at) {
    expect_no_more(with_hole(kPolling, kPollingAbc, whole, at),
                   {"s2c engineio message text=hello", "s2c engineio message text=w\xc3\xb6rld"}, at);
  }
}

TEST(EngineIoPollingGap, HolesInChunkedAnswers) {
  const std::string whole = chunked(
      "4first\x1e"
      "4second\x1e"
      "4third");
  for (std::size_t at = whole.find("\r\n\r\n") + 4; at < whole.size(); ++at) {
    expect_no_more(
        with_hole(kPolling, kPollingAbc, whole, at),
        {"s2c engineio message text=first", "s2c engineio message text=second", "s2c engineio message text=third"}, at);
  }
}

TEST(EngineIoPollingGap, HolesInJsonp) {
  const std::string body = R"(___eio[0]("4fi\"rst\u001e4se\ud83c\udf89cond\u001e4third");)";
  const std::string whole = answer(body);
  for (std::size_t at = whole.size() - body.size(); at < whole.size(); ++at) {
    expect_no_more(
        with_hole(kPolling, std::string(kPollingAbc) + "&j=0", whole, at),
        {"s2c engineio message text=fi\"rst", "s2c engineio message text=se🎉cond", "s2c engineio message text=third"},
        at);
  }
}

TEST(EngineIoPollingGap, HolesInJsonp3) {
  const std::string body = R"(___eio[0]("7:4fi\"rst8:4se🎉cond6:4third");)";
  const std::string whole = answer(body);
  for (std::size_t at = whole.size() - body.size(); at < whole.size(); ++at) {
    expect_no_more(
        with_hole(kPolling3, std::string(kPolling3Abc) + "&j=0", whole, at),
        {"s2c engineio message text=fi\"rst", "s2c engineio message text=se🎉con", "s2c engineio message text=third"},
        at);
  }
}

TEST(EngineIoPollingGap, HoleInAVersion3Body) {
  Polling talk("abc", kPolling3);
  const std::string body = "2:4a6:4bcdef1:3";
  const std::string whole = answer(body);
  const std::size_t head = whole.size() - body.size();
  talk.client(get(kPolling3Abc)).server(whole.substr(0, head + 8)).gap(Direction::s2c, 2);
  talk.server(whole.substr(head + 10));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=a\n"
            "s2c engineio error text=6:4b !eio.lost-body");
}

TEST(EngineIoPollingGap, HoleInAPost) {
  Polling talk;
  const std::string whole = post("4first\x1e"s + "4second");
  talk.client(whole.substr(0, whole.size() - 3)).gap(Direction::c2s, 3).server(answer("ok"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "c2s engineio message text=first\n"
            "c2s engineio error text=\\x1e4sec !eio.lost-body");
}

TEST(EngineIoPollingGap, HoleThatSwallowsTheNextHead) {
  Polling talk;
  talk.client(get())
      .server(
          "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n4first\x1e"
          "4sec")
      .gap(Direction::s2c, 90);
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=first\ns2c engineio error text=\\x1e4sec !eio.lost-body");
  talk.connect().client(get()).server(answer("4next"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=next");
}

TEST(EngineIoPollingGap, AnswerWhoseRequestWasLost) {
  Polling talk;
  talk.gap(Direction::c2s, 120).server(answer("4lost"));
  EXPECT_THAT(talk.heard_of("engineio"), ::testing::Not(HasSubstr("error")));
  talk.connect().client(get()).server(answer("4next"));
  EXPECT_THAT(talk.heard_of("engineio"), HasSubstr("text=next"));
}

TEST(EngineIoPollingGap, HeartbeatsAreNotJudgedAfterAHole) {
  Polling talk;
  const std::string whole = answer("2\x1e"s + "4hello");
  talk.client(get()).server(whole.substr(0, whole.size() - 2)).gap(Direction::s2c, 2);
  talk.client(post("3\x1e"s + "3")).server(answer("ok"));
  EXPECT_THAT(talk.heard_of("engineio"), EndsWith("c2s engineio pong\nc2s engineio pong"));
}

}  // namespace
}  // namespace wstrace::test::engineio_polling_gap_test
