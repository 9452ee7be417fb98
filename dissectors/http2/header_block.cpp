// HeaderBlockReader: the frames of a header block, without what stands around its fragments.
#include "dissectors/http2/header_block.h"

#include <utility>

namespace wstrace::http2 {
namespace {

/// The frames of one block, for a hexdump.
constexpr std::size_t kRawKept = std::size_t{64} << 10;

/// The part of a block that one frame carries.
struct Fragment {
  Bytes bytes = {};
  std::uint32_t promised = 0;
  std::string_view error = {};
};

/// Of a frame that begins a block (6.2, 6.6): padding and what stands in front of the fragment are taken off.
Fragment first_fragment(const FrameHeader& header, Bytes payload) {
  const bool promise = header.is(FrameType::push_promise);
  const bool priority = !promise && header.has(flag::kPriority);
  const std::size_t front = promise ? kPromisedSize : priority ? kPrioritySize : 0;
  const auto content = without_padding(header, payload);
  if (!content || content->size() < front) {
    return {.error = promise ? "the frame is too short for the stream that it promises"
                             : "the padding or the priority is longer than the frame"};
  }
  return {.bytes = content->subspan(front), .promised = promise ? load_be32(*content, 0) & kStreamMask : 0};
}

}  // namespace

HeaderBlockReader::Result HeaderBlockReader::read(const FrameHeader& header, Bytes frame, PacketRange packets,
                                                  std::size_t most) {
  Fragment fragment{.bytes = after(frame, kHeaderSize)};
  if (!header.is(FrameType::continuation)) {
    fragment = first_fragment(header, fragment.bytes);
    block_.emplace();
    block_->stream = header.stream;
    block_->promised = fragment.promised;
    block_->promise = header.is(FrameType::push_promise);
    block_->end_stream = header.is(FrameType::headers) && header.has(flag::kEndStream);
  } else if (!block_ || block_->stream != header.stream) {
    return {.error = "a CONTINUATION without HEADERS before it"};
  }
  block_->packets = block_->packets.joined(packets);
  if (block_->raw.size() < kRawKept) block_->raw.append(as_text(frame));
  const bool last = header.has(flag::kEndHeaders);
  if (!block_->broken) block_->broken = !decoder_.feed(fragment.bytes, last, block_->fields, most);
  Result result{.error = fragment.error};
  if (last) result.block = std::exchange(block_, std::nullopt);
  return result;
}

bool HeaderBlockReader::interrupted_by(const FrameHeader& next) const {
  return block_.has_value() && !(next.is(FrameType::continuation) && next.stream == block_->stream);
}

void HeaderBlockReader::lose() {
  block_.reset();
  decoder_.forget();
}

}  // namespace wstrace::http2
