// --explain: what each event means, from the definitions.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/definitions.h"
#include "output/text_writer.h"

namespace wstrace {

/// Explains what `wanted` names: a protocol ("tcp"), an event ("tcp.syn"), a note by its code, or everything when it is
/// empty. False, with nothing printed, when nothing has the name.
bool print_explanations(TextWriter& writer, std::span<const ProtocolDef* const> protocols, std::string_view wanted);

/// What somebody who asked for an unknown name most likely meant: "engineio" for "eio" or "engine.io"; empty when
/// nothing is like it.
std::string similar_name(std::span<const ProtocolDef* const> protocols, std::string_view wanted);

}  // namespace wstrace
