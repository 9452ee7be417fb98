#include "dissectors/http/definitions.h"

#include <array>

namespace wstrace::http {

namespace event {

constexpr EventDef request{.protocol = &protocol,
                           .name = "request",
                           .layer = Layer::application,
                           .title = "{method} {target}",
                           .summary = "[upgrade: {upgrade}][, {content_type}][, {content_coding}][, {length}]",
                           .ref = "RFC 9112 3",
                           .explain =
                               "The client requests something from the server. A request with Upgrade: websocket asks "
                               "to leave HTTP and to use the connection for a WebSocket from then on."};

constexpr EventDef response{
    .protocol = &protocol,
    .name = "response",
    .layer = Layer::application,
    .title = "{status}[ {reason}]",
    .summary =
        "[Sec-WebSocket-Accept is {accept}][, {content_type}][, {content_coding}][, {length}][, {body}]"
        "[, answers {answers}][, {!accept}after {wait_us}]",
    .ref = "RFC 9112 4",
    .explain =
        "The server's response. 101 Switching Protocols means that the server accepts the upgrade; its "
        "Sec-WebSocket-Accept is computed from the client's key and proves that a WebSocket server has read the "
        "request."};

constexpr EventDef undecoded{
    .protocol = &protocol,
    .name = "undecoded",
    .layer = Layer::application,
    .title = "undecoded bytes",
    .summary = "{bytes}",
    .ref = "RFC 9112 2.2",
    .explain = "wstrace could not decode these bytes as an HTTP/1.1 message. The note says why."};

constexpr EventDef gap{.protocol = &protocol,
                       .name = "gap",
                       .layer = Layer::application,
                       .title = "gap",
                       .summary = "{missing} missing",
                       .ref = "RFC 9112 2.1",
                       .explain =
                           "The capture lacks bytes in this direction where messages begin and end. wstrace looks for "
                           "the next packet that begins like a message and continues from there."};

constexpr EventDef unanswered{.protocol = &protocol,
                              .name = "unanswered",
                              .layer = Layer::application,
                              .title = "no answer",
                              .summary = "to {method} {target}",
                              .ref = "RFC 9112 9.5",
                              .explain =
                                  "A request was waiting for its response when the connection or the capture "
                                  "ended."};

constexpr EventDef resumed{.protocol = &protocol,
                           .name = "resumed",
                           .layer = Layer::application,
                           .title = "next message found",
                           .summary = "after {skipped} that cannot be decoded",
                           .ref = "RFC 9112 2.1",
                           .explain =
                               "The capture lacks bytes where messages begin and end, or it begins in the middle of a "
                               "message. wstrace looks for the next packet that begins like a message and continues "
                               "from there. The bytes that it skips are counted, not decoded."};

constexpr EventDef upgrade_inferred{.protocol = &protocol,
                                    .name = "upgrade-inferred",
                                    .layer = Layer::application,
                                    .title = "upgrade accepted (inferred)",
                                    .summary = "{method} {target}[, {skipped} skipped]",
                                    .ref = "RFC 6455 4.1",
                                    .explain =
                                        "The response to a WebSocket upgrade is not in the capture. What the two sides "
                                        "send next is not HTTP but WebSocket frames, which only follow a 101."};

}  // namespace event

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

}  // namespace note

namespace {
constexpr std::array kEvents =
    std::to_array<const EventDef*>({&event::request, &event::response, &event::undecoded, &event::gap,
                                    &event::unanswered, &event::resumed, &event::upgrade_inferred});
constexpr std::array kNotes = std::to_array<const NoteDef*>({&note::not_http,
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
                                                             &note::slow_answer});
}  // namespace

constexpr ProtocolDef protocol{.name = "http",
                               .title = "HTTP",
                               .events = kEvents,
                               .notes = kNotes,
                               .level = Level::exchange,
                               .exact_title = "HTTP/1.1"};

}  // namespace wstrace::http
