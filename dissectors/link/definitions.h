// What there is to say at the data link layer: the tags, labels and sessions that packets come in.
#pragma once

#include "model/definitions.h"

namespace wstrace::link {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef path{"path", FieldKind::text, "outermost first"};
inline constexpr FieldDef layers{"layers", FieldKind::json, "the same, each with its numbers"};
}  // namespace field

inline constexpr NoteDef encrypted_note{
    .code = "link.encrypted",
    .severity = Severity::note,
    .text = "{what}: the content is encrypted and missing from this trace",
    .ref = "IEEE 802.11-2020 12.5",
    .advice = "capture on the computer's own interface without monitor mode, or decrypt the file first (airdecap-ng)",
    .explain = "the content of this frame is encrypted and missing from this trace"};

inline constexpr NoteDef unknown_type_note{
    .code = "link.unknown-type",
    .severity = Severity::note,
    .text = "wstrace cannot read packets of {what}: they are missing from this trace",
    .advice =
        "capture on another interface, or choose another link type there: tcpdump -L lists what an interface offers, "
        "-y "
        "chooses",
    .explain = "wstrace cannot read packets of this link type: they are missing from this trace"};

inline constexpr EventDef encapsulation{.protocol = &protocol,
                                        .name = "encapsulation",
                                        .layer = Layer::data_link,
                                        .title = "encapsulation",
                                        .summary = "{path}",
                                        .ref = "IEEE 802.1Q, RFC 3032, RFC 2516, IEEE 802.11",
                                        .explain =
                                            "The packets of this connection have a VLAN tag or MPLS labels, or come in "
                                            "a PPPoE session or over Wi-Fi. Reported once for each path.",
                                        .fold = Fold::step};

}  // namespace wstrace::link
