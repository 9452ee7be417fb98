#include "cli/selection_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "cli/option_values.h"
#include "output/explain.h"

namespace wstrace {
namespace {

constexpr NumberRange kSessions{.least = 1, .most = std::numeric_limits<std::uint32_t>::max()};
constexpr NumberRange kLayers{.least = index(Layer::physical), .most = index(Layer::application)};

/// What is between the commas: at least one item, which may be empty.
std::vector<std::string_view> items_of(std::string_view text) {
  std::vector<std::string_view> items;
  for (std::size_t comma = text.find(','); comma != std::string_view::npos; comma = text.find(',')) {
    items.push_back(text.substr(0, comma));
    text.remove_prefix(comma + 1);
  }
  items.push_back(text);
  return items;
}

struct RangeRead {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  std::string error;
};

/// "3", "3-5"
RangeRead read_range(std::string_view item, const NumberRange& range) {
  const std::size_t dash = item.find('-');
  const auto is_number = [](std::string_view word) {
    return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (!is_number(item.substr(0, dash)) || (dash != std::string_view::npos && !is_number(item.substr(dash + 1))))
    return {0, 0, quoted(item) + " is not a number, nor a range such as 3-5"};
  NumberRead first = read_number(item.substr(0, dash), range);
  if (!first.error.empty()) return {0, 0, std::move(first.error)};
  if (dash == std::string_view::npos) return {first.value, first.value, {}};
  NumberRead last = read_number(item.substr(dash + 1), range);
  if (!last.error.empty()) return {0, 0, std::move(last.error)};
  if (last.value < first.value)
    return {0, 0, fmt::format("{} runs backwards: write {}-{}", quoted(item), last.value, first.value)};
  return {first.value, last.value, {}};
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

/// The protocol that was most likely meant; empty when none is like it.
std::string similar_protocol(std::span<const ProtocolDef* const> known, std::string_view word) {
  const std::string similar = similar_name(known, word);
  const std::string name = similar.substr(0, similar.find('.'));
  const auto is_it = [&name](const ProtocolDef* each) { return each->name == name; };
  return std::any_of(known.begin(), known.end(), is_it) ? name : std::string();
}

std::string unknown_protocol(std::span<const ProtocolDef* const> known, std::string_view word) {
  const std::string similar = similar_protocol(known, word);
  if (!similar.empty()) return fmt::format("no protocol {}; did you mean {}?", quoted(word), similar);
  std::string names;
  for (const ProtocolDef* each : known) names += fmt::format("{}{}", names.empty() ? "" : ", ", each->name);
  return fmt::format("no protocol {}; there are {}", quoted(word), names);
}

}  // namespace

std::string read_sessions(std::string_view text, SessionNumbers& into) {
  for (const std::string_view item : items_of(text)) {
    RangeRead range = read_range(item, kSessions);
    if (!range.error.empty()) return std::move(range.error);
    into.add(static_cast<std::uint32_t>(range.first), static_cast<std::uint32_t>(range.last));
  }
  return {};
}

std::string read_layers(std::string_view text, EventChoice& into) {
  for (const std::string_view item : items_of(text)) {
    RangeRead range = read_range(item, kLayers);
    if (!range.error.empty()) return std::move(range.error);
    for (std::uint64_t layer = range.first; layer <= range.last; ++layer) into.add(static_cast<Layer>(layer));
  }
  return {};
}

std::string read_protocols(std::string_view text, std::span<const ProtocolDef* const> known, EventChoice& into) {
  for (const std::string_view item : items_of(text)) {
    const auto has_name = [item](const ProtocolDef* each) {
      return same_letters(each->name, item) || same_letters(each->title, item);
    };
    const auto protocol = std::find_if(known.begin(), known.end(), has_name);
    if (protocol == known.end()) return unknown_protocol(known, item);
    into.add(**protocol);
  }
  return {};
}

}  // namespace wstrace
