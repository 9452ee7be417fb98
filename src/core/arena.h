// A bump allocator for values that live until the current packet has been dealt with.
//
// Blocks are kept and used again, so that the steady path allocates nothing; a block larger than usual, which one
// large message needed, is given back at the next reset.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include "core/bytes.h"

namespace wstrace {

class Arena {
 public:
  static constexpr std::size_t kBlock = std::size_t{64} << 10;

  /// Uninitialised room for `n` objects, valid until reset().
  template <class T>
  std::span<T> allocate(std::size_t n) {
    static_assert(std::is_trivially_destructible_v<T> && alignof(T) <= alignof(std::max_align_t));
    return {static_cast<T*>(raw(n * sizeof(T), alignof(T))), n};
  }

  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    auto room = allocate<char>(text.size());
    std::memcpy(room.data(), text.data(), text.size());
    return {room.data(), room.size()};
  }

  template <class T>
  std::span<const T> copy(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (values.empty()) return {};
    auto room = allocate<T>(values.size());
    std::memcpy(static_cast<void*>(room.data()), values.data(), values.size_bytes());
    return room;
  }

  void reset();

 private:
  struct Block {
    std::unique_ptr<std::byte[]> bytes;
    std::size_t size = 0;
  };

  void* raw(std::size_t size, std::size_t align);
  void next_block(std::size_t at_least);

  std::vector<Block> blocks_;
  std::size_t block_ = 0;  // index of the block in use
  std::size_t used_ = 0;   // bytes used of it
};

}  // namespace wstrace
