// The notes about Socket.IO: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/socketio/definitions.h"
#include "model/remedies.h"

namespace wstrace::socketio {
namespace note {

constexpr std::string_view kEncoding = "Socket.IO protocol, Packet encoding";

constexpr std::string_view kSending = "Socket.IO protocol, Sending and receiving data";

constexpr NoteDef bad_packet{
    .code = "sio.bad-packet",
    .severity = Severity::error,
    .text = "this is not a valid Socket.IO packet: the receiver reports a parse error and closes the connection",
    .ref = kEncoding,
    .advice = "check that both sides use the same parser, and that nothing else writes to this connection"};

constexpr NoteDef not_utf8{
    .code = "sio.not-utf8",
    .severity = Severity::error,
    .text = "the JSON in this packet is not valid UTF-8 and cannot be parsed",
    .ref = "RFC 8259 8.1",
    .advice = "the sender encodes its text incorrectly, or twice; send bytes as binary, not as a string"};

constexpr NoteDef too_deep{
    .code = "sio.deep-json",
    .severity = Severity::warning,
    .text = "the data in this packet is nested more than 512 levels deep; wstrace does not parse it",
    .ref = "RFC 8259 9",
    .advice = "check what is sent: data that refers to itself often looks like this"};

constexpr NoteDef text_not_utf8{
    .code = "sio.text-not-utf8",
    .severity = Severity::warning,
    .text =
        "a string in this msgpack packet is not valid UTF-8: its bytes are shown; receivers replace them with U+FFFD",
    .ref = "MessagePack specification, String",
    .advice = "the sender encodes bytes as a string; let it send them as binary"};

constexpr NoteDef too_large{
    .code = "sio.large-json",
    .severity = Severity::warning,
    .text = "written as JSON, this msgpack packet would exceed wstrace's limit; only its bytes are shown",
    .ref = {},
    .advice = "send large data in parts"};

constexpr NoteDef truncated{
    .code = "sio.truncated",
    .severity = Severity::warning,
    .text = "only the beginning of this packet was kept: it exceeds wstrace's limit for one message",
    .ref = {},
    .advice = "send large data in parts; a server closes the connection at maxHttpBufferSize (1 MB by default)"};

constexpr NoteDef lone_surrogate{
    .code = "sio.lone-surrogate",
    .severity = Severity::note,
    .text = "a string contains half of a character (an unpaired surrogate); it is shown as U+FFFD",
    .ref = "RFC 8259 8.2",
    .advice = "the sender cuts strings between the two halves of an emoji or another rare character"};

constexpr NoteDef reserved_name{
    .code = "sio.reserved-name",
    .severity = Severity::error,
    .text =
        "the event name \"{name}\" is reserved by Socket.IO: the receiver rejects the packet and closes the connection",
    .ref = "Socket.IO documentation, Emit cheatsheet, Reserved events",
    .advice = "rename the event",
    .explain =
        "the name of this event is reserved by Socket.IO: the receiver rejects the packet and closes the connection"};

constexpr NoteDef attachment_missing{
    .code = "sio.attachment-missing",
    .severity = Severity::error,
    .text = "this packet announces {attachments} binary attachments, but only {received} arrived before another packet",
    .ref = kSending,
    .advice = "the receiver closes the connection; look for code that writes to the transport directly",
    .explain = "this packet announces more binary attachments than arrived before the next other packet"};

constexpr NoteDef attachment_not_captured{
    .code = "sio.attachment-not-captured",
    .severity = Severity::note,
    .text =
        "this packet announces {attachments} binary attachments, but only {received} of them came before a gap in the "
        "capture or before its end",
    .ref = {},
    .advice = "if packets were lost during the capture, use a larger capture buffer (tcpdump -B) or a narrower filter",
    .loss = true,
    .explain = "the capture has a gap, or ends, before all binary attachments of this packet arrived"};

constexpr NoteDef attachment_limit{
    .code = "sio.attachment-limit",
    .severity = Severity::warning,
    .text = "this packet announces {attachments} attachments, more than wstrace keeps at once; some are not shown",
    .ref = {},
    .advice = "servers accept 10 attachments per packet by default, each up to maxHttpBufferSize (1 MB)",
    .explain = "this packet announces more attachments than wstrace keeps at once; some are not shown"};

constexpr NoteDef bad_placeholder{
    .code = "sio.bad-placeholder",
    .severity = Severity::warning,
    .text = "{placeholders} placeholders refer to an attachment that does not exist, or that was used before",
    .ref = kSending,
    .advice = "the sender's encoder counts its attachments incorrectly",
    .explain = "a placeholder refers to an attachment that does not exist, or that was used before"};

constexpr NoteDef unexpected_binary{
    .code = "sio.unexpected-binary",
    .severity = Severity::warning,
    .text = "no event announced this binary packet: the default parser reports a parse error and closes the connection",
    .ref = kSending,
    .advice = "look for code that writes to the connection directly, or for a parser that wstrace does not know"};

constexpr NoteDef orphan_binary{
    .code = "sio.orphan-binary",
    .severity = Severity::note,
    .text = "the packet that announced this attachment is not in the capture, or could not be decoded",
    .ref = kSending,
    .advice = "start the capture before the client connects, or use a larger capture buffer (tcpdump -B)"};

constexpr NoteDef unexpected_ack{
    .code = "sio.unexpected-ack",
    .severity = Severity::note,
    .text = "no pending event with this ack id",
    .ref = "Socket.IO protocol, Acknowledgement",
    .advice = "the handler may have called its callback twice: only the first call counts"};

constexpr NoteDef ack_missing{.code = "sio.ack-missing",
                              .severity = Severity::warning,
                              .text = "no acknowledgement[ for {\"name\"}][ for {more} more events]",
                              .ref = "Socket.IO protocol, Acknowledgement",
                              .advice =
                                  "the handler must exist and call its last argument on every path, including errors; "
                                  "socket.timeout(5000).emit(…) reports to the sender when no answer comes",
                              .explain = "an event asked for an acknowledgement, and the session ended without one"};

constexpr NoteDef ack_without_id{.code = "sio.ack-without-id",
                                 .severity = Severity::error,
                                 .text = "this acknowledgement has no id, so it does not say which event it answers",
                                 .ref = "Socket.IO protocol, Acknowledgement",
                                 .advice = "the sender's Socket.IO library is faulty"};

constexpr NoteDef no_sid{
    .code = "sio.no-sid",
    .severity = Severity::error,
    .text =
        "the server's answer has no sid: the server uses Socket.IO 2 or older, the client 3 or newer, and the client "
        "gives up",
    .ref = "Socket.IO protocol, History, Difference between v5 and v4",
    .advice = "use a client of the server's major version, or upgrade the server and set allowEIO3 for old clients"};

constexpr NoteDef parser_mismatch{
    .code = "sio.parser-mismatch",
    .severity = Severity::error,
    .text =
        "[the {speaker} sends msgpack packets][, the {other} JSON packets][; the {silent} ended the session without "
        "replying and most likely expects JSON][the {lone} sends JSON packets; the server closed the session at once "
        "without replying and most likely expects msgpack]: a receiver with a different parser reports a parse error "
        "and closes the connection",
    .ref = "Socket.IO documentation, Custom parser",
    .advice = "give both sides the same parser: new Server({ parser }) and io(url, { parser })",
    .explain =
        "the two sides use different parsers, msgpack and the default JSON parser; where only one of them sent "
        "packets, this is the most likely explanation. A receiver with a different parser reports a parse error and "
        "closes the connection"};

constexpr NoteDef answer_repeated{
    .code = "sio.answer-repeated",
    .severity = Severity::error,
    .text = "this answer to CONNECT came before, with the same sid: a cache on the path repeats the server's answers",
    .ref = "RFC 9111 3",
    .advice =
        "let nothing cache this path: turn the proxy's cache off there, and let the server send Cache-Control: "
        "no-store",
    .once = true,
    .explain = "the same answer to CONNECT came again: a cache on the path repeats the server's answers",
    .remedies = remedy::kCache};

constexpr NoteDef ack_slow{
    .code = "sio.ack-slow",
    .severity = Severity::note,
    .text = "this acknowledgement took {rtt_us}[, where {usual_us} is usual for \"{name}\"]",
    .ref = {},
    .advice = "look at what the handler of this event does before it acknowledges",
    .explain = "an acknowledgement took longer than --slow, and far longer than is usual for its event"};

constexpr NoteDef connect_slow{.code = "sio.connect-slow",
                               .severity = Severity::note,
                               .text = "the server needed {took_us} to accept the client in namespace {\"nsp\"}",
                               .ref = {},
                               .advice = "look at what the server's middleware and connection handlers wait for",
                               .explain = "the server needed longer than --slow to accept a client in a namespace"};

constexpr NoteDef connect_error{
    .code = "sio.connect-error",
    .severity = Severity::error,
    .text =
        "the server rejected the client in namespace {\"nsp\"}[: {\"message\"}][{?unknown}; this namespace does not "
        "exist in the server: compare the client's io(\"…/name\") with the server's io.of(\"/name\")][{?python}; the "
        "server (python-socketio) has no handlers for this namespace, or its connect handler rejected the client]"
        "[{?rejected}; a middleware (use()) or a connect handler of the server rejected it: check what it tests]",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .advice =
        "the client receives \"connect_error\" (up to version 2 \"error\"); its library does not retry after that, "
        "only "
        "the application can",
    .explain =
        "the server rejected the client in a namespace: either the namespace does not exist in the server, or a "
        "middleware (use()) rejected the client"};

constexpr NoteDef connect_unanswered{
    .code = "sio.connect-unanswered",
    .severity = Severity::error,
    .text = "the client asked to join a namespace, and the server ended the session {waited_us} later without replying",
    .ref = "Socket.IO protocol, Connection to a namespace",
    .advice =
        "if this happens at once, the server uses another parser (such as socket.io-msgpack-parser) and cannot parse "
        "the packet; if it happens after connectTimeout (45 s by default), a middleware never calls next()",
    .explain = "the client asked to join a namespace, and the server ended the session without replying"};

constexpr NoteDef no_namespace{.code = "sio.no-namespace",
                               .severity = Severity::error,
                               .text =
                                   "the client joined no namespace within {waited_us}, and the server ended the "
                                   "session (it waits for connectTimeout, 45 s by default)",
                               .ref = "Socket.IO protocol, Connection to a namespace",
                               .advice =
                                   "a Socket.IO 3 or 4 client sends CONNECT (\"40\") by itself; a client of "
                                   "your own must send it, even for \"/\"",
                               .explain =
                                   "the client joined no namespace, and the server ended the session (it waits "
                                   "for connectTimeout, 45 s by default)"};

constexpr NoteDef not_recovered{
    .code = "sio.not-recovered",
    .severity = Severity::warning,
    .text =
        "the connection state was not recovered; missed events are lost[: the server no longer had the "
        "state{?with_offset}{!never}; either maxDisconnectionDuration (2 minutes by default) had passed, the server "
        "was restarted, or its adapter does not support recovery][: recovery was impossible{!with_offset}, since the "
        "client never received an event with an offset; only events that the server sends without acknowledgement have "
        "one][: this server does not recover connections{?never} (connectionStateRecovery)]",
    .ref = "Socket.IO documentation, Connection state recovery",
    .advice = "if socket.recovered is false, the application must fetch its state again",
    .explain =
        "the connection state was not recovered, and missed events are lost: either the server no longer had the "
        "state, or the client never received an event with an offset, or this server does not recover connections "
        "(connectionStateRecovery)"};

constexpr NoteDef namespace_limit{
    .code = "sio.namespace-limit",
    .severity = Severity::warning,
    .text = "this session uses more namespaces (or longer names) than wstrace tracks; acknowledgements are not matched",
    .ref = {},
    .advice = "for groups that come and go, use rooms, not namespaces"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::bad_packet,
                                     &note::not_utf8,
                                     &note::too_deep,
                                     &note::text_not_utf8,
                                     &note::too_large,
                                     &note::truncated,
                                     &note::lone_surrogate,
                                     &note::reserved_name,
                                     &note::attachment_missing,
                                     &note::attachment_not_captured,
                                     &note::attachment_limit,
                                     &note::bad_placeholder,
                                     &note::unexpected_binary,
                                     &note::orphan_binary,
                                     &note::unexpected_ack,
                                     &note::ack_without_id,
                                     &note::no_sid,
                                     &note::parser_mismatch,
                                     &note::answer_repeated,
                                     &note::ack_slow,
                                     &note::connect_slow,
                                     &note::connect_error,
                                     &note::ack_missing,
                                     &note::connect_unanswered,
                                     &note::no_namespace,
                                     &note::not_recovered,
                                     &note::namespace_limit};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::socketio
