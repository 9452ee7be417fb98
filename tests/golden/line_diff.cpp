// By the longest common subsequence of lines; what both texts begin and end with is set aside first.
#include "golden/line_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace wstrace::test {
namespace {

using Lines = std::vector<std::string_view>;

constexpr std::size_t kShownHunks = 12;
constexpr std::size_t kShownLines = 8;     // of one side of a hunk
constexpr std::size_t kShownBytes = 240;   // of a line
constexpr std::size_t kBefore = 80;        // … from this far before the difference
constexpr std::size_t kTable = 64U << 20;  // entries; larger texts are compared as one hunk

struct Hunk {
  std::size_t line = 0;  // in the expected text, from 1
  Lines removed;
  Lines added;
};

Lines split(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// table[i][j]: how many lines the rests from line i of one and line j of the other have in common.
std::vector<std::uint32_t> common_lengths(const Lines& a, const Lines& b) {
  const std::size_t width = b.size() + 1;
  std::vector<std::uint32_t> table((a.size() + 1) * width, 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    for (std::size_t j = b.size(); j-- > 0;) {
      table[i * width + j] = a[i] == b[j] ? table[(i + 1) * width + j + 1] + 1
                                          : std::max(table[(i + 1) * width + j], table[i * width + j + 1]);
    }
  }
  return table;
}

std::vector<Hunk> hunks_of(const Lines& a, const Lines& b, std::size_t first_line) {
  if ((a.size() + 1) * (b.size() + 1) > kTable) return {{first_line, a, b}};
  const std::vector<std::uint32_t> table = common_lengths(a, b);
  const std::size_t width = b.size() + 1;
  std::vector<Hunk> hunks;
  bool open = false;
  for (std::size_t i = 0, j = 0; i < a.size() || j < b.size();) {
    if (i < a.size() && j < b.size() && a[i] == b[j]) {
      open = false;
      ++i, ++j;
      continue;
    }
    if (!open) hunks.push_back({first_line + i, {}, {}});
    open = true;
    const bool take_a = j == b.size() || (i < a.size() && table[(i + 1) * width + j] >= table[i * width + j + 1]);
    if (take_a) {
      hunks.back().removed.push_back(a[i++]);
    } else {
      hunks.back().added.push_back(b[j++]);
    }
  }
  return hunks;
}

/// The part of a line around byte `at`, without cutting a UTF-8 character.
std::string excerpt(std::string_view line, std::size_t at) {
  if (line.size() <= kShownBytes) return std::string(line);
  const auto inside = [line](std::size_t i) { return i < line.size() && (line[i] & 0xc0) == 0x80; };
  std::size_t begin = at > kBefore ? at - kBefore : 0;
  while (begin > 0 && inside(begin)) --begin;
  std::size_t end = std::min(begin + kShownBytes, line.size());
  while (end < line.size() && inside(end)) ++end;
  return fmt::format("{}{}{}", begin > 0 ? "…" : "", line.substr(begin, end - begin), end < line.size() ? "…" : "");
}

std::size_t first_difference(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

void append_side(std::string& out, char sign, const Lines& lines, const Lines& others) {
  for (std::size_t i = 0; i < std::min(lines.size(), kShownLines); ++i) {
    const std::size_t at = i < others.size() ? first_difference(lines[i], others[i]) : 0;
    out += fmt::format("  {} {}\n", sign, excerpt(lines[i], at));
  }
  if (lines.size() > kShownLines) out += fmt::format("  {} ({} more lines)\n", sign, lines.size() - kShownLines);
}

}  // namespace

std::string line_diff(std::string_view expected, std::string_view actual) {
  if (expected == actual) return {};
  Lines a = split(expected);
  Lines b = split(actual);
  if (a == b) return "  only the newline at the end differs\n";
  const auto begins = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  const auto same = static_cast<std::size_t>(begins.first - a.begin());
  a.erase(a.begin(), begins.first);
  b.erase(b.begin(), begins.second);
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.pop_back();
    b.pop_back();
  }
  std::string out;
  const std::vector<Hunk> hunks = hunks_of(a, b, same + 1);
  for (std::size_t i = 0; i < std::min(hunks.size(), kShownHunks); ++i) {
    out += fmt::format("  line {}\n", hunks[i].line);
    append_side(out, '-', hunks[i].removed, hunks[i].added);
    append_side(out, '+', hunks[i].added, hunks[i].removed);
  }
  if (hunks.size() > kShownHunks) out += fmt::format("  … and {} more places\n", hunks.size() - kShownHunks);
  return out;
}

}  // namespace wstrace::test
