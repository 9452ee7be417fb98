// Where capture files come from: compressed ones, pipes, and several files that are one capture.
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <thread>

#include "capture/open.h"
#include "support/capture_writer.h"

namespace wstrace::test::capture_inputs_test {
namespace {

using Result = PacketSource::Result;

constexpr Time kStart = Time{1'700'000'000} * kSecond;

std::string gzip(std::string_view content) {
  z_stream stream{};
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 1));
  return out;
}

std::vector<PacketRecord> packets_at(std::initializer_list<int> milliseconds, const std::string& prefix) {
  std::vector<PacketRecord> packets;
  for (const int at : milliseconds) {
    packets.push_back({.time = kStart + at * kMillisecond, .bytes = prefix + std::to_string(at)});
  }
  return packets;
}

struct Outcome {
  std::vector<std::string> packets;
  Result result = Result::idle;
  std::string damage;
};

Outcome read_all(const OpenResult& opened) {
  EXPECT_TRUE(opened) << opened.error;
  Outcome outcome;
  if (!opened) return outcome;
  Packet packet;
  while ((outcome.result = opened.source->next(packet)) == Result::packet || outcome.result == Result::idle) {
    if (outcome.result == Result::packet) outcome.packets.emplace_back(as_text(packet.bytes));
  }
  outcome.damage = opened.source->damage();
  return outcome;
}

Outcome read_bytes(std::string_view bytes) {
  const TemporaryFile file(bytes);
  return read_all(open_capture(file.path()));
}

using Strings = std::vector<std::string>;

// Many packets, of bytes that do not compress away: several chunks of every buffer on the way.
std::string large_capture(std::size_t packets) {
  PcapngWriter writer;
  writer.interface({});
  std::uint32_t random = 7;
  for (std::size_t i = 0; i < packets; ++i) {
    std::string bytes(1000, '\0');
    for (char& c : bytes) c = static_cast<char>((random = random * 1664525 + 1013904223) >> 24);
    writer.packet({.time = kStart, .bytes = std::move(bytes)});
  }
  return writer.take();
}

using Compress = std::string (*)(std::string_view);
class Compressed : public testing::TestWithParam<Compress> {};
INSTANTIATE_TEST_SUITE_P(Capture, Compressed, testing::Values(&gzip, &zstd));

TEST_P(Compressed, IsToldByItsFirstBytes) {
  const Outcome read = read_bytes(GetParam()(write_pcap(packets_at({1, 2, 3}, "p"))));
  EXPECT_EQ(read.packets, (Strings{"p1", "p2", "p3"}));
  EXPECT_EQ(read.result, Result::end) << read.damage;
}

TEST_P(Compressed, LargeContentIsWhole) {
  const std::string plain = large_capture(6000);
  const Outcome expected = read_bytes(plain);
  const Outcome read = read_bytes(GetParam()(plain));
  EXPECT_EQ(read.packets.size(), 6000U);
  EXPECT_EQ(read.packets, expected.packets);
  EXPECT_EQ(read.result, Result::end) << read.damage;
  const std::string zeros = write_pcapng(std::vector<PacketRecord>(40000, {.bytes = std::string(1000, '\0')}));
  EXPECT_EQ(read_bytes(GetParam()(zeros)).packets.size(), 40000U) << "output that needs no more input";
}

// The reader's buffer holds 1 MiB: content may end with it, or just behind it, when all compressed bytes are used up.
TEST_P(Compressed, ContentMayEndAroundTheEndOfTheBuffer) {
  constexpr std::size_t kHeaders = 24 + 16;
  constexpr std::size_t kBuffer = std::size_t{1} << 20;
  for (const int beyond : {-1, 0, 1, 500}) {
    const std::string bytes(kBuffer + beyond - kHeaders, '\0');
    const std::string plain = write_pcap({{.bytes = bytes}}, {.snap_length = 0});
    const std::string split = GetParam()(plain.substr(0, 1000)) + GetParam()(plain.substr(1000));
    for (const std::string& compressed : {GetParam()(plain), split}) {
      const Outcome read = read_bytes(compressed);
      EXPECT_EQ(read.packets, Strings{bytes}) << beyond;
      EXPECT_EQ(read.result, Result::end) << beyond << read.damage;
    }
  }
}

TEST_P(Compressed, SeveralMembersAreOneFile) {
  const std::string plain = write_pcapng(packets_at({1, 2, 3, 4, 5}, "p"));
  std::string parts;
  for (std::size_t at = 0; at < plain.size(); at += 50) parts += GetParam()(plain.substr(at, 50));
  const Outcome read = read_bytes(parts);
  EXPECT_EQ(read.packets, (Strings{"p1", "p2", "p3", "p4", "p5"}));
  EXPECT_EQ(read.result, Result::end) << read.damage;
}

TEST_P(Compressed, CutAtEveryByteGivesAPrefix) {
  const Strings all = {"p1", "p2", "p3", "p4"};
  const std::string whole = GetParam()(write_pcap(packets_at({1, 2, 3, 4}, "p")));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const TemporaryFile file(std::string_view(whole).substr(0, size));
    const OpenResult opened = open_capture(file.path());
    if (!opened) {
      EXPECT_FALSE(opened.error.empty());
      continue;
    }
    const Outcome read = read_all(opened);
    EXPECT_EQ(read.result, Result::damaged) << size;
    EXPECT_TRUE(std::equal(read.packets.begin(), read.packets.end(), all.begin())) << size;
  }
}

