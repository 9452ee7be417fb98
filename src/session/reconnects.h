// Clients that come again: which session follows which, and those that never stay.
//
// A session follows another one where the same server (address, port and path) was asked by the same client. What a client
// logs in with, or a cookie, says so by itself. An address and a User-Agent (or, behind a proxy, an X-Forwarded-For) say so
// only as long as sessions with them never overlap: two tabs, or the clients of a test program, have them in common.
//
// Sessions come when they are over, in the order in which they are reported; those that are still open are known, too.
#pragma once

#include <tsl/robin_map.h>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/quantiles.h"
#include "model/limits.h"
#include "model/session.h"

namespace wstrace {

/// One session after the other, none of which lasts.
struct ReconnectLoop {
  std::string_view who;                 ///< "one login", "one client"
  std::string_view by;                  ///< who ended them
  std::vector<std::uint32_t> sessions;  ///< the first of very many
  std::uint64_t unlisted = 0;           ///< further ones
  Time began = 0;
  Time ended = 0;
  Quantiles lifetimes_us;
  std::string story;       ///< what speaks for which reading
  bool explained = false;  ///< its sessions have a cause of their own, which is more to the point

  std::uint64_t count() const { return sessions.size() + unlisted; }
};

class Reconnects {
 public:
  explicit Reconnects(const Limits& limits) : limits_(limits) {}

  /// Refers to the facts until over().
  void begun(const SessionFacts& facts) { unseen_.push_back(&facts); }
  /// Says in the facts which session this one followed. Gives the loop that is recognised by it; null for none.
  const ReconnectLoop* over(SessionFacts& facts);

  /// In the order in which they were recognised.
  const std::deque<ReconnectLoop>& loops() const { return loops_; }

 private:
  /// A session that is over.
  struct Visit {
    std::uint32_t session = 0;
    Time start = 0;
    Time end = 0;
    std::uint32_t attempt = 1;
    std::string ended;
    bool in_order = false;
    bool by_server = false;
    bool followed = false;  ///< by a session of its client
    bool has_path = false;
  };

  /// Sessions that each followed one of the others, and were ended by somebody else than their client.
  struct Run {
    std::vector<std::uint32_t> sessions;
    std::uint64_t unlisted = 0;
    std::size_t followed = 0;   ///< of them: came after another one
    std::size_t explained = 0;  ///< have a reason of their own
    std::size_t replaced = 0;   ///< ended when another one had just begun
    std::size_t abrupt = 0;     ///< were not closed in order, or carried nothing of the application's
    Time began = 0;
    Time ended = 0;
    Quantiles lifetimes_us;
    Quantiles periods_us;
    std::map<std::string_view, std::size_t> by;
    std::map<std::string, std::size_t> reasons;
    std::map<std::string, std::size_t> kinds;        ///< … without their numbers
    std::map<std::string_view, std::size_t> causes;  ///< of those that are explained: the codes
    ReconnectLoop* loop = nullptr;                   ///< once it is recognised

    std::size_t count() const { return sessions.size() + unlisted; }
  };

  /// All that came with one login, one cookie, or from one place.
  struct Track {
    std::uint64_t used = 0;
    std::set<std::pair<Time, std::uint32_t>> open;  ///< by their start
    std::vector<std::shared_ptr<Visit>> visits;     ///< the latest ones
    bool parallel = false;                          ///< two of them lasted at the same time
    Run run;
  };

  enum class Proof : std::uint8_t { login, cookie, place, host };
  struct Key {
    Proof proof = Proof::place;
    std::uint64_t value = 0;
  };

  static std::vector<Key> keys_of(const SessionFacts& facts);
  Track& track(const Key& key);
  void see_begun();
  void forget_open(const SessionFacts& facts);
  std::shared_ptr<Visit> predecessor(const std::vector<Key>& keys, const SessionFacts& facts);
  static std::shared_ptr<Visit> candidate(const Track& track, Proof proof, const SessionFacts& facts);
  static bool is_parallel(const Track& track, const SessionFacts& facts);
  static std::shared_ptr<Visit> follow(SessionFacts& facts, Visit* before);
  void remember(const std::vector<Key>& keys, const std::shared_ptr<Visit>& visit);
  const ReconnectLoop* run_on(const std::vector<Key>& keys, const SessionFacts& facts, const Visit* before);
  static void count(Run& run, const Track& track, const SessionFacts& facts, bool followed);
  bool extend(Track& track, const SessionFacts& facts, const Visit* before);
  static std::string story_of(const Run& run, bool replaced, bool abrupt, bool explained);
  const ReconnectLoop* recognise(Track& track, Proof proof);

  Limits limits_;
  std::uint64_t serial_ = 0;
  tsl::robin_map<std::uint64_t, std::unique_ptr<Track>> tracks_;
  std::map<std::uint64_t, std::uint64_t> by_use_;                          // keys, the longest unused first
  std::vector<const SessionFacts*> unseen_;                                // begun, and not in a track yet
  tsl::robin_map<std::uint32_t, std::pair<Time, std::vector<Key>>> open_;  // where they are in tracks
  std::deque<ReconnectLoop> loops_;
};

}  // namespace wstrace
