// What ICMP has to say of a connection's packets.
#pragma once

#include "model/definitions.h"

namespace wstrace::icmp {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef type{"type", FieldKind::number};
inline constexpr FieldDef code{"code", FieldKind::number};
inline constexpr FieldDef meaning{"meaning", FieldKind::text, "type and code in words"};
inline constexpr FieldDef mtu{"mtu", FieldKind::size, "the largest packet that the next link carries"};
inline constexpr FieldDef from{"from", FieldKind::text,
                               "the sender of the error: a router on the path, or the host itself"};
inline constexpr FieldDef seq{"seq", FieldKind::number, "sequence number of the segment that it is about"};
inline constexpr FieldDef about{"about", FieldKind::text,
                                "what it is about, where that is no TCP connection of the capture"};
// In notes only:
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef to{"to", FieldKind::text};
}  // namespace field

namespace event {
extern const EventDef unreachable;
extern const EventDef fragmentation_needed;
extern const EventDef packet_too_big;
extern const EventDef time_exceeded;
extern const EventDef parameter_problem;
extern const EventDef source_quench;
extern const EventDef redirect;
}  // namespace event

namespace note {
extern const NoteDef fragmentation_needed;
extern const NoteDef packet_too_big;
extern const NoteDef unreachable;
extern const NoteDef port_unreachable;
extern const NoteDef prohibited;
extern const NoteDef undelivered;
extern const NoteDef time_exceeded;
extern const NoteDef parameter_problem;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::icmp
