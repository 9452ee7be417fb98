// The notes about HTTP/2: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/http2/definitions.h"

namespace wstrace::http2 {
namespace note {

constexpr NoteDef goaway{.code = "http2.goaway",
                         .severity = Severity::warning,
                         .text = "the {party} ended the connection because of an error: {error}, {meaning}",
                         .ref = "RFC 9113 6.8, 7",
                         .advice =
                             "all streams of the connection end with it, including WebSockets; the sender's debug text "
                             "and its log say more",
                         .explain = "one side ended the connection because of an error"};

constexpr NoteDef stream_reset{
    .code = "http2.stream-reset",
    .severity = Severity::warning,
    .text = "the {party} reset the stream: {error}, {meaning}",
    .ref = "RFC 9113 6.4, 7",
    .advice = "the connection's other streams are not affected; the log of the side that reset the stream says why",
    .explain = "one side reset the stream"};

constexpr NoteDef not_enabled{
    .code = "http2.connect-not-enabled",
    .severity = Severity::error,
    .text =
        "the client requests \"{what}\" in a stream, but the server's SETTINGS did not allow it "
        "(ENABLE_CONNECT_PROTOCOL)",
    .ref = "RFC 8441 3",
    .advice = "enable it in the server (Node: settings.enableConnectProtocol), or open the WebSocket with HTTP/1.1",
    .explain =
        "the client requests a WebSocket or another protocol in a stream, but the server's SETTINGS did not allow it "
        "(ENABLE_CONNECT_PROTOCOL)"};

constexpr NoteDef not_ok{
    .code = "http2.connect-not-200",
    .severity = Severity::error,
    .text = "the WebSocket is accepted with {status}, but browsers accept only 200 and give it up",
    .ref = "RFC 8441 5, WHATWG WebSockets 2",
    .advice = "answer with 200",
    .explain = "the WebSocket is accepted with a status other than 200, but browsers accept only 200 and give it up"};

constexpr NoteDef interim{
    .code = "http2.interim-before-accept",
    .severity = Severity::error,
    .text =
        "an interim response (1xx) came before the one that accepts the WebSocket: browsers then give up the stream",
    .ref = "RFC 8441 5, RFC 9113 8.1",
    .advice = "configure the server (or the proxy that adds Early Hints) to send no interim response to a CONNECT"};

constexpr NoteDef not_processed{.code = "http2.not-processed",
                                .severity = Severity::warning,
                                .text = "the server's GOAWAY excludes this request: the server did not process it",
                                .ref = "RFC 9113 6.8",
                                .advice = "the request can be sent again on another connection, whatever its method"};

constexpr NoteDef not_answered{
    .code = "http2.not-answered",
    .severity = Severity::warning,
    .text = "the {party} ended the {what} without an answer to {method} {target}",
    .ref = "RFC 9113 8.1",
    .advice = "the server's log shows whether the request arrived, and what happened to it",
    .explain = "one side ended the stream or the connection before the request was answered"};

constexpr NoteDef cut_short{.code = "http2.cut-short",
                            .severity = Severity::warning,
                            .text = "the {what} ended before the body was complete",
                            .ref = "RFC 9113 8.1",
                            .advice = "the sender crashed, timed out or gave up; a proxy timeout is a common cause",
                            .explain = "the stream or the connection ended before the body was complete"};

constexpr NoteDef unfinished{
    .code = "http2.unfinished", .severity = Severity::note, .text = "the capture ends before the message is complete"};

constexpr NoteDef length_differs{
    .code = "http2.length-differs",
    .severity = Severity::error,
    .text = "content-length is {announced}, but the body has {bytes}: the receiver should reject the message",
    .ref = "RFC 9113 8.1.1",
    .advice = "let the library set content-length, or count bytes, not characters",
    .explain = "content-length does not match the size of the body: the receiver should reject the message"};

constexpr NoteDef malformed{
    .code = "http2.malformed",
    .severity = Severity::error,
    .text = "the header fields are invalid: {what}; the receiver should reject the message with PROTOCOL_ERROR",
    .ref = "RFC 9113 8.2, 8.3",
    .advice = "a common cause is a proxy that forwards HTTP/1.1 fields unchanged",
    .explain = "the header fields are invalid; the receiver should reject the message with PROTOCOL_ERROR"};

constexpr NoteDef protocol_error{
    .code = "http2.protocol-error",
    .severity = Severity::error,
    .text = "the {party} violates HTTP/2: {what}",
    .ref = "RFC 9113 5, 6",
    .advice =
        "the other side gives up the stream or the connection; look for a newer version of the library that sent this",
    .explain = "one side violates HTTP/2"};

constexpr NoteDef frame_size{
    .code = "http2.frame-size",
    .severity = Severity::error,
    .text = "{what}: the other side gives up the connection with FRAME_SIZE_ERROR",
    .ref = "RFC 9113 4.2",
    .advice = "look for a newer version of the library that sent this",
    .explain = "a frame has an invalid size: the other side gives up the connection with FRAME_SIZE_ERROR"};

constexpr NoteDef bad_preface{
    .code = "http2.bad-preface",
    .severity = Severity::error,
    .text =
        "HTTP/2 was negotiated, but the client does not begin with its preface: nothing that it sends can be decoded",
    .ref = "RFC 9113 3.4",
    .advice = "a client that sends HTTP/1.1 here offers \"h2\" (ALPN) without supporting it"};

constexpr NoteDef hpack_error{
    .code = "http2.hpack-error",
    .severity = Severity::error,
    .text =
        "the header block is not valid HPACK, or refers to fields that were never sent; the state of the header "
        "compression is lost, and the other side gives up the connection with COMPRESSION_ERROR",
    .ref = "RFC 7541 3, RFC 9113 4.3",
    .advice = "look for a newer version of the library that sent this"};

constexpr NoteDef hpack_lost{
    .code = "http2.hpack-lost",
    .severity = Severity::note,
    .text = "some header fields refer to earlier ones that are not in the capture, and are left out (here: {fields})",
    .ref = "RFC 7541 2.3",
    .advice = "start the capture before the client connects",
    .loss = true,
    .explain = "some header fields refer to earlier ones that are not in the capture, and are left out"};

constexpr NoteDef head_too_long{
    .code = "http2.head-too-long",
    .severity = Severity::warning,
    .text = "the header fields take more than {limit} bytes; the rest of them is left out",
    .ref = "RFC 9113 10.5.1",
    .advice =
        "servers reject much smaller headers (8 to 16 kB is a common limit): look for cookies or tokens that grow",
    .explain = "the header fields are longer than wstrace's limit; the rest of them is left out"};

constexpr NoteDef long_body{
    .code = "http2.long-body",
    .severity = Severity::note,
    .text = "the body is longer than {limit} bytes: the message is reported before it is complete",
    .explain = "the body is longer than wstrace's limit: the message is reported before it is complete"};

constexpr NoteDef too_many_streams{
    .code = "http2.too-many-streams",
    .severity = Severity::warning,
    .text = "more than {limit} streams are open at once on this connection; wstrace no longer follows the oldest one",
    .explain =
        "more streams are open at once on this connection than wstrace follows; it no longer follows the oldest one"};

constexpr NoteDef lost_bytes{.code = "http2.lost-bytes",
                             .severity = Severity::note,
                             .text = "part of the body is missing from the capture",
                             .advice =
                                 "packets are missing from the capture, not necessarily from the connection: record "
                                 "with a larger buffer (tcpdump -B)",
                             .loss = true};

constexpr NoteDef lost_place{.code = "http2.lost-place",
                             .severity = Severity::warning,
                             .text =
                                 "{missing} missing from the capture where frames begin and end; frames of any stream "
                                 "may have been among them, and the state of the header compression is unknown",
                             .advice =
                                 "packets are missing from the capture, not necessarily from the connection: record "
                                 "with a larger buffer (tcpdump -B)",
                             .loss = true,
                             .explain =
                                 "bytes are missing from the capture where frames begin and end; frames of any stream "
                                 "may have been among them, and the state of the header compression is unknown"};

constexpr NoteDef begins_inside{.code = "http2.begins-inside",
                                .severity = Severity::note,
                                .text = "the capture begins inside this connection: what came before is unknown",
                                .advice = "start the capture before the client connects",
                                .loss = true};

constexpr NoteDef mistaken{
    .code = "http2.mistaken",
    .severity = Severity::note,
    .text =
        "this connection looked like HTTP/2 whose beginning is not in the capture, but these bytes cannot be a frame: "
        "ignore what was decoded before",
    .ref = "RFC 9113 4.1",
    .advice = "start the capture before the client connects; then wstrace knows what the connection carries",
    .loss = true};

constexpr NoteDef request_not_seen{.code = "http2.request-not-seen",
                                   .severity = Severity::note,
                                   .text = "the request of this response is not in the capture",
                                   .loss = true};

constexpr NoteDef late_answer{.code = "http2.late-response",
                              .severity = Severity::note,
                              .text = "the client had reset this stream before: it ignores the response",
                              .ref = "RFC 9113 5.1"};

constexpr NoteDef window_shut{
    .code = "http2.window-shut",
    .severity = Severity::warning,
    .text = "the {party} could send nothing on the {window} for {waited_us}: zero flow-control window",
    .ref = "RFC 9113 5.2",
    .advice =
        "either the receiver does not read as fast as the sender sends, or its windows (INITIAL_WINDOW_SIZE, "
        "WINDOW_UPDATE) are small for the round-trip time",
    .explain =
        "one side could send nothing on the stream or the connection for a while, because the other side's "
        "flow-control window was zero"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {
    &note::goaway,        &note::stream_reset,   &note::not_enabled, &note::not_ok,           &note::interim,
    &note::not_processed, &note::not_answered,   &note::cut_short,   &note::unfinished,       &note::length_differs,
    &note::malformed,     &note::protocol_error, &note::frame_size,  &note::bad_preface,      &note::hpack_error,
    &note::hpack_lost,    &note::head_too_long,  &note::long_body,   &note::too_many_streams, &note::lost_bytes,
    &note::lost_place,    &note::begins_inside,  &note::mistaken,    &note::request_not_seen, &note::late_answer,
    &note::window_shut};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::http2
