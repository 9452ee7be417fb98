// What happens to a TCP connection's bytes: loss, order, acknowledgement, flow control.
#pragma once

#include "model/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

inline constexpr EventDef retransmission{
    .protocol = &protocol,
    .name = "retransmission",
    .layer = Layer::transport,
    .title = "retransmission",
    .summary =
        "[{length} sent again][{what} sent again][, try {count},][ after {after_us}][, {?spurious}not needed][, "
        "{?fast}fast][, {?timer}timeout][, {?lost}not seen before][, {fresh} new][, {?late}too late]",
    .ref = "RFC 6298, RFC 5681 3.2",
    .explain =
        "Bytes are sent again because their acknowledgement did not arrive in time, or because duplicate ACKs report "
        "that they are missing."};

inline constexpr EventDef out_of_order{
    .protocol = &protocol,
    .name = "out-of-order",
    .layer = Layer::transport,
    .title = "out of order",
    .summary = "{length} overtaken by later bytes[, {?late}too late]",
    .ref = "RFC 9293 3.10.7.4",
    .explain = "The network delivered segments in a different order than they were sent. TCP restores the order."};

inline constexpr EventDef duplicate_ack{
    .protocol = &protocol,
    .name = "duplicate-ack",
    .layer = Layer::transport,
    .title = "duplicate ACK",
    .summary = "number {count}[, SACK {sack_blocks}]",
    .ref = "RFC 5681 2",
    .explain = "The receiver acknowledges the same byte again: something after that point is missing.",
    .fold = Fold::routine};

inline constexpr EventDef d_sack{.protocol = &protocol,
                                 .name = "d-sack",
                                 .layer = Layer::transport,
                                 .title = "D-SACK",
                                 .summary = "{length} received twice",
                                 .ref = "RFC 2883 4",
                                 .explain =
                                     "The receiver reports that it received these bytes twice: the network duplicated "
                                     "them, or they were retransmitted needlessly.",
                                 .fold = Fold::routine};

inline constexpr EventDef d_sack_of{
    .protocol = &protocol,
    .name = "d-sack",
    .layer = Layer::transport,
    .title = "D-SACK",
    .summary = "packet {packet} not needed: {length} received twice",
    .ref = "RFC 2883 4",
    .explain =
        "The receiver reports that it received these bytes twice. The first copy was only delayed, or its "
        "acknowledgement was lost."};

inline constexpr EventDef hole{.protocol = &protocol,
                               .name = "hole",
                               .layer = Layer::transport,
                               .title = "hole",
                               .summary = "{length} missing before this segment, so far",
                               .ref = "RFC 9293 3.10.7.4",
                               .explain =
                                   "This segment does not directly follow what was captured before: something in "
                                   "between is late, was lost, or was not captured.",
                               .fold = Fold::routine};

inline constexpr EventDef ack_unseen{.protocol = &protocol,
                                     .name = "ack-unseen",
                                     .layer = Layer::transport,
                                     .title = "ACK of unseen data",
                                     .summary = "for {length} not captured",
                                     .ref = "RFC 9293 3.4",
                                     .explain =
                                         "The receiver acknowledges bytes that the capture does not have: packets were "
                                         "captured in a different order, or not at all.",
                                     .fold = Fold::routine};

inline constexpr EventDef gap{
    .protocol = &protocol,
    .name = "gap",
    .layer = Layer::transport,
    .title = "gap",
    .summary = "{length} not captured",
    .ref = "RFC 9293 3.4",
    .explain = "Bytes in this direction are not in the capture. What they carried cannot be decoded."};

inline constexpr EventDef gap_of_fin{
    .protocol = &protocol,
    .name = "gap",
    .layer = Layer::transport,
    .title = "gap",
    .summary = "the FIN was not captured",
    .ref = "RFC 9293 3.4",
    .explain = "One sequence number more was acknowledged than was recorded: the FIN of this direction."};

inline constexpr EventDef zero_window{.protocol = &protocol,
                                      .name = "zero-window",
                                      .layer = Layer::transport,
                                      .title = "zero window",
                                      .summary = "the receiver accepts no more bytes",
                                      .ref = "RFC 9293 3.8.6",
                                      .explain =
                                          "Flow control: the receiver's buffer is full. The sender must wait "
                                          "for a window update."};

inline constexpr EventDef zero_window_again{
    .protocol = &protocol,
    .name = "zero-window",
    .layer = Layer::transport,
    .title = "zero window",
    .summary = "again",
    .ref = "RFC 9293 3.8.6",
    .explain = "Flow control: the receiver's buffer is full, not for the first time.",
    .fold = Fold::routine};

