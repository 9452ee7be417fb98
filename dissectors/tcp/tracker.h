// One TCP connection as a passive observer sees it: both endpoints' states, what each segment means, and the bytes.
//
//   segment ──▶ Tracker ──▶ events (handshake, loss, flow control, teardown)
//                  └──────▶ Receiver: bytes in order, gaps, ends
//
// What each segment means is judged as an expert would from this one place; README.md says how, and where other tools
// judge otherwise. One file for each part of it: handshake.cpp, acknowledgement.cpp, window.cpp, loss.cpp, missing.cpp
// (what the capture lost), teardown.cpp, reset.cpp. What has a state that nobody else touches is a part of its own, one
// for each side: Reassembly, ReceiveWindow, SendHistory, Retries, DuplicateAcks.
#pragma once

#include <optional>

#include "dissectors/tcp/side.h"
#include "dissectors/tcp/wire.h"
#include "model/fields.h"
#include "seam/connection_service.h"
#include "seam/dissector.h"

namespace wstrace::tcp {

struct Segment {
  Direction dir = Direction::c2s;
  Header header;
  Bytes payload;                   ///< as captured
  std::size_t length = 0;          ///< of the payload on the wire
  std::uint64_t packet = 0;        ///< its number; of one that came in fragments, that of the last
  std::uint64_t first_packet = 0;  ///< of the first fragment; 0: it came whole
  bool reused_ports = false;       ///< an earlier connection had both ports

  PacketRange packets() const { return {first_packet != 0 ? first_packet : packet, packet}; }
};

/// Who is above TCP.
class Receiver : public StreamReceiver {
 public:
  /// The capture begins inside the connection. Before any data.
  virtual void on_mid_stream() {}
  /// The client asks for the connection.
  virtual void on_asked() {}
  /// Both sides agree on the connection, whose SYN was captured. Before any data.
  virtual void on_established(PacketRange) {}
  /// Nobody listens at the server's end. What that means is reported by Tracker::emit_refusal.
  virtual void on_refused() {}
  /// `at`: when it was captured.
  virtual void on_end(Direction dir, End how, Time at) = 0;
  /// How TCP ended the connection (SessionFacts::outcome).
  virtual void on_outcome(const Outcome& how) = 0;
  /// The server's end has accepted other connections before.
  virtual bool accepted_before() const { return false; }
  /// What TCP carries is between two exchanges.
  virtual bool at_rest() const { return false; }
  /// Above TCP it is said what it means that this side resets the connection now.
  virtual bool explains_reset(Direction) { return false; }
};

class Tracker : private StreamReceiver {
 public:
  Tracker(const Limits& limits, Context& context, Receiver& receiver);

  void on_segment(const Segment& segment);
  /// That the connection was refused is reported at once, what it means only here: the client may have other addresses to
  /// try. Nothing when it was not refused.
  void emit_refusal();
  /// Nothing more will come: gives up holes and ends both directions.
  void finish(End how);

  /// Where this endpoint stands in RFC 9293's state diagram.
  State state(Direction endpoint) const { return side(endpoint).state; }
  /// Both sides closed, or reset.
  bool over() const;
  /// Both directions have ended: no byte will come up any more.
  bool ended() const { return sides_[0].ended && sides_[1].ended; }
  /// Offset of the direction's next byte that has not been captured in order.
  std::int64_t next_offset(Direction dir) const { return side(dir).reassembly.next(); }
  /// How far the receiver of this direction says that it has got.
  std::int64_t acknowledged(Direction dir) const { return acknowledged_end(dir); }
  /// It has got bytes that were not captured, or not yet.
  bool lacks_acknowledged(Direction dir) const;
  /// It has got a FIN that was not captured, or not yet, and nothing else of that kind.
  bool lacks_fin_only(Direction dir) const;
  /// What is known of the end that sends in this direction.
  Signs signs(Direction dir) const;
  /// A SYN that cannot belong to this connection: the port pair is used again.
  bool is_other_connection(const Segment& segment) const;

 private:
  Side& side(Direction d) { return sides_[index(d)]; }
  const Side& side(Direction d) const { return sides_[index(d)]; }
  static Unit unit(const Segment& s, std::optional<Fold> fold = {}) {
    return {.dir = s.dir, .packets = s.packets(), .raw = s.payload, .fold = fold};
  }
  std::int64_t offset_of(const Side& s, std::uint32_t sequence) const;
  std::int64_t begin_of(const Segment& s) const;
  std::int64_t acknowledged_by(const Segment& s) const;
  void stimulate(Direction sender, Stimulus sent, Stimulus received);
  void dispatch(const Segment& s);
  void learn_base(const Segment& s);

