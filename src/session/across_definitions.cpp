#include "session/across_definitions.h"

#include <array>

namespace wstrace::across {
namespace {
constexpr std::array kEvents = std::to_array<const EventDef*>({&loop, &silence});
constexpr std::array kNotes = std::to_array<const NoteDef*>({&reconnect_loop, &server_silent});
}  // namespace

const ProtocolDef protocol{.name = "session", .title = "session", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::across
