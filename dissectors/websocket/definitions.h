// What WebSocket has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::websocket {

extern const ProtocolDef protocol;

inline constexpr SessionType session_type{.name = "websocket", .title = "WebSocket", .level = Level::messages};

namespace field {
inline constexpr FieldDef subprotocol{"subprotocol", FieldKind::text};
inline constexpr FieldDef extensions{"extensions", FieldKind::text, "as the server answered them"};
inline constexpr FieldDef opcode{"opcode", FieldKind::text, "text or binary"};
inline constexpr FieldDef length{"length", FieldKind::size, "of the whole payload, inflated"};
inline constexpr FieldDef wire_length{"wire_length", FieldKind::size, "of the payloads of its frames"};
inline constexpr FieldDef frames{"frames", FieldKind::number};
inline constexpr FieldDef compressed{"compressed", FieldKind::boolean};
inline constexpr FieldDef masked{"masked", FieldKind::boolean};
inline constexpr FieldDef fragmented{"fragmented", FieldKind::boolean, "sent in more than one frame"};
inline constexpr FieldDef truncated{"truncated", FieldKind::boolean, "only the beginning of the payload is kept",
                                    FieldRole::truncation};
inline constexpr FieldDef payload{"payload", FieldKind::text, {}, FieldRole::payload};
inline constexpr FieldDef payload_bytes{"payload", FieldKind::binary, {}, FieldRole::payload};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros, "since the ping that it answers", FieldRole::round_trip};
inline constexpr FieldDef close_code{"close_code", FieldKind::number, "1005 when the frame has none"};
inline constexpr FieldDef meaning{"meaning", FieldKind::text, "of the close code"};
inline constexpr FieldDef reason{"reason", FieldKind::text};
inline constexpr FieldDef reason_bytes{"reason", FieldKind::binary};
inline constexpr FieldDef answer{"answer", FieldKind::boolean, "the other side closed first"};
inline constexpr FieldDef fin{"fin", FieldKind::boolean};
inline constexpr FieldDef rsv1{"rsv1", FieldKind::boolean};
inline constexpr FieldDef header{"header", FieldKind::size, "bytes of the frame's header"};
inline constexpr FieldDef status_line{"status_line", FieldKind::text};
inline constexpr FieldDef request_line{"request_line", FieldKind::text};
inline constexpr FieldDef missing{"missing", FieldKind::size, "not captured"};
inline constexpr FieldDef skipped{"skipped", FieldKind::size, "captured, but in the middle of what was lost"};
inline constexpr FieldDef inferred{"inferred", FieldKind::boolean, "from the frames: the handshake was not captured"};
inline constexpr FieldDef unsolicited{"unsolicited", FieldKind::boolean, "no ping asked for it"};
inline constexpr FieldDef because{"because", FieldKind::text, "what the other side did that this answers"};
inline constexpr FieldDef because_packet{"because_packet", FieldKind::number, "the packet with that"};
inline constexpr FieldDef by{"by", FieldKind::text, "who closed first"};
inline constexpr FieldDef answer_code{"answer_code", FieldKind::number, "of the other side's close frame"};
inline constexpr FieldDef answer_us{"answer_us", FieldKind::micros, "between the two close frames"};
inline constexpr FieldDef tcp_by{"tcp_by", FieldKind::text, "who began to close TCP, or the stream of HTTP/2"};
inline constexpr FieldDef carrier{"carrier", FieldKind::text, "what was closed, where that is no TCP connection"};
inline constexpr FieldDef tcp_us{"tcp_us", FieldKind::micros, "from the last close frame to that"};
inline constexpr FieldDef reset{"reset", FieldKind::boolean, "TCP ended with a reset"};
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef other{"other", FieldKind::text};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
inline constexpr FieldDef wrong{"wrong", FieldKind::text};
inline constexpr FieldDef why{"why", FieldKind::text};
inline constexpr FieldDef at{"at", FieldKind::number};
inline constexpr FieldDef in_frame{"in_frame", FieldKind::number};
inline constexpr FieldDef violation{"violation", FieldKind::text, "the code of the note that it would be otherwise"};
inline constexpr FieldDef number{"number", FieldKind::number};
inline constexpr FieldDef bytes{"bytes", FieldKind::size};
inline constexpr FieldDef extension{"extension", FieldKind::text};
inline constexpr FieldDef said{"said", FieldKind::text};
inline constexpr FieldDef author{"author", FieldKind::text};
inline constexpr FieldDef story{"story", FieldKind::text};
inline constexpr FieldDef sense{"sense", FieldKind::text, {}, FieldRole::wording};
}  // namespace field

