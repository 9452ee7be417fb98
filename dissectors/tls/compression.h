// Compression of records (RFC 5246 6.2.2), which TLS 1.3 no longer has: the one method with a specification in use is DEFLATE
// (RFC 3749). A direction's records are one stream, each flushed; what was lost of it makes the rest unreadable.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/arena.h"
#include "core/bytes.h"

namespace wstrace::tls {

inline constexpr std::uint8_t kNoCompression = 0;
inline constexpr std::uint8_t kDeflate = 1;

/// "DEFLATE"; of a method without a name its number.
std::string_view compression_name(std::uint8_t method, Arena& arena);

class Decompressor {
 public:
  /// The record's content, which lies in a buffer that the next call uses again. Nothing when it cannot be inflated, or
  /// would be larger than a record may be; from then on for every record.
  std::optional<Bytes> inflate(Bytes compressed);
  /// Records of the direction are missing.
  void lose() { failed_ = true; }

 private:
  struct Stream {
    Stream() = default;
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() { inflateEnd(&z); }
    z_stream z{};
  };

  bool start();

  std::unique_ptr<Stream> stream_;  // made for the first record
  std::vector<std::uint8_t> room_;
  bool failed_ = false;
};

}  // namespace wstrace::tls
