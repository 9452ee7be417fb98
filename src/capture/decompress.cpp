// gzip by zlib, zstd by libzstd.
//
// Both libraries stop at the end of a member (frame). Files that were written in parts, and those of parallel
// compressors, have several; the end of the content is where the file ends between two of them. A file that ends inside
// one was cut off, and everything that was inflated until there is still delivered.
#include "capture/decompress.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <limits>
#include <string>

namespace wstrace::capture {
namespace {

constexpr std::uint8_t kGzipMagic[] = {0x1f, 0x8b};   // RFC 1952 2.3.1
constexpr std::uint32_t kZstdMagic = 0xfd2fb528;      // RFC 8878 3.1.1
constexpr std::uint32_t kZstdSkippable = 0x184d2a50;  // RFC 8878 3.1.2: any of sixteen
constexpr std::uint32_t kZstdSkippableMask = 0xfffffff0;
constexpr int kGzipWrapper = 16;  // zlib: added to the window bits, it asks for gzip's header and check sum

class Decompressor : public ByteSource {
 public:
  explicit Decompressor(InputBuffer compressed) : compressed_(std::move(compressed)) {}

  Chunk read(std::span<std::uint8_t> into) final {
    for (;;) {
      if (!failure_.empty()) return {Fill::failed, 0};
      // Output that did not fit last time is still inside the library, and needs no more input: without asking for it,
      // a cut file would lose its last bytes, and a pipe would deliver them late.
      const Fill fill = drained_ ? compressed_.ensure(1) : Fill::ok;
      if (fill == Fill::end && inside_) return fail("ends in the middle of its compressed data");
      if (fill == Fill::failed) return fail(compressed_.failure());
      if (fill != Fill::ok) return {fill, 0};
      const std::size_t size = inflate_some(compressed_.available(), into);
      drained_ = size < into.size() || !inside_;
      if (size > 0) return {Fill::ok, size};
    }
  }

  std::string failure() const final { return failure_; }
  bool is_decompressed() const final { return true; }

 protected:
  /// Consumes some input, stores some output and says how much of that there is.
  virtual std::size_t inflate_some(Bytes from, std::span<std::uint8_t> into) = 0;
  void consume(std::size_t n) { compressed_.consume(n); }
  void set_inside(bool inside) { inside_ = inside; }

  Chunk fail(const std::string& what) {
    failure_ = what + " (at byte " + std::to_string(compressed_.offset()) + " of the compressed file)";
    return {Fill::failed, 0};
  }

 private:
  InputBuffer compressed_;
  bool inside_ = true;   ///< of a member: an end here is a cut
  bool drained_ = true;  ///< nothing waits inside the library for room
  std::string failure_;
};

class GzipSource final : public Decompressor {
 public:
  explicit GzipSource(InputBuffer compressed) : Decompressor(std::move(compressed)) {
    ready_ = inflateInit2(&stream_, MAX_WBITS + kGzipWrapper) == Z_OK;
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;
  ~GzipSource() override { inflateEnd(&stream_); }

 private:
  std::size_t inflate_some(Bytes from, std::span<std::uint8_t> into) override {
    if (!ready_) return fail("could not be decompressed: zlib is out of memory").size;
    if (between_members_ && !begin_member(from)) return 0;
    stream_.next_in = const_cast<Bytef*>(from.data());
    stream_.avail_in = clamped(from.size());
    stream_.next_out = into.data();
    stream_.avail_out = clamped(into.size());
    const uInt room = stream_.avail_out;
    const int answer = inflate(&stream_, Z_NO_FLUSH);
    consume(static_cast<std::size_t>(stream_.next_in - from.data()));
    if (answer == Z_STREAM_END) {
      between_members_ = true;
      set_inside(false);
    } else if (answer != Z_OK && answer != Z_BUF_ERROR) {
      fail(std::string("has damaged gzip data: ") + (stream_.msg != nullptr ? stream_.msg : "invalid stream"));
    }
    return room - stream_.avail_out;
  }

  // Tapes and some tools pad with zeros after the last member; gunzip passes over them, and so does this.
  bool begin_member(Bytes from) {
    if (from[0] == 0) {
      consume(1);
      return false;
    }
    if (from[0] != kGzipMagic[0]) {
      fail("has bytes after its gzip data that are not gzip");
      return false;
    }
    inflateReset(&stream_);
    between_members_ = false;
    set_inside(true);
    return true;
  }

  static uInt clamped(std::size_t n) {
    return static_cast<uInt>(std::min<std::size_t>(n, std::numeric_limits<uInt>::max()));
  }

  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = false;
};

class ZstdSource final : public Decompressor {
 public:
  explicit ZstdSource(InputBuffer compressed) : Decompressor(std::move(compressed)), stream_(ZSTD_createDStream()) {}
  ZstdSource(const ZstdSource&) = delete;
  ZstdSource& operator=(const ZstdSource&) = delete;
  ~ZstdSource() override { ZSTD_freeDStream(stream_); }

 private:
  std::size_t inflate_some(Bytes from, std::span<std::uint8_t> into) override {
    ZSTD_inBuffer in{from.data(), from.size(), 0};
    ZSTD_outBuffer out{into.data(), into.size(), 0};
    const std::size_t answer = ZSTD_decompressStream(stream_, &out, &in);
    consume(in.pos);
    if (ZSTD_isError(answer) != 0U) {
      fail(std::string("has damaged zstd data: ") + ZSTD_getErrorName(answer));
    } else {
      set_inside(answer != 0);
    }
    return out.pos;
  }

  ZSTD_DStream* stream_;
};

}  // namespace

Compression compression_of(Bytes head) {
  if (head.size() >= 2 && head[0] == kGzipMagic[0] && head[1] == kGzipMagic[1]) return Compression::gzip;
  if (head.size() < 4) return Compression::none;
  const std::uint32_t magic = load_le32(head, 0);
  const bool zstd = magic == kZstdMagic || (magic & kZstdSkippableMask) == kZstdSkippable;
  return zstd ? Compression::zstd : Compression::none;
}

const char* name_of(Compression compression) {
  switch (compression) {
    case Compression::none: return "uncompressed";
    case Compression::gzip: return "gzip";
    case Compression::zstd: return "zstd";
  }
  return "";
}

std::unique_ptr<ByteSource> make_decompressor(Compression compression, InputBuffer compressed) {
  if (compression == Compression::gzip) return std::make_unique<GzipSource>(std::move(compressed));
  return std::make_unique<ZstdSource>(std::move(compressed));
}

}  // namespace wstrace::capture
