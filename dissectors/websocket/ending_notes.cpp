// Notes: why a WebSocket ended (verdict.cpp), and HTTP inside one (http_text.cpp).
#include "dissectors/websocket/definitions.h"
#include "model/remedies.h"

namespace wstrace::websocket::note {

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

}  // namespace wstrace::websocket::note
