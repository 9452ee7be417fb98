// Text from the network made safe for a terminal, and measured in its columns.
//
// A name or payload may hold escape sequences that retitle a window or move the cursor, and direction marks that make
// one thing read as another. Whatever is not plainly visible is shown by its number: \x1b, \u202e. What is not UTF-8 is
// shown byte by byte: \xff.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wstrace {

inline constexpr std::size_t kNoLimit = static_cast<std::size_t>(-1);

/// Columns that a terminal gives to a visible character: 0, 1 or 2.
unsigned column_width(char32_t c);

/// Appends `raw`, escaped, in at most `columns` columns; what does not fit gives way to "…". Returns the columns used.
std::size_t append_escaped(std::string& out, std::string_view raw, std::size_t columns = kNoLimit);

std::string escaped(std::string_view raw, std::size_t columns = kNoLimit);

/// Columns of text that is safe already.
std::size_t columns_of(std::string_view safe);

/// How many bytes of safe text fill at most `columns` columns. At least one character, so that a loop gets on.
std::size_t bytes_that_fit(std::string_view safe, std::size_t columns);

}  // namespace wstrace
