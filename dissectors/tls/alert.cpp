// Fields of the notes: {by} sent it, {other} got it.
#include "dissectors/tls/alert.h"

#include <array>

namespace wstrace::tls {
namespace {

constexpr std::string_view kErrors = "RFC 8446 6.2";

constexpr NoteDef error(std::string_view code, std::string_view text, std::string_view advice, std::string_view explain,
                        std::string_view ref = kErrors) {
  return {.code = code, .severity = Severity::error, .text = text, .ref = ref, .advice = advice, .explain = explain};
}

}  // namespace

namespace note {

constexpr NoteDef unexpected_message =
    error("tls.unexpected-message", "the {by} received an unexpected message and ended TLS",
          "either one of the two TLS libraries is faulty or very old, or something in between changed the messages",
          "one side received an unexpected message and ended TLS");
constexpr NoteDef bad_record_mac = error("tls.bad-record-mac", "the {by} could not authenticate a record and ended TLS",
                                         "either the record was changed in transit, or the two sides have different "
                                         "keys: look for a proxy or a middlebox that interferes with TLS",
                                         "one side could not authenticate a record and ended TLS");
constexpr NoteDef record_overflow =
    error("tls.record-overflow", "the {by} received a record that is too long and ended TLS",
          "either one of the two TLS libraries is faulty, or the other side does not use TLS",
          "one side received a record that is too long and ended TLS");
constexpr NoteDef handshake_failure =
    error("tls.handshake-failure",
          "the {by} could not agree on the handshake: there is no common cipher suite, group or signature algorithm, "
          "or a certificate is missing",
          "compare the offers in the ClientHello with the server's configuration; a server that has no certificate for "
          "the requested name, or that requires a client certificate, may report the same",
          "one side could not agree on the handshake: there is no common cipher suite, group or signature algorithm, "
          "or a certificate is missing");
constexpr NoteDef bad_certificate =
    error("tls.bad-certificate",
          "the {by} rejected the {other}'s certificate: it is corrupt, or a signature in it is wrong; some libraries "
          "report this for every certificate that they reject",
          "check the certificate and its chain: openssl s_client -connect HOST:PORT -servername HOST -showcerts",
          "one side rejected the other's certificate: it is corrupt, or a signature in it is wrong; some libraries "
          "report this for every certificate that they reject");
constexpr NoteDef unsupported_certificate =
    error("tls.unsupported-certificate",
          "the {by} cannot use the {other}'s certificate: its type or its intended use does not fit",
          "check the certificate's key usage (serverAuth for servers, clientAuth for clients)",
          "one side cannot use the other's certificate: its type or its intended use does not fit");
constexpr NoteDef certificate_revoked =
    error("tls.certificate-revoked", "the {by} reports that the {other}'s certificate was revoked by its issuer",
          "get a new certificate", "one side reports that the other's certificate was revoked by its issuer");
constexpr NoteDef certificate_expired =
    error("tls.certificate-expired", "the {by} reports that the {other}'s certificate has expired or is not valid yet",
          "renew the certificate and load it into the server; check the clock of the side that sent the alert",
          "one side reports that the other's certificate has expired or is not valid yet");
constexpr NoteDef certificate_unknown =
    error("tls.certificate-unknown",
          "the {by} rejected the {other}'s certificate for a reason that has no TLS alert of its own. Chromium reports "
          "this for every certificate that it does not trust",
          "open the address in a browser tab to see the reason; a self-signed certificate must be trusted manually "
          "before a page's wss:// connection works",
          "one side rejected the other's certificate for a reason that has no TLS alert of its own. Chromium reports "
          "this for every certificate that it does not trust");
constexpr NoteDef illegal_parameter =
    error("tls.illegal-parameter", "the {by} received a value that is not allowed and ended the handshake",
          "either one of the two TLS libraries is faulty, or something in between changed the handshake",
          "one side received a value that is not allowed and ended the handshake");
constexpr NoteDef unknown_ca = error(
    "tls.unknown-ca", "the {by} does not know the authority that issued the {other}'s certificate",
    "the certificate is self-signed, is from a private authority, or needs an intermediate certificate that was not "
    "sent: send the whole chain, or let the client trust the authority (Node: the option ca, or NODE_EXTRA_CA_CERTS)",
    "one side does not know the authority that issued the other's certificate");
constexpr NoteDef access_denied =
    error("tls.access-denied", "the {by} accepted the {other}'s certificate but denies access",
          "check which rights the server grants to this client certificate",
          "one side accepted the other's certificate but denies access");
constexpr NoteDef decode_error =
    error("tls.decode-error", "the {by} could not decode a handshake message",
          "either one of the two TLS libraries is faulty, or the other side does not use TLS",
          "one side could not decode a handshake message");
constexpr NoteDef end_taken_for_error{
    .code = "tls.end-taken-for-error",
    .severity = Severity::note,
    .text = "the {by} treats it as an error that the {other} closed the connection without close_notify",
    .ref = "RFC 8446 6.1",
    .advice = "OpenSSL 3 does this; browsers close connections this way, and no data is lost",
    .explain = "one side treats it as an error that the other closed the connection without close_notify"};
constexpr NoteDef decrypt_error =
    error("tls.decrypt-error", "the {by} found an invalid signature or check value in the handshake",
          "either the certificate and its private key do not match, or the handshake was changed in transit",
          "one side found an invalid signature or check value in the handshake");
constexpr NoteDef protocol_version =
    error("tls.protocol-version", "the {by} does not support the TLS version that the {other} offers",
          "compare the versions in the ClientHello: either one side is too old, or its minimum version is too new "
          "(Node: minVersion, maxVersion; nginx: ssl_protocols)",
          "one side does not support the TLS version that the other offers");
constexpr NoteDef insufficient_security =
    error("tls.insufficient-security", "the {by} requires stronger cipher suites than the {other} offers",
          "compare the cipher suites in the ClientHello with what the server requires",
          "one side requires stronger cipher suites than the other offers");
constexpr NoteDef internal_error =
    error("tls.internal-error", "the {by} had an internal error",
          "check its own log; a server without a certificate for the requested name may report this, too",
          "one side had an internal error");
constexpr NoteDef inappropriate_fallback =
    error("tls.inappropriate-fallback", "the {by} supports a newer version than the one that the {other} fell back to",
          "an earlier attempt failed for another reason, and the client tried again with an older version: look for "
          "the earlier attempt",
          "one side supports a newer version than the one that the other fell back to", "RFC 7507 3");
constexpr NoteDef user_canceled = {.code = "tls.user-canceled",
                                   .severity = Severity::warning,
                                   .text = "the {by} cancelled the handshake",
                                   .ref = "RFC 8446 6.1",
                                   .explain = "one side cancelled the handshake"};
constexpr NoteDef no_renegotiation = {.code = "tls.no-renegotiation",
                                      .severity = Severity::warning,
                                      .text = "the {by} does not renegotiate on this connection",
                                      .ref = "RFC 5246 7.2.2",
                                      .explain = "one side does not renegotiate on this connection"};
constexpr NoteDef missing_extension =
    error("tls.missing-extension", "the {by} requires an extension that the {other} did not send",
          "either one of the two TLS libraries is faulty, or something in between changed the handshake",
          "one side requires an extension that the other did not send");
constexpr NoteDef unsupported_extension =
    error("tls.unsupported-extension", "the {by} received an extension that it had not offered",
          "either one of the two TLS libraries is faulty, or something in between changed the handshake",
          "one side received an extension that it had not offered");
constexpr NoteDef unrecognized_name =
    error("tls.unrecognized-name", "the {by} has no host with the name that the {other} requested (SNI)",
          "connect with a name that the server has a certificate for, or add the name to the server (nginx: "
          "server_name and ssl_certificate)",
          "the server has no host with the name that the client requested (SNI)", "RFC 6066 3");
constexpr NoteDef unrecognized_name_warning = {
    .code = "tls.unrecognized-name-warning",
    .severity = Severity::warning,
    .text =
        "the {by} has no host with the name that the {other} requested (SNI), and continues with another certificate",
    .ref = "RFC 6066 3",
    .explain =
        "the server has no host with the name that the client requested (SNI), and continues with another certificate"};
constexpr NoteDef bad_status_response =
    error("tls.bad-certificate-status-response",
          "the {by} received an invalid statement on whether the {other}'s certificate was revoked (OCSP)",
          "check the server's OCSP stapling",
          "one side received an invalid statement on whether the other's certificate was revoked (OCSP)");
constexpr NoteDef unknown_psk_identity = error(
    "tls.unknown-psk-identity", "the {by} does not know the pre-shared key that the {other} names",
    "compare the identity and the key on both sides", "one side does not know the pre-shared key that the other names");
constexpr NoteDef certificate_required =
    error("tls.certificate-required", "the {by} requires a client certificate but received none",
          "give the client its certificate and key (Node: the options cert and key); a web page cannot do this: the "
          "user has to install a certificate",
          "the server requires a client certificate but received none");
constexpr NoteDef no_application_protocol =
    error("tls.no-application-protocol", "the {by} supports none of the protocols that the {other} offers with ALPN",
          "check the ALPN list of the ClientHello: a WebSocket needs http/1.1 (or h2); a server that allows only h2 "
          "rejects http/1.1",
          "one side supports none of the protocols that the other offers with ALPN", "RFC 7301 3.2");
constexpr NoteDef unknown_alert =
    error("tls.unknown-alert", "the {by} ended TLS with an alert of unknown number {number}",
          "check the log of the side that sent it", "one side ended TLS with an alert whose number is unknown");

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
