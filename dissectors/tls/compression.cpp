#include "dissectors/tls/compression.h"

#include <fmt/format.h>

namespace wstrace::tls {
namespace {

/// RFC 5246 6.2.1: 2^14 bytes, and not more when inflated.
constexpr std::size_t kMostContent = std::size_t{1} << 14;

}  // namespace

std::string_view compression_name(std::uint8_t method, Arena& arena) {
  constexpr std::uint8_t kLzs = 64;  // RFC 3943
  if (method == kDeflate) return "DEFLATE";
  if (method == kLzs) return "LZS";
  return arena.copy(fmt::format("method {}", method));
}

bool Decompressor::start() {
  if (stream_ != nullptr) return true;
  auto made = std::make_unique<Stream>();
  if (inflateInit(&made->z) != Z_OK) return false;
  stream_ = std::move(made);
  room_.resize(kMostContent);
  return true;
}

std::optional<Bytes> Decompressor::inflate(Bytes compressed) {
  if (failed_ || !start()) return std::nullopt;
  z_stream& z = stream_->z;
  z.next_in = const_cast<Bytef*>(compressed.data());
  z.avail_in = static_cast<uInt>(compressed.size());
  z.next_out = room_.data();
  z.avail_out = static_cast<uInt>(room_.size());
  const int result = ::inflate(&z, Z_SYNC_FLUSH);
  // Z_BUF_ERROR: there was nothing to do, as with an empty record.
  failed_ = (result != Z_OK && result != Z_BUF_ERROR) || z.avail_in > 0;
  if (failed_) return std::nullopt;
  return Bytes(room_).first(room_.size() - z.avail_out);
}

}  // namespace wstrace::tls
