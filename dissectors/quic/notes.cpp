// The notes about QUIC: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/quic/definitions.h"

namespace wstrace::quic {

constexpr std::string_view advice =
    "to see the traffic, let the browser use TCP (chromium --disable-quic; network.http.http3.enable = false in "
    "Firefox's "
    "about:config), or remove the server's Alt-Svc header";

namespace note {

constexpr NoteDef not_decoded{
    .code = "quic.not-decoded",
    .severity = Severity::note,
    .text =
        "this is QUIC over UDP, which is encrypted and which wstrace does not decode. It can carry HTTP/3, which "
        "Socket.IO can use for polling, and WebTransport, another transport of Socket.IO",
    .ref = "RFC 9114, draft-ietf-webtrans-http3",
    .advice = advice};

constexpr NoteDef no_hello{.code = "quic.no-hello",
                           .severity = Severity::note,
                           .text =
                               "the client's first message (ClientHello) is incomplete, because the rest was not "
                               "captured or never sent: the requested name (SNI) is unknown",
                           .ref = "RFC 9001 4.1.3",
                           .advice = "if packets are truncated, record whole packets (-s 0)"};

constexpr NoteDef refused{.code = "quic.refused",
                          .severity = Severity::error,
                          .text = "the {by} rejected the QUIC connection",
                          .ref = "RFC 9000 20.1",
                          .advice = "the server may be overloaded or shutting down: check its log",
                          .explain = "one side rejected the QUIC connection"};

constexpr NoteDef closed{.code = "quic.closed",
                         .severity = Severity::error,
                         .text = "the {by} ended the QUIC connection during the handshake: {meaning}",
                         .ref = "RFC 9000 20.1",
                         .advice = "check the log of the side that ended it",
                         .explain = "one side ended the QUIC connection during the handshake"};

constexpr NoteDef certificate{
    .code = "quic.certificate",
    .severity = Severity::error,
    .text = "the client rejected the server's certificate ({meaning}) and ended the QUIC connection",
    .ref = "RFC 8446 6.2, RFC 9114 3.1",
    .advice =
        "for QUIC, browsers accept only certificates of publicly trusted authorities, not those that a user accepted "
        "manually or that a private authority issued; for WebTransport, a page can name the certificate itself "
        "(serverCertificateHashes, if it is valid for at most 14 days)",
    .explain = "the client rejected the server's certificate and ended the QUIC connection"};

constexpr NoteDef no_answer{
    .code = "quic.no-answer",
    .severity = Severity::warning,
    .text =
        "no answer from {server}: either UDP to it is blocked on the path, or the server does not support QUIC. "
        "Browsers use TCP instead of HTTP/3; a WebTransport connection fails after some seconds",
    .ref = "RFC 9308 2",
    .advice =
        "allow UDP on this port in both directions (firewalls, cloud security groups, container port mappings), or "
        "stop announcing HTTP/3 (Alt-Svc header, HTTPS records in the DNS)",
    .explain =
        "the client received no answer: either UDP is blocked on the path, or the server does not support QUIC. "
        "Browsers use TCP instead of HTTP/3; a WebTransport connection fails after some seconds"};

constexpr NoteDef undelivered{.code = "quic.undelivered",
                              .severity = Severity::warning,
                              .text =
                                  "the client requested a QUIC connection to {to}, but {from} reports: {meaning}. "
                                  "Browsers use TCP instead of HTTP/3; a WebTransport connection fails",
                              .ref = "RFC 9308 2",
                              .advice =
                                  "if the server itself reports \"port unreachable\", nothing listens on this UDP "
                                  "port: check that its HTTP/3 listener runs and that containers map the port for UDP "
                                  "as well; if another host reports it, a firewall blocks UDP",
                              .explain =
                                  "the client requested a QUIC connection, but an ICMP error came back. Browsers use "
                                  "TCP instead of HTTP/3; a WebTransport connection fails"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::not_decoded, &note::no_hello,  &note::refused,    &note::closed,
                                     &note::certificate, &note::no_answer, &note::undelivered};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::quic
