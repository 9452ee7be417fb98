// Numbers of sessions as people list them: "2, 4–6 and 31 more". What is kept does not grow with the capture.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wstrace {

class NumberRanges {
 public:
  /// The numbers may come in any order, each once.
  void add(std::uint32_t number);
  /// The least one; 0 when there are none.
  std::uint32_t least() const { return ranges_.empty() ? 0 : ranges_.front().first; }
  /// "session 2", "sessions 2, 4–6"; `most` ranges are named, and of what is beyond them how many there are.
  std::string text(std::string_view one, std::size_t most = kNamed) const;
  /// "2, 4–6"
  std::string list(std::size_t most = kNamed) const;

 private:
  /// Enough that ends out of order close up to the ranges that will be named.
  static constexpr std::size_t kKept = 64;
  static constexpr std::size_t kNamed = 6;

  struct Range {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  std::vector<Range> ranges_;  // in ascending order, with numbers missing between each two
  std::uint64_t count_ = 0;    // of all numbers, whether kept or not
};

}  // namespace wstrace
