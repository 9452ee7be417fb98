// What counts as evidence for WebSocket frames (resync.h), and what does not.
#include <gtest/gtest.h>
#include <zlib.h>

#include <array>
#include <memory>
#include <random>

#include "dissectors/websocket/resync.h"
#include "support/dialogue.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_resync_test {
namespace {

using websocket::find_frames;
using websocket::kEnoughAtOnce;
using websocket::kEnoughSearched;
using websocket::weigh_frames;

constexpr unsigned kAll = 1000;

std::optional<unsigned> weigh(std::string_view bytes, Direction dir) {
  return weigh_frames(as_bytes(bytes), dir, kAll);
}

TEST(Evidence, AWholeFrameIsEnoughWhereOneIsExpected) {
  EXPECT_GE(weigh(from_server(0x81, "hello"), Direction::s2c).value_or(0), kEnoughAtOnce);
  EXPECT_GE(weigh(from_client(0x82, "\x01\x02"), Direction::c2s).value_or(0), kEnoughAtOnce);
}

TEST(Evidence, FramesOfTheOtherDirectionAreRefuted) {
  EXPECT_FALSE(weigh(from_server(0x81, "hello"), Direction::c2s));
  EXPECT_FALSE(weigh(from_client(0x81, "hello"), Direction::s2c));
}

TEST(Evidence, WhatNoFrameMayBeIsRefuted) {
  EXPECT_FALSE(weigh(from_server(0x83, "a"), Direction::s2c)) << "reserved opcode";
  EXPECT_FALSE(weigh(from_server(0xa1, "a"), Direction::s2c)) << "RSV2";
  EXPECT_FALSE(weigh(from_server(0x09, "a"), Direction::s2c)) << "fragmented ping";
  EXPECT_FALSE(weigh(from_hex("81 7e 0005 68656c6c6f"), Direction::s2c)) << "length not minimal";
  EXPECT_FALSE(weigh(from_server(0x81, "\xff\xfe"), Direction::s2c)) << "no UTF-8";
  EXPECT_FALSE(weigh(from_server(0x88, std::string("\x03\xed", 2)), Direction::s2c)) << "close code 1005";
  EXPECT_FALSE(weigh(from_server(0x81, "a") + "GET /", Direction::s2c)) << "no frame behind it";
  EXPECT_FALSE(weigh(from_server(0x01, "a") + from_server(0x81, "b"), Direction::s2c)) << "within a fragmented message";
  EXPECT_FALSE(weigh("HTTP/1.1 200 OK\r\n", Direction::s2c));
  EXPECT_FALSE(weigh(std::string(100, '\0'), Direction::s2c)) << "zeros";
}

TEST(Evidence, FragmentsAndControlFramesBetweenThemChain) {
  const std::string chain = from_server(0x01, "fr\xc3") + from_server(0x89, "p") + from_server(0x80, "\xa9g");
  EXPECT_GE(weigh(chain, Direction::s2c).value_or(0), kEnoughSearched);
}

/// Bytes of a frame that come one by one refute nothing.
TEST(Evidence, NoBeginningOfFramesIsRefuted) {
  const std::string chain = from_client(0x81, "{\"a\":1}") + from_client(0x82, std::string(300, 'x')) +
                            from_client(0x88, std::string("\x03\xe8", 2));
  for (std::size_t n = 0; n <= chain.size(); ++n)
    EXPECT_TRUE(weigh(std::string_view(chain).substr(0, n), Direction::c2s)) << n << " bytes";
}

TEST(Evidence, FramesAreFoundBehindTheRestOfAMessage) {
  const std::string rest(777, 'r');
  const std::string frames = from_server(0x81, "{\"n\":1}") + from_server(0x81, "{\"n\":2}") + from_server(0x81, "{}");
  const auto search = find_frames(as_bytes(rest + frames), Direction::s2c, 0, true);
  EXPECT_TRUE(search.found);
  EXPECT_EQ(search.at, rest.size());
}

/// Random bytes that repeat themselves have the same header again and again, at each rotation of the key.
TEST(Evidence, WhatRepeatsItselfIsNoChain) {
  std::mt19937 engine(11);
  for (int i = 0; i < 2000; ++i) {
    std::string pattern(1 + engine() % 8, '\0');
    for (char& c : pattern) c = static_cast<char>(engine());
    std::string bytes;
    while (bytes.size() < 1500) bytes += pattern;
    for (const Direction dir : {Direction::c2s, Direction::s2c})
      EXPECT_FALSE(find_frames(as_bytes(bytes), dir, 0, false).found) << testing::PrintToString(pattern);
  }
}

// ---- a stream that nothing else says to be a WebSocket

class Unknown {
 public:
  /// One segment. True when the stream is taken for a WebSocket.
  bool say(Direction dir, std::string_view bytes) {
    std::string& kept = kept_[index(dir)];
    kept += bytes;
    claimed_ = claimed_ || search_->look(dir, {as_bytes(kept), 0}) == Claim::yes;
    return claimed_;
  }
  bool client(std::string_view bytes) { return say(Direction::c2s, bytes); }
  bool server(std::string_view bytes) { return say(Direction::s2c, bytes); }

