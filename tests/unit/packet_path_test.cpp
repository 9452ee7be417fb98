// Packet layers: bytes of a link layer in, endpoints and TCP out. What is not followed is named, never dropped.
#include <gtest/gtest.h>

#include <ostream>
#include <random>

#include "packet/packet_path.h"
#include "support/dialogue.h"

namespace wstrace::test::packet_path_test {

void PrintTo(PacketView::Kind kind, std::ostream* out) {
  static constexpr const char* kNames[] = {"tcp", "udp", "icmp", "other", "fragment", "not_followed", "unreadable"};
  *out << kNames[static_cast<std::size_t>(kind)];
}

namespace test {
namespace {

using Kind = PacketView::Kind;

// 10.0.0.1:1024 → 10.0.0.2:80, SYN; total length 44: 20 IP, 20 TCP, 4 "data"
const std::string kTcp = from_hex("0400 0050 00000063 00000000 50 02 03e8 0000 0000") + "data";
const std::string kIpv4 = from_hex("45 00 002c 0000 0000 40 06 0000 0a000001 0a000002") + kTcp;
const std::string kIpv6Addresses = from_hex("20010db8000000000000000000000001 20010db8000000000000000000000002");
const std::string kMacs = from_hex("020000000001 020000000002");

PacketView read(LinkType link, const std::string& bytes, std::uint32_t wire = 0) {
  // Exactly as long as the packet: the sanitizers see a read past its end.
  static std::vector<std::uint8_t> exact;
  exact.assign(bytes.begin(), bytes.end());
  Packet packet;
  packet.link = link;
  packet.bytes = exact;
  packet.wire_length = wire != 0 ? wire : static_cast<std::uint32_t>(bytes.size());
  return read_packet(packet);
}

std::string ipv6(const std::string& next_header, const std::string& rest) {
  const auto length = static_cast<char>(rest.size());
  return from_hex("60000000 00") + length + from_hex(next_header + "40") + kIpv6Addresses + rest;
}

void expect_tcp(const PacketView& view, const char* source, std::size_t link_bytes) {
  ASSERT_EQ(view.kind, Kind::tcp) << view.what;
  EXPECT_EQ(view.source.to_string(), source);
  EXPECT_EQ(view.destination.port, 80);
  EXPECT_TRUE(view.tcp.has(tcp::kSyn));
  EXPECT_EQ(as_text(view.payload), "data");
  EXPECT_EQ(view.link_bytes, link_bytes);
}

TEST(PacketPath, EveryLinkTypeLeadsToTcp) {
  const std::string ethernet = kMacs + from_hex("0800") + kIpv4;
  expect_tcp(read(LinkType::ethernet, ethernet), "10.0.0.1:1024", 14);
  expect_tcp(read(LinkType::ethernet, kMacs + from_hex("8100 002a 0800") + kIpv4), "10.0.0.1:1024", 18);
  expect_tcp(read(LinkType::ethernet, kMacs + from_hex("88a8 0001 8100 002a 0800") + kIpv4), "10.0.0.1:1024", 22);
  expect_tcp(read(LinkType::linux_sll, from_hex("0000 0001 0006 020000000001 0000 0800") + kIpv4), "10.0.0.1:1024", 16);
  expect_tcp(read(LinkType::linux_sll2, from_hex("0800 0000 00000001 0001 00 06 0200000000010000") + kIpv4),
             "10.0.0.1:1024", 20);
  expect_tcp(read(LinkType::null, from_hex("02000000") + kIpv4), "10.0.0.1:1024", 4);
  expect_tcp(read(LinkType::null, from_hex("00000002") + kIpv4), "10.0.0.1:1024", 4);
  expect_tcp(read(LinkType::loop, from_hex("00000002") + kIpv4), "10.0.0.1:1024", 4);
  for (const LinkType raw : {LinkType::raw, LinkType::raw_bsd, LinkType::raw_openbsd, LinkType::ipv4}) {
    expect_tcp(read(raw, kIpv4), "10.0.0.1:1024", 0);
  }
}

TEST(PacketPath, Ipv6WithAndWithoutExtensionHeaders) {
  const std::string ethernet = kMacs + from_hex("86dd");
  const char* const source = "[2001:db8::1]:1024";
  expect_tcp(read(LinkType::ethernet, ethernet + ipv6("06", kTcp)), source, 14);
  const std::string hop_by_hop = from_hex("3c 00 010400000000");   // next: destination options
  const std::string destination = from_hex("06 00 010400000000");  // next: TCP
  const PacketView extended = read(LinkType::ethernet, ethernet + ipv6("00", hop_by_hop + destination + kTcp));
  expect_tcp(extended, source, 14);
  EXPECT_EQ(extended.network_bytes, 56U);
  for (const char* family : {"1e000000", "1c000000", "18000000", "0000001e"}) {
    expect_tcp(read(LinkType::null, from_hex(family) + ipv6("06", kTcp)), source, 4);
  }
}

TEST(PacketPath, EthernetPaddingIsNoPayload) {
  const PacketView view = read(LinkType::ethernet, kMacs + from_hex("0800") + kIpv4 + std::string(6, '\0'));
  expect_tcp(view, "10.0.0.1:1024", 20);
  EXPECT_EQ(view.payload_wire, 4U);
}

TEST(PacketPath, ATotalLengthOfZeroMeansThatHardwareCutsLater) {
  std::string offloaded = kIpv4;
  offloaded[2] = offloaded[3] = '\0';
  expect_tcp(read(LinkType::raw, offloaded), "10.0.0.1:1024", 0);
}

TEST(PacketPath, ASnapLengthLeavesTheWireLengthKnown) {
  const PacketView view = read(LinkType::raw, kIpv4.substr(0, 42), 44);
  ASSERT_EQ(view.kind, Kind::tcp);
  EXPECT_EQ(as_text(view.payload), "da");
  EXPECT_EQ(view.payload_wire, 4U);
}

TEST(PacketPath, WhatIsNotFollowedIsNamed) {
  const auto ipv4_with = [](unsigned protocol, unsigned fragment = 0) {
    std::string packet = kIpv4;
    packet[9] = static_cast<char>(protocol);
    packet[6] = static_cast<char>(fragment >> 8);
    packet[7] = static_cast<char>(fragment);
    return packet;
  };
  const auto expect_named = [](const PacketView& view, const char* what) {
    EXPECT_EQ(view.kind, Kind::not_followed);
    EXPECT_EQ(view.what, what);
  };
  expect_named(read(LinkType::raw, ipv4_with(6, 0x2000)), "IPv4 fragment");
  expect_named(read(LinkType::raw, ipv4_with(6, 0x0001)), "IPv4 fragment");
  expect_named(read(LinkType::raw, ipv6("2c", from_hex("06 00 0001 00000000") + kTcp)), "IPv6 fragment");
  expect_named(read(LinkType::raw, ipv4_with(50)), "IPsec (ESP)");
  expect_named(read(static_cast<LinkType>(147), "whatever"), "unknown link type");
  expect_named(read(LinkType::ethernet, kMacs + from_hex("8847 00010140 99")), "MPLS with unknown contents");
}

TEST(PacketPath, PktapNamesTheLinkOfWhatFollows) {
  // length, a packet follows, its link type, the interface, and more that is not read
  const auto header = [](const char* link, const char* length = "1c000000", const char* type = "01000000") {
    return from_hex(std::string(length) + type + link) + "en0" + std::string(13, '\0');
  };
  for (const LinkType link : {LinkType::pktap, LinkType::user2}) {
    EXPECT_EQ(as_text(read(link, header("01000000") + kMacs + from_hex("0800") + kIpv4).payload), "data");
    EXPECT_EQ(as_text(read(link, header("0c000000") + kIpv4).payload), "data");
    EXPECT_EQ(as_text(read(link, header("00000000") + from_hex("02000000") + kIpv4).payload), "data");
  }
  EXPECT_EQ(as_text(read(LinkType::pktap, from_hex("0000001c 00000001 00000001") + std::string(16, '\0') + kMacs +
                                              from_hex("0800") + kIpv4)
                        .payload),
            "data")
      << "big endian";
  EXPECT_EQ(read(LinkType::pktap, header("02010000") + kIpv4).kind, Kind::unreadable) << "PKTAP in PKTAP";
  EXPECT_EQ(read(LinkType::pktap, header("01000000", "ffff0000")).kind, Kind::unreadable);
  EXPECT_EQ(read(LinkType::pktap, header("01000000", "1c000000", "00000000")).kind, Kind::unreadable);
  EXPECT_EQ(read(LinkType::pktap, "short").kind, Kind::unreadable);
  EXPECT_EQ(read(LinkType::user2, "anything else of this type").kind, Kind::not_followed);
}

TEST(PacketPath, NflogHasThePacketInAnAttribute) {
  const std::string mark = from_hex("0600 0a00 0001 0000");
  const std::string length = from_hex("3000 0900");  // 44 bytes
  ASSERT_EQ(kIpv4.size(), 44U);
  EXPECT_EQ(as_text(read(LinkType::nflog, from_hex("0200 0000") + mark + length + kIpv4).payload), "data");
  EXPECT_EQ(as_text(read(LinkType::nflog, from_hex("0200 0000 0006 000a 0001 0000 0030 0009") + kIpv4).payload),
            "data");
  EXPECT_EQ(read(LinkType::nflog, from_hex("0200 0000") + mark).kind, Kind::unreadable) << "no packet";
  EXPECT_EQ(read(LinkType::nflog, from_hex("0200 0000 0000 0000")).kind, Kind::unreadable) << "a length of 0";
}

TEST(PacketPath, IpoibHasAnEtherType) {
  EXPECT_EQ(as_text(read(LinkType::ipoib, std::string(40, '\1') + from_hex("0800 0000") + kIpv4).payload), "data");
  EXPECT_EQ(read(LinkType::ipoib, std::string(40, '\1')).kind, Kind::unreadable);
}

TEST(PacketPath, OtherTrafficIsNoneOfOurBusiness) {
  EXPECT_EQ(read(LinkType::ethernet, kMacs + from_hex("0806") + std::string(28, '\0')).kind, Kind::other);
  EXPECT_EQ(read(LinkType::ethernet, kMacs + from_hex("0026 4242 03")).kind, Kind::other) << "802.3 length";
}

TEST(PacketPath, HeadersThatContradictThemselvesAreUnreadable) {
  std::string short_header = kIpv4;
  short_header[0] = '\x44';
  EXPECT_EQ(read(LinkType::raw, short_header).kind, Kind::unreadable);
  std::string long_tcp = kIpv4;
  long_tcp[32] = '\xf0';
  EXPECT_EQ(read(LinkType::raw, long_tcp).kind, Kind::unreadable);
  EXPECT_EQ(read(LinkType::ethernet, kMacs + from_hex("86dd") + kIpv4).kind, Kind::unreadable);
  EXPECT_EQ(read(LinkType::ethernet, "").kind, Kind::unreadable);
  EXPECT_EQ(read(LinkType::null, from_hex("63000000") + kIpv4).kind, Kind::unreadable);
}

TEST(PacketPath, EveryTruncationAndAnyNoiseIsHarmless) {
  const std::string whole = kMacs + from_hex("8100 002a 86dd") + ipv6("00", from_hex("06 00 010400000000") + kTcp);
  std::mt19937 random(1);
  for (std::size_t n = 0; n <= whole.size(); ++n) {
    const PacketView view = read(LinkType::ethernet, whole.substr(0, n), static_cast<std::uint32_t>(whole.size()));
    EXPECT_EQ(view.kind == Kind::tcp, n >= whole.size() - 4) << n;
    for (int i = 0; i < 50; ++i) {
      std::string noisy = whole.substr(0, n);
      for (int k = 0; k < 3 && !noisy.empty(); ++k) noisy[random() % noisy.size()] = static_cast<char>(random());
      read(LinkType::ethernet, noisy);
    }
  }
}

}  // namespace
}  // namespace test
}  // namespace wstrace::test::packet_path_test
