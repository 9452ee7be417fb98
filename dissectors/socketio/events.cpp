// The events of Socket.IO, and the protocol that they belong to.
#include "dissectors/socketio/definitions.h"

namespace wstrace::socketio {
namespace event {

constexpr EventDef connect{
    .protocol = &protocol,
    .name = "connect",
    .layer = Layer::application,
    .title = "CONNECT \"{nsp}\"",
    .summary =
        "[sid {sid}][, pid {pid}][, state recovered{?recovered}][, query {query}][, {parser} parser][ {auth}][ {data}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain =
        "The client asks to join a namespace, optionally with credentials; the server answers with the same packet and "
        "the client's id in that namespace. Up to Socket.IO 2 the server opens \"/\" without being asked."};

constexpr EventDef disconnect{
    .protocol = &protocol,
    .name = "disconnect",
    .layer = Layer::application,
    .title = "DISCONNECT \"{nsp}\"",
    .summary = {},
    .ref = "Socket.IO protocol, Disconnection from a namespace",
    .explain = "The sender leaves one namespace. The connection may remain open for others; no answer is expected."};

constexpr EventDef connect_error{
    .protocol = &protocol,
    .name = "connect-error",
    .layer = Layer::application,
    .title = "CONNECT_ERROR \"{nsp}\"",
    .summary = "[{message}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain =
        "The server rejects the client in this namespace and says why. Up to Socket.IO 2 this packet is called ERROR."};

constexpr EventDef event{
    .protocol = &protocol,
    .name = "event",
    .layer = Layer::application,
    .title = "EVENT[ \"{name}\"][ #{id}][ in {nsp}{!nsp=/}]",
    .summary =
        "{args}[   pushed{?sense=pushed}][, with offset{?sense=pushed}{?offset}][{?sense=pushed}, recipient "
        "{recipient}, +{spread_us}][{!sense}   recipient {recipient}, +{spread_us}]",
    .ref = "Socket.IO protocol, Sending and receiving data",
    .explain =
        "emit(name, …arguments) on one side calls the handlers of that name on the other. With a number (#) the sender "
        "asks for an acknowledgement; binary arguments follow as separate packets. If connection state recovery is "
        "enabled, the server adds an offset as the last argument. \"recipient 3, +2.0 ms\" means that two other "
        "sessions received the same event, the first of them 2.0 ms earlier (a broadcast)."};

constexpr EventDef ack{
    .protocol = &protocol,
    .name = "ack",
    .layer = Layer::application,
    .title = "ACK[ #{id}][ in {nsp}{!nsp=/}]",
    .summary = "{args}[   answers \"{name}\"][ after {rtt_us}]",
    .ref = "Socket.IO protocol, Acknowledgement",
    .explain = "Answers the event of this number: the other side called the acknowledgement callback."};

constexpr EventDef unacknowledged{
    .protocol = &protocol,
    .name = "unacknowledged",
    .layer = Layer::application,
    .title = "no ACK[ #{id}][ for {more} more events]",
    .summary = "[for {\"name\"}][ in {nsp}{!nsp=/}][   waited {waited_us}]",
    .ref = "Socket.IO protocol, Acknowledgement",
    .explain =
        "The session is over and an event's acknowledgement never came. The direction and the packets are those of the "
        "event: its sender was waiting."};

constexpr EventDef unanswered{
    .protocol = &protocol,
    .name = "unanswered",
    .layer = Layer::application,
    .title = "no answer to CONNECT[ {\"nsp\"}]",
    .summary = "[waited {waited_us}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain = "The client asked to join a namespace, and the server ended the session without replying."};

constexpr EventDef unjoined{
    .protocol = &protocol,
    .name = "unjoined",
    .layer = Layer::application,
    .title = "no CONNECT",
    .summary = "[{waited_us} after the session was opened]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain =
        "The server ended a session in which the client joined no namespace. Since Socket.IO 3 a client has to send "
        "CONNECT, even for \"/\"; opening the Engine.IO session is not enough."};

constexpr EventDef error{.protocol = &protocol,
                         .name = "error",
                         .layer = Layer::application,
                         .title = "invalid Socket.IO packet",
                         .summary = "[{text}][{bytes}]",
                         .ref = "Socket.IO protocol, Packet encoding",
                         .explain =
                             "These bytes are not a valid Socket.IO packet, or not one that is expected here. "
                             "Receivers close the connection."};

constexpr EventDef attachment{
    .protocol = &protocol,
    .name = "attachment",
    .layer = Layer::application,
    .title = "attachment",
    .summary = "[{bytes}]",
    .ref = "Socket.IO protocol, Sending and receiving data",
    .explain =
        "A binary message that belongs to an event or an acknowledgement which was not captured, or could not be "
        "decompressed: what it is part of is unknown."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::connect, &event::disconnect,     &event::connect_error, &event::event,
                                       &event::ack,     &event::unacknowledged, &event::unanswered,    &event::unjoined,
                                       &event::error,   &event::attachment};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "socketio", .title = "Socket.IO", .events = all_events, .notes = all_notes};

}  // namespace wstrace::socketio
