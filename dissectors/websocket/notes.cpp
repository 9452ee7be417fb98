// The notes about WebSocket: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/websocket/definitions.h"
#include "model/remedies.h"

namespace wstrace::websocket {
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

constexpr NoteDef zero_masking_key{
    .code = "ws.zero-masking-key",
    .severity = Severity::note,
    .text = "the masking key is zero, so nothing is masked; the key of each frame should be unpredictable",
    .ref = "RFC 6455 5.3",
    .advice =
        "receivers do not notice; but what a script sends then reaches proxies unchanged, which masking should "
        "prevent"};

constexpr NoteDef masking_key_reused{
    .code = "ws.masking-key-reused",
    .severity = Severity::note,
    .text = "the same masking key is used repeatedly; the key of each frame should be unpredictable",
    .ref = "RFC 6455 5.3",
    .advice =
        "receivers do not notice; but an attacker who can predict the key can predict what reaches proxies, which "
        "masking should prevent"};

constexpr NoteDef second_close{.code = "ws.second-close",
                               .severity = Severity::note,
                               .text = "the same side sends a second close frame; only the first one counts",
                               .ref = "RFC 6455 5.5.1",
                               .advice = "the sender's library is faulty"};

constexpr NoteDef ping_after_close{
    .code = "ws.ping-after-close",
    .severity = Severity::note,
    .text = "this side sends a ping after its close frame; the receiver need not answer it",
    .ref = "RFC 6455 5.5.1",
    .advice = "stop timers that send pings when close() is called"};

constexpr NoteDef window_exceeded{
    .code = "ws.window-exceeded",
    .severity = Severity::error,
    .text =
        "a compressed message refers further back than the negotiated window of {number} bytes; a receiver with that "
        "window cannot decompress it",
    .ref = "RFC 7692 7.2.1",
    .advice = "the sender ignores max_window_bits: fix it, or do not negotiate a smaller window",
    .explain =
        "a compressed message refers further back than the negotiated window; a receiver with that window cannot "
        "decompress it"};

constexpr NoteDef context_takeover{
    .code = "ws.context-takeover",
    .severity = Severity::error,
    .text =
        "a compressed message refers to earlier messages, but no_context_takeover was negotiated; a receiver that "
        "discarded them cannot decompress it",
    .ref = "RFC 7692 7.1.1",
    .advice =
        "the sender must reset its compression after each message; its library is faulty, or its options are wrong"};

constexpr NoteDef deflate_tail{
    .code = "ws.deflate-tail",
    .severity = Severity::error,
    .text = "a compressed message does not end as it must: with an empty block from which 00 00 FF FF is removed",
    .ref = "RFC 7692 7.2.1",
    .advice =
        "receivers that append these four bytes fail here or at the next message; the sender's library is faulty"};

constexpr NoteDef bad_extension_offer{
    .code = "ws.bad-extension-offer",
    .severity = Severity::note,
    .text = "the client's offer of permessage-deflate is invalid, so servers must decline it: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "if the response has no compression, this is why; fix the client's options",
    .explain = "the client's offer of permessage-deflate is invalid, so servers must decline it"};

constexpr NoteDef extension_not_as_offered{
    .code = "ws.extension-not-as-offered",
    .severity = Severity::error,
    .text = "the server's response for permessage-deflate does not match the client's offer: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "clients must then close the connection; either the server is faulty, or a proxy rewrites headers",
    .explain = "the server's response for permessage-deflate does not match the client's offer"};

constexpr NoteDef close_codes_differ{
    .code = "ws.close-codes-differ",
    .severity = Severity::note,
    .text =
        "the close frames have different codes, first {close_code}, then {answer_code}: each application sees the "
        "other "
        "side's code",
    .ref = "RFC 6455 5.5.1",
    .advice = "an answer usually repeats the code; two sides that close at the same time do not",
    .explain = "the close frames have different codes: each application sees the other side's code"};

constexpr NoteDef closed_because{.code = "ws.closed-because",
                                 .severity = Severity::note,
                                 .text = "the {party} closes because of {because}[ in packet {because_packet}]",
                                 .ref = "RFC 6455 7.1.7",
                                 .advice = {},
                                 .explain = "one side closes because of something that the other side sent"};

constexpr NoteDef unexplained_close{
    .code = "ws.unexplained-close",
    .severity = Severity::note,
    .text = "the {party} closes with the error code {close_code}, but wstrace found no invalid frame from the {other}",
    .ref = "RFC 6455 7.4.1",
    .advice =
        "check the request and response of the upgrade; otherwise capture closer to the side that closes, since "
        "something in between may have changed the bytes",
    .explain = "one side closes with an error code, but wstrace found no invalid frame from the other side"};

constexpr NoteDef close_not_answered{
    .code = "ws.close-not-answered",
    .severity = Severity::warning,
    .text =
        "the {party}'s close frame was never answered; its application sees close code 1006 (abnormal closure), which "
        "is never sent on the wire",
    .ref = "RFC 6455 5.5.1",
    .advice = "either the other side's program hangs or has ended, or a proxy does not forward close frames",
    .explain =
        "a close frame was never answered; the application that sent it sees close code 1006 (abnormal closure), which "
        "is never sent on the wire"};

constexpr NoteDef close_not_awaited{
    .code = "ws.close-not-awaited",
    .severity = Severity::note,
    .text = "the {party} closed the {carrier} {waited_us} after its close frame, without waiting for the answer",
    .ref = "RFC 6455 7.1.1",
    .advice =
        "data that the other side was about to send is lost; a program that ends right after close() looks like this",
    .explain = "one side closed the connection right after its close frame, without waiting for the answer"};

constexpr NoteDef no_close_frame{
    .code = "ws.no-close-frame",
    .severity = Severity::note,
    .text = "{story}: the other application sees close code 1006 (abnormal closure), which is never sent on the wire",
    .ref = "RFC 6455 7.1.5",
    .advice = "a program that ended or was killed looks like this, and so does a proxy that closes the connection",
    .explain =
        "one side closed the connection without a close frame: the other application sees close code 1006 (abnormal "
        "closure), which is never sent on the wire"};

constexpr NoteDef tcp_left_open{
    .code = "ws.tcp-left-open",
    .severity = Severity::note,
    .text =
        "after both close frames the {carrier} stayed open for {waited_us}, until the {party} closed it; the server "
        "should close it at once",
    .ref = "RFC 6455 7.1.1",
    .advice = "the server keeps a socket for nothing; until it is closed, neither application sees the close event",
    .explain = "after both close frames the connection stayed open; the server should close it at once"};

constexpr NoteDef two_handlers{
    .code = "ws.two-handlers",
    .severity = Severity::error,
    .text =
        "the server sent HTTP inside the WebSocket: {said}, {waited_us} after the 101 that opened it. Two handlers "
        "answered one upgrade: {author}. The client sees an invalid frame (browsers: \"Invalid frame header\")",
    .ref = "RFC 6455 4.2.2, 5.2",
    .advice =
        "two WebSocket servers (ws, Socket.IO) on one HTTP server, or two proxies (http-proxy-middleware with ws: "
        "true), both listen to its \"upgrade\" event: let one handler choose by path, with noServer: true and "
        "handleUpgrade() for ws, and the proxies' upgrade() called from there",
    .explain =
        "an HTTP response stands inside the WebSocket, because two handlers of the server answered the same upgrade"};

constexpr NoteDef http_answer{
    .code = "ws.http-answer",
    .severity = Severity::error,
    .text =
        "the server sent HTTP inside the WebSocket: {said}, {waited_us} after the 101 that opened it. Either it "
        "rejects the client too late, or two handlers answered one upgrade. The client sees an invalid frame "
        "(browsers: "
        "\"Invalid frame header\")",
    .ref = "RFC 6455 4.1, 5.2",
    .advice =
        "the content of this response says why, and clients do not show it; with two WebSocket servers or proxies on "
        "one HTTP server, use noServer and one \"upgrade\" handler",
    .explain =
        "an HTTP response stands inside the WebSocket: either the server rejects the client after it had accepted it, "
        "or two handlers answered the same upgrade"};

constexpr NoteDef http_request{
    .code = "ws.http-request",
    .severity = Severity::error,
    .text =
        "an HTTP request stands inside the WebSocket: {request_line}. Its sender uses the connection as if it still "
        "were HTTP; the server sees an invalid frame",
    .ref = "RFC 9110 7.8",
    .advice =
        "look for a proxy that keeps the connection for further requests after the 101, or for a client that sends "
        "its own requests on an upgraded connection",
    .explain = "an HTTP request stands inside the WebSocket: its sender uses the connection as if it still were HTTP"};

constexpr NoteDef ping_timeout{
    .code = "ws.ping-timeout",
    .severity = Severity::error,
    .text = "a ping was not answered: {story}",
    .ref = "RFC 6455 5.5.2, 5.5.3",
    .advice =
        "check whether the silent side's program was blocked (a long computation, a debugger, a suspended computer), "
        "or the network between the two was cut; raise the timeout only if the program is slow by design (Python's "
        "websockets: ping_interval, ping_timeout)",
    .explain = "one side's ping was not answered, the other side sent nothing else, and the first one gave up"};

constexpr NoteDef server_silent{
    .code = "ws.server-silent",
    .severity = Severity::note,
    .text = "{story}: either the server's program hung, or it had nothing to say",
    .ref = {},
    .advice =
        "look at what the server did with the last message that it got; a ping (RFC 6455 5.5.2) tells a server that "
        "hangs from one that has nothing to say",
    .explain =
        "the server had answered each of the client's messages, or sent one every so often, and then sent nothing "
        "until "
        "the client closed"};

constexpr NoteDef not_reading{
    .code = "ws.not-reading",
    .severity = Severity::error,
    .text = "{story}",
    .ref = "RFC 9293 3.8.6",
    .advice =
        "that program is blocked, or too slow for what is sent to it: look at what keeps it busy, or send less (ws: "
        "watch bufferedAmount; Python's websockets: max_queue)",
    .explain = "one side's program did not read, so its receive window was shut, until the connection ended"};

constexpr NoteDef no_pong{
    .code = "ws.no-pong",
    .severity = Severity::error,
    .text = "a ping was not answered: {story}",
    .ref = "RFC 6455 5.5.3",
    .advice =
        "either the side that goes on sending does not answer pings with pongs, which its library should do by itself, "
        "or what it sends takes longer than the other side's time limit (Python's websockets: ping_timeout)",
    .explain = "one side's ping was not answered, although the other side went on sending, and the first one gave up"};

constexpr NoteDef message_too_big{
    .code = "ws.message-too-big",
    .severity = Severity::error,
    .text = "the {party} closes with 1009: {because}[ in packet {because_packet}] exceeds its limit",
    .ref = "RFC 6455 7.4.1",
    .advice =
        "send less at once, or raise the limit of the side that closes (ws: maxPayload, 100 MiB by default; Python's "
        "websockets: max_size, 1 MiB; aiohttp: max_msg_size, 4 MiB)",
    .explain = "one side closes with 1009: a message exceeds its limit"};

constexpr NoteDef internal_error{
    .code = "ws.internal-error",
    .severity = Severity::error,
    .text = "the {party} closes with 1011: its program failed; the last message that it had received is {because}",
    .ref = "RFC 6455 7.4.1",
    .advice = "check the log of that side at this time: most often an exception left the handler of a message",
    .explain = "one side closes with 1011: its program failed, most often by an exception in a handler"};

constexpr NoteDef idle_closed{
    .code = "ws.idle-closed",
    .severity = Severity::error,
    .text = "cut while idle: {story}",
    .ref = {},
    .advice = "raise the proxy's limit for idle connections, or let one side send a ping more often than that",
    .explain =
        "a proxy closed the WebSocket on both of its sides, after a time without traffic and when neither the client "
        "nor the server had closed it",
    .remedies = remedy::kIdleLimit};

constexpr NoteDef proxy_closed{
    .code = "ws.proxy-closed",
    .severity = Severity::warning,
    .text = "{story}",
    .ref = {},
    .advice =
        "check the proxy's log at this time; where it is reloaded often, let old connections live on for a while "
        "(HAProxy: hard-stop-after; nginx: worker_shutdown_timeout)",
    .explain =
        "a proxy closed the WebSocket on both of its sides without a close frame, when neither the client nor the "
        "server had closed it"};

constexpr NoteDef maybe_idle_closed{
    .code = "ws.maybe-idle-closed",
    .severity = Severity::warning,
    .text = "{story}",
    .ref = {},
    .advice =
        "if it happens after the same time again, it is a proxy's limit: raise it, or let one side send a ping more "
        "often; else check the server's log",
    .explain =
        "the server's side closed the connection after a silence that fits a proxy's limit for idle connections; a "
        "server that ended then looks the same",
    .remedies = remedy::kIdleLimit};

constexpr NoteDef server_ended{
    .code = "ws.server-ended",
    .severity = Severity::note,
    .text = "{story}",
    .ref = "RFC 6455 7.1.5",
    .advice =
        "if it was not stopped on purpose, check its log at this time; a server that stops should close its WebSockets "
        "with 1001, so that clients know",
    .explain =
        "the server closed the TCP connection without a close frame: its process ended or was restarted, or it stops "
        "without closing its WebSockets"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::unmasked_client_frame,
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
                                     &note::capture_ends};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::websocket
