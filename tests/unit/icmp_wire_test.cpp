// ICMP errors and what they quote: whole, cut at every byte, and what is no error about TCP.
#include <gtest/gtest.h>

#include "dissectors/icmp/definitions.h"
#include "dissectors/icmp/meaning.h"
#include "dissectors/icmp/wire.h"
#include "support/dialogue.h"
#include "support/frame_builder.h"

namespace wstrace::test::icmp_wire_test {
namespace {

using icmp::Message;
using icmp::Quoted;

const std::string kTcpSegment = from_hex("d431 0bb8 01020304 05060708 5010 ffff 0000 0000");
const std::string kV4Header = from_hex("4500 0500 1234 4000 4006 0000 c0000201 c6336402");
const std::string kV6Addresses =
    from_hex("20010db8000000000000000000000001") + from_hex("20010db8000000000000000000000002");

std::string v4_error(int type, int code, const std::string& quoted, const std::string& rest = "") {
  std::string out;
  out += static_cast<char>(type);
  out += static_cast<char>(code);
  out += std::string(2, '\0') + (rest.empty() ? std::string(4, '\0') : rest);
  return out + quoted;
}

std::string v6_packet(std::uint8_t next, const std::string& content) {
  return from_hex("60000000 0500") + static_cast<char>(next) + "\x40" + kV6Addresses + content;
}

std::optional<Quoted> quoted_v4(const std::string& packet) { return icmp::read_quoted_tcp(as_bytes(packet), false); }
std::optional<Quoted> quoted_v6(const std::string& packet) { return icmp::read_quoted_tcp(as_bytes(packet), true); }

TEST(Icmp, FragmentationNeededNamesTheMtu) {
  const std::string bytes = v4_error(3, 4, kV4Header + kTcpSegment, from_hex("0000 0514"));
  const auto message = icmp::read_error(as_bytes(bytes), false);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->mtu, 1300U);
  EXPECT_EQ(&icmp::event_of(*message), &icmp::event::fragmentation_needed);
  EXPECT_EQ(icmp::note_of(*message, false), &icmp::note::fragmentation_needed);
  EXPECT_FALSE(icmp::fails_connect(*message));
}

TEST(Icmp, PacketTooBigNamesTheMtu) {
  const std::string bytes = v4_error(2, 0, v6_packet(6, kTcpSegment), from_hex("00000578"));
  const auto message = icmp::read_error(as_bytes(bytes), true);
  ASSERT_TRUE(message);
  EXPECT_EQ(message->mtu, 1400U);
  EXPECT_EQ(&icmp::event_of(*message), &icmp::event::packet_too_big);
}

TEST(Icmp, OnlyErrorsAreRead) {
  for (const int type : {0, 8, 9, 13})
    EXPECT_FALSE(icmp::read_error(as_bytes(v4_error(type, 0, kV4Header + kTcpSegment)), false));
  for (const int type : {0, 5, 128, 133, 135})
    EXPECT_FALSE(icmp::read_error(as_bytes(v4_error(type, 0, v6_packet(6, kTcpSegment))), true));
  EXPECT_FALSE(icmp::read_error(as_bytes(std::string_view("\3\1\0\0\0\0\0", 7)), false));
}

TEST(Icmp, TheQuotedSegmentIsFound) {
  const auto quoted = quoted_v4(kV4Header + kTcpSegment);
  ASSERT_TRUE(quoted);
  EXPECT_EQ(quoted->source, endpoint("192.0.2.1", 54321));
  EXPECT_EQ(quoted->destination, endpoint("198.51.100.2", 3000));
  EXPECT_EQ(quoted->sequence, 0x01020304U);
}

TEST(Icmp, AQuotationMayEndAnywhere) {
  const std::string packet = kV4Header + kTcpSegment;
  for (std::size_t n = 0; n <= packet.size(); ++n) {
    const auto quoted = quoted_v4(packet.substr(0, n));
    EXPECT_EQ(quoted.has_value(), n >= 24) << n;
    EXPECT_EQ(quoted && quoted->sequence, n >= 28) << n;
  }
  const std::string six = v6_packet(6, kTcpSegment);
  for (std::size_t n = 0; n <= six.size(); ++n) EXPECT_EQ(quoted_v6(six.substr(0, n)).has_value(), n >= 44) << n;
}

TEST(Icmp, TheQuotedHeaderMayHaveOptions) {
  std::string header = from_hex("4600 0500 1234 4000 4006 0000 c0000201 c6336402 01010101");
  ASSERT_TRUE(quoted_v4(header + kTcpSegment));
  EXPECT_EQ(quoted_v4(header + kTcpSegment)->source.port, 54321);
  header[0] = '\x44';  // shorter than any header
  EXPECT_FALSE(quoted_v4(header + kTcpSegment));
}

TEST(Icmp, ExtensionHeadersOfTheQuotedPacketAreSteppedOver) {
  const std::string hop_by_hop = from_hex("2c00 0000 00000000");
  const std::string first_fragment = from_hex("0600 0001 00000001");
  const auto quoted = quoted_v6(v6_packet(0, hop_by_hop + first_fragment + kTcpSegment));
  ASSERT_TRUE(quoted);
  EXPECT_EQ(quoted->destination, endpoint("2001:db8::2", 3000));
  const std::string later_fragment = from_hex("0600 0101 00000001");
  EXPECT_FALSE(quoted_v6(v6_packet(44, later_fragment + kTcpSegment)));
  std::string endless;
  for (int i = 0; i < 64; ++i) endless += from_hex("3c00 0000 00000000");
  EXPECT_FALSE(quoted_v6(v6_packet(60, endless + kTcpSegment)));
}

TEST(Icmp, WhatIsNoTcpIsNoneOfOurs) {
  std::string udp = kV4Header;
  udp[9] = 17;
  EXPECT_FALSE(quoted_v4(udp + kTcpSegment));
  EXPECT_FALSE(quoted_v6(v6_packet(17, kTcpSegment)));
  std::string later = kV4Header;
  later[7] = 0x10;  // a fragment that is not the first
  EXPECT_FALSE(quoted_v4(later + kTcpSegment));
  EXPECT_FALSE(quoted_v6(kV4Header + kTcpSegment + std::string(20, '\0')));
}

TEST(Icmp, CodesSayWhoRefuses) {
  const auto note = [](bool v6, std::uint8_t type, std::uint8_t code, bool connecting) {
    return icmp::note_of({v6, type, code, 0, {}}, connecting);
  };
  EXPECT_EQ(note(false, 3, 1, true), &icmp::note::unreachable);
  EXPECT_EQ(note(false, 3, 1, false), &icmp::note::undelivered);
  EXPECT_EQ(note(false, 3, 3, true), &icmp::note::port_unreachable);
  EXPECT_EQ(note(false, 3, 13, true), &icmp::note::prohibited);
  EXPECT_EQ(note(true, 1, 1, true), &icmp::note::prohibited);
  EXPECT_EQ(note(true, 1, 0, true), &icmp::note::unreachable);
  EXPECT_EQ(note(true, 1, 4, true), &icmp::note::port_unreachable);
  EXPECT_EQ(note(false, 11, 0, true), &icmp::note::time_exceeded);
  EXPECT_EQ(note(true, 4, 1, true), &icmp::note::parameter_problem);
  EXPECT_EQ(note(false, 4, 0, false), nullptr);
  EXPECT_EQ(note(false, 5, 1, false), nullptr);
  EXPECT_EQ(icmp::meaning_of({false, 3, 200, 0, {}}), "unknown code");
}

TEST(Icmp, EveryTypeAndCodeHasAnEventAndWords) {
  for (const bool v6 : {false, true}) {
    for (int type = 0; type < 256; ++type) {
      const std::string bytes = v4_error(type, 0, kV4Header);
      const auto message = icmp::read_error(as_bytes(bytes), v6);
      if (!message) continue;
      for (int code = 0; code < 256; ++code) {
        Message each = *message;
        each.code = static_cast<std::uint8_t>(code);
        EXPECT_FALSE(icmp::meaning_of(each).empty());
        EXPECT_EQ(icmp::event_of(each).protocol, &icmp::protocol);
      }
    }
  }
}

}  // namespace
}  // namespace wstrace::test::icmp_wire_test
