// What there is to say beside the protocols: of bytes that nobody claims and limits that were met (stream), of several
// sessions together (across), and of the recording itself (capture).
#pragma once

#include "model/definitions.h"

namespace wstrace {

/// What the host itself has to say: bytes that nobody claims, and limits that were met.
namespace stream {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef length{"length", FieldKind::size, "bytes that wait"};
inline constexpr FieldDef limit{"limit", FieldKind::size, "the limit that was met"};
inline constexpr FieldDef sessions{"sessions", FieldKind::number, "the limit that was met"};
inline constexpr FieldDef head{"head", FieldKind::binary, "the first bytes"};
}  // namespace field

namespace event {
extern const EventDef unrecognised;
extern const EventDef limit;
}  // namespace event

namespace note {
extern const NoteDef limit;
extern const NoteDef sessions;
extern const NoteDef undecrypted;
extern const NoteDef keys;
}  // namespace note

std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace stream

/// What there is to say about several sessions together.
namespace across {

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

namespace event {
extern const EventDef loop;
extern const EventDef silence;
}  // namespace event

namespace note {
extern const NoteDef reconnect_loop;
extern const NoteDef server_silent;
}  // namespace note

std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace across

/// What there is to say about the recording itself: packets that it holds twice, and times that go back.
namespace capture {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef copy_of{"copy_of", FieldKind::number, "the packet that this one is a copy of"};
inline constexpr FieldDef elsewhere{"elsewhere", FieldKind::boolean, "the copy was captured at another place"};
inline constexpr FieldDef back_us{"back_us", FieldKind::micros, "how far the time goes back"};
// In notes only:
inline constexpr FieldDef packet{"packet", FieldKind::number};
}  // namespace field

namespace event {
extern const EventDef duplicate;
extern const EventDef time_back;
}  // namespace event

namespace note {
extern const NoteDef duplicates_elsewhere;
extern const NoteDef duplicates_here;
extern const NoteDef time;
}  // namespace note

std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace capture

}  // namespace wstrace
