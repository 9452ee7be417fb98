// Every protocol and every dissector that this build knows, in the order of their folders' names.
#pragma once

#include <span>

#include "model/definitions.h"
#include "seam/dissector.h"

namespace wstrace {

std::span<const ProtocolDef* const> all_protocols();
std::span<const DissectorDef* const> all_dissectors();

}  // namespace wstrace
