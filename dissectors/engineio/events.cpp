// The events of Engine.IO, and the protocol that they belong to.
#include "dissectors/engineio/definitions.h"

namespace wstrace::engineio {
namespace event {

constexpr EventDef open{
    .protocol = &protocol,
    .name = "open",
    .layer = Layer::session,
    .title = "open",
    .summary = "[sid {sid}][, ping {ping_interval_us} + {ping_timeout_us}][, upgrades {upgrades}][ {text}]",
    .ref = "Engine.IO protocol, Handshake",
    .explain =
        "The server opens the session: its id (sid), how often one side pings and how long the other may take to "
        "answer, and which transports the client may upgrade to."};

constexpr EventDef close{.protocol = &protocol,
                         .name = "close",
                         .layer = Layer::session,
                         .title = "close",
                         .summary = "[{text}][{data}]",
                         .ref = "Engine.IO protocol, Packet types",
                         .explain = "The sender closes this transport, and with it the session."};

constexpr EventDef ping{
    .protocol = &protocol,
    .name = "ping",
    .layer = Layer::session,
    .title = "ping[ \"{text}\"]",
    .summary = {},
    .ref = "Engine.IO protocol, Heartbeat",
    .explain =
        "A heartbeat. In version 4 the server pings, in version 3 the client does; a ping that is not answered closes "
        "the session. Before an upgrade of the transport the client sends a ping \"probe\": is it answered here?",
    .fold = Fold::heartbeat};

constexpr EventDef pong{.protocol = &protocol,
                        .name = "pong",
                        .layer = Layer::session,
                        .title = "pong[ \"{text}\"]",
                        .summary = "[after {rtt_us}]",
                        .ref = "Engine.IO protocol, Heartbeat",
                        .explain =
                            "The answer to a ping: the other side is alive. Answered \"probe\" on a new transport, it "
                            "says that the transport works.",
                        .fold = Fold::heartbeat};

constexpr EventDef message{.protocol = &protocol,
                           .name = "message",
                           .layer = Layer::session,
                           .title = "message",
                           .summary = "[{\"text\"}][\"\"{!text}{!sense}][{data}][<0 bytes>{!data}{?sense=binary}]",
                           .ref = "Engine.IO protocol, Message",
                           .explain = "What the application, or Socket.IO on its behalf, sends to the other side."};

constexpr EventDef upgrade{
    .protocol = &protocol,
    .name = "upgrade",
    .layer = Layer::session,
    .title = "upgrade",
    .summary = "{transport}[ in {took_us}][, last poll {paused_us}][, {text}]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain =
        "The client completes the upgrade of the transport: everything that follows comes over the new one. Between "
        "the answer to its probe and this packet, it waits for its last poll."};

constexpr EventDef noop{
    .protocol = &protocol,
    .name = "noop",
    .layer = Layer::session,
    .title = "noop",
    .summary = "[{text}][{data}]",
    .ref = "Engine.IO protocol, Packet types",
    .explain = "Carries nothing. The server ends a waiting poll with it, so that the client can upgrade the transport.",
    .fold = Fold::routine};

constexpr EventDef error{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "invalid Engine.IO packet",
    .summary = "[{text}][{data}]",
    .ref = "Engine.IO protocol, Packet encoding",
    .explain = "These bytes are not a valid packet of this version of Engine.IO. Receivers close the connection."};

constexpr EventDef refusal{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "rejected",
    .summary = "[{reason}][ (code {error_code})]",
    .ref = "Engine.IO protocol, Handshake",
    .explain = "The server rejects the request. Its code and message say why; the note says what that means."};

constexpr EventDef foreign{.protocol = &protocol,
                           .name = "error",
                           .layer = Layer::session,
                           .title = "not an Engine.IO response",
                           .summary = "[status {status}][, {text}]",
                           .ref = {},
                           .explain = "Another server answers here, or a proxy answers in the server's place."};

constexpr EventDef not_spoken{.protocol = &protocol,
                              .name = "error",
                              .layer = Layer::session,
                              .title = "no Engine.IO",
                              .summary = "[from the {party}]",
                              .ref = {},
                              .explain = "What this side sends on the WebSocket is not made of Engine.IO packets."};

constexpr EventDef withheld{
    .protocol = &protocol,
    .name = "withheld",
    .layer = Layer::session,
    .title = "withheld from the page",
    .summary = "[page of {origin}]",
    .ref = "Fetch standard, CORS protocol",
    .explain = "A browser withholds an answer from a page of another origin, unless the answer's headers allow it."};

constexpr EventDef slow_answer{.protocol = &protocol,
                               .name = "slow-answer",
                               .layer = Layer::session,
                               .title = "slow answer",
                               .summary = "[after {took_us}]",
                               .ref = {},
                               .explain = "The answer to a request that no server waits with took long."};

constexpr EventDef no_answer{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::session,
    .title = "no answer",
    .summary = "[after {waited_us}]",
    .ref = {},
    .explain = "The connection ended while a request of the session was waiting for its response."};

constexpr EventDef timeout{
    .protocol = &protocol,
    .name = "timeout",
    .layer = Layer::session,
    .title = "ping timeout",
    .summary = "[nothing received for {waited_us}][, limit {limit_us}]",
    .ref = "Engine.IO protocol, Heartbeat",
    .explain =
        "One side received nothing from the other for longer than the heartbeat allows, and gave up the session. The "
        "note says which side, since when, and what its limit is."};

constexpr EventDef cut_off{
    .protocol = &protocol,
    .name = "cut-off",
    .layer = Layer::session,
    .title = "cut off",
    .summary = "[after {waited_us} without traffic]",
    .ref = {},
    .explain = "The session's connection was closed without an Engine.IO close packet or a WebSocket close frame."};

constexpr EventDef too_large{.protocol = &protocol,
                             .name = "error",
                             .layer = Layer::session,
                             .title = "message too large",
                             .summary = "[{bytes}]",
                             .ref = "Engine.IO protocol, Handshake (maxPayload)",
                             .explain = "A message was larger than the server accepts, and the session was closed."};

constexpr EventDef upgrade_failed{
    .protocol = &protocol,
    .name = "upgrade-failed",
    .layer = Layer::session,
    .title = "transport upgrade failed",
    .summary = "[after {waited_us}]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "The client tried to upgrade to a WebSocket and failed. The session stays on HTTP polling."};

constexpr EventDef not_upgraded{
    .protocol = &protocol,
    .name = "not-upgraded",
    .layer = Layer::session,
    .title = "stayed on polling",
    .summary = "[{requests} requests]",
    .ref = "Engine.IO protocol, Upgrade",
    .explain = "The server offered a WebSocket when it opened the session, and the client never requested it."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {
    &event::open,         &event::close,    &event::ping,        &event::pong,      &event::message,
    &event::upgrade,      &event::noop,     &event::error,       &event::refusal,   &event::foreign,
    &event::no_answer,    &event::timeout,  &event::cut_off,     &event::too_large, &event::upgrade_failed,
    &event::not_upgraded, &event::withheld, &event::slow_answer, &event::not_spoken};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{
    .name = "engineio", .title = "Engine.IO", .events = all_events, .notes = all_notes, .level = Level::packets};

}  // namespace wstrace::engineio
