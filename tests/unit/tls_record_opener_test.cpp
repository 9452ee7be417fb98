// RecordOpener and ConnectionSecrets alone: secrets and protected records in, what they hold out, or why it is not known.
#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dissectors/tls/connection_secrets.h"
#include "dissectors/tls/record_opener.h"
#include "support/dialogue.h"
#include "unit/tls_protect.h"

namespace wstrace::test::tls_record_opener_test {
namespace {

using wstrace::tls::ConnectionSecrets;
using wstrace::tls::ContentType;
using wstrace::tls::Epoch;
using wstrace::tls::OpenedRecord;
using wstrace::tls::RecordOpener;
using wstrace::tls::SecurityParameters;

constexpr int kHandshake = 22;
constexpr int kData = 23;

const std::string kHandshakeSecret(32, 'h');
const std::string kDataSecret(32, 'd');

std::vector<std::uint8_t> bytes_of(const std::string& text) { return {text.begin(), text.end()}; }

SecurityParameters parameters(std::uint16_t version, std::uint16_t cipher) {
  SecurityParameters agreed;
  agreed.version = version;
  agreed.cipher = cipher;
  agreed.client_random = bytes_of(std::string(32, 'c'));
  agreed.server_random = bytes_of(std::string(32, 's'));
  return agreed;
}

/// The client's direction, and a key log by labels.
class Talk {
 public:
  explicit Talk(const SecurityParameters& hellos = parameters(0x0304, 0x1301)) : agreed(hellos) {}

  Talk& log(const std::string& label, const std::string& secret) {
    log_[label] = secret;
    ++revision_;
    return *this;
  }
  ConnectionSecrets secrets() {
    return {agreed,
            {[this](std::string_view label, Bytes) {
               ++lookups;
               const auto found = log_.find(std::string(label));
               return found != log_.end() ? as_bytes(found->second) : Bytes();
             },
             [this] { return revision_; }}};
  }
  /// "handshake: content", or why there is none.
  std::string open(const std::string& record) {
    const auto header = wstrace::tls::record_header(as_bytes(record));
    const OpenedRecord opened = opener.open(secrets(), {*header, as_bytes(record).subspan(5), room_});
    EXPECT_TRUE(opened.is_opened() || opened.content.empty());
    switch (opened.result) {
      case OpenedRecord::Result::opened: break;
      case OpenedRecord::Result::no_keys: return "no keys";
      case OpenedRecord::Result::failed: return "failed";
      case OpenedRecord::Result::not_authentic: return "not authentic";
      case OpenedRecord::Result::not_decompressed: return "not decompressed";
      case OpenedRecord::Result::unknown_compression: return "unknown compression";
    }
    const bool data = opened.type == ContentType::application_data;
    return (data ? "data: " : "handshake: ") + std::string(as_text(opened.content));
  }

  SecurityParameters agreed;
  RecordOpener opener{Direction::c2s};
  unsigned lookups = 0;

