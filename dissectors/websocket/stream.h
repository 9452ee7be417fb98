// WebSocketStream: both directions of one WebSocket.
//
// It wires the parts together: each direction (lane.h) reads frames and joins them to messages; what they say is reported here, and
// how the WebSocket ends is judged of both.
#pragma once

#include <memory>
#include <optional>

#include "dissectors/websocket/close_code.h"
#include "dissectors/websocket/ending.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/frame_reader.h"
#include "dissectors/websocket/lane.h"
#include "dissectors/websocket/turns.h"
#include "dissectors/websocket/verdict.h"
#include "dissectors/websocket/violations.h"
#include "dissectors/websocket/wire.h"
#include "model/notes.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

/// What a close frame says.
struct CloseWords {
  unsigned code = kNoStatus;
  std::string_view meaning;
  std::string_view reason;
};

class WebSocketStream final : public StreamDissector {
 public:
  explicit WebSocketStream(const Offer& offer);

  void on_start(Context& ctx) override;
  Step on_bytes(Context& ctx, Direction dir, Window window) override;
  void on_gap(Context& ctx, Direction dir, std::uint64_t n) override;
  void on_end(Context& ctx, Direction dir, End how, Window unread) override;
  bool explains_reset(Context& ctx, Direction by) override;

 private:
  Lane& lane(Direction dir) { return lanes_[index(dir)]; }

  // stream.cpp: frames
  void open(Context& ctx, Direction dir);
  void emit_open(Context& ctx, Direction dir);
  Step read(Context& ctx, Direction dir, Window window);
  void take(Context& ctx, Direction dir, Window window, const FramePart& part);
  void pair_by_frame(Context& ctx, Bytes head, PacketRange packets);
  Step stop_at_top_bit(Context& ctx, Direction dir, Window window);
  void end_frame(Context& ctx, Direction dir, Bytes raw);
  void emit_frame(Context& ctx, Direction dir, Bytes raw);
  void emit_violation(Context& ctx, Direction dir, Bytes raw);
  void blame(Direction dir, const Notes& notes, PacketRange packets) {
    lane(dir).violations.add(notes.notes(), packets);
  }

  // http_text.cpp: HTTP where a frame is expected
  bool is_http(Context& ctx, Direction dir, Window window, Step& step);
  bool end_http(Context& ctx, Direction dir, Window unread);
  Step read_response(Context& ctx, Window window);
  void emit_response(Context& ctx, Window window);
  Step read_request(Context& ctx, Window window);
  void emit_http(Context& ctx, const Unit& unit, const EventDef& def, std::span<const Field> fields, const Note& why);

  // gap.cpp: what was not captured, and ends
  void emit_gap(Context& ctx, Direction dir, const NoteDef& why, PacketRange packets);

  // stream_resync.cpp: where the next frame begins, when that is not known
  void begin_seeking(Context& ctx, Direction dir);
  std::optional<Step> seek(Context& ctx, Direction dir, Window window);
  void found(Context& ctx, Direction dir, PacketRange packets);
  bool refutes(Context& ctx, Direction dir, const FrameHeader& h);
  Step withdraw(Context& ctx, Direction dir, Window window);

  // stream_ending.cpp: how it was closed
  Cause cause_of_close(Direction by, unsigned code);
  Cause cause_of_size(Direction sender);
  void note_unexplained(Direction by, unsigned code, const Cause& cause, Notes& notes);
  static void note_first_close(Context& ctx);
  Outcome closed_outcome(const Context& ctx) const;
  bool gave_up_waiting() const;
  void note_end(Context& ctx, Direction dir, End how);
  void note_unread(const Context& ctx, Direction sender);
  void conclude(Context& ctx);
  void conclude_raw(Context& ctx, SessionFacts& facts);
  std::string story_of_silence(const Context& ctx) const;
  const NoteDef* judge_answered(Context& ctx, Outcome& outcome);
  const NoteDef* judge_unanswered(Context& ctx, Outcome& outcome);
  std::string text_for(Direction side) const;
  void emit_end(Context& ctx, const NoteDef* why, std::span<const Field> reported);

  // stream_verdict.cpp: what an end without a close frame means, and a ping without its pong
  EndEvidence evidence_of(Context& ctx, const FirstClose& close, bool announced, bool reset) const;
  void note_ping_timeout(Context& ctx, Direction by, std::string_view reason, Notes& notes);
  EndVerdict judge_silent() const;
  bool knows_reset(Context& ctx, Direction by) const;
  bool is_consequence(const Context& ctx, Direction dir, End how) const;

  // message.cpp: data frames
  void end_message(Context& ctx, Direction dir, Bytes raw);
  void deliver(Context& ctx, Direction dir, Unit unit);
  void emit_message(Context& ctx, Lane& l, const Unit& unit, bool decoded);

  // control.cpp: control frames
  void end_control(Context& ctx, Direction dir, Bytes raw);
  void on_ping(Context& ctx, Direction dir, const Unit& unit);
  void on_pong(Context& ctx, Direction dir, const Unit& unit);
  void on_close(Context& ctx, Direction dir, const Unit& unit);
  void note_cause(Direction dir, const Cause& cause);
  void note_failure(Context& ctx, Direction dir, unsigned code, const Cause& cause);
  void check_close(Direction dir, unsigned code, Bytes reason, const Cause& cause, const CloseCode& upper);
  void note_upper_failure(Direction dir, const NoteDef& why, unsigned code, Bytes reason);
  void note_close(Context& ctx, Direction dir, const CloseWords& close, const Cause& cause);

  Offer offer_;
  bool inferred_;                ///< the handshake is not in the capture
  unsigned pairing_frames_ = 0;  ///< of the client, that the other side of a proxy was looked for by
  unsigned sound_ = 0;           ///< frames in a stream that its bytes alone say to be a WebSocket
  bool mistaken_ = false;
  Extensions extensions_;
  bool opened_ = false;
  Time opened_at_ = 0;
  std::array<Lane, 2> lanes_{Lane(Direction::c2s), Lane(Direction::s2c)};
  Turns servers_;  ///< the server's messages, and the client's that they answer
  std::optional<Direction> closed_first_;
  bool maybe_answer_ = false;  ///< the first close: where it was sent, what the other side had said was not known
  std::string close_reason_;   ///< of the first close, in words
  Ending ending_;
  std::optional<EndEvidence> silent_end_;  ///< when TCP began to close, and no close frame had come
  const NoteDef* failure_ = nullptr;       ///< said of the first close: what went wrong, by its code
  const NoteDef* ping_timeout_ = nullptr;  ///< said of the first close: a ping was not answered
  std::string ping_story_;
  std::string failure_text_;
  bool blames_ping_ = false;      ///< the first close does
  bool reset_explained_ = false;  ///< so TCP says nothing about it
};

/// "text", "ping", "reserved"
std::string_view name_of(Opcode opcode);

}  // namespace wstrace::websocket
