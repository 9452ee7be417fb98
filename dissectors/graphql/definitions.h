// What GraphQL over WebSocket has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::graphql {

extern const ProtocolDef protocol;

inline constexpr SessionType session_type{.name = "graphql",
                                          .title = "GraphQL",
                                          .level = Level::application,
                                          .answer = "result",
                                          .answered = "answered",
                                          .answered_heading = "answered"};

namespace field {
inline constexpr FieldDef subprotocol{"subprotocol", FieldKind::text, "graphql-transport-ws, or the older graphql-ws"};
inline constexpr FieldDef id{"id", FieldKind::id, "of the operation, as the client chose it"};
inline constexpr FieldDef operation{"operation", FieldKind::text, "query, mutation or subscription"};
inline constexpr FieldDef name{"name", FieldKind::text, "of the operation"};
inline constexpr FieldDef selects{"selects", FieldKind::text, "the first field that the operation selects"};
inline constexpr FieldDef query{"query", FieldKind::text, "the GraphQL document", FieldRole::payload};
inline constexpr FieldDef variables{"variables", FieldKind::json, {}, FieldRole::payload};
inline constexpr FieldDef payload{"payload", FieldKind::json, {}, FieldRole::payload};
inline constexpr FieldDef errors{"errors", FieldKind::json, "as the server sent them", FieldRole::payload};
inline constexpr FieldDef message{"message", FieldKind::text, "of the first error"};
inline constexpr FieldDef result{"result", FieldKind::number, "this is the nth result of its operation"};
inline constexpr FieldDef results{"results", FieldKind::number, "that came for the operation"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the question to this answer",
                                 FieldRole::round_trip};
inline constexpr FieldDef took_us{"took_us", FieldKind::micros, "from the operation's begin to its end"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros, "until the session ended"};
inline constexpr FieldDef more{"more", FieldKind::number, "further ones of this kind, not reported individually"};
// The bytes of what is no message:
inline constexpr FieldDef text{"text", FieldKind::text, {}, FieldRole::payload};
inline constexpr FieldDef bytes{"bytes", FieldKind::binary, {}, FieldRole::payload};
inline constexpr FieldDef sense{"sense", FieldKind::text, {}, FieldRole::wording};

// In notes only:
inline constexpr FieldDef why{"why", FieldKind::text};
}  // namespace field

namespace event {
extern const EventDef init;
extern const EventDef ack;
extern const EventDef ping;
extern const EventDef pong;
extern const EventDef keep_alive;
extern const EventDef subscribe;
extern const EventDef subscribe_ack;
extern const EventDef next;
extern const EventDef error;
extern const EventDef complete;
extern const EventDef connection_error;
extern const EventDef terminate;
extern const EventDef invalid;
extern const EventDef not_acked;
extern const EventDef unanswered;
// A client ends an operation.
// The older subprotocol's words.
extern const EventDef start;
extern const EventDef data;
extern const EventDef stop;
}  // namespace event

namespace note {
extern const NoteDef not_acked;
extern const NoteDef init_timeout;
extern const NoteDef not_initialised;
extern const NoteDef early_subscribe;
extern const NoteDef unauthorized;
extern const NoteDef forbidden;
extern const NoteDef subprotocol;
extern const NoteDef closed_at_once;
extern const NoteDef too_many_inits;
extern const NoteDef duplicate_id;
extern const NoteDef invalid_message;
extern const NoteDef bad_message;
extern const NoteDef internal_error;
extern const NoteDef bad_response;
extern const NoteDef client_error;
extern const NoteDef no_pong;
extern const NoteDef connection_error;
extern const NoteDef message_rejected;
extern const NoteDef operation_failed;
extern const NoteDef result_errors;
extern const NoteDef unanswered;
extern const NoteDef unknown_id;
extern const NoteDef too_deep;
extern const NoteDef truncated;
extern const NoteDef foreign;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::graphql
