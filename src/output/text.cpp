#include "output/text.h"

#include "output/live_text.h"
#include "output/session_text.h"

namespace wstrace {

void TextSink::on_capture(const CaptureFacts& capture) {
  if (capture.live)
    reported_ = std::make_unique<LiveText>(output_, terminal_, options_);
  else
    reported_ = std::make_unique<SessionText>(output_, terminal_, options_);
}

}  // namespace wstrace
