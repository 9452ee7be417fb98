// What is QUIC, and what only looks like it: other protocols on UDP, random bytes, and packets that somebody made up.
#include <gtest/gtest.h>

#include <random>

#include "dissectors/quic/dissector.h"
#include "quic_packets.h"
#include "support/datagram_dialogue.h"

namespace wstrace::test::quic_claim_test {
namespace {

using namespace quic;

bool is_claimed(const std::string& bytes) {
  const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
  return wstrace::quic::claim({exact, exact.size(), {1, 1}}).dissector != nullptr;
}

std::string initial_for(const Header& header) { return padded_initial(crypto(0, hello("lab.example")), header); }

TEST(QuicClaim, AClientsInitial) {
  EXPECT_TRUE(is_claimed(initial_for({})));
  EXPECT_TRUE(is_claimed(initial_for({.source = ""})));
  EXPECT_TRUE(is_claimed(initial_for({.version = kVersion2, .token = std::string(100, 't')})));
}

TEST(QuicClaim, TheEvidenceMustBeWhole) {
  const std::string packet = initial_for({});
  EXPECT_FALSE(is_claimed(initial(crypto(0, hello("lab.example"))))) << "less than 1200 bytes";
  EXPECT_FALSE(is_claimed(initial_for({.destination = "1234567", .keys_id = "1234567"}))) << "an id that is too short";
  EXPECT_FALSE(is_claimed(initial_for({.keys_id = "other id"}))) << "keys of another id";
  EXPECT_FALSE(is_claimed(initial_for({.by_client = false}))) << "a server's";
  for (std::size_t n = 0; n < packet.size(); ++n) ASSERT_FALSE(is_claimed(packet.substr(0, n))) << n;
  for (std::size_t i = 0; i < packet.size(); i += 11) {
    std::string changed = packet;
    changed[i] = static_cast<char>(changed[i] ^ 0x40);
    ASSERT_FALSE(is_claimed(changed)) << i;
  }
}

TEST(QuicClaim, ReservedVersionsAndDraftsByTheirHeader) {
  const auto packet = [](std::uint32_t version, std::size_t size) {
    return (long_head(version, 0, kDestination, kSource) + std::string(2000, 'x')).substr(0, size);
  };
  EXPECT_TRUE(is_claimed(packet(0x1a2a3a4a, 1200)));
  EXPECT_TRUE(is_claimed(packet(0xff000017, 1200)));
  EXPECT_FALSE(is_claimed(packet(0x1a2a3a4a, 1199)));
  EXPECT_FALSE(is_claimed(packet(0x1a2a3a4b, 1200)));
  EXPECT_FALSE(is_claimed(packet(0xff000117, 1200)));
}

TEST(QuicClaim, AVersionNegotiationByTheVersionsInIt) {
  EXPECT_TRUE(is_claimed(negotiation(kSource, kDestination, {0xabcd, 1})));
  EXPECT_FALSE(is_claimed(negotiation(kSource, kDestination, {0xabcd, 0x1a2a3a4a})));
  EXPECT_FALSE(is_claimed(negotiation(kSource, "short", {1})));
  EXPECT_FALSE(is_claimed(negotiation(kSource, kDestination, {1}) + "x"));
}

TEST(QuicClaim, OtherProtocolsOnUdp) {
  const std::string filler(1300, '\x5a');
  const std::string kOthers[] = {
      "",
      from_hex("1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001"),  // DNS
      from_hex("c234 8180 0001 0001 0000 0000") + filler,            // DNS with such an identification
      from_hex("16 fefd 0000000000000000 0040 01 000034") + filler,  // DTLS 1.2
      from_hex("2c 0001") + filler,                                  // DTLS 1.3
      from_hex("0001 0000 2112a442 000102030405060708090a0b"),       // STUN
      from_hex("80 60 0001 00000001 deadbeef") + filler,             // RTP
      from_hex("80 c8 0006 deadbeef") + filler,                      // RTCP
      from_hex("c0 00000001") + filler,                              // version 1 and nonsense
      from_hex("e3 00 00 00 00 00 00 00 00 00 00 00"),               // NTP
      short_packet(kServerId) + filler,                              // QUIC whose beginning is missing
      handshake(kSource, kServerId) + filler,
  };
  for (const std::string& other : kOthers) EXPECT_FALSE(is_claimed(other)) << other.substr(0, 16);
  DatagramDialogue talk;
  for (const std::string& other : kOthers) talk.client(other).server(other);
  EXPECT_EQ(talk.finish().heard(), "");
  EXPECT_EQ(talk.end().not_tcp, 2 * std::size(kOthers));
  EXPECT_TRUE(talk.end().undecoded.empty());
}

TEST(QuicClaim, RandomBytes) {
  std::mt19937 random(7);
  std::string bytes(1300, '\0');
  for (int round = 0; round < 20'000; ++round) {
    for (std::size_t i = 0; i < 64; ++i) bytes[i] = static_cast<char>(random());
    if (round % 2 == 0) bytes.replace(0, 5, from_hex("c000000001"));
    ASSERT_FALSE(is_claimed(bytes)) << round;
  }
}

TEST(QuicHostile, WhateverStandsInAnInitialThatOpens) {
  std::mt19937 random(11);
  for (int round = 0; round < 3'000; ++round) {
    std::string payload(random() % 60, '\0');
    for (char& c : payload) c = static_cast<char>(random() % (round % 2 == 0 ? 8 : 256));
    const std::string number(1, static_cast<char>(random()));
    DatagramDialogue talk;
    talk.client(padded_initial(payload + "\x06" + number));
    talk.server(initial(payload, {.destination = kSource, .source = kServerId, .by_client = false}));
    talk.client(padded_initial(crypto(0, hello("lab.example")), {.number = 1})).finish();
  }
}

TEST(QuicHostile, LengthsThatLie) {
  for (const std::uint64_t length :
       {std::uint64_t{0}, std::uint64_t{19}, std::uint64_t{1'000'000}, (std::uint64_t{1} << 62) - 1}) {
    const std::string head = long_head(1, 0, kDestination, kSource);
    EXPECT_FALSE(is_claimed(head + varint(length, 8) + std::string(1300, 'x')));              // of the token
    EXPECT_FALSE(is_claimed(head + varint(0) + varint(length, 8) + std::string(1300, 'x')));  // of the packet
    DatagramDialogue talk;
    talk.client(initial_for({})).heard();
    talk.client(head + varint(0) + varint(length, 8) + std::string(1300, 'x'));
    talk.server(long_head(1, 2, kSource, kServerId) + varint(length, 8) + "x").finish();
  }
}

TEST(QuicHostile, AHelloThatIsTooLong) {
  const std::string endless = tls::number(1, 1) + tls::number(0xffffff, 3);
  DatagramDialogue talk;
  talk.client(padded_initial(crypto(0, endless))).heard();
  for (std::uint64_t n = 1; n < 40; ++n)
    talk.client(padded_initial(crypto(1000 * (n - 1) + 4, std::string(1000, 'x')), {.number = n}));
  EXPECT_EQ(talk.heard(), "");
  EXPECT_NE(talk.finish().heard().find("!quic.no-hello"), std::string::npos);
}

TEST(QuicHostile, APacketForAnotherIdHasNoPlaceInADatagram) {
  const std::string other = from_hex("0102030405060708");
  const std::string foreign = initial(crypto(0, hello("evil.example")), {.destination = other, .keys_id = other});
  DatagramDialogue talk;
  talk.client(padded_initial(ping()) + foreign);
  EXPECT_EQ(talk.heard(), "");
  talk.client(padded_initial(crypto(0, hello("lab.example")), {.number = 1}) + foreign);
  EXPECT_NE(talk.heard().find("sni=lab.example"), std::string::npos);
  EXPECT_EQ(talk.finish().heard(), "");
}

TEST(QuicHostile, AFloodOfFlowsIsBounded) {
  Limits limits;
  limits.datagram_flows = 50;
  DatagramDialogue talk(limits);
  const std::string packet = initial_for({});
  for (std::uint16_t port = 1; port <= 500; ++port) talk.from_port(port).client(packet);
  talk.finish();
  EXPECT_EQ(talk.end().undecoded.front().connections, 500U);
  EXPECT_EQ(talk.end().undecoded.front().packets[0], 500U);
}

TEST(QuicHostile, ErrorsAboutOneFlowAreToldOnce) {
  DatagramDialogue talk;
  talk.client(initial_for({})).heard();
  for (int i = 0; i < 100; ++i) talk.wait(kSecond / 10).unreachable(3);
  const std::string heard = talk.finish().heard();
  EXPECT_EQ(std::count(heard.begin(), heard.end(), '\n'), 0);
  EXPECT_EQ(talk.end().icmp_untold, 99U);
}

}  // namespace
}  // namespace wstrace::test::quic_claim_test
