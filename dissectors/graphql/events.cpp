// The events of GraphQL over WebSocket, and the protocol that they belong to.
#include "dissectors/graphql/definitions.h"

namespace wstrace::graphql {
namespace event {

constexpr std::string_view kInitSection = "GraphQL over WebSocket Protocol (graphql-ws), ConnectionInit";

constexpr std::string_view kAckSection = "GraphQL over WebSocket Protocol (graphql-ws), ConnectionAck";

constexpr std::string_view kPingSection = "GraphQL over WebSocket Protocol (graphql-ws), Ping";

constexpr std::string_view kSubscribeSection = "GraphQL over WebSocket Protocol (graphql-ws), Subscribe";

constexpr std::string_view kNextSection = "GraphQL over WebSocket Protocol (graphql-ws), Next";

constexpr std::string_view kErrorSection = "GraphQL over WebSocket Protocol (graphql-ws), Error";

constexpr std::string_view kCompleteSection = "GraphQL over WebSocket Protocol (graphql-ws), Complete";

constexpr std::string_view kInvalidSection = "GraphQL over WebSocket Protocol (graphql-ws), Invalid message";

constexpr std::string_view kLegacySection = "GraphQL over WebSocket Protocol (subscriptions-transport-ws)";

constexpr EventDef init{
    .protocol = &protocol,
    .name = "init",
    .layer = Layer::application,
    .title = "connection_init",
    .summary = "[{payload}]",
    .ref = kInitSection,
    .explain =
        "The client's first message, often with its credentials (connectionParams). Operations may follow when the "
        "server has acknowledged it; clients of the older subprotocol graphql-ws do not wait for that."};

constexpr EventDef ack{.protocol = &protocol,
                       .name = "ack",
                       .layer = Layer::application,
                       .title = "connection_ack",
                       .summary = "[{rtt_us}][   {payload}]",
                       .ref = kAckSection,
                       .explain = "The server accepts the client: from now on it executes operations."};

constexpr EventDef ping{
    .protocol = &protocol,
    .name = "ping",
    .layer = Layer::application,
    .title = "ping",
    .summary = "[{payload}]",
    .ref = kPingSection,
    .explain =
        "A sign of life that asks for a pong: a message of graphql-transport-ws, not a ping frame of WebSocket. "
        "Either side may send it.",
    .fold = Fold::heartbeat};

constexpr EventDef pong{.protocol = &protocol,
                        .name = "pong",
                        .layer = Layer::application,
                        .title = "pong",
                        .summary = "[{rtt_us}][   {payload}]",
                        .ref = kPingSection,
                        .explain = "Answers a ping of graphql-transport-ws. It may also come unasked.",
                        .fold = Fold::heartbeat};

constexpr EventDef keep_alive{
    .protocol = &protocol,
    .name = "keep-alive",
    .layer = Layer::application,
    .title = "ka",
    .summary = {},
    .ref = kLegacySection,
    .explain =
        "A server of the older subprotocol graphql-ws sends this after connection_ack and then regularly. Nothing "
        "answers it.",
    .fold = Fold::heartbeat};

constexpr EventDef subscribe{
    .protocol = &protocol,
    .name = "subscribe",
    .layer = Layer::application,
    .title = "subscribe",
    .summary = "[{operation} {\"name\"}   ][id {id}][, {variables}][, {query}{!name}]",
    .ref = kSubscribeSection,
    .explain =
        "The client asks for an operation: a query, a mutation or a subscription. All that belongs to it has the same "
        "id. The older subprotocol graphql-ws calls this message start."};

constexpr EventDef subscribe_ack{
    .protocol = &protocol,
    .name = "subscribe-ack",
    .layer = Layer::application,
    .title = "start_ack",
    .summary = "[{\"name\"}][{selects}{!name}][ id {id}]",
    .ref = "AWS AppSync Developer Guide, Building a real-time WebSocket client",
    .explain = "AWS AppSync, which uses the older subprotocol graphql-ws, has registered the subscription.",
    .fold = Fold::routine};

constexpr EventDef next{
    .protocol = &protocol,
    .name = "next",
    .layer = Layer::application,
    .title = "next",
    .summary = "[{\"name\"}][{selects}{!name}][ id {id}][   {rtt_us}][   {payload}]",
    .ref = kNextSection,
    .explain =
        "A result of the operation of this id: one for a query or a mutation, any number for a subscription. A time is "
        "that from the request to the first result. The older subprotocol graphql-ws calls this message data."};

constexpr EventDef error{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::application,
    .title = "error",
    .summary = "[{\"name\"}][{selects}{!name}][ id {id}][   {took_us}][   {message}][   {errors}{!message}]",
    .ref = kErrorSection,
    .explain =
        "The operation of this id failed as a whole and is over: most often it was not valid, or the source of a "
        "subscription failed. No complete follows. (Errors of single fields come in a result.)"};

constexpr EventDef complete{
    .protocol = &protocol,
    .name = "complete",
    .layer = Layer::application,
    .title = "complete",
    .summary =
        "[{\"name\"}][{selects}{!name}][ id {id}][   {results} × next in {took_us}{!sense}][   {results} × data in "
        "{took_us}{?sense=legacy}][   after {results} × next{!took_us}]",
    .ref = kCompleteSection,
    .explain =
        "The operation of this id is over. From the server: all results were sent. From the client: it wants no more "
        "of them; nothing answers that, and a result that is on its way may still come. In the older subprotocol "
        "graphql-ws the client sends stop, which the server answers with complete."};

constexpr EventDef connection_error{
    .protocol = &protocol,
    .name = "connection-error",
    .layer = Layer::application,
    .title = "connection_error",
    .summary = "[{message}][{payload}{!message}]",
    .ref = kLegacySection,
    .explain =
        "A server of the older subprotocol graphql-ws rejects the client, and then closes; or it could not read a "
        "message, and goes on."};

constexpr EventDef terminate{
    .protocol = &protocol,
    .name = "terminate",
    .layer = Layer::application,
    .title = "connection_terminate",
    .summary = {},
    .ref = kLegacySection,
    .explain = "A client of the older subprotocol graphql-ws is about to close the connection."};

constexpr EventDef invalid{
    .protocol = &protocol,
    .name = "invalid",
    .layer = Layer::application,
    .title = "invalid message",
    .summary = "[{text}][{bytes}]",
    .ref = kInvalidSection,
    .explain =
        "This is not a message of the subprotocol that the two sides agreed on. A receiver that speaks "
        "graphql-transport-ws closes the connection, with 4400 (server) or 4004 (client)."};

constexpr EventDef not_acked{.protocol = &protocol,
                             .name = "not-acked",
                             .layer = Layer::application,
                             .title = "no connection_ack",
                             .summary = "[waited {waited_us}]",
                             .ref = kAckSection,
                             .explain = "The client left before the server had acknowledged its connection_init."};

constexpr EventDef unanswered{
    .protocol = &protocol,
    .name = "unanswered",
    .layer = Layer::application,
    .title = "no result[ for {more} more operations]",
    .summary = "[{operation}][ {\"name\"}][ {selects}{!name}][ id {id}][   waited {waited_us}]",
    .ref = kNextSection,
    .explain =
        "The session is over, and this query or mutation never got a result. The direction and the packets are those "
        "of its request."};

/// The same event in other words.
constexpr EventDef worded(EventDef def, std::string_view title, std::string_view summary, std::string_view ref) {
  def.title = title;
  def.summary = summary;
  def.ref = ref;
  return def;
}

constexpr EventDef start = worded(subscribe, "start", subscribe.summary, kLegacySection);

constexpr EventDef data = worded(next, "data", next.summary, kLegacySection);

constexpr EventDef stop =
    worded(complete, "stop", "[{\"name\"}][{selects}{!name}][ id {id}][   after {results} × data]", kLegacySection);

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::init,       &event::ack,
                                       &event::ping,       &event::pong,
                                       &event::keep_alive, &event::subscribe,
                                       &event::start,      &event::subscribe_ack,
                                       &event::next,       &event::data,
                                       &event::error,      &event::complete,
                                       &event::stop,       &event::connection_error,
                                       &event::terminate,  &event::invalid,
                                       &event::not_acked,  &event::unanswered};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "graphql", .title = "GraphQL", .events = all_events, .notes = all_notes};

}  // namespace wstrace::graphql
