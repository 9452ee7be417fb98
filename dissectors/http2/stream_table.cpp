// StreamTable: streams by number, and what is remembered of those that were reset.
#include "dissectors/http2/stream_table.h"

#include <algorithm>
#include <utility>

namespace wstrace::http2 {
namespace {

/// An answer that is on its way while the client resets its stream comes within a round trip.
constexpr std::size_t kResetsKept = 32;

}  // namespace

Stream* StreamTable::find(std::uint32_t id) {
  const auto known = streams_.find(id);
  return known == streams_.end() ? nullptr : known->second.get();
}

Stream& StreamTable::add(std::uint32_t id) { return *streams_.emplace(id, std::make_unique<Stream>(id)).first->second; }

std::vector<Stream*> StreamTable::in_order() {
  std::vector<Stream*> all;
  all.reserve(streams_.size());
  for (const auto& entry : streams_) all.push_back(entry.second.get());
  std::sort(all.begin(), all.end(), [](const Stream* a, const Stream* b) { return a->id < b->id; });
  return all;
}

Stream& StreamTable::oldest() {
  const auto lowest = std::min_element(streams_.begin(), streams_.end(),
                                       [](const auto& a, const auto& b) { return a.first < b.first; });
  return *lowest->second;
}

void StreamTable::use(std::uint32_t id) {
  if (id % 2 == 1) highest_ = std::max(highest_, id);
}

void StreamTable::remember_reset(std::uint32_t id, std::string method) {
  if (resets_.size() >= kResetsKept) resets_.erase(resets_.begin());
  resets_.push_back({id, std::move(method)});
}

std::optional<std::string> StreamTable::take_reset(std::uint32_t id) {
  const auto reset =
      std::find_if(resets_.begin(), resets_.end(), [id](const ResetRequest& r) { return r.stream == id; });
  if (reset == resets_.end()) return std::nullopt;
  std::string method = std::move(reset->method);
  resets_.erase(reset);
  return method;
}

}  // namespace wstrace::http2
