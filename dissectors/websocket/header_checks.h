// HeaderChecks: what the headers of one direction may say (RFC 6455 5.1 to 5.5, RFC 7692 6).
#pragma once

#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/key_check.h"
#include "dissectors/websocket/wire.h"
#include "model/event.h"
#include "model/notes.h"

namespace wstrace::websocket {

class HeaderChecks {
 public:
  explicit HeaderChecks(Direction dir) : dir_(dir) {}
  /// Before the first frame: the extensions in force, which give reserved bits their meaning.
  void configure(const Extensions& extensions);

  /// Notes what is wrong with the next frame's header. `stray`: the frame continues no message.
  void check(const FrameHeader& header, bool stray, Notes& notes);
  /// This side has sent a close frame.
  void close_sent() { close_sent_ = true; }

 private:
  void check_mask(const FrameHeader& header, Notes& notes);
  static void check_opcode(const FrameHeader& header, bool stray, Notes& notes);
  static void check_after_close(const FrameHeader& header, Notes& notes);
  void check_reserved_bits(const FrameHeader& header, Notes& notes) const;

  Direction dir_;
  bool any_bits_ = false;  // an extension is in force that may use any of them
  bool deflate_ = false;   // permessage-deflate is
  bool close_sent_ = false;
  KeyCheck keys_;
};

}  // namespace wstrace::websocket
