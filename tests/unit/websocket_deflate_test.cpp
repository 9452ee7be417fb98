// permessage-deflate. The first ones are the examples of RFC 7692 7.2.3; the others are compressed with zlib here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include "dissectors/websocket/extensions.h"
#include "unit/websocket_frames.h"

namespace wstrace::test::websocket_deflate_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

/// The sending side of RFC 7692 7.2.1.
class Deflater {
 public:
  explicit Deflater(int window_bits = 15, bool takeover = true) : takeover_(takeover) {
    deflateInit2(&z_, 9, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY);
  }
  ~Deflater() { deflateEnd(&z_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  std::string operator()(std::string_view text) {
    std::string out(deflateBound(&z_, text.size()) + 64, '\0');
    z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    z_.avail_in = static_cast<uInt>(text.size());
    z_.next_out = reinterpret_cast<Bytef*>(out.data());
    z_.avail_out = static_cast<uInt>(out.size());
    deflate(&z_, Z_SYNC_FLUSH);
    out.resize(out.size() - z_.avail_out - 4);  // without 00 00 ff ff
    if (!takeover_) deflateReset(&z_);
    return out;
  }

 private:
  z_stream z_{};
  bool takeover_;
};

/// Text that deflates badly by itself and well when it is repeated. Pages 1 to 3 have no letter in common.
std::string page(unsigned n, std::size_t size = 600) {
  std::string out;
  for (unsigned x = n * 2654435761U + 1; out.size() < size; x = x * 1664525U + 1013904223U)
    out += static_cast<char>("\0Aa!"[n] + static_cast<char>((x >> 24) % 26));
  return out;
}

std::string heard_of(Dialogue& talk, std::string_view bytes) {
  talk.server(bytes);
  return talk.heard();
}

TEST(Deflate, ExamplesOfTheSpecification) {
  const std::string hello = "s2c websocket message opcode=text length=5 wire_length=";
  const std::string rest = " frames=1 compressed=true masked=false payload=Hello";
  Socket talk("permessage-deflate");
  EXPECT_EQ(heard_of(talk, from_hex("c1 07 f2 48 cd c9 c9 07 00")), hello + "7" + rest);
  // 7.2.3.2: the window is shared.
  EXPECT_EQ(heard_of(talk, from_hex("c1 05 f2 00 11 00 00")), hello + "5" + rest);
  // 7.2.3.3: a block without compression.
  EXPECT_EQ(heard_of(talk, from_hex("c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00")), hello + "11" + rest);
  // 7.2.3.4: BFINAL set.
  EXPECT_EQ(heard_of(talk, from_hex("c1 08 f3 48 cd c9 c9 07 00 00")), hello + "8" + rest);
  // 7.2.3.5: two blocks.
  EXPECT_EQ(heard_of(talk, from_hex("c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00")), hello + "13" + rest);
  // The window outlives BFINAL.
  EXPECT_EQ(heard_of(talk, from_hex("c1 05 f2 00 11 00 00")), hello + "5" + rest);
}

TEST(Deflate, FragmentedExampleOfTheSpecification) {
  Socket talk("permessage-deflate");
  EXPECT_EQ(heard_of(talk, from_hex("41 03 f2 48 cd 80 04 c9 c9 07 00")),
            "s2c websocket message opcode=text length=5 wire_length=7 frames=2 compressed=true masked=false "
            "fragmented=true payload=Hello");
}

TEST(Deflate, EmptyMessages) {
  Socket talk("permessage-deflate");
  EXPECT_THAT(heard_of(talk, from_server(0xc1, from_hex("00"))), HasSubstr("length=0 wire_length=1"));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, "")),
              EndsWith("length=0 wire_length=0 frames=1 compressed=true masked=false payload="));
}

TEST(Deflate, FinalBlockWithoutItsPaddingByte) {
  Socket talk("permessage-deflate");
  EXPECT_THAT(heard_of(talk, from_hex("c1 07 f3 48 cd c9 c9 07 00")), EndsWith("payload=Hello"));
}

TEST(Deflate, BothDirectionsHaveTheirOwnWindow) {
  Socket talk("permessage-deflate");
  Deflater client;
  Deflater server;
  for (int i = 0; i < 3; ++i) {
    talk.client(from_client(0xc1, client("client says hello, hello"))).server(from_server(0xc1, server("server says")));
    EXPECT_THAT(talk.heard(),
                ::testing::AllOf(HasSubstr("payload=client says hello, hello"), HasSubstr("payload=server says")));
  }
}

TEST(Deflate, UncompressedMessagesDoNotEnterTheWindow) {
  Socket talk("permessage-deflate");
  Deflater server;
  EXPECT_THAT(heard_of(talk, from_server(0xc1, server(page(1)))), EndsWith(page(1)));
  EXPECT_THAT(heard_of(talk, from_server(0x81, page(2))), HasSubstr("compressed=false"));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, server(page(1)))), EndsWith(page(1)));
}

TEST(Deflate, SmallWindowsAndLongMessages) {
  for (const int bits : {9, 10, 15}) {
    Socket talk("permessage-deflate; server_max_window_bits=" + std::to_string(bits));
    Deflater server(bits);
    for (const std::size_t size : {10, 600, 40'000, 100'000, 600})
      EXPECT_THAT(heard_of(talk, from_server(0xc1, server(page(1, size)))), EndsWith("payload=" + page(1, size)));
  }
}

