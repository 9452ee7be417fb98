#include "dissectors/tcp/definitions.h"

#include <array>

#include "dissectors/tcp/checksum_definitions.h"

namespace wstrace::tcp {
namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>({
    &syn,
    &syn_ack,
    &established,
    &mid_stream,
    &simultaneous_open,
    &no_answer,
    &unacknowledged,
    &other_address,
    &fin,
    &fin_too,
    &half_close,
    &simultaneous_close,
    &rst,
    &refusal,
    &rst_breaks,
    &rst_again,
    &after_reset,
    &of_earlier,
    &rst_old,
    &challenge_ack,
    &half_close_after_notify,
    &rst_after_notify,
    &closed,
    &retransmission,
    &out_of_order,
    &duplicate_ack,
    &d_sack,
    &d_sack_of,
    &hole,
    &ack_unseen,
    &gap,
    &gap_of_fin,
    &zero_window,
    &zero_window_again,
    &zero_window_still,
    &zero_window_to_the_end,
    &zero_window_probe,
    &zero_window_probe_ack,
    &window_full,
    &window_update,
    &window_opens,
    &window_opens_again,
    &keep_alive,
    &keep_alive_ack,
    &urgent,
    &bad_checksum,
    &checksum_offload,
});
constexpr std::array kNotes = std::to_array<const NoteDef*>({
    &capture_gap,
    &sent_before_capture,
    &fin_missing,
    &syn_missing,
    &unfilled_gap,
    &cut_short,
    &window_closed,
    &window_still_shut,
    &no_answer_note,
    &no_longer_answers_note,
    &unacknowledged_note,
    &refused_note,
    &no_longer_listens_note,
    &other_address_note,
    &reset_note,
    &closed_unread,
    &data_after_close,
    &doubtful_reset,
    &old_connection,
    &bad_checksum_note,
    &offload_note,
    &unproven_note,
});

}  // namespace

const ProtocolDef protocol{
    .name = "tcp", .title = "TCP", .events = kEvents, .notes = kNotes, .level = Level::transport};

}  // namespace wstrace::tcp