 private:
  std::unique_ptr<StreamSearch> search_ = websocket::make_search();
  std::array<std::string, 2> kept_;
  bool claimed_ = false;
};

TEST(Evidence, RandomBytesAreNoWebSocket) {
  std::mt19937 engine(7);
  for (int i = 0; i < 300; ++i) {
    Unknown stream;
    for (int segment = 0; segment < 6; ++segment) {
      std::string bytes(100 + engine() % 400, '\0');
      for (char& c : bytes) c = static_cast<char>(engine());
      EXPECT_FALSE(stream.say(segment % 2 == 0 ? Direction::c2s : Direction::s2c, bytes)) << i;
    }
  }
}

TEST(Evidence, AHeartbeatInBothDirectionsIsEnough) {
  Unknown stream;
  EXPECT_FALSE(stream.server(from_server(0x81, "2")));
  EXPECT_TRUE(stream.client(from_client(0x81, "3")));
}

TEST(Evidence, APacketInBothDirectionsIsEnough) {
  Unknown stream;
  EXPECT_FALSE(stream.server(from_server(0x81, "42[\"hello\",{\"n\":1}]")));
  EXPECT_TRUE(stream.client(from_client(0x81, "42[\"hello\",{\"n\":2}]")));
}

TEST(Evidence, MessagesBehindTheRestOfOneAreEnough) {
  Unknown stream;
  stream.server(std::string(700, 'r'));
  stream.client(std::string(300, 'q'));
  stream.server(from_server(0x82, std::string(40, '\1')) + from_server(0x81, "{\"n\":1}"));
  stream.client(from_client(0x82, std::string(33, '\1')));
  EXPECT_TRUE(stream.client(from_client(0x81, "{\"n\":1}")));
}

TEST(Evidence, OneDirectionMustVary) {
  Unknown same;
  Unknown various;
  for (int i = 0; i < 50; ++i) EXPECT_FALSE(same.server(from_server(0x82, std::string(14, static_cast<char>(i)))));
  for (const char* text : {"{\"a\":1}", "{\"price\":17.5}", "[1,2,3]"}) various.server(from_server(0x81, text));
  EXPECT_TRUE(various.server(from_server(0x82, std::string(14, '\7'))));
}

/// One direction of a compressed WebSocket: all frames of one type, and nothing in them can be read.
TEST(Evidence, CompressedMessagesAreEnough) {
  z_stream z{};
  deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  const auto compressed = [&z](std::string text) {
    std::string out(200, '\0');
    z.next_in = reinterpret_cast<Bytef*>(text.data());
    z.avail_in = static_cast<uInt>(text.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    deflate(&z, Z_SYNC_FLUSH);
    return out.substr(0, out.size() - z.avail_out - 4);  // RFC 7692 7.2.1
  };
  Unknown stream;
  for (const char* text : {"lamp=on", "lamp=off, dimmer=17", "lamp=on, dimmer=3, colour=amber"})
    stream.server(from_server(0xc1, compressed(text)));
  EXPECT_TRUE(stream.server(from_server(0xc1, compressed("heating=21.5"))));
  deflateEnd(&z);
}

/// Length-prefixed records of fewer than 256 bytes look like continuations without end.
TEST(Evidence, ContinuationsWithoutABeginningSayNothing) {
  std::mt19937 engine(3);
  Unknown stream;
  for (int i = 0; i < 100; ++i) {
    std::string record(2, '\0');
    record[1] = static_cast<char>(20 + engine() % 100);
    record.append(static_cast<std::size_t>(record[1]), static_cast<char>(engine()));
    EXPECT_FALSE(stream.server(record));
  }
}

/// However good one direction looks: the other one speaks, and not this.
TEST(Evidence, BothDirectionsMustBeFrames) {
  Unknown stream;
  stream.client(from_hex("30 0c 02 01 01 60 07 02 01 03 04 00 80 00"));
  for (int i = 0; i < 20; ++i)
    EXPECT_FALSE(stream.server(from_server(0x82, std::string(10 + static_cast<std::size_t>(i), 'x'))));
}

/// A claim counts what is true of the chain as it is now.
TEST(Evidence, WhatIsRefutedBeforeItIsClaimedIsForgotten) {
  Unknown stream;
  stream.server(from_server(0x81, "{\"a\":1}") + from_server(0x81, "{\"aa\":1}"));
  stream.server("GET / HTTP/1.1\r\n\r\n");
  EXPECT_FALSE(stream.client(from_client(0x81, "{\"n\":1}")));
}

TEST(Evidence, HowTheBytesAreCutChangesNothing) {
  const std::string server = from_server(0x81, "{\"n\":1}") + from_server(0x82, std::string(300, '\3'));
  const std::string client = from_client(0x81, "{\"answer\":1}");
  Unknown whole;
  whole.server(server);
  EXPECT_TRUE(whole.client(client));
  Unknown single;
  for (const char c : server) single.server({&c, 1});
  for (const char c : client) single.client({&c, 1});
  EXPECT_TRUE(single.client({}));
}

}  // namespace
}  // namespace wstrace::test::websocket_resync_test
