// What can be wrong or noteworthy in Socket.IO, in words.
#pragma once

#include "core/definitions.h"

namespace wstrace::socketio {

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
    .severity = Severity::warning,
    .text = "this packet's data is nested more than 512 levels deep; wstrace does not take it apart",
    .ref = "RFC 8259 9",
    .advice = "look at what is sent: data that refers to itself often looks like this"};

inline constexpr NoteDef text_not_utf8{
    .code = "sio.text-not-utf8",
    .severity = Severity::warning,
    .text = "a text in this msgpack packet is not valid UTF-8: it is shown as its bytes; receivers put U+FFFD in it",
    .ref = "MessagePack specification, String",
    .advice = "the sender writes bytes as a text; let it send them as binary"};

inline constexpr NoteDef too_large{
    .code = "sio.large-json",
    .severity = Severity::warning,
    .text = "written as JSON this msgpack packet would be larger than wstrace's limit; only its bytes are shown",
    .ref = {},
    .advice = "send large data in parts"};

inline constexpr NoteDef truncated{
    .code = "sio.truncated",
    .severity = Severity::warning,
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
    .text =
        "{received} of the {attachments} binary attachments that this packet announces came before something else did",
    .ref = kSending,
    .advice = "the receiver closes the connection on this; look for code that writes to the transport on its own"};

inline constexpr NoteDef attachment_not_captured{
    .code = "sio.attachment-not-captured",
    .severity = Severity::note,
    .text =
        "of this packet's {attachments} binary attachments {received} came before a hole in the capture, or its end",
    .ref = {},
    .advice = "if packets were lost while capturing, use a larger capture buffer (-B) or a narrower filter",
    .loss = true};

inline constexpr NoteDef attachment_limit{
    .code = "sio.attachment-limit",
    .severity = Severity::warning,
    .text = "this packet's {attachments} attachments are more than wstrace keeps at once; some are not shown",
    .ref = {},
    .advice = "servers take 10 attachments for one packet by default, and maxHttpBufferSize (1 MB) for each"};

inline constexpr NoteDef bad_placeholder{
    .code = "sio.bad-placeholder",
    .severity = Severity::warning,
    .text = "{placeholders} places for attachments name one that does not exist, or one that was used before",
    .ref = kSending,
    .advice = "the sender's encoder counts its attachments wrongly"};

inline constexpr NoteDef unexpected_binary{
    .code = "sio.unexpected-binary",
    .severity = Severity::warning,
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

inline constexpr NoteDef ack_missing{
    .code = "sio.ack-missing",
    .severity = Severity::warning,
    .text = "no acknowledgement came[ for {\"name\"}][ in {waited_us}][ for {more} more events]",
    .ref = "Socket.IO protocol, Acknowledgement",
    .advice =
        "the handler must exist, and call its last argument on every path, also on errors; "
        "socket.timeout(5000).emit(…) tells the sender when nothing comes"};

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

inline constexpr NoteDef parser_mismatch{
    .code = "sio.parser-mismatch",
    .severity = Severity::error,
    .text =
        "[the {speaker} sends msgpack packets][ and the {other} JSON ones][ and the {silent}, which ended the session "
        "without a word, most likely expects JSON][the {lone} sends JSON packets and the server closed at once without "
        "a "
        "word: it most likely expects msgpack]: a receiver with another parser reports a parse error and closes",
    .ref = "Socket.IO documentation, Custom parser",
    .advice = "give both sides the same parser: new Server({ parser }) and io(url, { parser })"};

inline constexpr NoteDef connect_error{
    .code = "sio.connect-error",
    .severity = Severity::error,
    .text =
        "the server does not let the client into {\"nsp\"}[: {\"message\"}][{?unknown}; it has no namespace of this "
        "name: compare the client's io(\"…/name\") with the server's io.of(\"/name\")][{!unknown}; a middleware "
        "(use()) of the server refused it: look at what it checks]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .advice = "the client gets \"connect_error\" (up to version 2 \"error\") and does not try again by itself"};

inline constexpr NoteDef connect_unanswered{
    .code = "sio.connect-unanswered",
    .severity = Severity::error,
    .text =
        "the client asked to join a namespace, and the server ended the session {waited_us} later without an answer",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .advice =
        "at once: the server uses another parser (such as socket.io-msgpack-parser) and cannot read the packet; "
        "after connectTimeout (45 s by default): a middleware never calls next()"};

inline constexpr NoteDef no_namespace{
    .code = "sio.no-namespace",
    .severity = Severity::error,
    .text =
        "the client joined no namespace in {waited_us}, and the server ended the session (it waits connectTimeout, "
        "45 s by default)",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .advice =
        "a Socket.IO 3 or 4 client sends CONNECT (\"40\") itself; one that you wrote must send it, for \"/\" too"};

inline constexpr NoteDef not_recovered{
    .code = "sio.not-recovered",
    .severity = Severity::warning,
    .text =
        "the connection's state was not recovered, missed events are lost"
        "[: the server no longer had the state{?with_offset}{!never}; maxDisconnectionDuration (2 minutes by default) "
        "had passed, the server was restarted, or its adapter cannot do it]"
        "[: it was impossible{!with_offset}, since the client never received an event with an offset; only events "
        "that the server sends, without acknowledgement, have one]"
        "[: this server does not recover connections{?never} (connectionStateRecovery)]",
    .ref = "Socket.IO documentation, Connection state recovery",
    .advice = "where socket.recovered is false the application must fetch its state anew"};

inline constexpr NoteDef namespace_limit{
    .code = "sio.namespace-limit",
    .severity = Severity::warning,
    .text =
        "this session uses more namespaces (or longer names) than wstrace follows; acknowledgements are not matched",
    .ref = {},
    .advice = "rooms, not namespaces, are meant for groups that come and go"};

}  // namespace note
}  // namespace wstrace::socketio
