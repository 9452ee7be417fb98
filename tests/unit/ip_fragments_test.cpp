// Fragments as a dialogue: parts in, the datagram out, or why there is none.
#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "engine/engine.h"
#include "support/dialogue.h"
#include "support/frame_builder.h"
#include "support/wrap.h"

namespace wstrace::test::ip_fragments_test {
namespace {

const Endpoint kClient = endpoint("10.0.0.1", 40000);
const Endpoint kServer = endpoint("10.0.0.2", 80);
const Endpoint kClient6 = endpoint("2001:db8::1", 40000);
const Endpoint kServer6 = endpoint("2001:db8::2", 80);
constexpr Time kStart = Time{1'700'000'000} * kSecond;
const std::string kText = "0123456789abcdefghijklmnopqrstuvwxyz0123456789";  // with the header 66 bytes: three parts

class Listener : public Recorder {
 public:
  void on_end(const EndFacts& about) override { end = about; }
  EndFacts end;
};

class FragmentsTest : public ::testing::Test {
 protected:
  explicit FragmentsTest(const Limits& limits = {}) : engine_(limits, 0) {
    heard_.show_packets = true;
    engine_.add_sink(heard_);
  }

  static std::vector<std::string> parts(bool v6 = false, unsigned identification = 7, const std::string& text = kText) {
    const TcpSegment segment{.from = v6 ? kClient6 : kClient, .to = v6 ? kServer6 : kServer, .seq = 1, .payload = text};
    return fragments_of(ip_packet(segment), 24, identification);
  }
  void feed(const std::string& packet, Duration later = kMillisecond, std::uint32_t cut = 0) {
    now_ += later;
    PacketRecord record{.time = now_, .bytes = packet, .link = LinkType::raw};
    record.wire_length = static_cast<std::uint32_t>(packet.size());
    record.bytes.resize(packet.size() - cut);
    engine_.on_packet(to_packet(record, ++number_));
  }
  /// Lines of protocol ip, and what bytes reached the layers above TCP.
  std::string heard() {
    std::string out;
    for (const std::string& line : heard_.lines) {
      const bool ours = line.find("ip ") == 0 || line.find(" ip ") != std::string::npos;
      const bool bytes = line.find("unrecognised") != std::string::npos;
      if (ours || bytes) out += line + "\n";
    }
    heard_.lines.clear();
    return out;
  }

  Listener heard_;
  Engine engine_;
  Time now_ = kStart;
  std::uint64_t number_ = 0;
};

TEST_F(FragmentsTest, ThreePartsInAnyOrderAreOneSegment) {
  for (const bool v6 : {false, true}) {
    std::vector<std::size_t> order = {0, 1, 2};
    do {
      Listener heard;
      Engine engine(Limits{}, 0);
      engine.add_sink(heard);
      std::uint64_t number = 0;
      for (const std::size_t i : order) {
        const PacketRecord record{.time = kStart, .bytes = parts(v6)[i], .link = LinkType::raw};
        engine.on_packet(to_packet(record, ++number));
      }
      engine.finish({});
      ASSERT_EQ(heard.facts.size(), 1U);
      EXPECT_EQ(heard.facts[0].traffic.packets[0], 3U);
      EXPECT_EQ(heard.facts[0].traffic.layers[3], v6 ? 3U * 48 : 3U * 20);
      EXPECT_EQ(heard.facts[0].traffic.layers[2], 0U);
      std::string all;
      for (const std::string& line : heard.lines) all += line + "\n";
      EXPECT_NE(all.find("length=46 "), std::string::npos) << all;
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_F(FragmentsTest, TheEventNamesAllPacketsAndTheFirstOneExplains) {
  for (const std::string& part : parts()) feed(part);
  EXPECT_EQ(heard_.lines.front(), "c2s ip fragments fragments=3 length=66 @1-3 !ip.fragmented");
  heard_.lines.clear();
  for (const std::string& part : parts(false, 8)) feed(part);
  EXPECT_EQ(heard_.lines.front(), "c2s ip fragments fragments=3 length=66 @4-6");
}

TEST_F(FragmentsTest, ExactCopiesAreHarmless) {
  for (const bool v6 : {false, true}) {
    SCOPED_TRACE(v6);
    for (const std::string& part : parts(v6)) {
      feed(part);
      feed(part);
    }
    const std::string reported = heard();
    EXPECT_NE(reported.find("ip fragments fragments=5"), std::string::npos) << reported;
    EXPECT_EQ(reported.find("overlap"), std::string::npos) << reported;
  }
  // The copy of the last part came after the datagram was whole: nothing is missing.
  engine_.finish({});
  EXPECT_EQ(heard().find("fragments"), std::string::npos);
  EXPECT_TRUE(heard_.end.not_followed.empty());
  ASSERT_EQ(heard_.facts.size(), 2U);
  for (const SessionFacts& each : heard_.facts) EXPECT_EQ(each.traffic.packets[0], 6U) << "copies count";
}

TEST_F(FragmentsTest, OverlappingIpv4FirstComeFirstServed) {
  const std::vector<std::string> all = parts();
  std::string other = all[1];
  other[20] = '!';  // other contents for the same bytes
  feed(all[0]);
  feed(all[1]);
  feed(other);
  feed(all[2]);
  engine_.finish({});
  const std::string reported = heard();
  EXPECT_NE(reported.find("!ip.fragment-overlap"), std::string::npos) << reported;
  EXPECT_NE(reported.find("head=30313233343536"), std::string::npos) << reported;
}

TEST_F(FragmentsTest, AnOverlapWithTheSameBytesIsNoNews) {
  const TcpSegment segment{.from = kClient, .to = kServer, .seq = 1, .payload = kText};
  const std::vector<std::string> wide = fragments_of(ip_packet(segment), 40, 7);
  feed(parts()[0]);
  feed(wide[0]);
  feed(parts()[1]);
  feed(wide[1]);
  const std::string reported = heard();
  EXPECT_NE(reported.find("ip fragments fragments=4"), std::string::npos) << reported;
  EXPECT_EQ(reported.find("overlap"), std::string::npos) << reported;
}

TEST_F(FragmentsTest, OverlappingIpv6IsDiscardedWithAllThatStillComes) {
  const TcpSegment segment{.from = kClient6, .to = kServer6, .seq = 1, .payload = kText};
  const std::vector<std::string> wide = fragments_of(ip_packet(segment), 40, 7);
  feed(parts(true)[0]);
  feed(wide[0]);
  feed(wide[1]);
  const std::string reported = heard();
  EXPECT_NE(reported.find("fragments-missing"), std::string::npos) << reported;
  EXPECT_NE(reported.find("overlap, which IPv6 forbids"), std::string::npos) << reported;
  engine_.finish({});
  EXPECT_EQ(heard(), "") << "told once";
}

TEST_F(FragmentsTest, WhatDoesNotComeInTimeIsToldInItsConnection) {
  feed(ip_packet(TcpSegment{.from = kClient, .to = kServer, .flags = tcp_flag::syn, .seq = 0}));
  const std::vector<std::string> all = parts();
  feed(all[0]);
  feed(all[2]);
  feed(ip_packet(TcpSegment{.from = kServer, .to = kClient, .flags = tcp_flag::ack, .seq = 1}), 59 * kSecond);
  EXPECT_EQ(heard(), "");
  feed(ip_packet(TcpSegment{.from = kServer, .to = kClient, .flags = tcp_flag::ack, .seq = 1}), 2 * kSecond);
  EXPECT_EQ(heard(),
            "c2s ip fragments-missing source=10.0.0.1 destination=10.0.0.2 identification=7 fragments=2 length=42 "
            "lacks=bytes 24 to 47 reason=the rest did not arrive in time @2-3 !ip.fragments-missing\n");
  engine_.finish({});
  ASSERT_EQ(heard_.facts.size(), 1U);
  EXPECT_EQ(heard_.facts[0].traffic.packets[0], 3U);
  EXPECT_EQ(heard_.end.not_followed.at("fragments of incomplete datagrams"), 2U);
}

TEST_F(FragmentsTest, WithoutAKnownConnectionOnlyTheFirstIsTold) {
  for (unsigned id = 1; id <= 3; ++id) feed(parts(id == 2, id)[1]);
  engine_.finish({});
  const std::string reported = heard();
  EXPECT_NE(reported.find("lacks=bytes 0 to 23 reason=the capture ended before the rest arrived"), std::string::npos)
      << reported;
  EXPECT_EQ(reported.find('\n'), reported.size() - 1) << reported;
  EXPECT_EQ(heard_.end.not_followed.at("fragments of incomplete datagrams"), 3U);
}

TEST_F(FragmentsTest, AnEndThatMovesIsAContradiction) {
  const std::vector<std::string> all = parts();
  std::string longer = all[2];
  longer[7] = static_cast<char>(longer[7] + 3);  // the last part, further behind
  feed(all[2]);
  feed(longer);
  EXPECT_NE(heard().find("disagree on where it ends"), std::string::npos);
}

TEST_F(FragmentsTest, PartsThatCannotBeAreUnreadable) {
  std::string beyond = parts()[1];
  beyond[6] = '\x3f';
  beyond[7] = '\xff';
  feed(beyond);
  std::string odd = parts()[0];
  odd.pop_back();
  odd[3] = static_cast<char>(odd[3] - 1);
  feed(odd);
  const std::string reported = heard();
  EXPECT_NE(reported.find("ip unreadable what=IP fragment"), std::string::npos) << reported;
  engine_.finish({});
  EXPECT_EQ(heard_.end.not_followed.at("IP fragment"), 2U);
}

TEST_F(FragmentsTest, AnAtomicFragmentStandsAlone) {
  const std::string packet = ip_packet(TcpSegment{.from = kClient6, .to = kServer6, .seq = 1, .payload = kText});
  const std::vector<std::string> one = fragments_of(packet, 800, 9);
  ASSERT_EQ(one.size(), 1U);
  feed(one[0]);
  engine_.finish({});
  ASSERT_EQ(heard_.facts.size(), 1U);
  EXPECT_EQ(heard().find("ip fragments"), std::string::npos);
}

TEST_F(FragmentsTest, ExtensionHeadersBehindTheFragmentHeaderAreSteppedOver) {
  const std::string segment = tcp_segment({.from = kClient6, .to = kServer6, .seq = 1, .payload = kText});
  const std::string content = from_hex("06 00 010400000000") + segment;  // destination options, then TCP
  const std::string packet = ipv6_header(kClient6.address, kServer6.address, 60, content.size()) + content;
  for (const std::string& part : fragments_of(packet, 24, 3)) feed(part);
  engine_.finish({});
  ASSERT_EQ(heard_.facts.size(), 1U);
  EXPECT_EQ(heard_.facts[0].traffic.layers[3], 4U * 48 + 8);
}

TEST_F(FragmentsTest, ACutPartLeavesWhatStandsBeforeIt) {
  const std::vector<std::string> all = parts();
  feed(all[0]);
  feed(all[2]);
  feed(all[1], kMillisecond, 20);  // 4 of 24 bytes captured
  std::string reported;
  for (const std::string& line : heard_.lines) reported += line + "\n";
  EXPECT_NE(reported.find("ip fragments fragments=3 length=66"), std::string::npos) << reported;
  EXPECT_NE(reported.find("!tcp.cut-short"), std::string::npos) << reported;
}

class FewFragments : public FragmentsTest {
 protected:
  static Limits few() {
    Limits limits;
    limits.fragmented_datagrams = 2;
    return limits;
  }
  FewFragments() : FragmentsTest(few()) {}
};

TEST_F(FewFragments, TheOldestGivesWay) {
  for (unsigned id = 1; id <= 3; ++id) feed(parts(false, id)[0]);
  EXPECT_NE(heard().find("identification=1 fragments=1 length=24 lacks=everything from byte 24 reason=too many other"),
            std::string::npos);
  for (const std::string& part : parts(false, 3)) feed(part);
  EXPECT_NE(heard().find("ip fragments fragments=4"), std::string::npos) << "the newest one is whole all the same";
}

TEST_F(FragmentsTest, AnyNoiseIsHarmless) {
  std::mt19937 random(1);
  for (int i = 0; i < 3000; ++i) {
    std::vector<std::string> all = parts(i % 2 == 0, random() % 4);
    std::string& part = all[random() % all.size()];
    for (int k = 0; k < 2; ++k) part[(random() % 50) % part.size()] = static_cast<char>(random());
    feed(part);
  }
  engine_.finish({});
}

}  // namespace
}  // namespace wstrace::test::ip_fragments_test
