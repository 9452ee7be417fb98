// The events of ICMP, and the protocol that they belong to.
#include "dissectors/icmp/definitions.h"

namespace wstrace::icmp {
namespace event {

constexpr EventDef unreachable{
    .protocol = &protocol,
    .name = "unreachable",
    .layer = Layer::network,
    .title = "unreachable",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792, RFC 4443 3.1",
    .explain =
        "A router or the host itself returns a packet that it cannot deliver. A connection that is being opened fails "
        "at once; an open one continues if the next attempts get through."};

constexpr EventDef fragmentation_needed{
    .protocol = &protocol,
    .name = "fragmentation-needed",
    .layer = Layer::network,
    .title = "fragmentation needed",
    .summary = "[at most {mtu}, ]says {from}[, about {about}]",
    .ref = "RFC 1191 4",
    .explain =
        "A packet that must not be fragmented is larger than the next link can carry. The router drops it and reports "
        "how large packets may be; the sender sends the bytes again in smaller ones (path MTU discovery)."};

constexpr EventDef packet_too_big{
    .protocol = &protocol,
    .name = "packet-too-big",
    .layer = Layer::network,
    .title = "packet too big",
    .summary = "at most {mtu}, says {from}[, about {about}]",
    .ref = "RFC 4443 3.2, RFC 8201",
    .explain =
        "IPv6 routers never fragment. A router drops a packet that is larger than the next link can carry and reports "
        "how large packets may be; the sender sends the bytes again in smaller ones (path MTU discovery)."};

constexpr EventDef time_exceeded{
    .protocol = &protocol,
    .name = "time-exceeded",
    .layer = Layer::network,
    .title = "time exceeded",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792, RFC 4443 3.3",
    .explain = "A packet passed through more routers than its TTL allows, or its fragments did not arrive in time."};

constexpr EventDef parameter_problem{
    .protocol = &protocol,
    .name = "parameter-problem",
    .layer = Layer::network,
    .title = "parameter problem",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792, RFC 4443 3.4",
    .explain = "A router or host could not process the IP header and dropped the packet."};

constexpr EventDef source_quench{
    .protocol = &protocol,
    .name = "source-quench",
    .layer = Layer::network,
    .title = "source quench",
    .summary = "says {from}[, about {about}]",
    .ref = "RFC 6633",
    .explain = "An old request to send more slowly. It is deprecated, and TCP ignores it."};

constexpr EventDef redirect{
    .protocol = &protocol,
    .name = "redirect",
    .layer = Layer::network,
    .title = "redirect",
    .summary = "{meaning}, says {from}[, about {about}]",
    .ref = "RFC 792",
    .explain = "A router names a better route to this destination. The packet is delivered nevertheless."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::unreachable,   &event::fragmentation_needed, &event::packet_too_big,
                                       &event::time_exceeded, &event::parameter_problem,    &event::source_quench,
                                       &event::redirect};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "icmp", .title = "ICMP", .events = all_events, .notes = all_notes};

}  // namespace wstrace::icmp
