// What a WebSocket upgrade is answered with when the answer is no 101. Browsers tell a page nothing of it but a failed
// connection (close code 1006): what the answer says stands only here.
#include "dissectors/http/definitions.h"
#include "model/remedies.h"

namespace wstrace::http::note {

constexpr NoteDef upgrade_ignored{
    .code = "http.upgrade-ignored",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: it was treated as an "
        "ordinary "
        "request",
    .ref = "RFC 6455 4.1",
    .advice =
        "either this path does not serve WebSockets (see the body), or a proxy forwards the request without its "
        "Upgrade header (nginx: proxy_http_version 1.1, proxy_set_header Upgrade and Connection; Apache: ProxyPass … "
        "upgrade=websocket)",
    .explain =
        "the WebSocket upgrade was answered with success but not accepted: it was treated as an ordinary request"};

constexpr NoteDef upgrade_redirected{
    .code = "http.upgrade-redirected",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: a redirect[ to "
        "{hint}], which "
        "browsers do not follow for a WebSocket",
    .ref = "RFC 6455 4.1, WHATWG WebSockets 2",
    .advice =
        "connect to the redirect's target directly (wss:// for https://, ws:// for http://); the package ws follows "
        "redirects only with followRedirects: true",
    .explain = "the WebSocket upgrade was answered with a redirect, which browsers do not follow for a WebSocket"};

constexpr NoteDef https_port{
    .code = "http.https-port",
    .severity = Severity::error,
    .text = "the client sends plain HTTP to a port that expects TLS: the server says so in its response",
    .ref = "RFC 9110 4.2.2",
    .advice = "connect with https:// or wss:// to this port"};

constexpr NoteDef upgrade_bad_request{
    .code = "http.upgrade-bad-request",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: something in the "
        "request is "
        "missing or wrong[; {hint}]",
    .ref = "RFC 6455 4.2.1",
    .advice =
        "the body may say what; common causes are a proxy that drops the Upgrade header, headers that are too large "
        "and, with Socket.IO, a session that this server does not know",
    .explain = "the WebSocket upgrade was rejected with 400: something in the request is missing or wrong"};

constexpr NoteDef upgrade_unauthorized{
    .code = "http.upgrade-unauthorized",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: credentials are "
        "required[ "
        "(WWW-Authenticate: {hint})]",
    .ref = "RFC 9110 15.5.2",
    .advice =
        "a browser's WebSocket cannot set headers: it can send credentials only in cookies, in the URL, or in the "
        "first message after the upgrade",
    .explain = "the WebSocket upgrade was rejected with 401: credentials are required"};

constexpr NoteDef upgrade_forbidden{
    .code = "http.upgrade-forbidden",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: this client is not "
        "allowed[; "
        "its Origin is {hint}]",
    .ref = "RFC 6455 4.2.2",
    .advice =
        "servers check the Origin header against a list of allowed pages; firewalls and proxies reject by address or "
        "path",
    .explain = "the WebSocket upgrade was rejected with 403: this client is not allowed"};

constexpr NoteDef upgrade_not_found{
    .code = "http.upgrade-not-found",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: there is nothing at "
        "this path",
    .ref = "RFC 9110 15.5.5",
    .advice = "compare the path with the one that the server uses; proxies may add or remove a prefix",
    .explain = "the WebSocket upgrade was rejected with 404 or 410: there is nothing at this path"};

constexpr NoteDef upgrade_method{
    .code = "http.upgrade-method-not-allowed",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: this path does not "
        "accept the "
        "method[; it accepts {hint}]",
    .ref = "RFC 9110 15.5.6",
    .advice = "a WebSocket is requested with GET; if the method was GET, this path does not serve WebSockets",
    .explain = "the WebSocket upgrade was rejected with 405: this path does not accept the method"};

constexpr NoteDef upgrade_proxy_auth{
    .code = "http.upgrade-proxy-authentication",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: a proxy on the "
        "client's side "
        "requires credentials[ (Proxy-Authenticate: {hint})]",
    .ref = "RFC 9110 15.5.8",
    .advice = "set them in the browser or the operating system; wss:// passes through most proxies",
    .explain = "the WebSocket upgrade was rejected with 407: a proxy on the client's side requires credentials"};

constexpr NoteDef upgrade_timeout{
    .code = "http.upgrade-timeout",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: the request did not "
        "arrive in "
        "time",
    .ref = "RFC 9110 15.5.9",
    .advice = "either the client sends its request in pieces, or the connection was opened long before it was used",
    .explain = "the WebSocket upgrade was rejected with 408: the request did not arrive in time"};

constexpr NoteDef upgrade_length_required{
    .code = "http.upgrade-length-required",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: a Content-Length is "
        "required, "
        "which an upgrade does not have",
    .ref = "RFC 9110 15.5.12",
    .advice = "either a proxy does not support WebSockets, or the method is not GET",
    .explain =
        "the WebSocket upgrade was rejected with 411: a Content-Length is required, which an upgrade does not have"};

constexpr NoteDef upgrade_too_large{
    .code = "http.upgrade-too-large",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: the request is too "
        "large",
    .ref = "RFC 9110 15.5.14",
    .advice = "look for large cookies, tokens in the URL, or a body, which an upgrade should not have",
    .explain = "the WebSocket upgrade was rejected with a status that says that the request is too large",
    .remedies = remedy::kLargerHeaders};

constexpr NoteDef upgrade_version{
    .code = "http.upgrade-version",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: the server does not "
        "accept "
        "the request's Sec-WebSocket-Version; it accepts {hint}",
    .ref = "RFC 6455 4.4",
    .advice = "a client may try again with a version that the server accepts; current clients send 13",
    .explain =
        "the WebSocket upgrade was rejected with 400 or 426: the server does not accept the request's "
        "Sec-WebSocket-Version"};

constexpr NoteDef upgrade_required{
    .code = "http.upgrade-required",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: it requires the "
        "upgrade that "
        "was requested[ (Upgrade: {hint})], so it did not see the request's Upgrade header",
    .ref = "RFC 9110 15.5.22",
    .advice = "a proxy forwards the request without its Upgrade header: configure it to send Upgrade and Connection on",
    .explain =
        "the WebSocket upgrade was rejected with 426: the server requires the upgrade that was requested, so it did "
        "not see the request's Upgrade header",
    .remedies = remedy::kForwardUpgrade};

constexpr NoteDef upgrade_rate_limited{
    .code = "http.upgrade-rate-limited",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: the client sends "
        "requests too "
        "often[; it should wait (Retry-After: {hint})]",
    .ref = "RFC 6585 4",
    .advice = "let clients wait longer after each attempt, with a random part",
    .explain = "the WebSocket upgrade was rejected with 429: the client sends requests too often"};

constexpr NoteDef upgrade_server_error{
    .code = "http.upgrade-server-error",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: the request failed[, "
        "{hint}]",
    .ref = "RFC 9110 15.6",
    .advice = "check the log of the server, or of the proxy that answered",
    .explain = "the WebSocket upgrade was rejected with a 5xx status: the request failed"};

constexpr NoteDef upgrade_not_implemented{
    .code = "http.upgrade-not-implemented",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: this server or proxy "
        "does not "
        "support WebSockets",
    .ref = "RFC 9110 15.6.2",
    .advice = "a server or proxy of another kind answers here",
    .explain = "the WebSocket upgrade was rejected with 501: this server or proxy does not support WebSockets"};

constexpr NoteDef upgrade_bad_gateway{
    .code = "http.upgrade-bad-gateway",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: a proxy got no valid "
        "response "
        "from the server behind it",
    .ref = "RFC 9110 15.6.3",
    .advice = "check that the server is running on the port that the proxy connects to; the proxy's log names both",
    .explain = "the WebSocket upgrade was rejected with 502: a proxy got no valid response from the server behind it",
    .remedies = remedy::kNoServer};

constexpr NoteDef upgrade_unavailable{
    .code = "http.upgrade-unavailable",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: the service is "
        "overloaded or "
        "restarting[; the client should wait (Retry-After: {hint})]",
    .ref = "RFC 9110 15.6.4",
    .advice = "behind a load balancer, no server was healthy; let clients try again later, after a random time",
    .explain = "the WebSocket upgrade was rejected with 503: the service is overloaded or restarting",
    .remedies = remedy::kNoServer};

constexpr NoteDef upgrade_gateway_timeout{
    .code = "http.upgrade-gateway-timeout",
    .severity = Severity::error,
    .text =
        "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}: a proxy timed out "
        "waiting for "
        "the server behind it",
    .ref = "RFC 9110 15.6.5",
    .advice = "either the server hangs, or it does not answer upgrades at this path (nginx: proxy_read_timeout)",
    .explain = "the WebSocket upgrade was rejected with 504: a proxy timed out waiting for the server behind it"};

constexpr NoteDef upgrade_refused{
    .code = "http.upgrade-refused",
    .severity = Severity::error,
    .text = "the WebSocket upgrade was answered with {said}[ (Server: {from})] instead of {wanted}[: {hint}]",
    .ref = "RFC 6455 4.1",
    .advice =
        "browsers report this only as a failed connection (close code 1006); the status, headers and body shown here "
        "say who rejected it and why",
    .explain = "the WebSocket upgrade was answered with a status that does not accept it"};

constexpr NoteDef upgrade_unanswered{
    .code = "http.upgrade-unanswered",
    .severity = Severity::error,
    .text = "no answer: the WebSocket upgrade was not answered for {waited_us}, then the client gave up",
    .ref = "RFC 6455 4.1",
    .advice =
        "either the server hangs, or a proxy in between waits for it; the server's log shows whether the request "
        "arrived",
    .explain = "the WebSocket upgrade was not answered, and the client gave up"};

constexpr NoteDef upgrade_left_early{
    .code = "http.upgrade-left-early",
    .severity = Severity::note,
    .text =
        "the client left {waited_us} after it asked for the upgrade, before an answer could be expected: it changed "
        "its "
        "mind, or its timeout is short",
    .ref = {},
    .advice = "nothing is wrong if a page was closed or reloaded; else look at the client's timeout",
    .explain = "the client left so soon after it asked for the upgrade that no answer could be expected"};

constexpr NoteDef upgrade_pending{
    .code = "http.upgrade-pending",
    .severity = Severity::warning,
    .text =
        "the WebSocket upgrade had not been answered for {waited_us} when the capture ended; the server's TCP "
        "acknowledged the request",
    .ref = "RFC 6455 4.1",
    .advice =
        "either the server hangs, or a proxy in between waits for it; the server's log shows whether the request "
        "arrived",
    .explain = "the WebSocket upgrade had not been answered when the capture ended"};

}  // namespace wstrace::http::note
