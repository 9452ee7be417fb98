// TLS whose beginning, or part of it, was not captured; and input that means harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/dialogue.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_mid_stream_test {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kHello = tls::handshake(tls::client_hello(tls::sni("lab.example") + tls::versions()));
const std::string kServer13 = tls::handshake(tls::server_hello13()) + tls::encrypted(500);

Offer middle() {
  Offer offer;
  offer.mid_stream = true;
  return offer;
}

TEST(TlsMidStream, RecordsAreRecognisedByTheirChain) {
  Dialogue talk(middle());
  talk.client("rest of a record" + tls::encrypted(40) + tls::encrypted(60));
  EXPECT_EQ(talk.heard(), "c2s tls mid-stream !tls.begins-inside");
  talk.server(tls::encrypted(80)).finish();
  EXPECT_EQ(talk.heard(),
            "c2s tls undecrypted c2s_bytes=100 s2c_bytes=80 c2s_records=2 s2c_records=1 !tls.no-handshake");
}

TEST(TlsMidStream, OtherBytesAreNot) {
  Dialogue talk(middle());
  talk.client("\x17\x03\x03 nothing of the kind").server("\x16\x03 neither").finish();
  EXPECT_THAT(talk.heard(), Not(HasSubstr("tls")));
}

/// The SYN was not captured, and all else was.
TEST(TlsMidStream, AWholeHandshakeIsReadAllTheSame) {
  Dialogue talk(middle());
  talk.client(kHello).server(kServer13);
  EXPECT_THAT(talk.heard(), HasSubstr("c2s tls client-hello sni=lab.example"));
  talk.client(tls::encrypted(53));
  EXPECT_THAT(talk.heard(), HasSubstr("c2s tls established"));
}

TEST(TlsMidStream, ALossInsideOfARecordEndsWithIt) {
  Dialogue talk;
  talk.client(kHello).server(kServer13).heard();
  const std::string record = tls::encrypted(53);
  talk.client(record.substr(0, 20)).gap(Direction::c2s, 10);
  EXPECT_EQ(talk.heard(), "c2s tls gap missing=10 !tls.lost-bytes");
  talk.client(record.substr(30) + tls::encrypted(60));
  EXPECT_THAT(talk.heard(), HasSubstr("c2s tls established"));
}

TEST(TlsMidStream, RecordsAreFoundAgainBehindALoss) {
  Dialogue talk;
  talk.client(kHello).server(kServer13).client(tls::encrypted(53)).heard();
  talk.gap(Direction::c2s, 1000);
  EXPECT_EQ(talk.heard(), "");
  talk.client("the rest of something" + tls::encrypted(60) + tls::encrypted(70));
  EXPECT_EQ(talk.heard(), "c2s tls gap missing=1000 skipped=21 !tls.resumed");
  talk.wait(kSecond).hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("c2s_bytes=183"));
}

TEST(TlsMidStream, WhatIsNeverFoundAgainIsSaidAtTheEnd) {
  Dialogue talk;
  talk.client(kHello).server(kServer13).client(tls::encrypted(53)).heard();
  talk.gap(Direction::c2s, 1000).client("nothing that is a record").hang_up(Direction::c2s);
  EXPECT_THAT(talk.heard(), HasSubstr("c2s tls gap missing=1000 skipped=24 !tls.lost-bytes"));
}

/// Of a message that lost its beginning, the rest is not taken for another one.
TEST(TlsMidStream, AHandshakeMessageWithALossIsNotRead) {
  Dialogue talk;
  talk.client(kHello).heard();
  const std::string hello = tls::server_hello(0xc02f, "");
  talk.server(tls::handshake(hello.substr(0, 10))).gap(Direction::s2c, 20);
  talk.server(tls::handshake(hello.substr(20)) + tls::handshake(tls::message(14, "")));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("server-hello")));
}

TEST(TlsHostile, BytesThatAreNoRecordAreSaidAndPassedOver) {
  Dialogue talk;
  talk.client(kHello).server(kServer13).client(tls::encrypted(53)).heard();
  talk.server("no record here" + tls::encrypted(60) + tls::encrypted(70));
  EXPECT_EQ(talk.heard(), "s2c tls bad-record !tls.bad-record\ns2c tls gap skipped=13 !tls.resumed");
}

/// A message that had begun before them does not go on behind them.
TEST(TlsHostile, BytesThatAreNoRecordEndAMessageThatHadBegun) {
  Dialogue talk;
  talk.client(kHello).heard();
  const std::string hello = tls::server_hello(0xc02f, "");
  talk.server(tls::handshake(hello.substr(0, 10)));
  talk.server("no record here" + tls::handshake(hello) + tls::handshake(tls::message(14, "")));
  EXPECT_EQ(talk.heard(),
            "s2c tls bad-record !tls.bad-record\n"
            "s2c tls gap skipped=13 !tls.resumed\n"
            "s2c tls server-hello version=TLS 1.2 cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
}

TEST(TlsHostile, AMessageLongerThanMayBeIsNotKept) {
  Dialogue talk;
  talk.client(tls::handshake(tls::number(1, 1) + tls::number(0xffffff, 3) + "x"));
  EXPECT_EQ(talk.heard(), "c2s tls gap !tls.long-message");
}

/// Every length in a hello, one at a time, too long and too short: something is said, and nothing breaks.
TEST(TlsHostile, DamagedHellos) {
  const std::string whole = tls::client_hello(tls::sni("lab.example") + tls::alpn("h2") + tls::versions());
  for (std::size_t at = 4; at < whole.size(); ++at) {
    for (const char c : {'\x00', '\x01', '\x7f', '\xff'}) {
      std::string damaged = whole;
      damaged[at] = c;
      Dialogue talk({}, {}, 2);
      talk.client(tls::handshake(damaged));
      EXPECT_THAT(talk.heard(), HasSubstr("c2s tls client-hello")) << at;
    }
  }
}

TEST(TlsHostile, AHelloThatIsCutSaysSo) {
  const std::string body = tls::client_hello(tls::sni("lab.example")).substr(4);
  for (std::size_t n = 0; n < body.size(); ++n) {
    if (n == 2 + 32 + 1 + 2 + 4 + 2) continue;  // without extensions it is whole
    Dialogue talk;
    talk.client(tls::handshake(tls::message(1, body.substr(0, n))));
    EXPECT_THAT(talk.heard(), HasSubstr("!tls.bad-hello")) << n;
  }
}

TEST(TlsHostile, CertificatesThatAreNone) {
  Dialogue talk;
  talk.client(kHello).server(tls::handshake(tls::server_hello(0xc02f, ""))).heard();
  for (const std::string& der : {std::string(""), std::string("\x30\x82\xff\xff", 4), std::string(1000, '0')}) {
    talk.server(tls::handshake(tls::message(11, tls::vector(3, tls::vector(3, der)))));
  }
  EXPECT_EQ(talk.heard(),
            "s2c tls certificate !tls.certificate-unreadable\n"
            "s2c tls certificate !tls.certificate-unreadable");
}

}  // namespace
}  // namespace wstrace::test::tls_mid_stream_test
