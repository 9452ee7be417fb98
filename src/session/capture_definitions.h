// What there is to say about the recording itself: packets that it holds twice, and times that go back.
#pragma once

#include "core/definitions.h"

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
        "packets of this connection were captured at several places (interfaces, or sides of a bridge, a router or a "
        "tunnel): of each, the first copy is traced and the others are left out",
    .ref = {},
    .advice = "capture on one interface instead of 'any' to have each packet once"};

inline constexpr NoteDef duplicates_here{
    .code = "capture.repeated-packets",
    .severity = Severity::note,
    .text =
        "packets of this connection were captured twice at one place (by a mirror port that copies both directions, or "
        "the network delivered them twice): of each, the first copy is traced and the others are left out",
    .ref = {},
    .advice = "let the mirror port copy one direction only (receive or transmit) to have each packet once"};

inline constexpr EventDef duplicate{
    .protocol = &protocol,
    .name = "duplicate",
    .layer = Layer::physical,
    .title = "captured twice",
    .summary = "packet {copy_of} again[, {?elsewhere}at another place]: left out",
    .ref = {},
    .explain =
        "The same packet stands in the capture several times. It is one packet for TCP, and no retransmission. "
        "Told for the first copy of a connection; the session's record counts them."};

inline constexpr NoteDef time_note{
    .code = "capture.time-goes-back",
    .severity = Severity::warning,
    .text =
        "packet {packet} is {back_us} older than one before it: a clock that was set back, or files that were joined "
        "end to end. Durations across this place cannot be trusted",
    .ref = {},
    .advice =
        "merge files by time (mergecap, or name them all: wstrace a.pcap b.pcap), and let capturing hosts keep their "
        "clocks by slewing"};

inline constexpr EventDef time_back{
    .protocol = &protocol,
    .name = "time-back",
    .layer = Layer::physical,
    .title = "time goes back",
    .summary = "by {back_us}",
    .ref = {},
    .explain =
        "Packets of a file are put into the order of their times within a small window. This one goes back further "
        "than that, and comes where the file has it. Told once."};

}  // namespace wstrace::capture
