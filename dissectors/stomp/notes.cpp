// The notes about STOMP: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/stomp/definitions.h"

namespace wstrace::stomp {
namespace note {

constexpr NoteDef bad_login{
    .code = "stomp.bad-login",
    .severity = Severity::error,
    .text = "the server rejected CONNECT: {message}[ ({details})]",
    .ref = "STOMP 1.2, Connecting",
    .advice =
        "check login, passcode and host (the virtual host) of the client, and the user's permissions on the server",
    .explain = "the server answered CONNECT with ERROR"};

constexpr NoteDef version{
    .code = "stomp.version",
    .severity = Severity::error,
    .text =
        "client and server have no STOMP version in common: the client accepts {offered}[, the server supports "
        "{supported}][, the server answered with {chosen}]",
    .ref = "STOMP 1.2, Protocol Negotiation",
    .advice = "let the client send accept-version with a version that the server supports (1.0,1.1,1.2 offers all)",
    .explain = "client and server have no STOMP version in common"};

constexpr NoteDef error{
    .code = "stomp.error",
    .severity = Severity::error,
    .text = "the server sent ERROR[ in reply to {of}][ after {after}][: {message}][ ({details})]",
    .ref = "STOMP 1.2, ERROR",
    .advice =
        "correct the frame that the server rejects; a server that follows the specification closes the connection "
        "after ERROR, so let the client connect again",
    .explain = "the server sent ERROR"};

constexpr NoteDef heart_beat_timeout{
    .code = "stomp.heart-beat-timeout",
    .severity = Severity::error,
    .text =
        "the {closer} closed the connection after {silent_us} without data from the {silent}, which had agreed to send "
        "some every {interval_us}",
    .ref = "STOMP 1.2, Heart-beating",
    .advice =
        "find out why that side was silent: its process hung or was suspended, a browser throttled its timers, or "
        "the network failed; a longer interval in heart-beat tolerates longer pauses",
    .explain = "one side closed the connection because the other one sent no heart-beats"};

constexpr NoteDef no_connected{
    .code = "stomp.no-connected",
    .severity = Severity::error,
    .text =
        "the server did not answer CONNECT: [the client gave up after {waited_us}{?gave_up}][the server closed the "
        "connection after {waited_us}{!gave_up}]",
    .ref = "STOMP 1.2, Connecting",
    .advice = "check that this port and path belong to a STOMP server, and look into the server's log",
    .explain = "the server answered CONNECT neither with CONNECTED nor with ERROR"};

constexpr NoteDef receipt_missing{
    .code = "stomp.receipt-missing",
    .severity = Severity::warning,
    .text =
        "the client asked for a receipt for {of} and received none within {waited_us}, until the connection ended: "
        "either the "
        "server did not process the frame, or it does not send receipts for this kind of frame",
    .ref = "STOMP 1.2, Header receipt",
    .advice = "treat the frame as not processed; check whether the server supports the receipt header here",
    .explain = "the client asked for a receipt, and the connection ended without one"};

constexpr NoteDef not_acked{
    .code = "stomp.not-acked",
    .severity = Severity::note,
    .text =
        "the connection ended before the client acknowledged [{count} messages{?several}][1 message{!several}]: the "
        "server delivers what was not acknowledged again, to this or to another subscriber",
    .ref = "STOMP 1.2, SUBSCRIBE ack Header",
    .advice = "let the client send ACK or NACK for each message (ack: client-individual), or subscribe with ack: auto",
    .explain = "the connection ended before the client acknowledged messages that need an ACK"};

constexpr NoteDef invalid_frame{
    .code = "stomp.invalid-frame",
    .severity = Severity::error,
    .text = "the {party} sent an invalid STOMP frame: {reason}",
    .ref = "STOMP 1.2, STOMP Frames",
    .advice =
        "check the sender's STOMP library, and that nothing else writes to this connection; servers answer with ERROR "
        "or close the connection",
    .explain = "one side sent an invalid STOMP frame"};

constexpr NoteDef frame_rejected{
    .code = "stomp.frame-rejected",
    .severity = Severity::error,
    .text = "the {party} closed the WebSocket because of the invalid STOMP frame[: {reason}]",
    .ref = "STOMP 1.2, STOMP Frames",
    .advice = "correct the frame before it",
    .explain = "one side closed the WebSocket because of an invalid STOMP frame"};

constexpr NoteDef content_length_wrong{
    .code = "stomp.content-length-wrong",
    .severity = Severity::warning,
    .text =
        "content-length is {declared} bytes, but the body has {found} before its NUL: receivers drop what exceeds it, "
        "or "
        "take the next frame for a part of this body",
    .ref = "STOMP 1.2, Header content-length",
    .advice = "let the sender count the bytes of the encoded body, not its characters",
    .explain = "content-length is not the number of bytes of the body"};

constexpr NoteDef content_length_invalid{.code = "stomp.content-length-invalid",
                                         .severity = Severity::warning,
                                         .text = "content-length is not a number; wstrace reads the body up to its NUL",
                                         .ref = "STOMP 1.2, Header content-length",
                                         .advice = "let the sender write the number of bytes of the body"};

constexpr NoteDef missing_header{.code = "stomp.missing-header",
                                 .severity = Severity::note,
                                 .text = "this frame has no {header} header, which the specification requires",
                                 .ref = "STOMP 1.2, Frames and Headers",
                                 .advice = "check the sender's STOMP library; receivers may reject the frame",
                                 .once = true,
                                 .explain = "a frame has not all headers that the specification requires"};

constexpr NoteDef unknown_subscription{
    .code = "stomp.unknown-subscription",
    .severity = Severity::note,
    .text = "the client has no subscription {subscription}",
    .ref = "STOMP 1.2, SUBSCRIBE id Header",
    .advice = "libraries drop messages of a subscription that they do not know; check the id header of SUBSCRIBE",
    .explain = "a frame names a subscription that the client does not have"};

constexpr NoteDef repeated_connect{
    .code = "stomp.repeated-connect",
    .severity = Severity::warning,
    .text = "the client sent CONNECT again on the same connection",
    .ref = "STOMP 1.2, Connecting",
    .advice = "open a new connection for each STOMP session; servers answer with ERROR or begin anew"};

constexpr NoteDef closed_without_error{
    .code = "stomp.closed-without-error",
    .severity = Severity::warning,
    .text =
        "the server closed the connection {after_us} after {of}, without ERROR or RECEIPT: most likely it failed to "
        "process this frame, or it was stopped at that moment",
    .ref = "STOMP 1.2, ERROR",
    .advice = "look into the server's log at this time; check that the destination exists and that the user may use it",
    .explain = "the server closed the connection right after a frame, without ERROR or RECEIPT"};

constexpr NoteDef truncated{
    .code = "stomp.truncated",
    .severity = Severity::warning,
    .text = "only the beginning of this frame was kept: it exceeds wstrace's limit for one message",
    .ref = {},
    .advice = "send large data in parts"};

constexpr NoteDef incomplete{.code = "stomp.incomplete-frame",
                             .severity = Severity::note,
                             .text = "the connection ended before the NUL of this frame",
                             .ref = "STOMP 1.2, STOMP Frames",
                             .advice =
                                 "the receiver drops this frame; check that the sender writes a NUL after each "
                                 "frame, and why the connection ended"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::bad_login,
                                     &note::version,
                                     &note::error,
                                     &note::heart_beat_timeout,
                                     &note::no_connected,
                                     &note::receipt_missing,
                                     &note::not_acked,
                                     &note::invalid_frame,
                                     &note::frame_rejected,
                                     &note::content_length_wrong,
                                     &note::content_length_invalid,
                                     &note::missing_header,
                                     &note::unknown_subscription,
                                     &note::repeated_connect,
                                     &note::closed_without_error,
                                     &note::truncated,
                                     &note::incomplete};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::stomp
