// EventLog: the events that a timeline will need later, kept by session and by connection.
//
// A session is printed when it has ended and every lower number is out, which may be at the end of a long capture. What
// is kept of an event is what its row shows, put into words. Past a budget everything moves to an unnamed temporary
// file, so that memory does not grow with the capture; the order of replay does not depend on where events are. Where no
// temporary file can be written, events wait in memory up to a limit, and both are said: nothing is left out in silence.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "output/logged_event.h"
#include "output/spill_file.h"

namespace wstrace {

/// How much may wait, and who is told when there is no room.
struct LogRoom {
  std::size_t budget = std::size_t{32} << 20;  ///< bytes in memory before they move to a temporary file
  std::size_t most = 256'000'000;              ///< bytes in memory where they cannot
  /// `stop`: no more events should come, or some are lost; the message says why.
  std::function<void(const std::string& message, bool stop)> on_trouble = {};
};

class EventLog {
 public:
  using Key = std::uint64_t;
  static constexpr Key of_connection(std::uint32_t number) { return number; }
  static constexpr Key of_session(std::uint32_t number) { return Key{1} << 32 | number; }
  /// Events of a connection from a time when no session was known to which they belong; numbered as they begin.
  static constexpr Key of_stretch(std::uint32_t number) { return Key{3} << 32 | number; }
  /// What else is kept for a session until it is printed.
  static constexpr Key of_block(std::uint32_t number) { return Key{2} << 32 | number; }

  explicit EventLog(LogRoom room) : room_(std::move(room)) {}

  void append(Key key, const LoggedEvent& event);
  /// Events kept under a key.
  std::size_t count(Key key) const;
  /// Gives the events of all these keys in the order in which they were appended.
  void replay(const std::vector<Key>& keys, const std::function<void(const LoggedEvent&)>& to);
  void drop(Key key);

  std::size_t in_memory() const { return in_memory_; }
  std::size_t spilled() const { return file_.size(); }

 private:
  friend class ChainReader;
  struct Block {
    std::uint64_t offset = 0;
    std::size_t size = 0;
  };
  /// Events of one key, oldest first: what was spilled, then what is in memory.
  struct Chain {
    std::vector<Block> spilled;
    std::string bytes;
    std::size_t events = 0;
  };

  void spill();
  void stay_in_memory();
  void report(const std::string& message, bool stop) const;

  LogRoom room_;
  std::size_t in_memory_ = 0;
  std::size_t blocks_alive_ = 0;
  std::uint64_t appended_ = 0;
  bool can_spill_ = true;
  bool fallback_reported_ = false;
  bool full_reported_ = false;
  std::unordered_map<Key, Chain> chains_;
  SpillFile file_;
};

}  // namespace wstrace
