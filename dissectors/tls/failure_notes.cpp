// Handshakes that come to nothing without an alert that can be read.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls::note {

constexpr NoteDef no_answer{
    .code = "tls.no-answer",
    .severity = Severity::error,
    .text = "the server took the connection and never answered the ClientHello; the client gave up[ after {waited_us}]",
    .ref = "RFC 8446 4.1.3",
    .advice =
        "is it a TLS port? A server that waits for the client to speak first in another protocol looks like this, and "
        "so does one that hangs, or a firewall that lets only the opening of connections through"};

constexpr NoteDef closed_at_hello{
    .code = "tls.closed-at-hello",
    .severity = Severity::error,
    .text = "the server answered the ClientHello by closing the connection, without an alert that says why",
    .ref = "RFC 8446 6.2",
    .advice =
        "is it a TLS port? A proxy that has nothing behind it for the name asked for (SNI) may close like this; the "
        "server's own log knows more"};

constexpr NoteDef reset_at_hello{
    .code = "tls.reset-at-hello",
    .severity = Severity::error,
    .text = "the ClientHello was answered with a reset of the connection",
    .ref = "RFC 8446 6.2",
    .advice =
        "is it a TLS port? Firewalls that filter by the name asked for (SNI), or by the protocol, reset like this; so "
        "do load balancers without a server behind them"};

constexpr NoteDef client_left{
    .code = "tls.client-left",
    .severity = Severity::error,
    .text = "the client closed the connection in the middle of the handshake, without an alert that says why",
    .ref = "RFC 8446 6.2",
    .advice =
        "the client's own log knows more; usual causes are a certificate that it does not accept, and a time-out"};

constexpr NoteDef server_left{
    .code = "tls.server-left",
    .severity = Severity::error,
    .text = "the server closed the connection in the middle of the handshake, without an alert that says why",
    .ref = "RFC 8446 6.2",
    .advice = "the server's own log knows more; usual causes are a client certificate, and a time-out"};

constexpr NoteDef client_refuses{
    .code = "tls.client-refuses",
    .severity = Severity::error,
    .text =
        "the client ends the handshake with one encrypted record as long as an alert: nearly always it does not accept "
        "the server's certificate",
    .ref = "RFC 8446 6.2",
    .advice =
        "keys would tell which alert; check the certificate: openssl s_client -connect HOST:PORT -servername HOST"};

constexpr NoteDef server_refuses{
    .code = "tls.server-refuses",
    .severity = Severity::error,
    .text =
        "all that the server sends after the client's part of the handshake is one encrypted record as long as an "
        "alert: nearly always it wants a client certificate, or another one",
    .ref = "RFC 8446 6.2",
    .advice = "keys would tell which alert; the server's own log knows more"};

constexpr NoteDef unused{
    .code = "tls.unused",
    .severity = Severity::warning,
    .text =
        "the client closed the connection at once after the handshake and sent nothing: Node's clients do so when they "
        "do not accept the server's certificate",
    .ref = "RFC 8446 6.2",
    .advice = "look for an error in the client (\"self-signed certificate\", \"certificate has expired\", …)"};

}  // namespace wstrace::tls::note
