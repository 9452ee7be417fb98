// What TCP yields, in an order in which it can have happened: who acknowledges bytes has got them, so what it sends with
// that acknowledgement comes after them.
//
// A capture may have the answer before the question: packets of several interfaces, or of two queues of one, are not
// always recorded in order; or the question was lost to the capture, which is certain only when it has been waited for
// (tcp::Tracker gives it up as a gap). Until then the answer is kept here. Layers above so learn of a loss before they
// see its consequences. Nothing is copied as long as nothing is missing.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "dissectors/tcp/tracker.h"
#include "session/trace.h"

namespace wstrace {

/// Takes what has come into order.
class OrderedReceiver {
 public:
  virtual ~OrderedReceiver() = default;
  virtual void take_data(Direction dir, Bytes bytes, PacketRange packets) = 0;
  virtual void take_gap(Direction dir, std::uint64_t n) = 0;
  virtual void take_end(Direction dir, End how) = 0;
};

class CausalOrder {
 public:
  CausalOrder(Trace& trace, const tcp::Tracker& tcp, OrderedReceiver& to) : trace_(trace), tcp_(tcp), to_(to) {}

  /// `at`: when the bytes came (tcp::StreamReceiver).
  void on_data(Direction dir, Bytes bytes, PacketRange packets, Time at);
  void on_gap(Direction dir, std::uint64_t n);
  void on_end(Direction dir, End how, Time at);
  /// Hands on what need not wait any longer.
  void release();
  /// Hands everything on.
  void release_all();
  bool empty() const { return queue(Direction::c2s).empty() && queue(Direction::s2c).empty(); }

 private:
  struct Waiting {
    enum class Kind : std::uint8_t { data, gap, end };
    Kind kind = Kind::data;
    Direction dir = Direction::c2s;
    Time time = 0;
    std::int64_t needs = 0;   ///< offset in the other direction up to which bytes must have been handed on
    std::uint64_t bytes = 0;  ///< of data, or missing
    std::vector<std::uint8_t> data = {};
    PacketRange packets = {};
    End end = End::fin;
  };
  /// In order; those before `first` have gone.
  struct Queue {
    std::vector<Waiting> waiting;
    std::size_t first = 0;
    std::int64_t bytes = 0;  ///< that have not gone

    bool empty() const { return first == waiting.size(); }
    const Waiting& front() const { return waiting[first]; }
    Waiting take();
  };

  const Queue& queue(Direction dir) const { return queues_[index(dir)]; }
  Waiting& keep(Waiting::Kind kind, Direction dir, std::uint64_t bytes);
  bool may_go(Direction dir) const;
  bool lacks(Direction dir) const;
  bool earlier_than_other(Direction dir) const;
  bool hand_on_next(bool all);
  void hand_on(const Waiting& first, Bytes bytes);

  Trace& trace_;
  const tcp::Tracker& tcp_;
  OrderedReceiver& to_;
  std::array<Queue, 2> queues_;
};

}  // namespace wstrace
