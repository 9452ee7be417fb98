// What --checksums has to say about TCP.
#pragma once

#include "model/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

inline constexpr FieldDef kStatedChecksum{"checksum", FieldKind::number, "as the segment states it"};

inline constexpr NoteDef bad_checksum_note{
    .code = "tcp.bad-checksum",
    .severity = Severity::warning,
    .text =
        "this segment was damaged in transit: its TCP checksum is wrong, so its receiver drops it, and so does wstrace",
    .ref = "RFC 9293 3.1",
    .advice =
        "look for a bad cable, network card or driver, or a middlebox that changes packets; TCP retransmits the bytes"};

inline constexpr NoteDef offload_note{
    .code = "tcp.checksum-offload",
    .severity = Severity::note,
    .text =
        "TCP checksums in this direction are not filled in yet: the capture was made on the sending host, whose "
        "network card computes them. They cannot be verified; the segments are traced",
    .ref = "RFC 9293 3.1",
    .advice = "nothing is wrong; capture at the receiver to verify checksums"};

inline constexpr NoteDef unproven_note{
    .code = "tcp.checksum-unproven",
    .severity = Severity::note,
    .text =
        "all TCP checksums in this direction have been wrong so far: either the sending host leaves them to its "
        "network card, or all segments are damaged. The segments are traced",
    .ref = "RFC 9293 3.1",
    .advice = "capture at the receiver to verify checksums"};

inline constexpr EventDef bad_checksum{.protocol = &protocol,
                                       .name = "bad-checksum",
                                       .layer = Layer::transport,
                                       .title = "bad checksum",
                                       .summary = "[{length} ]ignored",
                                       .ref = "RFC 9293 3.1",
                                       .explain =
                                           "The segment does not match its checksum. A receiver drops it silently, and "
                                           "it is retransmitted. Reported only with --checksums."};

inline constexpr EventDef checksum_offload{
    .protocol = &protocol,
    .name = "checksum-offload",
    .layer = Layer::transport,
    .title = "checksum offload",
    .summary = "checksums are computed by the network card",
    .ref = "RFC 9293 3.1",
    .explain =
        "The packets were captured on the sending host, before its network card filled in the checksum. Reported once "
        "per direction, and only with --checksums."};

}  // namespace wstrace::tcp
