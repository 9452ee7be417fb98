// What Socket.IO has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::socketio {

extern const ProtocolDef protocol;

inline constexpr SessionType session_type{
    .name = "socketio", .title = "Socket.IO", .level = Level::application, .outlives_connections = true};

namespace field {
inline constexpr FieldDef version{"version", FieldKind::number, "version of the Socket.IO protocol: 4 or 5"};
inline constexpr FieldDef nsp{"nsp", FieldKind::text, "namespace"};
inline constexpr FieldDef query{"query", FieldKind::text, "what protocol 4 sends after a namespace"};
inline constexpr FieldDef parser{"parser", FieldKind::text, "when it is not the default one: msgpack"};
inline constexpr FieldDef id{"id", FieldKind::number, "asks for an acknowledgement, or gives it"};
inline constexpr FieldDef name{"name", FieldKind::text, "of the event; with an ack, of the event that it answers"};
inline constexpr FieldDef name_number{"name_number", FieldKind::json, "the name again, where it is a number"};
inline constexpr FieldDef args{"args", FieldKind::json};
inline constexpr FieldDef attachments{"attachments", FieldKind::number, "binary packets that belong to this one"};
inline constexpr FieldDef binary{"binary", FieldKind::boolean, "BINARY_EVENT or BINARY_ACK"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the event to its acknowledgement",
                                 FieldRole::round_trip};
inline constexpr FieldDef sid{"sid", FieldKind::id, "of the client in this namespace"};
inline constexpr FieldDef pid{"pid", FieldKind::id, "the private id to recover the connection's state with"};
inline constexpr FieldDef auth{"auth", FieldKind::json, "what the client says of itself"};
inline constexpr FieldDef data{"data", FieldKind::json, "of a server that gives out no sid"};
inline constexpr FieldDef error{"error", FieldKind::json, "as the server sent it"};
inline constexpr FieldDef message{"message", FieldKind::text};
inline constexpr FieldDef recovered{"recovered", FieldKind::boolean,
                                    "the server restored the state that was asked for"};
inline constexpr FieldDef offset{"offset", FieldKind::text, "the last argument, which the server added for recovery"};
inline constexpr FieldDef recipient{"recipient", FieldKind::number, "this session is the nth to get the same event"};
inline constexpr FieldDef spread_us{"spread_us", FieldKind::micros, "since the first session got the same event"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros, "until the session ended"};
inline constexpr FieldDef more{"more", FieldKind::number, "further events of this kind, not reported individually"};
inline constexpr FieldDef sense{"sense", FieldKind::text, {}, FieldRole::wording};

// In notes only:
inline constexpr FieldDef with_offset{"with_offset", FieldKind::boolean, "the client said what it had received last"};
inline constexpr FieldDef never{"never", FieldKind::boolean, "the server recovers no connections"};
inline constexpr FieldDef speaker{"speaker", FieldKind::text, "who sends msgpack packets: client or server"};
inline constexpr FieldDef other{"other", FieldKind::text, "who sends packets of the default parser"};
inline constexpr FieldDef silent{"silent", FieldKind::text, "the side that ended the session without replying"};
inline constexpr FieldDef lone{"lone", FieldKind::text};
inline constexpr FieldDef usual_us{"usual_us", FieldKind::micros, "median so far"};
inline constexpr FieldDef took_us{"took_us", FieldKind::micros};
inline constexpr FieldDef python{"python", FieldKind::boolean, "python-socketio's words"};
inline constexpr FieldDef rejected{"rejected", FieldKind::boolean, "by the application"};
inline constexpr FieldDef unknown{"unknown", FieldKind::boolean, "the namespace does not exist"};
inline constexpr FieldDef received{"received", FieldKind::number};
inline constexpr FieldDef placeholders{"placeholders", FieldKind::number};
// The bytes of what is no packet:
inline constexpr FieldDef text{"text", FieldKind::text};
inline constexpr FieldDef bytes{"bytes", FieldKind::binary};
}  // namespace field

namespace event {
extern const EventDef connect;
extern const EventDef disconnect;
extern const EventDef connect_error;
extern const EventDef event;
extern const EventDef ack;
extern const EventDef unacknowledged;
extern const EventDef unanswered;
extern const EventDef unjoined;
extern const EventDef error;
extern const EventDef attachment;
// What the server sends unasked is told as such, and a namespace is named unless it is "/".
}  // namespace event

namespace note {
extern const NoteDef bad_packet;
extern const NoteDef not_utf8;
extern const NoteDef too_deep;
extern const NoteDef text_not_utf8;
extern const NoteDef too_large;
extern const NoteDef truncated;
extern const NoteDef lone_surrogate;
extern const NoteDef reserved_name;
extern const NoteDef attachment_missing;
extern const NoteDef attachment_not_captured;
extern const NoteDef attachment_limit;
extern const NoteDef bad_placeholder;
extern const NoteDef unexpected_binary;
extern const NoteDef orphan_binary;
extern const NoteDef unexpected_ack;
extern const NoteDef ack_missing;
extern const NoteDef ack_without_id;
extern const NoteDef no_sid;
extern const NoteDef parser_mismatch;
extern const NoteDef answer_repeated;
extern const NoteDef ack_slow;
extern const NoteDef connect_slow;
extern const NoteDef connect_error;
extern const NoteDef connect_unanswered;
extern const NoteDef no_namespace;
extern const NoteDef not_recovered;
extern const NoteDef namespace_limit;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::socketio
