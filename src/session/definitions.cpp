#include "session/definitions.h"

#include <array>

namespace wstrace::stream {
namespace {
constexpr std::array kEvents = std::to_array<const EventDef*>({&unrecognised, &limit_met, &sessions_met, &keys_met});
constexpr std::array kNotes =
    std::to_array<const NoteDef*>({&limit_note, &sessions_note, &keys_note, &undecrypted_note});
}  // namespace

const ProtocolDef protocol{.name = "stream", .title = "stream", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::stream
