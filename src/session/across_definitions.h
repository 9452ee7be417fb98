// What there is to say about several sessions together.
#pragma once

#include "model/definitions.h"

namespace wstrace::across {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef sessions{"sessions", FieldKind::number, "how many so far"};
inline constexpr FieldDef span_us{"span_us", FieldKind::micros, "from the first one's start to the last one's end"};
inline constexpr FieldDef lifetime_us{"lifetime_us", FieldKind::micros, "how long one of them lasted (median)"};
inline constexpr FieldDef by{"by", FieldKind::text, "who ended them"};
inline constexpr FieldDef server{"server", FieldKind::text, "its address and port"};
inline constexpr FieldDef silent_us{"silent_us", FieldKind::micros, "for how long it was silent to all of them"};
inline constexpr FieldDef numbers{"numbers", FieldKind::text, "of the sessions"};
// In notes only:
inline constexpr FieldDef who{"who", FieldKind::text};
inline constexpr FieldDef story{"story", FieldKind::text};
}  // namespace field

inline constexpr NoteDef reconnect_loop{
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

inline constexpr EventDef loop{
    .protocol = &protocol,
    .name = "reconnect-loop",
    .layer = Layer::session,
    .title = "reconnect loop",
    .summary = "{sessions} sessions within {span_us}, each ended by the {by} after about {lifetime_us}",
    .ref = {},
    .explain =
        "The same client comes again and again, and each of its sessions is ended soon. Reported once, when that is "
        "recognised; the closing lines say how long it went on."};

inline constexpr NoteDef server_silent{
    .code = "session.server-silent",
    .severity = Severity::note,
    .text = "{server} was silent to {numbers} at the same time, for at least {silent_us}[: {story}]",
    .ref = {},
    .advice =
        "look for one cause at the server: its event loop was blocked, its process stopped, or its host or network was "
        "unreachable",
    .explain = "one server was silent to several sessions at the same time: that has one cause"};

inline constexpr EventDef silence{
    .protocol = &protocol,
    .name = "server-silent",
    .layer = Layer::session,
    .title = "not this session alone",
    .summary = "{server} silent to {numbers}, for {silent_us}",
    .ref = {},
    .explain =
        "Several sessions with one server were given up by their clients because the server said nothing to any of "
        "them in the same span of time."};

}  // namespace wstrace::across
