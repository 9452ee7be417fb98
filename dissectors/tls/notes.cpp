// The notes about TLS: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls {
namespace note {

constexpr NoteDef begins_inside{.code = "tls.begins-inside",
                                .severity = Severity::warning,
                                .text = "the capture begins inside this TLS connection: its handshake was not captured",
                                .ref = "RFC 8446 2",
                                .advice = "start the capture before the client connects"};

constexpr NoteDef lost_bytes{
    .code = "tls.lost-bytes",
    .severity = Severity::warning,
    .text = "TLS records, or parts of them, are missing from the capture",
    .ref = "RFC 8446 5.1",
    .advice = "record whole packets (-s 0), with a larger buffer (tcpdump -B) or a narrower filter"};

constexpr NoteDef resumed{
    .code = "tls.resumed",
    .severity = Severity::warning,
    .text = "after bytes that are missing from the capture, TLS records begin again here",
    .ref = "RFC 8446 5.1",
    .advice = "record whole packets (-s 0), with a larger buffer (tcpdump -B) or a narrower filter"};

constexpr NoteDef bad_hello{.code = "tls.bad-hello",
                            .severity = Severity::warning,
                            .text = "this handshake message is malformed; what could be decoded is shown",
                            .ref = "RFC 8446 4"};

constexpr NoteDef bad_record{
    .code = "tls.bad-record",
    .severity = Severity::error,
    .text = "expected a TLS record here, found other data",
    .ref = "RFC 8446 5.1",
    .advice = "either something between the two sides changed the stream, or one of them is faulty"};

constexpr NoteDef long_message{
    .code = "tls.long-message",
    .severity = Severity::warning,
    .text = "a handshake message announces a length of {length}: wstrace does not decode it",
    .ref = "RFC 8446 4",
    .explain = "a handshake message announces a length that is beyond wstrace's limit: it is not decoded"};

constexpr NoteDef http_answer{
    .code = "tls.http-answer",
    .severity = Severity::error,
    .text = "the client sent a TLS ClientHello, and the server answered with plain HTTP: this port does not use TLS",
    .ref = "RFC 9110 4.2.2",
    .advice =
        "connect with http:// or ws:// to this port, or use the server's TLS port; clients report this as \"wrong "
        "version number\" or ERR_SSL_PROTOCOL_ERROR"};

constexpr NoteDef not_tls{.code = "tls.not-tls",
                          .severity = Severity::error,
                          .text = "the client sent a TLS ClientHello, and the server answered with something else",
                          .ref = "RFC 8446 5.1",
                          .advice = "check the port; clients report this as \"wrong version number\""};

constexpr NoteDef old_version{.code = "tls.old-version",
                              .severity = Severity::warning,
                              .text = "{version} is deprecated: browsers reject it",
                              .ref = "RFC 8996 1",
                              .advice = "enable TLS 1.2 and 1.3 in the server",
                              .explain = "this version of TLS is deprecated: browsers reject it"};

constexpr NoteDef no_keys{
    .code = "tls.no-keys",
    .severity = Severity::note,
    .text =
        "TLS is not decrypted, since there are no keys. Clients and servers can log their keys: SSLKEYLOGFILE=keys.log "
        "for Chromium, Firefox and curl, node --tls-keylog=keys.log; wstrace --keylog keys.log reads them",
    .ref = "RFC 8446 5.2"};

constexpr NoteDef some_keys{
    .code = "tls.some-keys",
    .severity = Severity::warning,
    .text =
        "the key log has only some of the keys of this connection: without {secrets}, {records} records from packet "
        "{packet} on could not be decrypted",
    .ref = "RFC 8446 7.1",
    .advice =
        "a key log has a line for each direction and each stage of the handshake: take all lines that contain the "
        "connection's client random",
    .explain =
        "the key log has only some of the keys of this connection, so some of its records could not be decrypted"};

constexpr NoteDef other_keys{
    .code = "tls.other-keys",
    .severity = Severity::note,
    .text = "the key log has no keys for this connection: no line contains its client random, {random}",
    .ref = "RFC 8446 7.1",
    .advice =
        "the key log must come from one of the two sides of this connection, and from the same run; logging must have "
        "been enabled before the client connected",
    .explain = "the key log has no keys for this connection: no line contains its client random"};

constexpr NoteDef damaged_keys{
    .code = "tls.damaged-keys",
    .severity = Severity::warning,
    .text =
        "the key log has a line for this connection (client random {random}), but the secret in it is truncated or "
        "invalid",
    .ref = "RFC 8446 7.1",
    .advice = "copy the key log again from the program, once it has been completely written",
    .explain = "the key log has a line for this connection, but the secret in it is truncated or invalid"};

constexpr NoteDef wrong_keys{
    .code = "tls.wrong-keys",
    .severity = Severity::warning,
    .text =
        "the keys for this connection's client random decrypt none of its {records} records, from packet {packet} on: "
        "they are not its keys",
    .ref = "RFC 8446 7.1",
    .advice = "check whether the key log was changed or truncated, and copy it again from the program",
    .explain = "the keys for this connection's client random decrypt none of its records: they are not its keys"};

constexpr NoteDef keys_late{
    .code = "tls.keys-late",
    .severity = Severity::warning,
    .text =
        "the keys of this direction came too late for {records} of its records, from packet {packet} on: these are not "
        "shown",
    .ref = "RFC 8446 7.1",
    .advice = "save the packets (-w), and read the file with the key log once it is complete",
    .explain = "the keys of this direction came too late for some of its records: these are not shown"};

constexpr NoteDef no_handshake{.code = "tls.no-handshake",
                               .severity = Severity::note,
                               .text =
                                   "TLS cannot be decrypted here, not even with keys: the beginning of this "
                                   "connection, which is needed to find the right keys, is not in the capture",
                               .ref = "RFC 8446 7.1"};

constexpr NoteDef not_supported{.code = "tls.not-supported",
                                .severity = Severity::note,
                                .text = "wstrace does not decrypt {version} with {cipher}, not even with keys",
                                .ref = "RFC 8446 B.4",
                                .explain = "wstrace does not decrypt this version or cipher suite, not even with keys"};

constexpr NoteDef not_authentic{.code = "tls.not-authentic",
                                .severity = Severity::warning,
                                .text =
                                    "this record (packet {packet}) failed to decrypt: the keys are wrong, bytes were "
                                    "lost, or it was changed in transit. Its content is not shown",
                                .ref = "RFC 8446 5.2",
                                .advice = "check that the key log is from the same run of the program",
                                .explain =
                                    "this record failed to decrypt: the keys are wrong, bytes were lost, or it was "
                                    "changed in transit. Its content is not shown"};

constexpr NoteDef not_decompressed{.code = "tls.not-decompressed",
                                   .severity = Severity::note,
                                   .text =
                                       "from this record (packet {packet}) on, this direction's records are decrypted "
                                       "but cannot be decompressed: records "
                                       "before it are missing, or their keys were",
                                   .ref = "RFC 3749 2",
                                   .loss = true,
                                   .explain =
                                       "the records of this direction are decrypted but cannot be decompressed: each "
                                       "refers to the ones before it, and "
                                       "some of those are missing, or their keys were"};

constexpr NoteDef compression_unknown{
    .code = "tls.compression-unknown",
    .severity = Severity::note,
    .text = "wstrace cannot decompress records that are compressed with {compression}: their content is not shown",
    .ref = "RFC 3749 2",
    .explain = "wstrace cannot decompress records that are compressed with this method: their content is not shown"};

constexpr NoteDef certificate_past{
    .code = "tls.certificate-past",
    .severity = Severity::warning,
    .text = "this certificate was valid until {not_after}: it had already expired when it was sent",
    .ref = "RFC 5280 4.1.2.5",
    .advice = "renew the certificate and load it into the server",
    .explain = "this certificate had already expired when it was sent"};

constexpr NoteDef certificate_future{
    .code = "tls.certificate-future",
    .severity = Severity::warning,
    .text = "this certificate is valid from {not_before}: it was not valid yet when it was sent",
    .ref = "RFC 5280 4.1.2.5",
    .advice = "check the clocks of the server and of the issuer of the certificate",
    .explain = "this certificate was not valid yet when it was sent"};

constexpr NoteDef certificate_name{
    .code = "tls.certificate-name",
    .severity = Severity::warning,
    .text = "this certificate does not cover {sni}, the name that the client requested",
    .ref = "RFC 9525 6",
    .advice = "connect with a name that the certificate contains, or get a certificate for this name",
    .explain = "this certificate does not cover the name that the client requested (SNI)"};

constexpr NoteDef certificate_self_signed{.code = "tls.certificate-self-signed",
                                          .severity = Severity::note,
                                          .text = "self-signed certificate: clients must be configured to trust it",
                                          .ref = "RFC 5280 3.2"};

constexpr NoteDef certificate_unreadable{.code = "tls.certificate-unreadable",
                                         .severity = Severity::warning,
                                         .text = "this certificate cannot be parsed",
                                         .ref = "RFC 5280 4.1"};

constexpr NoteDef no_answer{
    .code = "tls.no-answer",
    .severity = Severity::error,
    .text =
        "the server accepted the connection but never answered the ClientHello; the client gave up[ after {waited_us}]",
    .ref = "RFC 8446 4.1.3",
    .advice =
        "check that this port uses TLS; this happens if the server waits for the client to begin in another protocol, "
        "if the server hangs, or if a firewall lets only the TCP handshake through",
    .explain = "the server accepted the connection but never answered the ClientHello, and the client gave up"};

constexpr NoteDef closed_at_hello{
    .code = "tls.closed-at-hello",
    .severity = Severity::error,
    .text = "the server closed the connection in reply to the ClientHello, without an alert that says why",
    .ref = "RFC 8446 6.2",
    .advice =
        "check that this port uses TLS, and check the server's own log; a proxy without a server for the requested "
        "name (SNI) may close connections like this"};

constexpr NoteDef reset_at_hello{
    .code = "tls.reset-at-hello",
    .severity = Severity::error,
    .text = "the connection was reset in reply to the ClientHello",
    .ref = "RFC 8446 6.2",
    .advice =
        "check that this port uses TLS; firewalls that filter by the requested name (SNI) or by protocol reset "
        "connections like this, and so do load balancers without a server behind them"};

constexpr NoteDef client_left{
    .code = "tls.client-left",
    .severity = Severity::error,
    .text = "the client closed the connection in the middle of the handshake, without an alert that says why",
    .ref = "RFC 8446 6.2",
    .advice = "check the client's own log; common causes are a certificate that it does not accept, and a timeout"};

constexpr NoteDef server_left{
    .code = "tls.server-left",
    .severity = Severity::error,
    .text = "the server closed the connection in the middle of the handshake, without an alert that says why",
    .ref = "RFC 8446 6.2",
    .advice = "check the server's own log; common causes are a client certificate, and a timeout"};

constexpr NoteDef client_refuses{.code = "tls.client-refuses",
                                 .severity = Severity::error,
                                 .text =
                                     "the client ended the handshake with one encrypted record of the size of an "
                                     "alert: most likely it does not accept the server's certificate",
                                 .ref = "RFC 8446 6.2",
                                 .advice =
                                     "with keys wstrace shows which alert it was; check the certificate: openssl "
                                     "s_client -connect HOST:PORT -servername HOST"};

constexpr NoteDef server_refuses{
    .code = "tls.server-refuses",
    .severity = Severity::error,
    .text =
        "after the client's part of the handshake the server sent only one encrypted record of the size of an alert: "
        "most likely it requires a client certificate, or another one",
    .ref = "RFC 8446 6.2",
    .advice = "with keys wstrace shows which alert it was; check the server's own log"};

constexpr NoteDef unused{
    .code = "tls.unused",
    .severity = Severity::warning,
    .text =
        "the client closed the connection right after the handshake without sending anything: Node clients do this "
        "when they do not accept the server's certificate",
    .ref = "RFC 8446 6.2",
    .advice = "look for an error in the client (\"self-signed certificate\", \"certificate has expired\", …)"};

// Of alerts (RFC 8446 6.2): {by} sent it, {other} received it.
namespace {
constexpr std::string_view kErrors = "RFC 8446 6.2";

constexpr NoteDef error(std::string_view code, std::string_view text, std::string_view advice, std::string_view explain,
                        std::string_view ref = kErrors) {
  return {.code = code, .severity = Severity::error, .text = text, .ref = ref, .advice = advice, .explain = explain};
}

}  // namespace

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
constexpr const NoteDef* kNotes[] = {&note::no_keys,
                                     &note::some_keys,
                                     &note::other_keys,
                                     &note::damaged_keys,
                                     &note::wrong_keys,
                                     &note::keys_late,
                                     &note::no_handshake,
                                     &note::not_supported,
                                     &note::not_authentic,
                                     &note::not_decompressed,
                                     &note::compression_unknown,
                                     &note::begins_inside,
                                     &note::lost_bytes,
                                     &note::resumed,
                                     &note::bad_hello,
                                     &note::bad_record,
                                     &note::long_message,
                                     &note::http_answer,
                                     &note::not_tls,
                                     &note::old_version,
                                     &note::certificate_past,
                                     &note::certificate_future,
                                     &note::certificate_name,
                                     &note::certificate_self_signed,
                                     &note::certificate_unreadable,
                                     &note::no_answer,
                                     &note::closed_at_hello,
                                     &note::reset_at_hello,
                                     &note::client_left,
                                     &note::server_left,
                                     &note::client_refuses,
                                     &note::server_refuses,
                                     &note::unused,
                                     &note::unexpected_message,
                                     &note::bad_record_mac,
                                     &note::record_overflow,
                                     &note::handshake_failure,
                                     &note::bad_certificate,
                                     &note::unsupported_certificate,
                                     &note::certificate_revoked,
                                     &note::certificate_expired,
                                     &note::certificate_unknown,
                                     &note::illegal_parameter,
                                     &note::unknown_ca,
                                     &note::access_denied,
                                     &note::decode_error,
                                     &note::end_taken_for_error,
                                     &note::decrypt_error,
                                     &note::protocol_version,
                                     &note::insufficient_security,
                                     &note::internal_error,
                                     &note::inappropriate_fallback,
                                     &note::user_canceled,
                                     &note::no_renegotiation,
                                     &note::missing_extension,
                                     &note::unsupported_extension,
                                     &note::unrecognized_name,
                                     &note::unrecognized_name_warning,
                                     &note::bad_status_response,
                                     &note::unknown_psk_identity,
                                     &note::certificate_required,
                                     &note::no_application_protocol,
                                     &note::unknown_alert};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::tls
