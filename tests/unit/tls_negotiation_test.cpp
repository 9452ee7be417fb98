// Negotiation alone: hellos in, what they agree on out.
#include <gtest/gtest.h>

#include <string>

#include "dissectors/tls/negotiation.h"
#include "unit/tls_records.h"

namespace wstrace::test::tls_negotiation_test {
namespace {

using wstrace::tls::Negotiation;

class Talk {
 public:
  Talk& client(const std::string& message) {
    wstrace::tls::ClientHello hello;
    read_client_hello(body(message), hello);
    agreed.take(hello);
    return *this;
  }
  Talk& server(const std::string& message) {
    wstrace::tls::ServerHello hello;
    read_server_hello(body(message), hello);
    agreed.take(hello, arena_);
    return *this;
  }
  Talk& extensions(const std::string& bytes) {
    wstrace::tls::ServerHello hello;
    const std::string list = tls::vector(2, bytes);
    read_encrypted_extensions(as_bytes(list), hello);
    agreed.take_extensions(hello, arena_);
    return *this;
  }

  Negotiation agreed;

 private:
  static Bytes body(const std::string& message) { return as_bytes(message).subspan(4); }

  Arena arena_;
};

const std::string kPreSharedKey = tls::extension(41, tls::number(0, 2));
const std::string kVersion13 = tls::extension(43, tls::number(0x0304, 2));

TEST(TlsNegotiation, NothingIsAgreedOnBeforeTheServerAnswers) {
  Talk talk;
  talk.client(tls::client_hello(tls::sni("lab.example") + tls::versions()));
  EXPECT_EQ(talk.agreed.sni(), "lab.example");
  EXPECT_FALSE(talk.agreed.parameters().is_agreed());
  EXPECT_EQ(as_text(talk.agreed.parameters().client_random), std::string(32, 'c'));
}

TEST(TlsNegotiation, TheServerChoosesVersionAndCipherSuite) {
  Talk talk;
  talk.client(tls::client_hello(tls::versions())).server(tls::server_hello13());
  EXPECT_TRUE(talk.agreed.parameters().is_tls13());
  EXPECT_EQ(talk.agreed.parameters().cipher, 0x1301);
  EXPECT_EQ(as_text(talk.agreed.parameters().server_random), std::string(32, 's'));
  talk.server(tls::server_hello(0xc02f, ""));
  EXPECT_FALSE(talk.agreed.parameters().is_tls13());
  EXPECT_EQ(talk.agreed.parameters().cipher, 0xc02f);
}

TEST(TlsNegotiation, Tls12ResumesByTheSameId) {
  EXPECT_TRUE(
      Talk().client(tls::client_hello("", "id")).server(tls::server_hello(0xc02f, "", "id")).agreed.is_resumed());
  EXPECT_FALSE(
      Talk().client(tls::client_hello("", "id")).server(tls::server_hello(0xc02f, "", "no")).agreed.is_resumed());
  EXPECT_FALSE(Talk().client(tls::client_hello("")).server(tls::server_hello(0xc02f, "", "id")).agreed.is_resumed());
}

TEST(TlsNegotiation, Tls13ResumesByAPreSharedKey) {
  const std::string hello = tls::client_hello(tls::versions(), "id");
  EXPECT_FALSE(Talk().client(hello).server(tls::server_hello(0x1301, kVersion13, "id")).agreed.is_resumed());
  EXPECT_TRUE(
      Talk().client(hello).server(tls::server_hello(0x1301, kVersion13 + kPreSharedKey, "id")).agreed.is_resumed());
}

TEST(TlsNegotiation, InTls12TheProtocolIsInTheServerHello) {
  Talk talk;
  talk.client(tls::client_hello(tls::alpn("h2")));
  EXPECT_TRUE(talk.agreed.offers_http2());
  EXPECT_FALSE(talk.agreed.may_be_http2());
  talk.server(tls::server_hello(0xc02f, tls::alpn("http/1.1")));
  EXPECT_EQ(talk.agreed.alpn(), "http/1.1");
  EXPECT_FALSE(talk.agreed.may_be_http2());
  talk.server(tls::server_hello(0xc02f, tls::alpn("h2")));
  EXPECT_TRUE(talk.agreed.is_http2());
}

TEST(TlsNegotiation, InTls13TheProtocolComesEncrypted) {
  Talk talk;
  talk.client(tls::client_hello(tls::alpn("h2") + tls::versions())).server(tls::server_hello13());
  EXPECT_EQ(talk.agreed.alpn(), "");
  EXPECT_FALSE(talk.agreed.is_http2());
  EXPECT_TRUE(talk.agreed.may_be_http2());
  talk.extensions("");
  EXPECT_TRUE(talk.agreed.may_be_http2());
  talk.extensions(tls::alpn("http/1.1"));
  EXPECT_EQ(talk.agreed.alpn(), "http/1.1");
  EXPECT_FALSE(talk.agreed.may_be_http2());
}

}  // namespace
}  // namespace wstrace::test::tls_negotiation_test
