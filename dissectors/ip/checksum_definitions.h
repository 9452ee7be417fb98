// What --checksums has to say about IPv4 headers. (IPv6 has no checksum of its own.)
#pragma once

#include "core/definitions.h"

namespace wstrace::ip {

extern const ProtocolDef protocol;

inline constexpr NoteDef bad_checksum_note{
    .code = "ip.bad-checksum",
    .severity = Severity::warning,
    .text =
        "the IPv4 header of a packet from {from} was damaged on its way: its checksum is wrong, and the next hop drops "
        "the packet, as wstrace does",
    .ref = "RFC 791 3.1",
    .advice = "a bad cable, network card or driver, or a middlebox that changes packets"};

inline constexpr FieldDef kFrom{"from", FieldKind::text, "the source address, which may be what is damaged"};

inline constexpr EventDef bad_checksum{
    .protocol = &protocol,
    .name = "bad-checksum",
    .layer = Layer::network,
    .title = "bad checksum",
    .summary = "IPv4 header of a packet from {from}; not taken",
    .ref = "RFC 791 3.1",
    .explain =
        "The header's bytes do not add up to its checksum, so that none of them can be believed. Told with "
        "--checksums."};

}  // namespace wstrace::ip
