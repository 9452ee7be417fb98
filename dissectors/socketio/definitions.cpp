#include "dissectors/socketio/definitions.h"

#include <array>

namespace wstrace::socketio {
namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>(
    {&event::connect, &event::disconnect, &event::connect_error, &event::event, &event::event_pushed,
     &event::event_in_nsp, &event::event_pushed_in_nsp, &event::ack, &event::ack_in_nsp, &event::unacknowledged,
     &event::unacknowledged_in_nsp, &event::unanswered, &event::unjoined, &event::error, &event::attachment});

constexpr std::array kNotes = std::to_array<const NoteDef*>({&note::bad_packet,
                                                             &note::not_utf8,
                                                             &note::too_deep,
                                                             &note::text_not_utf8,
                                                             &note::too_large,
                                                             &note::truncated,
                                                             &note::lone_surrogate,
                                                             &note::reserved_name,
                                                             &note::attachment_missing,
                                                             &note::attachment_not_captured,
                                                             &note::attachment_limit,
                                                             &note::bad_placeholder,
                                                             &note::unexpected_binary,
                                                             &note::orphan_binary,
                                                             &note::unexpected_ack,
                                                             &note::ack_without_id,
                                                             &note::no_sid,
                                                             &note::parser_mismatch,
                                                             &note::answer_repeated,
                                                             &note::ack_slow,
                                                             &note::connect_slow,
                                                             &note::connect_error,
                                                             &note::ack_missing,
                                                             &note::connect_unanswered,
                                                             &note::no_namespace,
                                                             &note::not_recovered,
                                                             &note::namespace_limit});

}  // namespace

const ProtocolDef protocol{.name = "socketio", .title = "Socket.IO", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::socketio
