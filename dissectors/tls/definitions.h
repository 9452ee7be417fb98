// What TLS has to say.
#pragma once

#include "model/definitions.h"

namespace wstrace::tls {

extern const ProtocolDef protocol;

/// A connection of which nothing but TLS is known.
inline constexpr SessionType session_type{
    .name = "tls",
    .title = "TLS",
    .level = Level::protection,
    .other_bytes = "encrypted",
    .bare_title = "TLS connection",
    .bare_remark = ", no keys",
    .bare_advice =
        "To decrypt TLS, use a key log (--keylog FILE), or capture behind the proxy that terminates TLS, where the "
        "traffic is not encrypted."};

namespace field {
inline constexpr FieldDef sni{"sni", FieldKind::text, "the name that the client asks for"};
inline constexpr FieldDef version{"version", FieldKind::text, "of a ClientHello: the highest that is offered"};
inline constexpr FieldDef versions{"versions", FieldKind::text, "all that are offered"};
inline constexpr FieldDef alpn{"alpn", FieldKind::text, "of a ClientHello: all that are offered"};
inline constexpr FieldDef cipher{"cipher", FieldKind::text};
inline constexpr FieldDef ciphers{"ciphers", FieldKind::text, "all that are offered, in the client's order"};
inline constexpr FieldDef compression{"compression", FieldKind::text, "of the records; absent when there is none"};
inline constexpr FieldDef group{"group", FieldKind::text, "of the key exchange"};
inline constexpr FieldDef groups{"groups", FieldKind::text, "that the client sends keys for"};
inline constexpr FieldDef resumption{"resumption", FieldKind::text, "how the client would resume an earlier session"};
inline constexpr FieldDef resumed{"resumed", FieldKind::boolean, "an earlier session is resumed"};
inline constexpr FieldDef early_data{"early_data", FieldKind::boolean, "data comes with the ClientHello (0-RTT)"};
inline constexpr FieldDef ech{"ech", FieldKind::boolean, "a ClientHello with the real name is hidden in it"};
inline constexpr FieldDef random{"random", FieldKind::text, "identifies the connection in a key log"};
inline constexpr FieldDef lifetime_us{"lifetime_us", FieldKind::micros, "that the ticket is good for"};
inline constexpr FieldDef subject{"subject", FieldKind::text};
inline constexpr FieldDef issuer{"issuer", FieldKind::text};
inline constexpr FieldDef names{"names", FieldKind::text, "that it is good for"};
inline constexpr FieldDef not_before{"not_before", FieldKind::text};
inline constexpr FieldDef not_after{"not_after", FieldKind::text};
inline constexpr FieldDef chain{"chain", FieldKind::number, "certificates that were sent"};
inline constexpr FieldDef took_us{"took_us", FieldKind::micros, "since the ClientHello"};
inline constexpr FieldDef level{"level", FieldKind::text, "warning or fatal"};
inline constexpr FieldDef description{"description", FieldKind::text, "as the specification names it"};
inline constexpr FieldDef code{"code", FieldKind::number};
inline constexpr FieldDef encrypted{"encrypted", FieldKind::boolean, "what it says is not known"};
inline constexpr FieldDef message{"message", FieldKind::text, "of the handshake"};
inline constexpr FieldDef length{"length", FieldKind::size};
inline constexpr FieldDef c2s_bytes{"c2s_bytes", FieldKind::size, "of encrypted records"};
inline constexpr FieldDef s2c_bytes{"s2c_bytes", FieldKind::size, "of encrypted records"};
inline constexpr FieldDef c2s_records{"c2s_records", FieldKind::number};
inline constexpr FieldDef s2c_records{"s2c_records", FieldKind::number};
inline constexpr FieldDef missing{"missing", FieldKind::size, "not captured"};
inline constexpr FieldDef skipped{"skipped", FieldKind::size, "captured, but in the middle of what was lost"};
inline constexpr FieldDef head{"head", FieldKind::text, "the first line"};
inline constexpr FieldDef records{"records", FieldKind::number};
inline constexpr FieldDef secrets{"secrets", FieldKind::text, "that are missing, by their labels in a key log"};
inline constexpr FieldDef packet{"packet", FieldKind::number};
inline constexpr FieldDef asks{"asks", FieldKind::boolean, "asks the other side to do the same"};
inline constexpr FieldDef by{"by", FieldKind::text};
inline constexpr FieldDef other{"other", FieldKind::text};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros};
inline constexpr FieldDef number{"number", FieldKind::number};
}  // namespace field

