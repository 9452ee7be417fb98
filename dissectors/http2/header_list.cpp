#include "dissectors/http2/header_list.h"

#include <algorithm>
#include <array>

namespace wstrace::http2 {
namespace {

/// RFC 9113 8.2.2: they are about one HTTP/1.1 connection.
constexpr std::array<std::string_view, 5> kOfConnections = {"connection", "proxy-connection", "keep-alive",
                                                            "transfer-encoding", "upgrade"};

bool is_pseudo(std::string_view name) { return name.starts_with(':'); }

}  // namespace

void HeaderList::clear() { *this = HeaderList(); }

void HeaderList::add(std::string_view name, std::string_view value, std::size_t most) {
  if (text_.size() + name.size() + value.size() > most) {
    ++left_out_;
    return;
  }
  judge(name, value);
  entries_.push_back({text_.size(), name.size(), value.size()});
  text_.append(name).append(value);
  paired_ = false;
}

void HeaderList::judge(std::string_view name, std::string_view value) {
  misplaced_ = misplaced_ || (is_pseudo(name) && any_regular_);
  any_regular_ = any_regular_ || !is_pseudo(name);
  upper_case_ = upper_case_ || std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const bool forbidden = std::find(kOfConnections.begin(), kOfConnections.end(), name) != kOfConnections.end();
  connection_field_ = connection_field_ || forbidden || (name == "te" && value != "trailers");
}

bool HeaderList::has_pseudo(std::string_view name) const {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& e) { return name_of(e) == name; });
}

std::string_view HeaderList::pseudo(std::string_view name) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& e) { return name_of(e) == name; });
  return found == entries_.end() ? std::string_view{} : value_of(*found);
}

const std::vector<Pair>& HeaderList::pairs() {
  if (std::exchange(paired_, true)) return pairs_;
  pairs_.clear();
  for (const Entry& each : entries_)
    if (!is_pseudo(name_of(each))) pairs_.emplace_back(name_of(each), value_of(each));
  join_cookies();
  return pairs_;
}

void HeaderList::join_cookies() {
  const auto is_cookie = [](const Pair& pair) { return pair.first == "cookie"; };
  const auto first = std::find_if(pairs_.begin(), pairs_.end(), is_cookie);
  if (first == pairs_.end() || std::none_of(first + 1, pairs_.end(), is_cookie)) return;
  cookies_.clear();
  for (const Pair& pair : pairs_)
    if (is_cookie(pair)) cookies_.append(cookies_.empty() ? "" : "; ").append(pair.second);
  pairs_.erase(std::remove_if(first + 1, pairs_.end(), is_cookie), pairs_.end());
  first->second = cookies_;
}

std::string_view HeaderList::value(std::string_view name) {
  for (const Pair& pair : pairs())
    if (pair.first == name) return pair.second;
  return {};
}

}  // namespace wstrace::http2
