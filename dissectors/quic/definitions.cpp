#include "dissectors/quic/definitions.h"

#include <array>

namespace wstrace::quic {

constexpr std::string_view advice =
    "let the browser use TCP to see it (chromium --disable-quic; network.http.http3.enable = false in Firefox's "
    "about:config), or take the server's Alt-Svc header away";

namespace event {

constexpr EventDef initial{
    .protocol = &protocol,
    .name = "initial",
    .layer = Layer::transport,
    .title = "Initial",
    .summary = "version {version}[, SNI {sni}][, {!sni}to {server}][, ALPN {alpn}][, {?early_data}early data]",
    .ref = "RFC 9000 17.2.2, RFC 9001 4.1",
    .explain =
        "The client begins QUIC, which is TCP and TLS in one, over UDP; HTTP/3 and WebTransport run over it. Its "
        "first packets can be read by everybody: they hold TLS's ClientHello with the name that the client wants "
        "(SNI) and the protocols that it can do (ALPN). All that follows is encrypted.",
    .fold = Fold::never};

constexpr EventDef further{.protocol = &protocol,
                           .name = "initial",
                           .layer = Layer::transport,
                           .title = "Initial, one of many",
                           .summary = "version {version}[, SNI {sni}][, {!sni}to {server}][, ALPN {alpn}]",
                           .ref = "RFC 9000 17.2.2, RFC 9001 4.1",
                           .explain = "The same, when many QUIC connections have been told one by one already.",
                           .fold = Fold::routine};

constexpr EventDef version_negotiation{
    .protocol = &protocol,
    .name = "version-negotiation",
    .layer = Layer::transport,
    .title = "Version Negotiation",
    .summary = "[the server speaks {versions}]",
    .ref = "RFC 9000 6, 17.2.1",
    .explain =
        "The server does not speak the version that the client came with, and says which ones it does. The client "
        "begins again with one of them, a round trip later, or gives up."};

constexpr EventDef retry{
    .protocol = &protocol,
    .name = "retry",
    .layer = Layer::transport,
    .title = "Retry",
    .summary = "asks for a token",
    .ref = "RFC 9000 8.1.2, 17.2.5",
    .explain =
        "The server lets the client prove that it is at its address, by sending a token back, before it spends "
        "anything on it. This costs one more round trip.",
    .fold = Fold::routine};

constexpr EventDef answer{
    .protocol = &protocol,
    .name = "answer",
    .layer = Layer::transport,
    .title = "answer",
    .summary = "version {version}[, after {rtt_us}]",
    .ref = "RFC 9000 7",
    .explain = "The server's first packet of the handshake: it speaks QUIC, and packets come through.",
    .fold = Fold::routine};

constexpr EventDef close{
    .protocol = &protocol,
    .name = "close",
    .layer = Layer::transport,
    .title = "CONNECTION_CLOSE",
    .summary = "{meaning}[, {\"reason\"}][, SNI {sni}]",
    .ref = "RFC 9000 10.2, 19.19",
    .explain = "One side ends the connection during the handshake and says why. (Later ends are encrypted.)",
    .fold = Fold::routine};

constexpr EventDef unanswered{
    .protocol = &protocol,
    .name = "unanswered",
    .layer = Layer::transport,
    .title = "no answer",
    .summary = "{tries} Initial packets in {waited_us}[, SNI {sni}]",
    .ref = "RFC 9002 6.2",
    .explain = "The client asked for a QUIC connection again and again, and nothing came back.",
    .fold = Fold::routine};

}  // namespace event

namespace note {

constexpr NoteDef not_decoded{
    .code = "quic.not-decoded",
    .severity = Severity::note,
    .text =
        "this is QUIC, over UDP: what it carries is encrypted and not decoded by wstrace. That is HTTP/3, by which "
        "Socket.IO may poll as well, and WebTransport, which is a transport of Socket.IO, too",
    .ref = "RFC 9114, draft-ietf-webtrans-http3",
    .advice = advice};

constexpr NoteDef no_hello{
    .code = "quic.no-hello",
    .severity = Severity::note,
    .text =
        "the client's first message (the ClientHello) is not whole, since its rest was not captured or never sent: the "
        "name (SNI) that it asks for is not known",
    .ref = "RFC 9001 4.1.3",
    .advice = "if packets are cut, record them whole (-s 0)"};

constexpr NoteDef refused{.code = "quic.refused",
                          .severity = Severity::error,
                          .text = "the {by} refuses the QUIC connection",
                          .ref = "RFC 9000 20.1",
                          .advice = "the server may be overloaded or shutting down: its own log knows more"};

constexpr NoteDef closed{.code = "quic.closed",
                         .severity = Severity::error,
                         .text = "the {by} ends the QUIC connection in the middle of its handshake: {meaning}",
                         .ref = "RFC 9000 20.1",
                         .advice = "see the log of the side that ended it"};

constexpr NoteDef certificate{
    .code = "quic.certificate",
    .severity = Severity::error,
    .text = "the client does not accept the server's certificate ({meaning}) and ends the QUIC connection",
    .ref = "RFC 8446 6.2, RFC 9114 3.1",
    .advice =
        "for QUIC, browsers take only certificates of authorities that are known to all, not what a user accepted by "
        "hand or "
        "what a private authority issued; for a WebTransport, a page may name the certificate itself "
        "(serverCertificateHashes, for one that is valid for 14 days at most)"};

constexpr NoteDef no_answer{
    .code = "quic.no-answer",
    .severity = Severity::warning,
    .text =
        "nothing came back from {server}: UDP to it is blocked on the way, or nobody speaks QUIC there. Browsers use "
        "TCP for what was to go by HTTP/3; a WebTransport fails, after some seconds",
    .ref = "RFC 9308 2",
    .advice =
        "let UDP pass on this port in both directions (firewalls, cloud security groups, container port mappings), "
        "or stop announcing HTTP/3 (Alt-Svc header, HTTPS records in the DNS)"};

constexpr NoteDef undelivered{
    .code = "quic.undelivered",
    .severity = Severity::warning,
    .text =
        "the client asked for a QUIC connection to {to}, and {from} says: {meaning}. Browsers use TCP for what was to "
        "go by "
        "HTTP/3; a WebTransport fails",
    .ref = "RFC 9308 2",
    .advice =
        "\"port unreachable\" from the server itself: nobody listens on this UDP port, see that the server's HTTP/3 "
        "listener runs and that containers map the port for UDP as well; from another host: a firewall does not let "
        "UDP pass"};

}  // namespace note

namespace {

constexpr std::array kEvents =
    std::to_array<const EventDef*>({&event::initial, &event::further, &event::version_negotiation, &event::retry,
                                    &event::answer, &event::close, &event::unanswered});
constexpr std::array kNotes =
    std::to_array<const NoteDef*>({&note::not_decoded, &note::no_hello, &note::refused, &note::closed,
                                   &note::certificate, &note::no_answer, &note::undelivered});

}  // namespace

constexpr ProtocolDef protocol{.name = "quic", .title = "QUIC", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::quic
