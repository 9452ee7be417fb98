// Handshakes that come to nothing without an alert that can be read.
#include "dissectors/tls/definitions.h"

namespace wstrace::tls::note {

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

}  // namespace wstrace::tls::note
