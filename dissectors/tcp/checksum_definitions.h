// What --checksums has to say about TCP.
#pragma once

#include "core/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

inline constexpr FieldDef kStatedChecksum{"checksum", FieldKind::number, "as the segment states it"};

inline constexpr NoteDef bad_checksum_note{
    .code = "tcp.bad-checksum",
    .severity = Severity::warning,
    .text = "this segment was damaged on its way: its TCP checksum is wrong, and a receiver drops it, as wstrace does",
    .ref = "RFC 9293 3.1",
    .advice = "a bad cable, network card or driver, or a middlebox that changes packets; TCP sends the bytes again"};

inline constexpr NoteDef offload_note{.code = "tcp.checksum-offload",
                                      .severity = Severity::note,
                                      .text =
                                          "TCP checksums of this direction are not filled in yet: the capture was made "
                                          "on the sending host, whose network "
                                          "card does that. They cannot be verified, and the segments are traced",
                                      .ref = "RFC 9293 3.1",
                                      .advice = "nothing is wrong; capture at the receiver to verify checksums"};

inline constexpr NoteDef unproven_note{
    .code = "tcp.checksum-unproven",
    .severity = Severity::note,
    .text =
        "TCP checksums of this direction are wrong, and none was right so far: the sending host leaves them to its "
        "network card, or all are damaged. The segments are traced",
    .ref = "RFC 9293 3.1",
    .advice = "capture at the receiver to verify checksums"};

inline constexpr EventDef bad_checksum{
    .protocol = &protocol,
    .name = "bad-checksum",
    .layer = Layer::transport,
    .title = "bad checksum",
    .summary = "[{length} ]not taken",
    .ref = "RFC 9293 3.1",
    .explain =
        "The segment's bytes do not add up to its checksum. A receiver drops it without a word, and it is sent "
        "again. Told with --checksums."};

inline constexpr EventDef checksum_offload{
    .protocol = &protocol,
    .name = "checksum-offload",
    .layer = Layer::transport,
    .title = "checksum offload",
    .summary = "checksums of this direction are left to the network card",
    .ref = "RFC 9293 3.1",
    .explain =
        "Captured on the sending host, before the network card filled the checksum in. Told once for each direction, "
        "with --checksums."};

}  // namespace wstrace::tcp
