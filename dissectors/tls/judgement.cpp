// What the end of a connection means for TLS.
#include "dissectors/tls/judgement.h"

#include "dissectors/tls/alert.h"
#include "dissectors/tls/definitions.h"
#include "dissectors/tls/wire.h"

namespace wstrace::tls {
namespace {

/// A client that leaves so soon after the handshake has not changed its mind: it did not like what it saw.
constexpr Duration kAtOnce = kSecond / 10;
/// TLS 1.3: two tickets (RFC 8446 4.6.1) and close_notify is what a server sends by itself.
constexpr std::uint64_t kServersOwn = 3;

bool is_silent_client(const EndingFacts& facts) {
  const EncryptedRecords& client = facts.client;
  // In TLS 1.3 what closes the connection looks like a record of data.
  const bool only_alert = facts.is_tls13 && client.after_handshake == 1 && client.last_length == kProtectedAlert13;
  return facts.client_data == 0 && (client.after_handshake == 0 || only_alert);
}

bool is_about_certificate(std::uint8_t code) {
  constexpr std::uint8_t kBadCertificate = 42;
  constexpr std::uint8_t kAccessDenied = 49;
  constexpr std::uint8_t kCertificateRequired = 116;
  return (code >= kBadCertificate && code <= kAccessDenied) || code == kCertificateRequired;
}

const NoteDef* why_alert(std::uint8_t code, bool fatal, const AlertFacts& facts) {
  constexpr std::uint8_t kHandshakeFailure = 40;
  constexpr std::uint8_t kDecodeError = 50;
  if (code == kDecodeError && facts.other_left) return &note::end_taken_for_error;
  if (!fatal || facts.by == Direction::c2s || code != kHandshakeFailure) return note_of_alert(code, fatal);
  // TLS 1.2 says so of a client without a certificate, too; whether it had one may have been lost.
  if (facts.no_client_certificate) return &note::certificate_required;
  return facts.is_incomplete ? nullptr : note_of_alert(code, fatal);
}

}  // namespace

AlertMeaning judge_alert(Bytes alert, const AlertFacts& facts) {
  const std::uint8_t code = alert[1];
  const Alert* const known = find_alert(code);
  // TLS 1.3 knows no warnings but these two (RFC 8446 6).
  const bool is_warning = code == kCloseNotify || code == kUserCanceled;
  const bool fatal = alert[0] == kFatal || (facts.is_tls13 && !is_warning);
  const NoteDef* const why = why_alert(code, fatal, facts);
  // In TLS 1.3 the server looks at the client's certificate when the client takes the handshake for done.
  const bool on_certificate = facts.is_tls13 && facts.by == Direction::s2c && is_about_certificate(code);
  return {.code = code,
          .name = known != nullptr ? known->name : "unknown",
          .fatal = fatal,
          .why = why,
          .ends = fatal && why != &note::end_taken_for_error,
          .of_handshake = facts.in_handshake || on_certificate};
}

Failure judge_handshake(const EndingFacts& facts) {
  const bool by_client = facts.by == Direction::c2s;
  if (!facts.answered && by_client)
    return {&note::no_answer, facts.by, "abandoned", "without an answer to its ClientHello"};
  if (!facts.answered)
    return {facts.reset ? &note::reset_at_hello : &note::closed_at_hello, facts.by, "refused",
            "in reply to the ClientHello"};
  if (facts.client.last_length == kProtectedAlert13)
    return {&note::client_refuses, Direction::c2s, "refused",
            "during the TLS handshake, most likely with an encrypted alert"};
  return {by_client ? &note::client_left : &note::server_left, facts.by, "refused", "during the TLS handshake"};
}

Failure judge_use(const EndingFacts& facts) {
  const EncryptedRecords& server = facts.server;
  if (facts.server_data != 0) return {};
  const bool only_alert = server.after_handshake == 1 && server.last_length == kProtectedAlert13;
  if (facts.is_tls13 && facts.by == Direction::s2c && !facts.decrypted && only_alert)
    return {&note::server_refuses, facts.by, "refused",
            "after the client's part of the handshake, most likely with an encrypted alert"};
  const bool silent_server = server.after_handshake <= (facts.is_tls13 ? kServersOwn : 0);
  if (facts.by == Direction::c2s && is_silent_client(facts) && silent_server && facts.since_established < kAtOnce)
    return {&note::unused, facts.by, "refused", "right after the TLS handshake"};
  return {};
}

const NoteDef* why_undecrypted(const SecurityParameters& parameters, const KeyFacts& facts, std::string_view missing) {
  if (parameters.client_random.empty() || !parameters.is_agreed()) return &note::no_handshake;
  if (!parameters.can_be_opened()) return &note::not_supported;
  if (facts.decrypted) return missing.empty() ? nullptr : &note::some_keys;
  if (facts.damaged) return &note::damaged_keys;
  if (missing.empty()) return facts.is_incomplete ? nullptr : &note::wrong_keys;
  return facts.any_secrets ? &note::other_keys : &note::no_keys;
}

}  // namespace wstrace::tls
