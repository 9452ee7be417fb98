// What an end means, alone: facts in, a note out.
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "dissectors/tls/judgement.h"

namespace wstrace::test::tls_judgement_test {
namespace {

using wstrace::tls::AlertFacts;
using wstrace::tls::AlertMeaning;
using wstrace::tls::EncryptedRecords;
using wstrace::tls::EndingFacts;
using wstrace::tls::Failure;
using wstrace::tls::KeyFacts;
using wstrace::tls::SecurityParameters;

constexpr std::uint16_t kAlert = 19;  // bytes of an alert that TLS 1.3 protects

std::string code(const Failure& failure) {
  return failure.why == nullptr ? "" : std::string(failure.why->code) + " " + std::string(failure.state);
}

EncryptedRecords records(unsigned n, std::uint16_t length) {
  EncryptedRecords all;
  for (unsigned i = 0; i < n; ++i) all.add(length, {}, true);
  return all;
}

EndingFacts ended_by(Direction by) {
  EndingFacts facts;
  facts.by = by;
  facts.is_tls13 = true;
  return facts;
}

TEST(TlsJudgement, AHelloWithoutAnAnswer) {
  EndingFacts facts = ended_by(Direction::c2s);
  facts.answered = false;
  EXPECT_EQ(code(judge_handshake(facts)), "tls.no-answer abandoned");
  facts.by = Direction::s2c;
  EXPECT_EQ(code(judge_handshake(facts)), "tls.closed-at-hello refused");
  facts.reset = true;
  EXPECT_EQ(code(judge_handshake(facts)), "tls.reset-at-hello refused");
}

TEST(TlsJudgement, AHandshakeThatStops) {
  EXPECT_EQ(code(judge_handshake(ended_by(Direction::c2s))), "tls.client-left refused");
  EXPECT_EQ(code(judge_handshake(ended_by(Direction::s2c))), "tls.server-left refused");
}

TEST(TlsJudgement, ARecordOfTheSizeOfAnAlertIsOne) {
  EndingFacts facts = ended_by(Direction::s2c);
  facts.client = records(1, kAlert);
  EXPECT_EQ(code(judge_handshake(facts)), "tls.client-refuses refused");
  EXPECT_EQ(judge_handshake(facts).by, Direction::c2s);
}

TEST(TlsJudgement, AServerThatRefusesAfterTheHandshake) {
  EndingFacts facts = ended_by(Direction::s2c);
  facts.client = records(2, 200);
  facts.server = records(1, kAlert);
  EXPECT_EQ(code(judge_use(facts)), "tls.server-refuses refused");
  facts.server = records(1, kAlert + 1);
  EXPECT_EQ(code(judge_use(facts)), "");
  facts.server = records(1, kAlert);
  facts.decrypted = true;
  EXPECT_EQ(code(judge_use(facts)), "");
}

TEST(TlsJudgement, AClientThatLeavesAtOnce) {
  EndingFacts facts = ended_by(Direction::c2s);
  EXPECT_EQ(code(judge_use(facts)), "tls.unused refused");
  facts.client = records(1, kAlert);  // close_notify
  facts.server = records(3, 250);     // tickets
  EXPECT_EQ(code(judge_use(facts)), "tls.unused refused");
  facts.server = records(4, 250);
  EXPECT_EQ(code(judge_use(facts)), "");
}

TEST(TlsJudgement, AClientThatAskedForSomethingUsedIt) {
  EndingFacts facts = ended_by(Direction::c2s);
  facts.client = records(1, 200);
  EXPECT_EQ(code(judge_use(facts)), "");
  facts.client = {};
  facts.client_data = 1;
  EXPECT_EQ(code(judge_use(facts)), "");
}

TEST(TlsJudgement, AClientThatWaitsBeforeItLeavesIsNotAccused) {
  EndingFacts facts = ended_by(Direction::c2s);
  facts.since_established = kSecond / 10;
  EXPECT_EQ(code(judge_use(facts)), "");
}

TEST(TlsJudgement, DataOfTheServerIsUse) {
  EndingFacts facts = ended_by(Direction::c2s);
  facts.server_data = 1;
  EXPECT_EQ(code(judge_use(facts)), "");
}

TEST(TlsJudgement, InTls12ARecordOfDataIsData) {
  EndingFacts facts = ended_by(Direction::c2s);
  facts.is_tls13 = false;
  EXPECT_EQ(code(judge_use(facts)), "tls.unused refused");
  facts.server = records(1, 250);
  EXPECT_EQ(code(judge_use(facts)), "");
}

/// "level name note", "ends" and "refused" as far as it does.
std::string meaning(const std::string& alert, const AlertFacts& facts) {
  const AlertMeaning meaning = judge_alert(as_bytes(alert), facts);
  std::string all = (meaning.fatal ? "fatal " : "warning ") + std::string(meaning.name);
  if (meaning.why != nullptr) all += " " + std::string(meaning.why->code);
  if (meaning.ends) all += meaning.of_handshake ? ", refused" : ", closed";
  return all;
}

TEST(TlsJudgement, AFatalAlertEndsTheHandshakeOrWhatFollows) {
  EXPECT_EQ(meaning("\x02\x30", {.in_handshake = true}), "fatal unknown_ca tls.unknown-ca, refused");
  EXPECT_EQ(meaning("\x02\x14", {}), "fatal bad_record_mac tls.bad-record-mac, closed");
  EXPECT_EQ(meaning("\x02\x4d", {}), "fatal unknown tls.unknown-alert, closed");
}

TEST(TlsJudgement, AWarningEndsNothing) {
  EXPECT_EQ(meaning("\x01\x70", {.in_handshake = true}), "warning unrecognized_name tls.unrecognized-name-warning");
  EXPECT_EQ(meaning(std::string("\x01\0", 2), {}), "warning close_notify");
}

TEST(TlsJudgement, InTls13OnlyTwoAlertsAreWarnings) {
  EXPECT_EQ(meaning("\x01\x70", {.is_tls13 = true}), "fatal unrecognized_name tls.unrecognized-name, closed");
  EXPECT_EQ(meaning("\x01\x5a", {.is_tls13 = true}), "warning user_canceled tls.user-canceled");
  EXPECT_EQ(meaning(std::string("\x01\0", 2), {.is_tls13 = true}), "warning close_notify");
}

/// The client is done before the server has looked at its certificate (RFC 8446 4.4.2.4).
TEST(TlsJudgement, InTls13TheServerRefusesACertificateAfterTheHandshake) {
  EXPECT_EQ(meaning("\x02\x74", {.by = Direction::s2c, .is_tls13 = true}),
            "fatal certificate_required tls.certificate-required, refused");
  EXPECT_EQ(meaning("\x02\x2e", {.by = Direction::c2s, .is_tls13 = true}),
            "fatal certificate_unknown tls.certificate-unknown, closed");
}

TEST(TlsJudgement, InTls12AMissingCertificateIsAHandshakeFailure) {
  AlertFacts facts{.by = Direction::s2c, .in_handshake = true};
  EXPECT_EQ(meaning("\x02\x28", facts), "fatal handshake_failure tls.handshake-failure, refused");
  facts.is_incomplete = true;
  EXPECT_EQ(meaning("\x02\x28", facts), "fatal handshake_failure, refused");
  facts.no_client_certificate = true;
  EXPECT_EQ(meaning("\x02\x28", facts), "fatal handshake_failure tls.certificate-required, refused");
}

TEST(TlsJudgement, AnEndWithoutCloseNotifyIsTakenForAnError) {
  EXPECT_EQ(meaning("\x02\x32", {.other_left = true}), "fatal decode_error tls.end-taken-for-error");
  EXPECT_EQ(meaning("\x02\x32", {}), "fatal decode_error tls.decode-error, closed");
}

std::string why(const SecurityParameters& parameters, const KeyFacts& facts, std::string_view missing) {
  const NoteDef* const note = why_undecrypted(parameters, facts, missing);
  return note == nullptr ? "" : std::string(note->code);
}

SecurityParameters agreed(std::uint16_t cipher) {
  SecurityParameters parameters;
  parameters.version = 0x0304;
  parameters.cipher = cipher;
  parameters.client_random.assign(32, 'c');
  return parameters;
}

TEST(TlsJudgement, WhyRecordsWereNotDecrypted) {
  const SecurityParameters known = agreed(0x1301);
  EXPECT_EQ(why({}, {}, "A"), "tls.no-handshake");
  EXPECT_EQ(why(agreed(0x00ff), {}, "A"), "tls.not-supported");
  EXPECT_EQ(why(known, {}, "A"), "tls.no-keys");
  EXPECT_EQ(why(known, {.any_secrets = true}, "A"), "tls.other-keys");
  EXPECT_EQ(why(known, {.damaged = true, .any_secrets = true}, "A"), "tls.damaged-keys");
  EXPECT_EQ(why(known, {.any_secrets = true}, ""), "tls.wrong-keys");
  EXPECT_EQ(why(known, {.any_secrets = true, .is_incomplete = true}, ""), "");
  EXPECT_EQ(why(known, {.decrypted = true}, "A"), "tls.some-keys");
  EXPECT_EQ(why(known, {.decrypted = true}, ""), "");
}

}  // namespace
}  // namespace wstrace::test::tls_judgement_test
