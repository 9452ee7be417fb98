// Which packets carried these bytes? The answer for the unconsumed end of one direction's stream.
//
// One entry per run of bytes that arrived together, oldest first; entries are dropped as their bytes are consumed, so
// the map stays as short as the window. A vector with a moving head: no allocation on the steady path.
#pragma once

#include <cstdint>
#include <vector>

#include "model/event.h"

namespace wstrace {

class PacketMap {
 public:
  /// Bytes up to `end` (exclusive, stream offset) came with `packets`.
  void add(std::uint64_t end, PacketRange packets) { entries_.push_back({end, packets}); }

  /// Forgets entries that end at or before `offset`.
  void consume(std::uint64_t offset) {
    while (head_ < entries_.size() && entries_[head_].end <= offset) ++head_;
    if (head_ == entries_.size()) {
      entries_.clear();
      head_ = 0;
    } else if (head_ >= kCompactAt && head_ * 2 >= entries_.size()) {
      entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(head_));
      head_ = 0;
    }
  }

  PacketRange find(std::uint64_t begin, std::uint64_t end) const {
    PacketRange range;
    std::size_t i = first_after(begin);
    if (i == entries_.size()) return entries_.size() > head_ ? entries_.back().packets : range;
    for (; i < entries_.size(); ++i) {
      range = range.joined(entries_[i].packets);
      if (entries_[i].end >= end) break;
    }
    return range;
  }

  /// Calls `piece(begin, end, packets)` for each run of bytes within [begin, end) that arrived together.
  template <class Piece>
  void for_each_piece(std::uint64_t begin, std::uint64_t end, Piece&& piece) const {
    for (std::size_t i = first_after(begin); i < entries_.size() && begin < end; ++i) {
      const std::uint64_t until = entries_[i].end < end ? entries_[i].end : end;
      piece(begin, until, entries_[i].packets);
      begin = until;
    }
  }

 private:
  static constexpr std::size_t kCompactAt = 64;

  struct Entry {
    std::uint64_t end;
    PacketRange packets;
  };

  /// Index of the first entry that ends after `offset`. By bisection: a unit may span thousands of segments.
  std::size_t first_after(std::uint64_t offset) const {
    std::size_t low = head_;
    std::size_t high = entries_.size();
    while (low < high) {
      const std::size_t middle = low + (high - low) / 2;
      if (entries_[middle].end > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  std::vector<Entry> entries_;
  std::size_t head_ = 0;
};

}  // namespace wstrace
