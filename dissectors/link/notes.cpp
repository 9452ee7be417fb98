// The notes about the data link layer: what is wrong or noteworthy, in words for a web developer.
#include "dissectors/link/definitions.h"

namespace wstrace::link {
namespace note {

constexpr NoteDef encrypted{
    .code = "link.encrypted",
    .severity = Severity::note,
    .text = "{what}: the content is encrypted and missing from this trace",
    .ref = "IEEE 802.11-2020 12.5",
    .advice = "capture on the computer's own interface without monitor mode, or decrypt the file first (airdecap-ng)",
    .explain = "the content of this frame is encrypted and missing from this trace"};

constexpr NoteDef unknown_type{
    .code = "link.unknown-type",
    .severity = Severity::note,
    .text = "wstrace cannot read packets of {what}: they are missing from this trace",
    .advice =
        "capture on another interface, or choose another link type there: tcpdump -L lists what an interface offers, "
        "-y "
        "chooses",
    .explain = "wstrace cannot read packets of this link type: they are missing from this trace"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::encrypted, &note::unknown_type};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace wstrace::link
