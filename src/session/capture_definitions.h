// What there is to say about the recording itself: packets that it holds twice, and times that go back.
#pragma once

#include "model/definitions.h"

namespace wstrace::capture {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef copy_of{"copy_of", FieldKind::number, "the packet that this one is a copy of"};
inline constexpr FieldDef elsewhere{"elsewhere", FieldKind::boolean, "the copy was captured at another place"};
inline constexpr FieldDef back_us{"back_us", FieldKind::micros, "how far the time goes back"};
// In notes only:
inline constexpr FieldDef packet{"packet", FieldKind::number};
}  // namespace field

inline constexpr NoteDef duplicates_elsewhere{
    .code = "capture.duplicate-packets",
    .severity = Severity::note,
    .text =
        "packets of this connection were captured in several places (interfaces, or sides of a bridge, a router or a "
        "tunnel): the first copy of each is traced, the others are ignored",
    .ref = {},
    .advice = "capture on one interface instead of 'any' to record each packet once"};

inline constexpr NoteDef duplicates_here{
    .code = "capture.repeated-packets",
    .severity = Severity::note,
    .text =
        "packets of this connection were captured twice in one place (by a mirror port that copies both directions, or "
        "because the network delivered them twice): the first copy of each is traced, the others are ignored",
    .ref = {},
    .advice = "let the mirror port copy one direction only (receive or transmit) to record each packet once"};

inline constexpr EventDef duplicate{
    .protocol = &protocol,
    .name = "duplicate",
    .layer = Layer::physical,
    .title = "captured twice",
    .summary = "copy of packet {copy_of}[, {?elsewhere}captured elsewhere]: ignored",
    .ref = {},
    .explain =
        "The capture has the same packet several times. For TCP it is one packet, not a retransmission. Reported for "
        "the first copy in a connection; the session's record counts them all."};

inline constexpr NoteDef time_note{
    .code = "capture.time-goes-back",
    .severity = Severity::warning,
    .text =
        "packet {packet} is {back_us} older than a packet before it: either the clock was set back, or files were "
        "concatenated. Durations across this point are not reliable",
    .ref = {},
    .advice =
        "merge files by time (mergecap, or name them all: wstrace a.pcap b.pcap), and let capturing hosts adjust their "
        "clocks gradually (slewing)",
    .explain =
        "a packet is older than one before it: either the clock was set back, or files were concatenated. Durations "
        "across this point are not reliable"};

inline constexpr EventDef time_back{
    .protocol = &protocol,
    .name = "time-back",
    .layer = Layer::physical,
    .title = "time goes back",
    .summary = "by {back_us}",
    .ref = {},
    .explain =
        "wstrace sorts the packets of a file by time within a small window. This one goes back further than that and "
        "is traced where it stands in the file. Reported once."};

}  // namespace wstrace::capture
