// The acknowledgements that are waited for, bounded: when the table is full the oldest gives way.
#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace::socketio {

/// Who waits for which acknowledgement. Ids are counted by each side for itself, and by a server often for all of a
/// namespace's clients together: nothing follows from one that is left out.
struct AckKey {
  std::uint32_t nsp = 0;           ///< number of the namespace (Namespaces)
  Direction dir = Direction::c2s;  ///< of the event
  std::uint64_t id = 0;

  friend bool operator==(const AckKey&, const AckKey&) = default;
};

struct Awaited {
  Time since = 0;
  PacketRange packets;        ///< of the event
  std::uint32_t counted = 0;  ///< number of the event's name (EventCounts), or kUncounted
  bool named = false;
  std::string name;  ///< of the event
};

class PendingAcks {
 public:
  explicit PendingAcks(std::size_t limit) : limit_(limit) {}

  /// What asks for an acknowledgement. A name longer than kLongestName is not kept.
  struct Asked {
    Time since = 0;
    PacketRange packets;
    std::uint32_t counted = 0;
    std::string_view name;
  };
  void add(const AckKey& key, const Asked& asked);
  /// What waits for this, and waits no more; null when nothing does. Valid until the next add().
  const Awaited* take(const AckKey& key);
  /// The one that has waited longest, and waits no more. Valid until the next add().
  struct Oldest {
    AckKey key;
    const Awaited* awaited;  ///< null when nothing waits
  };
  Oldest take_oldest();
  /// True when some had to give way: one that is not found may have been there.
  bool forgot_some() const { return forgot_some_; }
  std::size_t size() const { return by_key_.size(); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Hash {
    std::size_t operator()(const AckKey& key) const;
  };
  struct Entry {
    AckKey key;
    Awaited awaited;
    std::uint32_t older = kNone;
    std::uint32_t newer = kNone;
  };

  void unlink(std::uint32_t number);
  void link_newest(std::uint32_t number);
  std::uint32_t free_entry();

  std::size_t limit_;
  bool forgot_some_ = false;
  tsl::robin_map<AckKey, std::uint32_t, Hash> by_key_;
  std::vector<Entry> entries_;  // used again, so that their strings keep their room
  std::vector<std::uint32_t> free_;
  std::uint32_t oldest_ = kNone;
  std::uint32_t newest_ = kNone;
};

}  // namespace wstrace::socketio
