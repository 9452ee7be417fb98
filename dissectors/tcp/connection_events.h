// A TCP connection's life: handshake, close, reset.
#pragma once

#include "core/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

inline constexpr EventDef syn{
    .protocol = &protocol,
    .name = "syn",
    .layer = Layer::transport,
    .title = "SYN",
    .summary =
        "[mss {mss}][, window scale {window_scale}][, {?sack}SACK][, {?timestamps}timestamps]"
        "[, Fast Open {fast_open}][, {data} in it][, {?reused_ports}ports used again]",
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
    .summary =
        "[mss {mss}][, window scale {window_scale}][, {?sack}SACK][, {?timestamps}timestamps]"
        "[, Fast Open {fast_open}][, {?data_accepted}took the SYN's bytes][, {?data_refused}did not take the SYN's "
        "bytes]",
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

inline constexpr EventDef simultaneous_open{
    .protocol = &protocol,
    .name = "simultaneous-open",
    .layer = Layer::transport,
    .title = "simultaneous open",
    .summary = "both sides asked at the same time",
    .ref = "RFC 9293 3.5",
    .explain = "Two SYNs crossed on their way. Both sides answer the other one's, and one connection comes of it."};

inline constexpr EventDef no_answer{
    .protocol = &protocol,
    .name = "no-answer",
    .layer = Layer::transport,
    .title = "no answer",
    .summary = "to {count} SYNs in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .explain = "The client asked for a connection again and again, and nothing came back: not even a refusal."};

inline constexpr EventDef other_address{
    .protocol = &protocol,
    .name = "other-address",
    .layer = Layer::transport,
    .title = "other address",
    .summary = "{cost_us} after {tried}",
    .ref = "RFC 8305 5",
    .explain =
        "The client knows several addresses of the server (localhost is ::1 and 127.0.0.1), was refused at one and got "
        "through at the next. The refused attempt is listed as a connection of the same session.",
    .fold = Fold::step};

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
                                  .summary = "closes its side too[, {half_closed_us} after the other one]",
                                  .ref = "RFC 9293 3.6",
                                  .explain = "The other side has closed already: this ends the connection.",
                                  .fold = Fold::step};

inline constexpr EventDef half_close{
    .protocol = &protocol,
    .name = "half-close",
    .layer = Layer::transport,
    .title = "half close",
    .summary = "sends on, {after_us} after the other side closed",
    .ref = "RFC 9293 3.6",
    .explain = "A FIN closes one direction only. The other side may go on sending, and does."};

inline constexpr EventDef half_close_goodbye{.protocol = &protocol,
                                             .name = "half-close",
                                             .layer = Layer::transport,
                                             .title = "half close",
                                             .summary = "only to say goodbye, {after_us} after the other side closed",
                                             .ref = "RFC 8446 6.1",
                                             .explain =
                                                 "A FIN closes one direction only. All that the other side still sends "
                                                 "is TLS's close_notify, which is to be the "
                                                 "last in each direction.",
                                             .fold = Fold::routine};

inline constexpr EventDef simultaneous_close{
    .protocol = &protocol,
    .name = "simultaneous-close",
    .layer = Layer::transport,
    .title = "simultaneous close",
    .summary = "both sides closed before they heard of each other",
    .ref = "RFC 9293 3.6",
    .explain = "Two FINs crossed on their way (state CLOSING). Both are acknowledged, and the connection is closed."};

inline constexpr EventDef rst{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary =
        "[{?refused}refused: nobody listens on this port]"
        "[{?after_close}after both sides had closed: changes nothing][{?doubtful}not to be obeyed][, {length} with it]",
    .ref = "RFC 9293 3.5.2",
    .explain =
        "The connection is gone at once, without a farewell. In answer to a SYN it means that no program "
        "listens on that port."};

inline constexpr EventDef refusal{
    .protocol = &protocol,
    .name = "refused",
    .layer = Layer::transport,
    .title = "refused",
    .summary = "and no other address answered",
    .ref = "RFC 9293 3.10.7.1",
    .explain =
        "Nobody listens on the server's port, and the client did not get through at another address either: localhost "
        "has two, and a client that is refused at one tries the other."};

inline constexpr EventDef rst_breaks{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "connection reset[, {length} with it]",
    .ref = "RFC 9293 3.5.2",
    .explain = "The connection is gone at once, without a farewell. What was on its way is lost."};

inline constexpr EventDef rst_goodbye{.protocol = &protocol,
                                      .name = "rst",
                                      .layer = Layer::transport,
                                      .title = "RST",
                                      .summary = "answers a goodbye that came too late: changes nothing",
                                      .ref = "RFC 8446 6.1",
                                      .explain =
                                          "This side had closed, and its program is gone. All that it was still sent, "
                                          "and throws away with this reset, is "
                                          "TLS's close_notify.",
                                      .fold = Fold::routine};

inline constexpr EventDef rst_again{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "once more",
    .ref = "RFC 9293 3.5.2",
    .explain = "The connection is gone already: each segment that still comes in is answered like this.",
    .fold = Fold::routine};

inline constexpr EventDef after_reset{
    .protocol = &protocol,
    .name = "data-after-reset",
    .layer = Layer::transport,
    .title = "data after RST",
    .summary = "{length} that nobody reads any more",
    .ref = "RFC 9293 3.10.7",
    .explain = "The connection was gone when this came, or when it was captured: it is left out."};

inline constexpr EventDef of_earlier{
    .protocol = &protocol,
    .name = "old-segment",
    .layer = Layer::transport,
    .title = "late segment",
    .summary = "[{length} ]of an earlier connection on the same two ports: left out",
    .ref = "RFC 9293 3.5",
    .explain = "Its numbers cannot be this connection's: it was on its way since before."};

inline constexpr EventDef rst_old{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "of the earlier connection",
    .ref = "RFC 9293 3.5.1",
    .explain =
        "An answer came that belongs to an earlier connection: the reset ends that one, and the SYN is sent again."};

inline constexpr EventDef challenge_ack{
    .protocol = &protocol,
    .name = "challenge-ack",
    .layer = Layer::transport,
    .title = "challenge ACK",
    .summary = "asks: was that you?",
    .ref = "RFC 5961 3.2",
    .explain =
        "A reset or SYN came that does not fit. Before it gives the connection up, this side says where it is; a peer "
        "that really wants to end it answers with a reset that fits."};

inline constexpr EventDef closed{.protocol = &protocol,
                                 .name = "closed",
                                 .layer = Layer::transport,
                                 .title = "closed",
                                 .summary = "in both directions[, {closing_us} after the first FIN]",
                                 .ref = "RFC 9293 3.6",
                                 .explain = "Both sides have closed and acknowledged it.",
                                 .fold = Fold::step};

}  // namespace wstrace::tcp
