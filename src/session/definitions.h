// What the host itself has to say: bytes that nobody claims, and limits that were met.
#pragma once

#include "model/definitions.h"

namespace wstrace::stream {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef length{"length", FieldKind::size, "bytes that wait"};
inline constexpr FieldDef limit{"limit", FieldKind::size, "the limit that was met"};
inline constexpr FieldDef sessions{"sessions", FieldKind::number, "the limit that was met"};
inline constexpr FieldDef head{"head", FieldKind::binary, "the first bytes"};
}  // namespace field

inline constexpr EventDef unrecognised{.protocol = &protocol,
                                       .name = "unrecognised",
                                       .layer = Layer::application,
                                       .title = "unrecognised bytes",
                                       .summary = "{length}, recognised by no dissector",
                                       .ref = {},
                                       .explain =
                                           "The first bytes of this connection are not in a protocol that wstrace "
                                           "decodes. The connection's TCP events are still traced."};

inline constexpr NoteDef limit_note{
    .code = "stream.limit",
    .severity = Severity::warning,
    .text =
        "a single unit of {length} would have to be kept in memory, more than the limit of {limit}; the rest of this "
        "direction is not decoded",
    .ref = {},
    .advice =
        "either the safety limit of wstrace is too small for this stream, or the stream is not what it appears to be",
    .explain = "a single unit is larger than wstrace keeps in memory; the rest of this direction is not decoded"};

inline constexpr EventDef limit_met{
    .protocol = &protocol,
    .name = "limit",
    .layer = Layer::application,
    .title = "limit reached",
    .summary = "{length} against {limit}",
    .ref = {},
    .explain = "wstrace limits its memory. A unit larger than the limit is not decoded."};

inline constexpr NoteDef sessions_note{
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

inline constexpr EventDef sessions_met{
    .protocol = &protocol,
    .name = "limit",
    .layer = Layer::application,
    .title = "limit reached",
    .summary = "{sessions} sessions without a connection",
    .ref = {},
    .explain = "wstrace limits its memory. The session that has been silent the longest is reported and forgotten."};

inline constexpr NoteDef undecrypted_note{.code = "stream.not-decrypted",
                                          .severity = Severity::note,
                                          .text =
                                              "the bytes that are missing here are in the capture but could not be "
                                              "decrypted; the notes on this connection's TLS say why",
                                          .ref = {},
                                          .advice = {}};

inline constexpr NoteDef keys_note{.code = "stream.keys-limit",
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

inline constexpr EventDef keys_met{.protocol = &protocol,
                                   .name = "limit",
                                   .layer = Layer::application,
                                   .title = "limit reached",
                                   .summary = "{length} kept while waiting for keys",
                                   .ref = {},
                                   .explain =
                                       "wstrace limits its memory. As long as keys may still come, it keeps the data "
                                       "that they would decrypt, but only up to a limit."};

}  // namespace wstrace::stream
