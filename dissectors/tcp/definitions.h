// What can happen to a TCP connection: events, their fields, and the notes about them.
#pragma once

#include "core/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef seq{"seq", FieldKind::number, "sequence number, as on the wire"};
inline constexpr FieldDef ack{"ack", FieldKind::number, "acknowledgement number, as on the wire"};
inline constexpr FieldDef length{"length", FieldKind::size, "bytes of payload"};
inline constexpr FieldDef window{"window", FieldKind::size, "receive window, scaled when the scale is known"};
inline constexpr FieldDef mss{"mss", FieldKind::number, "maximum segment size, bytes"};
inline constexpr FieldDef window_scale{"window_scale", FieldKind::number, "shift of the window field, bits"};
inline constexpr FieldDef sack{"sack", FieldKind::boolean, "selective acknowledgement permitted"};
inline constexpr FieldDef timestamps{"timestamps", FieldKind::boolean};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from SYN to the ACK that completes the handshake"};
inline constexpr FieldDef closing_us{"closing_us", FieldKind::micros, "from the first FIN to its end"};
inline constexpr FieldDef refused{"refused", FieldKind::boolean, "the reset answers a SYN"};
inline constexpr FieldDef lost{"lost", FieldKind::boolean, "no copy of these bytes was captured before"};
inline constexpr FieldDef fast{"fast", FieldKind::boolean, "called for by duplicate ACKs, not by a timer"};
inline constexpr FieldDef count{"count", FieldKind::number, "how many in a row"};
inline constexpr FieldDef first{"first", FieldKind::boolean, "the first side to close"};
// In notes only:
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef server{"server", FieldKind::text};
}  // namespace field

inline constexpr NoteDef capture_gap{
    .code = "tcp.capture-gap",
    .severity = Severity::warn,
    .text = "{length} missing from the capture: the receiver acknowledged bytes that were not recorded",
    .ref = "RFC 9293 3.4",
    .advice =
        "this is a loss of the capture, not of the network: capture with a larger buffer (-B) and full packets "
        "(-s 0)"};

inline constexpr NoteDef unfilled_gap{
    .code = "tcp.unfilled-gap",
    .severity = Severity::warn,
    .text = "{length} missing: later bytes arrived, these never did",
    .ref = "RFC 9293 3.4",
    .advice = "the network lost them and the connection ended before they were sent again, or the capture lost them"};

inline constexpr NoteDef cut_short{.code = "tcp.cut-short",
                                   .severity = Severity::warn,
                                   .text = "{length} missing: the capture recorded only the beginning of this packet",
                                   .ref = {},
                                   .advice = "the capture was made with a snap length; record whole packets (-s 0)"};

inline constexpr NoteDef window_closed{.code = "tcp.zero-window",
                                       .severity = Severity::note,
                                       .text = "the receiver's buffer is full: the sender must wait",
                                       .ref = "RFC 9293 3.8.6",
                                       .advice = "the application on the receiving side does not read fast enough"};

inline constexpr NoteDef refused_note{
    .code = "tcp.refused",
    .severity = Severity::error,
    .text = "nobody listens on {server}",
    .ref = "RFC 9293 3.10.7.1",
    .advice =
        "is the server running, on this port and on this address (127.0.0.1 is not ::1), or does a firewall refuse?"};

inline constexpr NoteDef reset_note{
    .code = "tcp.reset",
    .severity = Severity::error,
    .text = "the {party} broke the connection off with a reset: its program died or dropped the connection",
    .ref = "RFC 9293 3.5.2",
    .advice =
        "look into the log of that side for the same time; a crash, a kill or a restart of a proxy looks like this"};

inline constexpr EventDef syn{
    .protocol = &protocol,
    .name = "syn",
    .layer = Layer::transport,
    .title = "SYN",
    .summary = "[mss {mss}][, window scale {window_scale}][, {?sack}SACK][, {?timestamps}timestamps]",
    .ref = "RFC 9293 3.5",
    .explain =
        "Step 1 of TCP's three-way handshake: the client asks for a connection and names the number its bytes "
        "are counted from.",
    .fold = Fold::step};

inline constexpr EventDef syn_ack{
    .protocol = &protocol,
    .name = "syn-ack",
    .layer = Layer::transport,
    .title = "SYN, ACK",
    .summary = "[mss {mss}][, window scale {window_scale}][, {?sack}SACK][, {?timestamps}timestamps]",
    .ref = "RFC 9293 3.5",
    .explain =
        "Step 2 of the three-way handshake: the server accepts and names its own first number. An option holds "
        "only when both sides have named it.",
    .fold = Fold::step};

