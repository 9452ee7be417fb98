#include "dissectors/http/definitions.h"

#include <array>

namespace wstrace::http {

namespace event {

constexpr EventDef request{
    .protocol = &protocol,
    .name = "request",
    .layer = Layer::application,
    .title = "{method} {target}",
    .summary = "[upgrade: {upgrade}][, {content_type}][, {content_coding}][, {length}]",
    .ref = "RFC 9112 3",
    .explain =
        "The client asks the server for something. A request with Upgrade: websocket asks to leave HTTP and to use the "
        "connection for a WebSocket from then on."};

constexpr EventDef response{
    .protocol = &protocol,
    .name = "response",
    .layer = Layer::application,
    .title = "{status}[ {reason}]",
    .summary =
        "[Sec-WebSocket-Accept is {accept}][, {content_type}][, {content_coding}][, {length}][, {body}]"
        "[, answers {answers}][, {!accept}after {rtt_us}]",
    .ref = "RFC 9112 4",
    .explain =
        "The server's answer. 101 Switching Protocols means that it agrees to the upgrade; its Sec-WebSocket-Accept is "
        "computed from the client's key and proves that a WebSocket server has read the request."};

constexpr EventDef undecoded{
    .protocol = &protocol,
    .name = "undecoded",
    .layer = Layer::application,
    .title = "undecoded bytes",
    .summary = "{bytes}",
    .ref = "RFC 9112 2.2",
    .explain = "wstrace could not read these bytes as an HTTP/1.1 message. The note says why."};

constexpr EventDef unanswered{.protocol = &protocol,
                              .name = "unanswered",
                              .layer = Layer::application,
                              .title = "no answer",
                              .summary = "to {method} {target}",
                              .ref = "RFC 9112 9.5",
                              .explain = "The server ended the connection while a request was waiting for its answer."};

}  // namespace event

namespace note {

constexpr NoteDef not_http{
    .code = "http.not-http",
    .severity = Severity::warn,
    .text = "what stands here is not the start of an HTTP/1.1 message; the rest of this direction is not decoded",
    .ref = "RFC 9112 2.1",
    .advice =
        "the message before may have been longer or shorter than its Content-Length says, or another protocol "
        "follows on this connection"};

constexpr NoteDef head_too_long{
    .code = "http.head-too-long",
    .severity = Severity::warn,
    .text = "the header fields do not end within {limit} bytes; the rest of this direction is not decoded",
    .ref = "RFC 9112 3",
    .advice = "servers refuse heads of far less (8 to 16 kB is common): look for cookies or tokens that grow"};

constexpr NoteDef cut_head{.code = "http.cut-head",
                           .severity = Severity::warn,
                           .text = "the connection ended in the middle of the header fields, after {bytes}",
                           .ref = "RFC 9112 8",
                           .advice = "the sender crashed or gave up, or the capture stops here"};

constexpr NoteDef cut_short{
    .code = "http.cut-short",
    .severity = Severity::warn,
    .text = "the connection ended before the body did",
    .ref = "RFC 9112 8",
    .advice = "the sender crashed, timed out or announced a wrong length; a proxy's time limit is a usual cause"};

constexpr NoteDef unfinished{.code = "http.unfinished",
                             .severity = Severity::note,
                             .text = "the capture ends before the message does",
                             .ref = {},
                             .advice = {}};

constexpr NoteDef no_answer{
    .code = "http.no-answer",
    .severity = Severity::warn,
    .text = "the client went on after a request for an upgrade or a tunnel, and the answer is not in the capture",
    .ref = {},
    .advice = "check that the capture holds both directions"};

constexpr NoteDef lost_bytes{
    .code = "http.lost-bytes",
    .severity = Severity::note,
    .text = "{missing} of the body are missing in the capture",
    .ref = {},
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)"};

constexpr NoteDef lost_place{
    .code = "http.lost-place",
    .severity = Severity::warn,
    .text =
        "{missing} are missing in the capture where messages begin and end, so the rest of this direction is not "
        "decoded",
    .ref = {},
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)"};

constexpr NoteDef bad_header{
    .code = "http.bad-header",
    .severity = Severity::warn,
    .text = "a header line is no \"name: value\" and is left out: {line}",
    .ref = "RFC 9112 5",
    .advice = "strict servers and proxies refuse the whole message with 400; correct the code that writes this header"};

constexpr NoteDef bad_header_name{
    .code = "http.bad-header-name",
    .severity = Severity::warn,
    .text = "a header name has white space around it: {line}",
    .ref = "RFC 9112 5.1",
    .advice = "servers must refuse such a request with 400, because proxies read it in different ways"};

constexpr NoteDef folded_header{.code = "http.folded-header",
                                .severity = Severity::note,
                                .text = "a header value goes on in the next line, a form that has been withdrawn",
                                .ref = "RFC 9112 5.2",
                                .advice = "write each header in one line"};

constexpr NoteDef bad_target{.code = "http.bad-target",
                             .severity = Severity::warn,
                             .text = "the request's target has white space in it",
                             .ref = "RFC 9112 3.2",
                             .advice = "encode spaces in URLs as %20; strict servers answer 400"};

constexpr NoteDef both_lengths{
    .code = "http.both-lengths",
    .severity = Severity::warn,
    .text = "the message has both Content-Length and Transfer-Encoding; Transfer-Encoding counts",
    .ref = "RFC 9112 6.3",
    .advice = "send one of them: proxies and servers that disagree here can be tricked (request smuggling)"};

constexpr NoteDef differing_lengths{
    .code = "http.differing-lengths",
    .severity = Severity::error,
    .text = "the message has several Content-Length values that differ; the first is taken",
    .ref = "RFC 9112 6.3",
    .advice = "send one Content-Length: proxies and servers that disagree here can be tricked (request smuggling)"};

constexpr NoteDef bad_length{.code = "http.bad-length",
                             .severity = Severity::error,
                             .text = "Content-Length is not a number: {got}",
                             .ref = "RFC 9110 8.6",
                             .advice = "recipients refuse such a message; correct the code that writes this header"};

constexpr NoteDef bad_chunk{
    .code = "http.bad-chunk",
    .severity = Severity::error,
    .text =
        "the body is chunked, but a chunk's size or end is not where it must be; the rest of this direction is not "
        "decoded",
    .ref = "RFC 9112 7.1",
    .advice = "each chunk is its size in hexadecimal, CR LF, that many bytes, CR LF; count bytes, not characters"};

constexpr NoteDef long_body{.code = "http.long-body",
                            .severity = Severity::note,
                            .text = "the body goes on past {limit} bytes, so the message is told before its end",
                            .ref = {},
                            .advice = {}};

constexpr NoteDef no_pairing{
    .code = "http.no-pairing",
    .severity = Severity::note,
    .text = "{limit} requests wait for their answers; from here on answers are not matched with requests",
    .ref = "RFC 9112 9.3.2",
    .advice = "the server's direction may be missing in the capture"};

constexpr NoteDef not_answered{
    .code = "http.unanswered",
    .severity = Severity::error,
    .text = "the server closed the connection without an answer to {method} {target}",
    .ref = "RFC 9112 9.5",
    .advice = "the server or a proxy before it crashed, timed out or did not understand the request: see its log"};

constexpr NoteDef upgrade_refused{
    .code = "http.upgrade-refused",
    .severity = Severity::error,
    .text = "the server answered the WebSocket upgrade with {status}[ {reason}] in place of 101: {hint}",
    .ref = "RFC 6455 4.1",
    .advice =
        "browsers report this only as a failed connection (close code 1006); status, headers and body shown here "
        "say who refused and why"};

constexpr NoteDef upgrade_unasked{.code = "http.upgrade-unasked",
                                  .severity = Severity::error,
                                  .text = "the server switched protocols, but the request did not ask for that",
                                  .ref = "RFC 9110 7.8",
                                  .advice = "a server may answer 101 only to a request with an Upgrade header"};

constexpr NoteDef upgrade_without_connection{
    .code = "http.upgrade-without-connection",
    .severity = Severity::warn,
    .text = "the request has an Upgrade header, but its Connection header does not name \"upgrade\"",
    .ref = "RFC 6455 4.1",
    .advice =
        "a server must ignore the upgrade then; a reverse proxy needs to set both headers anew "
        "(nginx: proxy_set_header Connection \"upgrade\")"};

constexpr NoteDef bad_upgrade_request{
    .code = "http.bad-upgrade-request",
    .severity = Severity::warn,
    .text = "a WebSocket upgrade must be a GET in HTTP/1.1, and this is {got}",
    .ref = "RFC 6455 4.1",
    .advice = "a proxy that speaks HTTP/1.0 to its server breaks WebSockets (nginx: proxy_http_version 1.1)"};

constexpr NoteDef bad_key{.code = "http.bad-key",
                          .severity = Severity::error,
                          .text = "Sec-WebSocket-Key must be 16 random bytes in base64, and it is \"{got}\"",
                          .ref = "RFC 6455 4.1",
                          .advice = "the client library, or a proxy that drops headers, is at fault"};

constexpr NoteDef bad_version{.code = "http.bad-websocket-version",
                              .severity = Severity::warn,
                              .text = "Sec-WebSocket-Version must be 13, and it is \"{got}\"",
                              .ref = "RFC 6455 4.1",
                              .advice = "versions below 13 were drafts; use a client of today"};

constexpr NoteDef wrong_accept{
    .code = "http.wrong-accept",
    .severity = Severity::error,
    .text = "Sec-WebSocket-Accept does not match the client's key: expected {expected}, got {got}",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; the server computes it wrongly, or a cache answered with a stored "
        "response"};

constexpr NoteDef missing_accept{
    .code = "http.missing-accept",
    .severity = Severity::error,
    .text = "the 101 answer has no Sec-WebSocket-Accept; expected {expected}",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; a proxy that drops headers, or the server, is at fault"};

constexpr NoteDef bad_upgrade_answer{
    .code = "http.bad-upgrade-answer",
    .severity = Severity::error,
    .text = "the 101 answer's {name} header must say \"{expected}\", and it says \"{got}\"",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; a proxy that drops headers, or the server, is at fault"};

constexpr NoteDef subprotocol_not_offered{
    .code = "http.subprotocol-not-offered",
    .severity = Severity::error,
    .text = "the server chose the subprotocol \"{got}\", which the client did not offer",
    .ref = "RFC 6455 4.1",
    .advice =
        "clients drop the connection at once; choose one from the request's Sec-WebSocket-Protocol, or send none"};

constexpr NoteDef subprotocol_missing{
    .code = "http.subprotocol-missing",
    .severity = Severity::warn,
    .text = "the client offered the subprotocols \"{expected}\" and the server chose none of them",
    .ref = "RFC 6455 4.1",
    .advice = "browsers may drop the connection then; name one of them in the answer's Sec-WebSocket-Protocol"};

constexpr NoteDef extension_not_offered{
    .code = "http.extension-not-offered",
    .severity = Severity::error,
    .text = "the server uses the extension \"{got}\", which the client did not offer",
    .ref = "RFC 6455 4.1",
    .advice = "clients drop the connection at once; answer only with extensions that the request names"};

constexpr NoteDef request_not_seen{
    .code = "http.request-not-seen",
    .severity = Severity::note,
    .text = "the request of this upgrade is not in the capture, so Sec-WebSocket-Accept cannot be checked",
    .ref = {},
    .advice = {}};

}  // namespace note

namespace {
constexpr std::array kEvents =
    std::to_array<const EventDef*>({&event::request, &event::response, &event::undecoded, &event::unanswered});
constexpr std::array kNotes = std::to_array<const NoteDef*>({&note::not_http,
                                                             &note::head_too_long,
                                                             &note::cut_head,
                                                             &note::cut_short,
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
                                                             &note::unfinished,
                                                             &note::no_answer,
                                                             &note::upgrade_refused,
                                                             &note::upgrade_unasked,
                                                             &note::upgrade_without_connection,
                                                             &note::bad_upgrade_request,
                                                             &note::bad_key,
                                                             &note::bad_version,
                                                             &note::wrong_accept,
                                                             &note::missing_accept,
                                                             &note::bad_upgrade_answer,
                                                             &note::subprotocol_not_offered,
                                                             &note::subprotocol_missing,
                                                             &note::extension_not_offered,
                                                             &note::request_not_seen});
}  // namespace

constexpr ProtocolDef protocol{.name = "http", .title = "HTTP", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::http
