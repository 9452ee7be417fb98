// MessageAssembler: the message whose data frames are coming in one direction. Frames are joined, unmasked, inflated and checked
// (RFC 6455 5.4, 8.1; RFC 7692 6).
//
// For each data frame: begin_frame, add for each part of its payload, end_frame. Behind the frame with FIN: finish, and close once
// the message was handed on. Control frames in between do not come here.
#pragma once

#include <cstdint>
#include <string>

#include "core/bytes.h"
#include "dissectors/websocket/deflate.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/frame_reader.h"
#include "dissectors/websocket/payload.h"
#include "dissectors/websocket/wire.h"
#include "model/event.h"
#include "model/limits.h"
#include "model/notes.h"

namespace wstrace::websocket {

/// What the frames of a message say of it.
struct MessageFrames {
  bool binary = false;
  bool masked = false;
  bool compressed = false;        ///< by permessage-deflate
  std::uint64_t count = 0;        ///< of those that ended
  std::uint64_t wire_length = 0;  ///< bytes of their payloads
  PacketRange packets;
};

class MessageAssembler {
 public:
  /// Before the first frame: what is in force in this direction.
  void configure(const Extensions& extensions, Direction dir, const Limits& limits);

  /// A text, binary or continuation frame begins. One that is no continuation begins a message, in place of one that is open.
  void begin_frame(const FrameHeader& header);
  /// The next part of its payload, as it is on the wire.
  void add(const FrameHeader& header, const FramePart& part);
  /// The frame is over. True when the text became invalid with it: a strict receiver need not wait for the message's end.
  bool end_frame(const FrameHeader& header, PacketRange packets);
  /// All frames have come. True when payload() is what the application sent; the notes say what is wrong.
  bool finish();
  /// The message is over, and its bytes are void.
  void close();
  /// The direction ends here: the notes say what is wrong with what came of a message.
  void cut_off();

  /// Bytes of the present message were not captured: it cannot be shown.
  void damage();
  /// Frames may be missing: what comes may be the rest of a message whose beginning was not seen.
  void lose_place();

  /// A message has begun, and not ended.
  bool open() const { return open_; }
  bool damaged() const { return damaged_; }
  const MessageFrames& frames() const { return frames_; }
  const Payload& payload() const { return payload_; }
  /// The payload as far as it is kept; of a text that was cut, whole characters.
  Bytes shown() const;
  /// Bytes that compression kept off the wire.
  std::uint64_t saved() const;
  Notes& notes() { return notes_; }

 private:
  void start(const FrameHeader& header);
  /// The usual frame from a server needs no copy: all of the message lies in the window as it is.
  bool is_plain(const FrameHeader& header, const FramePart& part) const;
  void inflate(const FrameHeader& header, const FramePart& part);
  bool decode();
  bool note_result(Inflater::Result result);
  void note_breaches();
  void note_invalid_text();

  bool deflate_ = false;  // permessage-deflate is in force
  std::string unknown_;   // the extension that wstrace cannot undo
  std::size_t limit_ = 0;
  std::size_t ratio_ = 0;

  bool open_ = false;
  bool damaged_ = false;
  bool foreign_ = false;  // transformed by the unknown extension
  MessageFrames frames_;
  std::uint64_t invalid_frame_ = 0;  // the frame after which it could be no text any more, from 1
  Payload payload_;
  Inflater inflater_;
  Scratch unmasked_;  // compressed bytes on their way to the inflater
  Notes notes_;
};

}  // namespace wstrace::websocket
