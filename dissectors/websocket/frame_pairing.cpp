// FramePairing: keys of a client's first masked frames.
#include "dissectors/websocket/frame_pairing.h"

#include <algorithm>

#include "seam/frame_key.h"

namespace wstrace::websocket {
namespace {

/// So many frames of a client are looked for.
constexpr unsigned kMostFrames = 16;

}  // namespace

std::optional<std::string> FramePairing::next(const FrameHeader& header, Bytes head) {
  const bool random = header.masked && std::any_of(header.key.begin(), header.key.end(), [](auto b) { return b != 0; });
  if (used_ == kMostFrames || !random) return std::nullopt;
  ++used_;
  return std::string(kFrameKey).append(as_text(head));
}

}  // namespace wstrace::websocket
