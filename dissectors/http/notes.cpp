// The notes about HTTP/1.1: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/http/definitions.h"
#include "model/remedies.h"

namespace wstrace::http {
namespace note {

constexpr NoteDef not_http{
    .code = "http.not-http",
    .severity = Severity::warning,
    .text = "expected the start of an HTTP/1.1 message here, found other data; it is skipped up to the next message",
    .ref = "RFC 9112 2.1",
    .advice =
        "either the message before was longer or shorter than its Content-Length says, or this connection switches to "
        "another protocol"};

constexpr NoteDef head_too_long{
    .code = "http.head-too-long",
    .severity = Severity::warning,
    .text = "the header fields do not end within {limit} bytes; the rest of this direction is not decoded",
    .ref = "RFC 9112 3",
    .advice =
        "servers reject much smaller headers (8 to 16 kB is a common limit): look for cookies or tokens that grow",
    .explain = "the header fields are longer than wstrace's limit; the rest of this direction is not decoded"};

constexpr NoteDef cut_head{.code = "http.cut-head",
                           .severity = Severity::warning,
                           .text = "the connection ended in the middle of the header fields, after {bytes}",
                           .ref = "RFC 9112 8",
                           .advice = "either the sender crashed or gave up, or the capture ends here",
                           .explain = "the connection ended in the middle of the header fields"};

constexpr NoteDef cut_short{
    .code = "http.cut-short",
    .severity = Severity::warning,
    .text = "the connection ended before the body was complete",
    .ref = "RFC 9112 8",
    .advice = "the sender crashed, timed out or announced the wrong length; a proxy timeout is a common cause"};

constexpr NoteDef reader_left{.code = "http.reader-left",
                              .severity = Severity::note,
                              .text = "the client closed the connection before the body was complete",
                              .ref = "RFC 9112 8",
                              .advice = "nothing is wrong if a page was closed or a process ended"};

constexpr NoteDef body_not_taken{.code = "http.body-not-taken",
                                 .severity = Severity::note,
                                 .text = "the server closed the connection before it had the whole body",
                                 .ref = "RFC 9112 8",
                                 .advice =
                                     "the body may be larger than the server takes, or the server gave up what it "
                                     "belongs to"};

constexpr NoteDef unfinished{.code = "http.unfinished",
                             .severity = Severity::note,
                             .text = "the capture ends before the message is complete",
                             .ref = {},
                             .advice = {}};

constexpr NoteDef no_answer{
    .code = "http.no-answer",
    .severity = Severity::warning,
    .text = "the client continued after a request for an upgrade or a tunnel, but the response is not in the capture",
    .ref = {},
    .advice = "check that both directions are captured",
    .loss = true};

constexpr NoteDef lost_bytes{.code = "http.lost-bytes",
                             .severity = Severity::note,
                             .text = "{missing} of the body missing from the capture",
                             .ref = {},
                             .advice =
                                 "packets are missing from the capture, not necessarily from the connection: record "
                                 "with a larger buffer (tcpdump -B)",
                             .loss = true,
                             .explain = "part of the body is missing from the capture"};

constexpr NoteDef lost_place{.code = "http.lost-place",
                             .severity = Severity::warning,
                             .text =
                                 "{missing} missing from the capture where messages begin and end; what follows is "
                                 "skipped up to the next message",
                             .ref = {},
                             .advice =
                                 "packets are missing from the capture, not necessarily from the connection: record "
                                 "with a larger buffer (tcpdump -B)",
                             .loss = true,
                             .explain =
                                 "bytes are missing from the capture where messages begin and end; what follows is "
                                 "skipped up to the next message"};

constexpr NoteDef bad_header{
    .code = "http.bad-header",
    .severity = Severity::warning,
    .text = "a header line is not a valid \"name: value\" pair and is ignored: {line}",
    .ref = "RFC 9112 5",
    .advice = "strict servers and proxies reject the whole message with 400; fix the code that writes this header",
    .explain = "a header line is not a valid \"name: value\" pair and is ignored"};

constexpr NoteDef bad_header_name{
    .code = "http.bad-header-name",
    .severity = Severity::warning,
    .text = "a header name has white space around it: {line}",
    .ref = "RFC 9112 5.1",
    .advice = "servers must reject such a request with 400, because proxies interpret it in different ways",
    .explain = "a header name has white space around it"};

constexpr NoteDef folded_header{.code = "http.folded-header",
                                .severity = Severity::note,
                                .text = "a header value continues on the next line, which is obsolete syntax",
                                .ref = "RFC 9112 5.2",
                                .advice = "write each header on one line"};

constexpr NoteDef bad_target{.code = "http.bad-target",
                             .severity = Severity::warning,
                             .text = "the request target contains white space",
                             .ref = "RFC 9112 3.2",
                             .advice = "encode spaces in URLs as %20; strict servers answer 400"};

constexpr NoteDef both_lengths{
    .code = "http.both-lengths",
    .severity = Severity::warning,
    .text = "the message has both Content-Length and Transfer-Encoding; Transfer-Encoding takes precedence",
    .ref = "RFC 9112 6.3",
    .advice =
        "send only one of them: where proxies and servers disagree about this, attackers can exploit it (request "
        "smuggling)"};

constexpr NoteDef differing_lengths{
    .code = "http.differing-lengths",
    .severity = Severity::error,
    .text = "the message has several different Content-Length values; the first one is used",
    .ref = "RFC 9112 6.3",
    .advice =
        "send one Content-Length: where proxies and servers disagree about this, attackers can exploit it (request "
        "smuggling)"};

constexpr NoteDef bad_length{.code = "http.bad-length",
                             .severity = Severity::error,
                             .text = "Content-Length is not a number: {got}",
                             .ref = "RFC 9110 8.6",
                             .advice = "recipients reject such a message; fix the code that writes this header",
                             .explain = "the value of Content-Length is not a number"};

constexpr NoteDef bad_chunk{
    .code = "http.bad-chunk",
    .severity = Severity::error,
    .text =
        "the body is chunked, but a chunk's size or end is not where it must be; what follows is skipped up to the "
        "next message",
    .ref = "RFC 9112 7.1",
    .advice = "each chunk is its size in hexadecimal, CR LF, that many bytes, CR LF; count bytes, not characters"};

constexpr NoteDef long_body{
    .code = "http.long-body",
    .severity = Severity::note,
    .text = "the body is longer than {limit} bytes, so the message is reported before it is complete",
    .ref = {},
    .advice = {},
    .explain = "the body is longer than wstrace's limit, so the message is reported before it is complete"};

constexpr NoteDef no_pairing{
    .code = "http.no-pairing",
    .severity = Severity::note,
    .text = "{limit} requests are waiting for their responses; from here on responses are not matched with requests",
    .ref = "RFC 9112 9.3.2",
    .advice = "the server's direction may be missing from the capture",
    .explain =
        "too many requests are waiting for their responses; from here on responses are not matched with requests"};

constexpr NoteDef not_answered{.code = "http.unanswered",
                               .severity = Severity::error,
                               .text = "the server closed the connection without answering {method} {target}[ {hint}]",
                               .ref = "RFC 9112 9.5",
                               .advice =
                                   "the server or a proxy in front of it crashed, timed out or did not understand the "
                                   "request: check its log; a port "
                                   "that expects TLS closes so, too (try https:// or wss://)",
                               .explain = "the server closed the connection without answering a request"};

constexpr NoteDef slow_answer{.code = "http.slow-answer",
                              .severity = Severity::note,
                              .text = "the answer to the upgrade took {waited_us}",
                              .ref = {},
                              .advice =
                                  "look at what the server does before it accepts a WebSocket, and at what keeps its "
                                  "process, or a proxy on the path, busy",
                              .explain = "the answer to a request for a WebSocket took longer than --slow"};

constexpr NoteDef not_paired{
    .code = "http.not-paired",
    .severity = Severity::note,
    .text = "the capture lacks packets of this connection, so it is uncertain which request this response answers",
    .ref = "RFC 9112 9.3.2",
    .advice = {},
    .loss = true};

constexpr NoteDef resumed{
    .code = "http.resumed",
    .severity = Severity::note,
    .text = "{skipped} skipped before this message: they belong to a message whose beginning is not in the capture",
    .ref = "RFC 9112 2.1",
    .advice = {},
    .loss = true,
    .explain =
        "the bytes before this message are skipped: they belong to a message whose beginning is not in the capture"};

constexpr NoteDef mid_message{
    .code = "http.mid-message",
    .severity = Severity::note,
    .text = "the capture begins in the middle of a message, and no other message begins after it",
    .ref = {},
    .advice = "to see all of it, start the capture before the client connects",
    .loss = true};

constexpr NoteDef answer_lost{
    .code = "http.answer-lost",
    .severity = Severity::warning,
    .text =
        "the response to this upgrade is not in the capture; what follows is not HTTP, so the upgrade was accepted "
        "(inferred); the negotiated subprotocol and extensions are unknown",
    .ref = {},
    .advice =
        "packets are missing from the capture, not necessarily from the connection: record with a larger buffer "
        "(tcpdump -B)",
    .loss = true};

constexpr NoteDef upgrade_stripped{
    .code = "http.upgrade-stripped",
    .severity = Severity::error,
    .text =
        "the request asks for a WebSocket (it has a Sec-WebSocket-Key), but has no Upgrade header[ ({hint})]: a proxy "
        "between the client and this server dropped it",
    .ref = "RFC 9110 7.6.1",
    .advice =
        "configure the proxy to forward it: the headers Upgrade and Connection end at each proxy, unless it is told to "
        "send them on",
    .explain =
        "the request asks for a WebSocket (it has a Sec-WebSocket-Key), but has no Upgrade header: a proxy between the "
        "client and this server dropped it",
    .remedies = remedy::kForwardUpgrade};

constexpr NoteDef upgrade_without_connection{
    .code = "http.upgrade-without-connection",
    .severity = Severity::warning,
    .text = "the request has an Upgrade header, but its Connection header does not contain \"upgrade\"",
    .ref = "RFC 6455 4.1",
    .advice = "a server must then ignore the upgrade; a reverse proxy has to set both headers again",
    .remedies = remedy::kForwardUpgrade};

constexpr NoteDef upgrade_not_get{
    .code = "http.upgrade-not-get",
    .severity = Severity::warning,
    .text = "a WebSocket upgrade must be a GET request, but this is a {got} request",
    .ref = "RFC 6455 4.1",
    .advice = "servers answer 400 or 405; fix the client",
    .explain = "a WebSocket upgrade must be a GET request, but this one has another method"};

constexpr NoteDef upgrade_http10{
    .code = "http.upgrade-http10",
    .severity = Severity::warning,
    .text = "a WebSocket upgrade must use HTTP/1.1, but this request uses HTTP/1.0, which has no upgrade",
    .ref = "RFC 6455 4.1",
    .advice = "a proxy that uses HTTP/1.0 towards its server breaks WebSockets",
    .remedies = remedy::kForwardUpgrade};

constexpr NoteDef upgrade_with_body{.code = "http.upgrade-with-body",
                                    .severity = Severity::note,
                                    .text = "a WebSocket request has a body, which the server does not use",
                                    .ref = "RFC 6455 4.1",
                                    .advice = "send a GET without Content-Length and Transfer-Encoding"};

constexpr NoteDef missing_key{.code = "http.missing-key",
                              .severity = Severity::error,
                              .text = "the request has no Sec-WebSocket-Key, which must be 16 random bytes in base64",
                              .ref = "RFC 6455 4.1",
                              .advice = "the client library is faulty, or a proxy drops headers"};

constexpr NoteDef bad_key{
    .code = "http.bad-key",
    .severity = Severity::warning,
    .text = "Sec-WebSocket-Key must be 16 random bytes in base64, but it is \"{got}\"[, which {hint}]",
    .ref = "RFC 6455 4.1",
    .advice = "strict servers answer 400; fix the client that writes this header",
    .explain = "Sec-WebSocket-Key must be 16 random bytes in base64, but it is not"};

constexpr NoteDef missing_version{.code = "http.missing-websocket-version",
                                  .severity = Severity::warning,
                                  .text = "the request has no Sec-WebSocket-Version, which must be 13",
                                  .ref = "RFC 6455 4.1",
                                  .advice = "the client library is faulty, or a proxy drops headers"};

constexpr NoteDef bad_version{.code = "http.bad-websocket-version",
                              .severity = Severity::warning,
                              .text = "Sec-WebSocket-Version must be 13, but it is \"{got}\"[, {hint}]",
                              .ref = "RFC 6455 4.1",
                              .advice = "versions below 13 were drafts; use a current client",
                              .explain = "Sec-WebSocket-Version must be 13, but it is not"};

constexpr NoteDef draft_76{.code = "http.draft-76",
                           .severity = Severity::error,
                           .text =
                               "the client uses a WebSocket protocol older than the standard (hixie-76 of 2010, with "
                               "Sec-WebSocket-Key1 and -Key2), which no current server accepts",
                           .ref = "RFC 6455 4.1",
                           .advice = "use a current client"};

constexpr NoteDef repeated_header{
    .code = "http.repeated-websocket-header",
    .severity = Severity::warning,
    .text = "the request has {name} more than once, and servers may use either",
    .ref = "RFC 6455 11.3",
    .advice = "send it once; a common cause is a proxy that adds the header again",
    .explain = "the request has a WebSocket header more than once, and servers may use either"};

constexpr NoteDef null_origin{
    .code = "http.null-origin",
    .severity = Severity::note,
    .text =
        "the page that requests the WebSocket has no origin of its own (Origin: null): it was opened from a file, or "
        "is in a sandboxed frame",
    .ref = "RFC 6454 7.1",
    .advice = "servers that check the Origin against a list reject it; serve the page over HTTP"};

constexpr NoteDef upgrade_unasked{.code = "http.upgrade-unasked",
                                  .severity = Severity::error,
                                  .text = "the server switched protocols, but the request did not ask for it",
                                  .ref = "RFC 9110 7.8",
                                  .advice = "a server may answer 101 only to a request with an Upgrade header"};

constexpr NoteDef missing_upgrade{
    .code = "http.missing-upgrade",
    .severity = Severity::error,
    .text = "the 101 response has no Upgrade header, which must be \"websocket\"",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; either a proxy drops headers, or the server is faulty"};

constexpr NoteDef wrong_upgrade{
    .code = "http.wrong-upgrade",
    .severity = Severity::error,
    .text = "the client asked for \"websocket\", but the server switches to \"{got}\"",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; the Upgrade header of the response must be \"websocket\" (HTTP/2 servers "
        "that mistake every upgrade for one to HTTP/2 answer h2c)",
    .explain = "the client asked for \"websocket\", but the server switches to another protocol"};

constexpr NoteDef missing_connection{
    .code = "http.missing-connection",
    .severity = Severity::error,
    .text = "the Connection header of the 101 response must contain \"upgrade\", but it is [\"{got}\"][{!got}missing]",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; either a proxy rewrites headers, or the server is faulty",
    .explain =
        "the Connection header of the 101 response must contain \"upgrade\", but it is missing or has another value"};

constexpr NoteDef missing_accept{
    .code = "http.missing-accept",
    .severity = Severity::error,
    .text = "the 101 response has no Sec-WebSocket-Accept; expected {expected}",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; either a proxy drops headers, or the server is faulty",
    .explain = "the 101 response has no Sec-WebSocket-Accept header"};

constexpr NoteDef wrong_accept{
    .code = "http.wrong-accept",
    .severity = Severity::error,
    .text = "Sec-WebSocket-Accept does not match the client's key: expected {expected}, got {got}[; it is {hint}]",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; either the server computes it incorrectly, or a cache answered with a "
        "stored response",
    .explain = "Sec-WebSocket-Accept does not match the client's key"};

constexpr NoteDef several_accepts{.code = "http.several-accepts",
                                  .severity = Severity::error,
                                  .text = "the 101 response has Sec-WebSocket-Accept more than once",
                                  .ref = "RFC 6455 11.3.3",
                                  .advice =
                                      "browsers drop the connection at once; a proxy and the server behind it both "
                                      "add the header"};

constexpr NoteDef subprotocol_not_offered{
    .code = "http.subprotocol-not-offered",
    .severity = Severity::error,
    .text = "the server selected the subprotocol \"{got}\", which the client did not offer[: {hint}]",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; select one from the request's Sec-WebSocket-Protocol, or none",
    .explain = "the server selected a subprotocol that the client did not offer"};

constexpr NoteDef subprotocol_missing{
    .code = "http.subprotocol-missing",
    .severity = Severity::warning,
    .text = "the client offered the subprotocols \"{expected}\", but the server selected none of them",
    .ref = "RFC 6455 4.1, WHATWG WebSockets 2",
    .advice =
        "browsers and the package ws then drop the connection; select one of them in the response's "
        "Sec-WebSocket-Protocol",
    .explain = "the client offered subprotocols, but the server selected none of them"};

constexpr NoteDef several_subprotocols{
    .code = "http.several-subprotocols",
    .severity = Severity::error,
    .text = "the server must select one subprotocol, but it names several: \"{got}\"",
    .ref = "RFC 6455 11.3.4",
    .advice = "clients drop the connection at once; a common cause is a server that repeats the client's list",
    .explain = "the server must select one subprotocol, but it names several"};

constexpr NoteDef extension_not_offered{
    .code = "http.extension-not-offered",
    .severity = Severity::error,
    .text = "the server uses the extension \"{got}\", which the client did not offer",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; answer only with extensions that the request offers",
    .explain = "the server uses an extension that the client did not offer"};

constexpr NoteDef answer_http10{
    .code = "http.upgrade-answer-http10",
    .severity = Severity::warning,
    .text = "the 101 response uses HTTP/1.0, which has no upgrade",
    .ref = "RFC 9110 15.2",
    .advice = "answer with HTTP/1.1: browsers accept this, strict clients and proxies do not"};

constexpr NoteDef answer_with_body{
    .code = "http.upgrade-answer-with-body",
    .severity = Severity::warning,
    .text = "the 101 response announces a body with {name}, but cannot have one: what follows is the new protocol",
    .ref = "RFC 9112 6.3",
    .advice = "remove the header: clients may wait for the body, or mistake it for frames",
    .explain = "the 101 response announces a body, but cannot have one: what follows is the new protocol"};

constexpr NoteDef request_not_seen{
    .code = "http.request-not-seen",
    .severity = Severity::note,
    .text = "the upgrade request is not in the capture, so Sec-WebSocket-Accept cannot be checked",
    .ref = {},
    .advice = {},
    .loss = true};

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

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::not_http,
                                     &note::head_too_long,
                                     &note::cut_head,
                                     &note::cut_short,
                                     &note::reader_left,
                                     &note::body_not_taken,
                                     &note::unfinished,
                                     &note::no_answer,
                                     &note::lost_bytes,
                                     &note::lost_place,
                                     &note::bad_header,
                                     &note::bad_header_name,
                                     &note::folded_header,
                                     &note::bad_target,
                                     &note::both_lengths,
                                     &note::differing_lengths,
                                     &note::bad_length,
                                     &note::bad_chunk,
                                     &note::long_body,
                                     &note::no_pairing,
                                     &note::not_answered,
                                     &note::not_paired,
                                     &note::resumed,
                                     &note::mid_message,
                                     &note::answer_lost,
                                     &note::upgrade_stripped,
                                     &note::upgrade_without_connection,
                                     &note::upgrade_not_get,
                                     &note::upgrade_http10,
                                     &note::upgrade_with_body,
                                     &note::missing_key,
                                     &note::bad_key,
                                     &note::missing_version,
                                     &note::bad_version,
                                     &note::draft_76,
                                     &note::repeated_header,
                                     &note::null_origin,
                                     &note::upgrade_unasked,
                                     &note::missing_upgrade,
                                     &note::wrong_upgrade,
                                     &note::missing_connection,
                                     &note::missing_accept,
                                     &note::wrong_accept,
                                     &note::several_accepts,
                                     &note::subprotocol_not_offered,
                                     &note::subprotocol_missing,
                                     &note::several_subprotocols,
                                     &note::extension_not_offered,
                                     &note::answer_http10,
                                     &note::answer_with_body,
                                     &note::request_not_seen,
                                     &note::upgrade_ignored,
                                     &note::upgrade_redirected,
                                     &note::https_port,
                                     &note::upgrade_bad_request,
                                     &note::upgrade_unauthorized,
                                     &note::upgrade_forbidden,
                                     &note::upgrade_not_found,
                                     &note::upgrade_method,
                                     &note::upgrade_proxy_auth,
                                     &note::upgrade_timeout,
                                     &note::upgrade_length_required,
                                     &note::upgrade_too_large,
                                     &note::upgrade_version,
                                     &note::upgrade_required,
                                     &note::upgrade_rate_limited,
                                     &note::upgrade_server_error,
                                     &note::upgrade_not_implemented,
                                     &note::upgrade_bad_gateway,
                                     &note::upgrade_unavailable,
                                     &note::upgrade_gateway_timeout,
                                     &note::upgrade_refused,
                                     &note::upgrade_unanswered,
                                     &note::upgrade_left_early,
                                     &note::upgrade_pending,
                                     &note::slow_answer};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::http
