// What there is to say at the network layer: tunnels, fragments, and packets that cannot be read.
#pragma once

#include "core/definitions.h"

namespace wstrace::ip {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef what{"what", FieldKind::text, "what was seen"};
inline constexpr FieldDef path{"path", FieldKind::text, "outermost first"};
inline constexpr FieldDef layers{"layers", FieldKind::json, "the same, each with its numbers"};
}  // namespace field

inline constexpr NoteDef not_followed_note{.code = "ip.not-followed",
                                           .severity = Severity::note,
                                           .text = "{what} is not followed: what it carries is missing from this trace",
                                           .ref = {},
                                           .advice = "capture inside the tunnel, at one of its ends"};

inline constexpr NoteDef encrypted_note{
    .code = "ip.encrypted",
    .severity = Severity::note,
    .text = "{what}: what it carries cannot be read and is missing from this trace",
    .ref = {},
    .advice = "capture at one of the tunnel's ends, before packets are encrypted or after they were decrypted"};

inline constexpr NoteDef nesting_note{
    .code = "ip.nesting-limit",
    .severity = Severity::warn,
    .text = "{what}: the packet is not followed further",
    .ref = {},
    .advice = "this is a safety limit of wstrace; real networks nest a few tunnels, not dozens"};

inline constexpr NoteDef unreadable_note{.code = "ip.unreadable",
                                         .severity = Severity::warn,
                                         .text = "{what}: the headers do not fit together, or the capture cut them off",
                                         .ref = {},
                                         .advice = "capture with a larger snap length (-s 0)"};

inline constexpr EventDef encapsulation{
    .protocol = &protocol,
    .name = "encapsulation",
    .layer = Layer::network,
    .title = "carried in",
    .summary = "{path}",
    .ref = {},
    .explain =
        "This connection's packets travel inside other packets, between the two addresses of a tunnel. Told once for "
        "each way that they come by. Every packet is larger by the tunnel's headers, which lowers what fits into one.",
    .fold = Fold::step};

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