  // handshake.cpp
  bool is_before_connection(const Segment& s) const;
  bool is_of_earlier_connection(const Segment& s) const;
  void on_syn(const Segment& s);
  void on_syn_again(const Segment& s);
  bool is_other_answer(const Segment& s) const;
  void choose_answer(const Segment& s);
  void emit_syn(const Segment& s);
  void establish_silently(const Segment& s);
  void on_established(const Segment& s);
  void complete_handshake(const Segment& s);
  void emit_old_connection(const Segment& s);
  void emit_no_answer();

  // acknowledgement.cpp
  Role role_of(const Segment& s) const;
  bool is_zero_window_probe(const Segment& s, std::int64_t begin) const;
  bool is_keep_alive(const Segment& s, std::int64_t begin) const;
  Role role_of_repeated_ack(const Segment& s) const;
  void on_ack(const Segment& s, Role role);
  void take_acknowledgement(const Segment& s);
  void emit_role(const Segment& s, Role role);
  void emit_duplicate_ack(const Segment& s);
  void emit_unseen(const Segment& s);
  void emit_d_sack(const Segment& s);
  std::string_view sack_blocks() const;

  // window.cpp
  void on_window(const Segment& s, Role role);
  void emit_zero_window(const Segment& s, std::string_view sense);
  void emit_opened(const Segment& s, bool news);
  void emit_window_full(const Segment& s, std::int64_t end);
  void emit_still_shut(Direction dir, End how);
  bool scale_known() const;
  Fields window_fields(std::uint64_t bytes) const;
  std::uint64_t window_of(const Segment& s) const;

  // loss.cpp
  void on_payload(const Segment& s, Role role);
  void emit_hole(const Segment& s, std::int64_t begin);
  void advance(const Segment& s, std::int64_t begin, std::int64_t end);
  bool is_plausible(const Segment& s, std::int64_t begin) const;
  void judge_repeated(const Segment& s, std::int64_t begin, std::int64_t end);
  bool was_overtaken(const Segment& s, std::int64_t begin) const;
  bool is_fast_retransmission(const Segment& s, std::int64_t begin) const;
  static bool was_seen(const Side& sender, std::int64_t begin, std::int64_t end);
  std::optional<std::uint32_t> clock() const;
  std::optional<Time> unanswered_since(Direction dir) const;
  void emit_unacknowledged(Direction dir);

  // missing.cpp
  void on_data(Direction dir, Bytes bytes, PacketRange packets, Time at) override;
  void on_gap(Direction dir, std::uint64_t n) override;
  void check_holes();
  std::int64_t acknowledged_end(Direction dir) const;
  void give_up_to(Direction dir, std::int64_t end);
  void infer_fin(Direction dir);
  bool was_on_its_way(Direction dir) const;

  // teardown.cpp
  void on_fin(const Segment& s);
  void emit_fin(const Segment& s);
  void on_fin_again(const Segment& s);
  bool begins_half_close(const Segment& s);
  void emit_half_close(const Segment& s, std::int64_t end);
  bool is_close_notify(Direction dir, std::int64_t begin, std::int64_t end) const;
  void try_end(Direction dir);
  void try_closed(const Segment& s);

  // reset.cpp
  void on_rst(const Segment& s);
  bool answers_unseen_syn(const Segment& s) const;
  void on_sound_reset(const Segment& s);
  std::int64_t misses_by(const Segment& s) const;
  void on_late_segment(const Segment& s);
  void emit_doubtful_reset(const Segment& s, std::int64_t by);
  void emit_reset(const Segment& s, bool refused, bool after_close);
  bool interrupts_nothing(const Segment& s) const;
  bool is_alone() const;
  bool leaves_unread(const Segment& s) const;
  void end_by_reset(Direction by, bool refused, bool after_close, bool harmless, bool unread = false);

  const Limits& limits_;
  Context& context_;
  Receiver& receiver_;
  Side sides_[2];
  Options options_;  // of the segment that is being dealt with
  Time first_syn_ = 0;
  Time syn_time_ = 0;  // of the latest one, which the answer is for
  Duration rtt_ = 0;
  Time first_fin_ = 0;
  bool fin_seen_ = false;
  bool established_ = false;
  bool crossed_ = false;  // simultaneous open
  bool closed_reported_ = false;
  bool reset_ = false;
  bool reset_explained_ = false;  // the layer above says what it means
  bool mid_stream_ = false;       // the capture begins inside the connection
  Time began_ = 0;                // … when that was
  std::optional<PacketRange> refused_in_;
  bool listened_before_ = false;  // when it was refused
  Time reset_at_ = 0;
  std::optional<Direction> doubtful_reset_by_;  // and nothing has come since that says that it was ignored
  const Segment* current_ = nullptr;            // during on_segment
};

}  // namespace wstrace::tcp
