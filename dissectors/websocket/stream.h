// WebSocketStream: both directions of one WebSocket.
//
// It wires the parts together: each direction (lane.h) reads frames and joins them to messages; what they say is reported here, and
// how the WebSocket ends is judged of both.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "dissectors/websocket/claim_check.h"
#include "dissectors/websocket/close_judgement.h"
#include "dissectors/websocket/close_payload.h"
#include "dissectors/websocket/extensions.h"
#include "dissectors/websocket/frame_pairing.h"
#include "dissectors/websocket/frame_reader.h"
#include "dissectors/websocket/lane.h"
#include "dissectors/websocket/turns.h"
#include "dissectors/websocket/verdict.h"
#include "dissectors/websocket/violations.h"
#include "dissectors/websocket/wire.h"
#include "model/event.h"
#include "model/session.h"
#include "seam/dissector.h"

namespace wstrace::websocket {

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
  bool is_whole() const { return lanes_[0].is_whole() && lanes_[1].is_whole(); }

  // stream.cpp: the upgrade, and frames
  void open(Context& ctx, Direction dir);
  void emit_open(Context& ctx, Direction dir);
  std::optional<Step> read_http(Context& ctx, Direction dir, Window window);
  Step read(Context& ctx, Direction dir, Window window);
  void take(Context& ctx, Direction dir, Window window, const FramePart& part);
  void pair_by_frame(Context& ctx, Bytes head, PacketRange packets);
  Step stop_at_top_bit(Context& ctx, Direction dir, Window window);
  void end_frame(Context& ctx, Direction dir, Bytes raw);
  void end_control(Context& ctx, Direction dir, Bytes raw);

  // stream_gap.cpp: bytes that were not captured
  void begin_seeking(Context& ctx, Direction dir);
  std::optional<Step> seek(Context& ctx, Direction dir, Window window);
  void found(Context& ctx, Direction dir, PacketRange packets);
  bool refutes(const Context& ctx, Direction dir, const FrameHeader& header);
  Step withdraw(Context& ctx, Direction dir, Window window);

  // stream_message.cpp: whole messages
  void end_message(Context& ctx, Direction dir, Bytes raw);
  void deliver(Context& ctx, Direction dir, Unit unit);

  // stream_close.cpp: close frames
  void end_close(Context& ctx, Direction dir, Bytes raw);
  static CloseFrame frame_of(Context& ctx, const Lane& l, std::string_view meaning);
  void note_failure(Context& ctx, Direction dir, const ClosePayload& close, const Cause& cause, const CloseCode& upper);
  void note_ping_timeout(Context& ctx, Direction by);
  void judge_close(Context& ctx, Direction dir, const CloseFrame& frame, const Cause& cause);

  // stream_ending.cpp: how it ended
  static void note_first_close(Context& ctx);
  void note_end(Context& ctx, Direction dir, End how);
  bool closed_by_proxy(const Context& ctx) const;
  EndEvidence evidence_of(Context& ctx, const FirstClose& close, bool reset) const;
  void conclude(Context& ctx);
  void conclude_raw(Context& ctx, SessionFacts& facts);
  bool knows_reset(Context& ctx, Direction by) const;

  Offer offer_;
  bool inferred_;  ///< the handshake is not in the capture
  FramePairing pairing_;
  ClaimCheck claim_;  ///< where the stream's bytes alone say that it is a WebSocket
  bool mistaken_ = false;
  Extensions extensions_;
  bool opened_ = false;
  Time opened_at_ = 0;
  std::array<Lane, 2> lanes_{Lane(Direction::c2s), Lane(Direction::s2c)};
  Turns servers_;  ///< the server's messages, and the client's that they answer
  CloseJudgement closing_;
  bool reset_explained_ = false;  ///< so TCP says nothing about it
};

}  // namespace wstrace::websocket
