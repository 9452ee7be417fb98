// ControlFrame: keeps and unmasks a control frame's payload.
#include "dissectors/websocket/control_frame.h"

#include <algorithm>

#include "dissectors/websocket/mask.h"

namespace wstrace::websocket {

void ControlFrame::begin() {
  payload_.clear();
  notes_.clear();
  damaged_ = false;
}

void ControlFrame::add(const FrameHeader& header, const FramePart& part) {
  const Bytes kept = first(part.payload, kLongestControl - payload_.size());
  std::uint8_t* const to = payload_.extend(kept.size());
  if (header.masked) {
    unmask(to, kept, header.key, part.seen);
  } else {
    std::copy(kept.begin(), kept.end(), to);
  }
}

}  // namespace wstrace::websocket
