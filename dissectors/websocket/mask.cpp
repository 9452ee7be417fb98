// Masking, eight bytes at a time.
#include "dissectors/websocket/mask.h"

#include <cstring>

namespace wstrace::websocket {

void unmask(std::uint8_t* to, Bytes from, const MaskingKey& key, std::uint64_t phase) {
  std::array<std::uint8_t, 8> repeated;
  for (std::size_t i = 0; i < repeated.size(); ++i) repeated[i] = key[(phase + i) % key.size()];
  std::uint64_t word_key = 0;
  std::memcpy(&word_key, repeated.data(), sizeof word_key);
  std::size_t at = 0;
  for (; at + sizeof word_key <= from.size(); at += sizeof word_key) {
    std::uint64_t word = 0;
    std::memcpy(&word, from.data() + at, sizeof word);
    word ^= word_key;
    std::memcpy(to + at, &word, sizeof word);
  }
  for (; at < from.size(); ++at) to[at] = from[at] ^ repeated[at % repeated.size()];
}

}  // namespace wstrace::websocket
