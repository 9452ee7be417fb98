// What is wrong or noteworthy about a TCP connection, in words for a web developer.
#pragma once

#include "core/definitions.h"

namespace wstrace::tcp {

inline constexpr NoteDef capture_gap{
    .code = "tcp.capture-gap",
    .severity = Severity::warning,
    .text = "{length} missing from the capture: the receiver acknowledged bytes that were not recorded",
    .ref = "RFC 9293 3.4",
    .advice =
        "this is a loss of the capture, not of the network: capture with a larger buffer (-B) and full packets "
        "(-s 0)"};

inline constexpr NoteDef fin_missing{
    .code = "tcp.fin-missing",
    .severity = Severity::note,
    .text =
        "the {party}'s FIN is missing from the capture: the other side acknowledged one number more than was recorded",
    .ref = "RFC 9293 3.4",
    .advice = "this is a loss of the capture, not of the network"};

inline constexpr NoteDef syn_missing{
    .code = "tcp.syn-missing",
    .severity = Severity::note,
    .text = "the SYN that this answers is not in the capture",
    .ref = "RFC 9293 3.5",
    .advice = "the capture began just then, or lost it: how long the handshake took is not known"};

inline constexpr NoteDef unfilled_gap{
    .code = "tcp.unfilled-gap",
    .severity = Severity::warning,
    .text = "{length} missing: later bytes arrived, these never did",
    .ref = "RFC 9293 3.4",
    .advice = "the network lost them and the connection ended before they were sent again, or the capture lost them"};

inline constexpr NoteDef cut_short{.code = "tcp.cut-short",
                                   .severity = Severity::warning,
                                   .text = "the capture recorded only the beginning of this packet",
                                   .ref = {},
                                   .advice = "the capture was made with a snap length; record whole packets (-s 0)",
                                   .once = true};

inline constexpr NoteDef window_closed{.code = "tcp.zero-window",
                                       .severity = Severity::note,
                                       .text = "the receiver's buffer is full: the sender must wait",
                                       .ref = "RFC 9293 3.8.6",
                                       .advice = "the application on the receiving side does not read fast enough"};

inline constexpr NoteDef window_still_shut{
    .code = "tcp.window-shut",
    .severity = Severity::warning,
    .text = "the {party} took no more bytes for {shut_us}, until the end: its window never opened again",
    .ref = "RFC 9293 3.8.6",
    .advice = "its program has stopped reading: does it hang, or wait for something that never comes?"};

inline constexpr NoteDef no_answer_note{
    .code = "tcp.no-answer",
    .severity = Severity::error,
    .text = "no answer from {server}: the client asked {count} times in {waited_us}",
    .ref = "RFC 9293 3.8.1",
    .advice =
        "a firewall drops the packets, the address is wrong, or the host is off (a host that runs but has no such "
        "server answers with a reset)"};

inline constexpr NoteDef refused_note{
    .code = "tcp.refused",
    .severity = Severity::error,
    .text = "nobody listens on {server}",
    .ref = "RFC 9293 3.10.7.1",
    .advice =
        "is the server running, on this port and on this address (127.0.0.1 is not ::1), or does a firewall refuse?"};

inline constexpr NoteDef other_address_note{
    .code = "tcp.other-address",
    .severity = Severity::note,
    .text =
        "nobody listens on {tried}, where the client tried first; {cost_us} later it went on to {server} (localhost is "
        "both ::1 and 127.0.0.1)",
    .ref = "RFC 8305 5",
    .advice =
        "nothing is wrong; to save the attempt, let the server listen on both addresses, or the client name the one "
        "that "
        "answers",
    .once = true};

inline constexpr NoteDef reset_note{
    .code = "tcp.reset",
    .severity = Severity::error,
    .text = "the {party} broke the connection off with a reset: its program died or dropped the connection",
    .ref = "RFC 9293 3.5.2",
    .advice =
        "look into the log of that side for the same time; a crash, a kill or a restart of a proxy looks like this"};

inline constexpr NoteDef data_after_close{
    .code = "tcp.data-after-close",
    .severity = Severity::note,
    .text = "the {party} had closed already: what the {peer} sent after that was thrown away, and this reset says so",
    .ref = "RFC 9293 3.6.1",
    .advice = "let the side that closes wait for what the other one still has to say"};

inline constexpr NoteDef doubtful_reset{
    .code = "tcp.doubtful-reset",
    .severity = Severity::warning,
    .text = "this reset is {length} {where} what the receiver expects, which must not obey it: {why}",
    .ref = "RFC 5961 3.2",
    .advice = "look at its TTL and MAC address: does it come from where the other packets of that side come from?"};

inline constexpr NoteDef old_connection{
    .code = "tcp.old-connection",
    .severity = Severity::warning,
    .text = "the {party} still knows an earlier connection on the same two ports and answers for that one",
    .ref = "RFC 9293 3.5.1",
    .advice = "the other side crashed or lost its address without closing; it clears up with the reset that follows"};

}  // namespace wstrace::tcp
