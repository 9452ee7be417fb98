// KeyCheck: the masking keys of one direction (RFC 6455 5.3): each is to be fresh and unpredictable.
#pragma once

#include "dissectors/websocket/wire.h"
#include "model/definitions.h"

namespace wstrace::websocket {

class KeyCheck {
 public:
  /// The next frame's key. What is wrong with the keys, once; otherwise null.
  const NoteDef* check(const MaskingKey& key);
  /// There was one.
  bool any() const { return in_a_row_ > 0; }

 private:
  MaskingKey last_{};
  unsigned in_a_row_ = 0;  // frames with that key
  bool reported_ = false;
};

}  // namespace wstrace::websocket
