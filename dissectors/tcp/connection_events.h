// A TCP connection's life: handshake, close, reset.
#pragma once

#include "model/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

inline constexpr EventDef syn{
    .protocol = &protocol,
    .name = "syn",
    .layer = Layer::transport,
    .title = "SYN",
    .summary =
        "[mss {mss}][, window scale {window_scale}][, {?sack}SACK][, {?timestamps}timestamps][, Fast Open "
        "{fast_open}][, carries {data}][, {?reused_ports}ports reused]",
    .ref = "RFC 9293 3.5",
    .explain =
        "Step 1 of TCP's three-way handshake: the client requests a connection and sends its initial sequence number.",
    .fold = Fold::step};

inline constexpr EventDef syn_ack{
    .protocol = &protocol,
    .name = "syn-ack",
    .layer = Layer::transport,
    .title = "SYN, ACK",
    .summary =
        "[mss {mss}][, window scale {window_scale}][, {?sack}SACK][, {?timestamps}timestamps][, Fast Open "
        "{fast_open}][, {?data_accepted}accepted the SYN's data][, {?data_refused}did not accept the SYN's data]",
    .ref = "RFC 9293 3.5",
    .explain =
        "Step 2 of the three-way handshake: the server accepts and sends its own initial sequence number. An option is "
        "in effect only if both sides sent it.",
    .fold = Fold::step};

inline constexpr EventDef established{.protocol = &protocol,
                                      .name = "established",
                                      .layer = Layer::transport,
                                      .title = "ACK",
                                      .summary = "connection established[, RTT {rtt_us}]",
                                      .ref = "RFC 9293 3.5",
                                      .explain =
                                          "Step 3 of the three-way handshake: each side knows the other's initial "
                                          "sequence number. From here on, bytes can flow both ways.",
                                      .fold = Fold::edge};

inline constexpr EventDef mid_stream{
    .protocol = &protocol,
    .name = "mid-stream",
    .layer = Layer::transport,
    .title = "already open",
    .summary = "the capture begins inside this connection; its handshake was not recorded",
    .ref = "RFC 9293 3.5",
    .explain = "No SYN was captured. wstrace infers from the ports which side is the client; the options are unknown."};

inline constexpr EventDef simultaneous_open{
    .protocol = &protocol,
    .name = "simultaneous-open",
    .layer = Layer::transport,
    .title = "simultaneous open",
    .summary = "both sides sent a SYN at the same time",
    .ref = "RFC 9293 3.5",
    .explain = "Two SYNs crossed in transit. Each side answers the other's, and the result is one connection."};

