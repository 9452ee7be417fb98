// FrameReader: bytes in, frames and ends of lines out.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dissectors/stomp/frame_reader.h"

namespace wstrace::test::stomp_frame_reader_test {
namespace {

using stomp::Flaw;
using stomp::FrameReader;
using namespace std::string_literals;

constexpr std::size_t kMost = std::size_t{1} << 20;

std::string words_of(const stomp::Frame& frame) {
  std::string out(frame.name);
  for (const auto& [name, value] : frame.headers) out += fmt::format(" {}={}", name, value);
  out +=
      fmt::format(" [{}]", frame.body.size() > 40 ? fmt::format("{} bytes", frame.body.size()) : as_text(frame.body));
  if (frame.flaw != Flaw::none) out += fmt::format(" flaw {}", static_cast<int>(frame.flaw));
  return frame.truncated ? out + " truncated" : out;
}

/// What comes of the pieces.
std::vector<std::string> read(FrameReader& reader, const std::vector<std::string>& pieces) {
  std::vector<std::string> out;
  for (const std::string& piece : pieces) {
    const std::vector<char> exact(piece.begin(), piece.end());  // a read past the end is seen by the sanitizers
    for (Bytes rest = as_bytes({exact.data(), exact.size()}); !rest.empty();) {
      const FrameReader::Item item = reader.next(rest);
      if (item.kind == FrameReader::Kind::eol) out.emplace_back("eol");
      if (item.kind == FrameReader::Kind::frame) out.push_back(words_of(reader.frame()));
    }
  }
  return out;
}

std::vector<std::string> read(const std::vector<std::string>& pieces) {
  FrameReader reader(kMost);
  return read(reader, pieces);
}

using Words = std::vector<std::string>;

const std::string kTwo =
    "\nSEND\ndestination:/a\ncontent-length:3\n\na\0b\0\n"s + "MESSAGE\r\nx:1\r\nx:2\r\n\r\nbody\0\r\n"s;
const Words kTwoRead = {"eol", "SEND destination=/a content-length=3 [a\0b]"s, "eol", "MESSAGE x=1 x=2 [body]", "eol"};

TEST(StompFrameReader, ReadsFramesAndEndsOfLines) { EXPECT_EQ(read({kTwo}), kTwoRead); }

TEST(StompFrameReader, ReadsTheSameByteByByte) {
  Words bytes;
  for (const char c : kTwo) bytes.emplace_back(1, c);
  EXPECT_EQ(read(bytes), kTwoRead);
}

TEST(StompFrameReader, ReadsTheSameCutAtEveryByte) {
  for (std::size_t at = 1; at < kTwo.size(); ++at)
    EXPECT_EQ(read({kTwo.substr(0, at), kTwo.substr(at)}), kTwoRead) << at;
}

TEST(StompFrameReader, TakesAFrameWithoutHeaders) { EXPECT_EQ(read({"DISCONNECT\n\n\0"s}), Words{"DISCONNECT []"}); }

TEST(StompFrameReader, SaysWhatIsWrongWithTheForm) {
  EXPECT_EQ(read({"HELLO\nto:you\n\nx\0"s}), Words{"HELLO to=you [x] flaw 1"});
  EXPECT_EQ(read({"SEND\nno colon\n\nx\0"s}), Words{"SEND [x] flaw 2"});
  EXPECT_EQ(read({"{\"a\":1}\0"s}), Words{"{\"a\":1} [] flaw 3"});
  EXPECT_EQ(read({"SEND\ncontent-length:x\n\nab\0"s}), Words{"SEND content-length=x [ab] flaw 6"});
}

TEST(StompFrameReader, GoesOnToTheNulBehindABodyThatIsTooLong) {
  EXPECT_EQ(read({"SEND\ncontent-length:2\n\nabc\0ACK\n\n\0"s}),
            (Words{"SEND content-length=2 [ab] flaw 7", "ACK []"}));
}

TEST(StompFrameReader, CutsAFrameWhoseContentLengthExceedsItsMessage) {
  FrameReader reader(kMost);
  EXPECT_EQ(read(reader, {"SEND\ncontent-length:9\n\nabc\0"s}), Words{});
  EXPECT_TRUE(reader.pends_past_nul());
  reader.cut(Flaw::length_too_long);
  EXPECT_EQ(words_of(reader.frame()), "SEND content-length=9 [abc] flaw 8");
  EXPECT_EQ(read(reader, {"ACK\n\n\0"s}), Words{"ACK []"});
}

TEST(StompFrameReader, KeepsTheBeginningOfWhatExceedsTheLimit) {
  const std::string body(100, 'x');
  for (const std::string& head : {"SEND\n\n"s, "SEND\ncontent-length:100\n\n"s}) {
    FrameReader reader(64);
    const Words found = read(reader, {head + body + "\0ACK\n\n\0"s});
    ASSERT_EQ(found.size(), 2u) << head;
    EXPECT_TRUE(found[0].ends_with(" truncated")) << found[0];
    EXPECT_EQ(found[1], "ACK []");
  }
}

TEST(StompFrameReader, EndsEndlessHeads) {
  FrameReader reader(kMost);
  Words pieces{"SEND\n"};
  for (int i = 0; i < 2000; ++i) pieces.emplace_back(50, 'h');
  pieces.push_back("\0ACK\n\n\0"s);
  const Words found = read(reader, pieces);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[1], "ACK []");
  Words lines{"SEND\n"};
  for (int i = 0; i < 3000; ++i) lines.emplace_back("a:b\n");
  lines.push_back("\n\0"s);
  EXPECT_TRUE(read(lines).at(0).ends_with("flaw 4"));
}

TEST(StompFrameReader, SurvivesAHugeContentLength) {
  for (const char* length : {"99999999999999999999999", "999999999999999999", "-1", "1e9", ""}) {
    FrameReader reader(1000);
    const Words found = read(reader, {fmt::format("SEND\ncontent-length:{}\n\n", length), std::string(5000, 'x')});
    EXPECT_LE(found.size(), 1u) << length;
  }
}

TEST(StompFrameReader, GoesOnBehindAGap) {
  FrameReader reader(kMost);
  read(reader, {"SEND\ndesti"});
  reader.seek();
  EXPECT_EQ(read(reader, {"rest of a body\0\nSEND\n\nx\0"s}), Words{"SEND [x]"});
  reader.seek();
  EXPECT_EQ(read(reader, {"MESSAGE\n\ny\0"s}), Words{"MESSAGE [y]"});
}

TEST(StompFrameReader, KnowsWhatCanBeNoFrame) {
  FrameReader reader(kMost);
  read(reader, {"{\"type\":"});
  EXPECT_TRUE(reader.pends_foreign());
  FrameReader other(kMost);
  read(other, {"SUBSC"});
  EXPECT_FALSE(other.pends_foreign());
  EXPECT_TRUE(other.pending());
}

}  // namespace
}  // namespace wstrace::test::stomp_frame_reader_test
