// A hexdump: offset, bytes, and what of them is printable ASCII.
#pragma once

#include <cstdint>
#include <string_view>

#include "output/text_writer.h"

namespace wstrace {

/// `bytes` may be only the beginning of a unit of `size` bytes; the rest is then counted.
void print_hexdump(TextWriter& writer, std::string_view bytes, std::uint64_t size);

}  // namespace wstrace
