// What HTTP/2 has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::http2 {

extern const ProtocolDef protocol;

namespace field {
// Of messages, as in HTTP/1.1.
inline constexpr FieldDef method{"method", FieldKind::text};
inline constexpr FieldDef scheme{"scheme", FieldKind::text};
inline constexpr FieldDef authority{"authority", FieldKind::text, "host and port"};
inline constexpr FieldDef target{"target", FieldKind::text, "path and query"};
inline constexpr FieldDef connect_protocol{"connect_protocol", FieldKind::text, "that an extended CONNECT asks for"};
inline constexpr FieldDef http_version{"http_version", FieldKind::text, "2"};
inline constexpr FieldDef status{"status", FieldKind::number};
inline constexpr FieldDef headers{"headers", FieldKind::headers, "without pseudo-header fields"};
inline constexpr FieldDef length{"length", FieldKind::size, "bytes of the body, before content decoding"};
inline constexpr FieldDef content_type{"content_type", FieldKind::text, "without parameters"};
inline constexpr FieldDef content_coding{"content_coding", FieldKind::text};
inline constexpr FieldDef wait_us{"wait_us", FieldKind::micros, "from the end of the request to the answer's head"};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "from the PING to its acknowledgement",
                                 FieldRole::round_trip};
inline constexpr FieldDef body{"body", FieldKind::text, "the beginning of a refused WebSocket's body, decoded"};
// SETTINGS, by their names in the specification.
inline constexpr FieldDef header_table_size{"header_table_size", FieldKind::size};
inline constexpr FieldDef enable_push{"enable_push", FieldKind::number};
inline constexpr FieldDef max_concurrent_streams{"max_concurrent_streams", FieldKind::number};
inline constexpr FieldDef initial_window_size{"initial_window_size", FieldKind::size};
inline constexpr FieldDef max_frame_size{"max_frame_size", FieldKind::size};
inline constexpr FieldDef max_header_list_size{"max_header_list_size", FieldKind::size};
inline constexpr FieldDef enable_connect_protocol{"enable_connect_protocol", FieldKind::boolean,
                                                  "WebSockets may be opened in streams (RFC 8441)"};
inline constexpr FieldDef no_rfc7540_priorities{"no_rfc7540_priorities", FieldKind::boolean};
inline constexpr FieldDef unknown_settings{"unknown_settings", FieldKind::number, "how many have no name"};
inline constexpr FieldDef error{"error", FieldKind::text, "the error code's name"};
inline constexpr FieldDef sense{"sense", FieldKind::text, {}, FieldRole::wording};
inline constexpr FieldDef error_code{"error_code", FieldKind::number};
inline constexpr FieldDef meaning{"meaning", FieldKind::text};
inline constexpr FieldDef last_stream{"last_stream", FieldKind::number, "that was or might be dealt with"};
inline constexpr FieldDef debug{"debug", FieldKind::text, "what the sender says beside the code"};
inline constexpr FieldDef promised{"promised", FieldKind::number, "stream that the answer will come on"};
inline constexpr FieldDef increment{"increment", FieldKind::size};
inline constexpr FieldDef data{"data", FieldKind::binary};
inline constexpr FieldDef type{"type", FieldKind::text};
inline constexpr FieldDef flags{"flags", FieldKind::number};
inline constexpr FieldDef end_stream{"end_stream", FieldKind::boolean};
inline constexpr FieldDef bytes{"bytes", FieldKind::size};
inline constexpr FieldDef missing{"missing", FieldKind::size};
inline constexpr FieldDef skipped{"skipped", FieldKind::size, "bytes that were passed over to find the next frame"};
inline constexpr FieldDef limit{"limit", FieldKind::number};
inline constexpr FieldDef fields{"fields", FieldKind::number};
inline constexpr FieldDef what{"what", FieldKind::text};
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef stream{"stream", FieldKind::number};
inline constexpr FieldDef announced{"announced", FieldKind::text};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
inline constexpr FieldDef window{"window", FieldKind::text, "the stream's or the connection's"};
}  // namespace field

namespace event {
extern const EventDef preface;
extern const EventDef settings;
extern const EventDef settings_ack;
extern const EventDef request;
extern const EventDef response;
extern const EventDef trailers;
extern const EventDef push_promise;
extern const EventDef rst_stream;
extern const EventDef goaway;
extern const EventDef ping;
extern const EventDef pong;
extern const EventDef window_update;
/// A flow control window was shut for long.
extern const EventDef blocked;
extern const EventDef frame;
/// The capture begins inside the connection.
extern const EventDef mid_stream;
/// What was taken for HTTP/2 is none.
extern const EventDef mistaken;
/// Bytes were not captured where frames begin and end.
extern const EventDef gap;
/// A direction that had lost its place found the next frame.
extern const EventDef resumed;
/// The stream ended without an answer.
extern const EventDef unanswered;
/// A frame that breaks a rule, or bytes that are none; carries a note that says why.
extern const EventDef violation;
/// A stream is not followed any more, because there are too many.
extern const EventDef dropped;
}  // namespace event

namespace note {
extern const NoteDef goaway;
extern const NoteDef stream_reset;
extern const NoteDef not_enabled;
extern const NoteDef not_ok;
extern const NoteDef interim;
extern const NoteDef not_processed;
extern const NoteDef not_answered;
extern const NoteDef cut_short;
extern const NoteDef unfinished;
extern const NoteDef length_differs;
extern const NoteDef malformed;
extern const NoteDef protocol_error;
extern const NoteDef frame_size;
extern const NoteDef bad_preface;
extern const NoteDef hpack_error;
extern const NoteDef hpack_lost;
extern const NoteDef head_too_long;
extern const NoteDef long_body;
extern const NoteDef too_many_streams;
extern const NoteDef lost_bytes;
extern const NoteDef lost_place;
extern const NoteDef begins_inside;
/// What was taken for HTTP/2 is none.
extern const NoteDef mistaken;
extern const NoteDef request_not_seen;
extern const NoteDef late_answer;
extern const NoteDef window_shut;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::http2