inline constexpr EventDef zero_window_still{.protocol = &protocol,
                                            .name = "zero-window",
                                            .layer = Layer::transport,
                                            .title = "zero window",
                                            .summary = "still",
                                            .ref = "RFC 9293 3.8.6",
                                            .explain = "Flow control: the receiver's buffer is still full.",
                                            .fold = Fold::routine};

inline constexpr EventDef zero_window_to_the_end{.protocol = &protocol,
                                                 .name = "zero-window",
                                                 .layer = Layer::transport,
                                                 .title = "zero window",
                                                 .summary = "for {shut_us}, until the end",
                                                 .ref = "RFC 9293 3.8.6",
                                                 .explain = "The receiver never opened its window again."};

inline constexpr EventDef zero_window_probe{.protocol = &protocol,
                                            .name = "zero-window-probe",
                                            .layer = Layer::transport,
                                            .title = "zero-window probe",
                                            .summary = "asks whether the window is open again",
                                            .ref = "RFC 9293 3.8.6.1",
                                            .explain =
                                                "The sender may not send while the window is zero, and asks from time "
                                                "to time, because a window update may be lost.",
                                            .fold = Fold::routine};

inline constexpr EventDef zero_window_probe_ack{
    .protocol = &protocol,
    .name = "zero-window-probe-ack",
    .layer = Layer::transport,
    .title = "zero-window probe ACK",
    .summary = "still zero window",
    .ref = "RFC 9293 3.8.6.1",
    .explain = "The answer to a zero-window probe: the receiver still has no room.",
    .fold = Fold::routine};

inline constexpr EventDef window_full{.protocol = &protocol,
                                      .name = "window-full",
                                      .layer = Layer::transport,
                                      .title = "window full",
                                      .summary = "fills the receiver's window of {window}",
                                      .ref = "RFC 9293 3.8.6",
                                      .explain =
                                          "The sender has sent all that the receiver has room for, and must wait for "
                                          "an acknowledgement or a window update.",
                                      .fold = Fold::routine};

inline constexpr EventDef window_update{.protocol = &protocol,
                                        .name = "window-update",
                                        .layer = Layer::transport,
                                        .title = "window update",
                                        .summary = "{window}[ {?unscaled}or more]",
                                        .ref = "RFC 9293 3.8.6",
                                        .explain = "The receiver announces that it has room for more bytes.",
                                        .fold = Fold::routine};

inline constexpr EventDef window_opens{
    .protocol = &protocol,
    .name = "window-update",
    .layer = Layer::transport,
    .title = "window update",
    .summary = "{window}[ {?unscaled}or more], after a zero window for {shut_us}",
    .ref = "RFC 9293 3.8.6",
    .explain = "The receiver has room again, and the sender continues. The row says how long it had to wait."};

inline constexpr EventDef window_opens_again{
    .protocol = &protocol,
    .name = "window-update",
    .layer = Layer::transport,
    .title = "window update",
    .summary = "{window}[ {?unscaled}or more], after a zero window for only {shut_us}",
    .ref = "RFC 9293 3.8.6",
    .explain = "The receiver has room again after a short time.",
    .fold = Fold::routine};

inline constexpr EventDef keep_alive{
    .protocol = &protocol,
    .name = "keep-alive",
    .layer = Layer::transport,
    .title = "keep-alive",
    .summary = "",
    .ref = "RFC 9293 3.8.4",
    .explain = "A probe that carries nothing new, to find out whether the other side is still there.",
    .fold = Fold::heartbeat};

inline constexpr EventDef keep_alive_ack{.protocol = &protocol,
                                         .name = "keep-alive-ack",
                                         .layer = Layer::transport,
                                         .title = "keep-alive ACK",
                                         .summary = "still there",
                                         .ref = "RFC 9293 3.8.4",
                                         .explain = "The answer to a keep-alive: the other side is still there.",
                                         .fold = Fold::routine};

inline constexpr EventDef urgent{.protocol = &protocol,
                                 .name = "urgent",
                                 .layer = Layer::transport,
                                 .title = "urgent data",
                                 .summary = "up to byte {urgent_pointer} of this segment",
                                 .ref = "RFC 9293 3.8.5, RFC 6093",
                                 .explain =
                                     "The sender marks bytes as urgent. Hardly anything uses this today, and receivers "
                                     "disagree about which byte is meant."};

}  // namespace wstrace::tcp
