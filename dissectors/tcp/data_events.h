// What happens to a TCP connection's bytes: loss, order, acknowledgement, flow control.
#pragma once

#include "core/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

inline constexpr EventDef retransmission{
    .protocol = &protocol,
    .name = "retransmission",
    .layer = Layer::transport,
    .title = "retransmission",
    .summary =
        "[{length} sent again][{what} sent again][, try {count},][ after {after_us}][, {?spurious}not needed][, "
        "{?fast}fast]"
        "[, {?timer}timeout][, {?lost}unseen before][, {fresh} new][, {?late}too late]",
    .ref = "RFC 6298, RFC 5681 3.2",
    .explain = "Bytes that were sent before are sent again, because their acknowledgement did not come in time."};

inline constexpr EventDef out_of_order{.protocol = &protocol,
                                       .name = "out-of-order",
                                       .layer = Layer::transport,
                                       .title = "out of order",
                                       .summary = "{length} overtaken by later bytes[, {?late}too late]",
                                       .ref = "RFC 9293 3.10.7.4",
                                       .explain =
                                           "The network delivered segments in another order than they were "
                                           "sent. TCP puts them right."};

inline constexpr EventDef duplicate_ack{.protocol = &protocol,
                                        .name = "duplicate-ack",
                                        .layer = Layer::transport,
                                        .title = "duplicate ACK",
                                        .summary = "number {count}[, has {sack_blocks}]",
                                        .ref = "RFC 5681 2",
                                        .explain =
                                            "The receiver says again up to where it has everything: something "
                                            "after that point is missing.",
                                        .fold = Fold::routine};

inline constexpr EventDef d_sack{.protocol = &protocol,
                                 .name = "d-sack",
                                 .layer = Layer::transport,
                                 .title = "D-SACK",
                                 .summary = "{length} came twice",
                                 .ref = "RFC 2883 4",
                                 .explain =
                                     "The receiver says that it got these bytes twice: the network doubled them, or "
                                     "they were sent again needlessly.",
                                 .fold = Fold::routine};

inline constexpr EventDef d_sack_of{.protocol = &protocol,
                                    .name = "d-sack",
                                    .layer = Layer::transport,
                                    .title = "D-SACK",
                                    .summary = "packet {packet} was not needed: {length} came twice",
                                    .ref = "RFC 2883 4",
                                    .explain =
                                        "The receiver says that it got these bytes twice. The first copy was only "
                                        "slow, or its acknowledgement was lost."};

inline constexpr EventDef hole{.protocol = &protocol,
                               .name = "hole",
                               .layer = Layer::transport,
                               .title = "hole",
                               .summary = "{length} missing before this, so far",
                               .ref = "RFC 9293 3.10.7.4",
                               .explain =
                                   "This segment does not follow what was captured before: something between them is "
                                   "late, lost, or was not captured.",
                               .fold = Fold::routine};

inline constexpr EventDef ack_unseen{
    .protocol = &protocol,
    .name = "ack-unseen",
    .layer = Layer::transport,
    .title = "ACK of the unseen",
    .summary = "for {length} not captured",
    .ref = "RFC 9293 3.4",
    .explain =
        "The receiver has bytes that the capture does not have: packets were captured in another order, or not at all.",
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

inline constexpr EventDef gap_of_fin{
    .protocol = &protocol,
    .name = "gap",
    .layer = Layer::transport,
    .title = "gap",
    .summary = "the FIN was not captured",
    .ref = "RFC 9293 3.4",
    .explain = "One number more was acknowledged than was recorded: the end of this direction."};

inline constexpr EventDef zero_window{.protocol = &protocol,
                                      .name = "zero-window",
                                      .layer = Layer::transport,
                                      .title = "zero window",
                                      .summary = "the receiver can take no more bytes",
                                      .ref = "RFC 9293 3.8.6",
                                      .explain =
                                          "Flow control: the receiver's buffer is full. The sender must wait "
                                          "for a window update."};

inline constexpr EventDef zero_window_again{
    .protocol = &protocol,
    .name = "zero-window",
    .layer = Layer::transport,
    .title = "zero window",
    .summary = "no room, once more",
    .ref = "RFC 9293 3.8.6",
    .explain = "Flow control: the receiver's buffer is full, not for the first time.",
    .fold = Fold::routine};

inline constexpr EventDef zero_window_still{.protocol = &protocol,
                                            .name = "zero-window",
                                            .layer = Layer::transport,
                                            .title = "zero window",
                                            .summary = "still no room",
                                            .ref = "RFC 9293 3.8.6",
                                            .explain = "Flow control: the receiver's buffer has no room yet.",
                                            .fold = Fold::routine};

inline constexpr EventDef zero_window_to_the_end{.protocol = &protocol,
                                                 .name = "zero-window",
                                                 .layer = Layer::transport,
                                                 .title = "zero window",
                                                 .summary = "shut for {shut_us}, to the end",
                                                 .ref = "RFC 9293 3.8.6",
                                                 .explain = "The receiver's window never opened again."};

inline constexpr EventDef zero_window_probe{.protocol = &protocol,
                                            .name = "zero-window-probe",
                                            .layer = Layer::transport,
                                            .title = "zero-window probe",
                                            .summary = "asks whether there is room again",
                                            .ref = "RFC 9293 3.8.6.1",
                                            .explain =
                                                "The sender may not send while the window is shut, and asks from time "
                                                "to time, because a window update may be lost.",
                                            .fold = Fold::routine};

inline constexpr EventDef zero_window_probe_ack{.protocol = &protocol,
                                                .name = "zero-window-probe-ack",
                                                .layer = Layer::transport,
                                                .title = "zero-window probe ACK",
                                                .summary = "no",
                                                .ref = "RFC 9293 3.8.6.1",
                                                .explain = "The answer to a zero-window probe: still no room.",
                                                .fold = Fold::routine};

inline constexpr EventDef window_full{.protocol = &protocol,
                                      .name = "window-full",
                                      .layer = Layer::transport,
                                      .title = "window full",
                                      .summary = "with this the receiver's {window} are used up",
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
                                        .explain = "The receiver says that it has room for more bytes.",
                                        .fold = Fold::routine};

inline constexpr EventDef window_opens{
    .protocol = &protocol,
    .name = "window-update",
    .layer = Layer::transport,
    .title = "window update",
    .summary = "{window}[ {?unscaled}or more] again, after {shut_us}",
    .ref = "RFC 9293 3.8.6",
    .explain = "The receiver has room again: the sender goes on. So long it had to wait."};

inline constexpr EventDef window_opens_again{.protocol = &protocol,
                                             .name = "window-update",
                                             .layer = Layer::transport,
                                             .title = "window update",
                                             .summary = "{window}[ {?unscaled}or more] again, after only {shut_us}",
                                             .ref = "RFC 9293 3.8.6",
                                             .explain = "The receiver has room again after a short while.",
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

inline constexpr EventDef keep_alive_ack{.protocol = &protocol,
                                         .name = "keep-alive-ack",
                                         .layer = Layer::transport,
                                         .title = "keep-alive ACK",
                                         .summary = "still there",
                                         .ref = "RFC 9293 3.8.4",
                                         .explain = "The answer to a keep-alive: the other side is there.",
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
