// The payload of one message while its frames come: joined, unmasked, checked, bounded. The room is used again.
#pragma once

#include <memory>

#include "dissectors/websocket/utf8.h"
#include "dissectors/websocket/wire.h"

namespace wstrace::websocket {

/// Bytes that grow without being cleared first.
class Scratch {
 public:
  /// Room for `n` more bytes at the end, uninitialised; they count as written.
  std::uint8_t* extend(std::size_t n);
  Bytes bytes() const { return {room_.get(), size_}; }
  std::size_t size() const { return size_; }
  /// Forgets the bytes, and gives the room back when one large message needed it.
  void clear();

 private:
  std::unique_ptr<std::uint8_t[]> room_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

class Payload {
 public:
  /// A new message, of which at most `limit` bytes are kept.
  void start(bool text, std::size_t limit);
  void append(Bytes plain);
  void append_masked(Bytes masked, const MaskingKey& key, std::uint64_t phase);
  /// The whole payload lies elsewhere, and will until clear().
  void borrow(Bytes plain);
  void clear();

  Bytes bytes() const { return borrowed_.empty() ? kept_.bytes() : borrowed_; }
  /// All of it, also what was not kept.
  std::uint64_t length() const { return length_; }
  bool truncated() const { return length_ > bytes().size(); }
  /// False when a text message is not UTF-8.
  bool valid() const { return !text_ || (validator_.good() && validator_.complete()); }
  /// False as soon as nothing that follows can make UTF-8 of it.
  bool valid_so_far() const { return !text_ || validator_.good(); }
  const Utf8Validator& validator() const { return validator_; }

 private:
  void check(Bytes plain) {
    if (text_) validator_.feed(plain);
  }

  Scratch kept_;
  Bytes borrowed_;
  Utf8Validator validator_;
  std::uint64_t length_ = 0;
  std::size_t limit_ = 0;
  bool text_ = false;
};

}  // namespace wstrace::websocket
