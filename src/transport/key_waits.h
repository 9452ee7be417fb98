// What connections bring while the keys that would open it may still come.
//
// Live, a key log is written by another program, and packets may be faster. A layer that lacks keys then answers "hold"
// (Step). From there on all that TCP yields of the connection is kept, in order and with its times, until the keys come,
// or until waiting makes no sense any more: a limit is met (Limits::keys_…), or the connection is gone. Then the layer
// goes on without.
//
// The keys of several connections come together as a rule, and so do the sessions that they carry (polling): what goes on
// does so in the order in which it came, over all of them.
#pragma once

#include <cstdint>
#include <vector>

#include "host/layered_connection.h"
#include "transport/causal_order.h"

namespace wstrace {

class KeyWaits;

/// One connection's place in front of its layers. Nothing is copied while it does not wait.
class KeyWait final : public OrderedReceiver {
 public:
  KeyWait(KeyWaits& all, LayeredConnection& connection, OrderedReceiver& to)
      : all_(all), connection_(connection), to_(to) {}

  void take_data(Direction dir, Bytes bytes, PacketRange packets) override;
  void take_gap(Direction dir, std::uint64_t n) override;
  void take_end(Direction dir, End how) override;
  bool empty() const { return first_ == kept_.size(); }
  /// The connection is about to go: now or never.
  void finish();

 private:
  friend class KeyWaits;

  struct Piece {
    enum class Kind : std::uint8_t { again, data, gap, end };
    Kind kind = Kind::again;  ///< again: what its layers have and hold
    Direction dir = Direction::c2s;
    End end = End::fin;
    Time time = 0;
    std::uint64_t order = 0;  ///< over all connections
    std::uint64_t gap = 0;
    PacketRange packets = {};
    std::vector<std::uint8_t> data = {};

    std::size_t size() const { return sizeof(Piece) + data.size(); }
  };

  Piece piece(Piece::Kind kind, Direction dir) const;
  void keep(Piece piece);
  void after_step();
  void hand_on();
  void hand_on(const Piece& piece);
  void give_up();

  KeyWaits& all_;
  LayeredConnection& connection_;
  OrderedReceiver& to_;
  std::vector<Piece> kept_;  // those before first_ have gone
  std::size_t first_ = 0;
  std::size_t bytes_ = 0;
  Time since_ = 0;  // by the trace's running clock
};

class KeyWaits {
 public:
  explicit KeyWaits(Trace& trace) : trace_(trace) {}

  /// Now and then: looks for keys, and gives up what has waited for too long.
  void on_time();
  /// Looks for keys at once.
  void look();

 private:
  friend class KeyWait;

  void begin(KeyWait& wait);
  void end(KeyWait& wait);
  void kept(KeyWait& wait);
  void go_on();
  void give_up(KeyWait& wait, std::size_t limit);

  Trace& trace_;
  std::vector<KeyWait*> waiting_;  // longest first
  std::uint64_t pieces_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t revision_ = 0;  // of the secrets, when what waits was last tried with them
  Time next_look_ = 0;
};

}  // namespace wstrace
