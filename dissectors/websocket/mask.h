// Masking (RFC 6455 5.3): XOR with a repeated 4-byte key. Always from one place to another: what was captured stays.
#pragma once

#include "dissectors/websocket/wire.h"

namespace wstrace::websocket {

/// Writes `from` unmasked to `to`. `phase` is how many bytes of the same payload came before.
void unmask(std::uint8_t* to, Bytes from, const MaskingKey& key, std::uint64_t phase);

}  // namespace wstrace::websocket
