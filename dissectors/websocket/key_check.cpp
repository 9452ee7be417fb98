// KeyCheck: keys of zeros, and keys that are used again.
#include "dissectors/websocket/key_check.h"

#include "dissectors/websocket/definitions.h"

namespace wstrace::websocket {

/// Chance gives a key of zeros, or one key three times in a row, less often than once in four thousand million frames.
const NoteDef* KeyCheck::check(const MaskingKey& key) {
  in_a_row_ = key == last_ ? in_a_row_ + 1 : 1;
  last_ = key;
  const bool zero = key == MaskingKey{};
  if (reported_ || (!zero && in_a_row_ < kSuspiciousKeys)) return nullptr;
  reported_ = true;
  return zero ? &note::zero_masking_key : &note::masking_key_reused;
}

}  // namespace wstrace::websocket
