// InputBuffer: a contiguous window onto a ByteSource. The readers' records are views into it.
//
// It reads in big chunks and moves bytes only when a record straddles two of them, so that the usual record costs a
// comparison. A length that the file claims allocates nothing by itself: the buffer doubles only as data really arrive.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "capture/byte_source.h"
#include "core/bytes.h"

namespace wstrace::capture {

inline constexpr std::size_t kDefaultBufferSize = std::size_t{1} << 20;

class InputBuffer {
 public:
  explicit InputBuffer(std::unique_ptr<ByteSource> source, std::size_t size = kDefaultBufferSize);

  /// Makes at least `n` bytes available. Any answer but `ok` leaves fewer than `n`; `idle` may be asked again.
  Fill ensure(std::size_t n) { return end_ - begin_ >= n ? Fill::ok : fill(n); }
  /// What can be read without waiting; valid until the next ensure().
  Bytes available() const { return {data_.get() + begin_, end_ - begin_}; }
  /// At most the bytes that are available.
  void consume(std::size_t n) { begin_ += n; }
  /// Of the first available byte, from the start of the stream.
  std::uint64_t offset() const { return base_ + begin_; }

  std::string failure() const { return source_->failure(); }
  bool is_decompressed() const { return source_->is_decompressed(); }

 private:
  Fill fill(std::size_t n);
  void make_room();

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<std::uint8_t[]> data_;
  std::size_t capacity_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t base_ = 0;  ///< stream offset of data_[0]
};

}  // namespace wstrace::capture
