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
        "[, answers {answers}][, {!accept}after {wait_us}]",
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

constexpr EventDef gap{.protocol = &protocol,
                       .name = "gap",
                       .layer = Layer::application,
                       .title = "gap",
                       .summary = "{missing} missing",
                       .ref = "RFC 9112 2.1",
                       .explain =
                           "The capture lacks bytes of this direction where messages begin and end. wstrace looks for "
                           "the next packet that "
                           "begins like a message and goes on from there."};

constexpr EventDef unanswered{.protocol = &protocol,
                              .name = "unanswered",
                              .layer = Layer::application,
                              .title = "no answer",
                              .summary = "to {method} {target}",
                              .ref = "RFC 9112 9.5",
                              .explain = "The connection ended while a request was waiting for its answer."};

constexpr EventDef resumed{
    .protocol = &protocol,
    .name = "resumed",
    .layer = Layer::application,
    .title = "next message found",
    .summary = "after {skipped} that cannot be read",
    .ref = "RFC 9112 2.1",
    .explain =
        "The capture lacks bytes where messages begin and end, or begins in the middle of one. wstrace looks for the "
        "next packet that begins like a message and goes on from there. What it passed over is counted, not decoded."};

constexpr EventDef upgrade_inferred{
    .protocol = &protocol,
    .name = "upgrade-inferred",
    .layer = Layer::application,
    .title = "upgrade accepted (inferred)",
    .summary = "{method} {target}[, {skipped} passed over]",
    .ref = "RFC 6455 4.1",
    .explain =
        "The answer to a WebSocket upgrade is not in the capture. What the two sides send next is no HTTP but frames, "
        "which only follow a 101."};

}  // namespace event

namespace note {

constexpr NoteDef not_http{
    .code = "http.not-http",
    .severity = Severity::warning,
    .text = "what stands here is not the start of an HTTP/1.1 message; it is passed over up to the next one",
    .ref = "RFC 9112 2.1",
    .advice =
        "the message before may have been longer or shorter than its Content-Length says, or another protocol "
        "follows on this connection"};

constexpr NoteDef head_too_long{
    .code = "http.head-too-long",
    .severity = Severity::warning,
    .text = "the header fields do not end within {limit} bytes; the rest of this direction is not decoded",
    .ref = "RFC 9112 3",
    .advice = "servers refuse heads of far less (8 to 16 kB is common): look for cookies or tokens that grow"};

constexpr NoteDef cut_head{.code = "http.cut-head",
                           .severity = Severity::warning,
                           .text = "the connection ended in the middle of the header fields, after {bytes}",
                           .ref = "RFC 9112 8",
                           .advice = "the sender crashed or gave up, or the capture stops here"};

constexpr NoteDef cut_short{
    .code = "http.cut-short",
    .severity = Severity::warning,
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
    .severity = Severity::warning,
    .text = "the client went on after a request for an upgrade or a tunnel, and the answer is not in the capture",
    .ref = {},
    .advice = "check that the capture holds both directions",
    .loss = true};

constexpr NoteDef lost_bytes{
    .code = "http.lost-bytes",
    .severity = Severity::note,
    .text = "{missing} of the body are missing in the capture",
    .ref = {},
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)",
    .loss = true};

constexpr NoteDef lost_place{
    .code = "http.lost-place",
    .severity = Severity::warning,
    .text =
        "{missing} are missing in the capture where messages begin and end; what follows is passed over up to the next "
        "message",
    .ref = {},
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)",
    .loss = true};

constexpr NoteDef bad_header{
    .code = "http.bad-header",
    .severity = Severity::warning,
    .text = "a header line is no \"name: value\" and is left out: {line}",
    .ref = "RFC 9112 5",
    .advice = "strict servers and proxies refuse the whole message with 400; correct the code that writes this header"};

constexpr NoteDef bad_header_name{
    .code = "http.bad-header-name",
    .severity = Severity::warning,
    .text = "a header name has white space around it: {line}",
    .ref = "RFC 9112 5.1",
    .advice = "servers must refuse such a request with 400, because proxies read it in different ways"};

constexpr NoteDef folded_header{.code = "http.folded-header",
                                .severity = Severity::note,
                                .text = "a header value goes on in the next line, a form that has been withdrawn",
                                .ref = "RFC 9112 5.2",
                                .advice = "write each header in one line"};

constexpr NoteDef bad_target{.code = "http.bad-target",
                             .severity = Severity::warning,
                             .text = "the request's target has white space in it",
                             .ref = "RFC 9112 3.2",
                             .advice = "encode spaces in URLs as %20; strict servers answer 400"};

constexpr NoteDef both_lengths{
    .code = "http.both-lengths",
    .severity = Severity::warning,
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
        "the body is chunked, but a chunk's size or end is not where it must be; what follows is passed over up to the "
        "next message",
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

constexpr NoteDef not_paired{
    .code = "http.not-paired",
    .severity = Severity::note,
    .text = "which request this answers is not certain, because the capture lacks packets of this connection",
    .ref = "RFC 9112 9.3.2",
    .advice = {},
    .loss = true};

constexpr NoteDef resumed{
    .code = "http.resumed",
    .severity = Severity::note,
    .text = "{skipped} before this message are passed over: they belong to one whose beginning is not in the capture",
    .ref = "RFC 9112 2.1",
    .advice = {},
    .loss = true};

constexpr NoteDef mid_message{.code = "http.mid-message",
                              .severity = Severity::note,
                              .text = "the capture begins in the middle of a message, and none begins in what follows",
                              .ref = {},
                              .advice = "start the capture before the client connects to see all of it",
                              .loss = true};

constexpr NoteDef answer_lost{
    .code = "http.answer-lost",
    .severity = Severity::warning,
    .text =
        "the answer to this upgrade is not in the capture; what follows is no HTTP, so it was accepted (inferred), and "
        "which subprotocol and extensions were agreed on is not known",
    .ref = {},
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)",
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
                                                             &note::upgrade_unanswered});
}  // namespace

constexpr ProtocolDef protocol{.name = "http", .title = "HTTP", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::http
