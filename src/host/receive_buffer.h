// The bytes of one direction that were shown and not consumed yet.
//
// Empty most of the time: a unit that lies within a segment is shown in place. Only what straddles is copied here.
// Consuming moves a head index, so that many small units out of one large buffer cost no memmove each.
#pragma once

#include <vector>

#include "core/bytes.h"

namespace wstrace {

class ReceiveBuffer {
 public:
  bool empty() const { return head_ == bytes_.size(); }
  std::size_t size() const { return bytes_.size() - head_; }
  Bytes bytes() const { return Bytes(bytes_).subspan(head_); }

  void append(Bytes more) {
    if (head_ > 0 && head_ >= size()) compact();
    bytes_.insert(bytes_.end(), more.begin(), more.end());
  }

  void consume(std::size_t n) {
    head_ += n;
    if (head_ == bytes_.size()) clear();
  }

  /// Forgets the bytes; gives the room back when it is more than a usual unit needs.
  void clear() {
    bytes_.clear();
    head_ = 0;
    if (bytes_.capacity() > kKeptRoom) bytes_.shrink_to_fit();
  }

 private:
  static constexpr std::size_t kKeptRoom = std::size_t{256} << 10;

  void compact() {
    bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(head_));
    head_ = 0;
  }

  std::vector<std::uint8_t> bytes_;
  std::size_t head_ = 0;
};

}  // namespace wstrace
