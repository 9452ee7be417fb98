// Lane: one direction of a WebSocket. It holds the parts that read it, and says which of them a frame belongs to (RFC 6455 5.4):
//
//            ┌── text, binary, continuation ──▶ message
//   frame ───┼── close, ping, pong ───────────▶ control
//            └── what belongs to nothing ─────▶ control (its notes only)
#pragma once

#include <cstdint>

#include "core/bytes.h"
#include "dissectors/websocket/control_frame.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/frame_reader.h"
#include "dissectors/websocket/frame_search.h"
#include "dissectors/websocket/header_checks.h"
#include "dissectors/websocket/message_assembler.h"
#include "dissectors/websocket/pings.h"
#include "dissectors/websocket/violations.h"
#include "model/event.h"
#include "model/limits.h"
#include "model/notes.h"

namespace wstrace::websocket {

/// The message that came last, for who closes because of it.
struct LastMessage {
  PacketRange packets;
  std::uint64_t length = 0;
  bool binary = false;
  Time at = 0;  ///< 0: there was none
};

struct Lane {
  explicit Lane(Direction direction) : search(direction), checks(direction), dir(direction) {}
  /// Before the first byte.
  void configure(const Extensions& extensions, const Limits& limits);
  /// From now on nobody is accused: notes that would say more are this one.
  void doubt(const NoteDef& instead, const FieldDef& code);

  /// A frame begins, whose header `frames` has read.
  void begin_frame(PacketRange range);
  void add(const FramePart& part);
  /// Bytes of the present frame were not captured.
  void damage();
  /// Where the next frame begins is not known.
  void lose_place();
  /// The direction ends with `unread`, in `range`, within a frame or a message. Returns the notes on what came of it.
  Notes& cut_off(Bytes unread, PacketRange range);

  /// What is noted of a unit of this side is remembered as what it did wrong.
  void blame(const Notes& noted, PacketRange range) { violations.add(noted.notes(), range); }

  /// The present frame is part of a message.
  bool is_data() const { return !stray && !frames.header().is_control(); }
  /// Of the present frame, or of the message that it is part of.
  Notes& notes() { return is_data() ? message.notes() : control.notes(); }
  /// The capture shows all that this side sent, so what it did not send is known, too.
  bool is_whole() const { return !lost && !incomplete && search.loss().missing == 0; }
  /// All that this side sent so far is known and complete.
  bool is_understood() const { return is_whole() && frames.between() && !message.open(); }
  /// It may have sent what is not known.
  bool may_have_sent_more() const { return lost || search.seeking() || search.loss().missing > 0; }
  /// The payload's length of the data frame that is on its way; 0 while none is.
  std::uint64_t coming() const { return frames.between() || frames.header().is_control() ? 0 : frames.header().length; }

  FrameReader frames;
  FrameSearch search;
  HeaderChecks checks;
  MessageAssembler message;
  ControlFrame control;
  Pings pings;            ///< sent in this direction
  Violations violations;  ///< likewise
  LastMessage last;
  Direction dir;
  PacketRange packets;      ///< of the present frame
  bool stray = false;       ///< the present frame belongs to nothing
  bool incomplete = false;  ///< frames of this direction were not captured, or may not have been
  bool lost = false;        ///< nothing more of this direction can be read
  Time last_frame = 0;
};

}  // namespace wstrace::websocket
