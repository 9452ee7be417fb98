// What there is to say at the network layer. Fragments and tunnels are named, not followed yet.
#pragma once

#include "core/definitions.h"

namespace wstrace::ip {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef what{"what", FieldKind::text, "what was seen"};
}  // namespace field

inline constexpr NoteDef not_followed_note{
    .code = "ip.not-followed",
    .severity = Severity::note,
    .text = "{what} is not followed yet: what it carries is missing from this trace",
    .ref = {},
    .advice = "capture inside the tunnel, or where packets are not fragmented"};

inline constexpr NoteDef unreadable_note{.code = "ip.unreadable",
                                         .severity = Severity::warn,
                                         .text = "{what}: the headers do not fit together, or the capture cut them off",
                                         .ref = {},
                                         .advice = "capture with a larger snap length (-s 0)"};

inline constexpr EventDef not_followed{
    .protocol = &protocol,
    .name = "not-followed",
    .layer = Layer::network,
    .title = "not followed",
    .summary = "{what}",
    .ref = {},
    .explain =
        "A packet that wstrace recognises and does not look into. Told once for each kind; the end of the trace "
        "says how many there were."};

inline constexpr EventDef unreadable{
    .protocol = &protocol,
    .name = "unreadable",
    .layer = Layer::network,
    .title = "unreadable",
    .summary = "{what}",
    .ref = {},
    .explain = "A packet whose headers contradict each other or were cut off by the capture's snap length."};

}  // namespace wstrace::ip
