// What there is to say at the network layer: tunnels, fragments, and packets that cannot be read.
#pragma once

#include "core/definitions.h"

namespace wstrace::ip {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef what{"what", FieldKind::text, "what was seen"};
inline constexpr FieldDef path{"path", FieldKind::text, "outermost first"};
inline constexpr FieldDef layers{"layers", FieldKind::json, "the same, each with its numbers"};
inline constexpr FieldDef fragments{"fragments", FieldKind::number, "how many came"};
inline constexpr FieldDef length{"length", FieldKind::size, "bytes that the fragments brought"};
inline constexpr FieldDef source{"source", FieldKind::text};
inline constexpr FieldDef destination{"destination", FieldKind::text};
inline constexpr FieldDef identification{"identification", FieldKind::number, "which datagram of this pair of hosts"};
inline constexpr FieldDef lacks{"lacks", FieldKind::text, "the first part that did not come"};
inline constexpr FieldDef reason{"reason", FieldKind::text, "why it was given up"};
}  // namespace field

/// Under this name the closing lines count the packets of datagrams that were never whole.
inline constexpr std::string_view kLostFragments = "fragments of incomplete datagrams";

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
    .severity = Severity::warning,
    .text = "{what}: the packet is not followed further",
    .ref = {},
    .advice = "this is a safety limit of wstrace; real networks nest a few tunnels, not dozens"};

inline constexpr NoteDef unreadable_note{.code = "ip.unreadable",
                                         .severity = Severity::warning,
                                         .text = "{what}: the headers do not fit together, or the capture cut them off",
                                         .ref = {},
                                         .advice = "capture with a larger snap length (-s 0)"};

inline constexpr NoteDef fragmented_note{
    .code = "ip.fragmented",
    .severity = Severity::note,
    .text = "TCP segments come in IP fragments: they are larger than a link on the way carries",
    .ref = "RFC 8900 3.3",
    .advice =
        "one lost fragment costs the whole segment; let path MTU discovery work (do not drop ICMP \"fragmentation "
        "needed\", keep DF set) or lower the MSS at the tunnel"};

inline constexpr NoteDef tunnel_fragmented_note{
    .code = "ip.tunnel-fragmented",
    .severity = Severity::note,
    .text =
        "the tunnel's packets come in IP fragments: with the tunnel's headers they are larger than the wire carries",
    .ref = "RFC 4459 3",
    .advice =
        "lower the MTU of the tunnel's interface by the size of its headers (50 bytes for VXLAN over IPv4), or raise "
        "that "
        "of the wire"};

inline constexpr NoteDef missing_note{
    .code = "ip.fragments-missing",
    .severity = Severity::warning,
    .text = "an IP datagram could not be put together: {reason}[; missing: {lacks}]",
    .ref = "RFC 1122 3.3.2, RFC 8200 4.5",
    .advice = "the network or the capture lost a fragment, and with it the whole datagram; TCP has to send it again"};

inline constexpr NoteDef overlap_note{
    .code = "ip.fragment-overlap",
    .severity = Severity::warning,
    .text = "two fragments of a datagram say different things about the same bytes; those that came first are shown",
    .ref = "RFC 5722, RFC 3128",
    .advice =
        "what the receiver read may differ: this is how packet filters are deceived, or a device on the way damages "
        "fragments"};

inline constexpr EventDef fragments{
    .protocol = &protocol,
    .name = "fragments",
    .layer = Layer::network,
    .title = "fragments",
    .summary = "{fragments} put together, {length}",
    .ref = "RFC 791 3.2, RFC 8200 4.5",
    .explain =
        "A packet that was too large for a link was cut into fragments, which the receiver puts together before TCP "
        "sees any of it. The packets named are all that carried a part.",
    .fold = Fold::routine};

inline constexpr EventDef fragments_missing{
    .protocol = &protocol,
    .name = "fragments-missing",
    .layer = Layer::network,
    .title = "fragments missing",
    .summary = "{fragments} came, {length}[, missing: {lacks}]",
    .ref = "RFC 1122 3.3.2, RFC 8200 4.5",
    .explain =
        "Some fragments of a datagram came and others did not, so that the receiver has none of it. Of those that "
        "belong to no known connection only the first is told; the end of the trace says how many there were."};

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
