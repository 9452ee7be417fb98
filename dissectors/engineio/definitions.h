// What can happen in Engine.IO, in words.
#pragma once

#include "core/definitions.h"

namespace wstrace::engineio {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef version{"version", FieldKind::number, "version of the Engine.IO protocol: 3 or 4"};
inline constexpr FieldDef transport{"transport", FieldKind::text};
inline constexpr FieldDef sid{"sid", FieldKind::id};
inline constexpr FieldDef upgrades{"upgrades", FieldKind::json, "transports that the server offers to change to"};
inline constexpr FieldDef ping_interval_us{"ping_interval_us", FieldKind::micros};
inline constexpr FieldDef ping_timeout_us{"ping_timeout_us", FieldKind::micros};
inline constexpr FieldDef max_payload{"max_payload", FieldKind::number, "bytes in one polling request"};
inline constexpr FieldDef open{"open", FieldKind::json, "all that the server says of the session, as it was sent"};
inline constexpr FieldDef text{"text", FieldKind::text, {}, true};
inline constexpr FieldDef data{"data", FieldKind::binary, {}, true};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the ping to this pong"};
inline constexpr FieldDef took_us{"took_us", FieldKind::micros, "from the request for the new transport to here"};
inline constexpr FieldDef paused_us{"paused_us", FieldKind::micros,
                                    "from the probe's answer to here: the client waits for its last poll"};
inline constexpr FieldDef error_code{"error_code", FieldKind::number, "of the refusal, as Engine.IO numbers them"};
inline constexpr FieldDef reason{"reason", FieldKind::text};
inline constexpr FieldDef status{"status", FieldKind::number, "of the HTTP answer"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
inline constexpr FieldDef limit_us{"limit_us", FieldKind::micros, "after which that side was due to give up"};
inline constexpr FieldDef requests{"requests", FieldKind::number, "of HTTP polling"};
// In notes only:
inline constexpr FieldDef story{"story", FieldKind::text};
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef server{"server", FieldKind::text};
inline constexpr FieldDef bytes{"bytes", FieldKind::size};
}  // namespace field

namespace event {

inline constexpr EventDef open{
    .protocol = &protocol,
    .name = "open",
    .layer = Layer::session,
    .title = "open",
    .summary = "[sid {sid}][, ping {ping_interval_us} + {ping_timeout_us}][, upgrades {upgrades}][ {text}]",
    .ref = "Engine.IO protocol, Handshake",
    .explain =
        "The server opens the session: its id (sid), how often one side pings and how long the other may take to "
        "answer, and which transports the client may change to."};

inline constexpr EventDef close{.protocol = &protocol,
                                .name = "close",
                                .layer = Layer::session,
                                .title = "close",
                                .summary = "[{text}][{data}]",
                                .ref = "Engine.IO protocol, Packet types",
                                .explain = "The sender says that it closes this transport, and with it the session."};

inline constexpr EventDef ping{
    .protocol = &protocol,
    .name = "ping",
    .layer = Layer::session,
    .title = "ping[ \"{text}\"]",
    .summary = {},
    .ref = "Engine.IO protocol, Heartbeat",
    .explain =
        "A sign of life. In version 4 the server pings, in version 3 the client does. A ping without an answer closes "
        "the session.",
    .fold = Fold::heartbeat};

inline constexpr EventDef pong{.protocol = &protocol,
                               .name = "pong",
                               .layer = Layer::session,
                               .title = "pong[ \"{text}\"]",
                               .summary = "[after {rtt_us}]",
                               .ref = "Engine.IO protocol, Heartbeat",
                               .explain = "The answer to a ping: the other side is alive.",
                               .fold = Fold::heartbeat};

inline constexpr EventDef probe{
    .protocol = &protocol,
    .name = "ping",
    .layer = Layer::session,
    .title = "ping \"{text}\"",
    .summary = {},
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "Before it changes to a new transport, the client tries it out: will a ping be answered here?"};

inline constexpr EventDef probe_answer{
    .protocol = &protocol,
    .name = "pong",
    .layer = Layer::session,
    .title = "pong \"{text}\"",
    .summary = "[after {rtt_us}]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "The server answers on the new transport: it works, and the client may change to it."};

inline constexpr EventDef message{
    .protocol = &protocol,
    .name = "message",
    .layer = Layer::session,
    .title = "message",
    .summary = "{\"data\"}",
    .ref = "Engine.IO protocol, Message",
    .explain = "What the application, or Socket.IO on its behalf, sends to the other side."};

inline constexpr EventDef upgrade{
    .protocol = &protocol,
    .name = "upgrade",
    .layer = Layer::session,
    .title = "upgrade",
    .summary = "{transport}[ in {took_us}][, {paused_us} of it polling][, {text}]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain =
        "The client ends the change of transports: everything that follows comes over the new one. Between the probe's "
        "answer and this it waits for its last poll."};

inline constexpr EventDef noop{
    .protocol = &protocol,
    .name = "noop",
    .layer = Layer::session,
    .title = "noop",
    .summary = "[{text}][{data}]",
    .ref = "Engine.IO protocol, Packet types",
    .explain = "Says nothing. The server ends a waiting poll with it, so that the client can change the transport.",
    .fold = Fold::routine};

inline constexpr EventDef error{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "no Engine.IO packet",
    .summary = "[{text}][{data}]",
    .ref = "Engine.IO protocol, Packet encoding",
    .explain = "Bytes that are no packet of this version of Engine.IO. Receivers close the connection on them."};

inline constexpr EventDef refusal{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "refused",
    .summary = "[{reason}][ (code {error_code})]",
    .ref = "Engine.IO protocol, Handshake",
    .explain = "The server does not take the request. Its code and words say why; the note says what that means."};

inline constexpr EventDef foreign{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "no Engine.IO answer",
    .summary = "[status {status}][, {text}]",
    .ref = {},
    .explain = "What answers here is not an Engine.IO server, or a proxy answers in its place."};

inline constexpr EventDef no_answer{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "no answer",
    .summary = "[after {waited_us}]",
    .ref = {},
    .explain = "The connection ended while a request of the session was waiting for its answer."};

inline constexpr EventDef timeout{
    .protocol = &protocol,
    .name = "timeout",
    .layer = Layer::session,
    .title = "ping timeout",
    .summary = "[nothing for {waited_us}][, limit {limit_us}]",
    .ref = "Engine.IO protocol, Heartbeat",
    .explain =
        "One side heard nothing of the other for longer than the heartbeat allows, and gave the session up. The note "
        "says who, since when and against which limit."};

inline constexpr EventDef cut_off{
    .protocol = &protocol,
    .name = "cut-off",
    .layer = Layer::session,
    .title = "cut off",
    .summary = "[after {waited_us} without traffic]",
    .ref = {},
    .explain = "The session's connection was closed without a word by Engine.IO or the WebSocket."};

inline constexpr EventDef too_large{.protocol = &protocol,
                                    .name = "error",
                                    .layer = Layer::session,
                                    .title = "message too large",
                                    .summary = "[{bytes}]",
                                    .ref = "Engine.IO protocol, Handshake (maxPayload)",
                                    .explain = "A message was larger than the server takes, and the server closed."};

inline constexpr EventDef upgrade_failed{
    .protocol = &protocol,
    .name = "upgrade-failed",
    .layer = Layer::session,
    .title = "transport upgrade failed",
    .summary = "[after {waited_us}]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "The client tried to change to a WebSocket and could not. The session stays on HTTP polling."};

inline constexpr EventDef not_upgraded{
    .protocol = &protocol,
    .name = "not-upgraded",
    .layer = Layer::session,
    .title = "stayed on polling",
    .summary = "[{requests} requests]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "The server offered a WebSocket when it opened the session, and the client never asked for it."};

}  // namespace event

namespace note {

inline constexpr NoteDef bad_packet{
    .code = "eio.bad-packet",
    .severity = Severity::error,
    .text = "this is no packet of Engine.IO {version}: the receiver cannot read it and closes the connection",
    .ref = "Engine.IO protocol, Packet encoding",
    .advice = "check that both sides speak the same Engine.IO version, and that nothing else writes to this WebSocket"};

inline constexpr NoteDef bad_open{
    .code = "eio.bad-open",
    .severity = Severity::error,
    .text = "this open packet does not say the session's id (sid) as JSON: no client can go on from it",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "check what answers at this address; it is no working Engine.IO server"};

inline constexpr NoteDef second_open{
    .code = "eio.second-open",
    .severity = Severity::warning,
    .text = "an open packet comes once on a WebSocket, from the server; this one opens nothing",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "look for a proxy or server that mixes two clients' connections"};

inline constexpr NoteDef heartbeat_direction{
    .code = "eio.heartbeat-direction",
    .severity = Severity::warning,
    .text = "in Engine.IO {version} this side does not send heartbeat pings: the receiver takes it as an error",
    .ref = "Engine.IO protocol, History, From v3 to v4",
    .advice = "one side speaks Engine.IO 3 (Socket.IO 1 or 2), the other 4 (Socket.IO 3 or 4): use matching versions"};

inline constexpr NoteDef unexpected_pong{
    .code = "eio.unexpected-pong",
    .severity = Severity::note,
    .text = "no ping waits for this pong",
    .ref = "Engine.IO protocol, Heartbeat",
    .advice = "harmless by itself; a client that answers too often may run two timers"};

inline constexpr NoteDef lost_body{
    .code = "eio.lost-body",
    .severity = Severity::warning,
    .text = "a part of this body is missing in the capture or too long to keep; what was whole before it is shown",
    .ref = {},
    .advice = "packets were lost while capturing: use a larger capture buffer (-B) or a narrower filter",
    .loss = true};

inline constexpr NoteDef unknown_coding{
    .code = "eio.unknown-coding",
    .severity = Severity::warning,
    .text = "this body is compressed in a way that wstrace does not read, so its packets are not shown",
    .ref = "RFC 9110 8.4",
    .advice = "switch the proxy's compression off for this path, or let it use gzip, to see what is inside"};

inline constexpr NoteDef bad_payload{
    .code = "eio.bad-payload",
    .severity = Severity::error,
    .text = "from here on this body is no payload of Engine.IO {version}: the receiver cannot read it",
    .ref = "Engine.IO protocol, Payload encoding",
    .advice = "something between the two sides changes bodies, or the two speak different versions"};

inline constexpr NoteDef session_unknown{
    .code = "eio.session-unknown",
    .severity = Severity::error,
    .text = "{server} does not know this session: {story}",
    .ref = "Engine.IO protocol, Handshake",
    .advice =
        "with several servers (or worker processes) all requests of a session must reach the one that opened it: "
        "switch on sticky sessions in the load balancer, or use the websocket transport alone"};

inline constexpr NoteDef upgrade_stripped{
    .code = "eio.upgrade-stripped",
    .severity = Severity::warning,
    .text = "the request for a WebSocket {story}: a proxy dropped the Upgrade header, and the server refused",
    .ref = "RFC 9110 7.8",
    .advice =
        "let the proxy pass the upgrade on (nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; "
        "proxy_set_header Connection \"upgrade\")"};

inline constexpr NoteDef upgrade_failed{
    .code = "eio.upgrade-failed",
    .severity = Severity::warning,
    .text = "the change to a WebSocket failed: {story}",
    .ref = "Engine.IO protocol, Upgrade",
    .advice =
        "polling goes on and costs more; look whether a proxy, a firewall or a virus scanner on the way refuses "
        "WebSockets"};

inline constexpr NoteDef upgrade_stalled{
    .code = "eio.upgrade-stalled",
    .severity = Severity::warning,
    .text = "the change to a WebSocket never came about: {story}",
    .ref = "Engine.IO protocol, Upgrade",
    .advice =
        "the WebSocket opened, but what is sent on it does not arrive: a proxy that buffers, or one that takes the "
        "upgrade without passing frames on"};

inline constexpr NoteDef polling_only{
    .code = "eio.polling-only",
    .severity = Severity::note,
    .text = "the server offered a WebSocket and the client never asked for one: {requests} HTTP requests in its place",
    .ref = "Engine.IO protocol, Upgrade",
    .advice = "look at the client's option \"transports\": it seems to name polling only"};

inline constexpr NoteDef ping_timeout{
    .code = "eio.ping-timeout",
    .severity = Severity::error,
    .text = "no sign of life: {story}",
    .ref = "Engine.IO protocol, Heartbeat",
    .advice =
        "that side was stopped or cut off: a blocked event loop, a laptop asleep, a lost network. If it only was "
        "busy, raise pingTimeout"};

inline constexpr NoteDef idle_closed{
    .code = "eio.idle-closed",
    .severity = Severity::error,
    .text = "cut off while idle: {story}",
    .ref = {},
    .advice =
        "a proxy that closes idle connections is the usual cause: raise its limit (nginx: proxy_read_timeout) above "
        "pingInterval + pingTimeout, or lower pingInterval"};

inline constexpr NoteDef payload_too_large{
    .code = "eio.payload-too-large",
    .severity = Severity::error,
    .text = "too large: {story}",
    .ref = "Engine.IO protocol, Handshake (maxPayload)",
    .advice =
        "send less at once, or raise the server's maxHttpBufferSize (1 MB by default) and the proxy's limit for "
        "bodies (nginx: client_max_body_size)"};

inline constexpr NoteDef version_mismatch{
    .code = "eio.version-mismatch",
    .severity = Severity::error,
    .text = "versions that do not match: {story}",
    .ref = "Engine.IO protocol, History",
    .advice =
        "Socket.IO 1 and 2 speak Engine.IO 3, Socket.IO 3 and 4 speak Engine.IO 4: use matching major versions, or "
        "set allowEIO3 in a server of today for old clients"};

inline constexpr NoteDef forbidden{
    .code = "eio.forbidden",
    .severity = Severity::error,
    .text = "the server forbids this client to connect[: {reason}]",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "its allowRequest function said no: look there, and at the Origin and the cookies of the request"};

inline constexpr NoteDef bad_request{
    .code = "eio.bad-request",
    .severity = Severity::error,
    .text = "the server does not accept the request: {reason}",
    .ref = "Engine.IO protocol, Handshake",
    .advice =
        "a session begins with a GET that names a transport which the server has switched on; a proxy or a client of "
        "one's own may change the request"};

inline constexpr NoteDef overlap{
    .code = "eio.overlap",
    .severity = Severity::error,
    .text =
        "a second request of the same kind came while the first was waiting; the server refuses it and closes the "
        "session",
    .ref = "Engine.IO protocol, HTTP long-polling",
    .advice = "one session has one client: look for a client that polls twice, or a proxy that repeats requests"};

inline constexpr NoteDef not_socketio{
    .code = "http.not-socketio",
    .severity = Severity::error,
    .text = "no Socket.IO here: {story}",
    .ref = {},
    .advice = "check the URL, the port and the \"path\" option on both sides, and where the proxy sends this path to"};

}  // namespace note
}  // namespace wstrace::engineio