TEST_P(Compressed, DamageSaysWhichOffset) {
  std::string bytes = GetParam()(large_capture(6000));
  bytes.resize(bytes.size() / 2);
  const Outcome cut = read_bytes(bytes);
  EXPECT_EQ(cut.result, Result::damaged);
  EXPECT_GT(cut.packets.size(), 2500U) << "all that can be decompressed is read";
  EXPECT_NE(cut.damage.find("of its decompressed content"), std::string::npos) << cut.damage;
  EXPECT_NE(cut.damage.find("at byte " + std::to_string(bytes.size()) + " of the compressed file"), std::string::npos)
      << cut.damage;
}

TEST_P(Compressed, WhatIsInsideMayBeNoCapture) {
  const TemporaryFile text(GetParam()("just some text in a file"));
  EXPECT_NE(open_capture(text.path()).error.find("inside): it looks like text"), std::string::npos)
      << open_capture(text.path()).error;
  const TemporaryFile nothing(GetParam()(""));
  EXPECT_NE(open_capture(nothing.path()).error.find("is empty"), std::string::npos)
      << open_capture(nothing.path()).error;
}

TEST(CaptureInputs, GzipDamageAndWhatFollowsIt) {
  const std::string whole = gzip(large_capture(3000));
  std::string flipped = whole;
  for (std::size_t i = 0; i < 64; ++i) flipped[flipped.size() / 2 + i] = '\xff';
  EXPECT_EQ(read_bytes(flipped).result, Result::damaged);
  EXPECT_EQ(read_bytes(whole + std::string(512, '\0')).result, Result::end) << "zeros are padding";
  const Outcome trailing = read_bytes(whole + "garbage");
  EXPECT_EQ(trailing.packets.size(), 3000U);
  EXPECT_EQ(trailing.result, Result::damaged);
}

// Lets a test write standard input.
class StandardInput : public testing::Test {
 protected:
  void SetUp() override {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    saved_ = dup(STDIN_FILENO);
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    writer_ = ends[1];
  }
  void TearDown() override {
    finish();
    dup2(saved_, STDIN_FILENO);
    close(saved_);
  }
  void send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t sent = write(writer_, bytes.data(), bytes.size());
      ASSERT_GT(sent, 0);
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
  void finish() {
    if (writer_ >= 0) close(writer_);
    writer_ = -1;
  }

 private:
  int saved_ = -1;
  int writer_ = -1;
};

TEST_F(StandardInput, IsReadWithoutSeeking) {
  const std::string capture = large_capture(3000);
  std::thread sender([&] {
    send(capture);
    finish();
  });
  const Outcome read = read_all(open_capture("-"));
  sender.join();
  EXPECT_EQ(read.packets.size(), 3000U);
  EXPECT_EQ(read.result, Result::end);
}

TEST_F(StandardInput, CompressedInSmallPieces) {
  const std::string capture = gzip(write_pcapng(packets_at({1, 2, 3}, "p")));
  std::thread sender([&] {
    for (std::size_t at = 0; at < capture.size(); at += 7) send(std::string_view(capture).substr(at, 7));
    finish();
  });
  EXPECT_EQ(read_all(open_capture("-")).packets, (Strings{"p1", "p2", "p3"}));
  sender.join();
}

