#include "dissectors/engineio/definitions.h"

#include <array>

namespace wstrace::engineio {
namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>(
    {&event::open,         &event::close,     &event::ping,           &event::pong,         &event::probe,
     &event::probe_answer, &event::message,   &event::binary_message, &event::upgrade,      &event::noop,
     &event::error,        &event::refusal,   &event::foreign,        &event::no_answer,    &event::timeout,
     &event::cut_off,      &event::too_large, &event::upgrade_failed, &event::not_upgraded, &event::withheld,
     &event::slow_answer,  &event::not_spoken});

constexpr std::array kNotes = std::to_array<const NoteDef*>({&note::bad_packet,
                                                             &note::bad_open,
                                                             &note::second_open,
                                                             &note::heartbeat_direction,
                                                             &note::unexpected_pong,
                                                             &note::lost_body,
                                                             &note::unknown_coding,
                                                             &note::bad_payload,
                                                             &note::session_unknown,
                                                             &note::upgrade_stripped,
                                                             &note::upgrade_failed,
                                                             &note::upgrade_stalled,
                                                             &note::polling_only,
                                                             &note::ping_timeout,
                                                             &note::idle_closed,
                                                             &note::payload_too_large,
                                                             &note::version_mismatch,
                                                             &note::forbidden,
                                                             &note::origin_refused,
                                                             &note::bad_request,
                                                             &note::no_websocket,
                                                             &note::overlap,
                                                             &note::client_left,
                                                             &note::no_pong,
                                                             &note::left_early,
                                                             &note::not_answered,
                                                             &note::too_many_packets,
                                                             &note::redirected,
                                                             &note::redirected_post,
                                                             &note::unauthorized,
                                                             &note::rate_limited,
                                                             &note::headers_too_large,
                                                             &note::unavailable,
                                                             &note::unexpected_answer,
                                                             &note::refused,
                                                             &note::redirected_away,
                                                             &note::not_socketio,
                                                             &note::not_reading,
                                                             &note::slow_transfer,
                                                             &note::server_left,
                                                             &note::server_gone,
                                                             &note::cors,
                                                             &note::cors_credentials,
                                                             &note::cors_preflight,
                                                             &note::cached,
                                                             &note::cookie_not_returned,
                                                             &note::not_spoken,
                                                             &note::no_open,
                                                             &note::not_a_client,
                                                             &note::still_waiting,
                                                             &note::redirected_upgrade,
                                                             &note::connect_slow,
                                                             &note::slow_answer});

}  // namespace

const ProtocolDef protocol{
    .name = "engineio", .title = "Engine.IO", .events = kEvents, .notes = kNotes, .level = Level::packets};

}  // namespace wstrace::engineio
