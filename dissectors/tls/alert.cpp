// Fields of the notes: {by} sent it, {other} got it.
#include "dissectors/tls/alert.h"

#include <array>

namespace wstrace::tls {
namespace {

constexpr std::string_view kErrors = "RFC 8446 6.2";

constexpr NoteDef error(std::string_view code, std::string_view text, std::string_view advice,
                        std::string_view ref = kErrors) {
  return {.code = code, .severity = Severity::error, .text = text, .ref = ref, .advice = advice};
}

}  // namespace

namespace note {

constexpr NoteDef unexpected_message =
    error("tls.unexpected-message", "the {by} got a message that has no place there, and ends TLS",
          "one of the two TLS libraries is faulty or very old, or something between them changed what was sent");
constexpr NoteDef bad_record_mac =
    error("tls.bad-record-mac", "the {by} could not authenticate a record, and ends TLS",
          "the record was changed on the way, or the two sides have different keys: look for a proxy or a middlebox "
          "that touches TLS");
constexpr NoteDef record_overflow = error("tls.record-overflow", "the {by} got a record that is too long, and ends TLS",
                                          "one of the two TLS libraries is faulty, or the other side speaks no TLS");
constexpr NoteDef handshake_failure =
    error("tls.handshake-failure",
          "the {by} found nothing that both sides can do: no cipher suite, group or signature algorithm in common, or "
          "a certificate that is missing",
          "compare what the ClientHello offers with what the server is set to; a server that has no certificate for "
          "the name asked for, or that wants one of the client, may say the same");
constexpr NoteDef bad_certificate =
    error("tls.bad-certificate",
          "the {by} does not accept the {other}'s certificate: it is damaged, or a signature "
          "in it is wrong; some libraries say so of any certificate that they refuse",
          "check the certificate and its chain: openssl s_client -connect HOST:PORT -servername HOST -showcerts");
constexpr NoteDef unsupported_certificate =
    error("tls.unsupported-certificate",
          "the {by} cannot use the {other}'s certificate: its type, or what it is "
          "issued for, does not fit",
          "see the certificate's key usage (serverAuth for servers, clientAuth for clients)");
constexpr NoteDef certificate_revoked =
    error("tls.certificate-revoked", "the {by} says that the {other}'s certificate was revoked by its issuer",
          "have a new certificate issued");
constexpr NoteDef certificate_expired =
    error("tls.certificate-expired", "the {by} says that the {other}'s certificate has expired or is not valid yet",
          "renew the certificate and have the server load it; check the clock of the side that complains");
constexpr NoteDef certificate_unknown =
    error("tls.certificate-unknown",
          "the {by} does not accept the {other}'s certificate, for a reason that TLS has no word for. Chromium says so "
          "of every certificate that it does not trust",
          "open the address in a browser tab to read the reason; a self-signed certificate has to be trusted by hand "
          "before a page's wss:// connection works");
constexpr NoteDef illegal_parameter =
    error("tls.illegal-parameter", "the {by} got a value that the rules do not allow, and ends the handshake",
          "one of the two TLS libraries is faulty, or something between them changed the handshake");
constexpr NoteDef unknown_ca =
    error("tls.unknown-ca", "the {by} does not know the authority that issued the {other}'s certificate",
          "a self-signed certificate, a private authority, or an intermediate certificate that the server does not "
          "send: send the whole chain, or have the client trust the authority (Node: the option ca, or "
          "NODE_EXTRA_CA_CERTS)");
constexpr NoteDef access_denied =
    error("tls.access-denied", "the {by} accepted the {other}'s certificate, and denies access all the same",
          "the rights that go with the client's certificate are the server's to give");
constexpr NoteDef decode_error = error("tls.decode-error", "the {by} could not read a message of the handshake",
                                       "one of the two TLS libraries is faulty, or the other side speaks no TLS");
constexpr NoteDef end_taken_for_error{
    .code = "tls.end-taken-for-error",
    .severity = Severity::note,
    .text = "the {by} takes it for an error that the {other} closed the connection without close_notify",
    .ref = "RFC 8446 6.1",
    .advice = "OpenSSL 3 does so; browsers close that way, and nothing is lost by it"};
constexpr NoteDef decrypt_error =
    error("tls.decrypt-error", "the {by} found a signature or a check of the handshake wrong",
          "the certificate and the private key of the {other} may not belong together, or the handshake was changed "
          "on the way");
constexpr NoteDef protocol_version =
    error("tls.protocol-version", "the {by} does not speak the TLS version that the {other} offers",
          "see the versions in the ClientHello: one side is too old, or set to too new a least version (Node: "
          "minVersion, maxVersion; nginx: ssl_protocols)");
constexpr NoteDef insufficient_security =
    error("tls.insufficient-security", "the {by} wants stronger cipher suites than the {other} offers",
          "see the cipher suites in the ClientHello, and what the server demands");
constexpr NoteDef internal_error = error("tls.internal-error", "the {by} failed for reasons of its own",
                                         "its own log knows more; a server without a certificate for the name asked "
                                         "for may say so, too");
constexpr NoteDef inappropriate_fallback =
    error("tls.inappropriate-fallback", "the {by} speaks a newer version than the {other} fell back to",
          "an earlier attempt failed for another reason and the client tried again with less: look for that one",
          "RFC 7507 3");
constexpr NoteDef user_canceled = {.code = "tls.user-canceled",
                                   .severity = Severity::warning,
                                   .text = "the {by} gives the handshake up by itself",
                                   .ref = "RFC 8446 6.1"};
constexpr NoteDef no_renegotiation = {.code = "tls.no-renegotiation",
                                      .severity = Severity::warning,
                                      .text = "the {by} does not want to handshake again on this connection",
                                      .ref = "RFC 5246 7.2.2"};
constexpr NoteDef missing_extension =
    error("tls.missing-extension", "the {by} misses an extension that the handshake cannot do without",
          "one of the two TLS libraries is faulty, or something between them changed the handshake");
constexpr NoteDef unsupported_extension =
    error("tls.unsupported-extension", "the {by} was answered with an extension that it had not asked for",
          "one of the two TLS libraries is faulty, or something between them changed the handshake");
constexpr NoteDef unrecognized_name =
    error("tls.unrecognized-name", "the {by} serves no host of the name that the {other} asked for (SNI)",
          "connect by a name that the server has a certificate for, or add the name to the server (nginx: server_name "
          "and ssl_certificate)",
          "RFC 6066 3");
constexpr NoteDef unrecognized_name_warning = {
    .code = "tls.unrecognized-name-warning",
    .severity = Severity::warning,
    .text =
        "the {by} serves no host of the name that the {other} asked for (SNI), and goes on with another certificate",
    .ref = "RFC 6066 3"};
constexpr NoteDef bad_status_response = error("tls.bad-certificate-status-response",
                                              "the {by} got a wrong statement on whether the {other}'s certificate "
                                              "was revoked (OCSP)",
                                              "check the server's OCSP stapling");
constexpr NoteDef unknown_psk_identity =
    error("tls.unknown-psk-identity", "the {by} does not know the pre-shared key that the {other} names",
          "compare the identity and the key on both sides");
constexpr NoteDef certificate_required =
    error("tls.certificate-required", "the {by} wants a certificate of the client, and got none",
          "give the client its certificate and key (Node: the options cert and key); a browser page cannot: the user "
          "has to install one");
constexpr NoteDef no_application_protocol =
    error("tls.no-application-protocol", "the {by} speaks none of the protocols that the {other} offers by ALPN",
          "see the ALPN list of the ClientHello: a WebSocket's is http/1.1 (or h2); a server that is set to h2 alone "
          "refuses it",
          "RFC 7301 3.2");
constexpr NoteDef unknown_alert =
    error("tls.unknown-alert", "the {by} ends TLS with an alert of unknown number {number}",
          "see the log of the side that sent it");

}  // namespace note

namespace {

constexpr std::array kAlerts = std::to_array<Alert>({
    {0, "close_notify", nullptr},
    {10, "unexpected_message", &note::unexpected_message},
    {20, "bad_record_mac", &note::bad_record_mac},
    {22, "record_overflow", &note::record_overflow},
    {40, "handshake_failure", &note::handshake_failure},
    {42, "bad_certificate", &note::bad_certificate},
    {43, "unsupported_certificate", &note::unsupported_certificate},
    {44, "certificate_revoked", &note::certificate_revoked},
    {45, "certificate_expired", &note::certificate_expired},
    {46, "certificate_unknown", &note::certificate_unknown},
    {47, "illegal_parameter", &note::illegal_parameter},
    {48, "unknown_ca", &note::unknown_ca},
    {49, "access_denied", &note::access_denied},
    {50, "decode_error", &note::decode_error},
    {51, "decrypt_error", &note::decrypt_error},
    {70, "protocol_version", &note::protocol_version},
    {71, "insufficient_security", &note::insufficient_security},
    {80, "internal_error", &note::internal_error},
    {86, "inappropriate_fallback", &note::inappropriate_fallback},
    {90, "user_canceled", &note::user_canceled},
    {100, "no_renegotiation", &note::no_renegotiation},
    {109, "missing_extension", &note::missing_extension},
    {110, "unsupported_extension", &note::unsupported_extension},
    {112, "unrecognized_name", &note::unrecognized_name},
    {113, "bad_certificate_status_response", &note::bad_status_response},
    {115, "unknown_psk_identity", &note::unknown_psk_identity},
    {116, "certificate_required", &note::certificate_required},
    {120, "no_application_protocol", &note::no_application_protocol},
});

}  // namespace

const Alert* find_alert(std::uint8_t code) {
  for (const Alert& each : kAlerts)
    if (each.code == code) return &each;
  return nullptr;
}

const NoteDef* note_of_alert(std::uint8_t code, bool fatal) {
  const Alert* const alert = find_alert(code);
  if (alert == nullptr) return &note::unknown_alert;
  return alert->note == &note::unrecognized_name && !fatal ? &note::unrecognized_name_warning : alert->note;
}

}  // namespace wstrace::tls
