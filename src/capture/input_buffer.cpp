// The slow half of InputBuffer: reading more, and making room for it.
#include "capture/input_buffer.h"

#include <cstring>

namespace wstrace::capture {

InputBuffer::InputBuffer(std::unique_ptr<ByteSource> source, std::size_t size)
    : source_(std::move(source)), data_(std::make_unique_for_overwrite<std::uint8_t[]>(size)), capacity_(size) {}

Fill InputBuffer::fill(std::size_t n) {
  while (end_ - begin_ < n) {
    make_room();
    const ByteSource::Chunk chunk = source_->read({data_.get() + end_, capacity_ - end_});
    if (chunk.fill != Fill::ok) return chunk.fill;
    end_ += chunk.size;
  }
  return Fill::ok;
}

// What is left is less than one record: moving it to the front is cheap and leaves room for a full chunk. A buffer that
// is full of one record doubles.
void InputBuffer::make_room() {
  const std::size_t left = end_ - begin_;
  if (left == capacity_) {
    auto larger = std::make_unique_for_overwrite<std::uint8_t[]>(capacity_ * 2);
    std::memcpy(larger.get(), data_.get(), left);
    data_ = std::move(larger);
    capacity_ *= 2;
  } else if (begin_ > 0) {
    std::memmove(data_.get(), data_.get() + begin_, left);
  }
  base_ += begin_;
  begin_ = 0;
  end_ = left;
}

}  // namespace wstrace::capture
