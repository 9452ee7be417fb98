// ByteSource: a stream of bytes from a file, a pipe or a decompressor. Never seeks, so a pipe is as good as a file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace wstrace::capture {

/// How an attempt to read went.
enum class Fill {
  ok,
  end,     ///< the stream is over
  idle,    ///< nothing now, maybe later
  failed,  ///< the stream is broken from here on; the source's failure() says how
};

class ByteSource {
 public:
  struct Chunk {
    Fill fill;
    std::size_t size;  ///< how many bytes were stored; at least 1 when `ok`
  };

  virtual ~ByteSource() = default;
  virtual Chunk read(std::span<std::uint8_t> into) = 0;
  /// What broke, in words that follow "the file ...". Empty unless `failed` was answered.
  virtual std::string failure() const = 0;
  /// Are these bytes the content of something compressed, so that an offset is not one in the file?
  virtual bool is_decompressed() const { return false; }
};

/// Takes over the descriptor; closes it when `owned`.
std::unique_ptr<ByteSource> make_descriptor_source(int descriptor, bool owned);

}  // namespace wstrace::capture
