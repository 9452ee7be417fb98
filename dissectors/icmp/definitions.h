// What the network says about a connection's packets: ICMP errors, their fields, and what they mean for a web developer.
#pragma once

#include "dissectors/icmp/wire.h"
#include "model/definitions.h"

namespace wstrace::icmp {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef type{"type", FieldKind::number};
inline constexpr FieldDef code{"code", FieldKind::number};
inline constexpr FieldDef meaning{"meaning", FieldKind::text, "type and code in words"};
inline constexpr FieldDef mtu{"mtu", FieldKind::size, "the largest packet that the next link carries"};
inline constexpr FieldDef from{"from", FieldKind::text,
                               "the sender of the error: a router on the path, or the host itself"};
inline constexpr FieldDef seq{"seq", FieldKind::number, "sequence number of the segment that it is about"};
inline constexpr FieldDef about{"about", FieldKind::text,
                                "what it is about, where that is no TCP connection of the capture"};
// In notes only:
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef to{"to", FieldKind::text};
}  // namespace field

inline constexpr NoteDef fragmentation_needed_note{
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

inline constexpr NoteDef packet_too_big_note{
    .code = "icmp.packet-too-big",
    .severity = Severity::warning,
    .text = "a packet of the {party} is too large for the path: {from} forwards at most {mtu} and dropped it",
    .ref = "RFC 8201 3",
    .advice =
        "this is how TCP learns the path MTU, and happens once; if it repeats, or large messages hang, something "
        "filters ICMPv6 (a path MTU black hole): let it through or lower the MTU",
    .explain =
        "a packet was too large for the path: a router dropped it and reported the largest size that it forwards"};

inline constexpr NoteDef unreachable_note{
    .code = "icmp.unreachable",
    .severity = Severity::error,
    .text = "{from} cannot deliver the connection request to {to}: {meaning}",
    .ref = "RFC 792, RFC 4443 3.1",
    .advice =
        "a router answered in place of the server: check that the address is right, that the host is up, and that "
        "there is a route to it",
    .explain = "the network could not deliver the connection request to the server"};

inline constexpr NoteDef port_unreachable_note{
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

inline constexpr NoteDef prohibited_note{
    .code = "icmp.prohibited",
    .severity = Severity::error,
    .text = "{from} does not forward packets to {to}: {meaning}",
    .ref = "RFC 1812 5.2.7.1, RFC 4443 3.1",
    .advice = "its rules reject this traffic: ask its operator to allow this address and port",
    .explain = "a firewall or router does not forward packets to this address"};

inline constexpr NoteDef undelivered_note{
    .code = "icmp.undelivered",
    .severity = Severity::warning,
    .text = "{from} could not deliver a packet of the {party}: {meaning}",
    .ref = "RFC 5461 2.1",
    .advice =
        "TCP retransmits it and continues if the path recovers; if the connection hangs from here on, this is why",
    .explain = "a router or host could not deliver a packet of this connection"};

inline constexpr NoteDef time_exceeded_note{
    .code = "icmp.time-exceeded",
    .severity = Severity::warning,
    .text = "a packet of the {party} was dropped on the path; {from} reports: {meaning}",
    .ref = "RFC 792, RFC 4443 3.3",
    .advice = "either there is a routing loop (packets go in circles), or fragments were lost; traceroute shows which",
    .explain = "a packet was dropped on the path: its hop limit was exceeded, or its fragments did not arrive in time"};

inline constexpr NoteDef parameter_problem_note{
    .code = "icmp.parameter-problem",
    .severity = Severity::warning,
    .text = "{from} dropped a packet of the {party} because of its IP header: {meaning}",
    .ref = "RFC 792, RFC 4443 3.4",
    .advice = "the packet has an IP option or extension header that this router or host does not accept",
    .explain = "a router or host dropped a packet because of its IP header"};

inline constexpr EventDef unreachable{
    .protocol = &protocol,
    .name = "unreachable",
    .layer = Layer::network,
    .title = "unreachable",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792, RFC 4443 3.1",
    .explain =
        "A router or the host itself returns a packet that it cannot deliver. A connection that is being opened fails "
        "at once; an open one continues if the next attempts get through."};

inline constexpr EventDef fragmentation_needed{
    .protocol = &protocol,
    .name = "fragmentation-needed",
    .layer = Layer::network,
    .title = "fragmentation needed",
    .summary = "[at most {mtu}, ]says {from}[, about {about}]",
    .ref = "RFC 1191 4",
    .explain =
        "A packet that must not be fragmented is larger than the next link can carry. The router drops it and reports "
        "how large packets may be; the sender sends the bytes again in smaller ones (path MTU discovery)."};

inline constexpr EventDef packet_too_big{
    .protocol = &protocol,
    .name = "packet-too-big",
    .layer = Layer::network,
    .title = "packet too big",
    .summary = "at most {mtu}, says {from}[, about {about}]",
    .ref = "RFC 4443 3.2, RFC 8201",
    .explain =
        "IPv6 routers never fragment. A router drops a packet that is larger than the next link can carry and reports "
        "how large packets may be; the sender sends the bytes again in smaller ones (path MTU discovery)."};

inline constexpr EventDef time_exceeded{
    .protocol = &protocol,
    .name = "time-exceeded",
    .layer = Layer::network,
    .title = "time exceeded",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792, RFC 4443 3.3",
    .explain = "A packet passed through more routers than its TTL allows, or its fragments did not arrive in time."};

inline constexpr EventDef parameter_problem{
    .protocol = &protocol,
    .name = "parameter-problem",
    .layer = Layer::network,
    .title = "parameter problem",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792, RFC 4443 3.4",
    .explain = "A router or host could not process the IP header and dropped the packet."};

inline constexpr EventDef source_quench{
    .protocol = &protocol,
    .name = "source-quench",
    .layer = Layer::network,
    .title = "source quench",
    .summary = "says {from}[, about {about}]",
    .ref = "RFC 6633",
    .explain = "An old request to send more slowly. It is deprecated, and TCP ignores it."};

inline constexpr EventDef redirect{
    .protocol = &protocol,
    .name = "redirect",
    .layer = Layer::network,
    .title = "redirect",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792",
    .explain = "A router names a better route to this destination. The packet is delivered nevertheless."};

/// The event that a message is.
const EventDef& event_of(const Message& message);

/// Type and code in words that follow "because"; static text.
std::string_view meaning_of(const Message& message);

/// What it means for the connection; null where there is nothing to worry about. `connecting`: it answers a SYN.
const NoteDef* note_of(const Message& message, bool connecting);

/// Does it end a connection that is being opened (RFC 5461 2.2: what stacks do)?
bool fails_connect(const Message& message);

}  // namespace wstrace::icmp