TEST_F(StandardInput, PacketsComeBeforeTheEndAndPausesAreIdle) {
  const std::string capture = write_pcap(packets_at({1, 2}, "p"));
  send(std::string_view(capture).substr(0, 24 + 18 + 10));  // a packet and half of the next one's header
  const OpenResult opened = open_capture("-");
  ASSERT_TRUE(opened) << opened.error;
  Packet packet;
  EXPECT_EQ(opened.source->next(packet), Result::packet);
  EXPECT_EQ(as_text(packet.bytes), "p1");
  EXPECT_EQ(opened.source->next(packet), Result::idle);
  send(std::string_view(capture).substr(24 + 18 + 10));
  EXPECT_EQ(opened.source->next(packet), Result::packet);
  EXPECT_EQ(as_text(packet.bytes), "p2");
  EXPECT_EQ(opened.source->next(packet), Result::idle);
  finish();
  EXPECT_EQ(opened.source->next(packet), Result::end);
}

TEST_F(StandardInput, OpeningCanBeGivenUp) {
  int asked = 0;
  const OpenResult opened = open_capture("-", {.stop = [&] { return ++asked == 2; }});
  EXPECT_FALSE(opened);
  EXPECT_EQ(opened.error, "standard input was not read: interrupted");
}

TEST_F(StandardInput, DamageNamesIt) {
  send(write_pcap(packets_at({1}, "p")).substr(0, 30));
  finish();
  EXPECT_TRUE(read_all(open_capture("-")).damage.starts_with("standard input: damaged after packet 0, at byte 24"));
}

TEST(CaptureMerge, IsInTimeOrderAndStable) {
  const TemporaryFile a(write_pcap(packets_at({1, 4, 4, 9}, "a")));
  const TemporaryFile b(write_pcapng(packets_at({2, 4, 20}, "b"), Endian::big));
  const TemporaryFile c(gzip(write_pcapng(packets_at({0, 4, 3, 10}, "c"))));
  const OpenResult opened = open_captures({a.path(), b.path(), c.path()});
  ASSERT_TRUE(opened) << opened.error;
  const Strings expected = {"c0", "a1", "b2", "c3", "a4", "a4", "b4", "c4", "a9", "c10", "b20"};
  Packet packet;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(opened.source->next(packet), Result::packet);
    EXPECT_EQ(as_text(packet.bytes), expected[i]);
    EXPECT_EQ(packet.number, i + 1);
  }
  EXPECT_EQ(opened.source->next(packet), Result::end);
}

TEST(CaptureMerge, InterfacesAreUniqueOverFiles) {
  PcapngWriter one;
  one.interface({.name = "a0"}).interface({.link = LinkType::null, .name = "a1"});
  one.packet({.time = kStart, .bytes = "a", .interface_id = 1});
  one.interface({.link = LinkType::loop, .name = "late"});
  one.packet({.time = kStart + kSecond, .bytes = "late", .interface_id = 2});
  PcapngWriter other;
  other.interface({.name = "b0"}).packet({.time = kStart + 1, .bytes = "b"});
  const TemporaryFile a(one.bytes());
  const TemporaryFile b(other.bytes());
  const OpenResult opened = open_captures({a.path(), b.path()});
  ASSERT_TRUE(opened) << opened.error;
  EXPECT_EQ(opened.source->interfaces().size(), 3U) << "all but the late one";
  Packet packet;
  Strings names;
  while (opened.source->next(packet) == Result::packet) {
    const InterfaceFacts& facts = opened.source->interfaces().at(packet.interface_id);
    EXPECT_EQ(facts.link, packet.link);
    names.push_back(facts.name);
  }
  EXPECT_EQ(names, (Strings{"a1", "b0", "late"}));
}

TEST(CaptureMerge, ADamagedFileEndsEarlyAndTheOthersGoOn) {
  std::string cut = write_pcap(packets_at({1, 2, 3}, "a"));
  cut.pop_back();
  const TemporaryFile a(cut);
  const TemporaryFile b(write_pcapng(packets_at({2, 5, 6}, "b")));
  const TemporaryFile c(cut);
  const Outcome read = read_all(open_captures({a.path(), b.path(), c.path()}));
  EXPECT_EQ(read.packets, (Strings{"a1", "a1", "a2", "b2", "a2", "b5", "b6"}));
  EXPECT_EQ(read.result, Result::damaged);
  EXPECT_NE(read.damage.find(a.path() + ": damaged after packet 2"), std::string::npos) << read.damage;
  EXPECT_NE(read.damage.find('\n' + c.path()), std::string::npos) << read.damage;
}

TEST(CaptureMerge, AFileThatIsNoCaptureStopsTheOpening) {
  const TemporaryFile a(write_pcap(packets_at({1}, "a")));
  EXPECT_NE(open_captures({a.path(), "/no/such/file"}).error.find("/no/such/file"), std::string::npos);
}

}  // namespace
}  // namespace wstrace::test::capture_inputs_test
