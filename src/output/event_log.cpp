#include "output/event_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <queue>
#include <utility>

#include "model/describe.h"
#include "output/event_codec.h"

namespace wstrace {

/// Goes through one chain, record by record. What is in memory is read where it is; a spilled block in windows.
class ChainReader {
 public:
  ChainReader(const EventLog::Chain& chain, const SpillFile& file) : chain_(chain), file_(file) {}

  /// The next record stands in record() and its place in order(); false at the end.
  bool next() {
    while (true) {
      if (see(kRecordPrefix)) {
        const RecordPrefix prefix = record_prefix(rest_);
        if (!see(prefix.size)) return false;
        record_ = rest_.substr(0, prefix.size);
        rest_.remove_prefix(prefix.size);
        order_ = prefix.order;
        return true;
      }
      if (!next_block()) return false;
    }
  }

  std::string_view record() const { return record_; }
  std::uint64_t order() const { return order_; }
  /// The temporary file could not be read back.
  bool lost() const { return lost_; }

 private:
  static constexpr std::size_t kWindow = std::size_t{64} << 10;

  /// Whether `n` bytes stand in rest_, reading on in the block when they do not yet.
  bool see(std::size_t n) {
    if (rest_.size() >= n) return true;
    if (left_ == 0) return false;
    const std::size_t more = std::min(left_, std::max(kWindow, n) - rest_.size());
    const std::string kept(rest_);
    window_.assign(kept);
    window_.resize(kept.size() + more);
    if (!file_.read(offset_, window_.data() + kept.size(), more)) return !(lost_ = true);
    offset_ += more;
    left_ -= more;
    rest_ = window_;
    return rest_.size() >= n;
  }

  bool next_block() {
    if (block_ > chain_.spilled.size()) return false;
    if (block_ < chain_.spilled.size()) {
      offset_ = chain_.spilled[block_].offset;
      left_ = chain_.spilled[block_].size;
      rest_ = {};
    } else {
      rest_ = chain_.bytes;
    }
    ++block_;
    return true;
  }

  const EventLog::Chain& chain_;
  const SpillFile& file_;
  std::size_t block_ = 0;  // the next to read; one past the spilled ones is what is in memory
  std::uint64_t offset_ = 0;
  std::size_t left_ = 0;  // of the block, in the file
  std::string window_;
  std::string_view rest_;
  std::string_view record_;
  std::uint64_t order_ = 0;
  bool lost_ = false;
};

void EventLog::append(Key key, const LoggedEvent& event) {
  Chain& chain = chains_[key];
  const std::size_t before = chain.bytes.size();
  append_record(chain.bytes, event, appended_++);
  ++chain.events;
  in_memory_ += chain.bytes.size() - before;
  if (in_memory_ > room_.budget && can_spill_) spill();
  if (in_memory_ > room_.most && !can_spill_ && !std::exchange(full_reported_, true)) {
    report(fmt::format("{} of the timeline wait in memory, and {}. Set TMPDIR to a directory with room, or "
                       "trace less at once (-f, --json)",
                       human_size(in_memory_), file_.error()),
           true);
  }
}

void EventLog::report(const std::string& message, bool stop) const {
  if (room_.on_trouble) room_.on_trouble(message, stop);
}

std::size_t EventLog::count(Key key) const {
  const auto known = chains_.find(key);
  return known == chains_.end() ? 0 : known->second.events;
}

/// Better than losing part of the timeline.
void EventLog::stay_in_memory() {
  can_spill_ = false;
  if (std::exchange(fallback_reported_, true)) return;
  report(fmt::format("{}. Up to {} of the timeline wait in memory instead: set TMPDIR to a directory with room",
                     file_.error(), human_size(room_.most)),
         false);
}

void EventLog::spill() {
  for (auto& [key, chain] : chains_) {
    if (chain.bytes.empty()) continue;
    const Block block{file_.size(), chain.bytes.size()};
    if (!file_.append(chain.bytes)) return stay_in_memory();
    chain.spilled.push_back(block);
    ++blocks_alive_;
    in_memory_ -= chain.bytes.size();
    chain.bytes = {};
  }
}

void EventLog::replay(const std::vector<Key>& keys, const std::function<void(const LoggedEvent&)>& to) {
  std::vector<std::unique_ptr<ChainReader>> readers;
  const auto later = [](const ChainReader* a, const ChainReader* b) { return a->order() > b->order(); };
  std::priority_queue<ChainReader*, std::vector<ChainReader*>, decltype(later)> heads(later);
  for (const Key key : keys) {
    const auto known = chains_.find(key);
    if (known == chains_.end()) continue;
    readers.push_back(std::make_unique<ChainReader>(known->second, file_));
    if (readers.back()->next()) heads.push(readers.back().get());
  }
  LoggedEvent event;
  while (!heads.empty()) {
    ChainReader* oldest = heads.top();
    heads.pop();
    read_record(oldest->record(), event);
    to(event);
    if (oldest->next()) heads.push(oldest);
  }
  const auto lost = [](const std::unique_ptr<ChainReader>& reader) { return reader->lost(); };
  if (std::any_of(readers.begin(), readers.end(), lost) && !std::exchange(full_reported_, true))
    report("the temporary file could not be read back, and rows are missing", true);
}

void EventLog::drop(Key key) {
  const auto known = chains_.find(key);
  if (known == chains_.end()) return;
  in_memory_ -= known->second.bytes.size();
  blocks_alive_ -= known->second.spilled.size();
  chains_.erase(known);
  if (blocks_alive_ != 0 || file_.size() == 0) return;
  file_.clear();
  can_spill_ = true;  // the room that there was before
}

}  // namespace wstrace
