// What HTTP/1.1 has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::http {

extern const ProtocolDef protocol;

/// A connection that carries requests of no session.
inline constexpr SessionType session_type{.name = "http",
                                          .title = "HTTP",
                                          .level = Level::exchange,
                                          .other_bytes = "HTTP",
                                          .bare_title = "plain HTTP connection"};

/// A request to change to another protocol, as long as that has not begun.
inline constexpr SessionType upgrade_type{.name = "http-upgrade", .title = "HTTP upgrade", .level = Level::upgrade};

namespace field {
inline constexpr FieldDef method{"method", FieldKind::text};
inline constexpr FieldDef target{"target", FieldKind::text, "path and query, as the client wrote them"};
inline constexpr FieldDef http_version{"http_version", FieldKind::text, "1.0 or 1.1"};
inline constexpr FieldDef status{"status", FieldKind::number};
inline constexpr FieldDef reason{"reason", FieldKind::text, "the words beside the status code"};
inline constexpr FieldDef headers{"headers", FieldKind::headers, "names in lower case"};
inline constexpr FieldDef length{"length", FieldKind::size,
                                 "bytes of the body as transferred: without chunk framing, before content decoding; "
                                 "absent when the message has no body"};
inline constexpr FieldDef upgrade{"upgrade", FieldKind::text, "the protocol asked for, or switched to"};
inline constexpr FieldDef content_type{"content_type", FieldKind::text, "without parameters"};
inline constexpr FieldDef content_coding{"content_coding", FieldKind::text, "gzip, deflate, br …"};
inline constexpr FieldDef accept{"accept", FieldKind::text, "Sec-WebSocket-Accept is right, wrong or missing"};
inline constexpr FieldDef wait_us{"wait_us", FieldKind::micros, "from the end of the request to the answer's head"};
inline constexpr FieldDef answers{"answers", FieldKind::text, "the request, when several were outstanding"};
inline constexpr FieldDef body{"body", FieldKind::text, "the beginning of a refused upgrade's body, decoded"};
inline constexpr FieldDef bytes{"bytes", FieldKind::size};
inline constexpr FieldDef missing{"missing", FieldKind::size};
inline constexpr FieldDef limit{"limit", FieldKind::number};
inline constexpr FieldDef line{"line", FieldKind::text};
inline constexpr FieldDef name{"name", FieldKind::text};
inline constexpr FieldDef got{"got", FieldKind::text};
inline constexpr FieldDef expected{"expected", FieldKind::text};
inline constexpr FieldDef hint{"hint", FieldKind::text};
inline constexpr FieldDef said{"said", FieldKind::text, "status and reason"};
inline constexpr FieldDef wanted{"wanted", FieldKind::text, "the status that accepts a WebSocket"};
inline constexpr FieldDef from{"from", FieldKind::text, "who answered, as its Server header says"};
inline constexpr FieldDef skipped{
    "skipped", FieldKind::size,
    "bytes that were passed over to find the next message; lost ones among them where the stream was not claimed yet"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
}  // namespace field

namespace event {
extern const EventDef request;
extern const EventDef response;
/// Bytes that could not be read as a message; carries a note that says why.
extern const EventDef undecoded;
/// Bytes were not captured where messages begin and end.
extern const EventDef gap;
/// The connection ended without an answer.
extern const EventDef unanswered;
/// A direction that had lost its place found the next message.
extern const EventDef resumed;
/// The answer to an upgrade was lost, and both sides go on as if it had been accepted.
extern const EventDef upgrade_inferred;
}  // namespace event

namespace note {
extern const NoteDef not_http;
extern const NoteDef head_too_long;
extern const NoteDef cut_head;
extern const NoteDef cut_short;
extern const NoteDef reader_left;
extern const NoteDef body_not_taken;
extern const NoteDef unfinished;
extern const NoteDef no_answer;
extern const NoteDef lost_bytes;
extern const NoteDef lost_place;
extern const NoteDef bad_header;
extern const NoteDef bad_header_name;
extern const NoteDef folded_header;
extern const NoteDef bad_target;
extern const NoteDef both_lengths;
extern const NoteDef differing_lengths;
extern const NoteDef bad_length;
extern const NoteDef bad_chunk;
extern const NoteDef long_body;
extern const NoteDef no_pairing;
extern const NoteDef not_answered;
extern const NoteDef slow_answer;
extern const NoteDef not_paired;
/// A direction that had lost its place found the next message.
extern const NoteDef resumed;
extern const NoteDef mid_message;
extern const NoteDef answer_lost;
// What is wrong with a request for an upgrade …
extern const NoteDef upgrade_stripped;
extern const NoteDef upgrade_without_connection;
extern const NoteDef upgrade_not_get;
extern const NoteDef upgrade_http10;
extern const NoteDef upgrade_with_body;
extern const NoteDef missing_key;
extern const NoteDef bad_key;
extern const NoteDef missing_version;
extern const NoteDef bad_version;
extern const NoteDef draft_76;
extern const NoteDef repeated_header;
extern const NoteDef null_origin;
// … and with a 101
extern const NoteDef upgrade_unasked;
extern const NoteDef missing_upgrade;
extern const NoteDef wrong_upgrade;
extern const NoteDef missing_connection;
extern const NoteDef missing_accept;
extern const NoteDef wrong_accept;
extern const NoteDef several_accepts;
extern const NoteDef subprotocol_not_offered;
extern const NoteDef subprotocol_missing;
extern const NoteDef several_subprotocols;
extern const NoteDef extension_not_offered;
extern const NoteDef answer_http10;
extern const NoteDef answer_with_body;
extern const NoteDef request_not_seen;
// What else a WebSocket upgrade is answered with.
extern const NoteDef upgrade_ignored;
extern const NoteDef upgrade_redirected;
extern const NoteDef https_port;
extern const NoteDef upgrade_bad_request;
extern const NoteDef upgrade_unauthorized;
extern const NoteDef upgrade_forbidden;
extern const NoteDef upgrade_not_found;
extern const NoteDef upgrade_method;
extern const NoteDef upgrade_proxy_auth;
extern const NoteDef upgrade_timeout;
extern const NoteDef upgrade_length_required;
extern const NoteDef upgrade_too_large;
extern const NoteDef upgrade_version;
extern const NoteDef upgrade_required;
extern const NoteDef upgrade_rate_limited;
extern const NoteDef upgrade_server_error;
extern const NoteDef upgrade_not_implemented;
extern const NoteDef upgrade_bad_gateway;
extern const NoteDef upgrade_unavailable;
extern const NoteDef upgrade_gateway_timeout;
extern const NoteDef upgrade_refused;
extern const NoteDef upgrade_unanswered;
extern const NoteDef upgrade_left_early;
extern const NoteDef upgrade_pending;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::http
