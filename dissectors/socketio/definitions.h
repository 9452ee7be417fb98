// What can happen in Socket.IO, in words.
#pragma once

#include "dissectors/socketio/notes.h"
#include "model/definitions.h"

namespace wstrace::socketio {

extern const ProtocolDef protocol;

inline constexpr SessionType session_type{
    .name = "socketio", .title = "Socket.IO", .level = Level::application, .outlives_connections = true};

namespace field {
inline constexpr FieldDef version{"version", FieldKind::number, "version of the Socket.IO protocol: 4 or 5"};
inline constexpr FieldDef nsp{"nsp", FieldKind::text, "namespace"};
inline constexpr FieldDef query{"query", FieldKind::text, "what protocol 4 sends after a namespace"};
inline constexpr FieldDef parser{"parser", FieldKind::text, "when it is not the default one: msgpack"};
inline constexpr FieldDef id{"id", FieldKind::number, "asks for an acknowledgement, or gives it"};
inline constexpr FieldDef name{"name", FieldKind::text, "of the event; with an ack, of the event that it answers"};
inline constexpr FieldDef name_number{"name_number", FieldKind::json, "the name again, where it is a number"};
inline constexpr FieldDef args{"args", FieldKind::json};
inline constexpr FieldDef attachments{"attachments", FieldKind::number, "binary packets that belong to this one"};
inline constexpr FieldDef binary{"binary", FieldKind::boolean, "BINARY_EVENT or BINARY_ACK"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the event to its acknowledgement",
                                 FieldRole::round_trip};
inline constexpr FieldDef sid{"sid", FieldKind::id, "of the client in this namespace"};
inline constexpr FieldDef pid{"pid", FieldKind::id, "the private id to recover the connection's state with"};
inline constexpr FieldDef auth{"auth", FieldKind::json, "what the client says of itself"};
inline constexpr FieldDef data{"data", FieldKind::json, "of a server that gives out no sid"};
inline constexpr FieldDef error{"error", FieldKind::json, "as the server sent it"};
inline constexpr FieldDef message{"message", FieldKind::text};
inline constexpr FieldDef recovered{"recovered", FieldKind::boolean,
                                    "the server restored the state that was asked for"};
inline constexpr FieldDef offset{"offset", FieldKind::text, "the last argument, which the server added for recovery"};
inline constexpr FieldDef recipient{"recipient", FieldKind::number, "this session is the nth to get the same event"};
inline constexpr FieldDef spread_us{"spread_us", FieldKind::micros, "since the first session got the same event"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros, "until the session ended"};
inline constexpr FieldDef more{"more", FieldKind::number, "further events of this kind, not reported individually"};
// In notes only:
inline constexpr FieldDef with_offset{"with_offset", FieldKind::boolean, "the client said what it had received last"};
inline constexpr FieldDef never{"never", FieldKind::boolean, "the server recovers no connections"};
inline constexpr FieldDef speaker{"speaker", FieldKind::text, "who sends msgpack packets: client or server"};
inline constexpr FieldDef other{"other", FieldKind::text, "who sends packets of the default parser"};
inline constexpr FieldDef silent{"silent", FieldKind::text, "the side that ended the session without replying"};
inline constexpr FieldDef lone{"lone", FieldKind::text};
inline constexpr FieldDef usual_us{"usual_us", FieldKind::micros, "median so far"};
inline constexpr FieldDef took_us{"took_us", FieldKind::micros};
inline constexpr FieldDef python{"python", FieldKind::boolean, "python-socketio's words"};
inline constexpr FieldDef rejected{"rejected", FieldKind::boolean, "by the application"};
inline constexpr FieldDef unknown{"unknown", FieldKind::boolean, "the namespace does not exist"};
inline constexpr FieldDef received{"received", FieldKind::number};
inline constexpr FieldDef placeholders{"placeholders", FieldKind::number};
// The bytes of what is no packet:
inline constexpr FieldDef text{"text", FieldKind::text};
inline constexpr FieldDef bytes{"bytes", FieldKind::binary};
}  // namespace field

namespace event {

inline constexpr EventDef connect{
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

inline constexpr EventDef disconnect{
    .protocol = &protocol,
    .name = "disconnect",
    .layer = Layer::application,
    .title = "DISCONNECT \"{nsp}\"",
    .summary = {},
    .ref = "Socket.IO protocol, Disconnection from a namespace",
    .explain = "The sender leaves one namespace. The connection may remain open for others; no answer is expected."};

inline constexpr EventDef connect_error{
    .protocol = &protocol,
    .name = "connect-error",
    .layer = Layer::application,
    .title = "CONNECT_ERROR \"{nsp}\"",
    .summary = "[{message}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain =
        "The server rejects the client in this namespace and says why. Up to Socket.IO 2 this packet is called ERROR."};

inline constexpr EventDef event{
    .protocol = &protocol,
    .name = "event",
    .layer = Layer::application,
    .title = "EVENT[ \"{name}\"][ #{id}]",
    .summary = "{args}[   recipient {recipient}, +{spread_us}]",
    .ref = "Socket.IO protocol, Sending and receiving data",
    .explain =
        "emit(name, …arguments) on one side calls the handlers of that name on the other. With a number (#) the sender "
        "asks for an acknowledgement; binary arguments follow as separate packets. If connection state recovery is "
        "enabled, the server adds an offset as the last argument. \"recipient 3, +2.0 ms\" means that two other "
        "sessions received the same event, the first of them 2.0 ms earlier (a broadcast)."};

inline constexpr EventDef ack{
    .protocol = &protocol,
    .name = "ack",
    .layer = Layer::application,
    .title = "ACK[ #{id}]",
    .summary = "{args}[   answers \"{name}\"][ after {rtt_us}]",
    .ref = "Socket.IO protocol, Acknowledgement",
    .explain = "Answers the event of this number: the other side called the acknowledgement callback."};

inline constexpr EventDef unacknowledged{
    .protocol = &protocol,
    .name = "unacknowledged",
    .layer = Layer::application,
    .title = "no ACK[ #{id}][ for {more} more events]",
    .summary = "[for {\"name\"}][   waited {waited_us}]",
    .ref = "Socket.IO protocol, Acknowledgement",
    .explain =
        "The session is over and an event's acknowledgement never came. The direction and the packets are those of the "
        "event: its sender was waiting."};

inline constexpr EventDef unanswered{
    .protocol = &protocol,
    .name = "unanswered",
    .layer = Layer::application,
    .title = "no answer to CONNECT[ {\"nsp\"}]",
    .summary = "[waited {waited_us}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain = "The client asked to join a namespace, and the server ended the session without replying."};

inline constexpr EventDef unjoined{
    .protocol = &protocol,
    .name = "unjoined",
    .layer = Layer::application,
    .title = "no CONNECT",
    .summary = "[{waited_us} after the session was opened]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain =
        "The server ended a session in which the client joined no namespace. Since Socket.IO 3 a client has to send "
        "CONNECT, even for \"/\"; opening the Engine.IO session is not enough."};

inline constexpr EventDef error{.protocol = &protocol,
                                .name = "error",
                                .layer = Layer::application,
                                .title = "invalid Socket.IO packet",
                                .summary = "[{text}][{bytes}]",
                                .ref = "Socket.IO protocol, Packet encoding",
                                .explain =
                                    "These bytes are not a valid Socket.IO packet, or not one that is expected here. "
                                    "Receivers close the connection."};

inline constexpr EventDef attachment{
    .protocol = &protocol,
    .name = "attachment",
    .layer = Layer::application,
    .title = "attachment",
    .summary = "[{bytes}]",
    .ref = "Socket.IO protocol, Sending and receiving data",
    .explain =
        "A binary message that belongs to an event or an acknowledgement which was not captured, or could not be "
        "decompressed: what it is part of is unknown."};

/// The same event in other words.
constexpr EventDef worded(EventDef def, std::string_view title, std::string_view summary) {
  def.title = title;
  def.summary = summary;
  return def;
}

// What the server sends unasked is told as such, and a namespace is named unless it is "/".
inline constexpr EventDef event_pushed =
    worded(event, event.title, "{args}   pushed[, with offset{?offset}][, recipient {recipient}, +{spread_us}]");
inline constexpr EventDef event_in_nsp = worded(event, "EVENT[ \"{name}\"][ #{id}] in {nsp}", event.summary);
inline constexpr EventDef event_pushed_in_nsp = worded(event, event_in_nsp.title, event_pushed.summary);
inline constexpr EventDef unacknowledged_in_nsp =
    worded(unacknowledged, unacknowledged.title, "[for {\"name\"}][ in {nsp}][   waited {waited_us}]");
inline constexpr EventDef ack_in_nsp = worded(ack, "ACK[ #{id}] in {nsp}", ack.summary);

}  // namespace event

}  // namespace wstrace::socketio
