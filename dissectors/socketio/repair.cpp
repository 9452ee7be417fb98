#include "dissectors/socketio/repair.h"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace wstrace::socketio {
namespace {

/// "\uD83D"
constexpr std::size_t kEscape = 6;
/// An integer part with more digits may be past a double's range (1.8e308).
constexpr std::size_t kMostDigits = 300;

/// The code unit of an escape "\uXXXX" at the front. False when there is none.
bool code_unit(std::string_view text, unsigned& unit) {
  if (text.size() < kEscape || text[0] != '\\' || text[1] != 'u') return false;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + kEscape, unit, 16);
  return error == std::errc() && end == text.data() + kEscape;
}

bool is_high_surrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

/// The next backslash at or after `at`.
std::size_t next_escape(std::string_view text, std::size_t at) {
  const void* found = at < text.size() ? std::memchr(text.data() + at, '\\', text.size() - at) : nullptr;
  if (found == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits_end(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

/// Behind the closing quote of the string that opens at `at`.
std::size_t string_end(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at)
    if (text[at] == '\\') ++at;
  return std::min(at + 1, text.size());
}

/// Tames the number whose first digit stands at `at`; returns the place behind it.
std::size_t tame_number(std::string& json, std::size_t at) {
  const std::size_t first = at;
  at = digits_end(json, at);
  const bool fraction = at + 1 < json.size() && json[at] == '.' && is_digit(json[at + 1]);
  if (at - first > kMostDigits && json[first] != '0') {
    json[first + 1] = '.';
    if (fraction) json[at] = '0';
  }
  if (fraction) at = digits_end(json, at + 1);
  if (at >= json.size() || (json[at] != 'e' && json[at] != 'E')) return at;
  ++at;
  if (at < json.size() && (json[at] == '+' || json[at] == '-')) ++at;
  const std::size_t end = digits_end(json, at);
  std::fill(json.begin() + static_cast<std::ptrdiff_t>(at), json.begin() + static_cast<std::ptrdiff_t>(end), '0');
  return end;
}

}  // namespace

bool repair_surrogates(std::string_view source, std::string& to) {
  bool repaired = false;
  std::size_t at = next_escape(source, 0);
  while (at != std::string_view::npos) {
    unsigned unit = 0;
    unsigned next = 0;
    const bool escape = code_unit(source.substr(at), unit);
    const bool pair =
        escape && is_high_surrogate(unit) && code_unit(source.substr(at + kEscape), next) && is_low_surrogate(next);
    if (escape && !pair && (is_high_surrogate(unit) || is_low_surrogate(unit))) {
      if (!repaired) to.assign(source);
      repaired = true;
      to.replace(at, kEscape, "\\ufffd");
    }
    at = next_escape(source, at + (pair ? 2 * kEscape : escape ? kEscape : 2));
  }
  return repaired;
}

void tame_numbers(std::string& json) {
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      at = string_end(json, at);
    } else if (is_digit(json[at])) {
      at = tame_number(json, at);
    } else {
      ++at;
    }
  }
}

}  // namespace wstrace::socketio
