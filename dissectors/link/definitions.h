// What the data link layer has to say: the tags, labels and sessions that packets come in.
#pragma once

#include "model/definitions.h"

namespace wstrace::link {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef path{"path", FieldKind::text, "outermost first"};
inline constexpr FieldDef layers{"layers", FieldKind::json, "the same, each with its numbers"};
}  // namespace field

namespace event {
extern const EventDef encapsulation;
}  // namespace event

namespace note {
extern const NoteDef encrypted;
extern const NoteDef unknown_type;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::link
