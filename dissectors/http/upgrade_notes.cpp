// What is wrong with a request for an upgrade, and with a 101 that answers one (RFC 6455 4).
#include "dissectors/http/definitions.h"
#include "model/remedies.h"

namespace wstrace::http::note {

// ---- the request

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

// ---- the 101

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

}  // namespace wstrace::http::note
