// The events of stream, across and capture.
#include "session/definitions.h"

namespace wstrace {

namespace stream {
namespace event {

constexpr EventDef unrecognised{.protocol = &protocol,
                                .name = "unrecognised",
                                .layer = Layer::application,
                                .title = "unrecognised bytes",
                                .summary = "{length}, recognised by no dissector",
                                .ref = {},
                                .explain =
                                    "The first bytes of this connection are not in a protocol that wstrace "
                                    "decodes. The connection's TCP events are still traced."};

constexpr EventDef limit{.protocol = &protocol,
                         .name = "limit",
                         .layer = Layer::application,
                         .title = "limit reached",
                         .summary =
                             "[{sessions} sessions without a connection][{!limit}{length} kept while waiting for "
                             "keys][{length} against {limit}]",
                         .ref = {},
                         .explain =
                             "wstrace limits its memory: a unit larger than the limit is not decoded, data that wait "
                             "for their keys are kept up to a limit, and of too many sessions the one that has been "
                             "silent the longest is reported and forgotten."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {
    &event::unrecognised,
    &event::limit,
};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "stream", .title = "stream", .events = all_events, .notes = all_notes};

}  // namespace stream

namespace across {
namespace event {

constexpr EventDef loop{
    .protocol = &protocol,
    .name = "reconnect-loop",
    .layer = Layer::session,
    .title = "reconnect loop",
    .summary = "{sessions} sessions within {span_us}, each ended by the {by} after about {lifetime_us}",
    .ref = {},
    .explain =
        "The same client comes again and again, and each of its sessions is ended soon. Reported once, when that is "
        "recognised; the closing lines say how long it went on."};

constexpr EventDef silence{
    .protocol = &protocol,
    .name = "server-silent",
    .layer = Layer::session,
    .title = "not this session alone",
    .summary = "{server} silent to {numbers}, for {silent_us}",
    .ref = {},
    .explain =
        "Several sessions with one server were given up by their clients because the server said nothing to any of "
        "them in the same span of time."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::loop, &event::silence};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "session", .title = "session", .events = all_events, .notes = all_notes};

}  // namespace across

namespace capture {
namespace event {

constexpr EventDef duplicate{
    .protocol = &protocol,
    .name = "duplicate",
    .layer = Layer::physical,
    .title = "captured twice",
    .summary = "copy of packet {copy_of}[, {?elsewhere}captured elsewhere]: ignored",
    .ref = {},
    .explain =
        "The capture has the same packet several times. For TCP it is one packet, not a retransmission. Reported for "
        "the first copy in a connection; the session's record counts them all."};

constexpr EventDef time_back{
    .protocol = &protocol,
    .name = "time-back",
    .layer = Layer::physical,
    .title = "time goes back",
    .summary = "by {back_us}",
    .ref = {},
    .explain =
        "wstrace sorts the packets of a file by time within a small window. This one goes back further than that and "
        "is traced where it stands in the file. Reported once."};

}  // namespace event

namespace {
constexpr const EventDef* kEvents[] = {&event::duplicate, &event::time_back};
}  // namespace

std::span<const EventDef* const> all_events() { return kEvents; }

constexpr ProtocolDef protocol{.name = "capture", .title = "capture", .events = all_events, .notes = all_notes};

}  // namespace capture

}  // namespace wstrace
