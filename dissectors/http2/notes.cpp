// What is wrong, or noteworthy, about an HTTP/2 connection.
#include "dissectors/http2/definitions.h"

namespace wstrace::http2::note {

constexpr NoteDef goaway{
    .code = "http2.goaway",
    .severity = Severity::warning,
    .text = "the {party} ends the connection because of an error: {error}, {meaning}",
    .ref = "RFC 9113 6.8, 7",
    .advice =
        "all streams of the connection end with it, WebSockets too; what the sender says beside the code, and its log, "
        "tell more"};

constexpr NoteDef stream_reset{
    .code = "http2.stream-reset",
    .severity = Severity::warning,
    .text = "the {party} gave the stream up: {error}, {meaning}",
    .ref = "RFC 9113 6.4, 7",
    .advice = "the connection's other streams are not concerned; the log of the side that gave it up says why"};

constexpr NoteDef not_enabled{
    .code = "http2.connect-not-enabled",
    .severity = Severity::error,
    .text =
        "the client asks for \"{what}\" in a stream, and the server's SETTINGS did not allow that "
        "(ENABLE_CONNECT_PROTOCOL)",
    .ref = "RFC 8441 3",
    .advice = "let the server enable it (Node: settings.enableConnectProtocol), or open the WebSocket with HTTP/1.1"};

constexpr NoteDef not_ok{
    .code = "http2.connect-not-200",
    .severity = Severity::error,
    .text = "the WebSocket is accepted with {status}: browsers take nothing but 200 for that, and give it up",
    .ref = "RFC 8441 5, WHATWG WebSockets 2",
    .advice = "answer with 200"};

constexpr NoteDef interim{
    .code = "http2.interim-before-accept",
    .severity = Severity::error,
    .text =
        "an interim answer (1xx) came before the one that accepts the WebSocket: browsers give the stream up for that",
    .ref = "RFC 8441 5, RFC 9113 8.1",
    .advice = "let the server (or the proxy that adds Early Hints) send none to a CONNECT"};

constexpr NoteDef not_processed{.code = "http2.not-processed",
                                .severity = Severity::warning,
                                .text = "the server's GOAWAY leaves this request out: it was not dealt with",
                                .ref = "RFC 9113 6.8",
                                .advice = "it can be sent again on another connection, whatever its method"};

constexpr NoteDef not_answered{.code = "http2.not-answered",
                               .severity = Severity::warning,
                               .text = "the {party} ended the {what} without an answer to {method} {target}",
                               .ref = "RFC 9113 8.1",
                               .advice = "the server's log says whether the request came, and what became of it"};

constexpr NoteDef cut_short{
    .code = "http2.cut-short",
    .severity = Severity::warning,
    .text = "the {what} ended before the body did",
    .ref = "RFC 9113 8.1",
    .advice = "the sender crashed, timed out or gave up; a proxy's time limit is a usual cause"};

constexpr NoteDef unfinished{
    .code = "http2.unfinished", .severity = Severity::note, .text = "the capture ends before the message does"};

constexpr NoteDef length_differs{
    .code = "http2.length-differs",
    .severity = Severity::error,
    .text = "content-length says {announced}, and the body has {bytes}: the other side is to refuse the message",
    .ref = "RFC 9113 8.1.1",
    .advice = "let the library set content-length, or count bytes, not characters"};

constexpr NoteDef malformed{
    .code = "http2.malformed",
    .severity = Severity::error,
    .text = "the head breaks a rule: {what}; the other side is to refuse the message with PROTOCOL_ERROR",
    .ref = "RFC 9113 8.2, 8.3",
    .advice = "a proxy that passes HTTP/1.1's fields on without change is a usual cause"};

constexpr NoteDef protocol_error{
    .code = "http2.protocol-error",
    .severity = Severity::error,
    .text = "the {party} breaks a rule of HTTP/2: {what}",
    .ref = "RFC 9113 5, 6",
    .advice =
        "the other side gives up the stream or the connection; look for a newer version of the library that sent it"};

constexpr NoteDef frame_size{.code = "http2.frame-size",
                             .severity = Severity::error,
                             .text = "{what}: the other side gives the connection up with FRAME_SIZE_ERROR",
                             .ref = "RFC 9113 4.2",
                             .advice = "look for a newer version of the library that sent it"};

constexpr NoteDef bad_preface{
    .code = "http2.bad-preface",
    .severity = Severity::error,
    .text =
        "HTTP/2 was agreed on, and the client does not begin with its preface: nothing of its direction can be read",
    .ref = "RFC 9113 3.4",
    .advice = "a client that speaks HTTP/1.1 here offers \"h2\" (ALPN) without being able to speak it"};

constexpr NoteDef hpack_error{.code = "http2.hpack-error",
                              .severity = Severity::error,
                              .text =
                                  "the header block is no HPACK, or refers to fields that were never sent; header "
                                  "compression's state is lost, and "
                                  "the other side gives the connection up with COMPRESSION_ERROR",
                              .ref = "RFC 7541 3, RFC 9113 4.3",
                              .advice = "look for a newer version of the library that sent it"};

constexpr NoteDef hpack_lost{
    .code = "http2.hpack-lost",
    .severity = Severity::note,
    .text =
        "fields of the head that refer to earlier ones, which are not in the capture, are left out (here: {fields})",
    .ref = "RFC 7541 2.3",
    .advice = "start the capture before the client connects",
    .loss = true};

constexpr NoteDef head_too_long{
    .code = "http2.head-too-long",
    .severity = Severity::warning,
    .text = "the header fields take more than {limit} bytes; the rest of them is left out",
    .ref = "RFC 9113 10.5.1",
    .advice = "servers refuse heads of far less (8 to 16 kB is common): look for cookies or tokens that grow"};

constexpr NoteDef long_body{.code = "http2.long-body",
                            .severity = Severity::note,
                            .text = "the body is longer than {limit} bytes: it is told before its end"};

constexpr NoteDef too_many_streams{
    .code = "http2.too-many-streams",
    .severity = Severity::warning,
    .text = "more than {limit} streams are open at once on this connection; the oldest one is not followed any more"};

constexpr NoteDef lost_bytes{
    .code = "http2.lost-bytes",
    .severity = Severity::note,
    .text = "bytes of the body are missing in the capture",
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)",
    .loss = true};

constexpr NoteDef lost_place{
    .code = "http2.lost-place",
    .severity = Severity::warning,
    .text =
        "{missing} are missing in the capture where frames begin and end; frames of any stream may have been among "
        "them, "
        "and what heads refer to is not known any more",
    .advice = "the capture lost packets, the connection need not have: record with a larger buffer (-B)",
    .loss = true};

constexpr NoteDef begins_inside{.code = "http2.begins-inside",
                                .severity = Severity::note,
                                .text = "the capture begins inside this connection: what came before is not known",
                                .advice = "start the capture before the client connects",
                                .loss = true};

constexpr NoteDef request_not_seen{.code = "http2.request-not-seen",
                                   .severity = Severity::note,
                                   .text = "the request that this answers is not in the capture",
                                   .loss = true};

constexpr NoteDef window_shut{
    .code = "http2.window-shut",
    .severity = Severity::warning,
    .text =
        "the {party} could send nothing on the {window} for {waited_us}: the other side's flow control window was shut",
    .ref = "RFC 9113 5.2",
    .advice =
        "the receiver does not read as fast as the sender sends, or its windows (INITIAL_WINDOW_SIZE, WINDOW_UPDATE) "
        "are "
        "small for the distance"};

}  // namespace wstrace::http2::note
