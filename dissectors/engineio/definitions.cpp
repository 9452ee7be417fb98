#include "dissectors/engineio/definitions.h"

#include <array>

namespace wstrace::engineio {
namespace {

constexpr std::array kEvents = std::to_array<const EventDef*>({&event::open, &event::close, &event::ping, &event::pong,
                                                               &event::probe, &event::probe_answer, &event::message,
                                                               &event::upgrade, &event::noop, &event::error});

constexpr std::array kNotes = std::to_array<const NoteDef*>(
    {&note::bad_packet, &note::bad_open, &note::second_open, &note::heartbeat_direction, &note::unexpected_pong});

}  // namespace

const ProtocolDef protocol{.name = "engineio", .title = "Engine.IO", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::engineio
