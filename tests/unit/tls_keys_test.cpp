// TLS with keys that are right, wrong, missing, or there in part: on recorded connections, whose plaintext is known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "dissectors/tls/key_schedule.h"
#include "dissectors/tls/record_protection.h"
#include "engine/engine.h"
#include "support/capture_writer.h"
#include "support/cases.h"
#include "support/dialogue.h"
#include "support/recut.h"

namespace wstrace::test::tls_keys_test {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string keys_of(const std::string& name) { return read_file(case_named(name).file("keys.log")); }

/// What the engine says of a case with these keys.
std::string reported(const std::string& name, const std::string& keys) {
  std::string all;
  for (const std::string& line : application_events(read_records(case_named(name).input_path()), keys))
    all += line + "\n";
  return all;
}

std::string without(const std::string& keys, const std::function<bool(const std::string&)>& unwanted) {
  std::istringstream in(keys);
  std::string out;
  for (std::string line; std::getline(in, line);)
    if (!unwanted(line)) out += line + "\n";
  return out;
}

std::string without_label(const std::string& keys, const std::string& label) {
  return without(keys, [&label](const std::string& line) { return line.starts_with(label + " "); });
}

std::string flipped(std::string keys) {
  for (std::size_t end = keys.find('\n'); end != std::string::npos; end = keys.find('\n', end + 1))
    keys[end - 1] = keys[end - 1] == '0' ? '1' : '0';
  return keys;
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

TEST(TlsKeys, EverySuiteIsOpened) {
  for (const char* name : {"tls/ciphers-12", "tls/ciphers-13"}) {
    const std::string all = reported(name, keys_of(name));
    EXPECT_THAT(all, Not(HasSubstr("not-opened"))) << name;
    EXPECT_THAT(all, Not(HasSubstr("undecrypted"))) << name;
  }
  EXPECT_THAT(reported("tls/ciphers-13", keys_of("tls/ciphers-13")), HasSubstr("through TLS_AES_128_CCM_8_SHA256"));
}

TEST(TlsKeys, KeysAreUpdatedBothWays) {
  const std::string all = reported("tls/key-update", keys_of("tls/key-update"));
  EXPECT_EQ(count(all, "key-update"), 5U);  // the client's own, and twice both sides'
  EXPECT_EQ(count(all, "http response"), 4U);
  EXPECT_THAT(all, Not(HasSubstr("not-opened")));
}

TEST(TlsKeys, EarlyDataIsReadWhereTheServerTakesIt) {
  EXPECT_THAT(reported("tls/early-data", keys_of("tls/early-data")), HasSubstr("/early"));
  const std::string part = without_label(keys_of("tls/early-data"), "CLIENT_EARLY_TRAFFIC_SECRET");
  const std::string rest = reported("tls/early-data", part);
  EXPECT_THAT(rest, Not(HasSubstr("/early")));
  EXPECT_THAT(rest, HasSubstr("/later"));
}

TEST(TlsKeys, WithoutKeysNothingIsInvented) {
  for (const char* name : {"tls/ciphers-12", "tls/ciphers-13", "tls/socketio"}) {
    const std::string all = reported(name, "");
    EXPECT_THAT(all, HasSubstr("tls.no-keys")) << name;
    for (const char* proto : {"http ", "websocket ", "socketio ", "not-opened"})
      EXPECT_THAT(all, Not(HasSubstr(proto))) << name;
  }
}

TEST(TlsKeys, WrongKeysOpenNothingAndSaySo) {
  for (const char* name : {"tls/ciphers-12", "tls/ciphers-13", "tls/socketio"}) {
    const std::string all = reported(name, flipped(keys_of(name)));
    EXPECT_THAT(all, HasSubstr("tls.not-authentic")) << name;
    for (const char* proto : {"http ", "websocket ", "socketio "}) EXPECT_THAT(all, Not(HasSubstr(proto))) << name;
  }
}

/// The handshake's secrets are not needed for what follows it.
TEST(TlsKeys, WithoutTheHandshakesSecretsTheDataIsReadAllTheSame) {
  std::string keys = without_label(keys_of("tls/ciphers-13"), "SERVER_HANDSHAKE_TRAFFIC_SECRET");
  keys = without_label(keys, "CLIENT_HANDSHAKE_TRAFFIC_SECRET");
  const std::string all = reported("tls/ciphers-13", keys);
  EXPECT_THAT(all, HasSubstr("through TLS_AES_128_GCM_SHA256"));
  EXPECT_THAT(all, HasSubstr("tls.some-keys"));
}

TEST(TlsKeys, OneWrongSecretIsThatDirectionsAlone) {
  const std::string keys = keys_of("tls/key-update");
  const std::size_t at = keys.find("SERVER_TRAFFIC_SECRET_0 ");
  const std::size_t end = keys.find('\n', at);
  const std::string all =
      reported("tls/key-update", keys.substr(0, at) + flipped(keys.substr(at, end + 1 - at)) + keys.substr(end + 1));
  EXPECT_THAT(all, HasSubstr("s2c tls not-opened"));
  EXPECT_EQ(count(all, "not-opened"), 1U);
  EXPECT_EQ(count(all, "http request"), 4U);
  EXPECT_THAT(all, Not(HasSubstr("http response")));
}

TEST(TlsKeys, OneDirectionsSecretReadsThatDirection) {
  const std::string all =
      reported("tls/ciphers-13", without_label(keys_of("tls/ciphers-13"), "SERVER_TRAFFIC_SECRET_0"));
  EXPECT_THAT(all, HasSubstr("c2s http request"));
  EXPECT_THAT(all, Not(HasSubstr("http response")));
  EXPECT_THAT(all, HasSubstr("tls.some-keys"));
}

/// Which secrets a log lacks is said by their labels.
TEST(TlsKeys, HandshakesSecretsAloneShowItsCertificatesAndNoData) {
  const std::string keys = without(keys_of("tls/ciphers-13"),
                                   [](const std::string& line) { return line.find("HANDSHAKE") == std::string::npos; });
  const std::string all = reported("tls/ciphers-13", keys);
  EXPECT_THAT(all, HasSubstr("tls certificate"));
  EXPECT_THAT(all, Not(HasSubstr("http ")));
  EXPECT_THAT(all, HasSubstr("tls.some-keys"));
  EXPECT_THAT(all, Not(HasSubstr("not-opened")));
}

/// A file that was edited by hand, or carried through another system, is the same key log.
TEST(TlsKeys, AKeyLogMayBeWrittenInManyWays) {
  const std::string expected = reported("tls/socketio", keys_of("tls/socketio"));
  std::istringstream in(keys_of("tls/socketio"));
  std::string rewritten = "# a comment\r\n\r\nnonsense\r\nRSA Session-ID:00 Master-Key:11\r\n\xff\xfe\r\n";
  for (std::string line; std::getline(in, line);) {
    std::transform(line.begin(), line.end(), line.begin(), [](unsigned char c) { return std::toupper(c); });
    rewritten += "  " + line + " \t\r\n";
  }
  EXPECT_EQ(reported("tls/socketio", rewritten), expected);
}

/// A secret that is cut off is no secret, though it be as long as one of another cipher suite.
TEST(TlsKeys, ASecretThatIsCutOffIsSaidToBe) {
  const std::string keys = keys_of("tls/nginx");
  const std::string line = keys.substr(0, keys.find('\n'));
  for (const std::size_t missing : {1U, 2U, 31U, 32U, 33U, 95U}) {
    const std::string all = reported("tls/nginx", line.substr(0, line.size() - missing));
    EXPECT_THAT(all, HasSubstr(missing == 32 ? "tls.other-keys" : "tls.damaged-keys")) << missing;
    EXPECT_THAT(all, Not(HasSubstr("not-opened"))) << missing;
  }
}

TEST(TlsKeys, KeysOfOtherConnectionsAreSaidToBeThat) {
  EXPECT_THAT(reported("tls/nginx", keys_of("tls/socketio")), HasSubstr("!tls.other-keys"));
  EXPECT_THAT(reported("tls/nginx", ""), HasSubstr("!tls.no-keys"));
}

/// Changes one bit of the n-th record of data of a direction that lies whole in a packet, counted over all connections.
std::string tampered(const std::string& name, std::size_t n) {
  std::vector<PacketRecord> capture = read_records(case_named(name).input_path());
  for (PacketRecord& record : capture) {
    const std::size_t at = record.bytes.find("\x17\x03\x03");
    if (at == std::string::npos || n-- != 0) continue;
    record.bytes[at + 20] = static_cast<char>(record.bytes[at + 20] ^ 1);
    break;
  }
  std::string all;
  for (const std::string& line : application_events(capture, keys_of(name))) all += line + "\n";
  return all;
}

/// One bit of a record is changed on the way: that record is not shown, and what follows is.
TEST(TlsKeys, ATamperedRecordIsNotShown) {
  for (const char* name : {"tls/nginx", "tls/key-update"}) {
    const std::string whole = reported(name, keys_of(name));
    for (std::size_t n = 4; n < 10; ++n) {
      const std::string all = tampered(name, n);
      EXPECT_EQ(count(all, "tls not-opened length"), 1U) << name << " " << n;
      EXPECT_EQ(count(all, "!tls.not-authentic\n"), 1U) << name << " " << n;
      EXPECT_THAT(all, Not(HasSubstr("tls.wrong-keys"))) << name << " " << n;
      EXPECT_GE(count(all, "http re") + count(all, "socketio ") + 3,
                count(whole, "http re") + count(whole, "socketio "))
          << name << " " << n;
    }
  }
}

/// RFC 8448 3: the server's handshake traffic secret of the simple 1-RTT handshake, and the keys that follow from it.
TEST(TlsKeySchedule, IsThatOfTheSpecificationsTrace) {
  const std::string secret = from_hex("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38");
  std::array<std::uint8_t, 16> key{};
  std::array<std::uint8_t, 12> iv{};
  wstrace::tls::expand_label(wstrace::tls::Hash::sha256, as_bytes(secret), "key", key);
  wstrace::tls::expand_label(wstrace::tls::Hash::sha256, as_bytes(secret), "iv", iv);
  EXPECT_EQ(as_text(key), from_hex("3fce516009c21727d0f2e4e86ee403bc"));
  EXPECT_EQ(as_text(iv), from_hex("5d313eb2671276ee13000b30"));
}

TEST(TlsOpener, HostileRecordsAreRefused) {
  const std::string secret(32, 's');
  std::vector<std::uint8_t> room;
  for (const int each : {0x1301, 0x1303, 0x1304, 0x1305, 0xc02f, 0xcca8, 0xc0ac, 0xc0ae, 0xc013, 0xc024}) {
    const auto code = static_cast<std::uint16_t>(each);
    const wstrace::tls::Suite* suite = wstrace::tls::find_suite(code);
    ASSERT_NE(suite, nullptr);
    for (const bool outside : {false, true}) {
      wstrace::tls::RecordProtection protection;
      const bool is13 = code < 0x1400;
      ASSERT_TRUE(is13 ? protection.start(*suite, as_bytes(secret))
                       : protection.start(*suite, as_bytes(secret), as_bytes(secret), as_bytes(secret), true, outside));
      for (std::size_t n = 0; n < 100; ++n) {
        const std::vector<std::uint8_t> fragment(n, 7);
        const wstrace::tls::RecordHeader header{wstrace::tls::ContentType::application_data, 0x0303,
                                                static_cast<std::uint16_t>(n)};
        EXPECT_FALSE(protection.open(header, fragment, 0, room)) << code << " " << n;
      }
    }
  }
}

}  // namespace
}  // namespace wstrace::test::tls_keys_test
