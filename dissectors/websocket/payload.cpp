// Scratch and Payload: the room of a message.
#include "dissectors/websocket/payload.h"

#include <algorithm>
#include <cstring>

#include "dissectors/websocket/mask.h"

namespace wstrace::websocket {
namespace {

constexpr std::size_t kSmallestRoom = std::size_t{4} << 10;
/// Room up to this size is kept for the next message.
constexpr std::size_t kKeptRoom = std::size_t{1} << 20;
/// What is unmasked at a time when it is not to be kept.
constexpr std::size_t kPiece = std::size_t{4} << 10;

}  // namespace

std::uint8_t* Scratch::extend(std::size_t n) {
  if (size_ + n > capacity_) {
    const std::size_t wanted = std::max({kSmallestRoom, size_ + n, capacity_ * 2});
    auto larger = std::make_unique_for_overwrite<std::uint8_t[]>(wanted);
    if (size_ > 0) std::memcpy(larger.get(), room_.get(), size_);
    room_ = std::move(larger);
    capacity_ = wanted;
  }
  std::uint8_t* at = room_.get() + size_;
  size_ += n;
  return at;
}

void Scratch::clear() {
  size_ = 0;
  if (capacity_ <= kKeptRoom) return;
  room_.reset();
  capacity_ = 0;
}

void Payload::start(bool text, std::size_t limit) {
  clear();
  text_ = text;
  limit_ = limit;
}

void Payload::clear() {
  kept_.clear();
  borrowed_ = {};
  validator_ = {};
  length_ = 0;
}

void Payload::append(Bytes plain) {
  length_ += plain.size();
  check(plain);
  const Bytes kept = first(plain, limit_ - std::min(limit_, kept_.size()));
  if (!kept.empty()) std::memcpy(kept_.extend(kept.size()), kept.data(), kept.size());
}

void Payload::append_masked(Bytes masked, const MaskingKey& key, std::uint64_t phase) {
  const Bytes kept = first(masked, limit_ - std::min(limit_, kept_.size()));
  if (!kept.empty()) {
    std::uint8_t* to = kept_.extend(kept.size());
    unmask(to, kept, key, phase);
    check({to, kept.size()});
    length_ += kept.size();
  }
  // The rest is only looked at.
  std::array<std::uint8_t, kPiece> piece;
  for (Bytes rest = after(masked, kept.size()); !rest.empty(); rest = after(rest, piece.size())) {
    const Bytes part = first(rest, piece.size());
    unmask(piece.data(), part, key, phase + (masked.size() - rest.size()));
    check({piece.data(), part.size()});
    length_ += part.size();
  }
}

void Payload::borrow(Bytes plain) {
  length_ = plain.size();
  check(plain);
  borrowed_ = plain;
}

}  // namespace wstrace::websocket
