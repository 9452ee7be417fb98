// What the network layer has to say: tunnels, fragments, and packets that cannot be read.
#pragma once

#include "model/definitions.h"

namespace wstrace::ip {

extern const ProtocolDef protocol;

/// Under this name the closing lines count the packets of datagrams that were never whole.
inline constexpr std::string_view kLostFragments = "fragments of incomplete datagrams";

namespace field {
inline constexpr FieldDef what{"what", FieldKind::text, "what was seen"};
inline constexpr FieldDef path{"path", FieldKind::text, "outermost first"};
inline constexpr FieldDef layers{"layers", FieldKind::json, "the same, each with its numbers"};
inline constexpr FieldDef fragments{"fragments", FieldKind::number, "how many came"};
inline constexpr FieldDef length{"length", FieldKind::size, "bytes that the fragments brought"};
inline constexpr FieldDef source{"source", FieldKind::text};
inline constexpr FieldDef destination{"destination", FieldKind::text};
inline constexpr FieldDef identification{"identification", FieldKind::number, "which datagram of this pair of hosts"};
inline constexpr FieldDef lacks{"lacks", FieldKind::text, "the first part that did not come"};
inline constexpr FieldDef reason{"reason", FieldKind::text, "why it was given up"};
inline constexpr FieldDef from{"from", FieldKind::text, "the source address, which may be what is damaged"};
}  // namespace field

namespace event {
extern const EventDef fragments;
extern const EventDef fragments_missing;
extern const EventDef encapsulation;
extern const EventDef not_followed;
extern const EventDef unreadable;
extern const EventDef bad_checksum;
}  // namespace event

namespace note {
extern const NoteDef not_followed;
extern const NoteDef encrypted;
extern const NoteDef nesting;
extern const NoteDef unreadable;
extern const NoteDef fragmented;
extern const NoteDef tunnel_fragmented;
extern const NoteDef missing;
extern const NoteDef overlap;
extern const NoteDef bad_checksum;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::ip
