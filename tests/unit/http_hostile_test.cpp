// HTTP/1.1 cut anywhere, in single bytes, and fed with what no server sends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>
#include <sstream>

#include "support/dialogue.h"

namespace wstrace::test::http_hostile_test {
namespace {

struct Line {
  Direction dir;
  std::string bytes;
};

/// Everything that changes the state of the dissector, in one conversation.
const std::vector<Line>& conversation() {
  static const std::vector<Line> lines = {
      {Direction::c2s, "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody"},
      {Direction::s2c, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n0\r\nT: 1\r\n\r\n"},
      {Direction::s2c, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\nA: b\r\n c\r\n\r\nxyz"},
      {Direction::c2s,
       "\r\nGET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"},
      {Direction::s2c,
       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
       "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"},
      {Direction::c2s, from_hex("818537fa213d7f9f4d5158")},
      {Direction::s2c, from_hex("810548656c6c6f")}};
  return lines;
}

std::string without_times(std::string heard) {
  constexpr std::string_view kName = " wait_us=";
  for (std::size_t at = heard.find(kName); at != std::string::npos; at = heard.find(kName, at))
    heard.erase(at, heard.find_first_not_of("0123456789", at + kName.size()) - at);
  return heard;
}

/// What is heard of the first `length` bytes of the conversation.
std::string heard_of(std::size_t length, bool dribbled) {
  Dialogue talk;
  for (const Line& line : conversation()) {
    const std::string bytes = line.bytes.substr(0, length);
    length -= bytes.size();
    if (dribbled) {
      talk.dribble(line.dir, bytes);
    } else if (!bytes.empty()) {
      talk.say(line.dir, bytes);
    }
  }
  const std::string heard = without_times(talk.heard());
  talk.close();
  return heard;
}

constexpr std::size_t kAll = 100'000;

TEST(HttpHostile, ByteByByteIsTheSame) { EXPECT_EQ(heard_of(kAll, true), heard_of(kAll, false)); }

TEST(HttpHostile, CutAtEveryByteIsAPrefix) {
  const std::string all = heard_of(kAll, false);
  std::size_t total = 0;
  for (const Line& line : conversation()) total += line.bytes.size();
  for (std::size_t length = 0; length <= total; ++length) {
    for (const bool dribbled : {false, true}) EXPECT_THAT(all, ::testing::StartsWith(heard_of(length, dribbled)));
  }
}

TEST(HttpHostile, GapAnywhere) {
  for (std::size_t line = 0; line < conversation().size(); ++line) {
    for (std::size_t at = 0; at < conversation()[line].bytes.size(); ++at) {
      for (const std::size_t lost : {std::size_t{1}, std::size_t{20}}) {
        Dialogue talk;
        for (std::size_t i = 0; i < conversation().size(); ++i) {
          const auto& [dir, bytes] = conversation()[i];
          if (i != line) {
            talk.say(dir, bytes);
            continue;
          }
          if (at > 0) talk.say(dir, bytes.substr(0, at));
          talk.gap(dir, lost);
          if (at + lost < bytes.size()) talk.say(dir, bytes.substr(at + lost));
        }
        talk.close();
      }
    }
  }
}

/// What was said: requests by method and target, answers by their status.
std::vector<std::string> said(const std::string& heard) {
  std::vector<std::string> out;
  std::istringstream lines(heard);
  for (std::string line; std::getline(lines, line);) {
    if (line.find(" http request ") != std::string::npos) out.push_back(line.substr(0, line.find(" http_version=")));
    if (line.find(" http response ") != std::string::npos) out.push_back(line.substr(0, line.find(" reason=")));
    // How much is known of the handshake is no part of what was said.
    if (line.find(" websocket message ") != std::string::npos) {
      out.push_back(line.substr(0, line.find(" opcode=")) + line.substr(line.find(" payload=")));
    }
  }
  return out;
}

TEST(HttpHostile, AHoleInventsNothing) {
  const std::vector<std::string> whole = said(heard_of(kAll, false));
  ASSERT_EQ(whole.size(), 9U);
  for (std::size_t line = 0; line < conversation().size(); ++line) {
    for (std::size_t at = 0; at < conversation()[line].bytes.size(); ++at) {
      for (const std::size_t lost : {std::size_t{1}, std::size_t{7}, std::size_t{60}}) {
        Dialogue talk;
        for (std::size_t i = 0; i < conversation().size(); ++i) {
          const auto& [dir, bytes] = conversation()[i];
          if (i != line || at > 0) talk.say(dir, i == line ? bytes.substr(0, at) : bytes);
          if (i != line) continue;
          talk.gap(dir, std::min(lost, bytes.size() - at));
          if (at + lost < bytes.size()) talk.say(dir, bytes.substr(at + lost));
        }
        talk.close();
        std::vector<std::string> left = whole;
        for (const std::string& each : said(talk.heard())) {
          const auto known = std::find(left.begin(), left.end(), each);
          EXPECT_NE(known, left.end()) << each << " after a hole of " << lost << " in line " << line << " at " << at;
          if (known != left.end()) left.erase(known);
        }
      }
    }
  }
}

TEST(HttpHostile, RandomBytes) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    Offer offer;
    offer.protocol = "http/1.1";
    Dialogue talk(std::move(offer));
    for (int i = 0; i < 30; ++i) {
      std::string bytes(random() % 80, '\0');
      for (char& c : bytes) c = "GET /HTP1.20:\r\n\r\n;abf\x80 "[random() % 24];
      if (random() % 4 == 0) bytes = conversation()[random() % conversation().size()].bytes + bytes;
      if (!bytes.empty()) talk.say(random() % 2 == 0 ? Direction::c2s : Direction::s2c, bytes);
    }
    talk.close();
  }
}

TEST(HttpHostile, MutatedConversation) {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    Dialogue talk;
    for (auto [dir, bytes] : conversation()) {
      for (auto n = random() % 3; n > 0; --n) bytes[random() % bytes.size()] = static_cast<char>(random());
      talk.say(dir, bytes);
    }
    talk.close();
  }
}

TEST(HttpHostile, HeadWithoutEnd) {
  Dialogue talk;
  talk.client("GET / HTTP/1.1\r\n").client(std::string(70'000, 'a'));
  EXPECT_EQ(talk.heard(), "c2s http undecoded bytes=70016 !http.head-too-long");
  talk.client("GET / HTTP/1.1\r\n\r\n");
  EXPECT_EQ(talk.heard(),
            "c2s http resumed skipped=70016 !http.resumed\n"
            "c2s http request method=GET target=/ http_version=1.1");
}

TEST(HttpHostile, HeadThatIsTooLongAsAWhole) {
  Limits limits;
  limits.http_head = 64;
  Dialogue talk({}, limits);
  talk.client("GET / HTTP/1.1\r\nA: " + std::string(60, 'a') + "\r\n\r\n");
  EXPECT_THAT(talk.heard(), ::testing::EndsWith("!http.head-too-long"));
}

TEST(HttpHostile, DribbledLongHeadIsSearchedOnce) {
  std::string head = "GET / HTTP/1.1\r\n";
  while (head.size() < 60'000) head += "A: b\r\n";
  Dialogue talk;
  const auto start = std::chrono::steady_clock::now();
  talk.dribble(Direction::c2s, head + "\r\n");
  // 60 000 searches of 60 kB would take a minute under the sanitizers.
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
  EXPECT_EQ(talk.heard(), "c2s http request method=GET target=/ http_version=1.1");
}

TEST(HttpHostile, ManyUnansweredRequests) {
  Dialogue talk;
  for (int i = 0; i < 256; ++i) talk.client("GET / HTTP/1.1\r\n\r\n");
  talk.heard();
  talk.client("GET /more HTTP/1.1\r\n\r\n");
  EXPECT_EQ(talk.heard(), "c2s http request method=GET target=/more http_version=1.1 !http.no-pairing");
  talk.server("HTTP/1.1 204 -\r\n\r\n");
  EXPECT_EQ(talk.heard(), "s2c http response status=204 reason=- http_version=1.1");
}

TEST(HttpHostile, HugeLengths) {
  Dialogue talk;
  talk.client("POST / HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n");
  EXPECT_THAT(talk.heard(), ::testing::EndsWith("!http.bad-length"));
  talk.client("POST / HTTP/1.1\r\nContent-Length: 576460752303423487\r\n\r\nabc").end(Direction::c2s);
  EXPECT_EQ(talk.heard(), "c2s http request method=POST target=/ http_version=1.1 length=3 !http.cut-short");
}

}  // namespace
}  // namespace wstrace::test::http_hostile_test
