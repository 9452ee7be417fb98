// What QUIC has to say: that it is there, by which name, whether it was answered, and that nothing of what it carries is read.
#pragma once

#include "model/definitions.h"

namespace wstrace::quic {

extern const ProtocolDef protocol;

/// What to do to see what QUIC carries.
extern const std::string_view advice;

namespace field {
inline constexpr FieldDef client{"client", FieldKind::text};
inline constexpr FieldDef server{"server", FieldKind::text};
inline constexpr FieldDef version{"version", FieldKind::text};
inline constexpr FieldDef versions{"versions", FieldKind::text, "that the server offers"};
inline constexpr FieldDef sni{"sni", FieldKind::text, "the name that the client asks for"};
inline constexpr FieldDef alpn{"alpn", FieldKind::text, "the protocols that the client offers"};
inline constexpr FieldDef ech{"ech", FieldKind::boolean, "a ClientHello with the real name may be hidden in it"};
inline constexpr FieldDef early_data{"early_data", FieldKind::boolean, "data comes with the ClientHello (0-RTT)"};
inline constexpr FieldDef dcid{"dcid", FieldKind::text,
                               "the first destination, by which qlog names the connection; hex"};
inline constexpr FieldDef scid{"scid", FieldKind::text, "the client's own connection id, in hex; often empty"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "since the client's first Initial",
                                 FieldRole::round_trip};
inline constexpr FieldDef code{"code", FieldKind::number};
inline constexpr FieldDef meaning{"meaning", FieldKind::text, "the code in words"};
inline constexpr FieldDef reason{"reason", FieldKind::text, "what its sender says about it"};
inline constexpr FieldDef tries{"tries", FieldKind::number, "Initial packets that the client sent"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros, "from the first to the last of them"};
// In notes only:
inline constexpr FieldDef by{"by", FieldKind::text};
inline constexpr FieldDef other{"other", FieldKind::text};
inline constexpr FieldDef number{"number", FieldKind::number};
}  // namespace field

namespace event {
extern const EventDef initial;
/// The same, of a connection beyond those that are reported one by one.
extern const EventDef further;
extern const EventDef version_negotiation;
extern const EventDef retry;
extern const EventDef answer;
extern const EventDef close;
extern const EventDef unanswered;
}  // namespace event

namespace note {
extern const NoteDef not_decoded;
extern const NoteDef no_hello;
extern const NoteDef refused;
extern const NoteDef closed;
extern const NoteDef certificate;
extern const NoteDef no_answer;
extern const NoteDef undelivered;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::quic
