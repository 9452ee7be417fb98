// Engine.IO by HTTP polling, cut, holed and made up.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "engineio_http.h"

namespace wstrace::test::engineio_polling_hostile_test {
namespace {

using namespace std::string_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

struct Line {
  Direction dir;
  std::string bytes;
};

std::vector<Line> version4() {
  return {{Direction::c2s, get(kPolling)},
          {Direction::s2c, answer(open_packet())},
          {Direction::c2s, get()},
          {Direction::s2c, answer("4hello\x1e"s + "2\x1e" + "bAQID")},
          {Direction::c2s, post("3\x1e"s + "4w\xc3\xb6rld")},
          {Direction::s2c, answer("ok")},
          {Direction::c2s, get()},
          {Direction::s2c, chunked("4a\x1e"s + "6")},
          {Direction::c2s, get()},
          {Direction::s2c, answer(from_hex("1f8b080000000000020333c948cdc9c99733293fbcad282705008f2f7bf40e000000"),
                                  "Content-Encoding: gzip\r\n")},
          {Direction::c2s, post("1")},
          {Direction::s2c, answer("ok")}};
}

std::vector<Line> version3() {
  const std::string open = open_packet();
  return {{Direction::c2s, get(kPolling3)},
          {Direction::s2c, answer(std::to_string(open.size()) + ":" + open)},
          {Direction::c2s, post("1:25:4a🎉b", kPolling3Abc)},
          {Direction::s2c, answer("ok")},
          {Direction::c2s, get(kPolling3Abc)},
          {Direction::s2c, answer("\x00\x01\xff"s + "3\x01\x04\xff\x04\x01\x02\x03"s)},
          {Direction::c2s, post("d=1:1", std::string(kPolling3Abc) + "&j=1")},
          {Direction::s2c, answer("ok")}};
}

std::string reported_whole(const std::vector<Line>& lines) {
  Dialogue talk;
  for (const Line& line : lines) talk.say(line.dir, line.bytes);
  return without_times(talk.heard());
}

TEST(EngineIoPollingHostile, ByteByByteIsTheSame) {
  for (const std::vector<Line>& lines : {version4(), version3()}) {
    Dialogue talk;
    for (const Line& line : lines) talk.dribble(line.dir, line.bytes);
    EXPECT_EQ(without_times(talk.heard()), reported_whole(lines));
  }
}

TEST(EngineIoPollingHostile, CutAtEveryByteIsAPrefix) {
  for (const std::vector<Line>& lines : {version4(), version3()}) {
    const std::string whole = reported_whole(lines);
    for (std::size_t last = 0; last < lines.size(); ++last) {
      for (std::size_t cut = 0; cut < lines[last].bytes.size(); ++cut) {
        Dialogue talk;
        for (std::size_t i = 0; i < last; ++i) talk.say(lines[i].dir, lines[i].bytes);
        if (cut > 0) talk.say(lines[last].dir, lines[last].bytes.substr(0, cut));
        EXPECT_THAT(whole, ::testing::StartsWith(without_times(talk.heard())));
        talk.finish();
      }
    }
  }
}

TEST(EngineIoPollingHostile, BodyThatTheEndOfTheConnectionCuts) {
  Polling talk;
  talk.client(get())
      .server(
          "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n4first\x1e"
          "4sec")
      .hang_up(Direction::s2c);
  const std::string heard = talk.heard();
  EXPECT_THAT(heard, HasSubstr("length=11 wait_us=1000 !http.cut-short"));
  EXPECT_THAT(heard, HasSubstr("s2c engineio message text=first"));
  EXPECT_THAT(heard, Not(HasSubstr("eio.lost-body")));  // the capture lacks nothing
}

TEST(EngineIoPollingHostile, PostThatTheEndOfTheConnectionCuts) {
  Polling talk;
  talk.client("POST "s + std::string(kPollingAbc) +
              " HTTP/1.1\r\nContent-Length: 100\r\n\r\n4a\x1e"
              "4b");
  talk.hang_up(Direction::c2s);
  EXPECT_EQ(talk.heard_of("engineio"), "c2s engineio message text=a");
}

TEST(EngineIoPollingHostile, BodyPastTheLimitIsCut) {
  Limits limits;
  limits.http_body = 10;
  Dialogue talk({}, limits);
  talk.client(get()).server(
      answer("4first\x1e"
             "4second\x1e"
             "4third"));
  EXPECT_EQ(talk.heard_of("engineio"),
            "s2c engineio message text=first\n"
            "s2c engineio error text=\\x1e4se !eio.lost-body");
}

TEST(EngineIoPollingHostile, HugeLengths) {
  Polling talk("abc", kPolling3);
  for (const std::string body : {"9999999999999999:4a", "99999999999999999999999999:4a", "18446744073709551615:4"})
    talk.client(get(kPolling3Abc)).server(answer(body));
  talk.client(get(kPolling3Abc)).server(answer("\x01"s + std::string(400, '\x09') + "\xff\x04"));
  EXPECT_EQ(talk.recorder().notes.size(), 4U);
  EXPECT_THAT(talk.recorder().notes, ::testing::Each(::testing::StartsWith("eio.bad-payload")));
  talk.heard();
  talk.client(get(kPolling3Abc)).server(answer("2:4a"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=a");
}

TEST(EngineIoPollingHostile, ManySeparatorsAndNuls) {
  Polling talk;
  talk.client(get()).server(answer("4" + std::string(10'000, '\x1e')));
  EXPECT_EQ(talk.recorder().lines.size(), 10'003U);
  talk.heard();
  talk.client(get()).server(answer(std::string(10'000, '\0')));
  talk.client(get()).server(answer("4"s + std::string(1000, '\0')));
  const std::string heard = talk.heard_of("engineio");
  EXPECT_THAT(heard, EndsWith("text=" + [] {
                std::string nuls;
                for (int i = 0; i < 1000; ++i) nuls += "\\x00";
                return nuls;
              }()));
  talk.client(get()).server(answer("4a"));
  EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=a");
}

TEST(EngineIoPollingHostile, RandomBodiesNeverCrash) {
  std::mt19937 random(20261122);
  for (const std::string_view target : {kPollingAbc, kPolling3Abc}) {
    Dialogue talk;
    for (int i = 0; i < 2000; ++i) {
      std::string body(random() % 40, '\0');
      for (char& c : body)
        c = random() % 3 != 0 ? "0123456b:\x1e\xff\x01\"\\_eio[](d=%"[random() % 24] : static_cast<char>(random());
      if (random() % 2 == 0) {
        talk.client(get(target)).server(answer(body));
      } else {
        talk.client(post(body, target)).server(answer(random() % 2 == 0 ? "ok" : body));
      }
    }
    EXPECT_LT(talk.recorder().lines.size(), 40'000U);
    talk.heard();
    talk.client(get(target)).server(answer(target == kPollingAbc ? "4a" : "2:4a"));
    EXPECT_EQ(talk.heard_of("engineio"), "s2c engineio message text=a");
    talk.close().finish();
    EXPECT_EQ(talk.sessions().size(), 1U);
  }
}

}  // namespace
}  // namespace wstrace::test::engineio_polling_hostile_test
