// Http2Connection: both directions of one HTTP/2 connection.
//
//   bytes ──▶ frames (Lane) ─┬─ HEADERS, CONTINUATION ──▶ HeaderBlockReader ───────────┬─▶ request, answer (Stream)
//                            ├─ DATA ──────────────────────────────────────────────────┴─▶ body, or a tunnel's bytes
//                            └─ SETTINGS, GOAWAY, RST_STREAM … ──▶ events
//
// DATA is never kept: what arrives of it is handed on. Other frames are shown whole. A direction that lost its place
// (Lane::search) skips what comes until frames follow one another.
//
// What has a state of its own is a part (the members of Lane, StreamTable); what needs no more than a stream is a function
// (message_events.h, body.h, tunnel.h). The methods here are about what the parts have in common: streams and both directions.
#pragma once

#include <array>

#include "dissectors/http2/data_frame.h"
#include "dissectors/http2/frame_search.h"
#include "dissectors/http2/header_block.h"
#include "dissectors/http2/settings.h"
#include "dissectors/http2/stream.h"
#include "dissectors/http2/stream_table.h"
#include "dissectors/http2/window.h"
#include "dissectors/http2/wire.h"
#include "seam/dissector.h"

namespace wstrace::http2 {

/// One direction, with the parts that read what its side sends.
struct Lane {
  bool begun = false;       ///< the preface (or what is in its place) has come
  bool first_frame = true;  ///< the next frame is the first one
  bool lossy = false;       ///< bytes are missing where frames begin and end
  FrameSearch search;       ///< active while it is not known where the next frame begins
  DataFrame data;
  HeaderBlockReader blocks;
  AnnouncedSettings settings;
  SendWindow window;  ///< of the whole connection
  bool ended = false;
  Time pinged = 0;  ///< when it sent a PING that is not answered yet; 0 for none
};

class Http2Connection final : public StreamDissector {
 public:
  explicit Http2Connection(const Offer& offer);
  void on_start(Context& ctx) override;
  Step on_bytes(Context& ctx, Direction dir, Window window) override;
  void on_gap(Context& ctx, Direction dir, std::uint64_t n) override;
  void on_end(Context& ctx, Direction dir, End how, Window unread) override;
  bool at_rest() const override;

 private:
  Lane& lane(Direction dir) { return lanes_[index(dir)]; }
  /// A new stream, idle. Where there are too many, the oldest one is dropped.
  Stream& add(Context& ctx, std::uint32_t id);
  void drop_oldest(Context& ctx);

  // connection.cpp: frames
  Step find_frame(Context& ctx, Direction dir, Window window);
  Step read_preface(Context& ctx, Window window);
  Step read_frame(Context& ctx, Direction dir, Window window);
  Step begin_data(Context& ctx, Direction dir, Window window, const FrameHeader& header);
  Step read_data(Context& ctx, Direction dir, Window window);
  void end_data(Context& ctx, Direction dir);
  void on_frame(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload);
  void check_frame(Context& ctx, const Unit& unit, const FrameHeader& header);
  void emit_frame(Context& ctx, const Unit& unit, const FrameHeader& header);
  /// Where the capture lacks bytes nobody is accused: what they broke may be the dissector's place.
  void violation(Context& ctx, const Unit& unit, const FrameHeader& header, std::string_view what,
                 const NoteDef& def) const;

  // control.cpp
  void on_settings(Context& ctx, const Unit& unit, Bytes payload);
  void on_settings_ack(Context& ctx, const Unit& unit);
  void on_rst_stream(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload);
  void on_goaway(Context& ctx, const Unit& unit, Bytes payload);
  void on_ping(Context& ctx, const Unit& unit, const FrameHeader& header);
  void on_window_update(Context& ctx, const Unit& unit, const FrameHeader& header, Bytes payload);
  void on_sent(Context& ctx, Direction dir, Stream& stream, std::uint64_t bytes);

  // headers.cpp: header blocks
  void on_fields(Context& ctx, const Unit& unit, const FrameHeader& header);
  Stream* stream_of_block(Context& ctx, const Unit& unit, const FrameHeader& header, HeaderBlock& block);
  bool emit_late_answer(Context& ctx, HeaderBlock& block);
  void on_head(Context& ctx, Stream& stream, Direction dir, HeaderBlock& block);
  void begin_message(Context& ctx, Stream& stream, Direction dir, HeaderBlock& block) const;

  // exchange.cpp: what the messages mean
  void on_request(Context& ctx, Stream& stream);
  void on_response(Context& ctx, Stream& stream);
  void on_promise(Context& ctx, HeaderBlock& block);
  void begin_content(Context& ctx, const Unit& unit, const FrameHeader& header);
  void on_content(Context& ctx, Stream& stream, Direction dir, Bytes content, PacketRange packets);
  void on_end_stream(Context& ctx, Stream& stream, Direction dir);
  void end_message(Context& ctx, Stream& stream, Direction dir);
  void give_up(Context& ctx, Stream& stream, Direction by, End how);

  // loss.cpp: what is not in the capture
  void lose_place(Context& ctx, Direction dir, std::uint64_t n);
  void emit_resumed(Context& ctx, Direction dir, Window window, std::uint64_t skipped);
  bool refutes(Direction dir, const FrameHeader& header);
  Step withdraw(Context& ctx, Direction dir, Window window);

  // upgrade.cpp
  void on_upgrade(Context& ctx);

  Offer offer_;
  std::array<Lane, 2> lanes_;
  StreamTable streams_;
  bool whole_ = true;           ///< nothing of the connection is missing so far
  unsigned frames_judged_ = 0;  ///< of a connection that is HTTP/2 by its bytes alone
  bool mistaken_ = false;       ///< it is not HTTP/2 after all
  bool in_stack_ = false;       ///< the session knows that it has this layer
  Direction ended_first_ = Direction::c2s;
};

}  // namespace wstrace::http2
