// The events of TCP, and the protocol that they belong to.
#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {
namespace event {

constexpr EventDef syn{
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

constexpr EventDef syn_ack{
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

constexpr EventDef established{.protocol = &protocol,
                               .name = "established",
                               .layer = Layer::transport,
                               .title = "ACK",
                               .summary = "connection established[, RTT {rtt_us}]",
                               .ref = "RFC 9293 3.5",
                               .explain =
                                   "Step 3 of the three-way handshake: each side knows the other's initial "
                                   "sequence number. From here on, bytes can flow both ways.",
                               .fold = Fold::edge};

constexpr EventDef mid_stream{
    .protocol = &protocol,
    .name = "mid-stream",
    .layer = Layer::transport,
    .title = "already open",
    .summary = "the capture begins inside this connection; its handshake was not recorded",
    .ref = "RFC 9293 3.5",
    .explain = "No SYN was captured. wstrace infers from the ports which side is the client; the options are unknown."};

constexpr EventDef simultaneous_open{
    .protocol = &protocol,
    .name = "simultaneous-open",
    .layer = Layer::transport,
    .title = "simultaneous open",
    .summary = "both sides sent a SYN at the same time",
    .ref = "RFC 9293 3.5",
    .explain = "Two SYNs crossed in transit. Each side answers the other's, and the result is one connection."};

constexpr EventDef no_answer{
    .protocol = &protocol,
    .name = "no-answer",
    .layer = Layer::transport,
    .title = "no answer",
    .summary = "to {count} SYNs in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .explain = "The client requested a connection again and again, and nothing came back: not even a refusal."};

constexpr EventDef unacknowledged{
    .protocol = &protocol,
    .name = "unacknowledged",
    .layer = Layer::transport,
    .title = "not acknowledged",
    .summary = "{length}, retransmitted {count} times in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .explain =
        "This side sent the same bytes again and again until the capture or the connection ended, and nothing came "
        "back from the other host."};

constexpr EventDef other_address{
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

constexpr EventDef fin{.protocol = &protocol,
                       .name = "fin",
                       .layer = Layer::transport,
                       .title = "FIN",
                       .summary = "[{?first}begins to close][{!first}closes its side too][, {half_closed_us} later]",
                       .ref = "RFC 9293 3.6",
                       .explain =
                           "This side will send no more bytes. It can still receive until the other side closes, too, "
                           "which ends the connection.",
                       .fold = Fold::edge};

constexpr EventDef half_close{
    .protocol = &protocol,
    .name = "half-close",
    .layer = Layer::transport,
    .title = "half close",
    .summary = "[{!goodbye}still sends][{?goodbye}only a close_notify,] {after_us} after the other side closed",
    .ref = "RFC 9293 3.6",
    .explain =
        "A FIN closes one direction only. The other side may continue to send, and does; sometimes it is only TLS's "
        "close_notify."};

constexpr EventDef simultaneous_close{
    .protocol = &protocol,
    .name = "simultaneous-close",
    .layer = Layer::transport,
    .title = "simultaneous close",
    .summary = "the two FINs crossed in transit",
    .ref = "RFC 9293 3.6",
    .explain = "Two FINs crossed in transit (state CLOSING). Both are acknowledged, and the connection is closed."};

constexpr EventDef rst{.protocol = &protocol,
                       .name = "rst",
                       .layer = Layer::transport,
                       .title = "RST",
                       .summary =
                           "[{?refused}refused: nothing listens on this port][{?after_close}{!goodbye}after both sides "
                           "had closed: no effect][{?doubtful}to be ignored][{?sense=breaks}connection "
                           "reset][{?sense=again}repeated][{?sense=earlier}for the earlier connection][{?goodbye}reset "
                           "in reply to a late close_notify; no effect][{!goodbye}, with {length}]",
                       .ref = "RFC 9293 3.5.2",
                       .explain =
                           "The connection is aborted at once, without closing it first: bytes in transit are lost. In "
                           "reply to a SYN it means that no program listens on that port. What arrives for a "
                           "connection that is gone is answered with a reset, too."};

constexpr EventDef refusal{
    .protocol = &protocol,
    .name = "refused",
    .layer = Layer::transport,
    .title = "refused",
    .summary = "and no other address answered",
    .ref = "RFC 9293 3.10.7.1",
    .explain =
        "Nothing listens on the server's port, and the client did not get through at another address either: localhost "
        "has two, and a client that is refused at one tries the other."};

constexpr EventDef after_reset{
    .protocol = &protocol,
    .name = "data-after-reset",
    .layer = Layer::transport,
    .title = "data after RST",
    .summary = "{length}, too late: not decoded",
    .ref = "RFC 9293 3.10.7",
    .explain =
        "The connection was already reset when this segment was sent or captured, so wstrace does not decode it."};

constexpr EventDef of_earlier{
    .protocol = &protocol,
    .name = "old-segment",
    .layer = Layer::transport,
    .title = "late segment",
    .summary = "[{length} ]of an earlier connection on the same two ports: not decoded",
    .ref = "RFC 9293 3.5",
    .explain = "Its sequence numbers do not fit this connection: it was sent in an earlier one and arrived late."};

constexpr EventDef challenge_ack{
    .protocol = &protocol,
    .name = "challenge-ack",
    .layer = Layer::transport,
    .title = "challenge ACK",
    .summary = "asks the other side to confirm",
    .ref = "RFC 5961 3.2",
    .explain =
        "A reset or SYN arrived that does not fit. Before this side gives up the connection, it states its current "
        "sequence numbers; a peer that really wants to end the connection replies with a reset that fits."};

constexpr EventDef closed{.protocol = &protocol,
                          .name = "closed",
                          .layer = Layer::transport,
                          .title = "closed",
                          .summary = "in both directions[, {closing_us} after the first FIN]",
                          .ref = "RFC 9293 3.6",
                          .explain = "Both sides have closed, and both FINs are acknowledged.",
                          .fold = Fold::step};

constexpr EventDef retransmission{
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

constexpr EventDef out_of_order{
    .protocol = &protocol,
    .name = "out-of-order",
    .layer = Layer::transport,
    .title = "out of order",
    .summary = "{length} overtaken by later bytes[, {?late}too late]",
    .ref = "RFC 9293 3.10.7.4",
    .explain = "The network delivered segments in a different order than they were sent. TCP restores the order."};

constexpr EventDef duplicate_ack{
    .protocol = &protocol,
    .name = "duplicate-ack",
    .layer = Layer::transport,
    .title = "duplicate ACK",
    .summary = "number {count}[, SACK {sack_blocks}]",
    .ref = "RFC 5681 2",
    .explain = "The receiver acknowledges the same byte again: something after that point is missing.",
    .fold = Fold::routine};

constexpr EventDef d_sack{
    .protocol = &protocol,
    .name = "d-sack",
    .layer = Layer::transport,
    .title = "D-SACK",
    .summary = "[packet {packet} not needed: ]{length} received twice",
    .ref = "RFC 2883 4",
    .explain =
        "The receiver reports that it received these bytes twice: the network duplicated them, or they were "
        "retransmitted needlessly, because the first copy was only delayed or its acknowledgement was lost.",
    .fold = Fold::routine};

constexpr EventDef hole{.protocol = &protocol,
                        .name = "hole",
                        .layer = Layer::transport,
                        .title = "hole",
                        .summary = "{length} missing before this segment, so far",
                        .ref = "RFC 9293 3.10.7.4",
                        .explain =
                            "This segment does not directly follow what was captured before: something in "
                            "between is late, was lost, or was not captured.",
                        .fold = Fold::routine};

constexpr EventDef ack_unseen{.protocol = &protocol,
                              .name = "ack-unseen",
                              .layer = Layer::transport,
                              .title = "ACK of unseen data",
                              .summary = "for {length} not captured",
                              .ref = "RFC 9293 3.4",
                              .explain =
                                  "The receiver acknowledges bytes that the capture does not have: packets were "
                                  "captured in a different order, or not at all.",
                              .fold = Fold::routine};

constexpr EventDef gap{.protocol = &protocol,
                       .name = "gap",
                       .layer = Layer::transport,
                       .title = "gap",
                       .summary = "[{length} not captured][{!length}the FIN was not captured]",
                       .ref = "RFC 9293 3.4",
                       .explain =
                           "Bytes in this direction are not in the capture, so what they carried cannot be decoded; or "
                           "one sequence number more was acknowledged than was recorded, which is the FIN's."};

constexpr EventDef zero_window{
    .protocol = &protocol,
    .name = "zero-window",
    .layer = Layer::transport,
    .title = "zero window",
    .summary =
        "[{!sense}{!shut_us}the receiver accepts no more bytes][{?sense=again}again][{?sense=still}still][for "
        "{shut_us}, until the end]",
    .ref = "RFC 9293 3.8.6",
    .explain = "Flow control: the receiver's buffer is full. The sender must wait for a window update."};

constexpr EventDef zero_window_probe{.protocol = &protocol,
                                     .name = "zero-window-probe",
                                     .layer = Layer::transport,
                                     .title = "zero-window probe",
                                     .summary = "asks whether the window is open again",
                                     .ref = "RFC 9293 3.8.6.1",
                                     .explain =
                                         "The sender may not send while the window is zero, and asks from time "
                                         "to time, because a window update may be lost.",
                                     .fold = Fold::routine};

constexpr EventDef zero_window_probe_ack{
    .protocol = &protocol,
    .name = "zero-window-probe-ack",
    .layer = Layer::transport,
    .title = "zero-window probe ACK",
    .summary = "still zero window",
    .ref = "RFC 9293 3.8.6.1",
    .explain = "The answer to a zero-window probe: the receiver still has no room.",
    .fold = Fold::routine};

constexpr EventDef window_full{.protocol = &protocol,
                               .name = "window-full",
                               .layer = Layer::transport,
                               .title = "window full",
                               .summary = "fills the receiver's window of {window}",
                               .ref = "RFC 9293 3.8.6",
                               .explain =
                                   "The sender has sent all that the receiver has room for, and must wait for "
                                   "an acknowledgement or a window update.",
                               .fold = Fold::routine};

constexpr EventDef window_update{.protocol = &protocol,
                                 .name = "window-update",
                                 .layer = Layer::transport,
                                 .title = "window update",
                                 .summary =
                                     "{window}[ {?unscaled}or more][{!sense}, after a zero window for "
                                     "{shut_us}][{?sense=short}, after a zero window for only {shut_us}]",
                                 .ref = "RFC 9293 3.8.6",
                                 .explain =
                                     "The receiver announces that it has room for more bytes. After a zero window the "
                                     "sender continues; the row says how long it had to wait.",
                                 .fold = Fold::routine};

constexpr EventDef keep_alive{
    .protocol = &protocol,
    .name = "keep-alive",
    .layer = Layer::transport,
    .title = "keep-alive",
    .summary = "",
    .ref = "RFC 9293 3.8.4",
    .explain = "A probe that carries nothing new, to find out whether the other side is still there.",
    .fold = Fold::heartbeat};

constexpr EventDef keep_alive_ack{.protocol = &protocol,
                                  .name = "keep-alive-ack",
                                  .layer = Layer::transport,
                                  .title = "keep-alive ACK",
                                  .summary = "still there",
                                  .ref = "RFC 9293 3.8.4",
                                  .explain = "The answer to a keep-alive: the other side is still there.",
                                  .fold = Fold::routine};

constexpr EventDef urgent{.protocol = &protocol,
                          .name = "urgent",
                          .layer = Layer::transport,
                          .title = "urgent data",
                          .summary = "up to byte {urgent_pointer} of this segment",
                          .ref = "RFC 9293 3.8.5, RFC 6093",
                          .explain =
                              "The sender marks bytes as urgent. Hardly anything uses this today, and receivers "
                              "disagree about which byte is meant."};

constexpr EventDef bad_checksum{.protocol = &protocol,
                                .name = "bad-checksum",
                                .layer = Layer::transport,
                                .title = "bad checksum",
                                .summary = "[{length} ]ignored",
                                .ref = "RFC 9293 3.1",
                                .explain =
                                    "The segment does not match its checksum. A receiver drops it silently, and "
                                    "it is retransmitted. Reported only with --checksums."};

constexpr EventDef checksum_offload{
    .protocol = &protocol,
    .name = "checksum-offload",
    .layer = Layer::transport,
    .title = "checksum offload",
    .summary = "checksums are computed by the network card",
    .ref = "RFC 9293 3.1",
    .explain =
        "The packets were captured on the sending host, before its network card filled in the checksum. Reported once "
        "per direction, and only with --checksums."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::syn,
                                       &event::syn_ack,
                                       &event::established,
                                       &event::mid_stream,
                                       &event::simultaneous_open,
                                       &event::no_answer,
                                       &event::unacknowledged,
                                       &event::other_address,
                                       &event::fin,
                                       &event::half_close,
                                       &event::simultaneous_close,
                                       &event::rst,
                                       &event::refusal,
                                       &event::after_reset,
                                       &event::of_earlier,
                                       &event::challenge_ack,
                                       &event::closed,
                                       &event::retransmission,
                                       &event::out_of_order,
                                       &event::duplicate_ack,
                                       &event::d_sack,
                                       &event::hole,
                                       &event::ack_unseen,
                                       &event::gap,
                                       &event::zero_window,
                                       &event::zero_window_probe,
                                       &event::zero_window_probe_ack,
                                       &event::window_full,
                                       &event::window_update,
                                       &event::keep_alive,
                                       &event::keep_alive_ack,
                                       &event::urgent,
                                       &event::bad_checksum,
                                       &event::checksum_offload};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{
    .name = "tcp", .title = "TCP", .events = all_events, .notes = all_notes, .level = Level::transport};

}  // namespace wstrace::tcp
