// What the host itself has to say: bytes that nobody claims, and limits that were met.
#pragma once

#include "core/definitions.h"

namespace wstrace::stream {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef length{"length", FieldKind::size, "bytes that wait"};
inline constexpr FieldDef limit{"limit", FieldKind::size, "the limit that was met"};
inline constexpr FieldDef sessions{"sessions", FieldKind::number, "the limit that was met"};
inline constexpr FieldDef head{"head", FieldKind::binary, "the first bytes"};
}  // namespace field

inline constexpr EventDef unrecognised{
    .protocol = &protocol,
    .name = "unrecognised",
    .layer = Layer::application,
    .title = "unrecognised bytes",
    .summary = "{length}, no dissector claims them",
    .ref = {},
    .explain =
        "The first bytes of this connection are no protocol that wstrace reads. The connection's TCP events are "
        "still traced."};

inline constexpr NoteDef limit_note{
    .code = "stream.limit",
    .severity = Severity::warning,
    .text =
        "a single unit of {length} would have to be kept in memory, more than the limit of {limit}; the rest of this "
        "direction is not decoded",
    .ref = {},
    .advice = "this is a safety limit of wstrace, or the stream is not what it seems to be"};

inline constexpr EventDef limit_met{
    .protocol = &protocol,
    .name = "limit",
    .layer = Layer::application,
    .title = "limit met",
    .summary = "{length} against {limit}",
    .ref = {},
    .explain = "wstrace bounds its memory. A unit larger than the bound is not decoded."};

inline constexpr NoteDef sessions_note{
    .code = "stream.sessions-limit",
    .severity = Severity::warning,
    .text =
        "more than {sessions} sessions without a connection would have to be remembered; this one is told before it is "
        "over, and what follows of it is told as another",
    .ref = {},
    .advice = "this is a safety limit of wstrace; trace fewer hosts at once, with a filter (-f)"};

inline constexpr EventDef sessions_met{
    .protocol = &protocol,
    .name = "limit",
    .layer = Layer::application,
    .title = "limit met",
    .summary = "{sessions} sessions without a connection",
    .ref = {},
    .explain = "wstrace bounds its memory. The session that was silent for longest gives way."};

inline constexpr NoteDef sealed_note{
    .code = "stream.not-decrypted",
    .severity = Severity::note,
    .text =
        "what is missing here is in the capture and could not be decrypted; the notes on this connection's TLS say why",
    .ref = {},
    .advice = {}};

inline constexpr NoteDef keys_note{
    .code = "stream.keys-limit",
    .severity = Severity::note,
    .text =
        "{length} of this connection were kept for keys that have not come, and no more than {limit} may be kept: what "
        "it "
        "said until now is told without",
    .ref = {},
    .advice =
        "let the program write its keys before it connects; or save the packets (-w), and read the file when the keys "
        "are there"};

inline constexpr EventDef keys_met{
    .protocol = &protocol,
    .name = "limit",
    .layer = Layer::application,
    .title = "limit met",
    .summary = "{length} kept for keys",
    .ref = {},
    .explain =
        "wstrace bounds its memory. While keys may still come, what they would open is kept, but not without an end."};

}  // namespace wstrace::stream
