// What TCP yields of one connection, on its way to the layers above: bytes, gaps and ends, in an order in which they can
// have happened.
//
//   tcp::Tracker ──▶ InputQueue ──▶ StreamLayer
//
// A piece waits for one of two reasons:
//
//   for what it answers   Who acknowledges bytes has got them, so what it sends with that acknowledgement comes after them. A
//                         capture may have the answer before the question: packets of several interfaces, or of two queues of
//                         one, are not always recorded in order; or the question was lost to the capture, which is certain only
//                         when it has been waited for (tcp::Tracker gives it up as a gap). Layers above so learn of a loss
//                         before they see its consequences.
//   for keys              Live, a key log is written by another program, and packets may be faster. A layer that lacks keys
//                         answers "hold" (Step); from there on all waits, until the keys come, or until waiting makes no sense
//                         any more (decryption_queue.h). Then the layer goes on without.
//
// Nothing is copied as long as nothing waits.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "dissectors/tcp/tracker.h"
#include "host/layered_connection.h"
#include "transport/decryption_queue.h"

namespace wstrace {

class InputQueue final : private HeldInput {
 public:
  InputQueue(Trace& trace, DecryptionQueue& holding, LayeredConnection& connection, const tcp::Tracker& tcp)
      : trace_(trace), holding_(holding), connection_(connection), tcp_(tcp) {}

  /// `at`: when the bytes came (tcp::StreamReceiver).
  void on_data(Direction dir, Bytes bytes, PacketRange packets, Time at);
  void on_gap(Direction dir, std::uint64_t n);
  void on_end(Direction dir, End how, Time at);
  /// After each segment: what need not wait any longer goes on.
  void release();
  /// Nothing more will come: all goes on.
  void finish();

  bool empty() const { return !hold_ && queue(Direction::c2s).empty() && queue(Direction::s2c).empty(); }
  /// Its layers wait for keys.
  bool holds() const override { return hold_.has_value(); }

 private:
  struct Piece {
    enum class Kind : std::uint8_t { data, gap, end };
    Kind kind = Kind::data;
    Direction dir = Direction::c2s;
    Time time = 0;
    std::uint64_t order = 0;  ///< of its arrival, over all connections
    std::int64_t needs = 0;   ///< offset in the other direction up to which bytes must have gone on before
    std::uint64_t bytes = 0;  ///< of data, or missing
    std::vector<std::uint8_t> data = {};
    PacketRange packets = {};
    End end = End::fin;

    std::size_t room() const { return sizeof(Piece) + data.size(); }
  };
  /// In order; those before `first` have gone.
  struct Queue {
    std::vector<Piece> pieces;
    std::size_t first = 0;
    std::int64_t bytes = 0;  ///< that have not gone

    bool empty() const { return first == pieces.size(); }
    const Piece& front() const { return pieces[first]; }
    Piece take();
  };
  /// The layers hold what they were given at this time.
  struct Hold {
    Time time = 0;
    std::uint64_t order = 0;
    Time since = 0;  ///< by the trace's running clock
  };

  const Queue& queue(Direction dir) const { return queues_[index(dir)]; }
  Piece piece(Piece::Kind kind, Direction dir, Time at) const;
  void keep(Piece piece);
  bool may_go(Direction dir) const;
  bool lacks(Direction dir) const;
  bool earlier_than_other(Direction dir) const;
  std::optional<Direction> next(bool all) const;
  bool hand_on_next(bool all);
  void release_all();
  void hand_on(const Piece& piece, Bytes bytes);
  void hand_on_end(Direction dir, End how);
  void note_closing(Direction dir, End how);
  void note_waiting();

  void retry();

  Time held_since() const override { return hold_ ? hold_->since : 0; }
  std::size_t room() const override { return room_; }
  std::optional<std::uint64_t> next_order() const override;
  void step() override;
  void stepped() override { note_waiting(); }
  void give_up(std::size_t limit) override;

  Trace& trace_;
  DecryptionQueue& holding_;
  LayeredConnection& connection_;
  const tcp::Tracker& tcp_;
  std::array<Queue, 2> queues_;
  std::size_t room_ = 0;  // that the pieces take
  std::optional<Hold> hold_;
  bool waits_ = false;  // bytes are missing, or something waits: the trace knows it
};

}  // namespace wstrace