inline constexpr EventDef no_answer{
    .protocol = &protocol,
    .name = "no-answer",
    .layer = Layer::transport,
    .title = "no answer",
    .summary = "to {count} SYNs in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .explain = "The client requested a connection again and again, and nothing came back: not even a refusal."};

inline constexpr EventDef unacknowledged{
    .protocol = &protocol,
    .name = "unacknowledged",
    .layer = Layer::transport,
    .title = "not acknowledged",
    .summary = "{length}, retransmitted {count} times in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .explain =
        "This side sent the same bytes again and again until the capture or the connection ended, and nothing came "
        "back from the other host."};

inline constexpr EventDef other_address{
    .protocol = &protocol,
    .name = "other-address",
    .layer = Layer::transport,
    .title = "other address",
    .summary = "{cost_us} after {tried}",
    .ref = "RFC 8305 5",
    .explain =
        "The client knows several addresses of the server (localhost is ::1 and 127.0.0.1), was refused at one and "
        "connected to the next. The refused attempt is listed as a connection of the same session.",
    .fold = Fold::step};

inline constexpr EventDef fin{
    .protocol = &protocol,
    .name = "fin",
    .layer = Layer::transport,
    .title = "FIN",
    .summary = "begins to close",
    .ref = "RFC 9293 3.6",
    .explain = "This side will send no more bytes. It can still receive until the other side closes, too.",
    .fold = Fold::edge};

inline constexpr EventDef fin_too{.protocol = &protocol,
                                  .name = "fin",
                                  .layer = Layer::transport,
                                  .title = "FIN",
                                  .summary = "closes its side too[, {half_closed_us} later]",
                                  .ref = "RFC 9293 3.6",
                                  .explain =
                                      "The other side has already closed its direction: this FIN ends the connection. "
                                      "The row says how much later it came.",
                                  .fold = Fold::step};

inline constexpr EventDef half_close{
    .protocol = &protocol,
    .name = "half-close",
    .layer = Layer::transport,
    .title = "half close",
    .summary = "still sends {after_us} after the other side closed",
    .ref = "RFC 9293 3.6",
    .explain = "A FIN closes one direction only. The other side may continue to send, and does."};

inline constexpr EventDef half_close_after_notify{
    .protocol = &protocol,
    .name = "half-close",
    .layer = Layer::transport,
    .title = "half close",
    .summary = "only a close_notify, {after_us} after the other side closed",
    .ref = "RFC 8446 6.1",
    .explain =
        "A FIN closes one direction only. All that the other side still sends "
        "is TLS's close_notify, which is the last message in each direction.",
    .fold = Fold::routine};

inline constexpr EventDef simultaneous_close{
    .protocol = &protocol,
    .name = "simultaneous-close",
    .layer = Layer::transport,
    .title = "simultaneous close",
    .summary = "the two FINs crossed in transit",
    .ref = "RFC 9293 3.6",
    .explain = "Two FINs crossed in transit (state CLOSING). Both are acknowledged, and the connection is closed."};

inline constexpr EventDef rst{.protocol = &protocol,
                              .name = "rst",
                              .layer = Layer::transport,
                              .title = "RST",
                              .summary =
                                  "[{?refused}refused: nothing listens on this port][{?after_close}after both sides "
                                  "had closed: no effect][{?doubtful}to be ignored][, with {length}]",
                              .ref = "RFC 9293 3.5.2",
                              .explain =
                                  "The connection is aborted at once, without closing it first. In reply to a SYN it "
                                  "means that no program listens on that port."};

inline constexpr EventDef refusal{
    .protocol = &protocol,
    .name = "refused",
    .layer = Layer::transport,
    .title = "refused",
    .summary = "and no other address answered",
    .ref = "RFC 9293 3.10.7.1",
    .explain =
        "Nothing listens on the server's port, and the client did not get through at another address either: localhost "
        "has two, and a client that is refused at one tries the other."};

inline constexpr EventDef rst_breaks{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "connection reset[, with {length}]",
    .ref = "RFC 9293 3.5.2",
    .explain = "The connection is aborted at once, without closing it first. Bytes in transit are lost."};

inline constexpr EventDef rst_after_notify{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "reset in reply to a late close_notify; no effect",
    .ref = "RFC 8446 6.1",
    .explain =
        "This side had closed the connection, and its program is gone. All that it "
        "still received, and discards with this reset, is TLS's close_notify.",
    .fold = Fold::routine};

inline constexpr EventDef rst_again{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "repeated",
    .ref = "RFC 9293 3.5.2",
    .explain = "The connection is already gone: each segment that still arrives is answered with another reset.",
    .fold = Fold::routine};

inline constexpr EventDef after_reset{
    .protocol = &protocol,
    .name = "data-after-reset",
    .layer = Layer::transport,
    .title = "data after RST",
    .summary = "{length}, too late: not decoded",
    .ref = "RFC 9293 3.10.7",
    .explain =
        "The connection was already reset when this segment was sent or captured, so wstrace does not decode it."};

inline constexpr EventDef of_earlier{
    .protocol = &protocol,
    .name = "old-segment",
    .layer = Layer::transport,
    .title = "late segment",
    .summary = "[{length} ]of an earlier connection on the same two ports: not decoded",
    .ref = "RFC 9293 3.5",
    .explain = "Its sequence numbers do not fit this connection: it was sent in an earlier one and arrived late."};

inline constexpr EventDef rst_old{
    .protocol = &protocol,
    .name = "rst",
    .layer = Layer::transport,
    .title = "RST",
    .summary = "for the earlier connection",
    .ref = "RFC 9293 3.5.1",
    .explain =
        "An answer arrived that belongs to an earlier connection: the reset ends that one, and the SYN is sent again."};

inline constexpr EventDef challenge_ack{
    .protocol = &protocol,
    .name = "challenge-ack",
    .layer = Layer::transport,
    .title = "challenge ACK",
    .summary = "asks the other side to confirm",
    .ref = "RFC 5961 3.2",
    .explain =
        "A reset or SYN arrived that does not fit. Before this side gives up the connection, it states its current "
        "sequence numbers; a peer that really wants to end the connection replies with a reset that fits."};

inline constexpr EventDef closed{.protocol = &protocol,
                                 .name = "closed",
                                 .layer = Layer::transport,
                                 .title = "closed",
                                 .summary = "in both directions[, {closing_us} after the first FIN]",
                                 .ref = "RFC 9293 3.6",
                                 .explain = "Both sides have closed, and both FINs are acknowledged.",
                                 .fold = Fold::step};

}  // namespace wstrace::tcp
