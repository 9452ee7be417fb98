// The events of WebSocket, and the protocol that they belong to.
#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket {
namespace event {

constexpr EventDef open{.protocol = &protocol,
                        .name = "open",
                        .layer = Layer::application,
                        .title = "open",
                        .summary = "[subprotocol {subprotocol}][, {extensions}][, {!extensions}no extensions]",
                        .ref = "RFC 6455 4.2.2",
                        .explain =
                            "The upgrade is complete: from here on both sides may send messages at any time. "
                            "Subprotocol and extensions are what the server selected from the client's offers."};

constexpr EventDef mid_stream{.protocol = &protocol,
                              .name = "mid-stream",
                              .layer = Layer::application,
                              .title = "already open",
                              .summary = "recognised by its frames",
                              .ref = "RFC 6455 5.2",
                              .explain =
                                  "The handshake of this WebSocket is not in the capture. That it is a WebSocket is "
                                  "inferred from the bytes: the client's frames are masked and the server's are not, "
                                  "the length of each frame leads to the next, and text is UTF-8."};

constexpr EventDef mistaken{.protocol = &protocol,
                            .name = "not-websocket",
                            .layer = Layer::application,
                            .title = "not a WebSocket",
                            .summary = "what follows cannot be frames",
                            .ref = "RFC 6455 5.2",
                            .explain =
                                "The handshake is not in the capture, and the first bytes looked like WebSocket "
                                "frames. What follows cannot be frames, so this connection carries another protocol."};

constexpr EventDef message{.protocol = &protocol,
                           .name = "message",
                           .layer = Layer::application,
                           .title = "{opcode}[ {length}]",
                           .summary =
                               "[{\"payload\"}][, {?masked}masked][, {?compressed}compressed to {wire_length}][, "
                               "{?fragmented}in {frames} frames][, {?truncated}truncated]",
                           .ref = "RFC 6455 5.6",
                           .explain =
                               "A message of the application, assembled from its frames, unmasked and decompressed. A "
                               "text message is UTF-8. Clients mask what they send so that old proxies cannot be "
                               "tricked into treating it as HTTP; masking hides nothing."};

constexpr EventDef ping{.protocol = &protocol,
                        .name = "ping",
                        .layer = Layer::application,
                        .title = "ping",
                        .summary = "[{payload}]",
                        .ref = "RFC 6455 5.5.2",
                        .explain =
                            "Asks the other side for a sign of life, and keeps proxies from closing an idle "
                            "connection. Browsers answer pings themselves and do not notify the page.",
                        .fold = Fold::heartbeat};

constexpr EventDef pong{
    .protocol = &protocol,
    .name = "pong",
    .layer = Layer::application,
    .title = "pong",
    .summary = "[RTT {rtt_us}][, {?unsolicited}unsolicited][, {payload}]",
    .ref = "RFC 6455 5.5.3",
    .explain = "The answer to a ping, with the ping's payload. An unsolicited pong is allowed and has no effect.",
    .fold = Fold::heartbeat};

constexpr EventDef close{
    .protocol = &protocol,
    .name = "close",
    .layer = Layer::application,
    .title = "close[ {close_code}{!sense}]",
    .summary =
        "[{meaning}{!sense}][without a code{?sense=bare}][, {\"reason\"}][, {?answer}answers the other side's close]",
    .ref = "RFC 6455 5.5.1",
    .explain =
        "The sender will send no more messages. The other side answers with a close frame of its own, and then the "
        "server closes the TCP connection. Where a close frame has no code, the receiving application sees 1005, which "
        "is never sent on the wire."};

constexpr EventDef frame{
    .protocol = &protocol,
    .name = "frame",
    .layer = Layer::application,
    .title = "frame",
    .summary = "{opcode}, {length}[, {?fin}FIN][, {?rsv1}RSV1][, {?masked}masked], header {header}",
    .ref = "RFC 6455 5.2",
    .explain =
        "One frame. A message is one frame, or several of which the last has FIN set; ping, pong and close frames may "
        "come between them.",
    .fold = Fold::routine,
    .verbosity = 1};

constexpr EventDef violation{
    .protocol = &protocol,
    .name = "violation",
    .layer = Layer::application,
    .title = "protocol violation",
    .summary = "{opcode} frame, {length}",
    .ref = "RFC 6455 5",
    .explain = "A frame that the protocol does not allow here and that belongs to no message."};

constexpr EventDef http_answer{
    .protocol = &protocol,
    .name = "violation",
    .layer = Layer::application,
    .title = "HTTP response",
    .summary = "{status_line}[, {\"payload\"}]",
    .ref = "RFC 6455 4.1",
    .explain =
        "The server accepted the WebSocket with its 101, and then an HTTP response came where frames are expected. "
        "Nothing that follows in this direction is decoded."};

constexpr EventDef http_request{
    .protocol = &protocol,
    .name = "violation",
    .layer = Layer::application,
    .title = "HTTP request",
    .summary = "{request_line}",
    .ref = "RFC 9110 7.8",
    .explain =
        "The connection had become a WebSocket, and then an HTTP request came where frames are expected. Nothing that "
        "follows in this direction is decoded."};

constexpr EventDef gap{
    .protocol = &protocol,
    .name = "gap",
    .layer = Layer::application,
    .title = "gap",
    .summary = "[{missing} missing][, {skipped} skipped]",
    .ref = "RFC 6455 5.2",
    .explain =
        "Packets in this direction were not captured. If they lie within one frame, the position of the next frame is "
        "known and decoding continues there. Otherwise wstrace looks for bytes that look like frames."};

constexpr EventDef unfinished{.protocol = &protocol,
                              .name = "unfinished",
                              .layer = Layer::application,
                              .title = "unfinished message",
                              .summary = "only {bytes} of it",
                              .ref = "RFC 6455 5.4",
                              .explain = "The last message in this direction is incomplete."};

constexpr std::string_view kHowItEnded =
    "[closed by the {by} with {close_code}][, answered with {answer_code} after {answer_us}]"
    "[, {!carrier}TCP closed by the {tcp_by}][, {?carrier}stream closed by the {tcp_by}][ {tcp_us} later][, "
    "{?reset}with a reset]";

constexpr EventDef ended{
    .protocol = &protocol,
    .name = "end",
    .layer = Layer::application,
    .title = "ended",
    .summary = kHowItEnded,
    .ref = "RFC 6455 7.1",
    .explain =
        "Both directions are closed. In a clean end both sides sent a close frame, and then the server closed the TCP "
        "connection (or the HTTP/2 stream). Without a close frame, applications see close code 1006, which is never "
        "sent on the wire.",
    .fold = Fold::routine,
    .verbosity = 1};

constexpr EventDef ended_in_silence{
    .protocol = &protocol,
    .name = "end",
    .layer = Layer::application,
    .title = "ended in silence",
    .summary = kHowItEnded,
    .ref = "RFC 6455 7.1",
    .explain = "The client closed after the server had sent nothing for a while, which it had not done before."};

constexpr EventDef unclean_end{
    .protocol = &protocol,
    .name = "end",
    .layer = Layer::application,
    .title = "unclean end",
    .summary = kHowItEnded,
    .ref = "RFC 6455 7.1",
    .explain =
        "The connection was not closed as the protocol requires: a close frame from each side, then TCP closed by the "
        "server."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {
    &event::open,         &event::mid_stream, &event::mistaken,   &event::message,   &event::ping,
    &event::pong,         &event::close,      &event::frame,      &event::violation, &event::http_answer,
    &event::http_request, &event::gap,        &event::unfinished, &event::ended,     &event::ended_in_silence,
    &event::unclean_end};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{
    .name = "websocket", .title = "WebSocket", .events = all_events, .notes = all_notes, .level = Level::messages};

}  // namespace wstrace::websocket
