// What --checksums has to say about IPv4 headers. (IPv6 has no checksum of its own.)
#pragma once

#include "model/definitions.h"

namespace wstrace::ip {

extern const ProtocolDef protocol;

inline constexpr NoteDef bad_checksum_note{
    .code = "ip.bad-checksum",
    .severity = Severity::warning,
    .text =
        "the IPv4 header of a packet from {from} was damaged in transit: its checksum is wrong, so the next hop drops "
        "the packet, and so does wstrace",
    .ref = "RFC 791 3.1",
    .advice = "look for a bad cable, network card or driver, or a middlebox that changes packets",
    .explain =
        "an IPv4 header was damaged in transit: its checksum is wrong, so the next hop drops the packet, and so does "
        "wstrace"};

inline constexpr FieldDef kFrom{"from", FieldKind::text, "the source address, which may be what is damaged"};

inline constexpr EventDef bad_checksum{.protocol = &protocol,
                                       .name = "bad-checksum",
                                       .layer = Layer::network,
                                       .title = "bad checksum",
                                       .summary = "IPv4 header of a packet from {from}; ignored",
                                       .ref = "RFC 791 3.1",
                                       .explain =
                                           "The header does not match its checksum, so none of its fields can be "
                                           "trusted. Reported only with --checksums."};

}  // namespace wstrace::ip
