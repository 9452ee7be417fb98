// TLS without keys: hellos, the end of the handshake, alerts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/dialogue.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_handshake_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string kHello = tls::handshake(tls::client_hello(tls::sni("lab.example") + tls::alpn("http/1.1")));
const std::string kHello13 = tls::handshake(tls::client_hello(tls::sni("lab.example") + tls::versions()));
const std::string kServerHello12 = tls::handshake(tls::server_hello(0xc02f, tls::alpn("http/1.1")));

constexpr const char* kClientHelloLine =
    "c2s tls client-hello sni=lab.example version=TLS 1.2 alpn=http/1.1 "
    "ciphers=TLS_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 "
    "random=6363636363636363636363636363636363636363636363636363636363636363";

TEST(TlsHandshake, ClientHello) {
  Dialogue talk;
  talk.client(kHello);
  EXPECT_EQ(talk.heard(), kClientHelloLine);
}

TEST(TlsHandshake, ClientHelloByteByByte) {
  Dialogue talk;
  talk.dribble(Direction::c2s, kHello);
  EXPECT_EQ(talk.heard(), kClientHelloLine);
}

TEST(TlsHandshake, NothingIsSaidOfPartOfAHello) {
  for (std::size_t n = 0; n < kHello.size(); ++n) {
    Dialogue talk;
    talk.client(kHello.substr(0, n));
    EXPECT_EQ(talk.heard(), "") << n;
  }
}

TEST(TlsHandshake, MessagesSpanRecords) {
  const std::string hello = kHello.substr(5);
  Dialogue talk;
  talk.client(tls::handshake(hello.substr(0, 3)) + tls::handshake(hello.substr(3, 40)));
  EXPECT_EQ(talk.heard(), "");
  talk.client(tls::handshake(hello.substr(43)));
  EXPECT_EQ(talk.heard(), kClientHelloLine);
}

TEST(TlsHandshake, OneRecordHoldsSeveralMessages) {
  Dialogue talk({}, {}, 2);
  talk.client(kHello).heard();
  talk.server(tls::handshake(tls::server_hello(0xc02f, "") + tls::message(14, "")));
  EXPECT_EQ(talk.heard(),
            "s2c tls server-hello version=TLS 1.2 cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\n"
            "s2c tls handshake message=ServerHelloDone length=4");
}

TEST(TlsHandshake, Tls12IsEstablishedWithTheSecondFinished) {
  Dialogue talk;
  talk.client(kHello).server(kServerHello12).heard();
  talk.client(tls::cipher_change() + tls::handshake(std::string(40, 'f')));
  EXPECT_EQ(talk.heard(), "");
  talk.server(tls::cipher_change() + tls::handshake(std::string(40, 'f')));
  EXPECT_EQ(talk.heard(),
            "s2c tls established sni=lab.example alpn=http/1.1 version=TLS 1.2 "
            "cipher=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 took_us=3000");
  ASSERT_EQ(talk.connection().handshakes.size(), 1U);
  EXPECT_EQ(talk.connection().handshakes[0].label, "TLS");
  EXPECT_EQ(talk.connection().handshakes[0].took, 3 * kMillisecond);
}

TEST(TlsHandshake, Tls12ResumesWhenTheServerRepeatsTheId) {
  Dialogue talk;
  talk.client(tls::handshake(tls::client_hello("", "an id"))).heard();
  talk.server(tls::handshake(tls::server_hello(0xc02f, "", "an id")));
  EXPECT_THAT(talk.heard(), HasSubstr("resumed=true"));
}

TEST(TlsHandshake, Tls12DoesNotResumeByAnotherId) {
  Dialogue talk;
  talk.client(tls::handshake(tls::client_hello("", "an id"))).heard();
  talk.server(tls::handshake(tls::server_hello(0xc02f, "", "other")));
  EXPECT_THAT(talk.heard(), Not(HasSubstr("resumed")));
}

TEST(TlsHandshake, Tls13IsEstablishedWithTheClientsFirstEncryptedRecord) {
  Dialogue talk;
  talk.client(kHello13);
  EXPECT_THAT(talk.heard(), HasSubstr("version=TLS 1.3 versions=TLS 1.3, TLS 1.2"));
  talk.server(tls::handshake(tls::server_hello13()) + tls::cipher_change() + tls::encrypted(500));
  EXPECT_EQ(talk.heard(), "s2c tls server-hello version=TLS 1.3 cipher=TLS_AES_128_GCM_SHA256 group=x25519");
  talk.client(tls::cipher_change() + tls::encrypted(53));
  EXPECT_EQ(talk.heard(),
            "c2s tls established sni=lab.example version=TLS 1.3 cipher=TLS_AES_128_GCM_SHA256 took_us=2000");
}

TEST(TlsHandshake, HelloRetryRequestIsNoServerHello) {
  const std::string random = from_hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");
  Dialogue talk;
  talk.client(kHello13).heard();
  talk.server(tls::handshake(tls::server_hello(
      0x1301, tls::extension(43, tls::number(0x0304, 2)) + tls::extension(51, tls::number(0x18, 2)), "", random)));
  EXPECT_EQ(talk.heard(), "s2c tls hello-retry group=secp384r1");
  talk.client(kHello13).server(tls::handshake(tls::server_hello13()));
  EXPECT_THAT(talk.heard(), HasSubstr("s2c tls server-hello version=TLS 1.3"));
}

TEST(TlsHandshake, OldVersionsAreNoted) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.server(tls::handshake(tls::server_hello(0x002f, "", "", std::string(32, 's'), 0x0301)));
  EXPECT_EQ(talk.heard(),
            "s2c tls server-hello version=TLS 1.0 cipher=TLS_RSA_WITH_AES_128_CBC_SHA group= alpn= resumed=false "
            "!tls.old-version");
}

TEST(TlsHandshake, AFatalAlertRefusesTheConnection) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.server(tls::alert(2, 112)).hang_up(Direction::s2c);
  EXPECT_EQ(talk.heard(), "s2c tls alert level=fatal description=unrecognized_name code=112 !tls.unrecognized-name");
  EXPECT_THAT(talk.sessions(),
              ElementsAre("1 tls refused by server (the server ended the TLS handshake with alert unrecognized_name)"));
}

TEST(TlsHandshake, AWarningGoesOn) {
  Dialogue talk;
  talk.client(kHello).heard();
  talk.server(tls::alert(1, 112) + kServerHello12);
  EXPECT_THAT(talk.heard(), HasSubstr("level=warning description=unrecognized_name code=112 "
                                      "!tls.unrecognized-name-warning\ns2c tls server-hello"));
}

TEST(TlsHandshake, AnAlertThatNobodyDefined) {
  Dialogue talk;
  talk.client(kHello).server(tls::alert(2, 77));
  EXPECT_THAT(talk.heard(), HasSubstr("description=unknown code=77 !tls.unknown-alert"));
}

/// In TLS 1.2 the server says handshake_failure when a client has no certificate.
TEST(TlsHandshake, AMissingClientCertificateIsNamed) {
  Dialogue talk;
  talk.client(kHello).server(kServerHello12).client(tls::handshake(tls::message(11, tls::number(0, 3)))).heard();
  talk.server(tls::alert(2, 40));
  EXPECT_EQ(talk.heard(), "s2c tls alert level=fatal description=handshake_failure code=40 !tls.certificate-required");
}

}  // namespace
}  // namespace wstrace::test::tls_handshake_test