 private:
  std::map<std::string, std::string> log_;
  std::uint64_t revision_ = 0;
  std::vector<std::uint8_t> room_;
};

Talk with_secrets() {
  return std::move(
      Talk().log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", kHandshakeSecret).log("CLIENT_TRAFFIC_SECRET_0", kDataSecret));
}

std::string data(std::uint64_t number, const std::string& content) {
  return tls::protected13(kDataSecret, number, kData, content);
}

TEST(TlsRecordOpener, OpensTheHandshakeAndThenData) {
  Talk talk = with_secrets();
  EXPECT_EQ(talk.open(tls::protected13(kHandshakeSecret, 0, kHandshake, "Finished")), "handshake: Finished");
  talk.opener.change_epoch(Epoch::application);
  EXPECT_EQ(talk.open(data(0, "one")), "data: one");
  EXPECT_EQ(talk.open(data(1, "two")), "data: two");
  EXPECT_TRUE(talk.opener.has_opened());
}

/// RFC 8448 3, the client's application data: 50 bytes from 0 on.
TEST(TlsRecordOpener, OpensTheRecordOfTheSpecificationsTrace) {
  Talk talk;
  talk.log("CLIENT_TRAFFIC_SECRET_0", from_hex("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"));
  std::string expected;
  for (char c = 0; c < 50; ++c) expected += c;
  EXPECT_EQ(
      talk.open(from_hex("1703030043a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20"
                         "441e2b62974e1f5a6292a2977014bd1e3deae63aeebb21694915e4")),
      "data: " + expected);
}

TEST(TlsRecordOpener, PaddingIsLeftOut) {
  Talk talk = with_secrets();
  const std::string zeros(7, '\0');
  EXPECT_EQ(talk.open(tls::protected13(kDataSecret, 0, 0, "padded\x17" + zeros)), "data: padded");
  EXPECT_EQ(talk.open(tls::protected13(kDataSecret, 1, 0, zeros)), "data: ");
}

TEST(TlsRecordOpener, WithoutTheHandshakesSecretDataIsFound) {
  Talk talk;
  talk.log("CLIENT_TRAFFIC_SECRET_0", kDataSecret);
  EXPECT_EQ(talk.open(tls::protected13(kHandshakeSecret, 0, kHandshake, "Finished")), "failed");
  EXPECT_EQ(talk.open(data(0, "one")), "data: one");
  EXPECT_EQ(talk.opener.epoch(), Epoch::application);
  EXPECT_EQ(talk.open(data(1, "two")), "data: two");
}

TEST(TlsRecordOpener, RecordsAreCountedUntilTheirKeysCome) {
  Talk talk;
  talk.opener.change_epoch(Epoch::application);
  EXPECT_EQ(talk.open(data(0, "zero")), "no keys");
  EXPECT_EQ(talk.open(data(1, "one")), "no keys");
  EXPECT_TRUE(talk.opener.awaits_keys(talk.secrets()));
  talk.log("CLIENT_TRAFFIC_SECRET_0", kDataSecret);
  EXPECT_TRUE(talk.opener.has_keys(talk.secrets()));
  EXPECT_EQ(talk.open(data(2, "two")), "data: two");
}

TEST(TlsRecordOpener, ASecretThatIsMissingIsLookedUpOnce) {
  Talk talk;
  EXPECT_FALSE(talk.opener.has_keys(talk.secrets()));
  const unsigned first = talk.lookups;
  EXPECT_FALSE(talk.opener.has_keys(talk.secrets()));
  EXPECT_EQ(talk.lookups, first);
  talk.log("of another connection", "x");
  EXPECT_FALSE(talk.opener.has_keys(talk.secrets()));
  EXPECT_GT(talk.lookups, first);
}

TEST(TlsRecordOpener, AWrongSecretIsReportedOnceAndGivenUp) {
  Talk talk;
  talk.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", kHandshakeSecret);
  const std::string record = tls::protected13("another secret of thirty-two byt", 0, kHandshake, "x");
  EXPECT_EQ(talk.open(record), "not authentic");
  for (int i = 1; i < 8; ++i) EXPECT_EQ(talk.open(record), "failed") << i;
  EXPECT_TRUE(talk.opener.has_given_up());
  EXPECT_EQ(talk.open(record), "no keys");
  EXPECT_FALSE(talk.opener.awaits_keys(talk.secrets()));
}

TEST(TlsRecordOpener, ARecordThatWasChangedIsLeftOut) {
  Talk talk = with_secrets();
  EXPECT_EQ(talk.open(data(0, "zero")), "data: zero");
  std::string changed = data(1, "one");
  changed.back() ^= 1;
  EXPECT_EQ(talk.open(changed), "not authentic");
  EXPECT_EQ(talk.open(data(2, "two")), "data: two");
  EXPECT_EQ(talk.open(changed), "not authentic");
}

TEST(TlsRecordOpener, BehindALossTheNextNumbersAreTried) {
  for (const std::uint64_t missing : {1U, 5U, 64U}) {
    Talk talk = with_secrets();
    EXPECT_EQ(talk.open(data(0, "zero")), "data: zero");
    talk.opener.lose_records();
    EXPECT_EQ(talk.open(data(1 + missing, "next")), "data: next") << missing;
    EXPECT_EQ(talk.open(data(2 + missing, "and on")), "data: and on") << missing;
  }
  Talk talk = with_secrets();
  EXPECT_EQ(talk.open(data(0, "zero")), "data: zero");
  talk.opener.lose_records();
  EXPECT_EQ(talk.open(data(66, "too far")), "not authentic");
}

TEST(TlsRecordOpener, KeysAreUpdated) {
  const auto next = wstrace::tls::next_secret(wstrace::tls::Hash::sha256, as_bytes(kDataSecret));
  const std::string record = tls::protected13(std::string(next.begin(), next.end()), 0, kData, "new");
  Talk talk = with_secrets();
  EXPECT_EQ(talk.open(data(0, "old")), "data: old");
  talk.opener.update_keys(talk.agreed);
  EXPECT_EQ(talk.open(record), "data: new");
  // The KeyUpdate itself was lost.
  Talk lossy = with_secrets();
  EXPECT_EQ(lossy.open(data(0, "old")), "data: old");
  lossy.opener.lose_records();
  EXPECT_EQ(lossy.open(record), "data: new");
}

TEST(TlsRecordOpener, EarlyDataIsOpenedBeforeTheServerAnswers) {
  SecurityParameters hello = parameters(0, 0);
  hello.server_random.clear();
  Talk talk(hello);
  talk.opener.change_epoch(Epoch::early);
  talk.log("CLIENT_EARLY_TRAFFIC_SECRET", std::string(32, 'e'));
  EXPECT_EQ(talk.open(tls::protected13(std::string(32, 'e'), 0, kData, "GET /")), "data: GET /");
  EXPECT_EQ(talk.opener.epoch(), Epoch::early);
}

TEST(TlsRecordOpener, BeforeAClientHelloThereAreNoKeys) {
  Talk talk(SecurityParameters{});
  talk.log("CLIENT_TRAFFIC_SECRET_0", kDataSecret);
  EXPECT_EQ(talk.open(data(0, "x")), "no keys");
  EXPECT_FALSE(talk.opener.awaits_keys(talk.secrets()));
}

/// TLS 1.2: one set of keys, which must open every record.
class Talk12 : public Talk {
 public:
  explicit Talk12(std::uint8_t compression = 0) : Talk(parameters(0x0303, 0xc02f)) {
    agreed.compression = compression;
    log("CLIENT_RANDOM", master);
  }
  std::string sealed(std::uint64_t number, int type, const std::string& content) const {
    return tls::protected12(wstrace::tls::key_block(*wstrace::tls::find_suite(agreed.cipher), as_bytes(master),
                                                    agreed.client_random, agreed.server_random, true),
                            number, type, content);
  }

  const std::string master = std::string(48, 'm');
};

TEST(TlsRecordOpener, OpensTls12) {
  Talk12 talk;
  EXPECT_EQ(talk.open(talk.sealed(0, kHandshake, "Finished")), "handshake: Finished");
  EXPECT_EQ(talk.open(talk.sealed(1, kData, "one")), "data: one");
  EXPECT_EQ(talk.open(talk.sealed(3, kData, "three")), "not authentic");
  EXPECT_EQ(talk.open(talk.sealed(3, kData, "three")), "data: three");
}

TEST(TlsRecordOpener, CompressionThatIsNotKnownIsReportedOnce) {
  Talk12 talk(64);
  EXPECT_EQ(talk.open(talk.sealed(0, kData, "one")), "unknown compression");
  EXPECT_EQ(talk.open(talk.sealed(1, kData, "two")), "no keys");
}

TEST(TlsRecordOpener, BehindALossNothingIsDecompressed) {
  Talk12 talk(1);
  talk.opener.lose_records();
  EXPECT_EQ(talk.open(talk.sealed(1, kData, "x")), "not decompressed");
}

TEST(TlsRecordOpener, ASuiteThatIsNotKnownIsNotAwaited) {
  Talk talk(parameters(0x0303, 0x0000));
  EXPECT_FALSE(talk.opener.awaits_keys(talk.secrets()));
  talk.log("CLIENT_RANDOM", std::string(48, 'm'));
  EXPECT_EQ(talk.open(data(0, "x")), "failed");
  EXPECT_TRUE(talk.opener.has_given_up());
}

TEST(TlsConnectionSecrets, MissingOnesAreNamed) {
  Talk talk;
  talk.log("SERVER_HANDSHAKE_TRAFFIC_SECRET", std::string(32, 's'));
  talk.log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", std::string(31, 's'));  // cut off
  EXPECT_EQ(talk.secrets().missing(false),
            "CLIENT_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0, SERVER_TRAFFIC_SECRET_0");
  EXPECT_EQ(talk.secrets().missing(true).substr(0, 29), "CLIENT_EARLY_TRAFFIC_SECRET, ");
  EXPECT_EQ(Talk(parameters(0x0303, 0xc02f)).secrets().missing(true), "CLIENT_RANDOM");
  EXPECT_EQ(Talk12().secrets().missing(false), "");
}

TEST(TlsConnectionSecrets, KnowsWhatKeysHelpWith) {
  EXPECT_TRUE(parameters(0x0304, 0x1301).can_be_opened());
  EXPECT_TRUE(parameters(0x0303, 0xc02f).can_be_opened());
  EXPECT_FALSE(parameters(0x0302, 0xc013).can_be_opened());
  EXPECT_FALSE(parameters(0x0303, 0x0005).can_be_opened());
}

}  // namespace
}  // namespace wstrace::test::tls_record_opener_test
