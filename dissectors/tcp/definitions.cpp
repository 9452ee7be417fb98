#include "dissectors/tcp/definitions.h"

#include <array>

namespace wstrace::tcp {
namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>({
    &syn,
    &syn_ack,
    &established,
    &mid_stream,
    &fin,
    &fin_too,
    &rst,
    &closed,
    &retransmission,
    &out_of_order,
    &duplicate_ack,
    &gap,
    &zero_window,
    &window_update,
    &keep_alive,
});
constexpr std::array kNotes = std::to_array<const NoteDef*>(
    {&capture_gap, &unfilled_gap, &cut_short, &window_closed, &refused_note, &reset_note});

}  // namespace

const ProtocolDef protocol{.name = "tcp", .title = "TCP", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::tcp
