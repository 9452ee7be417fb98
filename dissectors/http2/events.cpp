// The events of HTTP/2, and the protocol that they belong to.
#include "dissectors/http2/definitions.h"

namespace wstrace::http2 {
namespace event {

constexpr EventDef preface{.protocol = &protocol,
                           .name = "preface",
                           .layer = Layer::application,
                           .title = "HTTP/2 begins",
                           .summary = "the client's connection preface",
                           .ref = "RFC 9113 3.4",
                           .explain =
                               "The client begins an HTTP/2 connection. From now on many requests share it, each in a "
                               "numbered stream of its own; the client's streams have odd numbers.",
                           .fold = Fold::step};

constexpr EventDef settings{
    .protocol = &protocol,
    .name = "settings",
    .layer = Layer::application,
    .title = "SETTINGS",
    .summary =
        "[, {?enable_connect_protocol}WebSockets in streams][, at most {max_concurrent_streams} streams][, windows of "
        "{initial_window_size}][, frames up to {max_frame_size}][, header table of {header_table_size}][, headers up "
        "to {max_header_list_size}]",
    .ref = "RFC 9113 6.5",
    .explain =
        "Each side states what it accepts. ENABLE_CONNECT_PROTOCOL from the server means that a client may open "
        "WebSockets in streams of this connection (RFC 8441); without it, browsers open a separate HTTP/1.1 connection "
        "for each WebSocket.",
    .fold = Fold::step};

constexpr EventDef settings_ack{.protocol = &protocol,
                                .name = "settings-ack",
                                .layer = Layer::application,
                                .title = "SETTINGS, ACK",
                                .summary = "",
                                .ref = "RFC 9113 6.5.3",
                                .explain = "The other side's settings are in effect.",
                                .fold = Fold::routine};

constexpr EventDef request{
    .protocol = &protocol,
    .name = "request",
    .layer = Layer::application,
    .title = "[{method}][{!method}request] {target}",
    .summary = "[for a {connect_protocol}][, {content_type}][, {content_coding}][, {length}]",
    .ref = "RFC 9113 8.1",
    .explain =
        "The client requests something from the server, in a stream of its own. CONNECT with a protocol asks to use "
        "the stream for a WebSocket from then on (RFC 8441): there is no key and no Sec-WebSocket-Accept."};

constexpr EventDef response{
    .protocol = &protocol,
    .name = "response",
    .layer = Layer::application,
    .title = "[{status}][{!status}response]",
    .summary =
        "[{connect_protocol} accepted][, {content_type}][, {content_coding}][, {length}][, {body}][, after {wait_us}]",
    .ref = "RFC 9113 8.1",
    .explain =
        "The server's response in the same stream. For CONNECT with a protocol, 200 is what 101 Switching Protocols is "
        "in HTTP/1.1."};

constexpr EventDef trailers{.protocol = &protocol,
                            .name = "trailers",
                            .layer = Layer::application,
                            .title = "trailers",
                            .summary = "[{fields} fields]",
                            .ref = "RFC 9113 8.1",
                            .explain = "Header fields that follow the body.",
                            .fold = Fold::routine};

constexpr EventDef push_promise{
    .protocol = &protocol,
    .name = "push-promise",
    .layer = Layer::application,
    .title = "push {method} {target}",
    .summary = "in stream {promised}",
    .ref = "RFC 9113 8.4",
    .explain = "The server announces that it will send a response that the client did not request."};

constexpr EventDef rst_stream{
    .protocol = &protocol,
    .name = "rst-stream",
    .layer = Layer::application,
    .title = "RST_STREAM",
    .summary = "{error}[: {meaning}{!sense}][, for a stream that has already ended{?sense=late}]",
    .ref = "RFC 9113 6.4",
    .explain =
        "One side gives up one stream, in both directions; the connection and its other streams continue. For a "
        "WebSocket in this stream it is what a TCP reset is for a WebSocket with its own connection."};

constexpr EventDef goaway{
    .protocol = &protocol,
    .name = "goaway",
    .layer = Layer::application,
    .title = "GOAWAY",
    .summary = "{error}[: {meaning}][, last stream {last_stream}][, {\"debug\"}]",
    .ref = "RFC 9113 6.8",
    .explain =
        "One side ends the connection: it accepts no new streams. Streams up to the last one named may still finish; "
        "later ones were not processed, and their requests can be sent again on another connection."};

constexpr EventDef ping{.protocol = &protocol,
                        .name = "ping",
                        .layer = Layer::application,
                        .title = "PING",
                        .summary = "",
                        .ref = "RFC 9113 6.7",
                        .explain = "Tests whether the whole connection is alive; the other side must answer at once.",
                        .fold = Fold::routine};

constexpr EventDef pong{.protocol = &protocol,
                        .name = "pong",
                        .layer = Layer::application,
                        .title = "PING, ACK",
                        .summary = "[after {rtt_us}]",
                        .ref = "RFC 9113 6.7",
                        .explain = "The answer to a PING.",
                        .fold = Fold::routine};

constexpr EventDef window_update{
    .protocol = &protocol,
    .name = "window-update",
    .layer = Layer::application,
    .title = "WINDOW_UPDATE",
    .summary = "{increment} more",
    .ref = "RFC 9113 6.9",
    .explain =
        "The receiver of a stream (or of the whole connection) allows the sender to send this many more bytes of DATA.",
    .fold = Fold::routine,
    .verbosity = 1};

constexpr EventDef blocked{.protocol = &protocol,
                           .name = "blocked",
                           .layer = Layer::application,
                           .title = "flow control",
                           .summary = "zero window on the {window} for {waited_us}",
                           .ref = "RFC 9113 5.2",
                           .explain =
                               "The sender had used up the receiver's flow-control window, and could send no more DATA "
                               "until the next WINDOW_UPDATE."};

constexpr EventDef frame{.protocol = &protocol,
                         .name = "frame",
                         .layer = Layer::application,
                         .title = "{type} frame",
                         .summary = "{length}[, flags {flags}]",
                         .ref = "RFC 9113 4.1",
                         .explain = "One frame as it is on the wire.",
                         .fold = Fold::routine,
                         .verbosity = 2};

constexpr EventDef mid_stream{
    .protocol = &protocol,
    .name = "mid-stream",
    .layer = Layer::application,
    .title = "HTTP/2, already open",
    .summary = "its beginning is not in the capture",
    .ref = "RFC 9113 4.1",
    .explain =
        "The capture begins inside an HTTP/2 connection, which is recognised by its frames. Headers refer to earlier "
        "ones (RFC 7541), so some fields of the first messages are unknown."};

constexpr EventDef mistaken{
    .protocol = &protocol,
    .name = "not-http2",
    .layer = Layer::application,
    .title = "not HTTP/2",
    .summary = "what follows cannot be frames",
    .ref = "RFC 9113 4.1",
    .explain =
        "The beginning of the connection is not in the capture, and its first bytes looked like "
        "HTTP/2 frames. What follows cannot be frames, so it carries another protocol."};

constexpr EventDef gap{.protocol = &protocol,
                       .name = "gap",
                       .layer = Layer::application,
                       .title = "gap",
                       .summary = "{missing} not captured",
                       .ref = "RFC 9113 4.1",
                       .explain =
                           "The capture lacks bytes where frames begin and end. wstrace looks for the next frame and "
                           "continues from there."};

constexpr EventDef resumed{.protocol = &protocol,
                           .name = "resumed",
                           .layer = Layer::application,
                           .title = "next frame found",
                           .summary = "[after {skipped} that cannot be decoded]",
                           .ref = "RFC 9113 4.1",
                           .explain =
                               "After a gap, wstrace looks for frames that follow one another, and continues from "
                               "there. The bytes that it skips are counted, not decoded."};

constexpr EventDef unanswered{
    .protocol = &protocol,
    .name = "unanswered",
    .layer = Layer::application,
    .title = "no answer",
    .summary = "[to {method} {target}][, after {waited_us}]",
    .ref = "RFC 9113 8.1",
    .explain = "The stream or its connection ended while a request was waiting for its response."};

constexpr EventDef violation{.protocol = &protocol,
                             .name = "violation",
                             .layer = Layer::application,
                             .title = "[{type} frame][{!type}undecoded bytes]",
                             .summary = "{length}",
                             .ref = "RFC 9113 5.4",
                             .explain =
                                 "This violates HTTP/2, and the receiver should give up the stream or the connection. "
                                 "The note says which rule is broken."};

constexpr EventDef dropped{.protocol = &protocol,
                           .name = "dropped",
                           .layer = Layer::application,
                           .title = "no longer followed",
                           .summary = "",
                           .ref = "RFC 9113 5.1.2",
                           .explain = "Too many streams are open at once for wstrace to follow each of them."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::preface,  &event::settings, &event::settings_ack, &event::request,
                                       &event::response, &event::trailers, &event::push_promise, &event::rst_stream,
                                       &event::goaway,   &event::ping,     &event::pong,         &event::window_update,
                                       &event::blocked,  &event::frame,    &event::mid_stream,   &event::mistaken,
                                       &event::gap,      &event::resumed,  &event::unanswered,   &event::violation,
                                       &event::dropped};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "http2",
                               .title = "HTTP/2",
                               .events = all_events,
                               .notes = all_notes,
                               .level = Level::exchange,
                               .has_substreams = true};

}  // namespace wstrace::http2
