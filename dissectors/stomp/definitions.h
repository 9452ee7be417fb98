// What STOMP has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::stomp {

extern const ProtocolDef protocol;

inline constexpr SessionType session_type{.name = "stomp", .title = "STOMP", .level = Level::application};

namespace field {
inline constexpr FieldDef destination{"destination", FieldKind::text};
inline constexpr FieldDef id{"id", FieldKind::text, "of a subscription, or of what is acknowledged"};
inline constexpr FieldDef subscription{"subscription", FieldKind::text};
inline constexpr FieldDef message_id{"message_id", FieldKind::text};
inline constexpr FieldDef receipt{"receipt", FieldKind::text, "that is asked for"};
inline constexpr FieldDef receipt_id{"receipt_id", FieldKind::text, "of the frame that this answers"};
inline constexpr FieldDef transaction{"transaction", FieldKind::text};
inline constexpr FieldDef ack{"ack", FieldKind::text, "mode of a subscription: auto, client or client-individual"};
inline constexpr FieldDef ack_needed{"ack_needed", FieldKind::boolean, "the client is to acknowledge this message"};
inline constexpr FieldDef content_type{"content_type", FieldKind::text};
inline constexpr FieldDef version{"version", FieldKind::text, "of STOMP, as the server chose it"};
inline constexpr FieldDef accept_version{"accept_version", FieldKind::text, "versions that the client accepts"};
inline constexpr FieldDef heart_beat{"heart_beat", FieldKind::text, "ms that the sender can send at, and wants"};
inline constexpr FieldDef host{"host", FieldKind::text, "virtual host"};
inline constexpr FieldDef login{"login", FieldKind::text};
inline constexpr FieldDef passcode{"passcode", FieldKind::boolean, "there is one; it is never shown"};
inline constexpr FieldDef server{"server", FieldKind::text};
inline constexpr FieldDef session{"session", FieldKind::text, "the server's name for the session"};
inline constexpr FieldDef message{"message", FieldKind::text, "the server's description of the error"};
inline constexpr FieldDef redelivered{"redelivered", FieldKind::boolean};
inline constexpr FieldDef headers{"headers", FieldKind::headers,
                                  "all, escape sequences undone; the passcode is hidden"};
inline constexpr FieldDef body_length{"body_length", FieldKind::size, "as far as it was kept"};
inline constexpr FieldDef body{"body", FieldKind::text, {}, FieldRole::payload};
inline constexpr FieldDef body_bytes{"body", FieldKind::binary, {}, FieldRole::payload};
inline constexpr FieldDef truncated{"truncated", FieldKind::boolean, "only the beginning of the body is kept",
                                    FieldRole::truncation};
inline constexpr FieldDef of{"of", FieldKind::text, "the frame that this answers, or that was not answered"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "since that frame", FieldRole::round_trip};
inline constexpr FieldDef after_us{"after_us", FieldKind::micros, "since the message, or since the last frame"};
inline constexpr FieldDef others{"others", FieldKind::number, "earlier messages that are acknowledged as well"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
inline constexpr FieldDef silent_us{"silent_us", FieldKind::micros, "nothing came for so long"};
inline constexpr FieldDef interval_us{"interval_us", FieldKind::micros, "negotiated for heart-beats"};
inline constexpr FieldDef count{"count", FieldKind::number, "of messages"};
inline constexpr FieldDef more{"more", FieldKind::number, "further ones, not reported individually"};
// The bytes of what is no frame:
inline constexpr FieldDef command{"command", FieldKind::text};
inline constexpr FieldDef text{"text", FieldKind::text};
inline constexpr FieldDef bytes{"bytes", FieldKind::binary};
// In notes only:
inline constexpr FieldDef details{"details", FieldKind::text};
inline constexpr FieldDef offered{"offered", FieldKind::text};
inline constexpr FieldDef supported{"supported", FieldKind::text};
inline constexpr FieldDef chosen{"chosen", FieldKind::text};
inline constexpr FieldDef after{"after", FieldKind::text};
inline constexpr FieldDef closer{"closer", FieldKind::text};
inline constexpr FieldDef silent{"silent", FieldKind::text};
inline constexpr FieldDef gave_up{"gave_up", FieldKind::boolean};
inline constexpr FieldDef several{"several", FieldKind::boolean};
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef reason{"reason", FieldKind::text};
inline constexpr FieldDef declared{"declared", FieldKind::number};
inline constexpr FieldDef found{"found", FieldKind::number};
inline constexpr FieldDef header{"header", FieldKind::text};
}  // namespace field

namespace event {
extern const EventDef connect;
extern const EventDef connected;
extern const EventDef send;
extern const EventDef subscribe;
extern const EventDef unsubscribe;
extern const EventDef ack;
extern const EventDef nack;
extern const EventDef begin;
extern const EventDef commit;
extern const EventDef abort;
extern const EventDef disconnect;
extern const EventDef message;
extern const EventDef receipt;
extern const EventDef error;
extern const EventDef heart_beat;
extern const EventDef invalid;
extern const EventDef unanswered;
extern const EventDef unconfirmed;
extern const EventDef unacknowledged;
extern const EventDef silence;
extern const EventDef cut_short;
}  // namespace event

namespace note {
extern const NoteDef bad_login;
extern const NoteDef version;
extern const NoteDef error;
extern const NoteDef heart_beat_timeout;
extern const NoteDef no_connected;
extern const NoteDef receipt_missing;
extern const NoteDef not_acked;
extern const NoteDef invalid_frame;
extern const NoteDef frame_rejected;
extern const NoteDef content_length_wrong;
extern const NoteDef content_length_invalid;
extern const NoteDef missing_header;
extern const NoteDef unknown_subscription;
extern const NoteDef repeated_connect;
extern const NoteDef closed_without_error;
extern const NoteDef truncated;
extern const NoteDef incomplete;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::stomp
