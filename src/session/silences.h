// One server that falls silent to several sessions at once: one thing happened, however many clients give it up.
#pragma once

#include <deque>
#include <utility>
#include <vector>

#include "model/limits.h"
#include "model/session.h"

namespace wstrace {

/// A span of time in which a server said nothing to any of these sessions, and their clients gave them up.
struct SharedSilence {
  Endpoint server;
  Time since = 0;                       ///< when the last of them heard from it last
  Time until = 0;                       ///< when the first of them gave up
  std::vector<std::uint32_t> sessions;  ///< the first of very many
  std::uint64_t unlisted = 0;           ///< further ones
  std::uint32_t heard = 0;              ///< a session that heard from it meanwhile; 0 for none

  std::uint64_t count() const { return sessions.size() + unlisted; }
};

class Silences {
 public:
  explicit Silences(const Limits& limits) : limits_(limits) {}

  /// The session is over. Gives the silence that it shared with others; null where it did not.
  const SharedSilence* over(const SessionFacts& facts);

  /// Its sessions, and those that they are behind a proxy.
  std::vector<std::uint32_t> with_near_sides(const SharedSilence& silence) const;

  /// Those of one session alone among them.
  const std::deque<SharedSilence>& all() const { return all_; }

 private:
  Limits limits_;
  std::deque<SharedSilence> all_;
  std::deque<std::pair<std::uint32_t, std::vector<std::uint32_t>>> near_;  // sessions before a proxy: their other sides
};

}  // namespace wstrace
