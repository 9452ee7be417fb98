// The events of TLS, and the protocol that they belong to.
#include "dissectors/tls/definitions.h"

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
    .title = "alert[ {description}]",
    .summary = "[{level}{!description=close_notify}][end of data{?description=close_notify}][encrypted{!description}]",
    .ref = "RFC 8446 6",
    .explain =
        "One side reports to the other what is wrong. After a fatal alert the connection is over. close_notify says "
        "that its sender has no more data, which distinguishes a normal end from a connection that was cut off; an "
        "encrypted alert at the end of a connection usually is that."};

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

namespace {
constexpr const EventDef* kEvents[] = {&event::client_hello,
                                       &event::server_hello,
                                       &event::retry,
                                       &event::certificate,
                                       &event::certificate_request,
                                       &event::session_ticket,
                                       &event::handshake,
                                       &event::established,
                                       &event::alert,
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
                                       &event::spare};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{
    .name = "tls", .title = "TLS", .events = all_events, .notes = all_notes, .level = Level::protection};

}  // namespace wstrace::tls
