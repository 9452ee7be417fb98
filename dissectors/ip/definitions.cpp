#include "dissectors/ip/definitions.h"

#include <array>

#include "dissectors/ip/checksum_definitions.h"

namespace wstrace::ip {
namespace {
constexpr std::array kEvents = std::to_array<const EventDef*>(
    {&encapsulation, &fragments, &fragments_missing, &not_followed, &unreadable, &bad_checksum});
constexpr std::array kNotes = std::to_array<const NoteDef*>({&not_followed_note, &unreadable_note, &encrypted_note,
                                                             &nesting_note, &fragmented_note, &tunnel_fragmented_note,
                                                             &missing_note, &overlap_note, &bad_checksum_note});
}  // namespace

const ProtocolDef protocol{.name = "ip", .title = "IP", .events = kEvents, .notes = kNotes};

}  // namespace wstrace::ip
