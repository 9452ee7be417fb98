// What Engine.IO has to say: its events, their fields, and the notes about them.
#pragma once

#include "model/definitions.h"

namespace wstrace::engineio {

extern const ProtocolDef protocol;

inline constexpr SessionType session_type{
    .name = "engineio", .title = "Engine.IO", .level = Level::packets, .outlives_connections = true};

namespace field {
inline constexpr FieldDef version{"version", FieldKind::number, "version of the Engine.IO protocol: 3 or 4"};
inline constexpr FieldDef transport{"transport", FieldKind::text};
inline constexpr FieldDef sid{"sid", FieldKind::id};
inline constexpr FieldDef upgrades{"upgrades", FieldKind::json, "transports that the server offers to change to"};
inline constexpr FieldDef ping_interval_us{"ping_interval_us", FieldKind::micros};
inline constexpr FieldDef ping_timeout_us{"ping_timeout_us", FieldKind::micros};
inline constexpr FieldDef max_payload{"max_payload", FieldKind::number, "bytes in one polling request"};
inline constexpr FieldDef open{"open", FieldKind::json, "all that the server says of the session, as it was sent"};
inline constexpr FieldDef text{"text", FieldKind::text, {}, FieldRole::payload};
inline constexpr FieldDef data{"data", FieldKind::binary, {}, FieldRole::payload};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the ping to this pong", FieldRole::round_trip};
inline constexpr FieldDef took_us{"took_us", FieldKind::micros, "from the request for the new transport to here"};
inline constexpr FieldDef paused_us{"paused_us", FieldKind::micros,
                                    "from the probe's answer to here: the client waits for its last poll"};
inline constexpr FieldDef error_code{"error_code", FieldKind::number, "Engine.IO's number of the error"};
inline constexpr FieldDef reason{"reason", FieldKind::text};
inline constexpr FieldDef status{"status", FieldKind::number, "of the HTTP answer"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
inline constexpr FieldDef limit_us{"limit_us", FieldKind::micros, "time limit of that side"};
inline constexpr FieldDef origin{"origin", FieldKind::text, "of the page that asked"};
inline constexpr FieldDef requests{"requests", FieldKind::number, "of HTTP polling"};
inline constexpr FieldDef sense{"sense", FieldKind::text, {}, FieldRole::wording};

// In notes only:
inline constexpr FieldDef story{"story", FieldKind::text};
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef other{"other", FieldKind::text};
inline constexpr FieldDef server{"server", FieldKind::text};
inline constexpr FieldDef said{"said", FieldKind::text, "status and reason of the HTTP answer"};
inline constexpr FieldDef from{"from", FieldKind::text, "its Server header"};
inline constexpr FieldDef hint{"hint", FieldKind::text, "the header that says more"};
inline constexpr FieldDef packets{"packets", FieldKind::number};
inline constexpr FieldDef bytes{"bytes", FieldKind::size};
}  // namespace field

namespace event {
extern const EventDef open;
extern const EventDef close;
extern const EventDef ping;
extern const EventDef pong;
extern const EventDef message;
extern const EventDef upgrade;
extern const EventDef noop;
extern const EventDef error;
extern const EventDef refusal;
extern const EventDef foreign;
extern const EventDef not_spoken;
extern const EventDef withheld;
extern const EventDef slow_answer;
extern const EventDef no_answer;
extern const EventDef timeout;
extern const EventDef cut_off;
extern const EventDef too_large;
extern const EventDef upgrade_failed;
extern const EventDef not_upgraded;
}  // namespace event

namespace note {
extern const NoteDef bad_packet;
extern const NoteDef bad_open;
extern const NoteDef second_open;
extern const NoteDef heartbeat_direction;
extern const NoteDef unexpected_pong;
extern const NoteDef lost_body;
extern const NoteDef unknown_coding;
extern const NoteDef bad_payload;
extern const NoteDef session_unknown;
extern const NoteDef upgrade_stripped;
extern const NoteDef upgrade_failed;
extern const NoteDef upgrade_stalled;
extern const NoteDef polling_only;
extern const NoteDef ping_timeout;
extern const NoteDef idle_closed;
extern const NoteDef no_pong;
extern const NoteDef connect_slow;
extern const NoteDef slow_answer;
extern const NoteDef not_reading;
extern const NoteDef slow_transfer;
extern const NoteDef server_left;
extern const NoteDef server_gone;
extern const NoteDef left_early;
extern const NoteDef not_answered;
extern const NoteDef client_left;
extern const NoteDef payload_too_large;
extern const NoteDef version_mismatch;
extern const NoteDef forbidden;
extern const NoteDef origin_refused;
extern const NoteDef bad_request;
extern const NoteDef no_websocket;
extern const NoteDef overlap;
extern const NoteDef too_many_packets;
extern const NoteDef cors;
extern const NoteDef cors_credentials;
extern const NoteDef cors_preflight;
extern const NoteDef cached;
extern const NoteDef cookie_not_returned;
extern const NoteDef not_spoken;
extern const NoteDef no_open;
extern const NoteDef not_a_client;
extern const NoteDef still_waiting;
extern const NoteDef redirected_upgrade;
extern const NoteDef redirected;
extern const NoteDef redirected_post;
extern const NoteDef unauthorized;
extern const NoteDef rate_limited;
extern const NoteDef headers_too_large;
extern const NoteDef unavailable;
extern const NoteDef refused;
extern const NoteDef redirected_away;
extern const NoteDef unexpected_answer;
extern const NoteDef not_socketio;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::engineio
