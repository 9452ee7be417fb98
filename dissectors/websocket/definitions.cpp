#include "dissectors/websocket/definitions.h"

#include <array>

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
    .title = "close {close_code}",
    .summary = "[{meaning}][, {\"reason\"}][, {?answer}answers the other side's close]",
    .ref = "RFC 6455 5.5.1",
    .explain =
        "The sender will send no more messages. The other side answers with a close frame of its own, and then the "
        "server closes the TCP connection."};

constexpr EventDef close_without_code{.protocol = &protocol,
                                      .name = "close",
                                      .layer = Layer::application,
                                      .title = "close",
                                      .summary = "without a code[, {?answer}answers the other side's close]",
                                      .ref = "RFC 6455 7.1.5",
                                      .explain =
                                          "A close frame does not have to say why. The receiving application then sees "
                                          "close code 1005, which is never sent on the wire."};

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

constexpr EventDef ended{
    .protocol = &protocol,
    .name = "end",
    .layer = Layer::application,
    .title = "ended",
    .summary =
        "[closed by the {by} with {close_code}][, answered with {answer_code} after {answer_us}]"
        "[, {!carrier}TCP closed by the {tcp_by}][, {?carrier}stream closed by the {tcp_by}][ {tcp_us} later][, "
        "{?reset}with a reset]",
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
    .summary =
        "[closed by the {by} with {close_code}][, answered with {answer_code} after {answer_us}]"
        "[, {!carrier}TCP closed by the {tcp_by}][, {?carrier}stream closed by the {tcp_by}][ {tcp_us} later][, "
        "{?reset}with a reset]",
    .ref = "RFC 6455 7.1",
    .explain = "The client closed after the server had sent nothing for a while, which it had not done before."};

constexpr EventDef unclean_end{
    .protocol = &protocol,
    .name = "end",
    .layer = Layer::application,
    .title = "unclean end",
    .summary =
        "[closed by the {by} with {close_code}][, answered with {answer_code} after {answer_us}]"
        "[, {!carrier}TCP closed by the {tcp_by}][, {?carrier}stream closed by the {tcp_by}][ {tcp_us} later][, "
        "{?reset}with a reset]",
    .ref = "RFC 6455 7.1",
    .explain =
        "The connection was not closed as the protocol requires: a close frame from each side, then TCP closed by the "
        "server."};

}  // namespace event

