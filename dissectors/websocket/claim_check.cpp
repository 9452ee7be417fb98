// ClaimCheck: what the first headers of a stream must be like.
#include "dissectors/websocket/claim_check.h"

namespace wstrace::websocket {
namespace {

/// After so many headers a stream is what its bytes were taken for.
constexpr unsigned kProven = 16;
/// A longer frame is none where nothing but its bytes says that it is one.
constexpr std::uint64_t kLongestLikely = std::uint64_t{64} << 20;

}  // namespace

bool ClaimCheck::refutes(Direction dir, const FrameHeader& header) {
  if (checked_ >= kProven) return false;
  ++checked_;
  const bool masked_wrong = header.masked != (dir == Direction::c2s);
  return header.rsv2_or_3() || header.is_reserved() || masked_wrong || !header.is_minimal() ||
         header.length > kLongestLikely;
}

}  // namespace wstrace::websocket
