// Finds chains of frames in a stream whose beginning is not in the capture: each frame's length says where the next one
// begins.
//
// A chain may begin at any byte. All of them are followed at once, from the front to the end: what is known of the chains
// that lead to a place waits there until the bytes have come, and of several the best one goes on. So each place is weighed
// once, however the bytes are cut into segments, and a chain that leads to what can be no frame is gone, with all that
// spoke for it.
//
// A `Chain` counts what speaks for it in bits (evidence that 2^n random places would be needed to imitate). It has
//   unsigned frames   so many it has
//   unsigned cost     how many bits it takes to choose this place among all
//   unsigned worth(more)  what speaks for it, and `more`, beyond that
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <utility>

#include "seam/dissector.h"

namespace wstrace {

/// What a frame's first bytes say of the chain that leads to them.
struct Link {
  enum class Kind : std::uint8_t {
    broken,  ///< no frame
    need,    ///< so many bytes are needed to say
    next,    ///< one: the next begins so many bytes further on
  };
  Kind kind = Kind::broken;
  std::uint64_t n = 0;

  static Link broken() { return {}; }
  static Link need(std::uint64_t n) { return {Kind::need, n}; }
  static Link next(std::uint64_t n) { return {Kind::next, n}; }
};

template <class Chain>
class ChainSearch {
 public:
  explicit ChainSearch(Chain fresh) : fresh_(fresh) {}

  /// More has come of the direction. `weigh(Chain&, Bytes rest) -> Link` adds what speaks for a frame at the front of `rest`.
  template <class Weigh>
  void look(Window kept, Weigh weigh) {
    end_ = kept.offset + kept.bytes.size();
    if (next_ < kept.offset) {  // bytes are missing
      next_ = kept.offset;
      leading_.erase(leading_.begin(), leading_.lower_bound(next_));
    }
    const std::uint64_t segment = next_;
    segments_ += next_ < end_ ? 1 : 0;
    while (!waiting_.empty() && waiting_.begin()->first <= end_) {
      auto node = waiting_.extract(waiting_.begin());
      follow(kept, node.mapped().first, node.mapped().second, weigh);
    }
    for (; next_ < end_; ++next_) {
      if (!leading_.empty() && leading_.begin()->first == next_) {
        auto node = leading_.extract(leading_.begin());
        follow(kept, next_, node.mapped(), weigh);
      }
      Chain chain = fresh_;
      chain.cost = cost_of(next_ == segment);
      follow(kept, next_, chain, weigh);
    }
  }

  /// The chain for which most speaks, among those that nothing has refuted, and how much. That its last frame ends where
  /// the bytes do is worth `exact_end`: senders write whole frames.
  struct Best {
    const Chain* chain = nullptr;
    unsigned bits = 0;
    bool ends_here = false;
  };
  Best best(unsigned exact_end) const {
    Best found;
    const auto consider = [&](const Chain& chain, bool ends_here) {
      const unsigned bits = chain.worth(ends_here ? exact_end : 0);
      if (bits > found.bits) found = {&chain, bits, ends_here};
    };
    for (const auto& [at, chain] : leading_) consider(chain, at == end_);
    for (const auto& [ready, entry] : waiting_)
      if (entry.second.frames > 0) consider(entry.second, false);
    return found;
  }

  /// How often a place was weighed.
  std::uint64_t weighed() const { return weighed_; }

 private:
  /// So many chains are followed at once. In random bytes there are about fifty.
  static constexpr std::size_t kMostChains = 128;
  /// A sender's segments begin with frames more often than not.
  static constexpr unsigned kSegmentCost = 3;

  /// A place that was searched for is one of many. The very first bytes are no choice.
  unsigned cost_of(bool begins_segment) const {
    if (next_ == 0) return 0;
    return kSegmentCost + static_cast<unsigned>(std::bit_width(begins_segment ? segments_ : next_));
  }

  template <class Weigh>
  void follow(Window kept, std::uint64_t at, Chain& chain, Weigh weigh) {
    if (at < kept.offset) return;  // it was given up
    ++weighed_;
    const Bytes rest = kept.bytes.subspan(static_cast<std::size_t>(at - kept.offset));
    const Link link = weigh(chain, rest);
    if (link.kind == Link::Kind::need && waiting_.size() < kMostChains) {
      waiting_.emplace(at + link.n, std::pair(at, chain));
    } else if (link.kind == Link::Kind::next) {
      ++chain.frames;
      lead(at + std::max<std::uint64_t>(link.n, 1), chain);
    }
  }

  void lead(std::uint64_t to, const Chain& chain) {
    const auto [there, fresh] = leading_.try_emplace(to, chain);
    if (!fresh && there->second.worth(0) < chain.worth(0)) there->second = chain;
    if (leading_.size() > kMostChains) leading_.erase(std::prev(leading_.end()));
  }

  Chain fresh_;
  std::uint64_t next_ = 0;      // the first place where no chain was begun yet
  std::uint64_t end_ = 0;       // of what has come
  std::uint64_t segments_ = 0;  // in which it came
  std::uint64_t weighed_ = 0;
  std::map<std::uint64_t, Chain> leading_;  // by where the next frame is to begin
  std::multimap<std::uint64_t, std::pair<std::uint64_t, Chain>>
      waiting_;  // by how much must have come: a frame's place
};

}  // namespace wstrace
