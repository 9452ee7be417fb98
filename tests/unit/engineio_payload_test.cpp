// Engine.IO over HTTP polling: bodies in, packets out. The bodies were made by the parsers that are named beside them.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "dissectors/engineio/payload.h"
#include "dissectors/engineio/wire.h"

namespace wstrace::test::engineio_payload_test {
namespace {

using engineio::kVersion3;
using engineio::kVersion4;
using engineio::PayloadPart;
using engineio::PayloadProblem;
using engineio::PayloadReader;
using namespace std::string_literals;

constexpr const char* kProblems[] = {"", "not_a_payload", "bad_length", "cut_short", "bad_utf8", "bad_jsonp"};

std::string hex(Bytes bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

std::string shown(const PayloadPart& part) {
  const std::string text = part.binary ? "x'" + hex(part.bytes) + "'" : "'" + std::string(as_text(part.bytes)) + "'";
  return part.utf8_twice ? text + "²" : text;
}

/// The parts, then the problem and where it is: 'text', x'binary', and ² when the text had been encoded twice.
std::string heard(std::string_view body, unsigned version) {
  Arena arena;
  PayloadReader reader(as_bytes(body), version, arena);
  std::string out;
  while (const auto part = reader.next()) out += shown(*part) + " ";
  if (reader.problem() != PayloadProblem::none) {
    out += kProblems[static_cast<int>(reader.problem())];
    out += "@" + std::to_string(body.size() - reader.rest().size());
  } else {
    EXPECT_TRUE(reader.rest().empty());
  }
  EXPECT_FALSE(reader.next()) << "once through, a reader stays so";
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string v3(std::string_view body) { return heard(body, kVersion3); }
std::string v4(std::string_view body) { return heard(body, kVersion4); }

// Messages "hello", "wörld", "€🎉!", then ping "probe" and noop. From engine.io-parser 5.2.3; 2.2.1, and the same from
// engine.io 6.6.12's parser-v3; 1.3.2 for clients without binary; 1.3.2 for others.
const std::string kTextV4 =
    "4hello\x1e"
    "4w\xc3\xb6rld\x1e"
    "4\xe2\x82\xac\xf0\x9f\x8e\x89!\x1e"
    "2probe\x1e"
    "6";
const std::string kText = "6:4hello6:4w\xc3\xb6rld5:4\xe2\x82\xac\xf0\x9f\x8e\x89!6:2probe1:6";
const std::string kTextTwice =
    "6:4hello7:4w\xc3\x83\xc2\xb6rld9:4\xc3\xa2\xc2\x82\xc2\xac\xc3\xb0\xc2\x9f\xc2\x8e\xc2\x89!6:2probe1:6";
const std::string kTextBinary =
    "\x00\x06\xff"
    "4hello\x00\x07\xff"
    "4w\xc3\xb6rld\x00\x09\xff"
    "4\xe2\x82\xac\xf0\x9f\x8e\x89!\x00\x06\xff"
    "2probe"
    "\x00\x01\xff"
    "6"s;

// Messages 2["é🎉"], bytes 1 2 3, "", no bytes, "ab". From 5.2.3; 2.2.1 without binary; 1.3.2 without; both with binary.
const std::string kMixedV4 =
    "42[\"\xc3\xa9\xf0\x9f\x8e\x89\"]\x1e"
    "bAQID\x1e"
    "4\x1e"
    "b\x1e"
    "4ab";
const std::string kMixed = "9:42[\"\xc3\xa9\xf0\x9f\x8e\x89\"]6:b4AQID1:42:b43:4ab";
const std::string kMixedTwice = "12:42[\"\xc3\x83\xc2\xa9\xc3\xb0\xc2\x9f\xc2\x8e\xc2\x89\"]6:b4AQID1:42:b43:4ab";
const std::string kMixedBinary =
    "\x00\x01\x02\xff"
    "42[\"\xc3\xa9\xf0\x9f\x8e\x89\"]\x01\x04\xff\x04\x01\x02\x03\x00\x01\xff"
    "4\x01\x01\xff\x04"
    "\x00\x03\xff"
    "4ab"s;

TEST(EngineIoPayload, Version4JoinsTextPackets) {
  EXPECT_EQ(v4("4hello"), "'4hello'");
  EXPECT_EQ(v4(kTextV4), "'4hello' '4wörld' '4€🎉!' '2probe' '6'");
  EXPECT_EQ(v4(kMixedV4), R"('42["é🎉"]' 'bAQID' '4' 'b' '4ab')");
  EXPECT_EQ(v4("4\x1e"
               "4\x1e"
               "4x"),
            "'4' '4' '4x'");
}

TEST(EngineIoPayload, Version3TextCountsUtf16Units) {
  EXPECT_EQ(v3(kText), "'4hello' '4wörld' '4€🎉!' '2probe' '6'");
  EXPECT_EQ(v3(kMixed), R"('42["é🎉"]' 'b4AQID' '4' 'b4' '4ab')");
  EXPECT_EQ(v3("1:41:42:4x"), "'4' '4' '4x'");
  EXPECT_EQ(v3("6:4hello2:4€"), "'4hello' '4€'");  // protocol 3, "Payload"
  EXPECT_EQ(v3("2:4€10:b4AQIDBA=="), "'4€' 'b4AQIDBA=='");
}

TEST(EngineIoPayload, Version3BinaryCountsBytes) {
  EXPECT_EQ(v3(kTextBinary), "'4hello' '4wörld' '4€🎉!' '2probe' '6'");
  EXPECT_EQ(v3(kMixedBinary), R"('42["é🎉"]' x'04010203' '4' x'04' '4ab')");
  // 2.2.1: the digits of 13 are two bytes.
  EXPECT_EQ(v3("\x00\x01\x03\xff"
               "4xxxxxxxxxxxx\x01\x01\x03\xff\x04"
               "0123456789ab"s),
            "'4xxxxxxxxxxxx' x'04303132333435363738396162'");
}

TEST(EngineIoPayload, TheFormIsToldByTheFirstByte) {
  Arena arena;
  using Form = PayloadReader::Form;
  EXPECT_EQ(PayloadReader(as_bytes(kText), kVersion3, arena).form(), Form::v3_text);
  EXPECT_EQ(PayloadReader(as_bytes(kTextBinary), kVersion3, arena).form(), Form::v3_binary);
  EXPECT_EQ(PayloadReader(as_bytes("\x01\x01\xff\x02"), kVersion3, arena).form(), Form::v3_binary);
  EXPECT_EQ(PayloadReader(as_bytes(kText), kVersion4, arena).form(), Form::v4);
}

TEST(EngineIoPayload, Parser1EncodesTextTwice) {
  EXPECT_EQ(v3(kTextTwice), "'4hello' '4wörld'² '4€🎉!'² '2probe' '6'");
  EXPECT_EQ(v3(kMixedTwice), R"('42["é🎉"]'² 'b4AQID' '4' 'b4' '4ab')");
}

TEST(EngineIoPayload, Parser1EncodesHalfSurrogatePairs) {
  // Message "é\ud83d!" from 1.3.2 and 2.2.1.
  EXPECT_EQ(v3("7:4\xc3\x83\xc2\xa9\xc3\xad\xc2\xa0\xc2\xbd!2:4x"), "'4é\uFFFD!'² '4x'");
  EXPECT_EQ(v3("4:4\xc3\xa9\xef\xbf\xbd!2:4x"), "'4é\uFFFD!' '4x'");
}

TEST(EngineIoPayload, OnePacketEncodedOnceTellsOfThoseAfterIt) {
  EXPECT_EQ(v3("3:4Ã©2:4€3:4Ã©"), "'4é'² '4€' '4Ã©'");
  EXPECT_EQ(v3("2:4é3:4Ã©"), "'4é' '4Ã©'");
  EXPECT_EQ(v3("2:4a3:4Ã©"), "'4a' '4é'²");
}

TEST(EngineIoPayload, WhatIsNotUtf8TwiceStaysAsItIs) {
  EXPECT_EQ(v3("5:4naïv"), "'4naïv'");
  EXPECT_EQ(v3("4:4Ã©€"), "'4Ã©€'");  // "Ã©" could be "é", but no byte is "€"
  EXPECT_EQ(v3("4:4éÃ©"), "'4éÃ©'");
  EXPECT_EQ(v3("2:4\xc3\x83"), "'4Ã'");
  EXPECT_EQ(v3("4:4í\xc2\xb0\xc2"), "cut_short@0");
  EXPECT_EQ(v3("4:4í\xc2\xa0x"), "'4í\xc2\xa0x'");  // the beginning of half a pair, and no more
  EXPECT_EQ(v3("\x00\x05\xff"
               "4\xc3\x83\xc2\xa9"s),
            "'4Ã©'")
      << "the binary form is never encoded twice";
  EXPECT_EQ(v4("4Ã©"), "'4Ã©'");
}

TEST(EngineIoPayload, BodiesWithoutPackets) {
  EXPECT_EQ(v4(""), "");
  EXPECT_EQ(v3(""), "");    // 1.3.2 makes it of no packets, with binary
  EXPECT_EQ(v3("0:"), "");  // and this without
  EXPECT_EQ(v3("0:2:4a0:"), "'4a'");
}

TEST(EngineIoPayload, PacketsWithoutAnythingAreForThePacketDecoder) {
  EXPECT_EQ(v4("4a\x1e"), "'4a' ''");
  EXPECT_EQ(v4("4a\x1e\x1e"
               "4b"),
            "'4a' '' '4b'");
  EXPECT_EQ(v3("\x00\x00\xff\x01\x00\xff"s), "'' x''");
  EXPECT_EQ(v4("4a\x1eok"), "'4a' 'ok'");
}

TEST(EngineIoPayload, OtherBodiesAreNotTaken) {
  for (const auto body : {"ok", R"({"code":1,"message":"Session ID unknown"})", "<html>", "\x1e\x1e", "\xff", " 4"}) {
    EXPECT_EQ(v4(body), "not_a_payload@0") << body;
    EXPECT_EQ(v3(body), "not_a_payload@0") << body;
  }
  EXPECT_EQ(v4("7"), "not_a_payload@0");
  EXPECT_EQ(v4("\0\0"s), "not_a_payload@0");
  EXPECT_EQ(v3(":4"), "not_a_payload@0");
  EXPECT_EQ(v3("\x02\x01\xff"
               "4"),
            "not_a_payload@0");
}

TEST(EngineIoPayload, LengthsThatAreNone) {
  EXPECT_EQ(v3("2;4a"), "bad_length@0");
  EXPECT_EQ(v3("2:4a:4b"), "'4a' bad_length@4");
  EXPECT_EQ(v3("2:4abc"), "'4a' bad_length@4");
  EXPECT_EQ(v3("2:4🎉"), "bad_length@0") << "half a pair";
  EXPECT_EQ(v3("\x00\xff"
               "4"s),
            "bad_length@0");
  EXPECT_EQ(v3("\x00"
               "1\xff"
               "4"s),
            "bad_length@0")
      << "digits in ASCII";
  EXPECT_EQ(v3("\x00\x01\xff"
               "44"s),
            "'4' bad_length@4");
}

TEST(EngineIoPayload, LengthsPastTheBody) {
  EXPECT_EQ(v3("3:4a"), "cut_short@0");
  EXPECT_EQ(v3("9999999999999999:4a"), "cut_short@0");
  EXPECT_EQ(v3("10000000000000001:4a"), "bad_length@0");
  EXPECT_EQ(v3(std::string(400, '9') + ":4"), "bad_length@0");
  EXPECT_EQ(v3("\x01"s + std::string(16, '\x09') +
               "\xff"
               "4"),
            "cut_short@0");
  EXPECT_EQ(v3("\x01"s + std::string(310, '\x09') +
               "\xff"
               "4"),
            "bad_length@0");
}

TEST(EngineIoPayload, WhatIsNoCharacterCannotBeCounted) {
  EXPECT_EQ(v3("2:4a3:4\xff!"), "'4a' bad_utf8@4");
  EXPECT_EQ(v3("2:4\xe2\x82!"), "bad_utf8@0");
  EXPECT_EQ(v3("2:4\xe2\x82"), "cut_short@0");
  EXPECT_EQ(v3("2:4\xed\xa0\x80"), "bad_utf8@0");
  EXPECT_EQ(v3("2:4\x80"), "bad_utf8@0");
}

TEST(EngineIoPayload, CutBodiesGiveTheWholePacketsBeforeTheCut) {
  for (const std::string& body : {kText, kTextTwice, kTextBinary, kMixed, kMixedTwice, kMixedBinary}) {
    Arena arena;
    PayloadReader reader(as_bytes(body), kVersion3, arena);
    std::string packets;
    for (std::size_t begin = 0; begin < body.size(); begin = body.size() - reader.rest().size()) {
      EXPECT_EQ(v3(body.substr(0, begin)), packets);
      const std::string separator = packets.empty() ? "" : " ";
      const auto part = reader.next();
      const std::size_t end = body.size() - reader.rest().size();
      for (std::size_t cut = begin + 1; cut < end; ++cut)
        EXPECT_EQ(v3(body.substr(0, cut)), packets + separator + "cut_short@" + std::to_string(begin));
      ASSERT_TRUE(part);
      packets += separator + shown(*part);
    }
    EXPECT_EQ(v3(body), packets);
  }
}

TEST(EngineIoPayload, Version4CannotTellACut) {
  EXPECT_EQ(v4(kTextV4.substr(0, 10)), "'4hello' '4w\xc3'");
  EXPECT_EQ(v4(kTextV4.substr(0, 7)), "'4hello' ''");
}

TEST(EngineIoPayload, HostileBodies) {
  std::mt19937 random(4711);
  constexpr std::string_view kAlphabet =
      "0123456789:::b\x1e\xff\xff\xc3\x83\xc2\xa9\xf0\x9f\x8e\x89\xed\xa0\x80\x01\x02";
  for (int i = 0; i < 20000; ++i) {
    std::string body(random() % 40, '\0');
    for (char& c : body) c = random() % 8 != 0 ? kAlphabet[random() % kAlphabet.size()] : static_cast<char>(random());
    if (i % 3 == 0) body.insert(0, 1, static_cast<char>(random() % 2));
    for (const unsigned version : {kVersion3, kVersion4}) {
      Arena arena;
      PayloadReader reader(as_bytes(body), version, arena);
      std::size_t taken = 0;
      for (; const auto part = reader.next(); ++taken)
        engineio::decode_packet(part->bytes, part->binary, version, arena);
      EXPECT_LE(taken, body.size() + 1);
    }
  }
  EXPECT_EQ(v3(std::string(1000, '\0')), "bad_length@0");
  EXPECT_EQ(v3(std::string(1000, '\xff')), "not_a_payload@0");
  EXPECT_EQ(v3(std::string(1000, ':')), "not_a_payload@0");
}

}  // namespace
}  // namespace wstrace::test::engineio_payload_test
