// Header blocks of one direction (RFC 9113 4.3): HEADERS or PUSH_PROMISE begin one, CONTINUATIONs go on with it, the one with
// END_HEADERS ends it; then its fields come out. HPACK's state goes through all blocks of the direction.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/bytes.h"
#include "dissectors/http2/header_list.h"
#include "dissectors/http2/hpack.h"
#include "dissectors/http2/wire.h"
#include "model/event.h"

namespace wstrace::http2 {

/// A header block, and the frames that brought it.
struct HeaderBlock {
  std::uint32_t stream = 0;
  std::uint32_t promised = 0;  ///< of PUSH_PROMISE: the stream that the answer will come on; 0 when that is not known
  bool promise = false;        ///< it began with PUSH_PROMISE
  bool end_stream = false;
  bool broken = false;  ///< it is not valid HPACK; fields are those in front of the error
  PacketRange packets;
  std::string raw;  ///< the frames, or the first 64 kB of them and the rest of a frame
  HeaderList fields;
};

class HeaderBlockReader {
 public:
  struct Result {
    std::string_view error = {};                      ///< which rule the frame breaks, in static words; empty for none
    std::optional<HeaderBlock> block = std::nullopt;  ///< when this frame was its last one
  };

  /// One HEADERS, PUSH_PROMISE or CONTINUATION frame as it is on the wire, whole. Fields beyond `most` bytes in all are counted
  /// and left out.
  Result read(const FrameHeader& header, Bytes frame, PacketRange packets, std::size_t most);

  /// A block has begun, and its last frame has not come.
  bool open() const { return block_.has_value(); }
  /// Nothing but its CONTINUATIONs may come inside a block (6.10).
  bool interrupted_by(const FrameHeader& next) const;

  /// HeaderDecoder's, between blocks.
  void allow(std::uint32_t table_size) { decoder_.allow(table_size); }
  /// Frames are missing: of the block that was open, and of what the table holds.
  void lose();

 private:
  HeaderDecoder decoder_;
  std::optional<HeaderBlock> block_;
};

}  // namespace wstrace::http2
