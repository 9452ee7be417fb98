// The notes about TCP: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/tcp/definitions.h"

namespace wstrace::tcp {
namespace note {

constexpr NoteDef capture_gap{
    .code = "tcp.capture-gap",
    .severity = Severity::warning,
    .text = "{length} missing from the capture: the receiver acknowledged bytes that were not recorded",
    .ref = "RFC 9293 3.4",
    .advice =
        "this is a loss of the capture, not of the network: record with a larger buffer (tcpdump -B) and whole packets "
        "(-s 0)",
    .explain = "bytes are missing from the capture: the receiver acknowledged them, but they were not recorded"};

constexpr NoteDef sent_before_capture{
    .code = "tcp.sent-before-capture",
    .severity = Severity::note,
    .text = "{length} are not in the capture: most likely they were on their way when it began",
    .ref = "RFC 9293 3.4",
    .advice = "start the capture before the client connects",
    .loss = true,
    .explain = "bytes are not in the capture: most likely they were on their way when it began, inside a connection"};

constexpr NoteDef fin_missing{.code = "tcp.fin-missing",
                              .severity = Severity::note,
                              .text =
                                  "the {party}'s FIN is missing from the capture: the other side acknowledged "
                                  "one sequence number more than was recorded",
                              .ref = "RFC 9293 3.4",
                              .advice = "this is a loss of the capture, not of the network",
                              .explain =
                                  "the FIN of one side is missing from the capture: the other side acknowledged "
                                  "one sequence number more than was recorded"};

constexpr NoteDef syn_missing{
    .code = "tcp.syn-missing",
    .severity = Severity::note,
    .text = "the SYN that this segment answers is not in the capture",
    .ref = "RFC 9293 3.5",
    .advice = "either the capture began just then, or it lost the SYN: the duration of the handshake is unknown"};

constexpr NoteDef unfilled_gap{.code = "tcp.unfilled-gap",
                               .severity = Severity::warning,
                               .text = "{length} missing: later bytes arrived, these never did",
                               .ref = "RFC 9293 3.4",
                               .advice =
                                   "either the network lost them and the connection ended before they were "
                                   "retransmitted, or the capture lost them",
                               .explain = "bytes are missing: later bytes arrived, these never did"};

constexpr NoteDef cut_short{.code = "tcp.cut-short",
                            .severity = Severity::warning,
                            .text = "the capture recorded only the beginning of this packet",
                            .ref = {},
                            .advice = "the capture was made with a snap length; record whole packets (-s 0)",
                            .once = true};

constexpr NoteDef window_closed{.code = "tcp.zero-window",
                                .severity = Severity::note,
                                .text = "the receiver's buffer is full: the sender must wait",
                                .ref = "RFC 9293 3.8.6",
                                .advice = "the application on the receiving side does not read fast enough"};

constexpr NoteDef window_still_shut{
    .code = "tcp.window-shut",
    .severity = Severity::warning,
    .text = "the {party} advertised a zero window for {shut_us}, until {until}: its program did not read",
    .ref = "RFC 9293 3.8.6",
    .advice = "its program has stopped reading: check whether it hangs, or waits for something that never comes",
    .explain = "one side advertised a zero window until the end: its program did not read"};

constexpr NoteDef no_answer{
    .code = "tcp.no-answer",
    .severity = Severity::error,
    .text = "no answer from {server}: the client sent {count} SYNs in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .advice =
        "either a firewall drops the packets, the address is wrong, or the host is down (a host that is up but has no "
        "such server answers with a reset)",
    .explain = "the client requested a connection again and again, and the server never answered"};

constexpr NoteDef no_longer_listens{
    .code = "tcp.no-longer-listens",
    .severity = Severity::note,
    .text = "connection refused: nothing listens on {server} any more, which accepted connections before",
    .ref = "RFC 9293 3.5.2",
    .advice = "if the server was not stopped or restarted on purpose, look for a crash in its log at this time",
    .explain = "connection refused: the server accepted connections before, and was stopped or restarts"};

constexpr NoteDef refused{.code = "tcp.refused",
                          .severity = Severity::error,
                          .text = "connection refused: nothing listens on {server}",
                          .ref = "RFC 9293 3.10.7.1",
                          .advice =
                              "check that the server is running, on this port and on this address "
                              "(127.0.0.1 is not ::1), and that no firewall rejects the connection",
                          .explain = "connection refused: nothing listens on the server's address and port"};

constexpr NoteDef other_address{
    .code = "tcp.other-address",
    .severity = Severity::note,
    .text =
        "connection refused at {tried}, which the client tried first; {cost_us} later it connected to {server} "
        "(localhost is both ::1 and 127.0.0.1)",
    .ref = "RFC 8305 5",
    .advice =
        "nothing is wrong; to save the attempt, let the server listen on both addresses, or let the client name the "
        "one that answers",
    .once = true,
    .explain =
        "the client was refused at the first address that it tried and then connected to another one (localhost is "
        "both ::1 and 127.0.0.1)"};

constexpr NoteDef reset{
    .code = "tcp.reset",
    .severity = Severity::error,
    .text = "the {party} reset the connection: its program died or aborted the connection",
    .ref = "RFC 9293 3.5.2",
    .advice = "check the log of that side at this time; a crash, a kill or the restart of a proxy looks like this",
    .explain = "one side reset the connection: its program died or aborted the connection"};

constexpr NoteDef closed_unread{
    .code = "tcp.closed-unread",
    .severity = Severity::note,
    .text =
        "the {party} reset the connection just after data from the {peer} had come: its process ended, or it dropped "
        "the connection (with unread data, TCP does that by a reset)",
    .ref = "RFC 2525 2.17",
    .advice =
        "nothing is wrong where the program was meant to end; a client that closes the connection first and reads what "
        "still comes ends it without a reset",
    .explain = "one side closed its socket while data was unread, so TCP reset the connection: its process ended"};

constexpr NoteDef unacknowledged{
    .code = "tcp.unacknowledged",
    .severity = Severity::error,
    .text =
        "nothing came from the {peer}'s host since {since}, not even an acknowledgement: the {party} retransmitted "
        "{times} times in {waited_us}. The host or the network was gone",
    .ref = "RFC 9293 3.8.1, RFC 6298",
    .advice =
        "check whether that host was switched off, suspended or changed its network, and what lies between the two; "
        "neither program is told before its own time limit runs out, so let them exchange heartbeats",
    .explain =
        "what one side sent was retransmitted again and again and never acknowledged: the other host or the network "
        "was gone"};

constexpr NoteDef no_longer_answers{
    .code = "tcp.no-longer-answers",
    .severity = Severity::error,
    .text =
        "no answer from {server}, which accepted connections before: the client sent {count} SYNs in {waited_us}. The "
        "host or the network was gone",
    .ref = "RFC 9293 3.8.1",
    .advice = "check whether that host was switched off or restarted, and whether the network between the two was cut",
    .explain = "the server's address accepted connections before, and answered none of the client's SYNs later"};

constexpr NoteDef data_after_close{
    .code = "tcp.data-after-close",
    .severity = Severity::note,
    .text =
        "the {party} had already closed the connection: it discarded what the {peer} sent after that and replied with "
        "this reset",
    .ref = "RFC 9293 3.6.1",
    .advice = "let the side that closes wait until the other side has finished sending",
    .explain =
        "one side had already closed the connection: it discarded what the other side sent after that and replied with "
        "a reset"};

constexpr NoteDef doubtful_reset{
    .code = "tcp.doubtful-reset",
    .severity = Severity::warning,
    .text =
        "the sequence number of this reset is {length} {where} the one that the receiver expects; the receiver should "
        "ignore it: {why}",
    .ref = "RFC 5961 3.2",
    .advice = "check its TTL and MAC address: do they match the other packets of that side?",
    .explain =
        "the sequence number of this reset is not the one that the receiver expects, so the receiver should ignore it: "
        "it is forged, belongs to an earlier connection, or the capture lost what was sent before it"};

constexpr NoteDef old_connection{
    .code = "tcp.old-connection",
    .severity = Severity::warning,
    .text = "the {party} still has an earlier connection on the same two ports and answers for that one",
    .ref = "RFC 9293 3.5.1",
    .advice = "the other side crashed or lost its address without closing; the reset that follows resolves this",
    .explain = "one side still has an earlier connection on the same two ports and answers for that one"};

constexpr NoteDef bad_checksum{
    .code = "tcp.bad-checksum",
    .severity = Severity::warning,
    .text =
        "this segment was damaged in transit: its TCP checksum is wrong, so its receiver drops it, and so does wstrace",
    .ref = "RFC 9293 3.1",
    .advice =
        "look for a bad cable, network card or driver, or a middlebox that changes packets; TCP retransmits the bytes"};

constexpr NoteDef offload{
    .code = "tcp.checksum-offload",
    .severity = Severity::note,
    .text =
        "TCP checksums in this direction are not filled in yet: the capture was made on the sending host, whose "
        "network card computes them. They cannot be verified; the segments are traced",
    .ref = "RFC 9293 3.1",
    .advice = "nothing is wrong; capture at the receiver to verify checksums"};

constexpr NoteDef unproven{
    .code = "tcp.checksum-unproven",
    .severity = Severity::note,
    .text =
        "all TCP checksums in this direction have been wrong so far: either the sending host leaves them to its "
        "network card, or all segments are damaged. The segments are traced",
    .ref = "RFC 9293 3.1",
    .advice = "capture at the receiver to verify checksums"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::capture_gap,       &note::sent_before_capture, &note::fin_missing,
                                     &note::syn_missing,       &note::unfilled_gap,        &note::cut_short,
                                     &note::window_closed,     &note::window_still_shut,   &note::no_answer,
                                     &note::no_longer_answers, &note::unacknowledged,      &note::refused,
                                     &note::no_longer_listens, &note::other_address,       &note::reset,
                                     &note::closed_unread,     &note::data_after_close,    &note::doubtful_reset,
                                     &note::old_connection,    &note::bad_checksum,        &note::offload,
                                     &note::unproven};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::tcp