TEST(Deflate, LargerWindowThanNegotiated) {
  Socket talk("permessage-deflate; server_max_window_bits=9");
  Deflater server(15);
  for (int i = 0; i < 2; ++i)
    EXPECT_THAT(heard_of(talk, from_server(0xc1, server(page(1, 2000)))),
                EndsWith(page(1, 2000) + " !ws.window-exceeded"));
  // The window goes on after such a message.
  Deflater modest(9);
  EXPECT_THAT(heard_of(talk, from_server(0xc1, modest(page(1, 2000)))), EndsWith(page(1, 2000)));
}

TEST(Deflate, NoContextTakeover) {
  Socket talk("permessage-deflate; server_no_context_takeover");
  Deflater server(15, false);
  const std::string first = server(page(1));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, first)), EndsWith(page(1)));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, first)), EndsWith(page(1)));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, "\xff\xff\xff")), EndsWith("masked=false !ws.bad-deflate"));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, first)), EndsWith(page(1)));
}

TEST(Deflate, GapLosesTheHistory) {
  Socket talk("permessage-deflate");
  Deflater server;
  const std::string a = from_server(0xc1, server(page(1)));
  const std::string b = from_server(0xc1, server(page(2)));
  const std::string c = from_server(0xc1, server(page(1)));
  const std::string d = from_server(0xc1, server(page(3)));
  const std::string e = from_server(0xc1, server(page(3)));
  talk.server(a).heard();
  talk.server(b.substr(0, 100)).gap(Direction::s2c, 50);
  EXPECT_THAT(heard_of(talk, b.substr(150)), HasSubstr("websocket gap missing=50 !ws.lost-bytes"));
  // Refers to the first message: history is missing, and no garbage is shown.
  EXPECT_THAT(heard_of(talk, c),
              ::testing::AllOf(EndsWith("masked=false !ws.history-missing"), Not(HasSubstr(" length="))));
  // Refers to nothing that was lost, and then to itself.
  EXPECT_THAT(heard_of(talk, d), EndsWith("payload=" + page(3)));
  EXPECT_THAT(heard_of(talk, e), EndsWith("payload=" + page(3)));
}

TEST(Deflate, GapWithoutContextTakeoverRecoversAtOnce) {
  Socket talk("permessage-deflate; server_no_context_takeover");
  Deflater server(15, false);
  const std::string a = from_server(0xc1, server(page(1)));
  talk.server(a.substr(0, 100)).gap(Direction::s2c, 50).server(a.substr(150)).heard();
  EXPECT_THAT(heard_of(talk, a), EndsWith(page(1)));
}

TEST(Deflate, DamagedAndCutData) {
  Socket talk("permessage-deflate");
  Deflater server;
  EXPECT_THAT(heard_of(talk, from_server(0xc1, "\xff\xff")), EndsWith("!ws.bad-deflate"));
  const std::string cut = server(page(1));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, cut.substr(0, cut.size() / 2))), Not(HasSubstr("payload=")));
}

TEST(Deflate, BombIsCutAtTheMessageLimit) {
  Limits limits;
  limits.message = 1000;
  Socket talk("permessage-deflate", limits);
  Deflater server;
  EXPECT_THAT(heard_of(talk, from_server(0xc1, server(std::string(1'000'000, 'x')))),
              EndsWith("length=1000000 wire_length=985 frames=1 compressed=true masked=false truncated=true payload=" +
                       std::string(1000, 'x') + " !ws.message-limit"));
  EXPECT_THAT(heard_of(talk, from_server(0xc1, server("xxxxxxx"))), EndsWith("payload=xxxxxxx"));
}

TEST(Deflate, BombIsCutAtTheRatio) {
  Limits limits;
  limits.inflate_ratio = 100;
  Socket talk("permessage-deflate", limits);
  Deflater server;
  EXPECT_THAT(heard_of(talk, from_server(0xc1, server(std::string(1'000'000, 'x')))), EndsWith("!ws.inflate-ratio"));
}

TEST(Deflate, OtherExtensions) {
  Dialogue talk(websocket_offer("x-webkit-deflate-frame"));
  EXPECT_THAT(talk.heard(), EndsWith("!ws.extension-not-decoded"));
  EXPECT_EQ(heard_of(talk, from_server(0xc1, "abc")),
            "s2c websocket message opcode=text wire_length=3 frames=1 compressed=false masked=false "
            "!ws.extension-not-decoded");
  EXPECT_THAT(heard_of(talk, from_server(0x81, "abc")), EndsWith("payload=abc"));
}

TEST(Deflate, Parameters) {
  const auto all = websocket::parse_extensions(
      "permessage-deflate; server_no_context_takeover; client_max_window_bits=\"10\" ;server_max_window_bits=8");
  EXPECT_TRUE(all.deflate);
  EXPECT_TRUE(all.of(Direction::s2c).no_context_takeover);
  EXPECT_FALSE(all.of(Direction::c2s).no_context_takeover);
  EXPECT_EQ(all.of(Direction::c2s).window_bits, 10);
  EXPECT_EQ(all.of(Direction::s2c).window_bits, 8);
  const auto two = websocket::parse_extensions("foo; a=1, permessage-deflate, bar");
  EXPECT_TRUE(two.deflate);
  EXPECT_EQ(two.unknown, "foo");
  EXPECT_FALSE(websocket::parse_extensions("").deflate);
}

}  // namespace
}  // namespace wstrace::test::websocket_deflate_test
