// What protects QUIC's Initial and Retry packets, against the examples in the specifications: RFC 9001 appendix A, RFC 9369
// appendix A, and the keys in draft-ietf-quic-tls-29's.
#include <gtest/gtest.h>

#include "dissectors/quic/frames.h"
#include "dissectors/quic/packet_protection.h"
#include "quic_packets.h"

namespace wstrace::test::quic_protection_test {
namespace {

using namespace wstrace::quic;
namespace by_hand = wstrace::test::quic;

const std::string kId = from_hex("8394c8f03e515708");

/// RFC 9001 A.2: a CRYPTO frame, to be padded to 1162 bytes.
const std::string kClientFrame = from_hex(
    "060040f1010000ed0303ebf8fa56f129 39b9584a3896472ec40bb863cfd3e868 04fe3a47f06a2b69484c000004130113 "
    "02010000c000000010000e00000b6578 616d706c652e636f6dff01000100000a 00080006001d00170018001000070005 "
    "04616c706e0005000501000000000033 00260024001d00209370b2c9caa47fba baf4559fedba753de171fa71f50f1ce1 "
    "5d43e994ec74d748002b000302030400 0d0010000e0403050306030203080408 050806002d00020101001c0002400100 "
    "3900320408ffffffffffffffff050480 00ffff07048000ffff08011001048000 75300901100f088394c8f03e51570806 "
    "048000ffff");
/// RFC 9001 A.3.
const std::string kServerPayload = from_hex(
    "02000000000600405a020000560303ee fce7f7b37ba1d1632e96677825ddf739 88cfc79825df566dc5430b9a045a1200 "
    "130100002e00330024001d00209d3c94 0d89690b84d08a60993c144eca684d10 81287c834d5311bcf32bb9da1a002b00 "
    "020304");

std::string client_payload() { return kClientFrame + std::string(1162 - kClientFrame.size(), '\0'); }

std::string client_packet(const by_hand::Version& version, const std::string& head) {
  return by_hand::protect(version, kId, true, from_hex(head), 2, client_payload());
}

std::string hex_of(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

/// "number 2: <payload in hex>"; empty when it does not open.
std::string opened(const std::string& bytes, Direction sender) {
  const auto header = read_long_header(as_bytes(bytes));
  if (!header) return {};
  const auto* const version = find_version(header->version);
  const auto packet = version != nullptr ? read_packet(as_bytes(bytes), *header, *version) : std::nullopt;
  InitialKeys keys;
  std::vector<std::uint8_t> room;
  if (!packet || !keys.start(*version, as_bytes(kId), sender)) return {};
  const auto plain = keys.open(*packet, as_bytes(bytes), room);
  return plain ? "number " + std::to_string(plain->number) + ": " + hex_of(as_text(plain->payload)) : "";
}

TEST(QuicProtection, TheClientsInitialOfVersion1) {
  const std::string packet = client_packet(by_hand::kVersion1, "c300000001088394c8f03e5157080000449e00000002");
  ASSERT_EQ(packet.size(), 1200U);
  EXPECT_EQ(hex_of(packet.substr(0, 38)),
            "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11d242b123dc9b");
  EXPECT_EQ(hex_of(packet.substr(1200 - 16)), "e221af44860018ab0856972e194cd934");
  EXPECT_EQ(opened(packet, Direction::c2s), "number 2: " + hex_of(client_payload()));
  EXPECT_EQ(opened(packet, Direction::s2c), "");
}

TEST(QuicProtection, TheServersInitialOfVersion1) {
  const std::string packet = from_hex(
      "cf000000010008f067a5502a4262b500 4075c0d95a482cd0991cd25b0aac406a 5816b6394100f37a1c69797554780bb3 "
      "8cc5a99f5ede4cf73c3ec2493a1839b3 dbcba3f6ea46c5b7684df3548e7ddeb9 c3bf9c73cc3f3bded74b562bfb19fb84 "
      "022f8ef4cdd93795d77d06edbb7aaf2f 58891850abbdca3d20398c276456cbc4 2158407dd074ee");
  EXPECT_EQ(opened(packet, Direction::s2c), "number 1: " + hex_of(kServerPayload));
}

TEST(QuicProtection, TheClientsInitialOfVersion2) {
  const std::string packet = client_packet(by_hand::kVersion2, "d36b3343cf088394c8f03e5157080000449e00000002");
  EXPECT_EQ(hex_of(packet.substr(0, 32)), "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485");
  EXPECT_EQ(hex_of(packet.substr(1200 - 16)), "a18b2faa745b6fe189cf772a9f84cbfc");
  EXPECT_EQ(opened(packet, Direction::c2s), "number 2: " + hex_of(client_payload()));
}

TEST(QuicProtection, TheServersInitialOfVersion2) {
  const std::string packet = from_hex(
      "dc6b3343cf0008f067a5502a4262b500 4075d92faaf16f05d8a4398c47089698 baeea26b91eb761d9b89237bbf872630 "
      "17915358230035f7fd3945d88965cf17 f9af6e16886c61bfc703106fbaf3cb4c fa52382dd16a393e42757507698075b2 "
      "c984c707f0a0812d8cd5a6881eaf21ce da98f4bd23f6fe1a3e2c43edd9ce7ca8 4bed8521e2e140");
  EXPECT_EQ(opened(packet, Direction::s2c), "number 1: " + hex_of(kServerPayload));
}

TEST(QuicProtection, KeysOfDraft29) {
  const std::string initial = by_hand::hkdf(EVP_KDF_HKDF_MODE_EXTRACT_ONLY, kId, by_hand::kDraft29.salt, 32);
  const std::string client = by_hand::expand_label(initial, "client in", 32);
  EXPECT_EQ(hex_of(by_hand::expand_label(client, "quic key", 16)), "175257a31eb09dea9366d8bb79ad80ba");
  EXPECT_EQ(hex_of(by_hand::expand_label(client, "quic iv", 12)), "6b26114b9cba2b63a9e8dd4f");
  EXPECT_EQ(hex_of(by_hand::expand_label(client, "quic hp", 16)), "9ddd12c994c0698b89374a9c077a3077");
  const std::string packet = client_packet(by_hand::kDraft29, "c3ff00001d088394c8f03e5157080000449e00000002");
  EXPECT_EQ(opened(packet, Direction::c2s), "number 2: " + hex_of(client_payload()));
}

TEST(QuicProtection, RetriesAreAuthenticated) {
  struct {
    std::uint32_t version;
    const char* packet;
  } const kRetries[] = {
      {1, "ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba"},
      {0x6b3343cf, "cf6b3343cf0008f067a5502a4262b5746f6b656ec8646ce8bfe33952d955543665dcc7b6"},
  };
  for (const auto& retry : kRetries) {
    const Version& version = *find_version(retry.version);
    std::string packet = from_hex(retry.packet);
    EXPECT_TRUE(is_authentic_retry(version, as_bytes(kId), as_bytes(packet)));
    EXPECT_FALSE(is_authentic_retry(version, as_bytes(kId.substr(1)), as_bytes(packet)));
    for (std::size_t i = 0; i < packet.size(); ++i) {
      packet[i] = static_cast<char>(packet[i] ^ 1);
      EXPECT_FALSE(is_authentic_retry(version, as_bytes(kId), as_bytes(packet))) << i;
      packet[i] = static_cast<char>(packet[i] ^ 1);
    }
    for (std::size_t n = 0; n < packet.size(); ++n)
      EXPECT_FALSE(is_authentic_retry(version, as_bytes(kId), as_bytes(packet.substr(0, n)))) << n;
  }
}

TEST(QuicProtection, NothingOpensThatIsNotWhole) {
  const std::string packet = client_packet(by_hand::kVersion1, "c300000001088394c8f03e5157080000449e00000002");
  for (std::size_t n = 0; n < packet.size(); ++n) EXPECT_EQ(opened(packet.substr(0, n), Direction::c2s), "") << n;
  EXPECT_NE(opened(packet + "another packet", Direction::c2s), "");
}

TEST(QuicProtection, NothingOpensThatWasChanged) {
  std::string packet = client_packet(by_hand::kVersion1, "c300000001088394c8f03e5157080000449e00000002");
  for (std::size_t i = 0; i < packet.size(); i += 7) {
    packet[i] = static_cast<char>(packet[i] ^ 0x20);
    EXPECT_EQ(opened(packet, Direction::c2s), "") << i;
    packet[i] = static_cast<char>(packet[i] ^ 0x20);
  }
}

TEST(QuicWire, NumbersOfAllLengths) {
  // RFC 9000 A.1
  struct {
    const char* bytes;
    std::uint64_t value;
  } const kNumbers[] = {
      {"c2197c5eff14e88c", 151288809941952652}, {"9d7f3e7d", 494878333}, {"7bbd", 15293}, {"25", 37}, {"4025", 37}};
  for (const auto& each : kNumbers) {
    const std::string bytes = from_hex(each.bytes);
    wstrace::tls::Reader reader(as_bytes(bytes));
    EXPECT_EQ(read_varint(reader), each.value);
    EXPECT_TRUE(reader.ok() && reader.empty());
    for (std::size_t n = 0; n < bytes.size(); ++n) {
      wstrace::tls::Reader cut(as_bytes(bytes).first(n));
      read_varint(cut);
      EXPECT_FALSE(cut.ok()) << each.bytes << " " << n;
    }
  }
}

TEST(QuicWire, FramesEndWhereTheyMust) {
  std::string seen;
  const auto crypto = [&](const CryptoFrame& f) {
    seen += "crypto " + std::to_string(f.offset) + " " + std::string(as_text(f.data)) + "; ";
  };
  const auto close = [&](const CloseFrame& f) {
    seen += "close " + std::to_string(f.code) + " " + std::string(as_text(f.reason)) + "; ";
  };
  const std::string ack_ecn = from_hex("03 05 00 01 00 00 00 01 02 03");
  const std::string frames = by_hand::ping() + by_hand::ack(7) + ack_ecn + by_hand::crypto(5, "ab") +
                             by_hand::padding(3) + by_hand::connection_close(2, "no") + "\x08 a STREAM frame";
  each_frame(as_bytes(frames), crypto, close);
  EXPECT_EQ(seen, "crypto 5 ab; close 2 no; ");
  seen.clear();
  for (std::size_t n = 0; n < frames.size(); ++n)
    each_frame(
        as_bytes(frames).first(n), [](const CryptoFrame&) {}, [](const CloseFrame&) {});
  each_frame(as_bytes(from_hex("02 00 00 ffffffffffffffff 00 00")), crypto, close);
  each_frame(as_bytes(from_hex("06 ffffffffffffffff ffffffffffffffff 00")), crypto, close);
  EXPECT_EQ(seen, "");
}

}  // namespace
}  // namespace wstrace::test::quic_protection_test