namespace event {
extern const EventDef open;
/// In place of open, where the capture begins inside the WebSocket.
extern const EventDef mid_stream;
/// What was taken for a WebSocket is none.
extern const EventDef mistaken;
extern const EventDef message;
extern const EventDef ping;
extern const EventDef pong;
extern const EventDef close;
extern const EventDef frame;
/// A frame that belongs to nothing; carries a note that says why.
extern const EventDef violation;
/// HTTP where frames are expected: from the server, from the client.
extern const EventDef http_answer;
extern const EventDef http_request;
/// Frames that the capture lost.
extern const EventDef gap;
/// A message that never came to its end.
extern const EventDef unfinished;
/// How the WebSocket and its TCP connection were closed.
extern const EventDef ended;
/// The same, where something is to be said of it.
extern const EventDef ended_in_silence;
extern const EventDef unclean_end;
}  // namespace event

namespace note {
extern const NoteDef unmasked_client_frame;
extern const NoteDef unmasked_close;
extern const NoteDef masked_server_frame;
extern const NoteDef reserved_bits;
extern const NoteDef reserved_opcode;
extern const NoteDef long_control_frame;
extern const NoteDef fragmented_control_frame;
extern const NoteDef compressed_control_frame;
extern const NoteDef stray_continuation;
extern const NoteDef interleaved_message;
extern const NoteDef rsv1_on_continuation;
extern const NoteDef length_not_minimal;
extern const NoteDef length_top_bit;
extern const NoteDef invalid_utf8;
extern const NoteDef invalid_close_code;
extern const NoteDef one_byte_close;
extern const NoteDef close_reason_not_utf8;
extern const NoteDef data_after_close;
extern const NoteDef history_missing;
extern const NoteDef bad_deflate;
extern const NoteDef inflate_ratio;
extern const NoteDef message_limit;
extern const NoteDef extension_not_decoded;
extern const NoteDef bad_extension_parameter;
extern const NoteDef lost_bytes;
extern const NoteDef lost_place;
extern const NoteDef found_place;
extern const NoteDef begins_inside;
extern const NoteDef inferred;
extern const NoteDef inferred_violation;
/// What was taken for a WebSocket is none.
extern const NoteDef mistaken;
extern const NoteDef cut_message;
extern const NoteDef capture_ends;
// What both sides agreed on and then did not keep to.
extern const NoteDef zero_masking_key;
extern const NoteDef masking_key_reused;
extern const NoteDef second_close;
extern const NoteDef ping_after_close;
extern const NoteDef window_exceeded;
extern const NoteDef context_takeover;
extern const NoteDef deflate_tail;
extern const NoteDef bad_extension_offer;
extern const NoteDef extension_not_as_offered;
extern const NoteDef close_codes_differ;
extern const NoteDef closed_because;
extern const NoteDef unexplained_close;
extern const NoteDef close_not_answered;
extern const NoteDef close_not_awaited;
extern const NoteDef no_close_frame;
extern const NoteDef tcp_left_open;
// Why it ended, and HTTP inside of it.
extern const NoteDef two_handlers;
/// HTTP where frames are expected: from the server, from the client.
extern const NoteDef http_answer;
extern const NoteDef http_request;
extern const NoteDef ping_timeout;
extern const NoteDef server_silent;
extern const NoteDef not_reading;
extern const NoteDef no_pong;
extern const NoteDef message_too_big;
extern const NoteDef internal_error;
extern const NoteDef idle_closed;
extern const NoteDef proxy_closed;
extern const NoteDef maybe_idle_closed;
extern const NoteDef server_ended;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::websocket
