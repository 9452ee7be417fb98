#include "core/arena.h"

#include <algorithm>

namespace wstrace {

void Arena::reset() {
  std::erase_if(blocks_, [](const Block& block) { return block.size > kBlock; });
  block_ = 0;
  used_ = 0;
}

void* Arena::raw(std::size_t size, std::size_t align) {
  if (blocks_.empty()) next_block(size);
  std::size_t start = (used_ + align - 1) / align * align;
  if (start + size > blocks_[block_].size) {
    next_block(size);
    start = 0;
  }
  used_ = start + size;
  return blocks_[block_].bytes.get() + start;
}

void Arena::next_block(std::size_t at_least) {
  if (!blocks_.empty()) ++block_;
  used_ = 0;
  const std::size_t size = std::max(at_least, kBlock);
  if (block_ < blocks_.size() && blocks_[block_].size >= size) return;
  const auto at = blocks_.begin() + static_cast<std::ptrdiff_t>(std::min(block_, blocks_.size()));
  blocks_.insert(at, Block{std::unique_ptr<std::byte[]>(new std::byte[size]), size});
}

}  // namespace wstrace
