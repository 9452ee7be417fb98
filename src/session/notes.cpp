// The notes about stream, across and capture.
#include "session/definitions.h"

namespace wstrace {

namespace stream {
namespace note {

constexpr NoteDef limit{
    .code = "stream.limit",
    .severity = Severity::warning,
    .text =
        "a single unit of {length} would have to be kept in memory, more than the limit of {limit}; the rest of this "
        "direction is not decoded",
    .ref = {},
    .advice =
        "either the safety limit of wstrace is too small for this stream, or the stream is not what it appears to be",
    .explain = "a single unit is larger than wstrace keeps in memory; the rest of this direction is not decoded"};

constexpr NoteDef sessions{
    .code = "stream.sessions-limit",
    .severity = Severity::warning,
    .text =
        "more than {sessions} sessions without a connection would have to be kept in memory; this one is reported "
        "before it is complete, and what follows is reported as another session",
    .ref = {},
    .advice = "this is a safety limit of wstrace; trace fewer hosts at once, with a filter (-f)",
    .explain =
        "more sessions without a connection are open than wstrace keeps in memory; this one is reported before it is "
        "complete, and what follows is reported as another session"};

constexpr NoteDef undecrypted{.code = "stream.not-decrypted",
                              .severity = Severity::note,
                              .text =
                                  "the bytes that are missing here are in the capture but could not be "
                                  "decrypted; the notes on this connection's TLS say why",
                              .ref = {},
                              .advice = {}};

constexpr NoteDef keys{.code = "stream.keys-limit",
                       .severity = Severity::note,
                       .text =
                           "wstrace kept {length} of this connection while it waited for the keys, and "
                           "keeps no more than {limit}: everything so far is reported without them",
                       .ref = {},
                       .advice =
                           "let the program write its keys before it connects; or save the packets (-w) "
                           "and read the file once the keys are there",
                       .explain =
                           "wstrace keeps only a limited amount of data while it waits for the keys: "
                           "everything so far is reported without them"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::limit, &note::sessions, &note::keys, &note::undecrypted};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace stream

namespace across {
namespace note {

constexpr NoteDef reconnect_loop{
    .code = "session.reconnect-loop",
    .severity = Severity::warning,
    .text =
        "reconnect loop: {who} opened {sessions} sessions within {span_us}, each ended by the {by} after about "
        "{lifetime_us}: {story}",
    .ref = {},
    .advice =
        "find out why each session is ended (the server's log; the last message before the end), and let the client "
        "wait longer before each new attempt",
    .explain = "a client opens one session after the other, and none of them lasts"};

constexpr NoteDef server_silent{
    .code = "session.server-silent",
    .severity = Severity::note,
    .text = "{server} was silent to {numbers} at the same time, for at least {silent_us}[: {story}]",
    .ref = {},
    .advice =
        "look for one cause at the server: its event loop was blocked, its process stopped, or its host or network was "
        "unreachable",
    .explain = "one server was silent to several sessions at the same time: that has one cause"};

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::reconnect_loop, &note::server_silent};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace across

namespace capture {
namespace note {

constexpr NoteDef duplicates_elsewhere{
    .code = "capture.duplicate-packets",
    .severity = Severity::note,
    .text =
        "packets of this connection were captured in several places (interfaces, or sides of a bridge, a router or a "
        "tunnel): the first copy of each is traced, the others are ignored",
    .ref = {},
    .advice = "capture on one interface instead of 'any' to record each packet once"};

constexpr NoteDef duplicates_here{
    .code = "capture.repeated-packets",
    .severity = Severity::note,
    .text =
        "packets of this connection were captured twice in one place (by a mirror port that copies both directions, or "
        "because the network delivered them twice): the first copy of each is traced, the others are ignored",
    .ref = {},
    .advice = "let the mirror port copy one direction only (receive or transmit) to record each packet once"};

constexpr NoteDef time{
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

}  // namespace note

namespace {
constexpr const NoteDef* kNotes[] = {&note::duplicates_elsewhere, &note::duplicates_here, &note::time};
}  // namespace

std::span<const NoteDef* const> all_notes() { return kNotes; }

}  // namespace capture

}  // namespace wstrace
