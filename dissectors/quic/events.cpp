// The events of QUIC, and the protocol that they belong to.
#include "dissectors/quic/definitions.h"

namespace wstrace::quic {
namespace event {

constexpr EventDef initial{
    .protocol = &protocol,
    .name = "initial",
    .layer = Layer::transport,
    .title = "Initial",
    .summary = "version {version}[, SNI {sni}][, {!sni}to {server}][, ALPN {alpn}][, {?early_data}early data]",
    .ref = "RFC 9000 17.2.2, RFC 9001 4.1",
    .explain =
        "The client begins QUIC, which combines TCP and TLS over UDP; HTTP/3 and WebTransport use it. Anyone on the "
        "path can read its first packets: they contain the TLS ClientHello with the name that the client wants (SNI) "
        "and the protocols that it offers (ALPN). Everything after that is encrypted.",
    .fold = Fold::never};

constexpr EventDef further{.protocol = &protocol,
                           .name = "initial",
                           .layer = Layer::transport,
                           .title = "Initial, one of many",
                           .summary = "version {version}[, SNI {sni}][, {!sni}to {server}][, ALPN {alpn}]",
                           .ref = "RFC 9000 17.2.2, RFC 9001 4.1",
                           .explain = "The same event, once many QUIC connections have been reported individually.",
                           .fold = Fold::routine};

constexpr EventDef version_negotiation{
    .protocol = &protocol,
    .name = "version-negotiation",
    .layer = Layer::transport,
    .title = "Version Negotiation",
    .summary = "[the server supports {versions}]",
    .ref = "RFC 9000 6, 17.2.1",
    .explain =
        "The server does not support the version that the client used, and lists those that it supports. The client "
        "tries again with one of them, one round trip later, or gives up."};

constexpr EventDef retry{.protocol = &protocol,
                         .name = "retry",
                         .layer = Layer::transport,
                         .title = "Retry",
                         .summary = "requests a token",
                         .ref = "RFC 9000 8.1.2, 17.2.5",
                         .explain =
                             "Before the server spends resources on the client, it has the client prove its address by "
                             "returning a token. This costs one more round trip.",
                         .fold = Fold::routine};

constexpr EventDef answer{
    .protocol = &protocol,
    .name = "answer",
    .layer = Layer::transport,
    .title = "answer",
    .summary = "version {version}[, after {rtt_us}]",
    .ref = "RFC 9000 7",
    .explain = "The server's first handshake packet: the server supports QUIC, and its packets get through.",
    .fold = Fold::routine};

constexpr EventDef close{
    .protocol = &protocol,
    .name = "close",
    .layer = Layer::transport,
    .title = "CONNECTION_CLOSE",
    .summary = "{meaning}[, {\"reason\"}][, SNI {sni}]",
    .ref = "RFC 9000 10.2, 19.19",
    .explain =
        "One side ends the connection during the handshake and says why. (After the handshake, this is encrypted.)",
    .fold = Fold::routine};

constexpr EventDef unanswered{
    .protocol = &protocol,
    .name = "unanswered",
    .layer = Layer::transport,
    .title = "no answer",
    .summary = "{tries} Initial packets in {waited_us}[, SNI {sni}]",
    .ref = "RFC 9002 6.2",
    .explain = "The client requested a QUIC connection again and again, and nothing came back.",
    .fold = Fold::routine};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::initial, &event::further, &event::version_negotiation, &event::retry,
                                       &event::answer,  &event::close,   &event::unanswered};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "quic", .title = "QUIC", .events = all_events, .notes = all_notes};

}  // namespace wstrace::quic
