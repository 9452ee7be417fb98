// Notes: what both sides agreed on and then did not keep to, and how connections end.
#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket::note {

constexpr NoteDef zero_masking_key{
    .code = "ws.zero-masking-key",
    .severity = Severity::note,
    .text = "the masking key is zero, so nothing is masked; the key of each frame should be unpredictable",
    .ref = "RFC 6455 5.3",
    .advice =
        "receivers do not notice; but what a script sends then reaches proxies unchanged, which masking should "
        "prevent"};

constexpr NoteDef masking_key_reused{
    .code = "ws.masking-key-reused",
    .severity = Severity::note,
    .text = "the same masking key is used repeatedly; the key of each frame should be unpredictable",
    .ref = "RFC 6455 5.3",
    .advice =
        "receivers do not notice; but an attacker who can predict the key can predict what reaches proxies, which "
        "masking should prevent"};

constexpr NoteDef second_close{.code = "ws.second-close",
                               .severity = Severity::note,
                               .text = "the same side sends a second close frame; only the first one counts",
                               .ref = "RFC 6455 5.5.1",
                               .advice = "the sender's library is faulty"};

constexpr NoteDef ping_after_close{
    .code = "ws.ping-after-close",
    .severity = Severity::note,
    .text = "this side sends a ping after its close frame; the receiver need not answer it",
    .ref = "RFC 6455 5.5.1",
    .advice = "stop timers that send pings when close() is called"};

constexpr NoteDef window_exceeded{
    .code = "ws.window-exceeded",
    .severity = Severity::error,
    .text =
        "a compressed message refers further back than the negotiated window of {number} bytes; a receiver with that "
        "window cannot decompress it",
    .ref = "RFC 7692 7.2.1",
    .advice = "the sender ignores max_window_bits: fix it, or do not negotiate a smaller window",
    .explain =
        "a compressed message refers further back than the negotiated window; a receiver with that window cannot "
        "decompress it"};

constexpr NoteDef context_takeover{
    .code = "ws.context-takeover",
    .severity = Severity::error,
    .text =
        "a compressed message refers to earlier messages, but no_context_takeover was negotiated; a receiver that "
        "discarded them cannot decompress it",
    .ref = "RFC 7692 7.1.1",
    .advice =
        "the sender must reset its compression after each message; its library is faulty, or its options are wrong"};

constexpr NoteDef deflate_tail{
    .code = "ws.deflate-tail",
    .severity = Severity::error,
    .text = "a compressed message does not end as it must: with an empty block from which 00 00 FF FF is removed",
    .ref = "RFC 7692 7.2.1",
    .advice =
        "receivers that append these four bytes fail here or at the next message; the sender's library is faulty"};

constexpr NoteDef bad_extension_offer{
    .code = "ws.bad-extension-offer",
    .severity = Severity::note,
    .text = "the client's offer of permessage-deflate is invalid, so servers must decline it: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "if the response has no compression, this is why; fix the client's options",
    .explain = "the client's offer of permessage-deflate is invalid, so servers must decline it"};

constexpr NoteDef extension_not_as_offered{
    .code = "ws.extension-not-as-offered",
    .severity = Severity::error,
    .text = "the server's response for permessage-deflate does not match the client's offer: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "clients must then close the connection; either the server is faulty, or a proxy rewrites headers",
    .explain = "the server's response for permessage-deflate does not match the client's offer"};

constexpr NoteDef close_codes_differ{
    .code = "ws.close-codes-differ",
    .severity = Severity::note,
    .text =
        "the close frames have different codes, first {close_code}, then {answer_code}: each application sees the "
        "other "
        "side's code",
    .ref = "RFC 6455 5.5.1",
    .advice = "an answer usually repeats the code; two sides that close at the same time do not",
    .explain = "the close frames have different codes: each application sees the other side's code"};

constexpr NoteDef closed_because{.code = "ws.closed-because",
                                 .severity = Severity::note,
                                 .text = "the {party} closes because of {because}[ in packet {because_packet}]",
                                 .ref = "RFC 6455 7.1.7",
                                 .advice = {},
                                 .explain = "one side closes because of something that the other side sent"};

constexpr NoteDef unexplained_close{
    .code = "ws.unexplained-close",
    .severity = Severity::note,
    .text = "the {party} closes with the error code {close_code}, but wstrace found no invalid frame from the {other}",
    .ref = "RFC 6455 7.4.1",
    .advice =
        "check the request and response of the upgrade; otherwise capture closer to the side that closes, since "
        "something in between may have changed the bytes",
    .explain = "one side closes with an error code, but wstrace found no invalid frame from the other side"};

constexpr NoteDef close_not_answered{
    .code = "ws.close-not-answered",
    .severity = Severity::warning,
    .text =
        "the {party}'s close frame was never answered; its application sees close code 1006 (abnormal closure), which "
        "is never sent on the wire",
    .ref = "RFC 6455 5.5.1",
    .advice = "either the other side's program hangs or has ended, or a proxy does not forward close frames",
    .explain =
        "a close frame was never answered; the application that sent it sees close code 1006 (abnormal closure), which "
        "is never sent on the wire"};

constexpr NoteDef close_not_awaited{
    .code = "ws.close-not-awaited",
    .severity = Severity::note,
    .text = "the {party} closed the {carrier} {waited_us} after its close frame, without waiting for the answer",
    .ref = "RFC 6455 7.1.1",
    .advice =
        "data that the other side was about to send is lost; a program that ends right after close() looks like this",
    .explain = "one side closed the connection right after its close frame, without waiting for the answer"};

constexpr NoteDef no_close_frame{
    .code = "ws.no-close-frame",
    .severity = Severity::note,
    .text = "{story}: the other application sees close code 1006 (abnormal closure), which is never sent on the wire",
    .ref = "RFC 6455 7.1.5",
    .advice = "a program that ended or was killed looks like this, and so does a proxy that closes the connection",
    .explain =
        "one side closed the connection without a close frame: the other application sees close code 1006 (abnormal "
        "closure), which is never sent on the wire"};

constexpr NoteDef tcp_left_open{
    .code = "ws.tcp-left-open",
    .severity = Severity::note,
    .text =
        "after both close frames the {carrier} stayed open for {waited_us}, until the {party} closed it; the server "
        "should close it at once",
    .ref = "RFC 6455 7.1.1",
    .advice = "the server keeps a socket for nothing; until it is closed, neither application sees the close event",
    .explain = "after both close frames the connection stayed open; the server should close it at once"};

}  // namespace wstrace::websocket::note
