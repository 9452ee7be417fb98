// The sessions that the user asked for by number. Numbers are those of the whole capture.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wstrace {

class SessionNumbers {
 public:
  /// Every session, until a range is added.
  SessionNumbers() = default;
  static SessionNumbers of(std::uint32_t number) {
    SessionNumbers one;
    one.add(number, number);
    return one;
  }

  /// `first` is at least 1, and `last` not less.
  void add(std::uint32_t first, std::uint32_t last) { ranges_.push_back({first, last}); }

  bool choose_all() const { return ranges_.empty(); }
  bool choose_one() const { return ranges_.size() == 1 && ranges_.front().first == ranges_.front().last; }
  bool contain(std::uint32_t number) const;
  /// One of several: of a connection that served all of these.
  bool contain_any(const std::vector<std::uint32_t>& numbers) const;
  /// What was asked for and is not in a capture of so many sessions: "session 9", "sessions 9, 12-14"; empty when each
  /// range has a session in it.
  std::string missing(std::uint64_t sessions) const;

 private:
  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  std::vector<Range> ranges_;  // as they were asked for
};

}  // namespace wstrace