namespace event {
extern const EventDef client_hello;
extern const EventDef server_hello;
extern const EventDef retry;
extern const EventDef certificate;
extern const EventDef certificate_request;
extern const EventDef session_ticket;
/// Any other message of the handshake, and ChangeCipherSpec.
extern const EventDef handshake;
extern const EventDef established;
extern const EventDef alert;
extern const EventDef key_update;
/// Keys that came behind records that need them.
extern const EventDef keys;
/// A record that its keys do not open.
extern const EventDef not_opened;
/// The end of a direction, without close_notify.
extern const EventDef truncated;
extern const EventDef undecrypted;
extern const EventDef mid_stream;
extern const EventDef gap;
/// No record, where one should be.
extern const EventDef bad_record;
/// The server's direction is no TLS at all.
extern const EventDef not_tls;
/// A connection that was opened ahead of need, and closed without use.
extern const EventDef spare;
/// A handshake that came to nothing, for a reason that no alert says.
extern const EventDef failed;
}  // namespace event

namespace note {
extern const NoteDef begins_inside;
extern const NoteDef lost_bytes;
extern const NoteDef resumed;
extern const NoteDef bad_hello;
/// No record, where one should be.
extern const NoteDef bad_record;
extern const NoteDef long_message;
extern const NoteDef http_answer;
/// The server's direction is no TLS at all.
extern const NoteDef not_tls;
extern const NoteDef old_version;
// Keys that are missing, come too late, or do not fit.
extern const NoteDef no_keys;
extern const NoteDef some_keys;
extern const NoteDef other_keys;
extern const NoteDef damaged_keys;
extern const NoteDef wrong_keys;
extern const NoteDef keys_late;
extern const NoteDef no_handshake;
extern const NoteDef not_supported;
extern const NoteDef not_authentic;
extern const NoteDef not_decompressed;
extern const NoteDef compression_unknown;
// Certificates.
extern const NoteDef certificate_past;
extern const NoteDef certificate_future;
extern const NoteDef certificate_name;
extern const NoteDef certificate_self_signed;
extern const NoteDef certificate_unreadable;
// Handshakes that fail without an alert that can be read.
extern const NoteDef no_answer;
extern const NoteDef closed_at_hello;
extern const NoteDef reset_at_hello;
extern const NoteDef client_left;
extern const NoteDef server_left;
extern const NoteDef client_refuses;
extern const NoteDef server_refuses;
extern const NoteDef unused;

// Of alerts: {by} sent it, {other} received it.
extern const NoteDef unexpected_message;
extern const NoteDef bad_record_mac;
extern const NoteDef record_overflow;
extern const NoteDef handshake_failure;
extern const NoteDef bad_certificate;
extern const NoteDef unsupported_certificate;
extern const NoteDef certificate_revoked;
extern const NoteDef certificate_expired;
extern const NoteDef certificate_unknown;
extern const NoteDef illegal_parameter;
extern const NoteDef unknown_ca;
extern const NoteDef access_denied;
extern const NoteDef decode_error;
extern const NoteDef end_taken_for_error;
extern const NoteDef decrypt_error;
extern const NoteDef protocol_version;
extern const NoteDef insufficient_security;
extern const NoteDef internal_error;
extern const NoteDef inappropriate_fallback;
extern const NoteDef user_canceled;
extern const NoteDef no_renegotiation;
extern const NoteDef missing_extension;
extern const NoteDef unsupported_extension;
extern const NoteDef unrecognized_name;
extern const NoteDef unrecognized_name_warning;
extern const NoteDef bad_status_response;
extern const NoteDef unknown_psk_identity;
extern const NoteDef certificate_required;
extern const NoteDef no_application_protocol;
extern const NoteDef unknown_alert;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::tls
