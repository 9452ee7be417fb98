// Base64 as Engine.IO peers read it: both alphabets of RFC 4648, padding optional.
#pragma once

#include <optional>
#include <string_view>

#include "core/arena.h"
#include "core/bytes.h"

namespace wstrace::engineio {

/// The decoded bytes, in the arena; nothing when a character has no place in base64.
std::optional<Bytes> decode_base64(std::string_view text, Arena& arena);

}  // namespace wstrace::engineio
