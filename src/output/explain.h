// --explain: what each event means, told from the definitions.
#pragma once

#include <span>
#include <string_view>

#include "core/definitions.h"
#include "output/page.h"

namespace wstrace {

/// Explains what `wanted` names: a protocol ("tcp"), an event ("tcp.syn"), a note by its code, or everything when it is
/// empty. False, with nothing printed, when nothing has the name.
bool print_explanations(Page& page, std::span<const ProtocolDef* const> protocols, std::string_view wanted);

}  // namespace wstrace
