#include "dissectors/link/definitions.h"

#include <array>

namespace wstrace::link {
namespace {
constexpr std::array kEvents = std::to_array<const EventDef*>({&encapsulation});
constexpr std::array kNotes = std::to_array<const NoteDef*>({&encrypted_note, &unknown_type_note});
}  // namespace

const ProtocolDef protocol{.name = "link", .title = "Link", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::link
