// The operations that run, or that the client has stopped, bounded: when the table is full the oldest one gives way.
#pragma once

#include <tsl/robin_map.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wstrace::graphql {

struct Running {
  Time since = 0;
  PacketRange packets;        ///< of the message that asked for it
  std::string_view type;      ///< query, mutation, subscription; static text; empty where that is not known
  std::string name;           ///< empty where it has none
  std::string field;          ///< the first field that it selects
  std::uint32_t counted = 0;  ///< number of its name (EventCounts), or kUncounted
  std::uint64_t results = 0;
  bool stopped = false;  ///< by the client: results may still be on their way
};

class Operations {
 public:
  explicit Operations(std::size_t limit) : limit_(limit) {}

  /// An operation begins. An id that is used again begins anew; one longer than kLongestName is not kept.
  void add(std::string_view id, Running operation);
  /// Null when there is none with this id. Valid until the next add().
  Running* find(std::string_view id);
  void end(std::string_view id);
  /// The one that has run longest, and runs no more. Valid until the next add().
  struct Oldest {
    std::string_view id;
    const Running* operation;  ///< null when there is none
  };
  Oldest take_oldest();
  /// True when some are not kept: one that is not found may have been there.
  bool forgot_some() const { return forgot_some_; }
  std::size_t size() const { return by_id_.size(); }

 private:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Entry {
    std::string id;
    Running running;
    std::uint32_t older = kNone;
    std::uint32_t newer = kNone;
  };

  std::uint32_t take(std::string_view id);
  std::uint32_t free_entry();
  void link_newest(std::uint32_t number);
  void unlink(std::uint32_t number);

  std::size_t limit_;
  bool forgot_some_ = false;
  tsl::robin_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_id_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::uint32_t oldest_ = kNone;
  std::uint32_t newest_ = kNone;
};

}  // namespace wstrace::graphql
