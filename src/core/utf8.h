// UTF-8 as it comes: bytes from the network that claim to be text, and may not be.
//
// The rules are those of RFC 3629: shortest form only, no surrogates, nothing past U+10FFFF.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wstrace {

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 1;  ///< bytes taken; 1 when invalid
  bool valid = false;
};

/// The code point that begins at `at`, which must be inside the text.
CodePoint decode_utf8(std::string_view text, std::size_t at);

bool is_utf8(std::string_view text);

/// At most `limit` bytes from the front, without cutting a character in two.
std::string_view cut_utf8(std::string_view text, std::size_t limit);

/// Appends the text with every byte that is no part of a character replaced by U+FFFD.
void append_as_utf8(std::string& out, std::string_view text);

}  // namespace wstrace
