// FrameSearch: frames that follow one another.
#include "dissectors/http2/frame_search.h"

#include <algorithm>
#include <utility>

#include "dissectors/http2/wire.h"

namespace wstrace::http2 {
namespace {

/// So many bytes are waited for to see whether a frame leads to another one.
constexpr std::size_t kLongestSearch = std::size_t{64} << 10;
/// Beyond these, a number in the place of a stream's is likely to be something else.
constexpr std::uint32_t kLikelyStreamAfterLoss = 1U << 24;

bool is_likely(const FrameHeader& header, Direction dir) {
  return is_plausible(header, dir) && header.length <= kLeastFrameSize && header.stream < kLikelyStreamAfterLoss;
}

/// Frames from `at` on: how many there are, and whether they end where the bytes do. None when one is no frame.
struct ChainAfterLoss {
  std::size_t frames = 0;
  bool ends_with_bytes = false;
};

ChainAfterLoss chain_at(Bytes bytes, std::size_t at, Direction dir) {
  ChainAfterLoss chain;
  while (at + kHeaderSize <= bytes.size()) {
    const auto header = FrameHeader::parse(bytes.subspan(at));
    if (!is_likely(*header, dir)) return {};
    ++chain.frames;
    at += kHeaderSize + header->length;
  }
  chain.ends_with_bytes = at == bytes.size();
  return chain;
}

/// At which offset the first frame begins that others follow. `sure` when that is beyond doubt; else more bytes may tell.
struct FoundFrames {
  std::size_t at = 0;
  bool any = false;
  bool sure = false;
};

FoundFrames find_frames(Bytes bytes, Direction dir) {
  for (std::size_t at = 0; at + kHeaderSize <= bytes.size(); ++at) {
    const ChainAfterLoss chain = chain_at(bytes, at, dir);
    if (chain.frames == 0) continue;
    return {at, true, chain.frames > 1 || chain.ends_with_bytes};
  }
  return {};
}

/// How many bytes in front no frame begins in. The last ones may be the beginning of a header.
std::size_t useless_bytes(Bytes bytes, const FoundFrames& frames) {
  if (!frames.any) return bytes.size() - std::min(bytes.size(), kHeaderSize - 1);
  const bool given_up = !frames.sure && bytes.size() - frames.at >= kLongestSearch;
  return given_up ? frames.at + 1 : frames.at;
}

}  // namespace

bool FrameSearch::begin() { return !std::exchange(active_, true); }

FrameSearch::Result FrameSearch::look(Bytes bytes, Direction dir) {
  const FoundFrames frames = find_frames(bytes, dir);
  if (frames.sure && frames.at == 0) {
    active_ = false;
    return {Result::Kind::found, 0, std::exchange(skipped_, 0)};
  }
  const std::size_t useless = useless_bytes(bytes, frames);
  skipped_ += useless;
  if (useless == 0) return {Result::Kind::need, bytes.size() + 1, 0};
  return {Result::Kind::take, useless, 0};
}

}  // namespace wstrace::http2
