// What can happen in Engine.IO, in words.
#pragma once

#include "core/definitions.h"

namespace wstrace::engineio {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef protocol{"protocol", FieldKind::number, "version of the Engine.IO protocol: 3 or 4"};
inline constexpr FieldDef transport{"transport", FieldKind::text};
inline constexpr FieldDef sid{"sid", FieldKind::id};
inline constexpr FieldDef upgrades{"upgrades", FieldKind::json, "transports that the server offers to change to"};
inline constexpr FieldDef ping_interval{"pingInterval", FieldKind::millis};
inline constexpr FieldDef ping_timeout{"pingTimeout", FieldKind::millis};
inline constexpr FieldDef max_payload{"maxPayload", FieldKind::number, "bytes in one polling request"};
inline constexpr FieldDef data{"data", FieldKind::text};
inline constexpr FieldDef binary_data{"data", FieldKind::binary};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the ping to this pong"};
}  // namespace field

namespace event {

inline constexpr EventDef open{
    .protocol = &protocol,
    .name = "open",
    .layer = Layer::session,
    .title = "open",
    .summary = "[sid {sid}][, ping {pingInterval} + {pingTimeout}][, upgrades {upgrades}][ {data}]",
    .ref = "Engine.IO protocol, Handshake",
    .explain =
        "The server opens the session: its id (sid), how often one side pings and how long the other may take to "
        "answer, and which transports the client may change to."};

inline constexpr EventDef close{.protocol = &protocol,
                                .name = "close",
                                .layer = Layer::session,
                                .title = "close",
                                .summary = "[{data}]",
                                .ref = "Engine.IO protocol, Packet types",
                                .explain = "The sender says that it closes this transport, and with it the session."};

inline constexpr EventDef ping{
    .protocol = &protocol,
    .name = "ping",
    .layer = Layer::session,
    .title = "ping[ \"{data}\"]",
    .summary = {},
    .ref = "Engine.IO protocol, Heartbeat",
    .explain =
        "A sign of life. In version 4 the server pings, in version 3 the client does. A ping without an answer closes "
        "the session.",
    .fold = Fold::heartbeat};

inline constexpr EventDef pong{.protocol = &protocol,
                               .name = "pong",
                               .layer = Layer::session,
                               .title = "pong[ \"{data}\"]",
                               .summary = "[after {rtt_us}]",
                               .ref = "Engine.IO protocol, Heartbeat",
                               .explain = "The answer to a ping: the other side is alive.",
                               .fold = Fold::heartbeat};

inline constexpr EventDef probe{
    .protocol = &protocol,
    .name = "ping",
    .layer = Layer::session,
    .title = "ping \"{data}\"",
    .summary = {},
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "Before it changes to a new transport, the client tries it out: will a ping be answered here?"};

inline constexpr EventDef probe_answer{
    .protocol = &protocol,
    .name = "pong",
    .layer = Layer::session,
    .title = "pong \"{data}\"",
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
    .summary = "{transport} carries the session from here[, {data}]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "The client ends the change of transports: everything that follows comes over the new one."};

inline constexpr EventDef noop{
    .protocol = &protocol,
    .name = "noop",
    .layer = Layer::session,
    .title = "noop",
    .summary = "[{data}]",
    .ref = "Engine.IO protocol, Packet types",
    .explain = "Says nothing. The server ends a waiting poll with it, so that the client can change the transport.",
    .fold = Fold::routine};

inline constexpr EventDef error{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "no Engine.IO packet",
    .summary = "[{data}]",
    .ref = "Engine.IO protocol, Packet encoding",
    .explain = "Bytes that are no packet of this version of Engine.IO. Receivers close the connection on them."};

}  // namespace event

namespace note {

inline constexpr NoteDef bad_packet{
    .code = "eio.bad-packet",
    .severity = Severity::error,
    .text = "this is no packet of Engine.IO {protocol}: the receiver cannot read it and closes the connection",
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
    .severity = Severity::warn,
    .text = "an open packet comes once on a WebSocket, from the server; this one opens nothing",
    .ref = "Engine.IO protocol, Handshake",
    .advice = "look for a proxy or server that mixes two clients' connections"};

inline constexpr NoteDef heartbeat_direction{
    .code = "eio.heartbeat-direction",
    .severity = Severity::warn,
    .text = "in Engine.IO {protocol} this side does not send heartbeat pings: the receiver takes it as an error",
    .ref = "Engine.IO protocol, History, From v3 to v4",
    .advice = "one side speaks Engine.IO 3 (Socket.IO 1 or 2), the other 4 (Socket.IO 3 or 4): use matching versions"};

inline constexpr NoteDef unexpected_pong{
    .code = "eio.unexpected-pong",
    .severity = Severity::note,
    .text = "no ping waits for this pong",
    .ref = "Engine.IO protocol, Heartbeat",
    .advice = "harmless by itself; a client that answers too often may run two timers"};

}  // namespace note
}  // namespace wstrace::engineio
