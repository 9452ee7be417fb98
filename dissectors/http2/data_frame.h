// The DATA frame whose payload is going by (RFC 9113 6.1): how much of it is still to come. Nothing of it is kept.
//
//   | header (9) | pad length (1), if PADDED | content … | padding … |
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "dissectors/http2/wire.h"

namespace wstrace::http2 {

/// What bytes of a frame are: so many of its content, and behind them so many of its padding.
struct DataShare {
  std::size_t content = 0;
  std::size_t padding = 0;
  std::size_t size() const { return content + padding; }
  bool operator==(const DataShare&) const = default;
};

class DataFrame {
 public:
  /// The bytes in front of the content: the frame's header, and the length of the padding where it has some.
  static std::size_t head_size(const FrameHeader& header) { return kHeaderSize + (is_padded(header) ? 1 : 0); }

  /// Its head has come; `head` has head_size(header) bytes. False when the padding is longer than the frame, which is an
  /// error: then all of it is padding.
  bool begin(const FrameHeader& header, Bytes head) {
    const std::uint32_t rest = header.length - (is_padded(header) ? 1 : 0);
    const std::uint32_t padding = is_padded(header) ? head[kHeaderSize] : 0;
    stream_ = header.stream;
    ends_stream_ = header.has(flag::kEndStream);
    padding_ = std::min(padding, rest);
    content_ = rest - padding_;
    return padding <= rest;
  }

  /// The next bytes of it, at most `n`, have come or are lost: what they are.
  DataShare pass(std::uint64_t n) {
    DataShare share;
    share.content = static_cast<std::size_t>(std::min<std::uint64_t>(n, content_));
    share.padding = static_cast<std::size_t>(std::min<std::uint64_t>(n - share.content, padding_));
    content_ -= share.content;
    padding_ -= share.padding;
    return share;
  }

  /// Where the rest of it is, or whether there is one, is not known any more.
  void abandon() { content_ = padding_ = 0; }

  /// Bytes of it that are still to come; 0 when it is over, or none has begun.
  std::uint64_t left() const { return content_ + padding_; }
  std::uint64_t padding() const { return padding_; }
  bool open() const { return left() > 0; }
  std::uint32_t stream() const { return stream_; }
  bool ends_stream() const { return ends_stream_; }

 private:
  static bool is_padded(const FrameHeader& header) { return header.has(flag::kPadded) && header.length > 0; }

  std::uint64_t content_ = 0;  // bytes that are still to come
  std::uint64_t padding_ = 0;  // … and behind them
  std::uint32_t stream_ = 0;
  bool ends_stream_ = false;
};

}  // namespace wstrace::http2
