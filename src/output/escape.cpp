#include "output/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/utf8.h"
#include "output/width_table.h"

namespace wstrace {
namespace {

/// Characters without a shape, or that change how their neighbours are read: format controls, direction marks,
/// separators that some programs take for a line's end, and the tags that no font shows.
constexpr CodeRange kInvisible[] = {
    {0x00AD, 0x00AD}, {0x061C, 0x061C}, {0x180E, 0x180E}, {0x200B, 0x200B},   {0x200E, 0x200F},   {0x2028, 0x202E},
    {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/// More marks than any script stacks on one letter: the rest are shown by number, so that a column holds few bytes.
constexpr unsigned kMarksPerLetter = 4;

bool is_in(std::span<const CodeRange> ranges, char32_t c) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), c,
                                      [](char32_t value, const CodeRange& range) { return value < range.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

/// The last two of each plane, and 32 more: for a program's own use (Unicode 23.7).
bool is_noncharacter(char32_t c) { return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF); }

bool is_visible(char32_t c) {
  if (c < 0x7F) return c >= 0x20;
  if (is_noncharacter(c)) return false;
  return c > 0x9F && (c < 0xAD || !is_in(kInvisible, c));
}

/// How many characters from `at` on are visible ASCII: a byte, a column and a character each, shown as they are.
std::size_t plain_run(std::string_view raw, std::size_t at) {
  constexpr unsigned char kFirst = ' ';
  constexpr unsigned char kLast = '~';
  std::size_t end = at;
  while (end < raw.size() && static_cast<unsigned char>(raw[end] - kFirst) <= kLast - kFirst) ++end;
  return end - at;
}

/// One character as it is shown, and its columns.
struct Escaped {
  std::string_view text;
  std::size_t columns = 0;
};

class Escaper {
 public:
  /// A run of letters was shown that need no care.
  void pass() { marks_ = 0; }
  /// The next character of `raw` at `at`, which moves past it. The text is valid until the next call.
  Escaped next(std::string_view raw, std::size_t& at) {
    const CodePoint c = decode_utf8(raw, at);
    const std::string_view bytes = raw.substr(at, c.size);
    at += c.size;
    if (!c.valid || !is_visible(c.value)) return numbered(c);
    const unsigned columns = column_width(c.value);
    marks_ = columns == 0 ? marks_ + 1 : 0;
    if (marks_ > kMarksPerLetter) return numbered(c);
    return {bytes, columns};
  }

 private:
  Escaped numbered(const CodePoint& c) {
    if (c.valid && c.value == '\n') return {"\\n", 2};
    if (c.valid && c.value == '\r') return {"\\r", 2};
    if (c.valid && c.value == '\t') return {"\\t", 2};
    const auto number = static_cast<unsigned>(c.value);
    const char* end = !c.valid || number < 0x80 ? fmt::format_to(room_, "\\x{:02x}", number)
                      : number < 0x10000        ? fmt::format_to(room_, "\\u{:04x}", number)
                                                : fmt::format_to(room_, "\\u{{{:x}}}", number);
    const auto size = static_cast<std::size_t>(end - room_);
    return {{room_, size}, size};
  }

  unsigned marks_ = 0;
  char room_[16] = {};
};

}  // namespace

unsigned column_width(char32_t c) {
  if (c < kZeroWidth[0].first) return 1;
  if (is_in(kZeroWidth, c)) return 0;
  return is_in(kDoubleWidth, c) ? 2 : 1;
}

std::size_t append_escaped(std::string& out, std::string_view raw, std::size_t columns) {
  if (columns == 0) return 0;
  Escaper escaper;
  std::size_t used = 0;
  // Where "…" would go, should the text turn out too long: after the last character that leaves a column for it.
  std::size_t cut = out.size();
  std::size_t cut_used = 0;
  const auto may_cut_before = [&](std::size_t letters) {
    cut = out.size() - letters;
    cut_used = used - letters;
  };
  for (std::size_t at = 0; at < raw.size();) {
    if (const std::size_t run = std::min(plain_run(raw, at), columns - used); run > 0) {
      out += raw.substr(at, run);
      at += run;
      used += run;
      may_cut_before(used < columns ? 0 : 1);
      escaper.pass();
      continue;
    }
    const Escaped shown = escaper.next(raw, at);
    if (used + shown.columns > columns) {
      out.resize(cut);
      out += "…";
      return cut_used + 1;
    }
    out += shown.text;
    used += shown.columns;
    if (used < columns) may_cut_before(0);
  }
  return used;
}

std::string escaped(std::string_view raw, std::size_t columns) {
  std::string out;
  append_escaped(out, raw, columns);
  return out;
}

std::size_t columns_of(std::string_view safe) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < safe.size();) {
    const std::size_t run = plain_run(safe, at);
    columns += run;
    at += run;
    if (at == safe.size()) break;
    const CodePoint c = decode_utf8(safe, at);
    columns += column_width(c.value);
    at += c.size;
  }
  return columns;
}

std::size_t bytes_that_fit(std::string_view safe, std::size_t columns) {
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < safe.size()) {
    const CodePoint c = decode_utf8(safe, at);
    used += column_width(c.value);
    if (used > columns && at != 0) break;
    at += c.size;
  }
  return at;
}

}  // namespace wstrace
