#include "dissectors/tls/definitions.h"

#include <array>

#include "dissectors/tls/alert.h"

namespace wstrace::tls {

namespace event {

constexpr EventDef client_hello{
    .protocol = &protocol,
    .name = "client-hello",
    .layer = Layer::presentation,
    .title = "ClientHello",
    .summary =
        "[{sni}][, {versions}][, {?!versions}{version}][, ALPN {alpn}][, resumes with {resumption}][, "
        "{?early_data}early data][, {?ech}encrypted ClientHello]",
    .ref = "RFC 8446 4.1.2",
    .explain =
        "The client begins TLS: it names the host that it wants (SNI), offers versions, cipher suites and application "
        "protocols (ALPN), and sends its half of the key exchange. Anyone on the path can read this.",
    .fold = Fold::step};

constexpr EventDef server_hello{
    .protocol = &protocol,
    .name = "server-hello",
    .layer = Layer::presentation,
    .title = "ServerHello",
    .summary = "{version}, {cipher}[, {group}][, ALPN {alpn}][, {?resumed}resumes][, compression {compression}]",
    .ref = "RFC 8446 4.1.3",
    .explain =
        "The server selects the version and the cipher suite from the client's offers. In TLS 1.3 everything after it "
        "is encrypted, including the certificate and the selected application protocol (ALPN).",
    .fold = Fold::step};

constexpr EventDef retry{.protocol = &protocol,
                         .name = "hello-retry",
                         .layer = Layer::presentation,
                         .title = "HelloRetryRequest",
                         .summary = "[requests {group}]",
                         .ref = "RFC 8446 4.1.4",
                         .explain =
                             "The server wants a key share of another group than the client sent; the client sends a "
                             "second ClientHello. This costs one more round trip.",
                         .fold = Fold::step};

constexpr EventDef certificate{
    .protocol = &protocol,
    .name = "certificate",
    .layer = Layer::presentation,
    .title = "Certificate",
    .summary = "[{names}][, {!names}{subject}][, until {not_after}]",
    .ref = "RFC 5246 7.4.2, RFC 8446 4.4.2",
    .explain =
        "States the identity of the server (or the client), signed by an authority that the other side has to trust. "
        "Up to TLS 1.2 anyone on the path can read it; in TLS 1.3 only with keys.",
    .fold = Fold::step};

constexpr EventDef certificate_request{
    .protocol = &protocol,
    .name = "certificate-request",
    .layer = Layer::presentation,
    .title = "CertificateRequest",
    .summary = "requests a client certificate",
    .ref = "RFC 5246 7.4.4, RFC 8446 4.3.2",
    .explain = "The server asks the client for a certificate. It may accept a client without one.",
    .fold = Fold::step};

constexpr EventDef session_ticket{
    .protocol = &protocol,
    .name = "session-ticket",
    .layer = Layer::presentation,
    .title = "NewSessionTicket",
    .summary = "[valid for {lifetime_us}]",
    .ref = "RFC 5077 3.3, RFC 8446 4.6.1",
    .explain = "With this ticket the client can resume the session on another connection with less work.",
    .fold = Fold::routine};

constexpr EventDef handshake{.protocol = &protocol,
                             .name = "handshake",
                             .layer = Layer::presentation,
                             .title = "{message}",
                             .summary = "[{length}][, {?encrypted}encrypted]",
                             .ref = "RFC 8446 4",
                             .explain = "Another message of the handshake: keys, signatures and checks.",
                             .fold = Fold::routine,
                             .verbosity = 1};

constexpr EventDef established{
    .protocol = &protocol,
    .name = "established",
    .layer = Layer::presentation,
    .title = "established",
    .summary = "{version}[, ALPN {alpn}][, {?resumed}resumed][, handshake {took_us}]",
    .ref = "RFC 8446 2, RFC 5246 7.3",
    .explain =
        "Both sides have proved that they have the same keys. From here on TLS carries the application's data. In TLS "
        "1.3, without keys, this is inferred from the client's first encrypted record.",
    .fold = Fold::edge};

constexpr EventDef alert{
    .protocol = &protocol,
    .name = "alert",
    .layer = Layer::presentation,
    .title = "alert {description}",
    .summary = "{level}",
    .ref = "RFC 8446 6",
    .explain = "One side reports to the other what is wrong. After a fatal alert the connection is over."};

constexpr EventDef close_notify{
    .protocol = &protocol,
    .name = "alert",
    .layer = Layer::presentation,
    .title = "alert {description}",
    .summary = "end of data",
    .ref = "RFC 8446 6.1",
    .explain =
        "The sender has no more data to send. This distinguishes a normal end from a connection that was cut off.",
    .fold = Fold::routine};

constexpr EventDef encrypted_alert{
    .protocol = &protocol,
    .name = "alert",
    .layer = Layer::presentation,
    .title = "alert",
    .summary = "encrypted",
    .ref = "RFC 8446 6",
    .explain = "An alert that only the two sides can read. At the end of a connection it usually is close_notify.",
    .fold = Fold::routine};

constexpr EventDef key_update{.protocol = &protocol,
                              .name = "key-update",
                              .layer = Layer::presentation,
                              .title = "KeyUpdate",
                              .summary = "[{?asks}asks the other side to do the same]",
                              .ref = "RFC 8446 4.6.3",
                              .explain = "The sender switches to new keys, which are derived from its old ones.",
                              .fold = Fold::routine};

constexpr EventDef keys{.protocol = &protocol,
                        .name = "keys",
                        .layer = Layer::presentation,
                        .title = "keys",
                        .summary = "after {records} records",
                        .ref = "RFC 8446 7.1",
                        .explain =
                            "The keys of this direction were written after some of its records had already been "
                            "skipped. From here on it is decrypted."};

constexpr EventDef not_opened{
    .protocol = &protocol,
    .name = "not-opened",
    .layer = Layer::presentation,
    .title = "record failed to decrypt",
    .summary = "{length}",
    .ref = "RFC 8446 5.2",
    .explain =
        "Each record has an authentication tag, which proves that it was made with the right keys and not changed. The "
        "tag of this record does not match, so its content is unknown."};

constexpr EventDef truncated{.protocol = &protocol,
                             .name = "truncated",
                             .layer = Layer::presentation,
                             .title = "end",
                             .summary = "without close_notify",
                             .ref = "RFC 8446 6.1",
                             .explain =
                                 "Anyone on the path can forge a TCP FIN; only close_notify proves that all data has "
                                 "arrived. Many programs leave it out.",
                             .fold = Fold::routine};

constexpr EventDef undecrypted{.protocol = &protocol,
                               .name = "undecrypted",
                               .layer = Layer::presentation,
                               .title = "encrypted",
                               .summary = "client {c2s_bytes}, server {s2c_bytes}",
                               .ref = "RFC 8446 5.2",
                               .explain =
                                   "How much data TLS carried in each direction, which is all that is known without "
                                   "keys. Either side can log its keys while it runs, but never afterwards."};

constexpr EventDef mid_stream{.protocol = &protocol,
                              .name = "mid-stream",
                              .layer = Layer::presentation,
                              .title = "already established",
                              .summary = "recognised by its records",
                              .ref = "RFC 8446 5.1",
                              .explain =
                                  "The handshake of this TLS connection is not in the capture. TLS is inferred from "
                                  "the records: the length of each leads to the header of the next."};

constexpr EventDef gap{.protocol = &protocol,
                       .name = "gap",
                       .layer = Layer::presentation,
                       .title = "gap",
                       .summary = "[{missing} not captured][, {skipped} skipped]",
                       .ref = "RFC 8446 5.1",
                       .explain = "Bytes of TLS records are missing from the capture."};

constexpr EventDef bad_record{
    .protocol = &protocol,
    .name = "bad-record",
    .layer = Layer::presentation,
    .title = "not a TLS record",
    .summary = "",
    .ref = "RFC 8446 5.1",
    .explain =
        "Each record states its length, and the next one begins right after it. The bytes here are not a record."};

constexpr EventDef not_tls{.protocol = &protocol,
                           .name = "not-tls",
                           .layer = Layer::presentation,
                           .title = "not TLS",
                           .summary = "[{\"head\"}]",
                           .ref = "RFC 8446 5.1",
                           .explain = "The client began TLS, and the server answered with something else."};

constexpr EventDef spare{.protocol = &protocol,
                         .name = "spare",
                         .layer = Layer::presentation,
                         .title = "not used",
                         .summary = "another connection to this server carries all requests",
                         .ref = "RFC 9113 9.1",
                         .explain =
                             "A browser opens a second connection in advance. When the first one turns out to use "
                             "HTTP/2, which carries many requests at once, the browser closes the second."};

constexpr EventDef failed{.protocol = &protocol,
                          .name = "failed",
                          .layer = Layer::presentation,
                          .title = "handshake failed",
                          .summary = "[after {waited_us}]",
                          .ref = "RFC 8446 6",
                          .explain = "The connection ended before TLS was established, or immediately afterwards."};

}  // namespace event

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

}  // namespace note

namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>({&event::client_hello,
                                                               &event::server_hello,
                                                               &event::retry,
                                                               &event::certificate,
                                                               &event::certificate_request,
                                                               &event::session_ticket,
                                                               &event::handshake,
                                                               &event::established,
                                                               &event::alert,
                                                               &event::close_notify,
                                                               &event::encrypted_alert,
                                                               &event::key_update,
                                                               &event::keys,
                                                               &event::not_opened,
                                                               &event::truncated,
                                                               &event::undecrypted,
                                                               &event::mid_stream,
                                                               &event::gap,
                                                               &event::bad_record,
                                                               &event::not_tls,
                                                               &event::failed,
                                                               &event::spare});

constexpr std::array kNotes = std::to_array<const NoteDef*>({&note::no_keys,
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
                                                             &note::unknown_alert});

}  // namespace

constexpr ProtocolDef protocol{
    .name = "tls", .title = "TLS", .events = kEvents, .notes = kNotes, .level = Level::protection};

}  // namespace wstrace::tls
