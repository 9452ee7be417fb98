// What there is to say at the network layer: tunnels, fragments, and packets that cannot be read.
#pragma once

#include "model/definitions.h"

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

inline constexpr NoteDef not_followed_note{
    .code = "ip.not-followed",
    .severity = Severity::note,
    .text = "wstrace does not follow {what}: what it carries is missing from this trace",
    .ref = {},
    .advice = "capture inside the tunnel, at one of its ends",
    .explain = "wstrace does not follow this kind of packet: what it carries is missing from this trace"};

inline constexpr NoteDef encrypted_note{
    .code = "ip.encrypted",
    .severity = Severity::note,
    .text = "{what}: the content is encrypted and missing from this trace",
    .ref = {},
    .advice = "capture at one end of the tunnel, before packets are encrypted or after they are decrypted",
    .explain = "the content of this packet is encrypted or compressed and missing from this trace"};

inline constexpr NoteDef nesting_note{
    .code = "ip.nesting-limit",
    .severity = Severity::warning,
    .text = "{what}: wstrace does not follow the packet further",
    .ref = {},
    .advice = "this is a safety limit of wstrace; real networks nest a few tunnels, not dozens",
    .explain = "the packet has more nested headers than wstrace follows"};

inline constexpr NoteDef unreadable_note{
    .code = "ip.unreadable",
    .severity = Severity::warning,
    .text = "{what}: the headers contradict each other, or the capture cut them off",
    .ref = {},
    .advice = "record whole packets (-s 0)",
    .explain = "the headers of this packet contradict each other, or the capture cut them off"};

inline constexpr NoteDef fragmented_note{
    .code = "ip.fragmented",
    .severity = Severity::note,
    .text = "TCP segments arrive in IP fragments: they are larger than a link on the path carries",
    .ref = "RFC 8900 3.3",
    .advice =
        "one lost fragment costs the whole segment; let path MTU discovery work (do not drop ICMP \"fragmentation "
        "needed\", keep DF set) or lower the MSS at the tunnel"};

inline constexpr NoteDef tunnel_fragmented_note{
    .code = "ip.tunnel-fragmented",
    .severity = Severity::note,
    .text =
        "the tunnel's packets arrive in IP fragments: with the tunnel's headers they are larger than a link on the "
        "path carries",
    .ref = "RFC 4459 3",
    .advice =
        "lower the MTU of the tunnel interface by the size of its headers (50 bytes for VXLAN over IPv4), or raise the "
        "MTU of the underlying network"};

inline constexpr NoteDef missing_note{
    .code = "ip.fragments-missing",
    .severity = Severity::warning,
    .text = "an IP datagram could not be reassembled: {reason}[; missing: {lacks}]",
    .ref = "RFC 1122 3.3.2, RFC 8200 4.5",
    .advice = "the network or the capture lost a fragment, and with it the whole datagram; TCP has to retransmit it",
    .explain = "an IP datagram could not be reassembled, because fragments are missing or do not fit together"};

inline constexpr NoteDef overlap_note{.code = "ip.fragment-overlap",
                                      .severity = Severity::warning,
                                      .text =
                                          "two overlapping fragments of a datagram differ in the bytes that they "
                                          "share; the ones that came first are shown",
                                      .ref = "RFC 5722, RFC 3128",
                                      .advice =
                                          "the receiver may have read the other ones: packet filters are deceived this "
                                          "way, or a device on the path damages fragments"};

inline constexpr EventDef fragments{
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

inline constexpr EventDef fragments_missing{
    .protocol = &protocol,
    .name = "fragments-missing",
    .layer = Layer::network,
    .title = "fragments missing",
    .summary = "{fragments} came, {length}[, missing: {lacks}]",
    .ref = "RFC 1122 3.3.2, RFC 8200 4.5",
    .explain =
        "Some fragments of a datagram arrived and others did not, so the receiver gets none of it. Of datagrams that "
        "belong to no known connection, only the first is reported; the end of the trace says how many there were."};

inline constexpr EventDef encapsulation{
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

inline constexpr EventDef not_followed{.protocol = &protocol,
                                       .name = "not-followed",
                                       .layer = Layer::network,
                                       .title = "not followed",
                                       .summary = "{what}",
                                       .ref = {},
                                       .explain =
                                           "wstrace recognises this packet and does not look into it. Reported once "
                                           "for each kind; the end of the trace says how many there were."};

inline constexpr EventDef unreadable{
    .protocol = &protocol,
    .name = "unreadable",
    .layer = Layer::network,
    .title = "unreadable",
    .summary = "{what}",
    .ref = {},
    .explain = "The headers of this packet contradict each other, or the snap length of the capture cut them off."};

}  // namespace wstrace::ip
