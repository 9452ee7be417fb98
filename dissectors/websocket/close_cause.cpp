// Causes of a close frame: a violation, a message's kind or size, an extension that is missing.
#include "dissectors/websocket/close_cause.h"

#include "dissectors/websocket/close_code.h"
#include "model/describe.h"

namespace wstrace::websocket {
namespace {

Cause cause_of_size(const Lane& other) {
  const std::uint64_t joined = other.message.open() ? other.message.frames().wire_length : 0;
  const std::uint64_t length = joined + other.coming();
  if (length > 0) return {"the message of at least " + human_size(length), 0, false};
  if (other.last.length == 0) return {};
  return {"the message of " + human_size(other.last.length), other.last.packets.last, false};
}

}  // namespace

Cause cause_of_close(unsigned code, const Lane& other, const Offer& offer) {
  if (!is_refusal(code)) return {};
  const bool by_kind = code == kTooBig || code == kUnsupportedData || code == kExtensionMissing;
  if (!by_kind) return other.violations.cause_of(code);
  Cause cause = other.violations.cause_of(0);
  if (!cause.text.empty()) return cause;
  if (code == kTooBig) return cause_of_size(other);
  if (code == kUnsupportedData && other.last.binary) return {"the binary message", other.last.packets.last, false};
  if (code == kExtensionMissing && !offer.offered_extensions.empty() && offer.extensions.empty())
    return {"the extensions that the server did not agree to", offer.packets.last, false};
  return {};
}

}  // namespace wstrace::websocket