namespace note {

constexpr NoteDef unmasked_client_frame{
    .code = "ws.unmasked-client-frame",
    .severity = Severity::error,
    .text = "a frame from the client is not masked",
    .ref = "RFC 6455 5.1",
    .advice = "servers must then close the connection; the client library is faulty"};

constexpr NoteDef unmasked_close{.code = "ws.unmasked-close",
                                 .severity = Severity::note,
                                 .text =
                                     "this close frame is not masked, though the client's other frames are: a proxy in "
                                     "between sent it, as Caddy does "
                                     "when it is stopped or reloaded",
                                 .ref = "RFC 6455 5.1",
                                 .advice =
                                     "if proxies are reloaded often, let them keep their WebSockets for a while "
                                     "(Caddy: stream_close_delay), and let "
                                     "clients come back"};

constexpr NoteDef masked_server_frame{.code = "ws.masked-server-frame",
                                      .severity = Severity::error,
                                      .text = "a frame from the server is masked",
                                      .ref = "RFC 6455 5.1",
                                      .advice = "clients must then close the connection; the server library is faulty"};

constexpr NoteDef reserved_bits{
    .code = "ws.reserved-bits",
    .severity = Severity::error,
    .text = "a frame has reserved bits set (RSV1 to RSV3), but no extension was negotiated that defines them",
    .ref = "RFC 6455 5.2",
    .advice =
        "either the sender compresses although permessage-deflate was not negotiated, or a proxy dropped "
        "Sec-WebSocket-Extensions"};

constexpr NoteDef reserved_opcode{
    .code = "ws.reserved-opcode",
    .severity = Severity::error,
    .text = "a frame has the reserved opcode {number}; it is ignored",
    .ref = "RFC 6455 5.2",
    .advice =
        "the receiver must then close the connection; either the sender's library is faulty, or these are not frames",
    .explain = "a frame has a reserved opcode; it is ignored"};

constexpr NoteDef long_control_frame{
    .code = "ws.long-control-frame",
    .severity = Severity::error,
    .text = "a ping, pong or close frame carries {bytes}, but at most 125 are allowed",
    .ref = "RFC 6455 5.5",
    .advice = "shorten the payload or the close reason: count bytes of UTF-8, not characters",
    .explain = "a ping, pong or close frame carries more than the 125 bytes that are allowed"};

constexpr NoteDef fragmented_control_frame{.code = "ws.fragmented-control-frame",
                                           .severity = Severity::error,
                                           .text = "a ping, pong or close frame is fragmented (FIN is not set)",
                                           .ref = "RFC 6455 5.5",
                                           .advice = "the sender's library is faulty"};

constexpr NoteDef compressed_control_frame{
    .code = "ws.compressed-control-frame",
    .severity = Severity::error,
    .text = "a ping, pong or close frame has RSV1 set, but such frames are never compressed",
    .ref = "RFC 7692 6.1",
    .advice = "the sender's library is faulty"};

constexpr NoteDef stray_continuation{.code = "ws.stray-continuation",
                                     .severity = Severity::error,
                                     .text = "a continuation frame without a message to continue; it is ignored",
                                     .ref = "RFC 6455 5.4",
                                     .advice = "a common cause is two writers that share a connection without a lock"};

constexpr NoteDef interleaved_message{
    .code = "ws.interleaved-message",
    .severity = Severity::error,
    .text = "a new message begins before the previous one has ended; {bytes} of the previous one are discarded",
    .ref = "RFC 6455 5.4",
    .advice = "a common cause is two writers that share a connection without a lock",
    .explain = "a new message begins before the previous one has ended; what came of the previous one is discarded"};

constexpr NoteDef rsv1_on_continuation{
    .code = "ws.rsv1-on-continuation",
    .severity = Severity::error,
    .text = "a continuation frame has RSV1 set, but only the first frame of a message marks it as compressed",
    .ref = "RFC 7692 6.1",
    .advice = "the sender's library is faulty"};

constexpr NoteDef length_not_minimal{
    .code = "ws.length-not-minimal",
    .severity = Severity::error,
    .text = "non-minimal length encoding: the frame's length takes more bytes than needed",
    .ref = "RFC 6455 5.2",
    .advice = "strict receivers then close the connection; the sender's library is faulty"};

constexpr NoteDef length_top_bit{.code = "ws.length-top-bit",
                                 .severity = Severity::error,
                                 .text =
                                     "the top bit of a frame's 64-bit length is set, so the end of the frame is "
                                     "unknown; the rest of this direction is not decoded",
                                 .ref = "RFC 6455 5.2",
                                 .advice = "either the sender's library is faulty, or these are not WebSocket frames"};

constexpr NoteDef invalid_utf8{
    .code = "ws.invalid-utf8",
    .severity = Severity::error,
    .text = "a text message is not valid UTF-8: {wrong} at offset {at}[, in its frame {in_frame}]",
    .ref = "RFC 6455 8.1",
    .advice = "receivers close the connection with 1007; send such data as a binary message",
    .explain = "a text message is not valid UTF-8"};

constexpr NoteDef invalid_close_code{.code = "ws.invalid-close-code",
                                     .severity = Severity::warning,
                                     .text = "the close code {number} must not be sent: {why}",
                                     .ref = "RFC 6455 7.4",
                                     .advice = "use 1000 for a normal end, and 4000 to 4999 for your own codes",
                                     .explain = "a close frame has a code that must not be sent"};

constexpr NoteDef one_byte_close{.code = "ws.one-byte-close",
                                 .severity = Severity::warning,
                                 .text = "the close frame has a payload of one byte, but a close code takes two",
                                 .ref = "RFC 6455 5.5.1",
                                 .advice = "the sender's library is faulty"};

constexpr NoteDef close_reason_not_utf8{.code = "ws.close-reason-not-utf8",
                                        .severity = Severity::warning,
                                        .text = "the close reason is not valid UTF-8: {wrong} at offset {at}",
                                        .ref = "RFC 6455 8.1",
                                        .advice = "if a reason is shortened to 123 bytes, cut it between characters",
                                        .explain = "the close reason is not valid UTF-8"};

constexpr NoteDef data_after_close{.code = "ws.data-after-close",
                                   .severity = Severity::note,
                                   .text = "this side sends a message after its close frame; the receiver ignores it",
                                   .ref = "RFC 6455 5.5.1",
                                   .advice = "do not send after calling close()"};

constexpr NoteDef history_missing{
    .code = "ws.history-missing",
    .severity = Severity::note,
    .text =
        "this compressed message refers to earlier ones that were not captured or not decoded, so it cannot be "
        "shown",
    .ref = "RFC 7692 7.2.2",
    .advice =
        "start the capture before the client connects; with no_context_takeover each message can be decompressed on "
        "its own",
    .loss = true};

constexpr NoteDef bad_deflate{.code = "ws.bad-deflate",
                              .severity = Severity::error,
                              .text = "the message is marked as compressed, but it is not valid DEFLATE data",
                              .ref = "RFC 7692 7.2.2",
                              .advice =
                                  "sender and receiver may disagree about the window size or context takeover; compare "
                                  "the parameters in Sec-WebSocket-Extensions"};

constexpr NoteDef inflate_ratio{
    .code = "ws.inflate-ratio",
    .severity = Severity::warning,
    .text = "the message decompresses to more than {number} times its size; the rest of it is not decoded",
    .ref = "RFC 7692 8.1",
    .advice = "this is a safety limit of wstrace; such a message may be an attack on the receiver",
    .explain = "the message decompresses to many times its size; the rest of it is not decoded"};

constexpr NoteDef message_limit{.code = "ws.message-limit",
                                .severity = Severity::note,
                                .text = "the message is longer than the limit of {bytes}; only its beginning is kept",
                                .ref = {},
                                .advice = "this is a safety limit of wstrace",
                                .explain = "the message is longer than wstrace's limit; only its beginning is kept"};

constexpr NoteDef extension_not_decoded{
    .code = "ws.extension-not-decoded",
    .severity = Severity::note,
    .text = "the negotiated extension {extension} is not supported by wstrace; messages that use it are not shown",
    .ref = "RFC 6455 9",
    .advice = {},
    .explain = "wstrace does not support the negotiated extension; messages that use it are not shown"};

constexpr NoteDef bad_extension_parameter{
    .code = "ws.bad-extension-parameter",
    .severity = Severity::error,
    .text = "the server's response for permessage-deflate is invalid: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "clients must then close the connection; either the server is faulty, or a proxy rewrites headers",
    .explain = "the server's response for permessage-deflate is invalid"};

constexpr NoteDef lost_bytes{
    .code = "ws.lost-bytes",
    .severity = Severity::warning,
    .text = "{missing} not captured within one frame; the content of the frame is left out",
    .ref = {},
    .advice =
        "packets are missing from the capture, not necessarily from the connection: record with a larger buffer "
        "(tcpdump -B)",
    .loss = true,
    .explain = "part of a frame was not captured; the content of the frame is left out"};

constexpr NoteDef lost_place{
    .code = "ws.lost-place",
    .severity = Severity::warning,
    .text = "[{missing} not captured where frames begin and end; ]no further frame was found[ in {skipped}]",
    .ref = {},
    .advice =
        "packets are missing from the capture, not necessarily from the connection: record with a larger buffer "
        "(tcpdump -B)",
    .loss = true,
    .explain =
        "the place where the next frame begins is unknown, most often after bytes that were not captured, and no "
        "further frame was found"};

constexpr NoteDef found_place{
    .code = "ws.resumed",
    .severity = Severity::warning,
    .text =
        "{missing} not captured where frames begin and end; decoding continues with the next frame that was found[, "
        "{skipped} later]",
    .ref = {},
    .advice =
        "messages between these two points are missing from the trace. Packets are missing from the capture, not "
        "necessarily from the connection: record with a larger buffer (tcpdump -B)",
    .loss = true,
    .explain =
        "bytes were not captured where frames begin and end; decoding continues with the next frame that was found"};

constexpr NoteDef begins_inside{
    .code = "ws.begins-inside",
    .severity = Severity::note,
    .text = "{skipped} skipped at the beginning: they belong to a frame that began before the capture",
    .ref = {},
    .advice = {},
    .loss = true,
    .explain = "the first bytes belong to a frame that began before the capture; they are left out"};

constexpr NoteDef inferred{.code = "ws.inferred",
                           .severity = Severity::note,
                           .text =
                               "the upgrade to this WebSocket is not in the capture: it is inferred from the frames; "
                               "subprotocol and extensions are unknown",
                           .ref = "RFC 6455 5.2",
                           .advice = "to see the whole session, start the capture before the client connects",
                           .loss = true};

constexpr NoteDef inferred_violation{
    .code = "ws.inferred-violation",
    .severity = Severity::note,
    .text =
        "either the sender violates the WebSocket protocol ({violation}), or this is not a WebSocket: its upgrade is "
        "not "
        "in the capture",
    .ref = "RFC 6455 5",
    .advice = "start the capture before the client connects; then wstrace knows what was negotiated",
    .loss = true,
    .explain =
        "a WebSocket that was recognised by its frames breaks a rule; either its sender does, or it is not a "
        "WebSocket"};

constexpr NoteDef mistaken{
    .code = "ws.mistaken",
    .severity = Severity::note,
    .text =
        "this connection looked like a WebSocket whose upgrade is not in the capture, but these bytes cannot be a "
        "frame: "
        "ignore what was decoded before",
    .ref = "RFC 6455 5.2",
    .advice = "start the capture before the client connects; then wstrace knows what the connection carries",
    .loss = true};

constexpr NoteDef cut_message{
    .code = "ws.cut-message",
    .severity = Severity::warning,
    .text = "the connection ended in the middle of a message",
    .ref = "RFC 6455 5.4",
    .advice =
        "the sender crashed or dropped the connection without a close frame; the application sees close code 1006"};

constexpr NoteDef capture_ends{.code = "ws.capture-ends",
                               .severity = Severity::note,
                               .text = "the capture ends in the middle of a message",
                               .ref = {},
                               .advice = {}};

}  // namespace note

namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>(
    {&event::open, &event::mid_stream, &event::mistaken, &event::message, &event::ping, &event::pong, &event::close,
     &event::close_without_code, &event::frame, &event::violation, &event::http_answer, &event::http_request,
     &event::gap, &event::unfinished, &event::ended, &event::ended_in_silence, &event::unclean_end});

constexpr std::array kNotes = std::to_array<const NoteDef*>({
    &note::unmasked_client_frame,
    &note::unmasked_close,
    &note::masked_server_frame,
    &note::reserved_bits,
    &note::reserved_opcode,
    &note::long_control_frame,
    &note::fragmented_control_frame,
    &note::compressed_control_frame,
    &note::stray_continuation,
    &note::interleaved_message,
    &note::rsv1_on_continuation,
    &note::length_not_minimal,
    &note::length_top_bit,
    &note::two_handlers,
    &note::http_answer,
    &note::http_request,
    &note::invalid_utf8,
    &note::invalid_close_code,
    &note::one_byte_close,
    &note::close_reason_not_utf8,
    &note::data_after_close,
    &note::second_close,
    &note::ping_after_close,
    &note::zero_masking_key,
    &note::masking_key_reused,
    &note::window_exceeded,
    &note::context_takeover,
    &note::deflate_tail,
    &note::bad_extension_offer,
    &note::extension_not_as_offered,
    &note::close_codes_differ,
    &note::closed_because,
    &note::unexplained_close,
    &note::close_not_answered,
    &note::close_not_awaited,
    &note::no_close_frame,
    &note::tcp_left_open,
    &note::ping_timeout,
    &note::no_pong,
    &note::not_reading,
    &note::server_silent,
    &note::message_too_big,
    &note::internal_error,
    &note::idle_closed,
    &note::proxy_closed,
    &note::maybe_idle_closed,
    &note::server_ended,
    &note::history_missing,
    &note::bad_deflate,
    &note::inflate_ratio,
    &note::message_limit,
    &note::extension_not_decoded,
    &note::bad_extension_parameter,
    &note::lost_bytes,
    &note::lost_place,
    &note::found_place,
    &note::begins_inside,
    &note::inferred,
    &note::inferred_violation,
    &note::mistaken,
    &note::cut_message,
    &note::capture_ends,
});

}  // namespace

constexpr ProtocolDef protocol{
    .name = "websocket", .title = "WebSocket", .events = kEvents, .notes = kNotes, .level = Level::messages};

}  // namespace wstrace::websocket
