// Notes: what both sides agreed on and then did not keep to, and how connections end.
#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket::note {

constexpr NoteDef zero_masking_key{
    .code = "ws.zero-masking-key",
    .severity = Severity::note,
    .text = "the masking key is zero, so nothing is masked; each frame is to have a key that nobody can predict",
    .ref = "RFC 6455 5.3",
    .advice =
        "receivers do not notice; but what a script sends then reaches proxies as it stands, which masking is to "
        "prevent"};

constexpr NoteDef masking_key_reused{
    .code = "ws.masking-key-reused",
    .severity = Severity::note,
    .text = "the same masking key again and again; each frame is to have one that nobody can predict",
    .ref = "RFC 6455 5.3",
    .advice =
        "receivers do not notice; but who can foresee the key can foresee what reaches proxies, which masking is to "
        "prevent"};

constexpr NoteDef second_close{.code = "ws.second-close",
                               .severity = Severity::warning,
                               .text = "a second close frame by the same side; only the first one counts",
                               .ref = "RFC 6455 5.5.1",
                               .advice = "the sender's library is at fault"};

constexpr NoteDef ping_after_close{.code = "ws.ping-after-close",
                                   .severity = Severity::warning,
                                   .text = "a ping after a close frame by the same side; nobody need answer it",
                                   .ref = "RFC 6455 5.5.1",
                                   .advice = "stop timers that send pings once close() has been called"};

constexpr NoteDef window_exceeded{
    .code = "ws.window-exceeded",
    .severity = Severity::error,
    .text =
        "a compressed message refers further back than the window of {number} bytes that was agreed on; a "
        "receiver with that window cannot inflate it",
    .ref = "RFC 7692 7.2.1",
    .advice =
        "the sender ignores max_window_bits: correct it there, or do not let the handshake agree to a smaller window"};

constexpr NoteDef context_takeover{
    .code = "ws.context-takeover",
    .severity = Severity::error,
    .text =
        "a compressed message refers to earlier messages, and no_context_takeover was agreed on; a receiver that "
        "forgot "
        "them cannot inflate it",
    .ref = "RFC 7692 7.1.1",
    .advice = "the sender must reset its compression after each message; its library, or its options, are at fault"};

constexpr NoteDef deflate_tail{
    .code = "ws.deflate-tail",
    .severity = Severity::error,
    .text = "a compressed message does not end as it must: with an empty block of which 00 00 FF FF is cut off",
    .ref = "RFC 7692 7.2.1",
    .advice =
        "receivers that append these four bytes fail here or at the next message; the sender's library is at fault"};

constexpr NoteDef bad_extension_offer{
    .code = "ws.bad-extension-offer",
    .severity = Severity::warning,
    .text = "the client's offer of permessage-deflate is not allowed, so servers must decline it: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "without compression in the answer this is why; correct the client's options"};

constexpr NoteDef extension_not_as_offered{
    .code = "ws.extension-not-as-offered",
    .severity = Severity::error,
    .text = "the server's answer about permessage-deflate does not fit what the client offered: {extension}",
    .ref = "RFC 7692 7.1",
    .advice = "clients must fail the connection then; the server, or a proxy that rewrites headers, is at fault"};

constexpr NoteDef close_codes_differ{
    .code = "ws.close-codes-differ",
    .severity = Severity::note,
    .text =
        "the close frames differ, {close_code} and then {answer_code}: each application is told the code of the other "
        "side",
    .ref = "RFC 6455 5.5.1",
    .advice = "an answer usually repeats the code; two sides that close at the same time do not"};

constexpr NoteDef closed_because{.code = "ws.closed-because",
                                 .severity = Severity::note,
                                 .text = "the {party} closes because of {because}[ in packet {because_packet}]",
                                 .ref = "RFC 6455 7.1.7",
                                 .advice = {}};

constexpr NoteDef unexplained_close{
    .code = "ws.unexplained-close",
    .severity = Severity::note,
    .text =
        "the {party} complains with {close_code}, and no frame of the {other} breaks a rule as far as wstrace can see",
    .ref = "RFC 6455 7.4.1",
    .advice =
        "look at the upgrade's request and answer; else capture nearer to the side that complains, for something in "
        "between may have changed the bytes"};

constexpr NoteDef close_not_answered{
    .code = "ws.close-not-answered",
    .severity = Severity::warning,
    .text =
        "the {party}'s close frame was never answered; its application is told 1006 (abnormal closure), which is never "
        "on "
        "the wire",
    .ref = "RFC 6455 5.5.1",
    .advice = "the other side's program hangs or was ended, or a proxy does not pass close frames on"};

constexpr NoteDef close_not_awaited{
    .code = "ws.close-not-awaited",
    .severity = Severity::note,
    .text = "the {party} closed the {carrier} {waited_us} after its close frame, without waiting for the answer",
    .ref = "RFC 6455 7.1.1",
    .advice = "what the other side was about to send is lost; a program that ends right after close() looks like this"};

constexpr NoteDef no_close_frame{
    .code = "ws.no-close-frame",
    .severity = Severity::warning,
    .text =
        "the {party} closed the {carrier} without a close frame: the other application is told 1006 (abnormal "
        "closure), which is never on the wire",
    .ref = "RFC 6455 7.1.5",
    .advice = "a program that ended or was killed looks like this, and so does a proxy that cuts the connection"};

constexpr NoteDef tcp_left_open{
    .code = "ws.tcp-left-open",
    .severity = Severity::warning,
    .text =
        "after both close frames the {carrier} stayed open for {waited_us}, until the {party} closed it; the "
        "server "
        "is to close it at once",
    .ref = "RFC 6455 7.1.1",
    .advice = "the server keeps a socket for nothing; until then neither application is told that it is closed"};

}  // namespace wstrace::websocket::note
