// Bytes on the wire: a non-owning span, big- and little-endian loads, and a cursor that cannot run past the end.
//
// A `Bytes` never owns. Whoever hands one out says how long it lives; nothing in wstrace keeps one across packets.
// Loads take an offset that the caller has already checked; the cursor checks for itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace wstrace {

using Bytes = std::span<const std::uint8_t>;

/// The same bytes as text. Says nothing about their encoding.
inline std::string_view as_text(Bytes bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

inline Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::uint16_t load_be16(Bytes b, std::size_t at) { return static_cast<std::uint16_t>(b[at] << 8 | b[at + 1]); }

inline std::uint32_t load_be32(Bytes b, std::size_t at) {
  return static_cast<std::uint32_t>(load_be16(b, at)) << 16 | load_be16(b, at + 2);
}

inline std::uint64_t load_be64(Bytes b, std::size_t at) {
  return static_cast<std::uint64_t>(load_be32(b, at)) << 32 | load_be32(b, at + 4);
}

inline std::uint16_t load_le16(Bytes b, std::size_t at) { return static_cast<std::uint16_t>(b[at + 1] << 8 | b[at]); }

inline std::uint32_t load_le32(Bytes b, std::size_t at) {
  return static_cast<std::uint32_t>(load_le16(b, at + 2)) << 16 | load_le16(b, at);
}

/// At most `n` bytes from the front; all of them when there are fewer.
inline Bytes first(Bytes b, std::size_t n) { return b.first(n < b.size() ? n : b.size()); }

/// What is left after `n` bytes; empty when there are no more.
inline Bytes after(Bytes b, std::size_t n) { return n < b.size() ? b.subspan(n) : Bytes{}; }

}  // namespace wstrace
