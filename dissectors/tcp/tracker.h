// One TCP connection as a passive observer sees it: both endpoints' states, what each segment means, and the bytes.
//
//   segment ──▶ Tracker ──▶ events (handshake, loss, flow control, teardown)
//                  └──────▶ Receiver: bytes in order, gaps, ends
//
// Whether a segment is a retransmission, out of order, a keep-alive or a duplicate ACK is judged as an expert would
// from this one place; README.md says how, and where other tools judge otherwise.
#pragma once

#include <optional>

#include "core/dissector.h"
#include "dissectors/tcp/reassembly.h"
#include "dissectors/tcp/state.h"
#include "dissectors/tcp/wire.h"

namespace wstrace::tcp {

struct Segment {
  Direction dir = Direction::c2s;
  Header header;
  Bytes payload;                   ///< as captured
  std::size_t length = 0;          ///< of the payload on the wire
  std::uint64_t packet = 0;        ///< its number; of one that came in fragments, that of the last
  std::uint64_t first_packet = 0;  ///< of the first fragment; 0: it came whole

  PacketRange packets() const { return {first_packet != 0 ? first_packet : packet, packet}; }
};

/// Who is above TCP.
class Receiver : public StreamReceiver {
 public:
  virtual void on_end(Direction dir, End how) = 0;
  /// How TCP ended the connection (SessionFacts::outcome). `state` and `by` are static text.
  virtual void on_outcome(std::string_view state, std::string_view by, std::string_view reason) = 0;
};

class Tracker : private StreamReceiver {
 public:
  Tracker(const Limits& limits, Context& context, Receiver& receiver);

  void on_segment(const Segment& segment);
  /// Nothing more will come: gives up holes and ends both directions.
  void finish(End how);

  /// Both sides closed, or reset.
  bool over() const;
  /// Both directions have ended: no byte will come up any more.
  bool ended() const { return sides_[0].ended && sides_[1].ended; }
  /// A SYN that cannot belong to this connection: the port pair is used again.
  bool is_other_connection(const Segment& segment) const;

 private:
  /// One endpoint, as the sender of its direction.
  struct Side {
    Side(Direction dir, const Limits& limits) : reassembly(dir, limits) {}

    State state = State::closed;
    bool known = false;            // first_data is known
    bool from_syn = false;         // … from this side's SYN
    std::uint32_t first_data = 0;  // sequence number of the first data byte
    std::int64_t sent_end = 0;     // offset behind the furthest byte sent
    std::int64_t acked = 0;        // offset up to which the other side acknowledged
    std::int64_t last_ack = -1;    // what this side last acknowledged (offset in the other direction)
    std::optional<std::int64_t> fin_at;
    bool ended = false;
    bool window_known = false;
    bool window_shut = false;
    bool scale_stated = false;
    std::uint8_t scale = 0;
    std::uint16_t last_window = 0;
    unsigned duplicate_acks = 0;              // in a row, that this side sent
    Time duplicate_ack_at = 0;                // when it sent the last one
    Time last_sent = 0;                       // when the furthest byte was sent
    std::optional<std::uint32_t> last_clock;  // the sender's clock then, when it states one
    unsigned patience = 0;                    // segments since the hole was first acknowledged
    Reassembly reassembly;
  };

  Side& side(Direction d) { return sides_[index(d)]; }
  const Side& side(Direction d) const { return sides_[index(d)]; }
  Unit unit(const Segment& s) const;
  // What reassembly yields, on its way to the receiver.
  void on_data(Direction dir, Bytes bytes, PacketRange packets) override { receiver_.on_data(dir, bytes, packets); }
  void on_gap(Direction dir, std::uint64_t n) override;

  void dispatch(const Segment& s);

  void learn_base(const Segment& s);
  void on_syn(const Segment& s);
  void on_established(const Segment& s);
  void on_rst(const Segment& s);
  void tell_reset(const Segment& s, std::span<const Field> fields, bool refused, bool after_close);
  void on_ack(const Segment& s);
  void on_window(const Segment& s);
  void on_duplicate_ack(const Segment& s);
  void on_payload(const Segment& s);
  void on_fin(const Segment& s);
  void judge_repeated(const Segment& s, std::int64_t begin, std::int64_t end);
  bool is_keep_alive(const Segment& s, std::int64_t begin) const;
  bool was_overtaken(const Segment& s, std::int64_t begin) const;
  bool is_fast_retransmission(const Segment& s, std::int64_t begin) const;
  void check_holes();
  void try_end(Direction dir);
  void try_closed(const Segment& s);
  void stimulate(Direction sender, Stimulus sent, Stimulus received);

  std::int64_t offset_of(const Side& s, std::uint32_t sequence) const;
  std::uint64_t scaled_window(const Segment& s) const;

  const Limits& limits_;
  Context& context_;
  Receiver& receiver_;
  Side sides_[2];
  Time syn_time_ = 0;
  Duration rtt_ = 0;
  Time first_fin_ = 0;
  bool fin_seen_ = false;
  bool established_ = false;
  bool closed_told_ = false;
  bool reset_ = false;
  const Segment* current_ = nullptr;  // during on_segment
};

}  // namespace wstrace::tcp