inline constexpr EventDef established{.protocol = &protocol,
                                      .name = "established",
                                      .layer = Layer::transport,
                                      .title = "ACK",
                                      .summary = "connection established[, RTT {rtt_us}]",
                                      .ref = "RFC 9293 3.5",
                                      .explain =
                                          "Step 3 of the three-way handshake: both sides know of each other's "
                                          "first number. Bytes can flow both ways from here.",
                                      .fold = Fold::edge};

inline constexpr EventDef mid_stream{
    .protocol = &protocol,
    .name = "mid-stream",
    .layer = Layer::transport,
    .title = "already open",
    .summary = "the capture begins inside this connection; its handshake was not recorded",
    .ref = "RFC 9293 3.5",
    .explain = "No SYN was captured. Which side is the client is inferred from the ports; options are unknown."};

inline constexpr EventDef fin{.protocol = &protocol,
                              .name = "fin",
                              .layer = Layer::transport,
                              .title = "FIN",
                              .summary = "begins to close",
                              .ref = "RFC 9293 3.6",
                              .explain =
                                  "This side will send no more bytes. It can still receive until the other "
                                  "side closes too.",
                              .fold = Fold::edge};

inline constexpr EventDef fin_too{.protocol = &protocol,
                                  .name = "fin",
                                  .layer = Layer::transport,
                                  .title = "FIN",
                                  .summary = "closes its side too",
                                  .ref = "RFC 9293 3.6",
                                  .explain = "The other side has closed already: this ends the connection.",
                                  .fold = Fold::step};

inline constexpr EventDef rst{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "[{?refused}connection refused: nobody listens on this port][{!refused}connection reset]",
    .ref = "RFC 9293 3.5.2",
    .explain =
        "The connection is gone at once, without a farewell. In answer to a SYN it means that no program "
        "listens on that port."};

inline constexpr EventDef closed{.protocol = &protocol,
                                 .name = "closed",
                                 .layer = Layer::transport,
                                 .title = "closed",
                                 .summary = "in both directions[, {closing_us} after the first FIN]",
                                 .ref = "RFC 9293 3.6",
                                 .explain = "Both sides have closed and acknowledged it.",
                                 .fold = Fold::step};

inline constexpr EventDef retransmission{
    .protocol = &protocol,
    .name = "retransmission",
    .layer = Layer::transport,
    .title = "retransmission",
    .summary = "[{?length}{length} sent again][, {?fast}after duplicate ACKs][, {?lost}first copy not captured]",
    .ref = "RFC 6298, RFC 5681 3.2",
    .explain = "Bytes that were sent before are sent again, because their acknowledgement did not come in time."};

inline constexpr EventDef out_of_order{.protocol = &protocol,
                                       .name = "out-of-order",
                                       .layer = Layer::transport,
                                       .title = "out of order",
                                       .summary = "{length} arrived after bytes that were sent later",
                                       .ref = "RFC 9293 3.10.7.4",
                                       .explain =
                                           "The network delivered segments in another order than they were "
                                           "sent. TCP puts them right."};

inline constexpr EventDef duplicate_ack{.protocol = &protocol,
                                        .name = "duplicate-ack",
                                        .layer = Layer::transport,
                                        .title = "duplicate ACK",
                                        .summary = "number {count}",
                                        .ref = "RFC 5681 2",
                                        .explain =
                                            "The receiver says again up to where it has everything: something "
                                            "after that point is missing.",
                                        .fold = Fold::routine};

inline constexpr EventDef gap{.protocol = &protocol,
                              .name = "gap",
                              .layer = Layer::transport,
                              .title = "gap",
                              .summary = "{length} not captured",
                              .ref = "RFC 9293 3.4",
                              .explain =
                                  "Bytes of this direction are not in the capture. What they carried cannot be "
                                  "decoded."};

inline constexpr EventDef zero_window{.protocol = &protocol,
                                      .name = "zero-window",
                                      .layer = Layer::transport,
                                      .title = "zero window",
                                      .summary = "the receiver can take no more bytes",
                                      .ref = "RFC 9293 3.8.6",
                                      .explain =
                                          "Flow control: the receiver's buffer is full. The sender must wait "
                                          "for a window update."};

inline constexpr EventDef window_update{.protocol = &protocol,
                                        .name = "window-update",
                                        .layer = Layer::transport,
                                        .title = "window update",
                                        .summary = "{window}",
                                        .ref = "RFC 9293 3.8.6",
                                        .explain = "The receiver says that it has room for more bytes.",
                                        .fold = Fold::routine};

inline constexpr EventDef keep_alive{.protocol = &protocol,
                                     .name = "keep-alive",
                                     .layer = Layer::transport,
                                     .title = "keep-alive",
                                     .summary = "",
                                     .ref = "RFC 9293 3.8.4",
                                     .explain =
                                         "A probe that carries nothing new, to learn whether the other side is "
                                         "still there.",
                                     .fold = Fold::heartbeat};

}  // namespace wstrace::tcp
