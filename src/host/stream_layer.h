// StreamLayer: the host of one StreamDissector.
//
// It shows the window at the first unconsumed byte of a direction, in place when the unit lies within a segment, and
// copies only what straddles segments. It obeys the dissector's steps, keeps the bytes of both directions while nobody
// has claimed them yet, hands over to a child, and enforces the limits. What a dissector decrypts is a stream of its own,
// with a host of its own (plaintext_), which ends when this one does.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>

#include "host/layer.h"
#include "host/packet_map.h"
#include "host/receive_buffer.h"
#include "host/upper_layer.h"

namespace wstrace {

class StreamLayer final : public LayerContext {
 public:
  /// `offer` says what the stream is known to be. The dissector is chosen at once or by the first bytes.
  StreamLayer(Trace& trace, Connection& connection, Scope& scope, Offer offer);
  ~StreamLayer() override;

  /// The capture does not have the stream's beginning. Before any data.
  void begin_mid_stream() { offer_.mid_stream = true; }
  /// Its offsets are those of TCP's stream.
  void stands_on_tcp() { on_tcp_ = true; }
  void on_data(Direction dir, Bytes bytes, PacketRange packets);
  /// `vague`: about so many bytes (Context::gap_is_vague).
  void on_gap(Direction dir, std::uint64_t n, bool vague = false);
  void on_end(Direction dir, End how);
  /// What was held (Step::Kind::hold) is shown again.
  void go_on();
  /// As StreamDissector::at_rest, of the uppermost one.
  bool at_rest() const;
  /// As StreamDissector::explains_reset, of the uppermost one.
  bool explains_reset(Direction by);

  void set_close_notify(Direction dir, CloseNotify bytes) override;
  void open_plaintext(Offer&& offer) override;
  void plaintext(Direction dir, Bytes bytes, PacketRange packets) override;
  void plaintext_gap(Direction dir, std::uint64_t n, bool undecrypted) override;
  PacketRange packets(Direction dir, std::uint64_t begin, std::uint64_t end) const override;
  std::uint64_t position(Direction dir) const override { return lanes_[index(dir)].received; }
  bool gap_is_vague() const override { return vague_; }

 private:
  struct Lane {
    ReceiveBuffer buffer;
    PacketMap map;
    std::uint64_t offset = 0;  // in the stream, of the first unconsumed byte
    std::uint64_t received = 0;
    std::uint64_t unclaimed = 0;  // given up before anybody claimed the stream
    std::uint64_t need = 1;
    std::uint64_t skip = 0;
    std::uint64_t hole = 0;  // not captured, in front of what waits for the other direction
    bool hole_vague = false;
    bool waiting = false;
    bool stopped = false;
    std::optional<End> end;
    bool end_reported = false;
  };

  Lane& lane(Direction dir) { return lanes_[index(dir)]; }
  void choose();
  void search(Direction dir);
  void take_over(const DissectorDef& chosen);
  void nobody_claims();
  void emit_unclaimed(Direction dir);
  std::size_t longest_claim() const;
  void claim_later();
  void show(Direction dir, Bytes fresh);
  void run(Direction dir, Bytes window, bool in_buffer, std::size_t steps = SIZE_MAX);
  void run_in_order();
  std::uint64_t first_packet(Direction dir) const;
  void obey(Direction dir, Step& step, Bytes& window);
  static void consume(Lane& lane, Bytes& window, std::uint64_t n);
  static void forget(Lane& lane);
  void ask_for(Direction dir, std::uint64_t n);
  void over_limit(Direction dir, std::uint64_t n);
  void resume(Direction moved);
  void hand_over(Offer offer, Direction dir);
  void pass_to_child(Direction dir);
  void report_ends();

  std::array<Lane, 2> lanes_;
  Offer offer_;
  std::unique_ptr<UpperSearch> search_;  // while the middle of a stream is not decided
  std::unique_ptr<StreamDissector> dissector_;
  std::unique_ptr<StreamLayer> child_;
  std::unique_ptr<StreamLayer> plaintext_;  // of what the dissector decrypts
  bool claimed_late_ = false;               // so many bytes came without a claim that the first ones were given up
  bool vague_ = false;                      // the gap that is being reported
  bool on_tcp_ = false;
  bool decided_ = false;  // dissector_ is chosen, or nobody claims the stream
};

}  // namespace wstrace
