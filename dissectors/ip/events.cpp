// The events of IP, and the protocol that they belong to.
#include "dissectors/ip/definitions.h"

namespace wstrace::ip {
namespace event {

constexpr EventDef fragments{
    .protocol = &protocol,
    .name = "fragments",
    .layer = Layer::network,
    .title = "fragments",
    .summary = "{fragments} reassembled, {length}",
    .ref = "RFC 791 3.2, RFC 8200 4.5",
    .explain =
        "A packet that was too large for a link was split into fragments, which the receiver reassembles before TCP "
        "sees any of it. The packet numbers are those of all fragments.",
    .fold = Fold::routine};

constexpr EventDef fragments_missing{
    .protocol = &protocol,
    .name = "fragments-missing",
    .layer = Layer::network,
    .title = "fragments missing",
    .summary = "{fragments} came, {length}[, missing: {lacks}]",
    .ref = "RFC 1122 3.3.2, RFC 8200 4.5",
    .explain =
        "Some fragments of a datagram arrived and others did not, so the receiver gets none of it. Of datagrams that "
        "belong to no known connection, only the first is reported; the end of the trace says how many there were."};

constexpr EventDef encapsulation{
    .protocol = &protocol,
    .name = "encapsulation",
    .layer = Layer::network,
    .title = "encapsulation",
    .summary = "{path}",
    .ref = {},
    .explain =
        "The packets of this connection travel inside other packets, between the two addresses of a tunnel. Reported "
        "once for each path. Every packet is larger by the tunnel's headers, which leaves less room for data.",
    .fold = Fold::step};

constexpr EventDef not_followed{.protocol = &protocol,
                                .name = "not-followed",
                                .layer = Layer::network,
                                .title = "not followed",
                                .summary = "{what}",
                                .ref = {},
                                .explain =
                                    "wstrace recognises this packet and does not look into it. Reported once "
                                    "for each kind; the end of the trace says how many there were."};

constexpr EventDef unreadable{
    .protocol = &protocol,
    .name = "unreadable",
    .layer = Layer::network,
    .title = "unreadable",
    .summary = "{what}",
    .ref = {},
    .explain = "The headers of this packet contradict each other, or the snap length of the capture cut them off."};

constexpr EventDef bad_checksum{.protocol = &protocol,
                                .name = "bad-checksum",
                                .layer = Layer::network,
                                .title = "bad checksum",
                                .summary = "IPv4 header of a packet from {from}; ignored",
                                .ref = "RFC 791 3.1",
                                .explain =
                                    "The header does not match its checksum, so none of its fields can be "
                                    "trusted. Reported only with --checksums."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::encapsulation, &event::fragments,  &event::fragments_missing,
                                       &event::not_followed,  &event::unreadable, &event::bad_checksum};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "ip", .title = "IP", .events = all_events, .notes = all_notes};

}  // namespace wstrace::ip
