#include "output/json_headers.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/utf8.h"

namespace wstrace {
namespace {

constexpr std::size_t kFew = 32;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

}  // namespace

void JsonHeaders::lower_names(std::span<const Pair> pairs) {
  lowered_.clear();
  for (const Pair& pair : pairs)
    for (const char c : pair.first) lowered_ += lower(c);
  names_.clear();
  std::size_t at = 0;
  for (const Pair& pair : pairs) {
    names_.push_back(std::string_view(lowered_).substr(at, pair.first.size()));
    at += pair.first.size();
  }
}

/// Sorting keeps a block of thousands of fields, as an attacker sends them, from taking quadratic time.
void JsonHeaders::sort_by_name() {
  next_.assign(names_.size(), 0);
  later_.assign(names_.size(), false);
  if (names_.size() <= kFew) return link_few();
  order_.resize(names_.size());
  std::iota(order_.begin(), order_.end(), 0U);
  std::sort(order_.begin(), order_.end(),
            [this](auto a, auto b) { return std::tie(names_[a], a) < std::tie(names_[b], b); });
  for (std::size_t i = 1; i < order_.size(); ++i) {
    if (names_[order_[i - 1]] != names_[order_[i]]) continue;
    next_[order_[i - 1]] = order_[i];
    later_[order_[i]] = true;
  }
}

/// Each name against those behind it: what a browser sends is too little to be worth sorting.
void JsonHeaders::link_few() {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const auto behind = names_.begin() + static_cast<std::ptrdiff_t>(i);
    const auto same = std::find(behind + 1, names_.end(), names_[i]);
    if (same == names_.end()) continue;
    next_[i] = static_cast<std::uint32_t>(same - names_.begin());
    later_[next_[i]] = true;
  }
}

std::string_view JsonHeaders::joined(std::span<const Pair> pairs, std::size_t first) {
  if (next_[first] == 0) return pairs[first].second;
  joined_ = pairs[first].second;
  for (std::size_t i = next_[first]; i != 0; i = next_[i]) {
    joined_ += names_[first] == "set-cookie" ? "\n" : ", ";
    joined_ += pairs[i].second;
  }
  return joined_;
}

bool JsonHeaders::write(JsonWriter& json, std::span<const Pair> pairs) {
  lower_names(pairs);
  sort_by_name();
  bool all_utf8 = true;
  json.open_object();
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (later_[i]) continue;
    const std::string_view value = joined(pairs, i);
    const bool good = is_utf8(value) && is_utf8(names_[i]);
    key_.clear();
    append_as_utf8(key_, names_[i]);
    if (!good) key_ += "_base64";
    json.any_key(key_);
    if (good)
      json.text(value);
    else
      json.base64(as_bytes(value));
    all_utf8 = all_utf8 && good;
  }
  json.close_object();
  return all_utf8;
}

}  // namespace wstrace
