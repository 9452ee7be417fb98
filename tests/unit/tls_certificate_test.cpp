// Certificates whose dates are out of the ordinary: older than a Time can say, without an end, not valid at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "dissectors/tls/certificate.h"
#include "host/dissector_table.h"
#include "model/describe.h"
#include "support/dialogue.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_certificate_test {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Free {
  void operator()(X509* p) const { X509_free(p); }
  void operator()(EVP_PKEY* p) const { EVP_PKEY_free(p); }
  void operator()(ASN1_TIME* p) const { ASN1_STRING_free(p); }
};

/// GeneralizedTime as it stands in the certificate, valid or not (RFC 5280 4.1.2.5.2).
std::unique_ptr<ASN1_TIME, Free> generalized(const std::string& text) {
  std::unique_ptr<ASN1_TIME, Free> time(ASN1_STRING_type_new(V_ASN1_GENERALIZEDTIME));
  ASN1_STRING_set(time.get(), text.data(), static_cast<int>(text.size()));
  return time;
}

/// Self-signed, without names.
std::string certificate(const std::string& not_before, const std::string& not_after) {
  const std::unique_ptr<X509, Free> x509(X509_new());
  const std::unique_ptr<EVP_PKEY, Free> key(EVP_EC_gen("P-256"));
  X509_set1_notBefore(x509.get(), generalized(not_before).get());
  X509_set1_notAfter(x509.get(), generalized(not_after).get());
  X509_set_pubkey(x509.get(), key.get());
  X509_sign(x509.get(), key.get(), EVP_sha256());
  unsigned char* der = nullptr;
  const int size = i2d_X509(x509.get(), &der);
  if (size <= 0) return {};
  std::string bytes(reinterpret_cast<const char*>(der), static_cast<std::size_t>(size));
  OPENSSL_free(der);
  return bytes;
}

/// What is said of it in a handshake that the Dialogue dates to the beginning of 1970.
std::string heard_of(const std::string& not_before, const std::string& not_after) {
  Dialogue talk;
  talk.client(tls::handshake(tls::client_hello(""))).server(tls::handshake(tls::server_hello(0xc02f, ""))).heard();
  const std::string der = certificate(not_before, not_after);
  talk.server(tls::handshake(tls::message(11, tls::vector(3, tls::vector(3, der)))));
  return talk.heard();
}

TEST(TlsCertificate, ADateBeforeWhatATimeCanSayIsLongAgo) {
  const std::string heard = heard_of("16000101000000Z", "21000101000000Z");
  EXPECT_THAT(heard, HasSubstr("not_before=1600-01-01T00:00:00Z not_after=2100-01-01T00:00:00Z"));
  EXPECT_THAT(heard, Not(HasSubstr("!tls.certificate-future")));
  EXPECT_THAT(heard, Not(HasSubstr("!tls.certificate-past")));
  EXPECT_THAT(heard_of("15000101000000Z", "16000101000000Z"), HasSubstr("!tls.certificate-past"));
}

TEST(TlsCertificate, EveryDateKeepsItsOrder) {
  Time last = INT64_MIN;
  for (const char* year : {"0001", "1600", "1677", "1678", "1969", "1970", "2262", "2263", "9999"}) {
    wstrace::tls::Certificate read;
    const std::string der = certificate(std::string(year) + "0101000000Z", "99991231235959Z");
    ASSERT_TRUE(wstrace::tls::read_certificate(as_bytes(der), "", read)) << year;
    EXPECT_GE(read.valid_from, last) << year;
    EXPECT_EQ(read.valid_to, INT64_MAX) << year;
    last = read.valid_from;
  }
  EXPECT_EQ(last, INT64_MAX);
}

TEST(TlsCertificate, AnInvalidDateIsNotJudged) {
  const std::string heard = heard_of("long ago", "never");
  EXPECT_THAT(heard, HasSubstr("tls certificate "));
  EXPECT_THAT(heard, Not(HasSubstr("!tls.certificate-past")));
  EXPECT_THAT(heard, Not(HasSubstr("!tls.certificate-future")));
}

TEST(TlsCertificate, OneThatCannotBeReadHasNoDateToShow) {
  std::size_t found = 0;
  for (const ProtocolDef* protocol : all_protocols()) {
    for (const EventDef* event : protocol->events()) {
      if (protocol->name != "tls" || event->name != "certificate") continue;
      ++found;
      EXPECT_EQ(filled(event->summary, {}), "");
    }
  }
  EXPECT_EQ(found, 1U);
}

/// In TLS 1.3 each certificate has extensions behind it, and the request's context is in front of all.
TEST(TlsCertificate, AListIsOneOfTls12OrOfTls13) {
  using wstrace::tls::read_certificate_list;
  const std::string list12 = tls::vector(3, tls::vector(3, "own") + tls::vector(3, "issuer's"));
  EXPECT_EQ(as_text(read_certificate_list(as_bytes(list12), false).first), "own");
  EXPECT_EQ(read_certificate_list(as_bytes(list12), false).count, 2U);
  const std::string entry = tls::vector(3, "own") + tls::vector(2, "extension");
  const std::string list13 = tls::vector(1, "") + tls::vector(3, entry + entry + entry);
  EXPECT_EQ(as_text(read_certificate_list(as_bytes(list13), true).first), "own");
  EXPECT_EQ(read_certificate_list(as_bytes(list13), true).count, 3U);
  EXPECT_EQ(read_certificate_list(as_bytes(tls::number(0, 3)), false).count, 0U);
  EXPECT_EQ(read_certificate_list({}, true).count, 0U);
}

}  // namespace
}  // namespace wstrace::test::tls_certificate_test
