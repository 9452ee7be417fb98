#include "cli/option_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "output/escape.h"

namespace wstrace {
namespace {

constexpr std::size_t kColumnsShown = 40;
constexpr unsigned kStep = 10;  // 1024 is 2 to the 10th

/// How often 1024 is in the unit that a size ends with: "K", "KB" and "KiB" are one; -1 for another word.
int steps_of(std::string_view unit) {
  std::string letters(unit);
  for (char& c : letters) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  if (letters.ends_with("IB") && letters.size() == 3) letters.resize(1);
  if (letters.ends_with("B")) letters.pop_back();
  constexpr std::string_view kUnits = "KMGT";
  if (letters.empty()) return 0;
  const std::size_t at = kUnits.find(letters.front());
  return letters.size() == 1 && at != std::string_view::npos ? static_cast<int>(at) + 1 : -1;
}

bool times_1024(std::uint64_t& value, int steps) {
  const unsigned shift = kStep * static_cast<unsigned>(steps);
  if (value > std::numeric_limits<std::uint64_t>::max() >> shift) return false;
  value <<= shift;
  return true;
}

std::string too_large(std::string_view word, const NumberRange& range) {
  const bool has_end = range.most != std::numeric_limits<std::uint64_t>::max();
  return quoted(word) + " is too large" + (has_end ? fmt::format(": the most is {}", range.most) : "");
}

}  // namespace

std::string quoted(std::string_view word) { return "'" + escaped(word, kColumnsShown) + "'"; }

NumberRead read_number(std::string_view word, const NumberRange& range) {
  NumberRead read;
  const char* const end = word.data() + word.size();
  const auto [rest, why] = std::from_chars(word.data(), end, read.value);
  const int steps = range.size ? steps_of({rest, end}) : rest == end ? 0 : -1;
  if (why == std::errc::invalid_argument || steps < 0) {
    const std::string_view wanted = range.size ? "size: a number of bytes, or of K, M or G (64K)" : "whole number";
    return {0, fmt::format("{} is not a {}", quoted(word), wanted)};
  }
  if (why != std::errc() || !times_1024(read.value, steps) || read.value > range.most)
    return {0, too_large(word, range)};
  if (read.value < range.least) return {0, fmt::format("{} is too small: the least is {}", quoted(word), range.least)};
  return read;
}

DurationRead read_duration(std::string_view word) {
  struct Unit {
    std::string_view name;
    Duration length;
  };
  constexpr Duration kMinute = 60 * kSecond;
  constexpr std::array kUnits = std::to_array<Unit>(
      {{"", kSecond}, {"s", kSecond}, {"ms", kMillisecond}, {"us", kMicrosecond}, {"min", kMinute}, {"m", kMinute}});
  constexpr double kMost = 1e9;
  double number = 0;
  const char* const end = word.data() + word.size();
  const auto [rest, why] = std::from_chars(word.data(), end, number, std::chars_format::fixed);
  const std::string_view name(rest, static_cast<std::size_t>(end - rest));
  const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [name](const Unit& each) { return each.name == name; });
  if (why != std::errc() || unit == kUnits.end() || !(number >= 0))
    return {0, quoted(word) + " is not a duration, such as 500ms, 1.5s or 2min"};
  if (number > kMost) return {0, quoted(word) + " is too long"};
  return {static_cast<Duration>(number * static_cast<double>(unit->length)), {}};
}

std::string choice_error(std::string_view word, const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), word) != choices.end()) return {};
  std::string all;
  for (const std::string& choice : choices) all += (all.empty() ? "" : ", ") + choice;
  return fmt::format("{} is none of {}", quoted(word), all);
}

}  // namespace wstrace
