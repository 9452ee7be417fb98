// The capture file readers against files that the test wrote itself: every byte order and resolution, and every way to
// be cut off or to lie about a length.
#include <gtest/gtest.h>

#include <chrono>

#include "capture/open.h"
#include "support/capture_writer.h"
#include "support/frame_builder.h"

namespace wstrace::test::capture_reader_test {
namespace {

using Result = PacketSource::Result;

constexpr Time kStart = Time{1'700'000'000} * kSecond + 123'456'789;

struct Outcome {
  std::string error;  ///< at open
  std::vector<PacketRecord> packets;
  std::vector<std::uint64_t> numbers;
  std::vector<InterfaceFacts> interfaces;
  Result result = Result::idle;
  std::string damage;
};

Outcome read_all(const OpenResult& opened) {
  Outcome outcome;
  outcome.error = opened.error;
  if (!opened) return outcome;
  Packet packet;
  while ((outcome.result = opened.source->next(packet)) == Result::packet || outcome.result == Result::idle) {
    if (outcome.result == Result::idle) continue;
    outcome.packets.push_back(to_record(packet));
    outcome.numbers.push_back(packet.number);
  }
  EXPECT_EQ(opened.source->next(packet), outcome.result) << "the last answer must stay";
  outcome.interfaces = opened.source->interfaces();
  outcome.damage = opened.source->damage();
  EXPECT_EQ(outcome.result == Result::damaged, !outcome.damage.empty());
  return outcome;
}

Outcome read_bytes(std::string_view bytes) {
  const TemporaryFile file(bytes);
  return read_all(open_capture(file.path()));
}

std::vector<PacketRecord> some_packets() {
  return {{.time = kStart, .bytes = "first packet"},
          {.time = kStart + 1, .bytes = "second", .wire_length = 1500},
          {.time = kStart + kSecond, .bytes = std::string("\0\1\2", 3)},
          {.time = kStart + 2 * kSecond}};
}

std::vector<std::string> contents(const Outcome& outcome) {
  std::vector<std::string> all;
  for (const PacketRecord& packet : outcome.packets) all.push_back(packet.bytes);
  return all;
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class BothEndians : public testing::TestWithParam<Endian> {};
INSTANTIATE_TEST_SUITE_P(Capture, BothEndians, testing::Values(Endian::little, Endian::big));

TEST_P(BothEndians, PcapInMicroseconds) {
  const Outcome read = read_bytes(write_pcap(some_packets(), {.endian = GetParam()}));
  EXPECT_EQ(read.result, Result::end);
  EXPECT_EQ(contents(read), (std::vector<std::string>{"first packet", "second", std::string("\0\1\2", 3), ""}));
  EXPECT_EQ(read.packets[0].time, kStart - 789);
  EXPECT_EQ(read.packets[1].wire_length, 1500U);
  EXPECT_EQ(read.packets[2].wire_length, 3U);
  EXPECT_EQ(read.numbers, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST_P(BothEndians, PcapInNanoseconds) {
  const Outcome read = read_bytes(write_pcap(some_packets(), {.endian = GetParam(), .nanoseconds = true}));
  EXPECT_EQ(read.result, Result::end);
  EXPECT_EQ(read.packets[0].time, kStart);
  EXPECT_EQ(read.packets[1].time, kStart + 1);
}

TEST_P(BothEndians, PcapLinkTypeIsFreedOfTheFrameCheckSequence) {
  const Outcome read = read_bytes(write_pcap(some_packets(), {.endian = GetParam(), .link = 0x24000071}));
  EXPECT_EQ(read.packets[0].link, LinkType::linux_sll);
  EXPECT_EQ(read.interfaces[0].link, LinkType::linux_sll);
}

TEST_P(BothEndians, PcapngPacketBlocksOfAllKinds) {
  PcapngWriter writer(GetParam());
  writer.interface({.name = "lo", .snap_length = 6}).packet(some_packets()[0]);
  writer.block(5, "statistics").block(4, "names").block(0x0bad, "custom").obsolete_packet(some_packets()[1]);
  writer.simple_packet("short").simple_packet("longer", 100);
  const Outcome read = read_bytes(writer.bytes());
  EXPECT_EQ(read.result, Result::end) << read.damage;
  EXPECT_EQ(contents(read), (std::vector<std::string>{"first packet", "second", "short", "longer"}));
  EXPECT_EQ(read.packets[1].wire_length, 1500U);
  EXPECT_EQ(read.packets[1].time, kStart + 1);
  EXPECT_EQ(read.packets[3].time, kStart + 1) << "a simple packet has the time of the one before";
  EXPECT_EQ(read.packets[3].wire_length, 100U);
  EXPECT_EQ(read.interfaces.at(0).name, "lo");
}

struct Resolution {
  std::uint8_t code;
  std::uint64_t ticks;
  std::int64_t offset_seconds;
  Time time;
};

void PrintTo(const Resolution& r, std::ostream* out) {
  *out << "code " << unsigned{r.code} << ", " << r.ticks << " ticks, offset " << r.offset_seconds;
}

class Resolutions : public testing::TestWithParam<Resolution> {};

TEST_P(Resolutions, AreExact) {
  const Resolution& r = GetParam();
  for (const Endian endian : {Endian::little, Endian::big}) {
    PcapngWriter writer(endian);
    writer.interface({.resolution = r.code, .offset_seconds = r.offset_seconds}).packet_at(r.ticks, {.bytes = "x"});
    EXPECT_EQ(read_bytes(writer.bytes()).packets.at(0).time, r.time);
  }
}

constexpr std::uint64_t kMostTicks = std::numeric_limits<std::uint64_t>::max();
constexpr Time kLatest = std::numeric_limits<Time>::max() / 2;
constexpr std::uint64_t kSeconds2023 = 1'700'000'000;
INSTANTIATE_TEST_SUITE_P(
    Capture, Resolutions,
    testing::Values(Resolution{0, kSeconds2023, 0, 1'700'000'000'000'000'000},
                    Resolution{3, 1'700'000'000'123, 0, 1'700'000'000'123'000'000},
                    Resolution{6, 1'700'000'000'123'456, 0, 1'700'000'000'123'456'000},
                    Resolution{9, 1'700'000'000'123'456'789, 0, 1'700'000'000'123'456'789},
                    Resolution{10, 17'000'000'001'234'567'899U, 0, 1'700'000'000'123'456'789},
                    Resolution{12, 1'234'567'890'123'456'789, 0, 1'234'567'890'123'456},
                    Resolution{19, 12'345'678'901'234'567'890U, 0, 1'234'567'890}, Resolution{47, kMostTicks, 0, 0},
                    Resolution{127, kMostTicks, 0, 0}, Resolution{0x80, kSeconds2023, 0, 1'700'000'000'000'000'000},
                    Resolution{0x80 | 10, (kSeconds2023 << 10) + 512, 0, 1'700'000'000'500'000'000},
                    Resolution{0x80 | 32, (kSeconds2023 << 32) + (1U << 30), 0, 1'700'000'000'250'000'000},
                    Resolution{0x80 | 64, kMostTicks, 0, 999'999'999}, Resolution{0x80 | 127, kMostTicks, 0, 0},
                    Resolution{9, 500, 1'700'000'000, 1'700'000'000'000'000'500},
                    Resolution{6, 5'000'000, -3, 2'000'000'000}, Resolution{6, 0, -3, -3'000'000'000},
                    // What does not fit becomes the nearest time that does.
                    Resolution{0, kMostTicks, 0, kLatest}, Resolution{6, kMostTicks, 0, kLatest},
                    Resolution{9, kMostTicks, 0, kLatest}, Resolution{9, 9'223'372'036'854'775'807, 1, kLatest},
                    Resolution{0x80, kMostTicks, 0, kLatest}, Resolution{9, 1'000'000'000, kLatest, kLatest},
                    Resolution{6, 0, std::numeric_limits<std::int64_t>::min(), -4'611'686'018'000'000'000}));

TEST(CaptureReader, SectionsDescribeTheirOwnInterfaces) {
  PcapngWriter writer(Endian::big);
  writer.interface({.name = "eth0"}).interface({.link = LinkType::linux_sll2, .name = "any", .resolution = 6});
  writer.packet({.time = kStart, .bytes = "a", .interface_id = 1}).packet({.time = kStart, .bytes = "b"});
  writer.section(Endian::little).interface({.link = static_cast<LinkType>(147), .name = "odd"});
  writer.packet({.time = kStart, .bytes = "c"});
  const Outcome read = read_bytes(writer.bytes());
  ASSERT_EQ(read.result, Result::end) << read.damage;
  ASSERT_EQ(read.interfaces.size(), 3U);
  EXPECT_EQ(read.packets[0].link, LinkType::linux_sll2);
  EXPECT_EQ(read.packets[0].interface_id, 1U);
  EXPECT_EQ(read.packets[0].time, kStart - 789);
  EXPECT_EQ(read.packets[1].time, kStart);
  EXPECT_EQ(read.packets[2].link, static_cast<LinkType>(147));
  EXPECT_EQ(read.packets[2].interface_id, 2U);
  EXPECT_EQ(read.interfaces[2].name, "odd");
}

TEST(CaptureReader, InterfacesAreKnownBeforeTheFirstPacketIsAskedFor) {
  const TemporaryFile file(PcapngWriter().interface({.name = "one"}).interface({.name = "two"}).bytes());
  const OpenResult opened = open_capture(file.path());
  ASSERT_TRUE(opened) << opened.error;
  EXPECT_EQ(opened.source->interfaces().size(), 2U);
}

// Cut at every byte: a prefix of the packets, and `end` only where a reader cannot know that something is missing.
void cut_everywhere(const std::string& whole, std::size_t header_size, const std::vector<std::size_t>& boundaries) {
  const std::vector<std::string> packets = contents(read_bytes(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const Outcome read = read_bytes(std::string_view(whole).substr(0, size));
    if (size < header_size) {
      EXPECT_FALSE(read.error.empty()) << size;
      continue;
    }
    ASSERT_EQ(read.error, "") << size;
    const bool at_boundary = std::find(boundaries.begin(), boundaries.end(), size) != boundaries.end();
    EXPECT_EQ(read.result, at_boundary ? Result::end : Result::damaged) << size;
    const std::vector<std::string> got = contents(read);
    ASSERT_LE(got.size(), packets.size());
    EXPECT_TRUE(std::equal(got.begin(), got.end(), packets.begin())) << size;
  }
}

TEST_P(BothEndians, PcapCutAtEveryByte) {
  std::vector<std::size_t> boundaries = {24};
  for (const PacketRecord& packet : some_packets()) boundaries.push_back(boundaries.back() + 16 + packet.bytes.size());
  cut_everywhere(write_pcap(some_packets(), {.endian = GetParam()}), 24, boundaries);
}

TEST_P(BothEndians, PcapngCutAtEveryByte) {
  PcapngWriter writer(GetParam());
  std::vector<std::size_t> boundaries = {writer.bytes().size()};
  boundaries.push_back(writer.interface({.name = "eth0"}).bytes().size());
  for (const PacketRecord& packet : some_packets()) boundaries.push_back(writer.packet(packet).bytes().size());
  boundaries.push_back(writer.section().bytes().size());
  cut_everywhere(writer.bytes(), 28, boundaries);
}

TEST(CaptureReader, DamageSaysWhereAndWhatToTry) {
  const std::string whole = write_pcap(some_packets());
  const TemporaryFile file(std::string_view(whole).substr(0, 24 + 28 + 16 + 2));
  const Outcome read = read_all(open_capture(file.path()));
  EXPECT_EQ(read.packets.size(), 1U);
  EXPECT_EQ(read.damage, file.path() +
                             ": damaged after packet 1, at byte 52: the file ends 18 bytes into a packet of 22 bytes. "
                             "It is truncated: either it is still being written, or a copy was interrupted.");
}

std::string with_le32(std::string bytes, std::size_t at, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>(value >> 8 * i & 0xff);
  return bytes;
}

TEST(CaptureReader, HostileLengthsAreDamage) {
  const std::string pcap = write_pcap(some_packets());
  const std::string start = PcapngWriter().interface({}).bytes();
  const std::string pcapng = PcapngWriter().interface({}).packet(some_packets()[0]).bytes();
  const std::string simple = PcapngWriter().interface({}).simple_packet("123").bytes();
  constexpr std::uint32_t kHostile[] = {0xffffffff, 0x80000000, 0x7fffffff, 0x10000001, 0x00100000, 262145};
  for (const std::uint32_t length : kHostile) {
    EXPECT_EQ(read_bytes(with_le32(pcap, 24 + 8, length)).result, Result::damaged) << length;
    EXPECT_EQ(read_bytes(with_le32(pcapng, start.size() + 4, length)).result, Result::damaged) << length;
    EXPECT_EQ(read_bytes(with_le32(pcapng, start.size() + 20, length)).result, Result::damaged) << length;
    EXPECT_EQ(read_bytes(with_le32(simple, start.size() + 8, length)).result, Result::damaged) << length;
  }
  for (const std::uint32_t length : {0U, 4U, 8U, 12U, 13U, 16U, 40U}) {
    EXPECT_EQ(read_bytes(with_le32(pcapng, start.size() + 4, length)).result, Result::damaged) << length;
  }
}

TEST(CaptureReader, LengthsNoWriterWritesAreNamedWithoutWaitingForThatMuch) {
  EXPECT_TRUE(contains(read_bytes(with_le32(write_pcap(some_packets()), 24 + 8, 262145)).damage, "claims 262145"));
  const std::string pcapng = PcapngWriter().interface({}).packet(some_packets()[0]).bytes();
  const Outcome trailer = read_bytes(with_le32(pcapng, pcapng.size() - 4, 48));
  EXPECT_EQ(trailer.result, Result::damaged);
  EXPECT_TRUE(trailer.packets.empty());
  EXPECT_TRUE(contains(trailer.damage, "at its start and 48 at its end")) << trailer.damage;
}

TEST(CaptureReader, BlocksThatMakeNoSenseAreDamage) {
  const std::string start = PcapngWriter().interface({}).bytes();
  const auto after_start = [&](std::uint32_t type, const std::string& body) {
    const Outcome read = read_bytes(PcapngWriter().interface({}).block(type, body).bytes());
    return read.result == Result::damaged && contains(read.damage, std::to_string(start.size()));
  };
  EXPECT_TRUE(after_start(6, "")) << "a packet block without fields";
  EXPECT_TRUE(after_start(3, ""));
  EXPECT_TRUE(after_start(2, "12345678"));
  EXPECT_TRUE(after_start(1, "1234")) << "half an interface";
  EXPECT_TRUE(after_start(1, std::string("\1\0\0\0\0\0\0\0\x02\0\xff\0", 12))) << "an option beyond the block";
  EXPECT_TRUE(after_start(0x0a0d0d0a, "no magic")) << "a section without byte order";
  EXPECT_TRUE(after_start(6, std::string("\1", 1) + std::string(19, '\0'))) << "an interface that does not exist";
  const Outcome orphan = read_bytes(PcapngWriter().simple_packet("x").bytes());
  EXPECT_TRUE(contains(orphan.damage, "before the first interface")) << orphan.damage;
}

TEST(CaptureReader, RandomBytesNeverCrash) {
  std::string whole = PcapngWriter().interface({.name = "a"}).packet(some_packets()[0]).simple_packet("abc").bytes();
  std::uint32_t random = 1;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = round % 2 == 0 ? whole : write_pcap(some_packets());
    for (int change = 0; change < 3; ++change) {
      random = random * 1664525 + 1013904223;
      bytes[(random >> 8) % bytes.size()] = static_cast<char>(random >> 24);
    }
    read_bytes(bytes);
  }
}

TEST(CaptureReader, PacketsLargerThanTheBufferAreWhole) {
  const std::string large(5'000'000, 'x');
  const std::vector<PacketRecord> packets = {
      {.time = kStart, .bytes = "a"}, {.time = kStart, .bytes = large}, {.time = kStart, .bytes = "b"}};
  const Outcome read = read_bytes(write_pcapng(packets));
  EXPECT_EQ(contents(read), (std::vector<std::string>{"a", large, "b"}));
  EXPECT_EQ(contents(read_bytes(write_pcap(packets, {.snap_length = 0}))), contents(read));
}

TEST(CaptureReader, WhatIsNoCaptureIsAnErrorThatNamesIt) {
  const std::pair<std::string, std::string_view> files[] = {
      {"", "is empty"},
      {"\xd4\xc3", "not a capture"},
      {"<!DOCTYPE html><html>", "web page"},
      {"  <HTML>", "web page"},
      {"{\"log\":{}}", "JSON"},
      {"12:00:01.5 IP 10.0.0.1 > 10.0.0.2\n", "text"},
      {std::string("\xfd"
                   "7zXZ\0\0\0",
                   8),
       "xz"},
      {"PK\x03\x04 zip", "zip"},
      {std::string("\x34\xcd\xb2\xa1", 4) + std::string(40, '\0'), "modified"},
      {std::string("\x00\x00\x00\x80\x00\xf1\x53\x65\x02\x04\x00\x60\x00\x00\x00\x40", 16), "ERF"},
      {std::string("\x01\x02\x03\x04", 4), "begins with 01 02 03 04"},
      {write_pcap({}).substr(0, 23), "truncated"},
      {with_le32(write_pcap({}), 4, 0x00000009), "version 9.0"},
      {PcapngWriter().bytes().substr(0, 20), "truncated"},
      {with_le32(PcapngWriter().bytes(), 8, 0), "byte-order magic"},
  };
  for (const auto& [bytes, expected] : files) {
    const TemporaryFile file(bytes);
    const OpenResult opened = open_capture(file.path());
    EXPECT_FALSE(opened);
    EXPECT_TRUE(contains(opened.error, expected)) << opened.error;
    EXPECT_TRUE(contains(opened.error, file.path())) << opened.error;
  }
}

TEST(CaptureReader, FilesThatCannotBeOpenedSayWhy) {
  EXPECT_EQ(open_capture("/no/such/file").error, "/no/such/file cannot be opened: No such file or directory.");
  EXPECT_TRUE(contains(open_capture("/").error, "is a directory"));
  EXPECT_FALSE(open_captures({}).error.empty());
  EXPECT_FALSE(open_captures({"-", "-"}).error.empty());
}

TEST(CaptureReader, AMillionPacketsInLittleTime) {
  PcapngWriter writer;
  writer.interface({});
  const PacketRecord packet{.time = kStart, .bytes = std::string(100, 'x')};
  std::string million = writer.take();
  const std::string one = writer.packet(packet).take();
  million.reserve(million.size() + 1'000'000 * one.size());
  for (int i = 0; i < 1'000'000; ++i) million += one;
  const TemporaryFile file(million);
  const OpenResult opened = open_capture(file.path());
  const auto begin = std::chrono::steady_clock::now();
  Packet read;
  std::uint64_t bytes = 0;
  while (opened.source->next(read) == Result::packet) bytes += read.bytes.size();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_EQ(read.number, 1'000'000U);
  EXPECT_EQ(bytes, 100'000'000U);
  EXPECT_LT(seconds.count(), 5) << "far above what it takes, for slow machines and sanitizers";
  RecordProperty("nanoseconds_per_packet", static_cast<int>(seconds.count() * 1000));
}

}  // namespace
}  // namespace wstrace::test::capture_reader_test
