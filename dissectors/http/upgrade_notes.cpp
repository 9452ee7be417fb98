// What is wrong with a request for an upgrade, and with a 101 that answers one (RFC 6455 4).
#include "dissectors/http/definitions.h"

namespace wstrace::http::note {

// ---- the request

constexpr NoteDef upgrade_stripped{
    .code = "http.upgrade-stripped",
    .severity = Severity::error,
    .text =
        "a WebSocket is asked for (there is a Sec-WebSocket-Key), but the Upgrade header is gone[ ({hint})]: a proxy "
        "between "
        "the client and this server dropped it",
    .ref = "RFC 9110 7.6.1",
    .advice =
        "let the proxy pass it on; nginx needs, where it has proxy_pass: proxy_http_version 1.1; proxy_set_header "
        "Upgrade $http_upgrade; proxy_set_header Connection \"upgrade\";"};

constexpr NoteDef upgrade_without_connection{
    .code = "http.upgrade-without-connection",
    .severity = Severity::warning,
    .text = "the request has an Upgrade header, but its Connection header does not name \"upgrade\"",
    .ref = "RFC 6455 4.1",
    .advice =
        "a server must ignore the upgrade then; a reverse proxy needs to set both headers anew "
        "(nginx: proxy_set_header Connection \"upgrade\")"};

constexpr NoteDef upgrade_not_get{.code = "http.upgrade-not-get",
                                  .severity = Severity::warning,
                                  .text = "a WebSocket upgrade must be a GET, and this is a {got}",
                                  .ref = "RFC 6455 4.1",
                                  .advice = "servers answer 400 or 405; correct the client"};

constexpr NoteDef upgrade_http10{
    .code = "http.upgrade-http10",
    .severity = Severity::warning,
    .text = "a WebSocket upgrade must be in HTTP/1.1, and this is in HTTP/1.0, which knows no upgrade",
    .ref = "RFC 6455 4.1",
    .advice = "a proxy that speaks HTTP/1.0 to its server breaks WebSockets (nginx: proxy_http_version 1.1)"};

constexpr NoteDef upgrade_with_body{.code = "http.upgrade-with-body",
                                    .severity = Severity::warning,
                                    .text = "a request for a WebSocket has a body, which a server has no use for",
                                    .ref = "RFC 6455 4.1",
                                    .advice = "send a GET without Content-Length and Transfer-Encoding"};

constexpr NoteDef missing_key{.code = "http.missing-key",
                              .severity = Severity::error,
                              .text = "the request has no Sec-WebSocket-Key, which must be 16 random bytes in base64",
                              .ref = "RFC 6455 4.1",
                              .advice = "the client library, or a proxy that drops headers, is at fault"};

constexpr NoteDef bad_key{
    .code = "http.bad-key",
    .severity = Severity::error,
    .text = "Sec-WebSocket-Key must be 16 random bytes in base64, and it is \"{got}\"[, which {hint}]",
    .ref = "RFC 6455 4.1",
    .advice = "strict servers answer 400; correct the client that writes this header"};

constexpr NoteDef missing_version{.code = "http.missing-websocket-version",
                                  .severity = Severity::warning,
                                  .text = "the request has no Sec-WebSocket-Version, which must be 13",
                                  .ref = "RFC 6455 4.1",
                                  .advice = "the client library, or a proxy that drops headers, is at fault"};

constexpr NoteDef bad_version{.code = "http.bad-websocket-version",
                              .severity = Severity::warning,
                              .text = "Sec-WebSocket-Version must be 13, and it is \"{got}\"[, {hint}]",
                              .ref = "RFC 6455 4.1",
                              .advice = "versions below 13 were drafts; use a client of today"};

constexpr NoteDef draft_76{
    .code = "http.draft-76",
    .severity = Severity::error,
    .text =
        "the client speaks a WebSocket of before the standard (hixie-76 of 2010, with Sec-WebSocket-Key1 and -Key2), "
        "which no server of today takes",
    .ref = "RFC 6455 4.1",
    .advice = "use a client of today"};

constexpr NoteDef repeated_header{.code = "http.repeated-websocket-header",
                                  .severity = Severity::warning,
                                  .text = "the request has {name} more than once, and servers may take either",
                                  .ref = "RFC 6455 11.3",
                                  .advice = "send it once; a proxy that adds the header again is a usual cause"};

constexpr NoteDef null_origin{
    .code = "http.null-origin",
    .severity = Severity::note,
    .text =
        "the page that asks for the WebSocket has no origin of its own (Origin: null): it was opened from a file, or "
        "is "
        "in a sandboxed frame",
    .ref = "RFC 6454 7.1",
    .advice = "servers that compare the Origin with a list refuse it; serve the page by HTTP"};

// ---- the 101

constexpr NoteDef upgrade_unasked{.code = "http.upgrade-unasked",
                                  .severity = Severity::error,
                                  .text = "the server switched protocols, but the request did not ask for that",
                                  .ref = "RFC 9110 7.8",
                                  .advice = "a server may answer 101 only to a request with an Upgrade header"};

constexpr NoteDef missing_upgrade{
    .code = "http.missing-upgrade",
    .severity = Severity::error,
    .text = "the 101 answer has no Upgrade header, which must say \"websocket\"",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; a proxy that drops headers, or the server, is at fault"};

constexpr NoteDef wrong_upgrade{
    .code = "http.wrong-upgrade",
    .severity = Severity::error,
    .text = "the client asked for \"websocket\", and the server switches to \"{got}\"",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; the answer's Upgrade must be \"websocket\" (servers of HTTP/2 that "
        "take any upgrade for their own say h2c)"};

constexpr NoteDef missing_connection{
    .code = "http.missing-connection",
    .severity = Severity::error,
    .text = "the 101 answer's Connection header must name \"upgrade\", and [it says \"{got}\"][{!got}there is none]",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; a proxy that rewrites headers, or the server, is at fault"};

constexpr NoteDef missing_accept{
    .code = "http.missing-accept",
    .severity = Severity::error,
    .text = "the 101 answer has no Sec-WebSocket-Accept; expected {expected}",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; a proxy that drops headers, or the server, is at fault"};

constexpr NoteDef wrong_accept{
    .code = "http.wrong-accept",
    .severity = Severity::error,
    .text = "Sec-WebSocket-Accept does not match the client's key: expected {expected}, got {got}[; it is {hint}]",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; the server computes it wrongly, or a cache answered with a stored "
        "response"};

constexpr NoteDef several_accepts{.code = "http.several-accepts",
                                  .severity = Severity::error,
                                  .text = "the 101 answer has Sec-WebSocket-Accept more than once",
                                  .ref = "RFC 6455 11.3.3",
                                  .advice =
                                      "browsers drop the connection at once; a proxy and the server behind it both "
                                      "add the header"};

constexpr NoteDef subprotocol_not_offered{
    .code = "http.subprotocol-not-offered",
    .severity = Severity::error,
    .text = "the server chose the subprotocol \"{got}\", which the client did not offer[: {hint}]",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; choose one from the request's Sec-WebSocket-Protocol, or send none"};

constexpr NoteDef subprotocol_missing{
    .code = "http.subprotocol-missing",
    .severity = Severity::warning,
    .text = "the client offered the subprotocols \"{expected}\" and the server chose none of them",
    .ref = "RFC 6455 4.1, WHATWG WebSockets 2",
    .advice =
        "browsers and the package ws drop the connection then; name one of them in the answer's "
        "Sec-WebSocket-Protocol"};

constexpr NoteDef several_subprotocols{
    .code = "http.several-subprotocols",
    .severity = Severity::error,
    .text = "the server must choose one subprotocol, and it names several: \"{got}\"",
    .ref = "RFC 6455 11.3.4",
    .advice = "clients drop the connection at once; a server that repeats the client's list is a usual cause"};

constexpr NoteDef extension_not_offered{
    .code = "http.extension-not-offered",
    .severity = Severity::error,
    .text = "the server uses the extension \"{got}\", which the client did not offer",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; answer only with extensions that the request names"};

constexpr NoteDef answer_http10{
    .code = "http.upgrade-answer-http10",
    .severity = Severity::warning,
    .text = "the 101 is in HTTP/1.0, which knows no upgrade",
    .ref = "RFC 9110 15.2",
    .advice = "answer in HTTP/1.1: browsers let it pass, strict clients and proxies do not"};

constexpr NoteDef answer_with_body{
    .code = "http.upgrade-answer-with-body",
    .severity = Severity::warning,
    .text = "the 101 announces a body with {name}; it cannot have one: what follows it is the new protocol",
    .ref = "RFC 9112 6.3",
    .advice = "leave the header out: clients may wait for the body, or take it for frames"};

constexpr NoteDef request_not_seen{
    .code = "http.request-not-seen",
    .severity = Severity::note,
    .text = "the request of this upgrade is not in the capture, so Sec-WebSocket-Accept cannot be checked",
    .ref = {},
    .advice = {},
    .loss = true};

}  // namespace wstrace::http::note
