// The notes about ICMP: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/icmp/definitions.h"

namespace wstrace::icmp {
namespace note {

constexpr NoteDef fragmentation_needed{
    .code = "icmp.fragmentation-needed",
    .severity = Severity::warning,
    .text =
        "a packet of the {party} is too large for the path: {from} forwards [at most {mtu}][{!mtu}only smaller ones] "
        "and dropped it",
    .ref = "RFC 1191 4",
    .advice =
        "this is how TCP learns the path MTU, and happens once; if it repeats, or large messages hang, something "
        "filters these ICMP messages (a path MTU black hole): let them through, lower the MTU or clamp the MSS",
    .explain =
        "a packet was too large for the path: a router dropped it and reported the largest size that it forwards"};

constexpr NoteDef packet_too_big{
    .code = "icmp.packet-too-big",
    .severity = Severity::warning,
    .text = "a packet of the {party} is too large for the path: {from} forwards at most {mtu} and dropped it",
    .ref = "RFC 8201 3",
    .advice =
        "this is how TCP learns the path MTU, and happens once; if it repeats, or large messages hang, something "
        "filters ICMPv6 (a path MTU black hole): let it through or lower the MTU",
    .explain =
        "a packet was too large for the path: a router dropped it and reported the largest size that it forwards"};

constexpr NoteDef unreachable{
    .code = "icmp.unreachable",
    .severity = Severity::error,
    .text = "{from} cannot deliver the connection request to {to}: {meaning}",
    .ref = "RFC 792, RFC 4443 3.1",
    .advice =
        "a router answered in place of the server: check that the address is right, that the host is up, and that "
        "there is a route to it",
    .explain = "the network could not deliver the connection request to the server"};

constexpr NoteDef port_unreachable{
    .code = "icmp.port-unreachable",
    .severity = Severity::error,
    .text =
        "{from} refused the connection to {to} with ICMP: a firewall rejects it; a host without a listener would "
        "answer with a TCP reset",
    .ref = "RFC 1122 3.2.2.1",
    .advice = "check the firewall rules of that host for this port",
    .explain =
        "the connection was refused with ICMP: a firewall rejects it; a host without a listener would answer with a "
        "TCP reset"};

constexpr NoteDef prohibited{.code = "icmp.prohibited",
                             .severity = Severity::error,
                             .text = "{from} does not forward packets to {to}: {meaning}",
                             .ref = "RFC 1812 5.2.7.1, RFC 4443 3.1",
                             .advice = "its rules reject this traffic: ask its operator to allow this address and port",
                             .explain = "a firewall or router does not forward packets to this address"};

constexpr NoteDef undelivered{
    .code = "icmp.undelivered",
    .severity = Severity::warning,
    .text = "{from} could not deliver a packet of the {party}: {meaning}",
    .ref = "RFC 5461 2.1",
    .advice =
        "TCP retransmits it and continues if the path recovers; if the connection hangs from here on, this is why",
    .explain = "a router or host could not deliver a packet of this connection"};

constexpr NoteDef time_exceeded{
    .code = "icmp.time-exceeded",
    .severity = Severity::warning,
    .text = "a packet of the {party} was dropped on the path; {from} reports: {meaning}",
    .ref = "RFC 792, RFC 4443 3.3",
    .advice = "either there is a routing loop (packets go in circles), or fragments were lost; traceroute shows which",
    .explain = "a packet was dropped on the path: its hop limit was exceeded, or its fragments did not arrive in time"};

constexpr NoteDef parameter_problem{
    .code = "icmp.parameter-problem",
    .severity = Severity::warning,
    .text = "{from} dropped a packet of the {party} because of its IP header: {meaning}",
    .ref = "RFC 792, RFC 4443 3.4",
    .advice = "the packet has an IP option or extension header that this router or host does not accept",
    .explain = "a router or host dropped a packet because of its IP header"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::fragmentation_needed, &note::packet_too_big,   &note::unreachable,
                                     &note::port_unreachable,     &note::prohibited,       &note::undelivered,
                                     &note::time_exceeded,        &note::parameter_problem};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::icmp
