// What can happen in Socket.IO, in words.
#pragma once

#include "core/definitions.h"

namespace wstrace::socketio {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef protocol{"protocol", FieldKind::number, "version of the Socket.IO protocol: 4 or 5"};
inline constexpr FieldDef nsp{"nsp", FieldKind::text, "namespace"};
inline constexpr FieldDef query{"query", FieldKind::text, "what protocol 4 sends behind a namespace"};
inline constexpr FieldDef parser{"parser", FieldKind::text, "when it is not the default one: msgpack"};
inline constexpr FieldDef id{"id", FieldKind::number, "asks for an acknowledgement, or gives it"};
inline constexpr FieldDef name{"name", FieldKind::text, "of the event; with an ack, of the event that it answers"};
inline constexpr FieldDef args{"args", FieldKind::json};
inline constexpr FieldDef attachments{"attachments", FieldKind::number, "binary packets that belong to this one"};
inline constexpr FieldDef binary{"binary", FieldKind::boolean, "BINARY_EVENT or BINARY_ACK"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the event to its acknowledgement"};
inline constexpr FieldDef sid{"sid", FieldKind::id, "of the client in this namespace"};
inline constexpr FieldDef pid{"pid", FieldKind::id, "the private id to recover the connection's state with"};
inline constexpr FieldDef data{"data", FieldKind::json};
inline constexpr FieldDef message{"message", FieldKind::text};
// In notes only:
inline constexpr FieldDef received{"received", FieldKind::number};
inline constexpr FieldDef placeholders{"placeholders", FieldKind::number};
// The bytes of what is no packet:
inline constexpr FieldDef text_data{"data", FieldKind::text};
inline constexpr FieldDef binary_data{"data", FieldKind::binary};
}  // namespace field

namespace event {

inline constexpr EventDef connect{
    .protocol = &protocol,
    .name = "connect",
    .layer = Layer::application,
    .title = "CONNECT \"{nsp}\"",
    .summary = "[sid {sid}][, pid {pid}][, query {query}][, {parser} parser][ {data}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain =
        "The client asks to join a namespace, perhaps with data to prove who it is; the server answers with the same "
        "packet and the client's id there. Up to Socket.IO 2 the server opens \"/\" without being asked."};

inline constexpr EventDef disconnect{
    .protocol = &protocol,
    .name = "disconnect",
    .layer = Layer::application,
    .title = "DISCONNECT \"{nsp}\"",
    .summary = {},
    .ref = "Socket.IO protocol, Disconnection from a namespace",
    .explain = "The sender leaves one namespace. The connection may stay for others; no answer is expected."};

inline constexpr EventDef connect_error{
    .protocol = &protocol,
    .name = "connect_error",
    .layer = Layer::application,
    .title = "CONNECT_ERROR \"{nsp}\"",
    .summary = "[{message}]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .explain = "The server refuses the client in this namespace, and says why. Up to Socket.IO 2 it is called ERROR."};

inline constexpr EventDef event{
    .protocol = &protocol,
    .name = "event",
    .layer = Layer::application,
    .title = "EVENT[ \"{name}\"][ #{id}]",
    .summary = "{args}",
    .ref = "Socket.IO protocol, Sending and receiving data",
    .explain =
        "emit(name, …arguments) on one side calls the handlers of that name on the other. With a number (#) the sender "
        "asks for an acknowledgement; binary arguments follow as packets of their own."};

inline constexpr EventDef ack{
    .protocol = &protocol,
    .name = "ack",
    .layer = Layer::application,
    .title = "ACK[ #{id}]",
    .summary = "{args}[   answers \"{name}\"][ after {rtt_us}]",
    .ref = "Socket.IO protocol, Acknowledgement",
    .explain = "Answers the event of this number: the other side called the acknowledgement callback."};

inline constexpr EventDef error{
    .protocol = &protocol,
    .name = "error",
    .layer = Layer::application,
    .title = "no Socket.IO packet",
    .summary = "[{data}]",
    .ref = "Socket.IO protocol, Packet encoding",
    .explain = "Bytes that are no Socket.IO packet, or that stand where none is expected. Receivers close on them."};

/// The same event in other words.
constexpr EventDef worded(EventDef def, std::string_view title, std::string_view summary) {
  def.title = title;
  def.summary = summary;
  return def;
}

// What the server sends unasked is told as such, and a namespace is named unless it is "/".
inline constexpr EventDef event_pushed = worded(event, event.title, "{args}   pushed");
inline constexpr EventDef event_in_nsp = worded(event, "EVENT[ \"{name}\"][ #{id}] in {nsp}", event.summary);
inline constexpr EventDef event_pushed_in_nsp = worded(event, event_in_nsp.title, event_pushed.summary);
inline constexpr EventDef ack_in_nsp = worded(ack, "ACK[ #{id}] in {nsp}", ack.summary);

}  // namespace event

namespace note {

inline constexpr std::string_view kEncoding = "Socket.IO protocol, Packet encoding";
inline constexpr std::string_view kSending = "Socket.IO protocol, Sending and receiving data";

inline constexpr NoteDef bad_packet{
    .code = "sio.bad-packet",
    .severity = Severity::error,
    .text = "this is no valid Socket.IO packet: the receiver reports a parse error and closes the connection",
    .ref = kEncoding,
    .advice = "check that both sides use the same parser, and that nothing else writes to this connection"};

inline constexpr NoteDef not_utf8{
    .code = "sio.not-utf8",
    .severity = Severity::error,
    .text = "this packet's JSON is not valid UTF-8 text and cannot be read",
    .ref = "RFC 8259 8.1",
    .advice = "the sender encodes its text wrongly, or twice; send bytes as binary, not as a string"};

inline constexpr NoteDef too_deep{
    .code = "sio.deep-json",
    .severity = Severity::warn,
    .text = "this packet's data is nested more than 512 levels deep; wstrace does not take it apart",
    .ref = "RFC 8259 9",
    .advice = "look at what is sent: data that refers to itself often looks like this"};

inline constexpr NoteDef text_not_utf8{
    .code = "sio.text-not-utf8",
    .severity = Severity::warn,
    .text = "a text in this msgpack packet is not valid UTF-8: it is shown as its bytes; receivers put U+FFFD in it",
    .ref = "MessagePack specification, String",
    .advice = "the sender writes bytes as a text; let it send them as binary"};

inline constexpr NoteDef too_large{
    .code = "sio.large-json",
    .severity = Severity::warn,
    .text = "written as JSON this msgpack packet would be larger than wstrace's limit; only its bytes are shown",
    .ref = {},
    .advice = "send large data in parts"};

inline constexpr NoteDef truncated{
    .code = "sio.truncated",
    .severity = Severity::warn,
    .text = "only the beginning of this packet was kept: it is larger than wstrace's limit for one message",
    .ref = {},
    .advice = "send large data in parts; a server closes the connection at maxHttpBufferSize (1 MB by default)"};

inline constexpr NoteDef lone_surrogate{
    .code = "sio.lone-surrogate",
    .severity = Severity::note,
    .text = "a string holds half of a character (a surrogate without its pair); it is shown as U+FFFD",
    .ref = "RFC 8259 8.2",
    .advice = "the sender cuts strings between the two halves of an emoji or another rare character"};

inline constexpr NoteDef reserved_name{
    .code = "sio.reserved-name",
    .severity = Severity::error,
    .text = "\"{name}\" is a name that Socket.IO keeps for itself: the receiver refuses the packet and closes",
    .ref = "Socket.IO documentation, Emit cheatsheet, Reserved events",
    .advice = "rename the event"};

inline constexpr NoteDef attachment_missing{
    .code = "sio.attachment-missing",
    .severity = Severity::error,
    .text = "of this packet's {attachments} binary attachments only {received} came before something else did",
    .ref = kSending,
    .advice = "the receiver closes the connection on this; look for code that writes to the transport on its own"};

inline constexpr NoteDef attachment_not_captured{
    .code = "sio.attachment-not-captured",
    .severity = Severity::note,
    .text = "of this packet's {attachments} binary attachments {received} came before a hole in the capture",
    .ref = {},
    .advice = "packets were lost while capturing: use a larger capture buffer (-B) or a narrower filter"};

inline constexpr NoteDef attachment_limit{
    .code = "sio.attachment-limit",
    .severity = Severity::warn,
    .text = "this packet's {attachments} attachments are more than wstrace keeps at once; some are not shown",
    .ref = {},
    .advice = "servers take 10 attachments for one packet by default, and maxHttpBufferSize (1 MB) for each"};

inline constexpr NoteDef bad_placeholder{
    .code = "sio.bad-placeholder",
    .severity = Severity::warn,
    .text = "{placeholders} places for attachments name one that does not exist, or one that was used before",
    .ref = kSending,
    .advice = "the sender's encoder counts its attachments wrongly"};

inline constexpr NoteDef unexpected_binary{
    .code = "sio.unexpected-binary",
    .severity = Severity::warn,
    .text = "no event announced this binary packet: the default parser reports a parse error and closes on it",
    .ref = kSending,
    .advice = "look for code that writes to the connection on its own, or for a parser that wstrace does not know"};

inline constexpr NoteDef orphan_binary{
    .code = "sio.orphan-binary",
    .severity = Severity::note,
    .text = "the packet that announced this attachment is not in the capture",
    .ref = kSending,
    .advice = "start the capture before the client connects, or use a larger capture buffer (-B)"};

inline constexpr NoteDef unexpected_ack{
    .code = "sio.unexpected-ack",
    .severity = Severity::note,
    .text = "no event waits for an acknowledgement of this number",
    .ref = "Socket.IO protocol, Acknowledgement",
    .advice = "the handler may have called its callback twice: only the first call counts"};

inline constexpr NoteDef ack_without_id{.code = "sio.ack-without-id",
                                        .severity = Severity::error,
                                        .text = "this acknowledgement does not say which event it answers",
                                        .ref = "Socket.IO protocol, Acknowledgement",
                                        .advice = "the sender's Socket.IO library is faulty"};

inline constexpr NoteDef no_sid{
    .code = "sio.no-sid",
    .severity = Severity::error,
    .text = "the server's answer has no sid: it speaks Socket.IO 2 or older, the client 3 or newer, which gives up",
    .ref = "Socket.IO protocol, History, Difference between v5 and v4",
    .advice = "use a client of the server's major version, or update the server and set allowEIO3 for old clients"};

inline constexpr NoteDef namespace_limit{
    .code = "sio.namespace-limit",
    .severity = Severity::warn,
    .text =
        "this session uses more namespaces (or longer names) than wstrace follows; acknowledgements are not matched",
    .ref = {},
    .advice = "rooms, not namespaces, are meant for groups that come and go"};

}  // namespace note
}  // namespace wstrace::socketio
