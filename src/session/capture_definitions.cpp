#include "session/capture_definitions.h"

#include <array>

namespace wstrace::capture {
namespace {
constexpr std::array kEvents = std::to_array<const EventDef*>({&duplicate, &time_back});
constexpr std::array kNotes = std::to_array<const NoteDef*>({&duplicates_elsewhere, &duplicates_here, &time_note});
}  // namespace

const ProtocolDef protocol{.name = "capture", .title = "capture", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::capture
