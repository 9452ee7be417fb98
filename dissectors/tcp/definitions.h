// What TCP has to say of a connection.
#pragma once

#include "model/definitions.h"

namespace wstrace::tcp {

extern const ProtocolDef protocol;

namespace field {
inline constexpr FieldDef seq{"seq", FieldKind::number, "sequence number, as on the wire"};
inline constexpr FieldDef ack{"ack", FieldKind::number, "acknowledgement number, as on the wire"};
inline constexpr FieldDef length{"length", FieldKind::size, "bytes that the event is about"};
inline constexpr FieldDef count{"count", FieldKind::number, "how many in a row"};
inline constexpr FieldDef after_us{"after_us", FieldKind::micros, "since what it answers or repeats"};
// Handshake.
inline constexpr FieldDef mss{"mss", FieldKind::number, "maximum segment size, bytes"};
inline constexpr FieldDef window_scale{"window_scale", FieldKind::number, "shift of the window field, bits"};
inline constexpr FieldDef sack{"sack", FieldKind::boolean, "selective acknowledgement permitted"};
inline constexpr FieldDef timestamps{"timestamps", FieldKind::boolean};
inline constexpr FieldDef rtt_us{"rtt_us", FieldKind::micros,
                                 "from the latest SYN to the ACK that completes the handshake"};
inline constexpr FieldDef fast_open{"fast_open", FieldKind::text, "TCP Fast Open: cookie, or cookie requested"};
inline constexpr FieldDef data{"data", FieldKind::size, "bytes of payload that the SYN carries"};
inline constexpr FieldDef data_accepted{"data_accepted", FieldKind::boolean, "the SYN's payload was accepted"};
inline constexpr FieldDef data_refused{"data_refused", FieldKind::boolean, "the SYN's payload must be sent again"};
inline constexpr FieldDef reused_ports{"reused_ports", FieldKind::boolean, "an earlier connection had both ports"};
inline constexpr FieldDef waited_us{"waited_us", FieldKind::micros,
                                    "from the first SYN, or the first byte, to the last retransmission of it"};
inline constexpr FieldDef tried{"tried", FieldKind::text, "the address that refused the client before"};
inline constexpr FieldDef cost_us{"cost_us", FieldKind::micros, "from the SYN to that address to the SYN to this one"};
// Loss.
inline constexpr FieldDef what{"what", FieldKind::text, "SYN, SYN-ACK or FIN; otherwise it is bytes"};
inline constexpr FieldDef lost{"lost", FieldKind::boolean, "no copy of these bytes was captured before"};
inline constexpr FieldDef fast{"fast", FieldKind::boolean, "called for by duplicate ACKs, not by a timer"};
inline constexpr FieldDef timer{"timer", FieldKind::boolean, "the retransmission timer ran out"};
inline constexpr FieldDef spurious{"spurious", FieldKind::boolean, "not needed: these bytes were acknowledged already"};
inline constexpr FieldDef fresh{"fresh", FieldKind::size, "bytes in the same segment that are new"};
inline constexpr FieldDef late{"late", FieldKind::boolean, "after these bytes had been given up: they are not decoded"};
inline constexpr FieldDef sack_blocks{"sack_blocks", FieldKind::text, "what arrived ahead of the hole: first-behind"};
inline constexpr FieldDef packet{"packet", FieldKind::number, "the retransmission that was not needed"};
// Flow control.
inline constexpr FieldDef window{"window", FieldKind::size, "receive window, scaled when the scale is known"};
inline constexpr FieldDef unscaled{"unscaled", FieldKind::boolean, "the scale is not known: the window may be larger"};
inline constexpr FieldDef shut_us{"shut_us", FieldKind::micros, "how long the window was zero"};
inline constexpr FieldDef urgent_pointer{"urgent_pointer", FieldKind::number};
// Teardown.
inline constexpr FieldDef closing_us{"closing_us", FieldKind::micros, "from the first FIN to its end"};
inline constexpr FieldDef refused{"refused", FieldKind::boolean, "the reset answers a SYN"};
inline constexpr FieldDef first{"first", FieldKind::boolean, "the first side to close"};
inline constexpr FieldDef half_closed_us{"half_closed_us", FieldKind::micros, "from the other side's FIN to this one"};
inline constexpr FieldDef close_notify{"goodbye", FieldKind::boolean, "only TLS's close_notify is sent so late"};
inline constexpr FieldDef after_close{"after_close", FieldKind::boolean, "both sides had closed: no effect"};
inline constexpr FieldDef doubtful{"doubtful", FieldKind::boolean, "not where the receiver expects it"};
inline constexpr FieldDef sense{"sense", FieldKind::text, {}, FieldRole::wording};

// In notes only:
inline constexpr FieldDef party{"party", FieldKind::text};
inline constexpr FieldDef peer{"peer", FieldKind::text};
inline constexpr FieldDef server{"server", FieldKind::text};
inline constexpr FieldDef where{"where", FieldKind::text};
inline constexpr FieldDef why{"why", FieldKind::text};
inline constexpr FieldDef until{"until", FieldKind::text};
inline constexpr FieldDef since{"since", FieldKind::text};
inline constexpr FieldDef times{"times", FieldKind::number};
inline constexpr FieldDef checksum{"checksum", FieldKind::number, "as the segment states it"};
}  // namespace field

namespace event {
extern const EventDef syn;
extern const EventDef syn_ack;
extern const EventDef established;
extern const EventDef mid_stream;
extern const EventDef simultaneous_open;
extern const EventDef no_answer;
extern const EventDef unacknowledged;
extern const EventDef other_address;
extern const EventDef fin;
extern const EventDef half_close;
extern const EventDef simultaneous_close;
extern const EventDef rst;
extern const EventDef refusal;
extern const EventDef after_reset;
extern const EventDef of_earlier;
extern const EventDef challenge_ack;
extern const EventDef closed;
extern const EventDef retransmission;
extern const EventDef out_of_order;
extern const EventDef duplicate_ack;
extern const EventDef d_sack;
extern const EventDef hole;
extern const EventDef ack_unseen;
extern const EventDef gap;
extern const EventDef zero_window;
extern const EventDef zero_window_probe;
extern const EventDef zero_window_probe_ack;
extern const EventDef window_full;
extern const EventDef window_update;
extern const EventDef keep_alive;
extern const EventDef keep_alive_ack;
extern const EventDef urgent;
extern const EventDef bad_checksum;
extern const EventDef checksum_offload;
}  // namespace event

namespace note {
extern const NoteDef capture_gap;
extern const NoteDef sent_before_capture;
extern const NoteDef fin_missing;
extern const NoteDef syn_missing;
extern const NoteDef unfilled_gap;
extern const NoteDef cut_short;
extern const NoteDef window_closed;
extern const NoteDef window_still_shut;
extern const NoteDef no_answer;
extern const NoteDef no_longer_listens;
extern const NoteDef refused;
extern const NoteDef other_address;
extern const NoteDef reset;
extern const NoteDef closed_unread;
extern const NoteDef unacknowledged;
extern const NoteDef no_longer_answers;
extern const NoteDef data_after_close;
extern const NoteDef doubtful_reset;
extern const NoteDef old_connection;
extern const NoteDef bad_checksum;
extern const NoteDef offload;
extern const NoteDef unproven;
}  // namespace note

/// All of them, for `protocol`.
std::span<const EventDef* const> all_events();
std::span<const NoteDef* const> all_notes();

}  // namespace wstrace::tcp
