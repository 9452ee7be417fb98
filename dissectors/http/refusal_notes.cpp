// What a WebSocket upgrade is answered with when the answer is no 101. Browsers tell a page nothing of it but a failed
// connection (close code 1006): what the answer says stands only here.
#include "dissectors/http/definitions.h"

namespace wstrace::http::note {

constexpr NoteDef upgrade_ignored{
    .code = "http.upgrade-ignored",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: it was taken for a usual "
        "request",
    .ref = "RFC 6455 4.1",
    .advice =
        "the path is no WebSocket's (see the body), or a proxy passes the request on without its Upgrade header "
        "(nginx: "
        "proxy_http_version 1.1, proxy_set_header Upgrade and Connection)"};

constexpr NoteDef upgrade_redirected{
    .code = "http.upgrade-redirected",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: a redirect[ to {hint}], "
        "which "
        "browsers do not follow for a WebSocket",
    .ref = "RFC 6455 4.1, WHATWG WebSockets 2",
    .advice =
        "connect to where it leads (wss:// for https://, ws:// for http://); the package ws follows redirects only "
        "with "
        "followRedirects: true"};

constexpr NoteDef https_port{
    .code = "http.https-port",
    .severity = Severity::error,
    .text = "the client speaks plain HTTP to a port that expects TLS: the server says so itself",
    .ref = "RFC 9110 4.2.2",
    .advice = "connect with https:// or wss:// to this port"};

constexpr NoteDef upgrade_bad_request{
    .code = "http.upgrade-bad-request",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: "
        "something in the request is missing "
        "or wrong",
    .ref = "RFC 6455 4.2.1",
    .advice =
        "the body may say what; usual causes are a proxy that drops the Upgrade "
        "header, headers that are too large and, "
        "with Socket.IO, a session that this server does not know"};

constexpr NoteDef upgrade_unauthorized{
    .code = "http.upgrade-unauthorized",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: credentials are wanted[ "
        "(WWW-Authenticate: {hint})]",
    .ref = "RFC 9110 15.5.2",
    .advice =
        "a browser's WebSocket cannot set headers: it can send credentials only as cookies, in the URL, or as the "
        "first "
        "message after the upgrade"};

constexpr NoteDef upgrade_forbidden{
    .code = "http.upgrade-forbidden",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: this client is not "
        "accepted[; its "
        "Origin is {hint}]",
    .ref = "RFC 6455 4.2.2",
    .advice =
        "servers compare the Origin header with a list of allowed pages; firewalls and proxies refuse by address or "
        "path"};

constexpr NoteDef upgrade_not_found{
    .code = "http.upgrade-not-found",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: there is nothing at this "
        "path",
    .ref = "RFC 9110 15.5.5",
    .advice = "compare the path with the server's; proxies may add or take away its beginning"};

constexpr NoteDef upgrade_method{
    .code = "http.upgrade-method-not-allowed",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: this path does not take the "
        "method[; it takes {hint}]",
    .ref = "RFC 9110 15.5.6",
    .advice = "a WebSocket is asked for with GET; if it was, the path is no WebSocket's"};

constexpr NoteDef upgrade_proxy_auth{
    .code = "http.upgrade-proxy-authentication",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: a proxy on the client's side "
        "wants "
        "credentials[ (Proxy-Authenticate: {hint})]",
    .ref = "RFC 9110 15.5.8",
    .advice = "set them up in the browser or the operating system; wss:// goes through most proxies"};

constexpr NoteDef upgrade_timeout{
    .code = "http.upgrade-timeout",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: the request did not come in "
        "time",
    .ref = "RFC 9110 15.5.9",
    .advice = "a client that sends its request in pieces, or a connection that was opened long before it was used"};

constexpr NoteDef upgrade_length_required{.code = "http.upgrade-length-required",
                                          .severity = Severity::error,
                                          .text =
                                              "the WebSocket upgrade was answered with {said}[ by {from}] in place of "
                                              "{wanted}: a Content-Length is wanted, which "
                                              "an upgrade does not have",
                                          .ref = "RFC 9110 15.5.12",
                                          .advice = "a proxy that knows no WebSockets, or the method is not GET"};

constexpr NoteDef upgrade_too_large{
    .code = "http.upgrade-too-large",
    .severity = Severity::error,
    .text = "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: the request is too large",
    .ref = "RFC 9110 15.5.14",
    .advice = "look for cookies, tokens in the URL or a body that an upgrade should not have"};

constexpr NoteDef upgrade_version{
    .code = "http.upgrade-version",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: the server does not take the "
        "request's Sec-WebSocket-Version; it takes {hint}",
    .ref = "RFC 6455 4.4",
    .advice = "a client may ask again with one of these; clients of today send 13"};

constexpr NoteDef upgrade_required{
    .code = "http.upgrade-required",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: it asks for the very upgrade "
        "that "
        "was asked for[ (Upgrade: {hint})], so it did not see it",
    .ref = "RFC 9110 15.5.22",
    .advice =
        "a proxy passes the request on without its Upgrade header (nginx: proxy_http_version 1.1, proxy_set_header "
        "Upgrade and Connection)"};

constexpr NoteDef upgrade_rate_limited{
    .code = "http.upgrade-rate-limited",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: the client asks too often[; "
        "it is "
        "to wait (Retry-After: {hint})]",
    .ref = "RFC 6585 4",
    .advice = "let clients wait longer and longer between attempts, by a random part of it"};

constexpr NoteDef upgrade_server_error{
    .code = "http.upgrade-server-error",
    .severity = Severity::error,
    .text = "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: it failed[, {hint}]",
    .ref = "RFC 9110 15.6",
    .advice = "its log says why"};

constexpr NoteDef upgrade_not_implemented{
    .code = "http.upgrade-not-implemented",
    .severity = Severity::error,
    .text = "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: it knows no WebSockets",
    .ref = "RFC 9110 15.6.2",
    .advice = "a server or proxy of another kind answers here"};

constexpr NoteDef upgrade_bad_gateway{
    .code = "http.upgrade-bad-gateway",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: a proxy got no answer that "
        "it "
        "understands from the server behind it",
    .ref = "RFC 9110 15.6.3",
    .advice = "is the server running, and at the port that the proxy asks? The proxy's log names both"};

constexpr NoteDef upgrade_unavailable{
    .code = "http.upgrade-unavailable",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: it is overloaded or being "
        "restarted[; the client is to wait (Retry-After: {hint})]",
    .ref = "RFC 9110 15.6.4",
    .advice = "behind a load balancer: no server was healthy; let clients try again later, by a random time"};

constexpr NoteDef upgrade_gateway_timeout{
    .code = "http.upgrade-gateway-timeout",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}: a proxy waited in vain for "
        "the "
        "server behind it",
    .ref = "RFC 9110 15.6.5",
    .advice = "the server hangs, or does not answer upgrades at this path (nginx: proxy_read_timeout)"};

constexpr NoteDef upgrade_refused{
    .code = "http.upgrade-refused",
    .severity = Severity::error,
    .text = "the WebSocket upgrade was answered with {said}[ by {from}] in place of {wanted}[: {hint}]",
    .ref = "RFC 6455 4.1",
    .advice =
        "browsers report this only as a failed connection (close code 1006); status, headers and body shown here "
        "say who refused and why"};

constexpr NoteDef upgrade_unanswered{
    .code = "http.upgrade-unanswered",
    .severity = Severity::error,
    .text = "the WebSocket upgrade was not answered for {waited_us}, and the client gave up",
    .ref = "RFC 6455 4.1",
    .advice = "the server hangs, or a proxy between them waits for it; the server's log says whether the request came"};

}  // namespace wstrace::http::note
